//! Countries and places: the gazetteer, and which place on Earth a name means.
//!
//! [`read`] finds the names of places in a parsed document and decides which place each of them means. What it knows
//! lies in three tables: [`country`] (states and what belongs to them), [`curated`] (regions, waters, divisions) and
//! [`gazetteer`] (towns). [`look_up`] answers for a name alone.

mod atlas;
pub mod block;
pub mod country;
pub mod curated;
pub mod gazetteer;
mod look_up;
mod mention;
mod read;
mod resolve;
mod sense;
mod types;
mod votes;
mod words;

pub use atlas::Atlas;
pub use look_up::{Answer, look_up};
pub use read::{read, read_with};
pub use types::{Iso3, Place, PlaceId, PlaceKind, PlaceMention, Places};
