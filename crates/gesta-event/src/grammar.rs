//! Who does what in a clause: logical subjects and objects through voice, control, relative clauses and coordination.

use gesta_syntax::{Dep, EntityKind, Parsed, Tense, Upos, VerbForm};
use gesta_text::TokenId;

use crate::lemma::lemma;
use crate::lexicon::{Effect, lexicon};

/// How many clauses an inherited subject may cross.
const DEPTH: usize = 6;
/// How many words of a quotation may lie between a word and its governor.
const QUOTED: usize = 60;

/// The noun that a relative pronoun stands for; any other token is itself.
pub(crate) fn antecedent(parsed: &Parsed, token: TokenId) -> TokenId {
    let relative = matches!(parsed.upos(token), Upos::Pron | Upos::Det | Upos::Sconj)
        && matches!(parsed.lower(token).as_str(), "who" | "which" | "that" | "whom");
    if !relative {
        return token;
    }
    let mut clauses = std::iter::once(token).chain(parsed.ancestors(token)).take(DEPTH);
    let noun = clauses.find(|&a| parsed.dep(a) == Dep::AclRelcl).and_then(|a| parsed.head(a));
    match noun {
        Some(noun) if matches!(parsed.lower(token).as_str(), "who" | "whom") => whose_home(parsed, noun),
        noun => noun.unwrap_or(token),
    }
}

/// Who is meant by "who" after the place that he comes from: the farmers of "farmers from the village of Arden, who …".
fn whose_home(parsed: &Parsed, noun: TokenId) -> TokenId {
    let is = |t: TokenId, class: &str| lexicon().in_class(class, &lemma(parsed, t));
    let place = |t: TokenId| {
        let named = parsed.entity_at(t).is_some_and(|e| e.kind == EntityKind::Loc);
        named || is(t, "territory") || is(t, "building") || is(t, "settled")
    };
    let human = |t: TokenId| ["person", "force", "labour", "institution"].iter().any(|c| is(t, c));
    let mut at = noun;
    while place(at) && parsed.dep(at) == Dep::Nmod {
        let Some(above) = parsed.head(at) else { break };
        if human(above) {
            return above;
        }
        at = above;
    }
    noun
}

/// True for passive clauses, also for a participle that shares its auxiliary with an earlier one.
pub(crate) fn is_passive(parsed: &Parsed, verb: TokenId) -> bool {
    // "called for the army to leave": whom "for" governs is no agent, so the clause is no passive
    let agentive = |a: TokenId| case_is(parsed, a, "by");
    let carried = parsed.child(verb, Dep::AuxPass).is_some();
    if !carried && parsed.child(verb, Dep::OblAgent).is_some_and(|a| !agentive(a)) {
        return false;
    }
    if parsed.is_passive(verb) {
        return true;
    }
    let bare = !parsed.children(verb).any(|c| matches!(parsed.dep(c), Dep::Nsubj | Dep::Aux | Dep::Obj));
    // "had the town bombed"
    let past = parsed.morph(verb).tense == Some(Tense::Past);
    if bare && past && parsed.dep(verb) == Dep::Xcomp && parsed.upos(verb) == Upos::Verb {
        let causes = |h: TokenId| matches!(lemma(parsed, h).as_ref(), "have" | "get");
        return parsed.head(verb).is_some_and(|h| causes(h) && parsed.child(h, Dep::Obj).is_some());
    }
    bare && parsed.dep(verb) == Dep::Conj
        && parsed.morph(verb).verb_form == Some(VerbForm::Part)
        && parsed.head(verb).is_some_and(|h| parsed.is_passive(h))
}

/// The grammatical subject, also where another clause supplies it.
pub(crate) fn surface_subject(parsed: &Parsed, verb: TokenId) -> Option<TokenId> {
    subject_within(parsed, verb, DEPTH)
}

fn subject_within(parsed: &Parsed, verb: TokenId, depth: usize) -> Option<TokenId> {
    let own = parsed.children(verb).find(|&c| matches!(parsed.dep(c), Dep::Nsubj | Dep::NsubjPass));
    if let Some(subject) = own.or_else(|| subject_of_for(parsed, verb)) {
        return Some(antecedent(parsed, subject));
    }
    let (head, depth) = (parsed.head(verb)?, depth.checked_sub(1)?);
    match parsed.dep(verb) {
        Dep::Conj if let Some(speaker) = speaker_of_conjunct(parsed, verb, head) => Some(speaker),
        Dep::Conj if parsed.upos(head) != Upos::Noun || parsed.child(head, Dep::Cop).is_some() => {
            subject_within(parsed, head, depth)
        }
        Dep::Xcomp => controller(parsed, head, depth),
        // "accused Egypt of bombing", "kept the rebels from attacking"
        Dep::Advcl
            if parsed.children(verb).any(|c| matches!(parsed.lower(c).as_str(), "of" | "from" | "into")) =>
        {
            controller(parsed, head, depth)
        }
        // "quoted the minister as saying"
        Dep::Advcl if is_gerund(parsed, verb) && parsed.children(verb).any(|c| parsed.lower(c) == "as") => {
            controller(parsed, head, depth)
        }
        Dep::Advcl if is_quoted_apart(parsed, verb, head) => None,
        Dep::Advcl
            if is_infinitive(parsed, verb) && lexicon().in_class("oblique-control", &lemma(parsed, head)) =>
        {
            controller(parsed, head, depth)
        }
        Dep::Advcl if let Some(punished) = judged(parsed, verb, head) => Some(punished),
        Dep::Advcl if let Some(speaker) = speaker_before(parsed, verb, head) => Some(speaker),
        // the adverb between them does not part a clause from its subject: "stopped short of condemning Egypt"
        Dep::Advcl | Dep::Advmod => subject_within(parsed, head, depth),
        // "the soldiers who, they say, burned the mill"
        Dep::Ccomp if parsed.dep(head) == Dep::AclRelcl && !is_infinitive(parsed, verb) => {
            let speaker = parsed.child(head, Dep::Nsubj).filter(|&s| antecedent(parsed, s) == s);
            speaker.and(parsed.head(head))
        }
        // "marched in the city's streets to demand bread": the street has no purpose
        Dep::Acl if is_infinitive(parsed, verb) && is_place_noun(parsed, head) => {
            let mut above = parsed.ancestors(head).take(DEPTH);
            subject_within(parsed, above.find(|&a| parsed.upos(a) == Upos::Verb)?, depth)
        }
        // "became the first state to recognise the rebels"
        Dep::Acl if is_infinitive(parsed, verb) && is_ranked(parsed, head) => ranked(parsed, head, depth),
        Dep::Acl if is_infinitive(parsed, verb) => {
            let named = parsed.child(head, Dep::NmodPoss).or_else(|| prepositional(parsed, head, "by"));
            named.or_else(|| noun_agent(parsed, head, depth))
        }
        Dep::Acl if lexicon().in_class("document", &lemma(parsed, head)) && !is_passive(parsed, verb) => {
            let author = || noun_agent(parsed, head, depth).filter(|_| is_made(parsed, head));
            parsed.child(head, Dep::NmodPoss).or_else(author).or(Some(head))
        }
        // "was stronger than its rival in forcing …"
        Dep::Acl if case_is(parsed, head, "than") => subject_within(parsed, parsed.head(head)?, depth),
        Dep::Acl | Dep::AclRelcl => Some(head),
        _ => None,
    }
}

/// The subject of "for the king to resign", which parsers may take for an oblique of the infinitive or of its governor.
fn subject_of_for(parsed: &Parsed, verb: TokenId) -> Option<TokenId> {
    let mark = parsed.children_by(verb, Dep::Mark).find(|&m| parsed.lower(m) == "for")?;
    let above = parsed.head(verb).into_iter().flat_map(|h| parsed.children(h));
    parsed.children(verb).chain(above).find(|&c| {
        let bare = matches!(parsed.dep(c), Dep::Obl | Dep::OblAgent | Dep::Obj)
            && parsed.child(c, Dep::Case).is_none();
        bare && mark < c && c < verb
    })
}

/// What "for" makes the subject of an infinitive below `token`: "called for the king to resign".
pub(crate) fn who_is_to(parsed: &Parsed, token: TokenId) -> Option<TokenId> {
    let marked = |c: &TokenId| parsed.children_by(*c, Dep::Mark).any(|m| parsed.lower(m) == "for");
    let mut clauses = parsed.children(token).filter(|&c| parsed.dep(c).is_clausal());
    let clause = clauses.find(marked)?;
    let own = parsed.children(clause).find(|&c| parsed.dep(c).is_subject());
    // "called for it to end" asks nobody
    own.or_else(|| subject_of_for(parsed, clause)).filter(|&s| parsed.lower(s) != "it")
}

/// True for "the first state", "the only senator".
fn is_ranked(parsed: &Parsed, noun: TokenId) -> bool {
    let ranks = |c: TokenId| lexicon().effect_exactly(&parsed.lower(c), 'd', "to").is_some();
    parsed.children_by(noun, Dep::Amod).any(ranks) || ranks(noun)
}

/// Of whom a noun is predicated, else who it names itself.
fn ranked(parsed: &Parsed, noun: TokenId, depth: usize) -> Option<TokenId> {
    let copular = parsed.child(noun, Dep::Cop).and_then(|_| parsed.child(noun, Dep::Nsubj));
    let governor = parsed.head(noun).filter(|_| parsed.dep(noun) == Dep::Xcomp);
    let subject = copular.or_else(|| subject_within(parsed, governor?, depth));
    Some(subject.unwrap_or(noun))
}

/// Who is judged or punished for what a clause with "for" tells: "fined the paper for insulting the king", "sanctions
/// against Chad for arming the clans".
fn judged(parsed: &Parsed, clause: TokenId, verb: TokenId) -> Option<TokenId> {
    if !parsed.children_by(clause, Dep::Mark).any(|m| parsed.lower(m) == "for") {
        return None;
    }
    let object = logical_object(parsed, verb)?;
    let against = ["against", "on"].into_iter().find_map(|p| prepositional(parsed, object, p));
    let measure =
        ["sanction", "wrongdoing", "told"].iter().any(|c| lexicon().in_class(c, &lemma(parsed, object)));
    let judging = lexicon().in_class("judging", &lemma(parsed, verb));
    against.filter(|_| measure).or_else(|| Some(object).filter(|_| judging))
}

fn is_place_noun(parsed: &Parsed, noun: TokenId) -> bool {
    ["territory", "building"].iter().any(|class| lexicon().in_class(class, &lemma(parsed, noun)))
}

/// Who has the plan, right or order that a noun names: whom the verb that governs it gives it to, or its subject.
fn noun_agent(parsed: &Parsed, noun: TokenId, depth: usize) -> Option<TokenId> {
    let governor = parsed.head(noun).filter(|_| matches!(parsed.dep(noun), Dep::Obj | Dep::Obl))?;
    let averted = lexicon().effect(&lemma(parsed, governor), 'v', "noun");
    if averted == Some(Effect::Makes(crate::Factuality::Denied)) {
        return None;
    }
    parsed.child(governor, Dep::Iobj).or_else(|| subject_within(parsed, governor, depth))
}

/// True for a document that its governor makes or sends ("issued a statement"), not for one that it blocks or reads.
fn is_made(parsed: &Parsed, document: TokenId) -> bool {
    let governor = parsed.head(document).filter(|_| parsed.dep(document) == Dep::Obj);
    governor.is_some_and(|g| lexicon().in_class("making", &lemma(parsed, g)))
}

/// The speaker of a conjunct that the parser hung on the reported clause: "the agency said 600 people had crossed the
/// river and appealed for tents". People who are only counted or told of appeal to nobody.
fn speaker_of_conjunct(parsed: &Parsed, verb: TokenId, first: TokenId) -> Option<TokenId> {
    let speaks = |t: TokenId| lexicon().in_class("speaking", &lemma(parsed, t));
    if !speaks(verb) || speaks(first) || parsed.dep(first) != Dep::Ccomp {
        return None;
    }
    // "said the king had raised taxes and accused him of theft": the one speaks, the other is told of
    let shifted = parsed.children_by(first, Dep::Aux).any(|a| parsed.lower(a) == "had")
        && parsed.child(verb, Dep::Aux).is_none();
    if shifted {
        return parsed.child(parsed.head(first)?, Dep::Nsubj).map(|s| antecedent(parsed, s));
    }
    let told = parsed.children(first).find(|&c| matches!(parsed.dep(c), Dep::Nsubj | Dep::NsubjPass))?;
    let counted = parsed.child(told, Dep::Nummod).is_some();
    if !counted && !lexicon().in_class("person", &lemma(parsed, told)) {
        return None;
    }
    parsed.child(parsed.head(first)?, Dep::Nsubj).map(|s| antecedent(parsed, s))
}

/// The speaker before a participle: "Nine people were killed, the police said, blaming the militia".
fn speaker_before(parsed: &Parsed, participle: TokenId, head: TokenId) -> Option<TokenId> {
    if parsed.child(participle, Dep::Mark).is_some() || is_infinitive(parsed, participle) {
        return None;
    }
    let above = parsed.head(head).filter(|_| parsed.dep(head) == Dep::Ccomp);
    let mut saying = parsed.children_by(head, Dep::Parataxis).chain(above);
    let saying = saying.find(|&c| head < c && c < participle)?;
    parsed.child(saying, Dep::Nsubj).map(|s| antecedent(parsed, s))
}

/// The understood subject of the infinitive that completes `verb`.
fn controller(parsed: &Parsed, verb: TokenId, depth: usize) -> Option<TokenId> {
    let by_subject = is_passive(parsed, verb) || lexicon().in_class("subject-control", &lemma(parsed, verb));
    if !by_subject {
        let object = parsed.children(verb).find(|&c| matches!(parsed.dep(c), Dep::Obj | Dep::Iobj));
        let addressee = || prepositional(parsed, verb, "on").or_else(|| prepositional(parsed, verb, "for"));
        let other =
            object.or_else(|| lexicon().in_class("oblique-control", &lemma(parsed, verb)).then(addressee)?);
        if let Some(other) = other {
            return Some(antecedent(parsed, other));
        }
    }
    subject_within(parsed, verb, depth)
}

fn is_gerund(parsed: &Parsed, verb: TokenId) -> bool {
    parsed.upos(verb) == Upos::Verb && parsed.lower(verb).ends_with("ing")
}

/// True for words inside a quotation that ends before their governor: "'Shooting at crowds is a crime,' she said".
fn is_quoted_apart(parsed: &Parsed, verb: TokenId, head: TokenId) -> bool {
    let between = (verb.0 + 1..head.0).map(TokenId).take(QUOTED);
    let (mut straight, mut closed) = (0, 0);
    for token in between {
        match parsed.form(token).as_ref() {
            "\"" | "''" => straight += 1,
            "”" => closed += 1,
            "“" => closed -= 1,
            _ => {}
        }
    }
    straight % 2 == 1 || closed > 0
}

/// True for infinitives with "to".
pub(crate) fn is_infinitive(parsed: &Parsed, verb: TokenId) -> bool {
    parsed.morph(verb).verb_form == Some(VerbForm::Inf)
        || parsed.children_by(verb, Dep::Mark).any(|m| lemma(parsed, m) == "to")
}

/// The doer.
pub(crate) fn logical_subject(parsed: &Parsed, verb: TokenId) -> Option<TokenId> {
    if !is_passive(parsed, verb) {
        return surface_subject(parsed, verb);
    }
    // a line above the story ("By Jane Roe") names no agent
    let agent = parsed
        .child(verb, Dep::OblAgent)
        .or_else(|| parsed.children_by(verb, Dep::Obl).find(|&c| case_is(parsed, c, "by")))
        .filter(|&a| a > verb);
    // "arrested and beaten by police": on either of the participles
    let shared = || {
        let next = parsed.children_by(verb, Dep::Conj).find(|&c| is_passive(parsed, c));
        let next = next.filter(|&n| !parsed.children(n).any(|c| parsed.dep(c).is_subject()));
        next.and_then(|n| parsed.child(n, Dep::OblAgent))
            .or_else(|| shared_with_first(parsed, verb, Dep::OblAgent))
    };
    let agentive = |a: &TokenId| case_is(parsed, *a, "by");
    agent.filter(agentive).or_else(|| shared().filter(agentive)).map(|a| antecedent(parsed, a))
}

/// What the act is done to.
pub(crate) fn logical_object(parsed: &Parsed, verb: TokenId) -> Option<TokenId> {
    if is_passive(parsed, verb) {
        return surface_subject(parsed, verb);
    }
    // the addressee of "urged Kenya to wait" stands as an indirect object
    let mut objects = parsed.children_by(verb, Dep::Obj);
    let first = objects.next().or_else(|| parsed.child(verb, Dep::Iobj));
    // "who they say have killed nine soldiers": the pronoun is no second object
    let object = first.map(|f| objects.find(|_| antecedent(parsed, f) != f).unwrap_or(f));
    if let Some(object) = object {
        return Some(antecedent(parsed, object));
    }
    // an object that the parser took for an oblique: without a preposition of its own, or with the verb's particle
    let oblique = parsed.children_by(verb, Dep::Obl).find(|&c| {
        c > verb && who_is_to(parsed, verb) != Some(c) && {
            let mut cases = parsed.children_by(c, Dep::Case);
            match (cases.next(), cases.next()) {
                (None, _) => matches!(parsed.upos(c), Upos::Noun | Upos::Propn | Upos::Pron),
                (Some(case), None) => {
                    let particle = parsed.lower(case);
                    case.0 == verb.0 + 1
                        && matches!(particle.as_str(), "off" | "up" | "down" | "out" | "over" | "back")
                }
                _ => false,
            }
        }
    });
    if oblique.is_some() {
        return oblique;
    }
    // "the town rebels captured": the antecedent fills the gap of a reduced relative clause
    if parsed.dep(verb) == Dep::AclRelcl && !is_without_gap(parsed, verb) {
        let subject = parsed.child(verb, Dep::Nsubj).filter(|&s| antecedent(parsed, s) == s);
        return subject.and(parsed.head(verb));
    }
    // "attacked and killed three men": on the first of the verbs, or on the last of adjacent ones
    if let Some(object) = shared_with_first(parsed, verb, Dep::Obj) {
        return Some(antecedent(parsed, object));
    }
    let next = parsed.children_by(verb, Dep::Conj).next()?;
    let adjacent = next.0.saturating_sub(verb.0) == 2 && parsed.child(next, Dep::Nsubj).is_none();
    adjacent.then(|| parsed.child(next, Dep::Obj)).flatten()
}

/// True for relative clauses that lack nothing: "where they met", "whose guards fled".
fn is_without_gap(parsed: &Parsed, clause: TokenId) -> bool {
    let whose = |c: TokenId| parsed.child(c, Dep::NmodPoss).is_some_and(|o| parsed.lower(o) == "whose");
    parsed.children(clause).any(|c| matches!(parsed.lower(c).as_str(), "where" | "when") || whose(c))
}

/// The dependent that a coordinated verb shares with the first one: UD hangs it there although it follows both.
fn shared_with_first(parsed: &Parsed, verb: TokenId, dep: Dep) -> Option<TokenId> {
    let first = parsed.head(verb).filter(|_| parsed.dep(verb) == Dep::Conj)?;
    let same_voice = is_passive(parsed, first) == is_passive(parsed, verb);
    parsed.children_by(first, dep).find(|&c| c > verb && same_voice)
}

/// True when the preposition of `token` is `preposition` (words separated by blanks).
pub(crate) fn case_is(parsed: &Parsed, token: TokenId, preposition: &str) -> bool {
    let mut words = preposition.split(' ');
    let Some(first) = words.next() else { return false };
    parsed.children_by(token, Dep::Case).any(|c| {
        let fixed = || parsed.children_by(c, Dep::Fixed).map(|f| parsed.lower(f));
        let form = parsed.lower(c);
        (form == first && words.clone().eq(fixed()))
            // "out of the treaty"
            || (matches!(form.as_str(), "out" | "away") && preposition == "of" && fixed().eq(["of".to_owned()]))
    })
}

/// What `preposition` governs below `token`.
pub(crate) fn prepositional(parsed: &Parsed, token: TokenId, preposition: &str) -> Option<TokenId> {
    let is = |c: &TokenId| {
        matches!(parsed.dep(*c), Dep::Obl | Dep::Nmod | Dep::OblAgent) && case_is(parsed, *c, preposition)
    };
    parsed.children(token).find(is).map(|c| antecedent(parsed, c))
}

/// The head of the clause that `token` belongs to: the nearest clausal ancestor, itself included.
pub(crate) fn clause_head(parsed: &Parsed, token: TokenId) -> TokenId {
    let is_head = |t: &TokenId| {
        parsed.dep(*t).is_clausal()
            || parsed.dep(*t) == Dep::Root
            || (parsed.dep(*t) == Dep::Conj && matches!(parsed.upos(*t), Upos::Verb | Upos::Aux))
    };
    std::iter::once(token).chain(parsed.ancestors(token)).find(is_head).unwrap_or(token)
}
