//! Tags, lemmas, dependencies and named entities.
//!
//! [`Model`] reads documents with a multi-task transformer; [`Parsed`] is a document with what it found, and the
//! only thing that later stages look at. Labels are those of Universal Dependencies.

mod conllu;
mod entities;
mod features;
mod labels;
mod lemma;
mod model;
mod parsed;
mod tree;
mod wordpiece;

pub use conllu::write_conllu;
pub use labels::{Dep, EntityKind, Gender, Mood, Morph, Tense, Upos, VerbForm};
pub use model::{Model, ModelError};
pub use parsed::{Analysis, Entity, Parsed};
