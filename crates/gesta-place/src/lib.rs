//! Countries and places: the gazetteer, and which place on Earth a name means.
//!
//! [`read`] finds the names of places in a parsed document and decides which place each of them means. What it knows
//! lies in three tables: [`country`] (states and what belongs to them), [`curated`] (regions, waters, divisions) and
//! [`gazetteer`] (towns).

pub mod country;
pub mod curated;
pub mod gazetteer;
mod mention;
mod read;
mod resolve;
mod sense;
mod types;
mod votes;
mod words;

pub use read::read;
pub use types::{Iso3, Place, PlaceId, PlaceKind, PlaceMention, Places};
