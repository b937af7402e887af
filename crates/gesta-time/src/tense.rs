//! Which way a bare weekday or month points: the tense of the clause it stands in.

use std::collections::HashMap;
use std::sync::LazyLock;

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
    /// The nearest verb is not finite: "committed to ending it by Friday".
    pub(crate) nonfinite: bool,
}

/// What a word tells by itself; forms, not lemmas, so that it does not hang on the lemmatiser.
static CUES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let table = include_str!("../../../knowledge/en/time/tense.tsv");
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect()
});

fn cue(parsed: &Parsed, token: TokenId) -> &'static str {
    CUES.get(parsed.lower(token).as_str()).copied().unwrap_or("")
}

/// Reads the direction from the verbs and nouns that govern an expression, the nearest that tells first.
pub(crate) fn read(parsed: &Parsed, tokens: TokenSpan) -> Tense {
    let unknown = Tense { direction: Direction::Unknown, nominal: false, negated: false, nonfinite: false };
    let Some(head) = parsed.head_of(tokens) else { return unknown };
    let mut from = head;
    let mut nominal = false;
    let mut nonfinite = None;
    // "Scheduled for Friday" looks ahead, "set in July" need not.
    let dated = parsed.children_by(head, Dep::Case).any(|c| parsed.lower(c) == "in");
    // Ten steps reach the main verb of any sane sentence.
    for governor in parsed.ancestors(head).take(10) {
        let told = match parsed.upos(governor) {
            Upos::Verb | Upos::Aux => {
                nonfinite.get_or_insert(is_nonfinite(parsed, governor));
                clause(parsed, governor, dated)
            }
            Upos::Adj | Upos::Noun | Upos::Propn => {
                nominal |= parsed.child(governor, Dep::Cop).is_none();
                predicate(parsed, governor)
            }
            _ => Direction::Unknown,
        };
        let told = if told == Direction::Past && is_backshifted(parsed, governor) {
            Direction::Future
        } else {
            told
        };
        if told != Direction::Unknown {
            let nonfinite = nonfinite == Some(true) || follows_nonfinite(parsed, tokens);
            return Tense { direction: told, nominal, negated: parsed.is_negated(governor), nonfinite };
        }
        // What is said in a clause of its own ("…, he said on Friday") does not reach up through parataxis.
        if parsed.dep(from) == Dep::Parataxis {
            break;
        }
        from = governor;
    }
    Tense { nominal, ..unknown }
}

/// A past tense that means what is still to come: in a condition or a limit under a clause that looks ahead ("it would
/// attack unless the guns fell silent"), or in what is demanded.
fn is_backshifted(parsed: &Parsed, verb: TokenId) -> bool {
    let first = parsed.first_conjunct(verb);
    let above = |token: TokenId| parsed.head(token).is_some_and(|h| cue(parsed, h) == "demand");
    match parsed.dep(first) {
        Dep::Ccomp => above(first),
        Dep::Advcl => {
            let condition = parsed.children_by(first, Dep::Mark).any(|c| cue(parsed, c) == "condition");
            let mut verbs = parsed.ancestors(first).filter(|v| parsed.upos(*v) == Upos::Verb).take(6);
            condition
                && verbs.find_map(|v| match clause(parsed, v, false) {
                    Direction::Future => {
                        Some(parsed.children_by(v, Dep::Aux).all(|a| parsed.lemma(a) != "have"))
                    }
                    Direction::Past => Some(cue(parsed, v) == "demand"),
                    Direction::Unknown => None,
                }) == Some(true)
        }
        _ => false,
    }
}

/// The nearest verb that governs a token.
pub(crate) fn verb_above(parsed: &Parsed, token: TokenId) -> Option<TokenId> {
    parsed.ancestors(token).take(10).find(|t| parsed.upos(*t) == Upos::Verb)
}

/// The sentence begins with "Under the deal": it goes on with an agreement told before.
pub(crate) fn takes_up(parsed: &Parsed, sentence: TokenSpan) -> bool {
    let mut words = sentence.iter().take(5);
    words.next().is_some_and(|w| parsed.lower(w) == "under") && words.any(|w| cue(parsed, w) == "pact")
}

/// The nearest verb before the expression is not finite, however the parser attached the time.
fn follows_nonfinite(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let Some(start) = tokens.iter().next() else { return false };
    let sentence = parsed.sentence_of(start).tokens;
    let left = TokenSpan::new(sentence.start.max(start.0.saturating_sub(12)), start.0);
    let verb = left.iter().rev().find(|&t| matches!(parsed.upos(t), Upos::Verb | Upos::Aux));
    verb.is_some_and(|v| is_nonfinite(parsed, v))
}

/// An infinitive, or a form in "-ing" without an auxiliary.
fn is_nonfinite(parsed: &Parsed, verb: TokenId) -> bool {
    let morph = parsed.morph(verb);
    match morph.verb_form {
        Some(VerbForm::Inf | VerbForm::Ger) => true,
        Some(VerbForm::Part) => morph.tense == Some(UdTense::Pres) && parsed.child(verb, Dep::Aux).is_none(),
        _ => false,
    }
}

/// The tense of the clause that a verb heads.
fn clause(parsed: &Parsed, verb: TokenId, dated: bool) -> Direction {
    let morph = parsed.morph(verb);
    let participle = morph.verb_form == Some(VerbForm::Part);
    let auxiliaries =
        || parsed.children(verb).filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    let has = |tense| auxiliaries().any(|aux| parsed.morph(aux).tense == Some(tense));
    match cue(parsed, verb) {
        _ if dated && has(UdTense::Past) => {}
        "plan" => return Direction::Future,
        "plan-participle" if participle => return Direction::Future,
        _ => {}
    }
    if auxiliaries().any(|aux| cue(parsed, aux) == "ahead") {
        return Direction::Future;
    }
    if has(UdTense::Past) || auxiliaries().any(|aux| parsed.lemma(aux) == "have") {
        return Direction::Past;
    }
    match (morph.verb_form, morph.tense) {
        (Some(VerbForm::Fin), Some(UdTense::Past)) => Direction::Past,
        (Some(VerbForm::Fin), Some(UdTense::Pres)) => Direction::Future,
        (Some(VerbForm::Inf), _) => {
            // "To meet on Friday" is a plan, unless the verb above tells otherwise.
            let done = parsed.head(verb).is_some_and(|h| cue(parsed, h) == "done");
            if done { Direction::Past } else { Direction::Future }
        }
        // "Is opened on Friday", "are meeting on Friday".
        (Some(VerbForm::Part | VerbForm::Ger), _) if has(UdTense::Pres) => Direction::Future,
        (Some(VerbForm::Part), Some(UdTense::Past)) if morph.passive || parsed.dep(verb) == Dep::Acl => {
            Direction::Past
        }
        _ => Direction::Unknown,
    }
}

/// The tense of a nominal predicate, by its copula; nouns and adjectives of planning look ahead.
fn predicate(parsed: &Parsed, head: TokenId) -> Direction {
    let copula = parsed.children_by(head, Dep::Cop).next();
    if cue(parsed, head) == "plan" {
        // "Papers were due by March": no telling.
        let past = copula.is_some_and(|c| parsed.morph(c).tense == Some(UdTense::Past));
        return if past { Direction::Unknown } else { Direction::Future };
    }
    if copula.is_some() { clause(parsed, head, false) } else { Direction::Unknown }
}
