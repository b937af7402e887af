//! Which drafts are statements.
//!
//! Words that report have other uses: "found the door open", "you may wish to call", "the resolution condemning
//! violence". A draft is kept when somebody can be told to have said or thought it. One that lies inside another
//! statement must add a voice: "she said the mayor denied it" holds the mayor's denial, "she said she believed it" only
//! hers.

use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;

use crate::reader::{Draft, Reader};

/// At most this many verbs share a subject.
const CONJUNCTS: usize = 4;
/// A phrase that only tells when has at most this many tokens.
const TIME: usize = 4;

/// True when the draft of a verb may stand.
pub(crate) fn reports(reader: &Reader, draft: &Draft) -> bool {
    let parsed = reader.parsed;
    let head = draft.head;
    let private = is_private(draft.class);
    let passive = parsed.is_passive(head);
    let first = first_conjunct(reader, head);
    let infinitive = reader.is_to_infinitive(first) && !(first == head && carried(reader, draft));
    let wishes = reader.verb(head).iter().any(|c| c.frames.would);
    let modal = private && reader.is_modal(head) && !wishes;
    let generic = private && draft.speaker.is_some_and(|(s, _)| is_generic(reader, s));
    let feats = parsed.feats(head);
    let spoken = !private && !feats.contains("Mood=Imp") && !feats.contains("VerbForm=Inf");
    let seems = draft.rule == "verb/raise";
    let voiceless = draft.speaker.is_none() && !seems && !passive && !draft.quotes_words(reader) && !spoken;
    let judged = passive && draft.speaker.is_none() && matches!(draft.class, "decided" | "showed");
    let bare = matches!(draft.rule, "verb/object" | "verb/preposition")
        && !matches!(draft.class, "ordered" | "accused");
    !((private || bare) && infinitive
        || modal
        || generic
        || voiceless
        || judged
        || names_a_time(reader, draft))
}

/// "to stop and present": the first of the verbs that share their subject.
fn first_conjunct(reader: &Reader, verb: TokenId) -> TokenId {
    let mut at = verb;
    for _ in 0..CONJUNCTS {
        let shared = reader.parsed.dep(at) == Dep::Conj && reader.subject(at).is_none();
        match reader.parsed.head(at).filter(|_| shared) {
            Some(governor) => at = governor,
            None => break,
        }
    }
    at
}

/// Classes of what goes on inside somebody.
pub(crate) fn is_private(class: &str) -> bool {
    matches!(class, "thought" | "felt" | "wanted" | "showed" | "decided" | "predicted")
}

/// "tried to explain": the cue begins before its infinitive marker.
fn carried(reader: &Reader, draft: &Draft) -> bool {
    let marker = reader.parsed.children(draft.head).find(|&c| reader.reads(c, "to"));
    marker.is_some_and(|m| draft.cue.start < m.0)
}

/// "you", "nobody", "people": nobody in particular.
fn is_generic(reader: &Reader, head: TokenId) -> bool {
    reader.lexicon.is_generic(&reader.parsed.lower(head))
        && !reader
            .children(head)
            .any(|c| matches!(reader.parsed.dep(c), Dep::AclRelcl | Dep::Acl | Dep::Nmod))
}

/// "called for Saturday": what follows the preposition tells when.
fn names_a_time(reader: &Reader, draft: &Draft) -> bool {
    let phrase = matches!(draft.rule, "verb/preposition" | "verb/object" | "noun" | "adjective");
    phrase
        && draft.content.first().filter(|p| p.len() <= TIME).is_some_and(|&p| {
            reader.parsed.head_of(p).is_some_and(|h| reader.lexicon.is_time(&reader.parsed.lower(h)))
        })
}

/// True when the draft `inner`, whose cue lies in the content of `outer`, tells of another voice.
pub(crate) fn adds_a_voice(reader: &Reader, inner: &Draft, outer: &Draft) -> bool {
    let parsed = reader.parsed;
    let Some((speaker, words)) = inner.speaker else { return false };
    let pronoun = parsed.upos(speaker) == Upos::Pron && !reader.is_relative(speaker);
    let actor = crate::finish::actor(reader, speaker, words);
    let voice = outer.speaker.and_then(|(head, words)| crate::finish::actor(reader, head, words));
    let same = match (actor, voice) {
        (Some(a), Some(b)) => a == b,
        (None, _) if pronoun => true,
        _ => outer.speaker.is_some_and(|(o, _)| parsed.lower(o) == parsed.lower(speaker)),
    };
    let first = pronoun && parsed.morph(speaker).person != Some(3);
    let known = actor.is_some() || reader.actors.actors().is_empty() || draft_is_clausal(inner);
    let opening = first_conjunct(reader, inner.head);
    let nonfinite = parsed.upos(inner.head) == Upos::Verb
        && (parsed.dep(opening) == Dep::Xcomp || !reader.is_finite(inner.head) && !reader.is_ing(inner.head));
    let disposed = inner.rule == "adjective" && inner.class == "wanted";
    !(same
        || first
        || !known
        || nonfinite
        || disposed
        || reader.is_modal(inner.head)
        || is_generic(reader, speaker))
}

fn draft_is_clausal(draft: &Draft) -> bool {
    matches!(draft.rule, "verb/clause" | "verb/clause-before" | "verb/quote" | "phrase" | "layout/label")
}
