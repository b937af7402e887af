//! What the passive of a report says: its subject with what follows the verb ("was accused of lying"), or a clause ("it was
//! announced that").

use gesta_syntax::Dep;
use gesta_text::{TokenId, TokenSpan};

use crate::content::{Found, has_preposition, prepositional, right_edge};
use crate::lexicon::Cue;
use crate::pieces::subtree_minus;
use crate::reader::Reader;

/// Passives: "was accused of lying", "is expected to win", "it was announced that".
pub(crate) fn content(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let parsed = reader.parsed;
    let frames = &cue.frames;
    let subject =
        reader.subject(head).filter(|&s| parsed.dep(s) == Dep::NsubjPass || parsed.dep(s) == Dep::Nsubj);
    let clause = reader.children(head).find(|&c| match parsed.dep(c) {
        Dep::Ccomp | Dep::Csubj | Dep::CsubjPass => frames.that && !reader.is_to_infinitive(c),
        _ => false,
    });
    if let Some(clause) = clause {
        let content = if clause < head || parsed.subtree(clause).has(head) {
            subtree_minus(reader, clause, head)
        } else {
            vec![TokenSpan::new(parsed.subtree(clause).start, right_edge(reader, head, clause))]
        };
        return Some(Found::new(content, 0.85, "verb/passive-clause"));
    }
    // "was asked about the fire"
    if frames.addressee
        && let Some(found) = prepositional(reader, head, frames)
    {
        return Some(Found { rule: "verb/passive", ..found });
    }
    let subject = subject.filter(|_| !frames.addressee)?;
    if reader.children(head).any(|c| reader.is_quoted_as(c)) {
        return None;
    }
    let complement = reader.children(head).find(|&c| {
        c > head
            && match parsed.dep(c) {
                Dep::Xcomp if reader.is_to_infinitive(c) => frames.obj_inf || frames.passive_inf,
                Dep::Ccomp | Dep::Advcl if reader.is_to_infinitive(c) => frames.obj_inf,
                Dep::Obl | Dep::Xcomp | Dep::Advcl if has_preposition(reader, c, &frames.obj_preps) => true,
                Dep::Xcomp => frames.obj_pred,
                _ => false,
            }
    });
    let mut content = vec![parsed.subtree(subject)];
    match complement {
        Some(c) => content.push(parsed.subtree(c)),
        None if !frames.obj || reader.agent(head).is_none() => return None,
        None => {}
    }
    Some(Found::new(content, 0.6, "verb/passive"))
}
