//! Which way a bare weekday or month points: the tense of the clause it stands in.

use gesta_syntax::{Dep, Parsed, Tense as UdTense, Upos, VerbForm};
use gesta_text::{TokenId, TokenSpan};

/// Where a time lies, seen from the article's day.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    Past,
    Future,
    Unknown,
}

/// A direction and how it was found.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tense {
    pub(crate) direction: Direction,
    /// The time belongs to a noun ("the vote in March"): the clause says little about when that is.
    pub(crate) nominal: bool,
    /// The clause is negated.
    pub(crate) negated: bool,
}

/// Reads the direction from the verbs and nouns that govern an expression, the nearest that tells first.
pub(crate) fn read(parsed: &Parsed, tokens: TokenSpan) -> Tense {
    let unknown = Tense { direction: Direction::Unknown, nominal: false, negated: false };
    let Some(head) = parsed.head_of(tokens) else { return unknown };
    let mut from = head;
    let mut nominal = false;
    // Ten steps reach the main verb of any sane sentence.
    for governor in parsed.ancestors(head).take(10) {
        let told = match parsed.upos(governor) {
            Upos::Verb | Upos::Aux => clause(parsed, governor),
            Upos::Adj | Upos::Noun | Upos::Propn => {
                nominal |= parsed.child(governor, Dep::Cop).is_none();
                predicate(parsed, governor)
            }
            _ => Direction::Unknown,
        };
        if told != Direction::Unknown {
            return Tense { direction: told, nominal, negated: parsed.is_negated(governor) };
        }
        // What is said in a clause of its own ("…, he said on Friday") does not reach up through parataxis.
        if parsed.dep(from) == Dep::Parataxis {
            break;
        }
        from = governor;
    }
    Tense { nominal, ..unknown }
}

/// The tense of the clause that a verb heads.
fn clause(parsed: &Parsed, verb: TokenId) -> Direction {
    let lemma = parsed.lemma(verb);
    // "Planned a march on Saturday", "scheduled for Saturday"; only the participle of "set" plans.
    if PLANS.contains(&lemma) && (lemma != "set" || parsed.morph(verb).verb_form == Some(VerbForm::Part)) {
        return Direction::Future;
    }
    let mut have = false;
    for aux in parsed.children(verb).filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop))
    {
        match parsed.lemma(aux) {
            "will" | "shall" | "'ll" | "wo" => return Direction::Future,
            "would" | "may" | "might" | "can" | "could" | "must" | "should" => return Direction::Future,
            "have" => have = true,
            "do" | "be" if parsed.morph(aux).tense == Some(UdTense::Past) => return Direction::Past,
            _ => {}
        }
    }
    if have {
        return Direction::Past;
    }
    let morph = parsed.morph(verb);
    match (morph.verb_form, morph.tense) {
        (Some(VerbForm::Fin), Some(UdTense::Past)) => Direction::Past,
        (Some(VerbForm::Fin), Some(UdTense::Pres)) if lemma == "go" => Direction::Future,
        (Some(VerbForm::Fin), Some(UdTense::Pres)) => Direction::Future,
        (Some(VerbForm::Inf), _) => {
            // "to meet on Friday": a plan, unless the verb above tells otherwise ("managed to leave on Friday").
            let done = parsed.head(verb).is_some_and(|h| {
                DONE.contains(&parsed.lemma(h)) && parsed.morph(h).tense == Some(UdTense::Past)
            });
            if done { Direction::Past } else { Direction::Future }
        }
        (Some(VerbForm::Part), Some(UdTense::Past)) if morph.passive || parsed.dep(verb) == Dep::Acl => {
            Direction::Past
        }
        _ => Direction::Unknown,
    }
}

/// The tense of a nominal predicate, by its copula; nouns and adjectives of planning look ahead.
fn predicate(parsed: &Parsed, head: TokenId) -> Direction {
    if PLANS.contains(&parsed.lemma(head)) {
        // "Papers were due by March": no telling.
        let past = parsed.children_by(head, Dep::Cop).any(|c| parsed.morph(c).tense == Some(UdTense::Past));
        return if past { Direction::Unknown } else { Direction::Future };
    }
    if parsed.child(head, Dep::Cop).is_some() { clause(parsed, head) } else { Direction::Unknown }
}

/// Words of planning: a participle or noun that points ahead whatever the tense of the report.
const PLANS: [&str; 10] =
    ["schedule", "plan", "due", "set", "slate", "expect", "deadline", "upcoming", "forthcoming", "ultimatum"];

/// Verbs whose infinitive happened when they did.
const DONE: [&str; 6] = ["manage", "begin", "start", "continue", "fail", "help"];
