//! Places: those of the gazetteer by their GeoNames id, others by their name.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::Page;
use crate::error::Result;
use crate::words::{hash, stem, words};

/// What the names in an article name.
#[derive(Default)]
pub(super) struct Map {
    /// Where places lie, by the stem of the last word of a name: the country, and whether it is that country.
    places: BTreeMap<String, (String, bool)>,
    /// Rows of people, by the stems of the words in their names.
    people: BTreeMap<String, Vec<i64>>,
}

impl Map {
    pub(super) fn read(page: &Page<'_>) -> Map {
        let mut map = Map::default();
        for place in &page.record.places {
            let Some(country) = &place.country else { continue };
            for span in &place.mentions {
                let name = words(&page.words(*span)).last();
                map.places.extend(name.map(|word| (stem(&word), (country.clone(), place.kind == "country"))));
            }
        }
        for person in page.record.actors.iter().filter(|a| a.kind == "person") {
            let Some(row) = page.actors.get(person.id.as_str()) else { continue };
            for word in person.aliases.iter().chain([&person.name]).flat_map(|name| words(name)) {
                map.people.entry(stem(&word)).or_default().push(*row);
            }
        }
        map
    }

    /// True for a word of the name of one of these people.
    pub(super) fn names(&self, word: &str, people: &[i64]) -> bool {
        self.people.get(word).is_some_and(|rows| rows.iter().any(|row| people.contains(row)))
    }

    /// True when one is a country and the other lies in it.
    pub(super) fn within(&self, a: &str, b: &str) -> bool {
        let places = self.places.get(a).zip(self.places.get(b));
        places.is_some_and(|((x, whole), (y, other))| x == y && whole != other)
    }

    /// True for a place and those of it: "Mali", "Malian".
    pub(super) fn of_place(&self, word: &str) -> bool {
        self.places.keys().any(|place| word.starts_with(place.as_str()))
    }
}

/// Finds or makes the places of an article.
pub(super) fn link(db: &Connection, page: &mut Page<'_>) -> Result<()> {
    let mut known = db.prepare_cached("SELECT id FROM place WHERE identity = ?1")?;
    let mut count = db.prepare_cached("UPDATE place SET articles = articles + 1 WHERE id = ?1")?;
    let mut insert = db.prepare_cached(
        "INSERT INTO place (identity, name, kind, country, admin1, geonames, lat, lon, articles)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
    )?;
    for place in &page.record.places {
        let identity = match place.geonames {
            Some(id) => format!("geonames {id}"),
            None => format!("{} {}", place.kind, place.name.to_lowercase()),
        };
        let (p, identity) = (place, hash(identity.as_bytes()) as i64);
        let row = match known.query_row([identity], |row| row.get(0)).optional()? {
            Some(row) => {
                count.execute([row])?;
                row
            }
            None => {
                insert.execute(params![
                    identity, p.name, p.kind, p.country, p.admin1, p.geonames, p.lat, p.lon
                ])?;
                db.last_insert_rowid()
            }
        };
        page.places.insert(&place.id, row);
    }
    Ok(())
}
