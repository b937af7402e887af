//! Quotations and attributions: who said what to whom.
//!
//! An attribution has three parts: a **cue** that reports ("said", "according to", "the claim"), a **speaker**, and
//! the **content**, what is said, thought or wanted. [`read`] drafts a statement for each word of the cue lexicon
//! (`knowledge/en/cues/`) whose syntax fits one of the constructions that the lexicon allows it, pairs quotation marks,
//! gives each quotation to its cue, and trims the extents: quotation marks belong to the content, and so do "that" and
//! "to"; the cue has its auxiliaries, adverbs and prepositions; the speaker is the full noun phrase with appositions.
//! Statements may lie inside each other ([`Statement::inside`]).

mod apart;
mod aside;
mod attach;
mod content;
mod finish;
mod inflect;
mod layout;
mod lexicon;
mod nominal;
mod passive;
mod phrase;
mod pieces;
mod quote;
mod reader;
mod speaker;
mod surface;
mod types;
mod verb;
mod worth;

pub use types::{Statement, StatementId, StatementKind, Statements};

use gesta_actor::Actors;
use gesta_syntax::{Parsed, Upos};
use gesta_text::SentenceKind;

use crate::reader::{Draft, Reader};

/// Finds the statements of a document.
pub fn read(parsed: &Parsed, actors: &Actors) -> Statements {
    let reader = Reader::new(parsed, actors);
    let mut drafts = layout::drafts(&reader);
    for (_, sentence) in parsed.sentences().filter(|(_, s)| s.kind != SentenceKind::Furniture) {
        for token in sentence.tokens.iter() {
            drafts.extend(draft(&reader, token));
        }
    }
    drafts.sort_by_key(|d| d.head);
    let introductions = layout::introductions(&reader, &drafts);
    let quotatives = surface::quotatives(&reader, &drafts);
    let viewpoints = surface::viewpoints(&reader);
    drafts.extend(introductions.into_iter().chain(quotatives).chain(viewpoints));
    drafts.sort_by_key(|d| d.head);
    attach::attach(&reader, &mut drafts);
    finish::finish(&reader, drafts)
}

fn draft(reader: &Reader, token: gesta_text::TokenId) -> Option<Draft> {
    match reader.parsed.upos(token) {
        Upos::Punct => None,
        Upos::Noun => nominal::noun(reader, token),
        Upos::Adj | Upos::Verb | Upos::Aux => nominal::adjective(reader, token)
            .or_else(|| verb::draft(reader, token))
            .or_else(|| phrase::draft(reader, token)),
        Upos::Adv => phrase::adverb(reader, token).or_else(|| phrase::draft(reader, token)),
        _ => phrase::draft(reader, token),
    }
}
