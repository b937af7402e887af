//! Quotations and attributions: who said what to whom.

mod types;

pub use types::{Statement, StatementId, StatementKind, Statements};

use gesta_actor::Actors;
use gesta_syntax::Parsed;

/// Finds the statements of a document.
pub fn read(parsed: &Parsed, actors: &Actors) -> Statements {
    let _ = (parsed, actors);
    Statements::default()
}
