//! Questions to the dependency tree: who is the subject of this verb, does it stand in the infinitive, which words
//! name this participant.

use gesta_syntax::{Dep, EntityKind, Parsed, Tense, Upos, VerbForm};
use gesta_text::{TokenId, TokenSpan};

use crate::codebook::{CODEBOOK, Kind};
use crate::words::lemma;

/// How far missing subjects are looked for.
const MAX_CLIMB: usize = 6;

/// The preposition (or clause mark) of a dependent, in lower case: "on" of "on the rebels".
pub(crate) fn preposition(p: &Parsed, token: TokenId) -> Option<String> {
    p.children(token).find(|&c| matches!(p.dep(c), Dep::Case | Dep::Mark)).map(|c| p.lower(c))
}

/// True when a preposition of `token` is `word`.
pub(crate) fn has_preposition(p: &Parsed, token: TokenId, word: &str) -> bool {
    p.children(token).any(|c| matches!(p.dep(c), Dep::Case | Dep::Mark) && p.lower(c) == word)
}

/// The first oblique or nominal dependent under one of these prepositions.
pub(crate) fn oblique(p: &Parsed, head: TokenId, word: &str) -> Option<TokenId> {
    p.children(head).find(|&c| {
        matches!(p.dep(c), Dep::Obl | Dep::Nmod | Dep::OblAgent | Dep::Iobj) && has_preposition(p, c, word)
    })
}

/// True for a to-infinitive.
pub(crate) fn is_infinitive(p: &Parsed, verb: TokenId) -> bool {
    !is_gerund(p, verb) && p.children(verb).any(|c| p.dep(c) == Dep::Mark && p.lower(c) == "to")
}

/// True for an -ing form used as a verb.
pub(crate) fn is_gerund(p: &Parsed, verb: TokenId) -> bool {
    p.upos(verb) == Upos::Verb
        && matches!(p.morph(verb).verb_form, Some(VerbForm::Ger | VerbForm::Part))
        && p.lower(verb).ends_with("ing")
}

/// The modal or future auxiliary of a clause: its lemma.
pub(crate) fn modal(p: &Parsed, verb: TokenId) -> Option<&'static str> {
    let word = |c: TokenId| match p.lower(c).trim_start_matches(['\'', '’']) {
        "will" | "ll" | "wo" => Some("will"),
        "shall" => Some("shall"),
        "would" => Some("would"),
        "d" if p.lemma(c) == "would" => Some("would"),
        "should" => Some("should"),
        "must" => Some("must"),
        "may" => Some("may"),
        "might" => Some("might"),
        "can" | "ca" => Some("can"),
        "could" => Some("could"),
        _ => None,
    };
    p.children_by(verb, Dep::Aux).find_map(word)
}

/// True for who, which, that as relative pronouns.
fn is_relative(p: &Parsed, token: TokenId) -> bool {
    matches!(p.lower(token).as_str(), "who" | "which" | "that" | "whom")
        && matches!(p.upos(token), Upos::Pron | Upos::Det)
}

/// The subject that the clause itself has; the antecedent in place of a relative pronoun.
pub(crate) fn own_subject(p: &Parsed, verb: TokenId) -> Option<TokenId> {
    // after an -ing form ("urging X to leave") what is read as its subject is its object
    let subject = p
        .children(verb)
        .find(|&c| p.dep(c).is_subject() && !p.dep(c).is_clausal() && (c < verb || !is_gerund(p, verb)))?;
    if is_relative(p, subject) {
        let relative = std::iter::once(verb).chain(p.ancestors(verb)).take(MAX_CLIMB);
        let clause = relative.into_iter().find(|&t| p.dep(t) == Dep::AclRelcl);
        return clause.and_then(|c| p.head(c));
    }
    Some(subject)
}

/// The grammatical subject, also where it stands with another verb: a conjunct, the governor of an infinitive or
/// participle, the noun that a participle describes.
pub(crate) fn subject(p: &Parsed, verb: TokenId) -> Option<TokenId> {
    let mut at = verb;
    for _ in 0..MAX_CLIMB {
        if let Some(own) = own_subject(p, at) {
            return Some(own);
        }
        let head = p.head(at)?;
        // "the agency said the men would leave and appealed to donors": the plain past goes on with the report
        if p.dep(at) == Dep::Conj
            && p.dep(head) == Dep::Ccomp
            && is_other_than_past(p, head)
            && is_plain_past(p, at)
        {
            at = p.head(head)?;
            continue;
        }
        match p.dep(at) {
            Dep::Acl | Dep::AclRelcl if p.upos(head) != Upos::Verb => {
                // "its decision to demand": the holder of the noun; "protests demanding": the noun itself
                return if is_infinitive(p, at) { p.child(head, Dep::NmodPoss) } else { Some(head) };
            }
            Dep::Xcomp => {
                if let Some(object) = p.child(head, Dep::Obj).filter(|_| is_infinitive(p, at)) {
                    return Some(object);
                }
            }
            // "blamed the firm for delaying the payment", "accused it of breaking the truce"
            Dep::Advcl
                if (has_preposition(p, at, "for") || has_preposition(p, at, "of"))
                    && p.child(head, Dep::Obj).is_some() =>
            {
                return p.child(head, Dep::Obj);
            }
            // "shot at students on Friday demanding a vote"
            Dep::Advcl
                if is_gerund(p, at)
                    && CODEBOOK.action(lemma(p, head)).is_some_and(|a| a.harm)
                    && p.child(head, Dep::Obj).is_some_and(|o| o > head && no_comma(p, o, at)) =>
            {
                return p.child(head, Dep::Obj);
            }
            // "it is over," he said, ruling out a vote
            Dep::Advcl if is_gerund(p, at) && teller(p, head, at).is_some() => return teller(p, head, at),
            // "stopped short of promising": the adverb between them does not part a clause from its subject
            Dep::Conj | Dep::Advcl | Dep::Advmod | Dep::Parataxis => {}
            _ => return None,
        }
        at = head;
    }
    None
}

/// Whoever says a clause in an aside that stands between it and a later participle.
fn teller(p: &Parsed, clause: TokenId, participle: TokenId) -> Option<TokenId> {
    let aside = p.children_by(clause, Dep::Parataxis).rfind(|&c| c > clause && c < participle)?;
    own_subject(p, aside).filter(|_| CODEBOOK.is("report", lemma(p, aside)))
}

/// True when no comma stands between two tokens.
fn no_comma(p: &Parsed, a: TokenId, b: TokenId) -> bool {
    TokenSpan::new(a.0, b.0).iter().all(|t| p.lower(t) != ",")
}

/// True for a clause that is not in the plain past: "had fled", "would leave", "(that they) leave".
fn is_other_than_past(p: &Parsed, verb: TokenId) -> bool {
    let had = p.children_by(verb, Dep::Aux).any(|a| p.lower(a) == "had");
    let base = p.upos(verb) == Upos::Verb && p.lower(verb) == lemma(p, verb);
    had || modal(p, verb).is_some() || base && p.children_by(verb, Dep::Aux).next().is_none()
}

/// True for "appealed" without an auxiliary.
fn is_plain_past(p: &Parsed, verb: TokenId) -> bool {
    let auxiliary = |c: TokenId| matches!(p.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop);
    p.upos(verb) == Upos::Verb
        && (p.morph(verb).tense == Some(Tense::Past) || p.lower(verb).ends_with("ed"))
        && !p.children(verb).any(auxiliary)
        && CODEBOOK.entries(Kind::Verb, lemma(p, verb)).next().is_some()
}

/// True for a passive, also when it is only a participle: "told to wait, she left".
pub(crate) fn is_passive(p: &Parsed, verb: TokenId) -> bool {
    // "apologised and promised": a conjunct without marks of its own has the voice of the first
    let marked = |c: TokenId| matches!(p.dep(c), Dep::AuxPass | Dep::NsubjPass | Dep::CsubjPass);
    let first = p.head(verb).filter(|&first| p.dep(verb) == Dep::Conj && p.upos(first) == Upos::Verb);
    // "was freed and was to leave": an infinitive has a voice of its own
    let bare = !p.children(verb).any(marked) && !is_infinitive(p, verb);
    if let Some(first) = first.filter(|_| bare) {
        return p.is_passive(first);
    }
    let bare = matches!(p.dep(verb), Dep::Advcl | Dep::Acl)
        && p.upos(verb) == Upos::Verb
        && p.morph(verb).verb_form == Some(VerbForm::Part)
        && !p.lower(verb).ends_with("ing")
        && p.children(verb).all(|c| !matches!(p.dep(c), Dep::Aux | Dep::Obj) && !p.dep(c).is_subject());
    bare || p.is_passive(verb)
}

/// Who does what the verb says: the subject, or the agent of a passive.
pub(crate) fn doer(p: &Parsed, verb: TokenId) -> Option<TokenId> {
    if is_passive(p, verb) { agent(p, verb) } else { subject(p, verb) }
}

/// "by the court", also of "arrested and fined by the court".
pub(crate) fn agent(p: &Parsed, verb: TokenId) -> Option<TokenId> {
    p.child(verb, Dep::OblAgent)
        .or_else(|| p.children_by(verb, Dep::Obl).find(|&c| has_preposition(p, c, "by")))
        .or_else(|| shared_with_first(p, verb, Dep::OblAgent))
}

/// The dependent that a coordinated verb shares with the first one: UD hangs it there although it follows both.
fn shared_with_first(p: &Parsed, verb: TokenId, dep: Dep) -> Option<TokenId> {
    let first = p.head(verb).filter(|_| p.dep(verb) == Dep::Conj)?;
    p.children_by(first, dep).find(|&c| c > verb)
}

/// Whom the verb affects: the object, or the subject of a passive.
pub(crate) fn undergoer(p: &Parsed, verb: TokenId) -> Option<TokenId> {
    if is_passive(p, verb) {
        return subject(p, verb);
    }
    let misread = || p.children_by(verb, Dep::Nsubj).find(|&c| c > verb && is_gerund(p, verb));
    let own = p.child(verb, Dep::Obj).or_else(|| p.child(verb, Dep::Iobj)).or_else(misread);
    own.or_else(|| shared_with_first(p, verb, Dep::Obj))
}

/// The words that name a participant: the noun phrase with its prepositional modifiers and coordinated nouns,
/// without relative clauses and appositions.
pub(crate) fn naming(p: &Parsed, head: TokenId) -> TokenSpan {
    let mut span = p.full_noun_phrase(head);
    // "Prime Minister" + "Jane Doe", when the parser did not join them
    let next = TokenId(span.end);
    let name = (p.all_tokens().has(next) && p.upos(next) == Upos::Propn).then(|| p.entity_at(next)).flatten();
    let name = name.filter(|n| n.kind == EntityKind::Per && n.tokens.start == span.end);
    if let Some(name) = name.filter(|n| p.sentence_of(head).tokens.contains(n.tokens)) {
        span = span.cover(name.tokens);
    }
    for conjunct in p.children_by(head, Dep::Conj).filter(|&c| c > head) {
        let noun = matches!(p.upos(conjunct), Upos::Noun | Upos::Propn | Upos::Pron)
            && own_subject(p, conjunct).is_none();
        let phrase = p.full_noun_phrase(conjunct);
        // a clause in between ends the list: "Qatar, which will send planes, and Kuwait"
        if !noun || phrase.start > span.end + 2 {
            break;
        }
        span = span.cover(phrase);
    }
    let span = trim(p, span);
    // “neutral” experts: keep the opening mark of a quotation that closes inside
    let closes = span.iter().any(|t| p.form(t) == "”") && span.iter().all(|t| p.form(t) != "“");
    let opened = span.start.checked_sub(1).is_some_and(|b| p.form(TokenId(b)) == "“");
    TokenSpan::new(span.start - u32::from(closes && opened), span.end)
}

/// Drops punctuation, possessive clitics and conjunctions at the edges.
pub(crate) fn trim(p: &Parsed, mut span: TokenSpan) -> TokenSpan {
    let loose = |t: TokenId| {
        (p.upos(t) == Upos::Punct && !matches!(p.form(t).as_ref(), "$" | "€" | "£"))
            || (p.dep(t) == Dep::Case && matches!(p.lower(t).as_str(), "'s" | "’s" | "'" | "’"))
    };
    while !span.is_empty() && loose(TokenId(span.start)) {
        span.start += 1;
    }
    while !span.is_empty() && loose(TokenId(span.end - 1)) {
        span.end -= 1;
    }
    span
}

/// The nearest verb (or other head of a clause) above a token, the token itself excluded.
pub(crate) fn clause_above(p: &Parsed, token: TokenId) -> Option<TokenId> {
    p.ancestors(token).find(|&t| is_clause(p, t))
}

/// True when the token heads a clause: a verb, or a predicate with a copula or a subject.
pub(crate) fn is_clause(p: &Parsed, token: TokenId) -> bool {
    let verb = p.upos(token) == Upos::Verb && !matches!(p.dep(token), Dep::Amod | Dep::Compound | Dep::Case);
    verb || p.children(token).any(|c| p.dep(c) == Dep::Cop || p.dep(c).is_subject())
}

/// True when a first-person pronoun.
pub(crate) fn is_first_person(p: &Parsed, token: TokenId) -> bool {
    p.upos(token) == Upos::Pron && matches!(p.lower(token).as_str(), "i" | "we")
}
