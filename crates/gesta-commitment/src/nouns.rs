//! Nouns of the codebook: "a pledge to", "calls for X to", "the deadline for", and participles before the name of an
//! action ("the planned withdrawal").

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::clause::{
    agent, doer, has_preposition, is_gerund, is_infinitive, is_passive, modal, oblique, own_subject, subject,
};
use crate::codebook::{CODEBOOK, Entry, Form, Kind, Take};
use crate::context::{governed, is_negated};
use crate::draft::{Action, Agency, Draft, Reading};
use crate::takes::{addressee, fits, is_open};
use crate::verbs::{is_anybody, nominal_agent, spread};
use crate::words::lemma;
use crate::{Act, Status};

/// The commitments that the noun `cue` names, or the participle `cue` before the name of an action.
pub(crate) fn drafts(r: &Reading<'_>, cue: TokenId, into: &mut Vec<Draft>) {
    let p = r.parsed;
    if p.dep(cue) == Dep::Amod {
        into.extend(participle(r, cue));
    } else if p.upos(cue) == Upos::Noun && !matches!(p.dep(cue), Dep::Compound | Dep::NmodDesc) {
        let found = CODEBOOK.entries(Kind::Noun, lemma(p, cue)).find_map(|e| draft(r, e, cue));
        into.extend(found.unwrap_or_default());
    }
}

/// What governs the noun: a verb of which it is object or subject.
struct Support {
    verb: TokenId,
    noun: TokenId,
    /// The verb's subject holds the commitment ("issued a demand").
    holds: bool,
    /// The verb's subject is the other side ("faces a demand").
    receives: bool,
    doer: Option<TokenId>,
}

fn support(r: &Reading<'_>, cue: TokenId) -> Option<Support> {
    let p = r.parsed;
    let first = p.first_conjunct(cue);
    let verb = p.head(first).filter(|&v| p.upos(v) == Upos::Verb)?;
    let object = matches!(p.dep(first), Dep::Obj) || (p.dep(first) == Dep::NsubjPass);
    let oblique = p.dep(first) == Dep::Obl;
    let word = lemma(p, verb);
    let whole = |list| CODEBOOK.is(list, word);
    if !(object || oblique) {
        return None;
    }
    let doer = if p.dep(first) == Dep::NsubjPass { agent(p, verb) } else { doer(p, verb) };
    // whoever "has orders" was given them
    let ordered = word == "have" && matches!(lemma(p, cue), "order" | "instruction");
    let (holds, receives) = (object && whole("hold") && !ordered, object && (whole("receive") || ordered));
    Some(Support { verb, noun: cue, holds, receives, doer })
}

/// What became of a commitment by the verb that governs its name.
pub(crate) fn status(r: &Reading<'_>, cue: TokenId) -> Status {
    let p = r.parsed;
    // "despite pledges to send food, only a third has come"
    if has_preposition(p, cue, "despite") {
        let rest = TokenSpan::new(cue.0 + 1, p.sentence_of(cue).tokens.end);
        let little = rest.iter().any(|t| matches!(p.lower(t).as_str(), "only" | "just"));
        return if little { Status::Partly } else { Status::Open };
    }
    let Some(s) = support(r, cue) else { return Status::Open };
    let Some(found) = outcome(r, s.verb, cue) else { return Status::Open };
    let failed = p.dep(s.verb) == Dep::Xcomp && p.head(s.verb).is_some_and(|g| lemma(p, g) == "fail");
    let open = modal(p, s.verb).is_some() || (is_infinitive(p, s.verb) && !failed);
    // "is carrying out the plan": it is not done yet; "is observing the truce": as long as it holds, it is kept
    let lasting = matches!(lemma(p, s.verb), "honour" | "honor" | "keep" | "observe" | "respect" | "abide");
    let going_on =
        !lasting && is_gerund(p, s.verb) && p.children_by(s.verb, Dep::Aux).any(|a| lemma(p, a) == "be");
    match found {
        Status::Kept if going_on => Status::Open,
        Status::Kept if failed || is_negated(p, s.verb) => Status::Broken,
        _ if open || is_negated(p, s.verb) => Status::Open,
        other => other,
    }
}

/// What `verb` says became of what its object or prepositional object names: "kept", "made good on", "reneged on".
fn outcome(r: &Reading<'_>, verb: TokenId, noun: TokenId) -> Option<Status> {
    let p = r.parsed;
    let word = lemma(p, verb);
    let first = p.first_conjunct(noun);
    // "the pledge was met with silence"
    if word == "meet" && oblique(p, verb, "with").is_some() {
        return None;
    }
    let with = |c: TokenId| {
        matches!(p.dep(c), Dep::CompoundPrt | Dep::Advmod) || p.dep(c) == Dep::Xcomp && p.upos(c) == Upos::Adj
    };
    let beside = p.children(verb).filter(|&c| c > verb && c < first && with(c));
    let phrasal = beside.chain(p.children_by(first, Dep::Case).filter(|&c| c > verb));
    let phrasal = phrasal.filter_map(|c| CODEBOOK.status(&format!("{word} {}", p.lower(c)))).next();
    phrasal.or_else(|| CODEBOOK.status(word).filter(|_| p.dep(first) != Dep::Obl))
}

fn draft(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> Option<Vec<Draft>> {
    let p = r.parsed;
    let no = |c: TokenId| {
        p.dep(c) == Dep::Det && matches!(p.lower(c).as_str(), "no" | "any" | "neither" | "every")
    };
    if p.children(cue).any(no) || is_counted_out(r, entry, cue) {
        return None;
    }
    let support = support(r, cue);
    let status = status(r, cue);
    // "carried out its decision to close the port": nothing is left to be done
    if status == Status::Kept && lemma(p, cue) == "decision" {
        return None;
    }
    let mut weight = entry.weight;
    if let Some(s) = &support {
        if is_negated(p, s.verb) && !s.receives && outcome(r, s.verb, cue).is_none() {
            return None;
        }
        // "is considering a move to buy": nothing is decided yet
        if matches!(entry.act, Act::Intention | Act::Offer)
            && CODEBOOK.is("ponder", lemma(p, s.verb))
            && holder(r, entry, cue).is_none()
        {
            return None;
        }
        if matches!(modal(p, s.verb), Some("may" | "might" | "could" | "can" | "would")) {
            weight *= 0.6;
        }
        // what somebody's promise is to be done with does not undo the promise
        let whose = holder(r, entry, cue).is_some() || (s.holds || s.receives) && s.doer.is_some();
        let least = if whose { 0.7 } else { 0.5 };
        if status == Status::Open {
            weight *= governed(r, s.verb).unwrap_or(least).max(least);
        }
    }
    let party = entry.party.iter().find_map(|w| oblique(p, cue, w)).or_else(|| {
        let s = support.as_ref()?;
        p.child(s.verb, Dep::Iobj).or_else(|| {
            entry.party.iter().filter(|w| *w == "to" || *w == "with").find_map(|w| oblique(p, s.verb, w))
        })
    });
    let action =
        entry.take.iter().find_map(|t| action(r, cue, t, support.as_ref(), party)).or_else(|| {
            // the agreement itself is what was undertaken
            let s = support.as_ref()?;
            let itself = entry.act == Act::Agreement
                && CODEBOOK.is("pact", lemma(p, cue))
                && (s.holds || status != Status::Open);
            itself.then(|| Action::noun(cue))
        })?;
    // "a commitment to the flood victims": those to whom it is made are no action
    let whom = (entry.rule == "noun/commitment" && !action.clause && r.agency(action.head) > Agency::None)
        .then_some(action.head);
    let action = if whom.is_some() { Action::noun(cue) } else { action };
    let party = party.or(whom);
    let holder = holder(r, entry, cue).or_else(|| {
        support.as_ref().filter(|s| s.holds || (status != Status::Open && !s.receives)).and_then(|s| s.doer)
    });
    // "is buying airtime, with plans to spend more"
    let beside = || {
        (p.dep(cue) == Dep::Obl && has_preposition(p, cue, "with"))
            .then(|| p.head(cue).and_then(|v| subject(p, v)))
            .flatten()
    };
    let made = || made_by(p, cue).and_then(|v| agent(p, v));
    let holder = holder.or_else(made).or_else(beside).filter(|&h| h != action.head);
    let receiver = support.as_ref().filter(|s| s.receives).and_then(|s| s.doer);
    let party = party.filter(|&t| {
        t != action.head && (whom.is_some() || !p.is_within(action.head, t)) && r.agency(t) > Agency::None
    });
    let (debtor, other) = if entry.is_directive() {
        let own = own_subject(p, action.head).filter(|_| action.clause);
        let free = holder.is_none();
        let between = || addressee(r, cue, action.head).filter(|_| action.clause);
        (
            own.or(party).or_else(between).or_else(|| nominal_agent(r, action)).or(receiver.filter(|_| free)),
            holder,
        )
    } else {
        (holder.or_else(|| own_subject(p, action.head).filter(|_| action.clause)), party.or(receiver))
    };
    // "efforts for a deal to …", "hopes of a plan": not there yet
    let awaited = p.dep(cue) == Dep::Nmod
        && p.head(cue).is_some_and(|h| {
            let word = lemma(p, h);
            CODEBOOK.is("unreal", word) || CODEBOOK.is("forecast", word)
        });
    // "in a move to win votes" tells the purpose of what was done
    let purpose = lemma(p, cue) == "move" && has_preposition(p, cue, "in");
    if debtor.is_none() && awaited || purpose {
        return None;
    }
    if debtor.is_some_and(|d| is_anybody(r, d)) || is_to_be_dropped(r, support.as_ref()) {
        return None;
    }
    // "Chile's request to buy grain": whoever asks wants to do it himself
    if debtor.is_none() && action.clause && matches!(lemma(p, cue), "request" | "plea") {
        return None;
    }
    // "heavy fighting broke out a day after …": things agree to nothing
    let named = debtor.or(other);
    let debtor = debtor.filter(|&d| entry.act != Act::Agreement || r.agency(d) > Agency::None);
    if let Some(somebody) = named {
        weight *= if r.agency(somebody) == Agency::None { 0.85 } else { 1.0 };
    } else {
        weight *= if action.clause { 0.75 } else { 0.6 };
    }
    let template = Draft {
        act: entry.act,
        rule: entry.rule.clone(),
        cue,
        action,
        debtor,
        other,
        positive: !entry.negative,
        status,
        weight,
    };
    Some(spread(r, template))
}

/// "ordered them to drop plans to …": the dropping is what is asked for.
fn is_to_be_dropped(r: &Reading<'_>, support: Option<&Support>) -> bool {
    let p = r.parsed;
    support.is_some_and(|s| outcome(r, s.verb, s.noun) == Some(Status::Withdrawn) && is_infinitive(p, s.verb))
}

/// The participle that says who made what the noun names: "set by the army".
fn made_by(p: &Parsed, cue: TokenId) -> Option<TokenId> {
    p.children_by(cue, Dep::Acl).find(|&v| CODEBOOK.is("hold", lemma(p, v)) && !is_infinitive(p, v))
}

/// "Demand for oil": without a determiner the singular is a market's demand, not somebody's.
fn is_counted_out(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> bool {
    let p = r.parsed;
    // "a conference call", "a phone call"
    let kind_of_call =
        p.children_by(cue, Dep::Compound).any(|c| r.agency(c) == Agency::None && r.time_at(c).is_none());
    if entry.rule == "noun/demand" && lemma(p, cue) == "call" && kind_of_call {
        return true;
    }
    let counted = p.morph(cue).plural == Some(true)
        || p.children(cue).any(|c| matches!(p.dep(c), Dep::Det | Dep::NmodPoss));
    entry.rule == "noun/demand" && lemma(p, cue) == "demand" && !counted
}

/// Who made what the noun names.
fn holder(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> Option<TokenId> {
    let p = r.parsed;
    entry.holder.iter().find_map(|place| match place.as_str() {
        "poss" => p.child(cue, Dep::NmodPoss).filter(|&t| t < cue && r.time_at(t).is_none()),
        "comp" => p
            .children(cue)
            .filter(|&c| matches!(p.dep(c), Dep::Compound | Dep::Amod) && r.time_at(c).is_none())
            .find(|&c| r.agency(c) >= Agency::Nominal),
        "of" => oblique(p, cue, "of").filter(|&t| r.agency(t) > Agency::None),
        word => oblique(p, cue, word).filter(|&t| r.time_at(t).is_none()),
    })
}

fn action(
    r: &Reading<'_>,
    cue: TokenId,
    take: &Take,
    support: Option<&Support>,
    party: Option<TokenId>,
) -> Option<Action> {
    let p = r.parsed;
    // "the decision when to stop" is still to be taken
    let to = |&c: &TokenId| is_infinitive(p, c) && !is_open(p, c);
    match &take.form {
        Form::Inf => {
            let own = p
                .children(cue)
                .filter(|&c| matches!(p.dep(c), Dep::Acl | Dep::Xcomp | Dep::Ccomp | Dep::Advcl))
                .find(to);
            let on_party = || {
                let addressee = party.or_else(|| oblique(p, cue, "for"))?;
                (r.agency(addressee) > Agency::None)
                    .then(|| p.children_by(addressee, Dep::Acl).find(to))
                    .flatten()
            };
            let on_verb = || {
                let s = support.filter(|s| s.holds || s.receives)?;
                p.children(s.verb)
                    .filter(|&c| matches!(p.dep(c), Dep::Xcomp | Dep::Advcl | Dep::Ccomp))
                    .find(to)
            };
            // "a deadline set by the army for the rebels to leave"
            let on_participle = || {
                let v = made_by(p, cue)?;
                let clause =
                    |c: &TokenId| matches!(p.dep(*c), Dep::Xcomp | Dep::Advcl | Dep::Ccomp | Dep::Acl);
                let below = oblique(p, v, "for").into_iter().chain([v]);
                below.flat_map(|t| p.children(t)).filter(clause).find(to)
            };
            own.or_else(on_party).or_else(on_verb).or_else(on_participle).map(Action::clause)
        }
        Form::That => {
            let clause = |&c: &TokenId| {
                matches!(p.dep(c), Dep::Acl | Dep::AclRelcl | Dep::Ccomp)
                    && own_subject(p, c).is_some_and(|s| s != cue)
                    && !is_infinitive(p, c)
                    && !is_gerund(p, c)
                    && !is_about(p, cue, c)
                    && (matches!(modal(p, c), Some("will" | "would" | "shall" | "should" | "must"))
                        || (p.morph(c).tense.is_none() && own_subject(p, c).is_some()))
            };
            // "a promise that the men will be freed": the one who promised is not its subject
            let told = |head| Action { head, clause: true, with_subject: is_passive(p, head) };
            p.children(cue).find(clause).map(told)
        }
        Form::Prep(word) => {
            let gerund = |&c: &TokenId| {
                matches!(p.dep(c), Dep::Acl | Dep::Nmod | Dep::Advcl)
                    && is_gerund(p, c)
                    && has_preposition(p, c, word)
            };
            if let Some(verb) = p.children(cue).find(gerund) {
                return Some(Action::clause(verb));
            }
            // the parser may hang "for …" on the verb: "set a deadline for the repair"
            let beside = || support.and_then(|s| oblique(p, s.verb, word)).filter(|&t| t > cue);
            let noun = oblique(p, cue, word).or_else(beside)?;
            let fit = r.time_at(noun).is_none() && p.upos(noun) != Upos::Pron && fits(r, noun, take.only);
            fit.then(|| Action::noun(noun))
        }
        Form::Obj | Form::Ger => None,
    }
}

/// "an accord under which …", "a plan that …": a relative clause tells of the noun; it does not say what is undertaken.
fn is_about(p: &Parsed, cue: TokenId, clause: TokenId) -> bool {
    p.dep(clause) == Dep::AclRelcl
        && TokenSpan::new(cue.0 + 1, clause.0)
            .iter()
            .any(|t| matches!(p.lower(t).as_str(), "which" | "who" | "whom" | "whose" | "where" | "when"))
}

/// "the promised aid", "his planned withdrawal": the noun is the action; the verb above says what became of it.
fn participle(r: &Reading<'_>, cue: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let noun = p.head(cue)?;
    let entry = CODEBOOK.entries(Kind::Verb, lemma(p, cue)).find(|e| {
        matches!(e.act, Act::Promise | Act::Threat | Act::Intention) && !e.dated && e.status.is_none()
    })?;
    if !p.lower(cue).ends_with("ed") && p.lower(cue) != "vowed" || CODEBOOK.action(lemma(p, noun)).is_none() {
        return None;
    }
    let status = status(r, noun);
    if entry.rule == "verb/plan-act" && status == Status::Open {
        return None;
    }
    let support = support(r, noun);
    let poss = p.child(noun, Dep::NmodPoss).or_else(|| oblique(p, noun, "by"));
    let able = |t: &TokenId| r.agency(*t) > Agency::None;
    let holder = poss.or_else(|| support.as_ref().filter(|s| s.holds).and_then(|s| s.doer)).filter(able);
    let holder = holder
        .map(|h| if p.upos(h) == Upos::Pron { antecedent(r, h, support.as_ref()).unwrap_or(h) } else { h });
    Some(Draft {
        act: entry.act,
        rule: format!("{}+noun", entry.rule),
        cue,
        action: Action::noun(noun),
        debtor: holder,
        other: None,
        positive: true,
        status,
        weight: if holder.is_some() { 0.6 } else { 0.35 },
    })
}

/// "The king completed his withdrawal": the subject of the clause names the holder better than the pronoun.
fn antecedent(r: &Reading<'_>, pronoun: TokenId, support: Option<&Support>) -> Option<TokenId> {
    let subject = support.and_then(|s| subject(r.parsed, s.verb))?;
    let same = match (r.actors.at(pronoun), r.actors.at(subject)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    same.then_some(subject)
}
