//! The model, loaded once.

use std::sync::LazyLock;

use gesta_actor::Actors;
use gesta_statement::Statements;
use gesta_syntax::{Model, Parsed};
use gesta_text::Document;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().expect("the embedded model loads"));

/// Parses a text and reads its statements; actors are left to their own crate.
pub(crate) fn read(text: &str) -> (Parsed, Statements) {
    let parsed = MODEL.parse(Document::read(text)).expect("the model runs");
    let statements = gesta_statement::read(&parsed, &Actors::default());
    (parsed, statements)
}
