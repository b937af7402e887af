//! PLOVER event coding: who did what to whom, when, where, and whether it happened.
//!
//! The [`codebook()`] is data: entries of trigger words with frames (see [`frame`]). [`read`] walks over the words of
//! every sentence of news. Where a word is a trigger and its frame is filled by actors, there is an event. Its
//! reality, its time and place and the numbers of victims come from the same syntax; repeated mentions of an act are
//! merged into one record. The `rule` of an event is the id of its codebook entry, which
//! [`Codebook::entry`] looks up.
//!
//! As PLOVER has it, cooperation in the future (a visit next week, aid to come) is coded as `AGREE`, a retreat to
//! come as `CONCEDE` (the rule of such an event ends in `+future`), force to come as `THREATEN` (`+threat`), and what
//! somebody "will not" grant as `REJECT` (`+refusal`).

mod argument;
mod casualties;
mod circumstance;
mod codebook;
mod confidence;
mod factuality;
mod fallback;
pub mod frame;
mod grammar;
mod lemma;
mod lexicon;
mod matcher;
mod merge;
mod parties;
mod petrarch;
mod reader;
mod relate;
mod types;

pub use codebook::{Codebook, Entry, Need, TriggerPos, TypeBook, codebook};
pub use confidence::Grounds;
pub use factuality::Reading;
pub use relate::{Relation, relate};
pub use types::{Event, EventId, EventType, Events, Factuality};

use gesta_actor::Actors;
use gesta_place::Places;
use gesta_statement::Statements;
use gesta_syntax::Parsed;
use gesta_time::Times;

/// Codes the events of a document.
pub fn read(
    parsed: &Parsed,
    times: &Times,
    places: &Places,
    actors: &Actors,
    statements: &Statements,
) -> Events {
    read_with(codebook(), parsed, times, places, actors, statements)
}

/// Codes the events of a document by another codebook.
pub fn read_with(
    book: &Codebook,
    parsed: &Parsed,
    times: &Times,
    places: &Places,
    actors: &Actors,
    statements: &Statements,
) -> Events {
    let marked = Default::default();
    reader::read(argument::Sources { parsed, times, places, actors, statements, marked }, book)
}

/// Whether what a word names happened, as far as its sentence says; for any word, whether the codebook knows it or not.
pub fn factuality_of(parsed: &Parsed, word: gesta_text::TokenId) -> Factuality {
    factuality::factuality(parsed, word, None)
}

/// As [`factuality_of`], with who gives it: the word's own clause, its governor, or what is said of something else.
pub fn reading_of(parsed: &Parsed, word: gesta_text::TokenId) -> Reading {
    factuality::reading(parsed, word, None)
}

/// A sentence of the factuality table with what it must mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactualityExample {
    /// The governor of the act, and its part of speech and complement.
    pub governor: String,
    /// The sentence, the act between asterisks.
    pub sentence: String,
    /// What the governor makes of the act: a factuality; `same`, `fact`, `report`, `directive` where it is actual;
    /// `prospective` where it is hypothetical.
    pub effect: &'static str,
}

/// The examples of `lexicon/factuality.tsv`, for tests and for `gesta explain`.
pub fn factuality_examples() -> Vec<FactualityExample> {
    let rows = lexicon::lexicon().factuality_rows().into_iter().filter(|r| !r.example.is_empty());
    rows.map(|r| FactualityExample {
        governor: format!("{} {} {}", r.lemma, r.pos, r.complement),
        sentence: r.example.clone(),
        effect: r.effect.as_str(),
    })
    .collect()
}
