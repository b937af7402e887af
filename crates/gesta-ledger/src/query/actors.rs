//! Actors and places.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::filter::{ACTOR_KINDS, Filter, PLACE_KINDS, Where};
use super::list::select;
use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, Ledger};

/// An actor's id and name, as other rows carry it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ActorName {
    /// `a1`, `a2`, …
    pub id: Id,
    /// Its fullest name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// An actor.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ActorRow {
    /// `a1`, `a2`, …
    pub id: Id,
    /// Its fullest name.
    pub name: String,
    /// `person`, `group`, `state` or `organization`.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Articles that speak of it.
    pub articles: u32,
}

/// A place.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PlaceRow {
    /// `p1`, `p2`, …
    pub id: Id,
    /// Its name.
    pub name: String,
    /// `country`, `admin1`, `city`, `region`, `water`, `continent` or `unknown`.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Articles that name it.
    pub articles: u32,
}

const ACTORS: &str = "SELECT a.id, a.name, k.name, a.country, a.sector, a.wikidata, a.articles
  FROM actor a JOIN code k ON k.id = a.kind";
const PLACES: &str = "SELECT id, name, kind, country, admin1, geonames, lat, lon, articles FROM place";

fn actor(row: &Row<'_>) -> rusqlite::Result<ActorRow> {
    Ok(ActorRow {
        id: Id::new(Kind::Actor, row.get(0)?),
        name: row.get(1)?,
        kind: row.get(2)?,
        country: row.get(3)?,
        sector: row.get(4)?,
        wikidata: row.get(5)?,
        articles: row.get(6)?,
    })
}

fn place(row: &Row<'_>) -> rusqlite::Result<PlaceRow> {
    Ok(PlaceRow {
        id: Id::new(Kind::Place, row.get(0)?),
        name: row.get(1)?,
        kind: row.get(2)?,
        country: row.get(3)?,
        admin1: row.get(4)?,
        geonames: row.get(5)?,
        lat: row.get(6)?,
        lon: row.get(7)?,
        articles: row.get(8)?,
    })
}

/// The actors a query names, each `(id, name, country, sector)`.
pub(super) fn names(db: &Connection, sql: &str, of: i64, role: i64) -> Result<Vec<ActorName>> {
    let mut query = db.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        let id = Id::new(Kind::Actor, row.get(0)?);
        Ok(ActorName { id, name: row.get(1)?, country: row.get(2)?, sector: row.get(3)? })
    };
    Ok(query.query_map([of, role], read)?.collect::<rusqlite::Result<_>>()?)
}

impl Ledger {
    /// Actors, those in most articles last: by name (`who` or `text`), `kind` and `country`.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn actors(&self, filter: &Filter) -> Result<Vec<ActorRow>> {
        let mut conditions = Where::default();
        for name in [&filter.who, &filter.text].into_iter().flatten() {
            conditions.actor("a.id IN {}", name)?;
        }
        filter.check_kind(&ACTOR_KINDS)?;
        conditions.code("a.kind", filter.kind.as_ref());
        conditions.equal("a.country", filter.country.as_ref());
        let order = ["a.articles", "a.id"];
        // Most actors are in one article only; those in more have an index of their own.
        if let Some(limit) = filter.limit {
            conditions.always("a.articles > 1");
            let rows = select(&self.db, ACTORS, &conditions, &order, Some(limit), actor)?;
            if rows.len() == limit as usize {
                return Ok(rows);
            }
            conditions.pop();
        }
        select(&self.db, ACTORS, &conditions, &order, filter.limit, actor)
    }

    /// Places, those in most articles last: by words of the name (`text`), `kind` and `country`.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn places(&self, filter: &Filter) -> Result<Vec<PlaceRow>> {
        let mut conditions = Where::default();
        if let Some(text) = &filter.text {
            for part in Sought::new(text)?.parts() {
                conditions.and("instr(lower(name), ?) > 0", part);
            }
        }
        filter.check_kind(&PLACE_KINDS)?;
        conditions.equal("kind", filter.kind.as_ref());
        conditions.equal("country", filter.country.as_ref());
        select(&self.db, PLACES, &conditions, &["articles", "id"], filter.limit, place)
    }

    /// The actor of an id, or nothing.
    pub(super) fn actor_rows(&self, id: Id) -> Result<Vec<ActorRow>> {
        let mut only = Where::default();
        only.and("a.id = ?", id.number);
        select(&self.db, ACTORS, &only, &["a.id"], None, actor)
    }

    /// The place of an id, or nothing.
    pub(super) fn place_rows(&self, id: Id) -> Result<Vec<PlaceRow>> {
        let mut only = Where::default();
        only.and("id = ?", id.number);
        select(&self.db, PLACES, &only, &["id"], None, place)
    }
}
