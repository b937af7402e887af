//! Where a verb's content stands: its clause, infinitive, object or phrase, as the lexicon allows.

use gesta_syntax::{Dep, EntityKind, Gender, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::apart;
use crate::lexicon::{Cue, Frames};
use crate::pieces::{minus, subtree_minus};
use crate::reader::Reader;

/// Where a verb's content was found.
pub(crate) struct Found {
    pub(crate) content: Vec<TokenSpan>,
    /// The preposition between cue and content.
    pub(crate) linker: Option<TokenId>,
    pub(crate) confidence: f32,
    pub(crate) rule: &'static str,
}

impl Found {
    pub(crate) fn new(content: Vec<TokenSpan>, confidence: f32, rule: &'static str) -> Found {
        Found { content, linker: None, confidence, rule }
    }
}

/// The content of an active verb.
pub(crate) fn active(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let frames = &cue.frames;
    apart::relative(reader, head, cue)
        .or_else(|| clause(reader, head, cue))
        .map(|found| until_more(reader, head, found))
        .or_else(|| infinitive(reader, head, frames))
        .or_else(|| object_frames(reader, head, cue))
        .or_else(|| prepositional(reader, head, frames))
        .or_else(|| gerund(reader, head, frames))
        .or_else(|| plain_object(reader, head, cue))
        .or_else(|| shown(reader, head, frames))
        .or_else(|| raised(reader, head, frames))
        .or_else(|| parenthetical(reader, head, frames))
        .or_else(|| apart::distant(reader, head, frames))
}

/// Cuts "…, adding that" off: it is a statement of its own.
fn until_more(reader: &Reader, head: TokenId, mut found: Found) -> Found {
    let end = found.content.last().map_or(head.0, |p| p.end);
    if let Some(comma) = reader.first_more(TokenSpan::new(head.0 + 1, end.max(head.0 + 1))) {
        found.content.retain_mut(|p| {
            p.end = p.end.min(comma.0).max(p.start);
            !p.is_empty()
        });
    }
    found
}

/// A finite clause, after the verb, before it, or around it.
fn clause(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let parsed = reader.parsed;
    let frames = &cue.frames;
    if !frames.that {
        return None;
    }
    let particle = reader
        .next(head)
        .filter(|&n| cue.particle.is_some() && parsed.dep(n) == Dep::Xcomp && parsed.head(n) == Some(head));
    // "said in a statement that": the parser may hang the clause on the statement.
    let message = reader.children_by(head, Dep::Obl).find(|&o| o > head && reader.is_message(o));
    let below = particle.into_iter().chain(message).flat_map(|p| reader.children(p));
    let content = reader.children(head).chain(below).find(|&c| match parsed.dep(c) {
        Dep::Ccomp if c > head && reader.is_aside(c) => false,
        Dep::Ccomp | Dep::Csubj => {
            !reader.is_to_infinitive(c) || reader.subject(c).is_some() || asks(reader, c)
        }
        Dep::Acl => c > head && reader.opens_with_that(c),
        Dep::Parataxis => c > head && reader.is_finite(c) && !is_cue(reader, c),
        Dep::Advcl => c > head && reader.children_by(c, Dep::Mark).any(|m| complements(reader, head, cue, m)),
        _ => false,
    })?;
    let span = parsed.subtree(content);
    if apart::echoes(reader, head, content) {
        return None;
    }
    if content < head || span.has(head) {
        let rest = subtree_minus(reader, content, head);
        return Some(Found::new(rest, 0.9, "verb/clause-before"));
    }
    let end = without_next_report(reader, content, right_edge(reader, head, content));
    let marker = parsed
        .children_by(content, Dep::Mark)
        .find(|&m| m > head && m < content && (reader.reads(m, "that") || reader.reads(m, "whether")));
    let start = match marker {
        Some(marker) => marker.0,
        None if frames.addressee => span.start,
        None => without_gap(reader, head, span.start),
    };
    let clause = TokenSpan::new(start, end);
    let content = apart::fronted(reader, head).into_iter().chain([clause]).collect();
    Some(Found::new(content, 0.92, "verb/clause"))
}

/// "Asked **if** it was late", "would not say **if** it was late": a marker that makes the clause after it what is said.
fn complements(reader: &Reader, head: TokenId, cue: &Cue, marker: TokenId) -> bool {
    let open = cue.class == "asked" || reader.parsed.is_negated(head) && cue.frames.quote;
    let joined = marker.0 == head.0 + 1;
    joined && (reader.reads(marker, "that") || open && reader.reads(marker, "if"))
}

/// Words between the cue and its clause that belong to no adjunct are the clause's first words,
/// whatever the parser made of them. Returns where the clause starts.
fn without_gap(reader: &Reader, head: TokenId, start: u32) -> u32 {
    let parsed = reader.parsed;
    let adjunct = |t: TokenId| {
        let top = std::iter::once(t).chain(reader.ancestors(t)).find(|&a| parsed.head(a) == Some(head));
        top.is_none_or(|a| match parsed.dep(a) {
            Dep::Obj | Dep::Iobj => false,
            Dep::Nsubj | Dep::Det | Dep::Mark | Dep::Ccomp | Dep::Expl => a < head,
            _ => true,
        })
    };
    let mut first = start;
    while first > head.0 + 1 && !reader.is_punct(TokenId(first - 1)) && !adjunct(TokenId(first - 1)) {
        first -= 1;
    }
    first
}

/// "He said it was late and added that …": the second report shares its subject with the first one, even if the
/// parser hung it on the clause between them. Returns where the content ends.
fn without_next_report(reader: &Reader, content: TokenId, end: u32) -> u32 {
    let parsed = reader.parsed;
    let next = reader.children_by(content, Dep::Conj).find(|&c| reader.shares_reporter(c));
    next.map_or(end, |c| parsed.subtree(c).start.min(end))
}

/// "whether to go", "how to go".
fn asks(reader: &Reader, clause: TokenId) -> bool {
    reader.children(clause).any(|c| {
        c < clause
            && matches!(
                reader.parsed.lemma(c),
                "whether" | "how" | "what" | "when" | "where" | "who" | "which"
            )
    })
}

fn is_cue(reader: &Reader, verb: TokenId) -> bool {
    reader.parsed.upos(verb) == Upos::Verb
        && reader.verb(verb).iter().any(|c| c.frames.that)
        && reader.subject(verb).is_some()
}

/// Where the clause that starts with `content` ends: adjuncts that the parser hung on the cue belong to it, unless they
/// carry a cue of their own or are participles set off by a comma.
pub(crate) fn right_edge(reader: &Reader, head: TokenId, content: TokenId) -> u32 {
    let parsed = reader.parsed;
    let mut end = parsed.subtree(content).end;
    for child in reader.children(head).filter(|&c| c > content) {
        let span = parsed.subtree(child);
        let belongs = match parsed.dep(child) {
            Dep::Advcl => reader.child(child, Dep::Mark).is_some() && !is_cue(reader, child),
            Dep::Obl | Dep::OblUnmarked | Dep::Advmod => {
                !reader.previous(TokenId(span.start)).is_some_and(|b| reader.is_punct(b))
            }
            Dep::Ccomp => true,
            Dep::Conj => {
                reader.children_by(child, Dep::Mark).any(|m| reader.reads(m, "that"))
                    || reader.subject(child).is_some() && reader.is_shifted(child) && !reader.is_shifted(head)
            }
            _ => false,
        };
        if belongs {
            end = end.max(span.end);
        } else if parsed.dep(child) != Dep::Punct {
            break;
        }
    }
    end
}

fn infinitive(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    if !frames.inf {
        return None;
    }
    let infinitive = reader.children(head).find(|&c| {
        c > head
            && matches!(parsed.dep(c), Dep::Xcomp | Dep::Ccomp | Dep::Advcl)
            && reader.is_to_infinitive(c)
    })?;
    let object = reader.child(head, Dep::Obj).filter(|o| *o > head && *o < infinitive);
    if parsed.dep(infinitive) == Dep::Advcl && object.is_some() {
        return None;
    }
    let mut start = parsed.subtree(infinitive).start;
    if let Some(object) = object.filter(|_| frames.obj_inf && !frames.addressee) {
        start = parsed.subtree(object).start.min(start);
    }
    Some(Found::new(
        vec![TokenSpan::new(start, right_edge(reader, head, infinitive))],
        0.85,
        "verb/infinitive",
    ))
}

/// Frames in which the object is the subject of what is said: "urged them to go", "accused them of lying".
fn object_frames(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let parsed = reader.parsed;
    let frames = &cue.frames;
    if !frames.obj_inf && !frames.obj_pred && frames.obj_preps.is_empty() {
        return None;
    }
    let object = content_object(reader, head, cue)?;
    let complement = reader.children(head).find(|&c| {
        c > object
            && match parsed.dep(c) {
                Dep::Xcomp | Dep::Ccomp | Dep::Advcl if reader.is_to_infinitive(c) => frames.obj_inf,
                Dep::Xcomp | Dep::Obl | Dep::Advcl | Dep::Ccomp
                    if has_preposition(reader, c, &frames.obj_preps) =>
                {
                    true
                }
                Dep::Xcomp => frames.obj_pred && !reader.is_ing(c),
                Dep::Obj | Dep::Ccomp => frames.obj_pred && parsed.upos(c) != Upos::Verb,
                _ => false,
            }
    });
    if complement.is_some_and(|c| reader.is_quoted_as(c)) {
        return None; // the words are the object's
    }
    let span = parsed.subtree(object);
    let Some(complement) = complement else {
        // "called half of the council “cowards”"
        let after = TokenSpan::new(object.0 + 1, span.end + 1);
        let judged = reader.first_quote(after).filter(|q| frames.obj_pred && q.tokens.end >= span.end);
        if let Some(quote) = judged {
            return Some(Found::new(
                vec![after_particle(span, head).cover(quote.tokens)],
                0.75,
                "verb/object-complement",
            ));
        }
        let inside = reader.children(object).any(|c| {
            c > object && has_preposition(reader, c, &frames.obj_preps)
                || (frames.obj_inf && parsed.dep(c) == Dep::Acl && reader.is_to_infinitive(c))
        });
        return inside.then(|| Found::new(vec![after_particle(span, head)], 0.8, "verb/object-complement"));
    };
    let whole = after_particle(span, head).cover(parsed.subtree(complement));
    let content = if frames.obj_inf && frames.addressee { parsed.subtree(complement) } else { whole };
    Some(Found::new(vec![content], 0.85, "verb/object-complement"))
}

fn after_particle(span: TokenSpan, head: TokenId) -> TokenSpan {
    TokenSpan::new(span.start.max(head.0 + 1), span.end)
}

/// The object, or for verbs with a particle ("call on") the phrase that the particle introduces.
fn content_object(reader: &Reader, head: TokenId, cue: &Cue) -> Option<TokenId> {
    let by_particle = || {
        let particle = cue.particle?;
        reader.children_by(head, Dep::Obl).find(|&o| has_preposition(reader, o, &[particle]))
    };
    let after = |dep| reader.children_by(head, dep).find(|&o| o > head);
    if cue.frames.obj_pred
        && let Some(first) = after(Dep::Iobj)
    {
        return Some(first);
    }
    after(Dep::Obj).or_else(by_particle).or_else(|| after(Dep::Iobj))
}

pub(crate) fn has_preposition(reader: &Reader, phrase: TokenId, wanted: &[&str]) -> bool {
    reader.preposition(phrase).is_some_and(|p| wanted.iter().any(|w| reader.reads(p, w)))
}

/// "warned of floods", "apologised for lying".
pub(crate) fn prepositional(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    if frames.preps.is_empty() {
        return None;
    }
    // "briefed the king on the siege": the phrase may hang on the addressee.
    let addressee = reader.child(head, Dep::Obj).filter(|_| frames.addressee);
    let below = addressee.into_iter().flat_map(|a| reader.children(a));
    let phrase = reader.children(head).chain(below).find(|&c| {
        c > head
            && matches!(parsed.dep(c), Dep::Obl | Dep::Advcl | Dep::Xcomp | Dep::Ccomp | Dep::Nmod)
            && has_preposition(reader, c, &frames.preps)
    })?;
    let linker = reader.preposition(phrase)?;
    let mut span = parsed.subtree(phrase);
    // "called for the mine **to be closed**"
    let infinitive = reader.children(head).find(|&c| {
        c > phrase
            && reader.is_to_infinitive(c)
            && parsed.subtree(c).start == span.end
            && reader.reads(linker, "for")
    });
    span.end = infinitive.map_or(span.end, |c| parsed.subtree(c).end);
    let mut found = Found::new(vec![TokenSpan::new(linker.0 + 1, span.end)], 0.75, "verb/preposition");
    found.linker = Some(linker);
    Some(found)
}

fn gerund(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    let clause = reader.children(head).find(|&c| {
        frames.ing
            && c > head
            && matches!(parsed.dep(c), Dep::Xcomp | Dep::Ccomp)
            && parsed.form(c).ends_with("ing")
    })?;
    let span = parsed.subtree(clause);
    Some(Found::new(
        vec![TokenSpan::new(span.start.max(head.0 + 1), right_edge(reader, head, clause))],
        0.8,
        "verb/gerund",
    ))
}

/// "denied the charge", "praised the plan".
fn plain_object(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let parsed = reader.parsed;
    if !cue.frames.obj {
        return None;
    }
    let object = content_object(reader, head, cue)?;
    // "expressed the hope that": the noun reports.
    let noun = reader.is_light(head) && crate::nominal::noun(reader, object).is_some();
    if noun || reader.children(head).any(|c| reader.is_quoted_as(c)) {
        return None;
    }
    let reflexive =
        parsed.feats(object).contains("Reflex=Yes") || is_somebody(reader, object) && !judges(cue.class);
    let mut span = after_particle(parsed.subtree(object), head);
    if !is_somebody(reader, object) {
        span = with_adjuncts(reader, head, span);
    }
    (!reflexive).then(|| Found::new(vec![span], 0.6, "verb/object"))
}

/// "voiced their anger at the plan": what follows an object without a comma belongs to it, even if the parser hung it on the
/// verb; times and messages tell when and where it was said.
fn with_adjuncts(reader: &Reader, head: TokenId, mut span: TokenSpan) -> TokenSpan {
    let parsed = reader.parsed;
    let circumstantial = |p: TokenId| {
        matches!(&*parsed.lower(p), "at" | "in" | "on" | "by" | "during" | "after" | "before" | "since")
    };
    for child in reader.children(head).filter(|&c| c > head) {
        let words = parsed.subtree(child);
        let phrase =
            parsed.dep(child) == Dep::Obl && reader.preposition(child).is_some_and(|p| !circumstantial(p));
        let infinitive =
            matches!(parsed.dep(child), Dep::Advcl | Dep::Xcomp) && reader.is_to_infinitive(child);
        let tells = reader.lexicon.is_time(&parsed.lower(child)) || reader.is_message(child);
        let joined = words.start == span.end && !reader.is_punct(TokenId(words.start));
        let told = parsed.dep(child) == Dep::Ccomp && reader.opens_with_that(child);
        if joined && (phrase || infinitive || told) && !tells {
            span.end = words.end;
        }
    }
    span
}

/// "The poll shows him ahead": whatever stands after the verb, when the subject is evidence.
fn shown(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    let subject = reader.subject(head).filter(|_| frames.evidence)?;
    let object = reader.child(head, Dep::Obj).filter(|&o| o > head)?;
    let below = |c: &TokenId| {
        *c > object
            && matches!(parsed.dep(*c), Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Obl | Dep::Advmod)
            && !reader.is_aside(*c)
    };
    let last = reader.children(head).rfind(below).unwrap_or(object);
    let content = after_particle(parsed.subtree(object), head).cover(parsed.subtree(last));
    let evidence = reader.lexicon.is_evidence(&parsed.lower(subject));
    evidence.then(|| Found::new(vec![content], 0.7, "verb/evidence"))
}

/// "The king seems to have fled".
fn raised(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    let subject = reader.subject(head).filter(|&s| frames.raise && s < head)?;
    let complement = reader.child(head, Dep::Xcomp).filter(|&c| c > head && reader.is_to_infinitive(c))?;
    let content = vec![parsed.subtree(subject), parsed.subtree(complement)];
    Some(Found::new(content, 0.6, "verb/raise"))
}

/// True for persons named or meant by a pronoun: they are judged or addressed, but hardly said.
fn is_somebody(reader: &Reader, object: TokenId) -> bool {
    let parsed = reader.parsed;
    let pronoun = parsed.upos(object) == Upos::Pron && parsed.morph(object).gender != Some(Gender::Neut);
    let person = parsed.entity_at(object).is_some_and(|e| e.kind == EntityKind::Per);
    person
        || pronoun && parsed.feats(object).contains("PronType=Prs") && parsed.morph(object).person.is_some()
}

/// Classes of verbs that judge persons as well as things.
fn judges(class: &str) -> bool {
    matches!(class, "accused" | "praised" | "felt" | "decided" | "denied" | "wanted")
}

/// "The bridge, the mayor said, is safe" where the parser made the report an aside or a relative clause; "as the mayor
/// said".
fn parenthetical(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    let governor = parsed.head(head).filter(|_| frames.that)?;
    let subject = reader.subject(head);
    let first = TokenId(parsed.subtree(head).start);
    if reader.previous(first).is_some_and(|p| reader.reads(p, "what")) {
        return None; // "according to what he said"
    }
    let top = match parsed.dep(head) {
        Dep::Parataxis if subject.is_some() => governor,
        // "…," she said as she accepted the prize
        Dep::Advcl if is_cue(reader, governor) => return None,
        Dep::Advcl if reader.children_by(head, Dep::Mark).any(|m| reader.reads(m, "as")) => governor,
        Dep::AclRelcl | Dep::Acl
            if set_off(reader, head) && subject.is_some_and(|s| !reader.is_relative(s)) =>
        {
            clause_of(reader, governor)?
        }
        _ => return None,
    };
    let rest = minus(parsed.subtree(top), parsed.subtree(head));
    reader.is_finite(top).then(|| Found::new(rest, 0.85, "verb/parenthetical"))
}

/// The head of the clause that holds a noun.
fn clause_of(reader: &Reader, noun: TokenId) -> Option<TokenId> {
    std::iter::once(noun).chain(reader.ancestors(noun)).find(|&a| reader.is_finite(a))
}

/// True when commas, or a comma and the end of the sentence, stand around the clause of `head`.
fn set_off(reader: &Reader, head: TokenId) -> bool {
    let span = reader.parsed.subtree(head);
    let comma = |t: Option<TokenId>| t.is_some_and(|t| reader.reads(t, ","));
    let first = comma(Some(TokenId(span.start))) || comma(reader.previous(TokenId(span.start)));
    let last = TokenId(span.end.saturating_sub(1));
    first && (comma(Some(last)) || reader.next(last).is_none_or(|n| reader.is_punct(n)))
}
