//! Tags, lemmas, dependencies and named entities.
//!
//! [`Model`] reads documents with a multi-task network, an accurate or a fast one ([`ModelKind`]); [`Parsed`] is a document with what it found, and the
//! only thing that later stages look at. Labels are those of Universal Dependencies.

mod acts;
mod conllu;
mod convolution;
mod entities;
mod features;
mod heads;
mod labels;
mod lemma;
mod mend;
mod model;
mod parsed;
mod transformer;
mod tree;
mod weights;
mod window;
mod wordpiece;

pub use acts::ActShares;
pub use conllu::write_conllu;
pub use gesta_nn::Cpu;
pub use labels::{Act, Dep, EntityKind, Gender, Mood, Morph, Tense, Upos, VerbForm};
pub use model::{Model, ModelKind};
pub use parsed::{Analysis, Entity, Parsed};
pub use weights::ModelError;
