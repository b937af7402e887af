//! The slots around a commitment: deadline, condition, reporter, the type of the action, the records that
//! carry it.

use gesta_actor::ActorId;
use gesta_event::{EventId, EventType};
use gesta_syntax::{Dep, Upos};
use gesta_text::{Span, TokenId, TokenSpan};

use crate::clause::{has_preposition, own_subject, preposition, trim};
use crate::codebook::CODEBOOK;
use crate::context::{attribution, or_face};
use crate::draft::{Agency, Draft, Reading};
use crate::due::{as_meant, deadline};
use crate::extent::extent;
use crate::made::{from_made, made};
use crate::words::lemma;
use crate::{Act, Commitment, Deadline};

/// How many reports of reports are followed to find who tells.
const MAX_REPORTS: usize = 4;

/// Weights of drafts and how often such drafts were right in sentences read by a person's rules (DESIGN.md says in
/// which); between two of them the confidence is interpolated.
const CALIBRATION: [(f32, f32); 5] = [(0.5, 0.7), (0.6, 0.8), (0.7, 0.84), (0.8, 0.94), (1.0, 0.97)];

/// The confidence of a draft of this weight.
fn calibrated(weight: f32) -> f32 {
    let mut below = CALIBRATION[0];
    for point in CALIBRATION {
        if weight <= point.0 {
            let part = if point.0 > below.0 { (weight - below.0) / (point.0 - below.0) } else { 0.0 };
            return below.1 + part.clamp(0.0, 1.0) * (point.1 - below.1);
        }
        below = point;
    }
    below.1
}

/// Turns heads into spans and finds what else the sentence says of the commitment.
pub(crate) fn finish(r: &Reading<'_>, draft: &Draft) -> Commitment {
    let p = r.parsed;
    let parties: Vec<TokenId> = draft.debtor.into_iter().chain(draft.other).collect();
    let action_tokens = extent(r, draft.action, &parties);
    let (deadline, due) = match deadline(r, draft, action_tokens) {
        Some((deadline, time)) => (Some(deadline), time),
        None => (None, None),
    };
    let made = made(r, draft, due);
    let deadline = deadline.map(|d| {
        let time = due.and_then(|due| r.time_at(TokenId(due.start)));
        let days = made.and_then(|made| from_made(r, time?, made)).unwrap_or(d.days);
        Deadline { days: time.map_or(days, |t| as_meant(r, draft, t, days)), ..d }
    });
    let debtors = draft.debtor.map(|t| bound(r, t)).unwrap_or_default();
    // "The panel decided that the firm must pay": it settles what is owed to others
    let judged = |t: &TokenId| draft.rule == "modal/must" && CODEBOOK.is("deciders", &p.lower(*t));
    // nobody is his own counterparty
    let other = draft
        .other
        .filter(|t| !judged(t))
        .or_else(|| beneficiary(r, draft))
        .or_else(|| bargainer(r, draft))
        .filter(|&t| {
            let others = r.actors_of(t);
            others.is_empty() || others != debtors
        });
    let action_tokens = without(r, action_tokens, due);
    let span = |t: Option<TokenId>| t.map(|t| p.span_of(short_of(r, r.naming(t), action_tokens)));
    let statement = r.index.statement(draft.cue);
    let event = event(r, draft);
    let clause = p.sentence_of(draft.cue).span;
    Commitment {
        act: draft.act,
        debtor: debtors,
        debtor_span: span(draft.debtor),
        counterparty: other.map(|t| r.actors_of(t)).unwrap_or_default(),
        counterparty_span: span(other),
        action: p.span_of(action_tokens),
        action_tokens,
        action_type: action_type(r, draft, action_tokens),
        positive: draft.positive,
        deadline,
        condition: condition(r, draft),
        made,
        reporter_span: reporter(r, draft),
        status: draft.status,
        statement,
        event,
        cue_token: draft.cue,
        confidence: calibrated(draft.weight),
        rule: draft.rule.clone(),
        evidence: vec![clause],
    }
}

/// The actors that a debtor's words mean; "we" in what somebody says is the speaker's side, known by its speaker.
fn bound(r: &Reading<'_>, debtor: TokenId) -> Vec<ActorId> {
    let named = r.actors_of(debtor);
    if !named.is_empty() || !crate::clause::is_first_person(r.parsed, debtor) {
        return named;
    }
    let statement = r.index.statement(debtor).and_then(|id| r.statements.get(id));
    statement.and_then(|s| s.speaker).into_iter().collect()
}

/// The action up to a day that is set off in it: "moderate the debate, Oct. 9 in Kyoto".
fn without(r: &Reading<'_>, action: TokenSpan, due: Option<TokenSpan>) -> TokenSpan {
    let p = r.parsed;
    let comma = |d: &TokenSpan| d.start > action.start + 1 && p.lower(TokenId(d.start - 1)) == ",";
    let cut = due.filter(|d| d.end <= action.end).filter(comma);
    cut.map_or(action, |d| trim(p, TokenSpan::new(action.start, d.start)))
}

/// The words of a party without those of the action, which the parser may hang on it: "warned the army against a coup".
fn short_of(r: &Reading<'_>, party: TokenSpan, action: TokenSpan) -> TokenSpan {
    let p = r.parsed;
    if party.start >= action.start || action.start >= party.end {
        return party;
    }
    let mut end = action.start;
    while end > party.start + 1 && matches!(p.upos(TokenId(end - 1)), Upos::Adp | Upos::Sconj | Upos::Part) {
        end -= 1;
    }
    trim(p, TokenSpan::new(party.start, end))
}

/// The other side of a commissive that names none: an actor on whom or with whom the action is to be done.
fn beneficiary(r: &Reading<'_>, draft: &Draft) -> Option<TokenId> {
    let p = r.parsed;
    if draft.act == Act::Demand || !draft.action.clause {
        return None;
    }
    let head = draft.action.head;
    let topic = CODEBOOK.is("about", lemma(p, head));
    let able = |&t: &TokenId| {
        r.agency(t) > Agency::Pronoun
            && r.actors.at(t).is_some()
            && !CODEBOOK.is("deciders", &p.lower(t))
            && p.child(t, Dep::NmodPoss).is_none()
            && draft.debtor.is_none_or(|d| !r.same(t, d))
            && r.time_at(t).is_none()
    };
    let placed =
        |word: &str| p.children_by(head, Dep::Obl).filter(|&c| has_preposition(p, c, word)).find(able);
    let for_whom = || placed("for").filter(|_| CODEBOOK.is("benefit", lemma(p, head)));
    if topic {
        return p.child(head, Dep::Iobj).or_else(|| placed("with"));
    }
    p.child(head, Dep::Iobj)
        .or_else(|| p.child(head, Dep::Obj).filter(able))
        .or_else(|| ["with", "to", "against"].into_iter().find_map(placed))
        .or_else(for_whom)
}

/// "If you free the men, we will go": whoever must first do something.
fn bargainer(r: &Reading<'_>, draft: &Draft) -> Option<TokenId> {
    let p = r.parsed;
    let commissive = matches!(draft.act, Act::Offer | Act::Promise | Act::Threat) && draft.action.clause;
    let clause = p
        .children_by(draft.action.head, Dep::Advcl)
        .filter(|_| commissive)
        .find(|&c| p.children(c).any(|k| k < c && p.lower(k) == "if"))?;
    let able = |&t: &TokenId| r.agency(t) > Agency::None && draft.debtor.is_none_or(|d| !r.same(t, d));
    own_subject(p, clause).filter(able)
}

/// "unless the hostages are freed", "in return for aid".
fn condition(r: &Reading<'_>, draft: &Draft) -> Option<Span> {
    let p = r.parsed;
    let verb = p.head(draft.cue).filter(|_| p.upos(draft.cue) == Upos::Aux).unwrap_or(draft.cue);
    let inner = p.children_by(draft.action.head, Dep::Xcomp).next();
    let heads: Vec<TokenId> = [draft.action.head, verb].into_iter().chain(inner).collect();
    let bound = |&c: &TokenId| match p.dep(c) {
        Dep::Advcl | Dep::AdvclRelcl => {
            let mark = |k: TokenId| {
                matches!(
                    p.lower(k).as_str(),
                    "if" | "unless" | "provided" | "providing" | "should" | "assuming"
                ) || (p.lower(k) == "long" && p.children(k).any(|a| p.lower(a) == "as"))
                    || (p.lower(k) == "as" && p.children(k).any(|a| p.lower(a) == "long"))
            };
            p.children(c).filter(|&k| k.0 < c.0).any(mark)
                || matches!(p.lower(c).as_str(), "provided" | "unless")
        }
        // "as soon as the prisoners are released"
        Dep::Advmod if p.lower(c) == "soon" => p.child(c, Dep::Advcl).is_some(),
        Dep::Obl | Dep::Nmod => {
            let swap = matches!(lemma(p, c), "return" | "exchange" | "condition" | "case" | "event")
                && preposition(p, c).is_some_and(|w| w == "in" || w == "on");
            swap && p.children(c).next_back().is_some_and(|last| last > c)
        }
        _ => false,
    };
    let face = or_face(p, draft.action.head).map(|or| TokenSpan::new(or.0, p.subtree(draft.action.head).end));
    let found = heads.iter().find_map(|&h| p.children(h).find(bound)).map(|c| p.subtree(c));
    found.or(face).map(|words| p.span_of(trim(p, words)))
}

/// The verb of a cue that is an auxiliary.
pub(crate) fn verb_of(r: &Reading<'_>, cue: TokenId) -> TokenId {
    let p = r.parsed;
    if p.upos(cue) == Upos::Aux { p.head(cue).unwrap_or(cue) } else { cue }
}

/// Who the sentence names as the source, when that is neither side of the commitment; where somebody reports his own
/// words, whoever reports them in turn.
fn reporter(r: &Reading<'_>, draft: &Draft) -> Option<Span> {
    let p = r.parsed;
    let own = |speaker: TokenId| {
        crate::clause::is_first_person(p, speaker)
            || [draft.debtor, draft.other].into_iter().flatten().any(|t| {
                r.same(t, speaker) || crate::clause::is_first_person(p, t) || p.is_within(speaker, t)
            })
    };
    let mut at = verb_of(r, draft.cue);
    let mut told = false;
    for _ in 0..MAX_REPORTS {
        let Some(report) = attribution(r, at).filter(|a| a.verb != draft.cue && a.verb != at) else { break };
        let Some(speaker) = report.speaker else { break };
        if !own(speaker) {
            return Some(p.span_of(r.naming(author(r, speaker))));
        }
        told = true;
        at = report.verb;
    }
    if told {
        return None;
    }
    let statement = r.index.statement(draft.action.head).and_then(|id| r.statements.get(id))?;
    statement.cue_token.filter(|&c| CODEBOOK.is("report", lemma(p, c)))?;
    let sentence = p.sentence_of(draft.cue).span;
    let span = statement.speaker_span.filter(|s| sentence.contains(*s))?;
    let speaker = p.head_of(p.document().tokens_in(span))?;
    (statement.cue_token != Some(draft.cue) && !own(speaker)).then(|| p.span_of(r.naming(author(r, speaker))))
}

/// "according to a statement by the ministry": whoever made what carries the words.
fn author(r: &Reading<'_>, source: TokenId) -> TokenId {
    let p = r.parsed;
    if !CODEBOOK.is("message", lemma(p, source)) {
        return source;
    }
    let able = |t: &TokenId| r.agency(*t) > Agency::None;
    let issued = || p.children_by(source, Dep::Acl).find_map(|c| crate::clause::agent(p, c));
    let named = ["by", "from"].into_iter().find_map(|w| crate::clause::oblique(p, source, w));
    named.or_else(issued).filter(able).unwrap_or(source)
}

/// The event that the cue is, or else the one that the action names.
fn event(r: &Reading<'_>, draft: &Draft) -> Option<EventId> {
    let found = r.index.event(draft.cue).or_else(|| r.index.event(draft.action.head));
    found.map(|(id, _)| id)
}

/// The PLOVER type of the action: of the event at its head, else of the word, else of what stands under a light verb.
fn action_type(r: &Reading<'_>, draft: &Draft, tokens: TokenSpan) -> Option<EventType> {
    let p = r.parsed;
    let head = draft.action.head;
    let coded = |t: TokenId| r.index.event(t).map(|(_, kind)| kind);
    let word = |t: TokenId| CODEBOOK.action(lemma(p, t)).and_then(|a| a.plover);
    let below = || {
        let inner = p
            .children(head)
            .find(|&c| matches!(p.dep(c), Dep::Xcomp | Dep::Obj | Dep::Nmod) && tokens.has(c))?;
        coded(inner).or_else(|| word(inner))
    };
    coded(head).or_else(|| word(head)).or_else(below)
}
