//! Statements around a verb: "said that …", "…, he said", "urged them to …", "was accused of …".

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::content::{self, Found};
use crate::lexicon::Cue;
use crate::passive;
use crate::reader::{Draft, Reader};
use crate::speaker::Speaker;
use crate::surface;
use crate::worth;

/// Between "issued" and "saying" there are at most this many tokens.
const ISSUE_DISTANCE: u32 = 8;

/// Drafts the statement that the verb `head` reports, if it is a cue. Cues that could take a quotation are drafted
/// without content too.
pub(crate) fn draft(reader: &Reader, head: TokenId) -> Option<Draft> {
    let parsed = reader.parsed;
    let cue = entry(reader, head)?;
    let passive = parsed.is_passive(head);
    let would = cue.frames.would && reader.children_by(head, Dep::Aux).any(|a| reader.reads(a, "would"));
    if cue.frames.would && !would {
        return None;
    }
    let speaker = if passive { reader.agent(head) } else { reader.speaker_of(head) };
    let found =
        if passive { passive::content(reader, head, cue) } else { content::active(reader, head, cue) };
    let opens = opening(reader, head).filter(|_| cue.frames.quote && !passive && speaker.is_none());
    let speaks = speaker.is_some() || opens.is_some() || reader.is_finite(head);
    let may_quote = cue.frames.quote && !passive && speaks;
    if found.is_none() && !may_quote {
        return None;
    }
    let found = found.filter(|_| opens.is_none());
    let speaker = speaker.or(opens).or_else(|| inverted(reader, head, found.as_ref()));
    let speaker = speaker.filter(|_| !cue.frames.raise);
    let mut span = reader.verb_group(head, cue.particle);
    let alone = speaker.is_none() && !cue.frames.raise && !passive && reader.is_finite(head);
    let speaker = speaker.or_else(|| reader.speaker_before(span).filter(|_| alone));
    let found = found.or_else(|| {
        let speech = cue.frames.that && cue.frames.quote && !worth::is_private(cue.class);
        let speaks = speech && !passive && reader.is_finite(head);
        let words = speaker.filter(|_| speaks)?.span;
        let joined = words.end == span.start || span.end == words.start;
        surface::rest(reader, head, span.cover(words), cue.frames.addressee).filter(|_| joined)
    });
    let (content, confidence, rule) = match found {
        Some(found) => {
            if found.linker.is_some_and(|l| l.0 == span.end) {
                span.end += 1;
            }
            (found.content, found.confidence, found.rule)
        }
        None => (Vec::new(), 0.9, "verb/quote"),
    };
    let addressee = reader.addressee(head, &cue.frames).or_else(|| {
        // "told" and a clause: what stands between them is whom it was told, whatever the parser made of it.
        let clause = content.first().filter(|_| cue.frames.addressee && !passive)?;
        let words = reader.bare_phrase(TokenSpan::new(span.end, clause.start.max(span.end)))?;
        parsed.head_of(words)
    });
    span = with_statement_phrase(reader, head, span);
    span = with_issuer(reader, head, span);
    if let Some(colon) = reader.next(TokenId(span.end - 1)).filter(|&t| reader.reads(t, ":")) {
        span.end = colon.0 + 1;
    }
    let draft = Draft {
        head,
        cue: span,
        class: cue.class,
        addressee,
        content,
        quotes: cue.frames.quote,
        unreal: reader.is_unreal(head) && !would,
        confidence: if speaker.is_some() { confidence } else { confidence - 0.2 },
        speaker: speaker.map(Speaker::pair),
        rule,
    };
    worth::reports(reader, &draft).then_some(draft)
}

/// "…?" asked the guard, where the sentence ended with the quotation: a verb in lower case begins the next one, and what
/// the parser took for its object is its subject.
fn opening(reader: &Reader, head: TokenId) -> Option<Speaker> {
    let parsed = reader.parsed;
    let lower = parsed.form(head).starts_with(char::is_lowercase) && reader.previous(head).is_none();
    let after = |c: &TokenId| *c > head && matches!(parsed.dep(*c), Dep::Obj | Dep::Iobj | Dep::Nsubj);
    let object = reader.children(head).find(after).filter(|_| lower)?;
    (parsed.subtree(object).start == head.0 + 1).then(|| reader.phrase(object, Some(head)))
}

/// "…?" asked the guard: a subject after its verb that the parser took for an object.
fn inverted(reader: &Reader, head: TokenId, found: Option<&Found>) -> Option<Speaker> {
    let parsed = reader.parsed;
    let quoted = found?
        .content
        .first()
        .is_some_and(|p| p.end <= head.0 && reader.quote_of(TokenId(p.start)).is_some());
    let object =
        reader.children(head).find(|&c| c > head && matches!(parsed.dep(c), Dep::Obj | Dep::Iobj))?;
    quoted.then(|| reader.phrase(object, Some(head)))
}

/// The lexicon entry that fits the verb and the particle after it.
fn entry(reader: &Reader, head: TokenId) -> Option<&'static Cue> {
    let parsed = reader.parsed;
    if parsed.upos(head) != Upos::Verb && !(parsed.upos(head) == Upos::Aux && parsed.dep(head) == Dep::Root) {
        return None;
    }
    let follows = |particle: &str| {
        reader.next(head).is_some_and(|n| reader.reads(n, particle))
            || reader.children_by(head, Dep::CompoundPrt).any(|c| reader.reads(c, particle))
    };
    reader.verb(head).iter().find(|cue| cue.particle.is_none_or(follows))
}

/// "said in a statement": the phrase is part of the cue.
fn with_statement_phrase(reader: &Reader, head: TokenId, mut span: TokenSpan) -> TokenSpan {
    for phrase in reader.children_by(head, Dep::Obl).filter(|&p| reader.reads(p, "statement")) {
        let words = reader.parsed.subtree(phrase);
        let bare = words.end == phrase.0 + 1 || reader.next(phrase).is_some_and(|n| reader.reads(n, "that"));
        if words.start == span.end && phrase.0 < words.start + 4 && bare {
            span.end = phrase.0 + 1;
        }
    }
    span
}

/// "issued a statement saying": the cue begins with the verb that carries the noun.
fn with_issuer(reader: &Reader, head: TokenId, span: TokenSpan) -> TokenSpan {
    let parsed = reader.parsed;
    let noun = parsed.head(head).filter(|_| parsed.dep(head) == Dep::Acl);
    let carrier = noun.filter(|&n| parsed.dep(n) == Dep::Obj).and_then(|n| parsed.head(n));
    match carrier.filter(|&c| c < head && head.0 - c.0 <= ISSUE_DISTANCE && reader.is_light(c)) {
        Some(carrier) => reader.verb_group(carrier, None).cover(span),
        None => span,
    }
}
