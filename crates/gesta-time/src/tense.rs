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
    /// Nouns stand between the verb and the time, which may belong to them: "invited them to a vote on 3 May".
    pub(crate) loose: bool,
    /// An infinitive of purpose decided, "flew in to mark the opening on Friday": it may be over.
    pub(crate) purpose: bool,
    /// A plan told in the past, "were to meet on Friday": it was to come, seen from then.
    pub(crate) was_planned: bool,
}

impl Tense {
    /// The clause itself says which way it looks.
    pub(crate) fn is_settled(self) -> bool {
        self.direction != Direction::Unknown && !self.nominal && !self.purpose
    }
}

/// What a word tells by itself; forms, not lemmas, so that it does not hang on the lemmatiser.
static CUES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let table = include_str!("../../../knowledge/en/time/tense.tsv");
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect()
});

fn cue(parsed: &Parsed, token: TokenId) -> &'static str {
    CUES.get(parsed.lower(token).as_str()).copied().unwrap_or("")
}

/// The preposition of a time.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Case {
    /// "Set in July" need not look ahead.
    In,
    /// "Scheduled for Friday", "called a vote for Friday" does.
    For,
    /// "By the Friday deadline": the clause tells whether that is over.
    By,
    Other,
}

impl Case {
    fn of(parsed: &Parsed, token: TokenId) -> Case {
        let case = parsed.children_by(token, Dep::Case).next();
        match case.map(|c| parsed.lower(c)).unwrap_or_default().as_str() {
            "in" => Case::In,
            "for" => Case::For,
            "by" | "at" | "after" | "past" => Case::By,
            _ => Case::Other,
        }
    }
}

/// Reads the direction from the verbs and nouns that govern an expression, the nearest that tells first.
pub(crate) fn read(parsed: &Parsed, tokens: TokenSpan) -> Tense {
    let unknown = Tense {
        direction: Direction::Unknown,
        nominal: false,
        negated: false,
        nonfinite: false,
        loose: false,
        purpose: false,
        was_planned: false,
    };
    let Some(head) = parsed.head_of(tokens) else { return unknown };
    let head = said_that(parsed, head).or_else(|| said_bare(parsed, head, tokens)).unwrap_or(head);
    let mut from = head;
    let beside = verb_beside(parsed, head, tokens);
    let mut nominal = false;
    let mut nonfinite = None;
    let case = Case::of(parsed, head);
    // Ten steps reach the main verb of any sane sentence.
    for governor in beside.into_iter().chain(parsed.ancestors(beside.unwrap_or(head))).take(10) {
        let told = match parsed.upos(governor) {
            Upos::Verb | Upos::Aux => {
                nonfinite.get_or_insert(is_nonfinite(parsed, governor));
                clause(parsed, governor, case)
            }
            // "He will be 90 on Saturday".
            Upos::Num | Upos::Pron | Upos::Adv => predicate(parsed, governor),
            Upos::Adj | Upos::Noun | Upos::Propn => {
                // "Over a period of four years" is the clause's.
                let light = cue(parsed, governor) == "light";
                nominal |= parsed.child(governor, Dep::Cop).is_none() && !light;
                match cue(parsed, governor) {
                    "plan-participle" if parsed.dep(governor) == Dep::Acl && case != Case::In => {
                        Direction::Future
                    }
                    _ => predicate(parsed, governor),
                }
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
            let negated = parsed.is_negated(governor);
            let loose = is_loose(parsed, governor, tokens);
            let modifies = matches!(parsed.dep(governor), Dep::Advcl | Dep::Acl);
            let purpose = is_infinitive(parsed, governor) && modifies;
            let was_planned = told == Direction::Future && is_past_plan(parsed, governor);
            return Tense { direction: told, nominal, negated, nonfinite, loose, purpose, was_planned };
        }
        // What is said in a clause of its own ("…, he said on Friday") does not reach up through parataxis.
        if parsed.dep(from) == Dep::Parataxis {
            break;
        }
        from = governor;
    }
    Tense { nominal, ..unknown }
}

/// "They were to meet on Friday", "the vote was planned for Friday", "a march planned for Friday was called off": the
/// plan is told in the past.
fn is_past_plan(parsed: &Parsed, verb: TokenId) -> bool {
    let planned = matches!(cue(parsed, verb), "plan" | "plan-participle");
    let past = |v: TokenId| {
        let told = |c| parsed.morph(c).tense == Some(UdTense::Past);
        parsed.children(v).any(|c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop) && told(c))
            || parsed.morph(v).verb_form == Some(VerbForm::Fin) && told(v)
    };
    let subject = |noun: TokenId| matches!(parsed.dep(noun), Dep::Nsubj | Dep::NsubjPass);
    was_to(parsed, verb)
        || planned && parsed.dep(verb) != Dep::Acl && past(verb)
        || planned
            && parsed.dep(verb) == Dep::Acl
            && parsed
                .head(verb)
                .filter(|noun| subject(*noun))
                .and_then(|noun| parsed.head(noun))
                .is_some_and(past)
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
                && verbs.find_map(|v| match clause(parsed, v, Case::Other) {
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

/// "He said on Friday that they would leave": a time before "that" belongs to the verb outside, wherever the parser put
/// it. The verb of the clause, from which the search goes up.
fn said_that(parsed: &Parsed, head: TokenId) -> Option<TokenId> {
    let verb = parsed.head(head)?;
    let mark = parsed.child(verb, Dep::Mark)?;
    (head < mark && mark < verb && parsed.lower(mark) == "that").then_some(verb)
}

/// "They told the press in Oslo on Friday they would leave": a time between a past verb and the subject of the clause
/// that it reports belongs to the past verb, no mark between them. The verb of that clause, from which the search goes
/// up.
fn said_bare(parsed: &Parsed, head: TokenId, tokens: TokenSpan) -> Option<TokenId> {
    let verb = verb_above(parsed, head).filter(|v| parsed.dep(*v) == Dep::Ccomp)?;
    let outside = parsed.head(verb).filter(|v| *v < head && head.0 - v.0 <= 12)?;
    let subject = [Dep::Nsubj, Dep::NsubjPass, Dep::Expl].into_iter().find_map(|d| parsed.child(verb, d))?;
    let mut between = TokenSpan::new(outside.0 + 1, tokens.start.max(outside.0 + 1)).iter();
    let marked = between.any(|t| matches!(parsed.upos(t), Upos::Punct | Upos::Sconj | Upos::Verb));
    let told = head < subject && !marked && is_on(parsed, tokens);
    (told && clause(parsed, outside, Case::Other) == Direction::Past).then_some(verb)
}

/// No preposition other than that of a day or month stands before a time: not "by Friday".
fn is_on(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let before = tokens.start.checked_sub(1).map(TokenId);
    before.is_none_or(|t| parsed.upos(t) != Upos::Adp || matches!(parsed.lower(t).as_str(), "on" | "in"))
}

/// The word before a time and its preposition.
fn word_before(parsed: &Parsed, head: TokenId, tokens: TokenSpan) -> Option<TokenId> {
    let before = |t: u32| t.checked_sub(1).map(TokenId).filter(|t| parsed.sentence_of(*t).tokens.has(head));
    let left = before(tokens.start)?;
    if parsed.upos(left) == Upos::Adp { before(left.0) } else { Some(left) }
}

/// "In the memo, dated Friday": a verb right before a time has it, not one farther off that the parser chose; a verb
/// of saying has it whatever the parser chose.
fn verb_beside(parsed: &Parsed, head: TokenId, tokens: TokenSpan) -> Option<TokenId> {
    let left = word_before(parsed, head, tokens).filter(|l| parsed.upos(*l) == Upos::Verb)?;
    let governor = parsed.head(head)?;
    let farther = governor < left && matches!(parsed.dep(head), Dep::Obl | Dep::OblUnmarked);
    (farther || (cue(parsed, left) == "saying" && is_on(parsed, tokens))).then_some(left)
}

/// A noun stands between a verb and the time that the parser gave it.
fn is_loose(parsed: &Parsed, verb: TokenId, tokens: TokenSpan) -> bool {
    let between =
        TokenSpan::new((verb.0 + 1).min(tokens.start).max(tokens.start.saturating_sub(20)), tokens.start);
    between.iter().any(|t| matches!(parsed.upos(t), Upos::Noun | Upos::Propn))
}

/// "To leave", "to be finished".
fn is_infinitive(parsed: &Parsed, verb: TokenId) -> bool {
    let bare = |t: TokenId| parsed.morph(t).verb_form == Some(VerbForm::Inf);
    bare(verb)
        || (parsed.child(verb, Dep::Mark).is_some_and(|m| parsed.upos(m) == Upos::Part)
            && parsed.children(verb).any(|c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass) && bare(c)))
}

/// The nearest verb that governs a token.
pub(crate) fn verb_above(parsed: &Parsed, token: TokenId) -> Option<TokenId> {
    parsed.ancestors(token).take(10).find(|t| parsed.upos(*t) == Upos::Verb)
}

/// "Its term ended on Friday", "the deadline passed on Friday": something ends then.
pub(crate) fn is_limit(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let Some(verb) = parsed.head_of(tokens).and_then(|head| verb_above(parsed, head)) else { return false };
    let subject = parsed.child(verb, Dep::Nsubj).filter(|s| parsed.upos(*s) == Upos::Noun);
    cue(parsed, verb) == "ends" || subject.is_some_and(|s| cue(parsed, s) == "plan")
}

/// "Had fled in 1943": the clause looks back from the time of the text.
pub(crate) fn looks_back(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let verb = parsed.head_of(tokens).and_then(|head| verb_above(parsed, head));
    verb.is_some_and(|verb| parsed.children_by(verb, Dep::Aux).any(|aux| parsed.lower(aux) == "had"))
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
fn clause(parsed: &Parsed, verb: TokenId, case: Case) -> Direction {
    let morph = parsed.morph(verb);
    let participle = morph.verb_form == Some(VerbForm::Part);
    let auxiliaries =
        || parsed.children(verb).filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    let has = |tense| auxiliaries().any(|aux| parsed.morph(aux).tense == Some(tense));
    let is_as = |mark| parsed.lower(mark) == "as";
    match cue(parsed, verb) {
        _ if case == Case::In && has(UdTense::Past) => {}
        // "As planned on Friday": how, not when it is to be.
        "plan" | "plan-participle" if participle && parsed.child(verb, Dep::Mark).is_some_and(is_as) => {
            return Direction::Unknown;
        }
        "plan-participle" | "arrange" if case == Case::For => return Direction::Future,
        "plan" => return Direction::Future,
        "plan-participle" if participle => return Direction::Future,
        "reports" => return Direction::Past,
        // "The talks will, he said on Friday, go on": no auxiliary is its own.
        "saying" if !participle && morph.tense == Some(UdTense::Past) => return Direction::Past,
        "bare-past" | "plan-participle" if is_bare_past(parsed, verb) => return Direction::Past,
        _ => {}
    }
    // "May have left on Friday" is over, "will have left by Friday" is not.
    let perfect = auxiliaries().any(|aux| parsed.lower(aux) == "have");
    for aux in auxiliaries() {
        match cue(parsed, aux) {
            "ahead" | "able" if perfect && parsed.lemma(aux) != "will" => return Direction::Past,
            "ahead" => return Direction::Future,
            // "Was due to be shown on Friday".
            "plan" if auxiliaries().all(|aux| parsed.lemma(aux) != "have") => return Direction::Future,
            // "Could not be reached on Friday" is told of the past.
            "able" if parsed.is_negated(verb) || is_neither(parsed, verb) => return Direction::Past,
            "able" => return Direction::Future,
            _ => {}
        }
    }
    if !perfect && was_to(parsed, verb) {
        return Direction::Future;
    }
    if has(UdTense::Past) || auxiliaries().any(|aux| parsed.lemma(aux) == "have") {
        return Direction::Past;
    }
    if is_infinitive(parsed, verb) {
        // "The first to leave on Friday was …": the clause around it tells.
        if parsed.dep(verb) == Dep::Acl && parsed.head(verb).is_some_and(|noun| is_ranked(parsed, noun)) {
            return Direction::Unknown;
        }
        // "To meet on Friday" is a plan, unless the verb above tells otherwise: "managed to meet", "had hoped to meet".
        let done = |h: TokenId| {
            let perfect = |c| matches!(parsed.dep(c), Dep::Aux) && parsed.lower(c) == "had";
            let let_go = cue(parsed, h) == "bare-past" && parsed.dep(verb) == Dep::Xcomp;
            cue(parsed, h) == "done"
                || parsed.children(h).any(perfect)
                || (let_go && clause(parsed, h, Case::Other) == Direction::Past)
        };
        return if parsed.head(verb).is_some_and(done) { Direction::Past } else { Direction::Future };
    }
    let is =
        auxiliaries().any(|aux| parsed.morph(aux).tense == Some(UdTense::Pres) && parsed.lemma(aux) == "be");
    match (morph.verb_form, morph.tense) {
        (Some(VerbForm::Fin), Some(UdTense::Past)) => Direction::Past,
        (Some(VerbForm::Fin), Some(UdTense::Pres)) if is_past_form(parsed, verb) => Direction::Past,
        (Some(VerbForm::Fin), Some(UdTense::Pres)) => Direction::Future,
        // "Is opened on Friday", "are meeting on Friday".
        (Some(VerbForm::Part | VerbForm::Ger), _) if is => Direction::Future,
        // "The two last met on Friday": a participle that stands for a past tense.
        (Some(VerbForm::Part), Some(UdTense::Past))
            if parsed.child(verb, Dep::Nsubj).is_some()
                && auxiliaries().all(|aux| parsed.lemma(aux) != "be") =>
        {
            Direction::Past
        }
        // "Completed in May", not "start getting built in May".
        (Some(VerbForm::Part), Some(UdTense::Past))
            if (morph.passive || parsed.dep(verb) == Dep::Acl)
                && parsed.child(verb, Dep::AuxPass).is_none_or(|aux| !parsed.lower(aux).ends_with("ing")) =>
        {
            Direction::Past
        }
        _ => Direction::Unknown,
    }
}

/// "Overran", whatever its tag: neither the verb itself nor its form in "-s".
fn is_past_form(parsed: &Parsed, verb: TokenId) -> bool {
    let (form, lemma) = (parsed.lower(verb), parsed.lemma(verb));
    form != lemma && !form.ends_with('s') && !matches!(lemma, "be" | "have" | "do") && form.is_ascii()
}

/// "Were to meet": "be" in the past before the "to" of an infinitive.
fn was_to(parsed: &Parsed, verb: TokenId) -> bool {
    let Some(to) = parsed.child(verb, Dep::Mark).filter(|m| parsed.upos(*m) == Upos::Part) else {
        return false;
    };
    parsed.children(verb).any(|c| {
        c < to
            && matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop)
            && parsed.lemma(c) == "be"
            && parsed.morph(c).tense == Some(UdTense::Past)
    })
}

/// "The first", "the only one": a noun with an ordinal or the like.
fn is_ranked(parsed: &Parsed, noun: TokenId) -> bool {
    let ranks = |t: TokenId| cue(parsed, t) == "rank";
    ranks(noun) || parsed.children_by(noun, Dep::Amod).any(ranks)
}

/// "He put it", "shells hit the port": a form that is also that of the present tells in the news of the past, where the
/// verb has a subject and neither auxiliary, "to" nor condition.
fn is_bare_past(parsed: &Parsed, verb: TokenId) -> bool {
    let free = |c: TokenId| match parsed.dep(c) {
        Dep::Aux | Dep::AuxPass | Dep::Cop => false,
        Dep::Mark => parsed.upos(c) != Upos::Part && cue(parsed, c) != "condition",
        _ => true,
    };
    let subject = |s: TokenId| !matches!(parsed.lower(s).as_str(), "i" | "you" | "we");
    parsed.children(verb).all(free) && parsed.child(verb, Dep::Nsubj).is_some_and(subject)
}

/// "Neither of them could be reached."
fn is_neither(parsed: &Parsed, verb: TokenId) -> bool {
    let Some(subject) = [Dep::Nsubj, Dep::NsubjPass].into_iter().find_map(|dep| parsed.child(verb, dep))
    else {
        return false;
    };
    let near = TokenSpan::new(verb.0.saturating_sub(12), verb.0);
    near.iter().any(|t| cue(parsed, t) == "neither" && parsed.is_within(t, subject))
}

/// A word that names no event by itself: "say", "be", "day".
pub(crate) fn is_light(parsed: &Parsed, word: TokenId) -> bool {
    CUES.get(parsed.lemma(word)).is_some_and(|cue| *cue == "light")
}

/// "Friday's deadline": the day of what is appointed, in a clause that looks ahead, is to come.
pub(crate) fn is_appointed(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let owner = parsed.head_of(tokens).filter(|h| parsed.dep(*h) == Dep::NmodPoss);
    let noun = owner.and_then(|h| parsed.head(h));
    let ahead = |n| verb_above(parsed, n).is_none_or(|v| clause(parsed, v, Case::Other) != Direction::Past);
    noun.is_some_and(|n| matches!(cue(parsed, n), "appointed" | "plan") && ahead(n))
}

/// The verb above moves an appointment: "was extended to Friday", "postponed until March".
pub(crate) fn is_moved(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let head = parsed.head_of(tokens);
    head.and_then(|h| verb_above(parsed, h)).is_some_and(|verb| cue(parsed, verb) == "moved")
}

/// The tense of a nominal predicate, by its copula; nouns and adjectives of planning look ahead.
fn predicate(parsed: &Parsed, head: TokenId) -> Direction {
    let copula = parsed.children_by(head, Dep::Cop).next();
    // "By the Friday deadline" says nothing, "a Friday deadline" looks ahead.
    if cue(parsed, head) == "plan" && Case::of(parsed, head) == Case::By && parsed.upos(head) == Upos::Noun {
        return Direction::Unknown;
    }
    if cue(parsed, head) == "plan" {
        // "Papers were due by March": no telling.
        let past = copula.is_some_and(|c| parsed.morph(c).tense == Some(UdTense::Past));
        return if past { Direction::Unknown } else { Direction::Future };
    }
    // "Will be closed", a participle that is tagged an adjective.
    let clausal = copula.is_some() || parsed.child(head, Dep::AuxPass).is_some();
    if clausal { clause(parsed, head, Case::Other) } else { Direction::Unknown }
}
