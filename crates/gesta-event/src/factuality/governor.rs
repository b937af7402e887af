//! What a governor says of the reality of what it governs: the table `lexicon/factuality.tsv`, and where that has no
//! row a default for each relation.

use gesta_syntax::{Dep, Parsed, Tense, Upos, VerbForm};
use gesta_text::TokenId;

use super::clause::{
    has_own_frame, is_indicative, is_inverted, is_perfect, is_present, is_subjunctive, is_to_infinitive, own,
};
use crate::Factuality;
use crate::grammar::{is_infinitive, surface_subject};
use crate::lemma::lemma;
use crate::lexicon::{Effect, lexicon};

const POSSIBLE: Effect = Effect::Makes(Factuality::Possible);
const HYPOTHETICAL: Effect = Effect::Makes(Factuality::Hypothetical);
const DENIED: Effect = Effect::Makes(Factuality::Denied);

/// A governor and its rows in the table.
struct Governor<'p> {
    parsed: &'p Parsed,
    token: TokenId,
    pos: char,
}

impl<'p> Governor<'p> {
    fn new(parsed: &'p Parsed, token: TokenId) -> Governor<'p> {
        let pos = match parsed.upos(token) {
            Upos::Noun | Upos::Propn => 'n',
            Upos::Adj => 'a',
            _ => 'v',
        };
        Governor { parsed, token, pos }
    }

    /// The row for a complement, or that for any; with its particle or adverb ("rule out", "have yet") before without.
    fn look(&self, complement: &str) -> Option<Effect> {
        self.rows(|lemma| lexicon().effect(lemma, self.pos, complement))
    }

    /// The row for just this complement.
    fn exact(&self, complement: &str) -> Option<Effect> {
        self.rows(|lemma| lexicon().effect_exactly(lemma, self.pos, complement))
    }

    fn rows(&self, row: impl Fn(&str) -> Option<Effect>) -> Option<Effect> {
        let lemma = lemma(self.parsed, self.token);
        let with = |c: TokenId| format!("{lemma} {}", self.parsed.lower(c));
        let mut words = self.parsed.children(self.token).filter(|&c| match self.parsed.dep(c) {
            Dep::CompoundPrt | Dep::Advmod => true,
            // "left the door open to talks"
            Dep::Xcomp => self.parsed.upos(c) == Upos::Adj,
            _ => false,
        });
        words.find_map(|c| row(&with(c))).or_else(|| row(&lemma))
    }
}

/// The effect of `governor` on `at`, and whether what governs the governor matters too.
pub(super) fn effect_of(parsed: &Parsed, at: TokenId, token: TokenId) -> (Effect, bool) {
    let governor = Governor::new(parsed, token);
    match parsed.dep(at) {
        Dep::Xcomp => (complement(&governor, at), true),
        Dep::Ccomp | Dep::Csubj | Dep::CsubjPass => clause(&governor, at),
        Dep::Acl => adnominal(&governor, at),
        Dep::AclRelcl => relative(parsed, at, token),
        Dep::Advcl if parsed.upos(at) == Upos::Noun && mark_of(parsed, at).is_some() => {
            (nominal(&governor, at), true)
        }
        Dep::Advcl => adverbial(&governor, at),
        Dep::Conj => (shared(parsed, at, token), true),
        Dep::Obj | Dep::Obl | Dep::Nmod | Dep::NsubjPass | Dep::OblAgent | Dep::Iobj => {
            (nominal(&governor, at), true)
        }
        // "a failed attempt": what makes the noun unreal is real itself
        Dep::Amod if lexicon().modal(&parsed.lower(at)).is_some() => (Effect::Fact, true),
        Dep::Compound | Dep::Amod if is_definite(parsed, token) => (Effect::Fact, true),
        Dep::Compound => (governor.look("noun").unwrap_or(Effect::Same), true),
        Dep::Amod => (Effect::Same, true),
        Dep::Nsubj => (governor.look("subject").unwrap_or_else(|| as_referred(parsed, at)), true),
        _ => (Effect::Fact, false),
    }
}

/// "wants to attack", "started shelling", "called the move a setback".
fn complement(governor: &Governor<'_>, at: TokenId) -> Effect {
    let parsed = governor.parsed;
    if is_to_infinitive(parsed, at) {
        let too = parsed.children_by(governor.token, Dep::Advmod).any(|a| parsed.lower(a) == "too");
        return if too { DENIED } else { governor.look("to").unwrap_or(POSSIBLE) };
    }
    if parsed.upos(at) != Upos::Verb {
        return Effect::Same;
    }
    if let Some(effect) = content(governor) {
        return effect;
    }
    // a gerund or participle under a verb that the table does not know is real
    governor.exact("gerund").or_else(|| governor.look("to")).unwrap_or(Effect::Same)
}

/// What is part of a plan is no more real than the plan: "the proposal includes releasing the hostages".
fn content(governor: &Governor<'_>) -> Option<Effect> {
    let parsed = governor.parsed;
    if !lexicon().in_class("comprising", &lemma(parsed, governor.token)) {
        return None;
    }
    let whole = surface_subject(parsed, governor.token)?;
    let made = Governor::new(parsed, whole).look("to");
    made.filter(|e| matches!(e, Effect::Makes(_))).map(|_| HYPOTHETICAL)
}

/// "said that they attacked", "it is true that …", "to leave is hard".
fn clause(governor: &Governor<'_>, at: TokenId) -> (Effect, bool) {
    let parsed = governor.parsed;
    if let Some(effect) = content(governor) {
        return (effect, true);
    }
    // "insisted that he leave"; but "watched him leave"
    if is_subjunctive(parsed, at) {
        let seen = governor.exact("to").filter(|e| *e == Effect::Same);
        return (seen.unwrap_or(HYPOTHETICAL), true);
    }
    let found = governor.look(if is_to_infinitive(parsed, at) { "to" } else { "clause" });
    let untold = || parsed.dep(at) != Dep::Ccomp && is_to_infinitive(parsed, at);
    match found {
        Some(Effect::Directive) if is_indicative(parsed, at) => (Effect::Report, false),
        Some(effect) => (effect, effect != Effect::Report),
        None if untold() => (POSSIBLE, true),
        None => (Effect::Report, false),
    }
}

/// "plans to attack", "the risk of losing", "claims that soldiers attacked", "a law banning protests".
fn adnominal(governor: &Governor<'_>, at: TokenId) -> (Effect, bool) {
    let (parsed, noun) = (governor.parsed, governor.token);
    if is_to_infinitive(parsed, at) {
        let told = determined(parsed, noun, "to");
        return (told.or_else(|| governor.look("to")).unwrap_or(POSSIBLE), true);
    }
    let mark = mark_of(parsed, at);
    let that = mark.is_some_and(|m| parsed.lower(m) == "that");
    // "a resolution condemning the raid" is as real as the resolution
    if !that && lexicon().in_class("document", &lemma(parsed, noun)) {
        return (Effect::Same, true);
    }
    // "claims that soldiers attacked"
    if that {
        let untold = if is_subjunctive(parsed, at) { HYPOTHETICAL } else { Effect::Fact };
        return (governor.look("clause").unwrap_or(untold), true);
    }
    if let Some(effect) = through_object(parsed, at, noun) {
        return (effect, effect == Effect::Same);
    }
    match mark {
        Some(mark) => {
            let preposition = parsed.lower(mark);
            let row = governor.look(&preposition).or_else(|| conjunction(&preposition, "gerund"));
            (row.unwrap_or(Effect::Fact), true)
        }
        None => (of_such(parsed, at, noun), true),
    }
}

fn relative(parsed: &Parsed, at: TokenId, noun: TokenId) -> (Effect, bool) {
    match determined(parsed, noun, "relative") {
        Some(effect) => (effect, false),
        None if is_subjunctive(parsed, at) => (HYPOTHETICAL, true),
        None => (of_such(parsed, at, noun), true),
    }
}

/// A clause in the present about an indefinite noun tells only what such a thing would be ("a reward for hints that lead
/// to an arrest"): it is as real as the noun.
fn of_such(parsed: &Parsed, at: TokenId, noun: TokenId) -> Effect {
    let morph = parsed.morph(at);
    let gerund = morph.verb_form == Some(VerbForm::Ger)
        || (morph.verb_form == Some(VerbForm::Part) && morph.tense == Some(Tense::Pres));
    let present = gerund || (is_present(parsed, at) && !is_perfect(parsed, at));
    let such = present && !is_definite(parsed, noun);
    match such {
        // "no signs pointing to", "any evidence that links"
        true if own(parsed, noun) > Factuality::Actual => Effect::Same,
        true => Effect::Through,
        false => Effect::Fact,
    }
}

/// What a verb says of an act that the parser hung on its object: "cleared the colonel of killing", "see the rebels arrested".
fn through_object(parsed: &Parsed, at: TokenId, object: TokenId) -> Option<Effect> {
    let verb = parsed.head(object).filter(|_| matches!(parsed.dep(object), Dep::Obj | Dep::NsubjPass))?;
    let exact = |complement: &str| lexicon().effect_exactly(&lemma(parsed, verb), 'v', complement);
    match mark_of(parsed, at) {
        Some(mark) => exact(&parsed.lower(mark)),
        None => exact("noun").filter(|e| *e == Effect::Same),
    }
}

fn mark_of(parsed: &Parsed, at: TokenId) -> Option<TokenId> {
    parsed.children(at).find(|&c| matches!(parsed.dep(c), Dep::Mark | Dep::Case))
}

/// A row for conjunctions and prepositions.
fn conjunction(word: &str, complement: &str) -> Option<Effect> {
    lexicon().effect_exactly(word, 'c', complement)
}

fn adverbial(governor: &Governor<'_>, at: TokenId) -> (Effect, bool) {
    let parsed = governor.parsed;
    if is_to_infinitive(parsed, at) {
        return purpose(governor, at);
    }
    let marks = || parsed.children(at).filter(|&c| matches!(parsed.dep(c), Dep::Mark | Dep::Case));
    // "accused of bombing", "prevented from attacking"
    let row =
        |m: TokenId| governor.exact(&with_adverb(parsed, m)).or_else(|| governor.exact(&parsed.lower(m)));
    if let Some(effect) = marks().find_map(row) {
        return (effect, true);
    }
    let words = parsed.children(at).filter(|&c| matches!(parsed.dep(c), Dep::Mark | Dep::Case | Dep::Advmod));
    for word in words {
        let row = |word: &str| conjunction(word, "clause");
        let found = row(&with_adverb(parsed, word)).or_else(|| row(&with_fixed(parsed, word)));
        match found.or_else(|| row(&parsed.lower(word))) {
            Some(Effect::Prospective) if is_present(parsed, at) => return (HYPOTHETICAL, false),
            Some(effect) => return (effect, false),
            None => continue,
        }
    }
    let subject = parsed.children(at).any(|c| matches!(parsed.dep(c), Dep::Nsubj | Dep::NsubjPass));
    match marks().next() {
        // "helped in finding", "worried about losing"
        Some(mark) if parsed.morph(at).verb_form != Some(VerbForm::Fin) => {
            (conjunction(&parsed.lower(mark), "gerund").unwrap_or(Effect::Fact), true)
        }
        None if is_inverted(parsed, at) => (HYPOTHETICAL, false),
        None if !subject => (Effect::Through, true),
        _ => (Effect::Fact, false),
    }
}

/// "marched to protest", "went there to attack", "were too weak to attack".
fn purpose(governor: &Governor<'_>, at: TokenId) -> (Effect, bool) {
    let parsed = governor.parsed;
    let adverbs = |token: TokenId, word: &'static str| {
        parsed.children_by(token, Dep::Advmod).any(move |a| parsed.lower(a) == word)
    };
    // "marched to protest against the law": the march says it
    if lexicon().in_class("expressing", &lemma(parsed, at)) {
        return (Effect::Same, false);
    }
    if adverbs(governor.token, "too") {
        return (DENIED, true);
    }
    // "fled, only to be jailed"
    if adverbs(at, "only") {
        return (Effect::Fact, false);
    }
    (governor.look("to").unwrap_or(POSSIBLE), true)
}

/// Nouns: "plan an attack", "calls for an attack", "denied the attack".
fn nominal(governor: &Governor<'_>, at: TokenId) -> Effect {
    let parsed = governor.parsed;
    // "rejected an offer", "support for the decision": it was made all the same
    if lexicon().in_class("told", &lemma(parsed, at)) {
        let there = if is_definite(parsed, at) { Some(Effect::Fact) } else { governor.exact("told") };
        if let Some(effect) = there {
            return effect;
        }
    }
    let case = parsed.child(at, Dep::Case).map(|c| with_fixed(parsed, c));
    let found = match (&case, parsed.dep(at)) {
        (Some(case), dep) => {
            let whole = || (governor.pos == 'n').then(|| governor.look("noun")).flatten();
            let oblique = || (dep == Dep::Obl).then(|| conjunction(case, "noun")).flatten();
            governor.look(case).or_else(whole).or_else(|| conjunction(case, "phrase")).or_else(oblique)
        }
        (None, Dep::NsubjPass | Dep::Obj) => {
            let some = || governor.exact("some").filter(|_| !is_definite(parsed, at));
            governor.look("noun").or_else(some).or_else(|| made(parsed, at, governor.token))
        }
        _ => None,
    };
    // what is not done may be done to something all the same: "did not respond to an attack"
    found.unwrap_or_else(|| match as_referred(parsed, at) {
        Effect::Through if matches!(parsed.dep(at), Dep::Obj | Dep::NsubjPass) => Effect::Same,
        Effect::Through if determined(parsed, at, "relative").is_some() => Effect::Same,
        effect => effect,
    })
}

/// A definite noun is presupposed, an indefinite one is as real as what governs it.
fn as_referred(parsed: &Parsed, noun: TokenId) -> Effect {
    if is_definite(parsed, noun) { Effect::Fact } else { Effect::Through }
}

/// True for "the attack", "their visit", names.
fn is_definite(parsed: &Parsed, noun: TokenId) -> bool {
    let defines = |c: TokenId| match parsed.dep(c) {
        Dep::Det => matches!(
            parsed.lower(c).as_str(),
            "the" | "this" | "that" | "these" | "those" | "both" | "all" | "each" | "every"
        ),
        Dep::NmodPoss => true,
        _ => false,
    };
    matches!(parsed.upos(noun), Upos::Propn | Upos::Pron) || parsed.children(noun).any(defines)
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

/// A preposition of several words: "instead of".
fn with_fixed(parsed: &Parsed, case: TokenId) -> String {
    let rest = parsed.children_by(case, Dep::Fixed).map(|f| parsed.lower(f));
    std::iter::once(parsed.lower(case)).chain(rest).collect::<Vec<_>>().join(" ")
}

/// What a determiner or ordinal of a noun makes of a clause about it: "any soldier who fired", "the first to leave".
fn determined(parsed: &Parsed, noun: TokenId, complement: &str) -> Option<Effect> {
    let words =
        parsed.children(noun).filter(|&c| matches!(parsed.dep(c), Dep::Det | Dep::Amod | Dep::Nummod));
    // "any of the officers who …"
    let whole = parsed
        .head(noun)
        .filter(|&h| parsed.dep(noun) == Dep::Nmod && matches!(parsed.upos(h), Upos::Det | Upos::Pron));
    let mut words = words.chain(std::iter::once(noun)).chain(whole);
    words.find_map(|w| lexicon().effect_exactly(&parsed.lower(w), 'd', complement))
}

/// A conjunct without auxiliary and subject of its own shares those of the first.
fn shared(parsed: &Parsed, at: TokenId, first: TokenId) -> Effect {
    let finite_past =
        parsed.morph(at).tense == Some(Tense::Past) && parsed.morph(at).verb_form == Some(VerbForm::Fin);
    let nominal = !matches!(parsed.upos(at), Upos::Verb | Upos::Aux);
    let carried = || parsed.children_by(first, Dep::Aux).next().is_some() || is_infinitive(parsed, first);
    // "allegedly shot and killed"
    let hedged = || {
        let mut adverbs = parsed.children_by(first, Dep::Advmod).filter(|&a| a < first);
        adverbs.any(|a| lexicon().modal(&parsed.lower(a)).is_some())
    };
    let same = !has_own_frame(parsed, at) && (nominal || hedged() || (!finite_past && carried()));
    let rather = parsed.children_by(at, Dep::Cc).any(|c| parsed.lower(c) == "rather");
    match same {
        _ if rather => DENIED,
        true => Effect::Same,
        false => Effect::Report,
    }
}
