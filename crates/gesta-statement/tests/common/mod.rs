//! The model, loaded once.

use std::sync::LazyLock;

use gesta_actor::Actors;
use gesta_statement::Statements;
use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::Document;

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded model loads"));

/// Parses a text and reads its statements; actors are left to their own crate.
pub(crate) fn read(text: &str) -> (Parsed, Statements) {
    let parsed = MODEL.parse(Document::read(text));
    let statements = gesta_statement::read(&parsed, &Actors::default());
    (parsed, statements)
}
