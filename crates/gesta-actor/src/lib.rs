//! Actors: who a name, a noun or a pronoun means, with country and PLOVER sector; and relations between actors.

mod types;

pub use types::{Actor, ActorId, ActorKind, ActorRelation, Actors, Mention, MentionForm, RelationKind};

use gesta_place::Places;
use gesta_syntax::Parsed;
use jiff::civil::Date;

/// Finds the actors of a document. `published` decides who held an office at the time.
pub fn read(parsed: &Parsed, places: &Places, published: Option<Date>) -> Actors {
    let _ = (parsed, places, published);
    Actors::default()
}
