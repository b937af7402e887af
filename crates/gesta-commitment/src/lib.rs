//! What was promised, threatened, demanded, offered, agreed, refused or announced; by whom, to whom, by when.

mod types;

pub use types::{Act, Commitment, Commitments, Deadline, Status};

use gesta_actor::Actors;
use gesta_event::Events;
use gesta_statement::Statements;
use gesta_syntax::Parsed;
use gesta_time::Times;

/// Finds the commitments of a document.
pub fn read(
    parsed: &Parsed,
    times: &Times,
    actors: &Actors,
    statements: &Statements,
    events: &Events,
) -> Commitments {
    let _ = (parsed, times, actors, statements, events);
    Commitments::default()
}
