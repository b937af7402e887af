//! Whether an act happened, as far as its sentence says.
//!
//! The act's own clause gives a first answer (modal verbs, negation, questions, imperatives). Then the walk goes up
//! through the governors whose complement the act is: each has an effect from `lexicon/factuality.tsv`, and the least
//! real answer on the way stays. The walk ends where a clause is presupposed (relative clauses, the subject of another
//! event) or merely reported.

use gesta_syntax::{Dep, Mood, Parsed, Tense, Upos};
use gesta_text::TokenId;

use crate::Factuality;
use crate::grammar::is_infinitive;
use crate::lemma::lemma;
use crate::lexicon::{Effect, lexicon};

/// Factuality of the act named by `trigger`; `light` is the light verb that carries its tense.
pub(crate) fn factuality(parsed: &Parsed, trigger: TokenId, light: Option<TokenId>) -> Factuality {
    let mut at = trigger;
    let mut reality = own(parsed, trigger);
    for _ in 0..8 {
        if is_embedded_question(parsed, at) {
            reality = reality.max(Factuality::Hypothetical);
        }
        let Some(governor) = parsed.head(at) else { break };
        if parsed.dep(at) == Dep::Conj && starts_anew(parsed, at, governor) {
            at = finite_above(parsed, governor);
            continue;
        }
        let (mut effect, go_on) = effect_of(parsed, at, governor);
        if effect == Effect::Fact && light == Some(governor) {
            effect = Effect::Same;
        }
        match effect {
            Effect::Makes(made) => reality = reality.max(with_governor(made, own(parsed, governor))),
            Effect::Directive => reality = reality.max(Factuality::Hypothetical),
            Effect::Same => reality = reality.max(own(parsed, governor)),
            Effect::Fact | Effect::Prospective => break,
            Effect::Report => {}
        }
        if !go_on {
            break;
        }
        at = governor;
    }
    if is_question(parsed, trigger) { reality.max(Factuality::Hypothetical) } else { reality }
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

/// What a governor makes of its complement, given how real the governor itself is.
fn with_governor(made: Factuality, governor: Factuality) -> Factuality {
    match (made, governor) {
        // "did not fail to", "did not deny"
        (Factuality::Denied, Factuality::Denied) => Factuality::Actual,
        // "does not plan to", "did not try to"
        (Factuality::Planned | Factuality::Possible, Factuality::Denied) => Factuality::Denied,
        (made, _) => made,
    }
}

/// The effect of `governor` on `at`, and whether what governs the governor matters too.
fn effect_of(parsed: &Parsed, at: TokenId, governor: TokenId) -> (Effect, bool) {
    let pos = match parsed.upos(governor) {
        Upos::Noun | Upos::Propn => 'n',
        Upos::Adj => 'a',
        _ => 'v',
    };
    let look = |complement: &str| {
        let particle = parsed.child(governor, Dep::CompoundPrt);
        let phrasal = particle.map(|p| format!("{} {}", lemma(parsed, governor), parsed.lower(p)));
        let phrasal = phrasal.and_then(|p| lexicon().effect(&p, pos, complement));
        phrasal.or_else(|| lexicon().effect(&lemma(parsed, governor), pos, complement))
    };
    let exact = |complement: &str| lexicon().effect_exactly(&lemma(parsed, governor), pos, complement);
    match parsed.dep(at) {
        Dep::Xcomp => (look("to").unwrap_or(default_of_infinitive(parsed, at)), true),
        Dep::Ccomp | Dep::Csubj | Dep::CsubjPass => match look("clause") {
            Some(Effect::Directive) if is_indicative(parsed, at) => (Effect::Report, false),
            Some(effect) => (effect, effect != Effect::Report),
            None => (Effect::Report, false),
        },
        Dep::Acl if is_infinitive(parsed, at) => {
            (look("to").unwrap_or(Effect::Makes(Factuality::Possible)), true)
        }
        // "a resolution condemning the raid" is as real as the resolution
        Dep::Acl if lexicon().in_class("document", &lemma(parsed, governor)) => (Effect::Same, true),
        // "claims that soldiers attacked"
        Dep::Acl if parsed.children_by(at, Dep::Mark).any(|m| parsed.lower(m) == "that") => {
            (look("clause").unwrap_or(Effect::Fact), true)
        }
        Dep::Acl => match through_object(parsed, at, governor) {
            Some(effect) => (effect, effect == Effect::Same),
            None => (look("to").unwrap_or(Effect::Fact), true),
        },
        Dep::AclRelcl => match quantifier(parsed, governor) {
            Some(effect) => (effect, false),
            None => (Effect::Fact, false),
        },
        // "marched to protest against the law": the march says it
        Dep::Advcl if is_infinitive(parsed, at) && lexicon().in_class("expressing", &lemma(parsed, at)) => {
            (Effect::Same, false)
        }
        Dep::Advcl if is_infinitive(parsed, at) => {
            (look("to").unwrap_or(Effect::Makes(Factuality::Possible)), false)
        }
        Dep::Advcl => adverbial(parsed, at, exact),
        Dep::Conj => (shared(parsed, at, governor), true),
        Dep::Obj | Dep::Obl | Dep::Nmod | Dep::NsubjPass | Dep::OblAgent | Dep::Iobj => {
            let case = parsed.child(at, Dep::Case).map(|c| parsed.lower(c));
            let effect = match (&case, parsed.dep(at)) {
                (Some(case), _) => look(case).or_else(|| (pos == 'n').then(|| look("noun")).flatten()),
                (None, Dep::NsubjPass | Dep::Obj) => look("noun").or_else(|| made(parsed, at, governor)),
                _ => None,
            };
            (effect.unwrap_or(Effect::Fact), true)
        }
        Dep::Compound => (look("noun").unwrap_or(Effect::Fact), true),
        Dep::Nsubj => (look("subject").unwrap_or(Effect::Fact), true),
        _ => (Effect::Fact, false),
    }
}

/// What a verb says of an act that the parser hung on its object: "cleared the colonel of killing", "see the rebels arrested".
fn through_object(parsed: &Parsed, at: TokenId, object: TokenId) -> Option<Effect> {
    let verb = parsed.head(object).filter(|_| matches!(parsed.dep(object), Dep::Obj | Dep::NsubjPass))?;
    let exact = |complement: &str| lexicon().effect_exactly(&lemma(parsed, verb), 'v', complement);
    let mark = parsed.children(at).find(|&c| matches!(parsed.dep(c), Dep::Mark | Dep::Case));
    match mark {
        Some(mark) => exact(&parsed.lower(mark)),
        None => exact("noun").filter(|e| *e == Effect::Same),
    }
}

/// An infinitive under a verb that the table does not know is not known to be real; a gerund or participle is.
fn default_of_infinitive(parsed: &Parsed, at: TokenId) -> Effect {
    if is_infinitive(parsed, at) { Effect::Makes(Factuality::Possible) } else { Effect::Same }
}

fn adverbial(parsed: &Parsed, at: TokenId, look: impl Fn(&str) -> Option<Effect>) -> (Effect, bool) {
    // "accused of bombing", "prevented from attacking"
    let governed = parsed.children(at).find_map(|c| {
        let marks = matches!(parsed.dep(c), Dep::Mark | Dep::Case);
        marks.then(|| look(&with_adverb(parsed, c)).or_else(|| look(&parsed.lower(c)))).flatten()
    });
    if let Some(effect) = governed {
        return (effect, true);
    }
    let marks = parsed.children(at).filter(|&c| matches!(parsed.dep(c), Dep::Mark | Dep::Case | Dep::Advmod));
    for mark in marks {
        let row = |word: &str| lexicon().effect(word, 'c', "clause");
        match row(&with_adverb(parsed, mark)).or_else(|| row(&parsed.lower(mark))) {
            Some(Effect::Prospective) if is_present(parsed, at) => {
                return (Effect::Makes(Factuality::Hypothetical), false);
            }
            Some(effect) => return (effect, false),
            None => continue,
        }
    }
    let participle =
        !parsed.children(at).any(|c| matches!(parsed.dep(c), Dep::Mark | Dep::Nsubj | Dep::NsubjPass));
    if participle { (Effect::Same, true) } else { (Effect::Fact, false) }
}

/// A document is as real as its making: "tried to pass a resolution".
fn made(parsed: &Parsed, document: TokenId, governor: TokenId) -> Option<Effect> {
    let is = |class, token| lexicon().in_class(class, &lemma(parsed, token));
    (is("document", document) && is("making", governor)).then_some(Effect::Same)
}

/// A conjunction or preposition with the adverb before it: "soon as", "short of".
fn with_adverb(parsed: &Parsed, mark: TokenId) -> String {
    let before = mark.0.checked_sub(1).map(TokenId).filter(|&b| parsed.sentence_of(mark).tokens.has(b));
    match before.filter(|&b| matches!(parsed.upos(b), Upos::Adv | Upos::Adj)) {
        Some(adverb) => format!("{} {}", parsed.lower(adverb), parsed.lower(mark)),
        None => parsed.lower(mark),
    }
}

/// What the quantifier of a noun makes of its relative clause: "any soldier who fired".
fn quantifier(parsed: &Parsed, noun: TokenId) -> Option<Effect> {
    let words = parsed.children_by(noun, Dep::Det).chain(std::iter::once(noun));
    words.into_iter().find_map(|w| lexicon().effect(&parsed.lower(w), 'd', "relative"))
}

/// A conjunct without auxiliary and subject of its own shares those of the first.
fn shared(parsed: &Parsed, at: TokenId, first: TokenId) -> Effect {
    let finite_past = parsed.morph(at).tense == Some(Tense::Past)
        && parsed.morph(at).verb_form == Some(gesta_syntax::VerbForm::Fin);
    let nominal = !matches!(parsed.upos(at), Upos::Verb | Upos::Aux);
    let carried = || parsed.children_by(first, Dep::Aux).next().is_some() || is_infinitive(parsed, first);
    let same = !has_own_frame(parsed, at) && (nominal || (!finite_past && carried()));
    if same { Effect::Same } else { Effect::Report }
}

/// True for a clause with an auxiliary or a subject of its own.
fn has_own_frame(parsed: &Parsed, verb: TokenId) -> bool {
    parsed
        .children(verb)
        .any(|c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Nsubj | Dep::NsubjPass))
}

/// True for a finite conjunct that the parser hung on an infinitive: "did not mean to kill him and shot him".
fn starts_anew(parsed: &Parsed, at: TokenId, first: TokenId) -> bool {
    let past = parsed.morph(at).tense == Some(Tense::Past);
    parsed.upos(at) == Upos::Verb && is_infinitive(parsed, first) && (past || has_own_frame(parsed, at))
}

/// The nearest clause above that is no infinitive; one that a "did" or "would" carries counts as finite.
fn finite_above(parsed: &Parsed, verb: TokenId) -> TokenId {
    let carried = |t: TokenId| parsed.children_by(t, Dep::Aux).next().is_some();
    let mut clauses = std::iter::once(verb).chain(parsed.ancestors(verb)).take(6);
    clauses.find(|&t| !is_infinitive(parsed, t) || carried(t)).unwrap_or(verb)
}

/// True for a complement that tells what was or is the case: no modal, no bare subjunctive.
fn is_indicative(parsed: &Parsed, verb: TokenId) -> bool {
    let mut auxiliaries =
        parsed.children(verb).filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    let modal = parsed.children_by(verb, Dep::Aux).any(|a| lexicon().modal(&parsed.lower(a)).is_some());
    let inflected = |t: TokenId| {
        let tense = parsed.morph(t).tense;
        let third = tense == Some(Tense::Pres) && parsed.lower(t) != lemma(parsed, t);
        tense == Some(Tense::Past) || third
    };
    !modal && (inflected(verb) || auxiliaries.any(inflected))
}

/// True for a clause in the present tense or perfect.
fn is_present(parsed: &Parsed, verb: TokenId) -> bool {
    let finite = |t: TokenId| parsed.morph(t).verb_form == Some(gesta_syntax::VerbForm::Fin);
    let carriers = parsed
        .children(verb)
        .filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop))
        .chain(std::iter::once(verb));
    let mut tenses = carriers.filter(|&t| finite(t)).map(|t| parsed.morph(t).tense);
    tenses.next().is_some_and(|t| t == Some(Tense::Pres))
}

/// What a word's own clause says: modality, negation, mood.
fn own(parsed: &Parsed, token: TokenId) -> Factuality {
    let mut modal = Factuality::Actual;
    for child in parsed.children(token) {
        let found = match parsed.dep(child) {
            Dep::Aux | Dep::Cop => {
                lexicon().modal(&parsed.lower(child)).or_else(|| be_to(parsed, token, child))
            }
            Dep::Advmod | Dep::Amod => lexicon().modal(&parsed.lower(child)),
            _ => None,
        };
        let backshifted = found == Some(Factuality::Hypothetical)
            && parsed.lower(child) == "would"
            && is_reported(parsed, token);
        modal =
            modal.max(if backshifted { Factuality::Planned } else { found.unwrap_or(Factuality::Actual) });
    }
    if parsed.morph(token).mood == Some(Mood::Imp)
        && parsed.upos(token) == Upos::Verb
        && parsed.head(token).is_none()
        && parsed.child(token, Dep::Nsubj).is_none()
    {
        modal = modal.max(Factuality::Hypothetical);
    }
    if is_negated(parsed, token) {
        return if modal == Factuality::Possible { modal } else { Factuality::Denied };
    }
    modal
}

/// "is to visit".
fn be_to(parsed: &Parsed, verb: TokenId, auxiliary: TokenId) -> Option<Factuality> {
    (lemma(parsed, auxiliary) == "be" && parsed.upos(verb) == Upos::Verb && is_infinitive(parsed, verb))
        .then_some(Factuality::Planned)
}

fn is_reported(parsed: &Parsed, token: TokenId) -> bool {
    matches!(parsed.dep(token), Dep::Ccomp | Dep::Parataxis)
        || parsed.children_by(token, Dep::Parataxis).next().is_some()
        || (parsed.dep(token) == Dep::Conj && parsed.head(token).is_some_and(|h| is_reported(parsed, h)))
}

fn is_negated(parsed: &Parsed, token: TokenId) -> bool {
    parsed.is_negated(token)
        || parsed.children(token).any(|c| match parsed.dep(c) {
            Dep::Det => parsed.lower(c) == "no",
            Dep::Nsubj | Dep::NsubjPass | Dep::Obj => {
                matches!(parsed.lower(c).as_str(), "nobody" | "none" | "nothing")
                    || parsed.children_by(c, Dep::Det).any(|d| parsed.lower(d) == "no")
                    || parsed.lower(c) == "no"
            }
            _ => false,
        })
}

/// True for "(asked) whether the army attacked", "(could not say) if he had been arrested".
fn is_embedded_question(parsed: &Parsed, verb: TokenId) -> bool {
    let asks = |m: TokenId| match parsed.lower(m).as_str() {
        "whether" => parsed.dep(verb) != Dep::Advcl,
        "if" => parsed.dep(verb) == Dep::Ccomp,
        _ => false,
    };
    parsed.children_by(verb, Dep::Mark).any(asks)
}

fn is_question(parsed: &Parsed, token: TokenId) -> bool {
    let words = parsed.sentence_of(token).tokens;
    let mut last = words.iter().rev().take(2).map(|t| parsed.form(t));
    last.any(|form| form.contains('?'))
}
