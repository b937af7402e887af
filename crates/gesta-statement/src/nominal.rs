//! Statements around nouns ("the claim that …", "issued a warning that …") and adjectives ("confident that …").

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::lexicon::{Cue, Frames};
use crate::reader::{Draft, Reader};
use crate::speaker::Speaker;

/// Between a light verb and its noun there are at most this many words.
const LIGHT_DISTANCE: u32 = 7;

/// What a noun or adjective says, and the preposition that introduces it.
struct Complement {
    content: TokenSpan,
    linker: Option<TokenId>,
    /// True for clauses, false for noun phrases.
    clausal: bool,
}

/// Drafts the statement of a reporting noun.
pub(crate) fn noun(reader: &Reader, head: TokenId) -> Option<Draft> {
    let parsed = reader.parsed;
    if parsed.upos(head) != Upos::Noun {
        return None;
    }
    let cue = reader.noun(head)?;
    let reported = |g: TokenId| reader.verb(g).iter().any(|c| c.frames.that);
    if parsed.dep(head) == Dep::Obl && reader.is_message(head) && parsed.head(head).is_some_and(reported) {
        return None; // "said in a statement that": the verb reports
    }
    let carrier = parsed.head(head).filter(|g| {
        *g < head && head.0 - g.0 <= LIGHT_DISTANCE && parsed.dep(head) == Dep::Obj && reader.is_light(*g)
    });
    if let Some(draft) = uttered(reader, head, cue) {
        return Some(draft);
    }
    let mut complement = complement(reader, head, head, &cue.frames)
        .or_else(|| complement(reader, carrier?, head, &cue.frames))
        .or_else(|| predicate(reader, head, &cue.frames))?;
    let doer = doer(reader, head, &cue.frames, &complement);
    complement.content = doer.map_or(complement.content, |d| complement.content.cover(d));
    let speaker = reader
        .possessor(head)
        .filter(|s| s.span.end <= complement.content.start || s.span.start >= complement.content.end)
        .or_else(|| carrier.and_then(|c| reader.speaker_of(c)));
    if speaker.is_none() && !complement.clausal && doer.is_none() {
        return None;
    }
    let mut span = match carrier {
        Some(carrier) => reader.verb_group(carrier, None).cover(TokenSpan::one(head)),
        None => noun_group(reader, head),
    };
    if complement.linker.is_some_and(|l| l.0 == span.end) {
        span.end += 1;
    }
    Some(Draft {
        head,
        cue: span,
        class: cue.class,
        speaker: speaker.map(Speaker::pair),
        addressee: None,
        content: vec![complement.content],
        quotes: false,
        unreal: carrier.is_some_and(|c| reader.is_unreal(c)),
        confidence: if speaker.is_some() { 0.75 } else { 0.5 },
        rule: "noun",
    })
}

/// "The king used **the phrase** “…”", "the king's **motto is** “…”": a noun for words, and the words themselves.
fn uttered(reader: &Reader, head: TokenId, entry: &Cue) -> Option<Draft> {
    let parsed = reader.parsed;
    let after = reader.next(head).filter(|_| entry.frames.quote)?;
    let copula = ["is", "was"].iter().any(|w| reader.reads(after, w));
    let opening = if copula || reader.reads(after, ",") { reader.next(after)? } else { after };
    let quote = reader
        .quote_of(opening)
        .and_then(|q| reader.quotes.get(q))
        .filter(|q| q.tokens.start == opening.0)?;
    let uses = |v: &TokenId| {
        *v < head && parsed.dep(head) == Dep::Obj && reader.lexicon.is_uttering(&parsed.lower(*v))
    };
    let (verb, speaker, cue) = if copula {
        (head, reader.possessor(head)?, noun_group(reader, head).cover(TokenSpan::one(after)))
    } else {
        let verb = parsed.head(head).filter(uses)?;
        (verb, reader.speaker_of(verb)?, reader.verb_group(verb, None).cover(TokenSpan::one(head)))
    };
    Some(Draft {
        head: verb,
        cue,
        class: entry.class,
        speaker: Some(speaker.pair()),
        addressee: None,
        content: vec![quote.tokens],
        quotes: true,
        unreal: reader.is_unreal(verb),
        confidence: 0.75,
        rule: "noun/words",
    })
}

/// "Reports of abuse **by police**": after an act, "by" names who did it, not who reports it, wherever the parser hung it.
fn doer(reader: &Reader, noun: TokenId, frames: &Frames, complement: &Complement) -> Option<TokenSpan> {
    let parsed = reader.parsed;
    let act = parsed.head_of(complement.content).filter(|_| frames.doer && !complement.clausal)?;
    let by = |c: &TokenId| reader.preposition(*c).is_some_and(|p| reader.reads(p, "by"));
    let places = [Some(noun), Some(act), parsed.head(noun)];
    let fits = |s: &TokenSpan| s.start == complement.content.end || complement.content.contains(*s);
    let mut phrases = places.into_iter().flatten().flat_map(|t| reader.children(t)).filter(by);
    phrases
        .find_map(|c| Some(parsed.subtree(c)).filter(fits))
        .filter(|_| reader.lexicon.is_act(&parsed.lower(act)))
}

/// The noun with the determiners and adjectives directly before it; a possessor is the speaker's.
fn noun_group(reader: &Reader, head: TokenId) -> TokenSpan {
    let parsed = reader.parsed;
    let mut span = TokenSpan::one(head);
    while let Some(before) = reader.previous(TokenId(span.start)) {
        let modifies =
            parsed.head(before) == Some(head) && matches!(parsed.dep(before), Dep::Amod | Dep::Compound);
        if !modifies {
            break;
        }
        span.start = before.0;
    }
    span
}

/// Drafts the statement of an adjective or participle.
pub(crate) fn adjective(reader: &Reader, head: TokenId) -> Option<Draft> {
    let parsed = reader.parsed;
    if !matches!(parsed.upos(head), Upos::Adj | Upos::Verb) {
        return None;
    }
    let cue = reader.lexicon.adjective(&parsed.lower(head))?;
    if parsed.dep(head) == Dep::Amod
        || (parsed.upos(head) == Upos::Verb && reader.child(head, Dep::Obj).is_some())
    {
        return None;
    }
    let complement = complement(reader, head, head, &cue.frames)?;
    let speaker = reader.speaker_of(head)?;
    let mut span = reader.verb_group(head, None);
    if complement.linker.is_some_and(|l| l.0 == span.end) {
        span.end += 1;
    }
    Some(Draft {
        head,
        cue: span,
        class: cue.class,
        speaker: Some(speaker.pair()),
        addressee: None,
        content: vec![complement.content],
        quotes: false,
        unreal: reader.is_unreal(head),
        confidence: if complement.clausal { 0.8 } else { 0.6 },
        rule: "adjective",
    })
}

/// A clause, infinitive or phrase with a preposition that hangs on `governor` and follows `after`.
fn complement(reader: &Reader, governor: TokenId, after: TokenId, frames: &Frames) -> Option<Complement> {
    let parsed = reader.parsed;
    // "I am amazed: the bridge stands" does not say at what.
    let colon = reader.next(after).is_some_and(|t| reader.reads(t, ":"));
    for child in reader.children(governor).filter(|&c| c > after) {
        let span = parsed.subtree(child);
        let linker = reader.preposition(child);
        let clausal = matches!(parsed.dep(child), Dep::Acl | Dep::Ccomp | Dep::Advcl | Dep::Xcomp)
            || parsed.dep(child) == Dep::AclRelcl && linker.is_some();
        if clausal && reader.is_to_infinitive(child) && frames.inf {
            return Some(Complement { content: span, linker: None, clausal: true });
        }
        let first = TokenId(span.start);
        let relative = reader.subject(child) == Some(first) || lacks_object(reader, child, first);
        let opens = governor == after && first.0 == after.0 + 1 && reader.reads(first, "that") && !relative;
        if opens && frames.that && span.len() > 2 {
            return Some(Complement { content: span, linker: None, clausal: true });
        }
        let marked = linker.is_some_and(|l| reader.reads(l, "that") || reader.reads(l, "whether"));
        let bare = governor == after
            && parsed.dep(child) == Dep::Ccomp
            && parsed.upos(governor) != Upos::Noun
            && !colon;
        if clausal && frames.that && (marked || bare) {
            return Some(Complement { content: span, linker: None, clausal: true });
        }
        let phrase = clausal || matches!(parsed.dep(child), Dep::Nmod | Dep::Obl | Dep::OblAgent);
        if let Some(linker) = linker.filter(|&l| phrase && frames.preps.iter().any(|p| reader.reads(l, p))) {
            let content = TokenSpan::new(linker.0 + 1, span.end);
            return Some(Complement { content, linker: Some(linker), clausal: false });
        }
    }
    None
}

/// "The claim that the firm denied": a transitive cue whose object can only be the word before its subject.
fn lacks_object(reader: &Reader, verb: TokenId, first: TokenId) -> bool {
    let transitive = reader.is_light(verb) || reader.verb(verb).iter().any(|c| c.frames.obj);
    let complete = reader
        .children(verb)
        .any(|c| c > verb && matches!(reader.parsed.dep(c), Dep::Obj | Dep::Ccomp | Dep::Xcomp | Dep::Obl));
    transitive && !complete && first < verb && !reader.parsed.is_passive(verb)
}

/// "His claim is that the vote was rigged", "the plan is to leave".
fn predicate(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Complement> {
    let parsed = reader.parsed;
    let top = parsed.head(head)?;
    let outer = matches!(parsed.dep(head), Dep::NsubjOuter | Dep::Nsubj) && top > head;
    let marker = reader.children_by(top, Dep::Mark).find(|&m| m > head)?;
    let fits = reader.reads(marker, "that") && frames.that || reader.reads(marker, "to") && frames.inf;
    let copula = reader.children(top).any(|c| parsed.dep(c) == Dep::Cop && c < marker);
    let content = TokenSpan::new(marker.0, parsed.subtree(top).end);
    (outer && fits && copula).then_some(Complement { content, linker: None, clausal: true })
}
