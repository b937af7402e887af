//! Places: those of the gazetteer by their GeoNames id, others by their name.

use rusqlite::{Connection, params};

use super::Page;
use crate::error::Result;
use crate::words::hash;

/// Finds or makes the places of an article.
pub(super) fn link(db: &Connection, page: &mut Page<'_>) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO place (identity, name, kind, country, admin1, geonames, lat, lon, articles)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)
         ON CONFLICT (identity) DO UPDATE SET articles = articles + 1
         RETURNING id",
    )?;
    for place in &page.record.places {
        let identity = match place.geonames {
            Some(id) => format!("geonames {id}"),
            None => format!("{} {}", place.kind, place.name.to_lowercase()),
        };
        let p = place;
        let values = params![
            hash(identity.as_bytes()) as i64,
            p.name,
            p.kind,
            p.country,
            p.admin1,
            p.geonames,
            p.lat,
            p.lon
        ];
        let row = insert.query_row(values, |row| row.get(0))?;
        page.places.insert(&place.id, row);
    }
    Ok(())
}
