//! What the words after a commitment say became of it: "The deadline passed last week; only a third of the weapons have
//! been delivered." – "On Friday they missed that deadline." – "… but failed to do so."

use gesta_actor::ActorId;
use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::clause::{agent, is_infinitive, is_passive, modal, subject};
use crate::codebook::{CODEBOOK, Kind};
use crate::context::{is_negated, is_past};
use crate::draft::Reading;
use crate::nouns;
use crate::words::lemma;
use crate::{Act, Commitment, Status};

/// How many sentences back "the deadline" may point.
const SENTENCES_BACK: usize = 2;
/// How many commitments back it may point.
const COMMITMENTS_BACK: usize = 8;

/// What a later word says: of which kind of commitment, and what became of it.
struct Outcome {
    status: Status,
    of: Of,
    /// Who kept or broke it, where that is an actor named there.
    by: Vec<ActorId>,
}

/// Which commitments an outcome can be about.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Of {
    /// Those with a day.
    Deadline,
    /// Those of an act.
    Act(Act),
    /// Those of the same sentence by which the debtor bound himself.
    SameSentence,
}

/// Gives open commitments the status that later words of their sentence, or of the next ones, report.
pub(crate) fn settle(r: &Reading<'_>, commitments: &mut [Commitment]) {
    let p = r.parsed;
    let mut starts: Vec<u32> = Vec::new();
    let mut next = 0;
    for (_, sentence) in p.sentences() {
        let words = sentence.tokens;
        starts.push(words.start);
        let from = starts.iter().rev().nth(SENTENCES_BACK).copied().unwrap_or(0);
        for token in words.iter() {
            while commitments.get(next).is_some_and(|c| c.cue_token < token) {
                next += 1;
            }
            let Some(outcome) = outcome(r, token, words) else { continue };
            let from = if outcome.of == Of::SameSentence { words.start } else { from };
            let before = commitments.get_mut(..next).into_iter().flatten().rev().take(COMMITMENTS_BACK);
            let about = |c: &&mut Commitment| {
                c.status == Status::Open && !c.action_tokens.has(token) && is_about(&outcome, c)
            };
            let mut found = before.take_while(|c| c.cue_token.0 >= from).filter(about);
            let Some(c) = found.next() else { continue };
            // "the decision" after two decisions may be either
            let other = found.any(|other| other.cue_token != c.cue_token);
            if !(other && matches!(outcome.of, Of::Act(_))) {
                c.status = outcome.status;
            }
        }
    }
}

fn is_about(outcome: &Outcome, c: &Commitment) -> bool {
    // "The monitors will come home because Chad has not kept its promise": not what the monitors undertook
    let by = &outcome.by;
    let own = matches!(outcome.status, Status::Kept | Status::Broken | Status::Partly);
    if own && !by.is_empty() && !c.debtor.is_empty() && !by.iter().any(|a| c.debtor.contains(a)) {
        return false;
    }
    let undertaken =
        matches!(c.act, Act::Promise | Act::Intention | Act::Agreement | Act::Offer | Act::Threat);
    match outcome.of {
        Of::Deadline => c.deadline.is_some() || c.act == Act::Demand,
        Of::Act(Act::Promise) => matches!(c.act, Act::Promise | Act::Agreement | Act::Intention),
        Of::Act(act) => c.act == act,
        Of::SameSentence => undertaken,
    }
}

fn outcome(r: &Reading<'_>, token: TokenId, sentence: TokenSpan) -> Option<Outcome> {
    match r.parsed.upos(token) {
        Upos::Noun => lapsed(r, token, sentence)
            .map(|status| Outcome { status, of: Of::Deadline, by: Vec::new() })
            .or_else(|| named(r, token)),
        Upos::Verb => {
            let by = doers(r, token);
            done(r, token).map(|status| Outcome { status, of: Of::SameSentence, by })
        }
        _ => None,
    }
}

/// What a sentence says of what was due, when `noun` is its lapsed deadline.
fn lapsed(r: &Reading<'_>, noun: TokenId, sentence: TokenSpan) -> Option<Status> {
    let p = r.parsed;
    if !CODEBOOK.is("deadline", lemma(p, noun)) || !p.dep(noun).is_subject() {
        return None;
    }
    let verb = p.head(noun)?;
    let over = matches!(lemma(p, verb), "pass" | "expire" | "lapse")
        && (is_past(p, verb) || p.child(verb, Dep::Aux).is_some())
        && modal(p, verb).is_none()
        && !is_negated(p, verb);
    let says = |word: &str| sentence.iter().any(|t| t > verb && p.lower(t) == word);
    match over {
        true if says("only") => Some(Status::Partly),
        true if says("without") => Some(Status::Broken),
        _ => None,
    }
}

/// "missed that deadline", "has kept the promise", "reversed the decision": a name for a commitment that was told
/// before, under a verb of the codebook.
fn named(r: &Reading<'_>, noun: TokenId) -> Option<Outcome> {
    let p = r.parsed;
    let entry = CODEBOOK.entries(Kind::Noun, lemma(p, noun)).next()?;
    let back = |c: TokenId| {
        p.dep(c) == Dep::NmodPoss && r.time_at(c).is_none()
            || p.dep(c) == Dep::Det
                && matches!(p.lower(c).as_str(), "the" | "that" | "this" | "these" | "those")
    };
    let new = |c: TokenId| c > noun && matches!(p.dep(c), Dep::Acl | Dep::AclRelcl | Dep::Nmod | Dep::Xcomp);
    if !p.children(noun).any(back) || p.children(noun).any(new) {
        return None;
    }
    let status = nouns::status(r, noun);
    let of = if entry.rule == "noun/deadline" { Of::Deadline } else { Of::Act(entry.act) };
    let by = p.head(noun).map(|verb| doers(r, verb)).unwrap_or_default();
    (status != Status::Open).then_some(Outcome { status, of, by })
}

/// The actors that do what a verb says, where they are named: "the party" may be anybody told of before.
fn doers(r: &Reading<'_>, verb: TokenId) -> Vec<ActorId> {
    let p = r.parsed;
    let doer = if is_passive(p, verb) { agent(p, verb) } else { subject(p, verb) };
    doer.filter(|&d| p.upos(d) == Upos::Propn).map(|d| r.actors_of(d)).unwrap_or_default()
}

/// "but failed to do so", "and did so", "did the opposite".
fn done(r: &Reading<'_>, verb: TokenId) -> Option<Status> {
    let p = r.parsed;
    if lemma(p, verb) != "do" || modal(p, verb).is_some() || subject(p, verb).is_none() {
        return None;
    }
    let word = |c: TokenId| c > verb && matches!(p.dep(c), Dep::Obj | Dep::Advmod);
    let object = p
        .children(verb)
        .find(|&c| word(c) && matches!(p.lower(c).as_str(), "so" | "opposite" | "reverse"))?;
    let failed =
        is_infinitive(p, verb) && p.head(verb).is_some_and(|g| lemma(p, g) == "fail" && is_past(p, g));
    let perfect =
        p.children_by(verb, Dep::Aux).any(|a| matches!(p.lower(a).as_str(), "has" | "have" | "did"));
    if !(failed || perfect || is_past(p, verb)) {
        return None;
    }
    let against = failed || is_negated(p, verb) || p.lower(object) != "so";
    Some(if against { Status::Broken } else { Status::Kept })
}
