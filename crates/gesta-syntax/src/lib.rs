//! Tags, lemmas, dependencies and named entities.
//!
//! [`Model`] reads documents with a multi-task transformer; [`Parsed`] is a document with what it found, and the
//! only thing that later stages look at. Labels are those of Universal Dependencies.

mod labels;
mod parsed;

pub use labels::{Dep, EntityKind, Gender, Mood, Morph, Tense, Upos, VerbForm};
pub use parsed::{Analysis, Entity, Parsed};
