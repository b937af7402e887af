//! A new version of an article takes the place of the old one: what only the old one reported goes. Commitments and their
//! history stay, as all history does.

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::store;

/// Takes the reports of the versions that `document` replaces out of the ledger.
pub(super) fn older_versions(db: &Connection, document: i64) -> Result<()> {
    let mut query = db.prepare_cached("SELECT id FROM document WHERE newer = ?1 AND linked = 1")?;
    let older = query.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for old in older {
        retract(db, old)?;
    }
    Ok(())
}

fn retract(db: &Connection, old: i64) -> Result<()> {
    let mut query = db.prepare_cached("SELECT DISTINCT event FROM event_report WHERE document = ?1")?;
    let events = query.query_map([old], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    db.prepare_cached("DELETE FROM event_report WHERE document = ?1")?.execute([old])?;
    for event in events {
        db.prepare_cached(
            "UPDATE event SET reports = max(1, (SELECT count(DISTINCT r.document) FROM event_report r
               JOIN document d ON d.id = r.document WHERE r.event = event.id AND d.copy_of IS NULL)) WHERE id = ?1",
        )?
        .execute([event])?;
        let mut left = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM event_report WHERE event = ?1)")?;
        if !left.query_row([event], |row| row.get::<_, bool>(0))? {
            db.prepare_cached("DELETE FROM event_party WHERE event = ?1")?.execute([event])?;
            db.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([event])?;
        }
    }
    // The words of a statement are found through its row: without the row, its index entry finds nothing. Statements of
    // one article follow one another, and there are no more of them than were read.
    let most = store::record(db, old)?.statements.len();
    db.prepare_cached(
        "DELETE FROM statement WHERE document = ?1
           AND id BETWEEN (SELECT statements FROM document WHERE id = ?1)
             AND (SELECT statements FROM document WHERE id = ?1) + ?2",
    )?
    .execute(params![old, most as i64])?;
    db.prepare_cached(
        "UPDATE story SET articles = articles - 1 WHERE id = (SELECT story FROM document WHERE id = ?1)",
    )?
    .execute([old])?;
    db.prepare_cached("UPDATE document SET story = NULL WHERE id = ?1")?.execute([old])?;
    Ok(())
}
