//! Whether an act happened, as far as its sentence says.
//!
//! The reality of a word is composed from the top of its sentence down (the scheme of event-factuality profilers since
//! Saurí and Pustejovsky 2009): what a word's own clause says of it ([`clause`]: modal verbs, negation, mood) is joined
//! with what its context says. The context is the effect of its governor ([`governor`]: the table
//! `lexicon/factuality.tsv`, and defaults for each relation) upon how real the governor itself is, so that "failed to
//! prevent the attack" is an attack, and "may refuse to leave" leaves all open.
//!
//! Nouns follow the theory of reference: a definite noun ("the attack", "his visit") is presupposed and stays real
//! under a verb that is not, an indefinite one ("an attack", "talks") is only as real as its verb.

mod clause;
mod governor;

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::TokenId;

use crate::Factuality;
use crate::grammar::is_infinitive;
use crate::lexicon::{Effect, lexicon};
pub(crate) use clause::is_indicative;
use clause::{Asked, embedded_question, is_negated, is_question, own};
use governor::effect_of;

/// How many governors may bear on a word.
const DEPTH: usize = 9;

/// A factuality and who gives it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The class.
    pub factuality: Factuality,
    /// 0: the word's own clause says so ("did not attack", "will attack"); 1: its governor says so of it ("refused to
    /// attack", "plans to attack"); more: it follows from what is said of something else ("did not plan to attack").
    pub distance: u8,
}

impl Reading {
    const ACTUAL: Reading = Reading { factuality: Factuality::Actual, distance: 0 };

    fn new(factuality: Factuality, distance: u8) -> Reading {
        Reading { factuality, distance }
    }

    /// The least real of the two counts.
    fn join(self, other: Reading) -> Reading {
        if other.factuality > self.factuality { other } else { self }
    }

    /// As seen from one word further down.
    fn further(self) -> Reading {
        Reading { distance: self.distance.saturating_add(1), ..self }
    }
}

/// Factuality of the act named by `trigger`; `light` is the light verb that carries its tense.
pub(crate) fn factuality(parsed: &Parsed, trigger: TokenId, light: Option<TokenId>) -> Factuality {
    reading(parsed, trigger, light).factuality
}

/// As [`factuality`], with who gives it.
pub(crate) fn reading(parsed: &Parsed, trigger: TokenId, light: Option<TokenId>) -> Reading {
    let reading = told(parsed, trigger).join(context(parsed, trigger, light, DEPTH));
    if is_question(parsed, trigger) {
        return reading.join(Reading::new(Factuality::Hypothetical, 0));
    }
    reading
}

/// True for "will impose", "would launch an attack": a clause that itself tells what is to come.
pub(crate) fn is_announced(parsed: &Parsed, verb: TokenId) -> bool {
    let carrier = Some(verb).filter(|&v| parsed.upos(v) == Upos::Verb).or_else(|| parsed.head(verb));
    carrier.is_some_and(|v| own(parsed, v) == Factuality::Planned)
}

/// True for "will leave unless …": what is to come is held over somebody.
pub(crate) fn is_conditional(parsed: &Parsed, verb: TokenId) -> bool {
    let mut clauses = parsed.children_by(verb, Dep::Advcl);
    clauses.any(|c| parsed.children_by(c, Dep::Mark).any(|m| parsed.lower(m) == "unless"))
}

/// True for "will not release", "would not accept": a refusal of what is to come.
pub(crate) fn is_refused(parsed: &Parsed, verb: TokenId) -> bool {
    let to_come = |c: TokenId| {
        matches!(lexicon().modal(&parsed.lower(c)), Some(Factuality::Planned | Factuality::Hypothetical))
    };
    is_negated(parsed, verb) && parsed.children_by(verb, Dep::Aux).any(to_come)
}

/// What a word's own clause says of it.
fn told(parsed: &Parsed, at: TokenId) -> Reading {
    Reading::new(own(parsed, at), 0)
}

/// What the governors of a word make of it.
fn context(parsed: &Parsed, at: TokenId, light: Option<TokenId>, depth: usize) -> Reading {
    match embedded_question(parsed, at) {
        Some(Asked::Whether) => return Reading::new(Factuality::Hypothetical, 1),
        Some(Asked::Which) => return Reading::ACTUAL,
        None => {}
    }
    let (Some(depth), Some(governor)) = (depth.checked_sub(1), parsed.head(at)) else {
        return Reading::ACTUAL;
    };
    if parsed.dep(at) == Dep::Conj && starts_anew(parsed, at, governor) {
        return context(parsed, finite_above(parsed, governor), None, depth);
    }
    let (mut effect, go_on) = effect_of(parsed, at, governor);
    if light == Some(governor) && matches!(effect, Effect::Fact | Effect::Through) {
        effect = Effect::Same;
    }
    let above = || {
        let told = told(parsed, governor);
        if go_on { told.join(context(parsed, governor, None, depth)) } else { told }
    };
    match effect {
        Effect::Makes(made) => made_of(made, above()),
        Effect::Directive => Reading::new(Factuality::Hypothetical, 1).join(above().further()),
        Effect::Same if parsed.dep(at) == Dep::Conj => above(),
        Effect::Same => above().further(),
        Effect::Through => match (above(), parsed.dep(at)) {
            (Reading { factuality: Factuality::Denied, distance }, Dep::Obl | Dep::Nmod) => {
                Reading::new(Factuality::Hypothetical, distance).further()
            }
            (Reading { factuality: Factuality::Denied, .. }, _) => Reading::ACTUAL,
            (above, _) => above.further(),
        },
        Effect::Report if go_on => context(parsed, governor, None, depth),
        Effect::Fact | Effect::Prospective | Effect::Report => Reading::ACTUAL,
    }
}

/// What a governor makes of its complement, given how real the governor itself is.
fn made_of(made: Factuality, governor: Reading) -> Reading {
    use Factuality::*;
    match (made, governor.factuality) {
        // "did not fail to", "did not deny"
        (Denied, Denied) => Reading::ACTUAL,
        // "tried to prevent", "may refuse to"
        (Denied, Possible | Hypothetical) => Reading::new(Hypothetical, 2),
        // "does not plan to", "did not try to"
        (Planned | Possible, Denied) => governor.further().further(),
        (Hypothetical, Denied) => Reading::new(Hypothetical, 2),
        (made, _) => Reading::new(made, 1).join(governor.further()),
    }
}

/// True for a finite conjunct that the parser hung on an infinitive: "did not mean to kill him and shot him".
fn starts_anew(parsed: &Parsed, at: TokenId, first: TokenId) -> bool {
    let past = parsed.morph(at).tense == Some(gesta_syntax::Tense::Past);
    parsed.upos(at) == Upos::Verb
        && is_infinitive(parsed, first)
        && (past || clause::has_own_frame(parsed, at))
}

/// The nearest clause above that is no infinitive; one that a "did" or "would" carries counts as finite.
fn finite_above(parsed: &Parsed, verb: TokenId) -> TokenId {
    let carried = |t: TokenId| parsed.children_by(t, Dep::Aux).next().is_some();
    let mut clauses = std::iter::once(verb).chain(parsed.ancestors(verb)).take(6);
    clauses.find(|&t| !is_infinitive(parsed, t) || carried(t)).unwrap_or(verb)
}
