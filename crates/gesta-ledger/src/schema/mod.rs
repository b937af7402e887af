//! The schema and how old files become new ones.
//!
//! `PRAGMA user_version` counts the steps a file has taken; opening takes the missing ones in one transaction. Steps are
//! never edited once released: a change is a new step, and a ledger of each version lies among the test fixtures.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::LedgerError;
use crate::error::Result;

/// "GEST": tells a ledger from other SQLite files.
const APPLICATION: u32 = 0x4745_5354;

/// The step from each version to the next; a new file starts at 0.
const STEPS: &[&str] = &[include_str!("1.sql"), include_str!("2.sql")];

/// The version this program writes.
pub(crate) const VERSION: u32 = STEPS.len() as u32;

/// Checks that a file is a ledger this program understands, without changing it. True when steps are missing.
pub(crate) fn check(db: &Connection, path: &Path) -> Result<bool> {
    let pragma = |name| db.query_row(name, [], |row| row.get::<_, u32>(0));
    let not_a_ledger = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => LedgerError::NotALedger(path.to_owned()),
        _ => error.into(),
    };
    let version = pragma("PRAGMA user_version").map_err(not_a_ledger)?;
    let application = pragma("PRAGMA application_id")?;
    let empty = pragma("SELECT count(*) FROM sqlite_schema")? == 0;
    if application != APPLICATION && !(application == 0 && empty) {
        return Err(LedgerError::NotALedger(path.to_owned()));
    }
    if version > VERSION {
        return Err(LedgerError::Newer(path.to_owned(), version));
    }
    Ok(version < VERSION)
}

/// Brings a file to [`VERSION`].
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    if !check(db, path)? {
        return Ok(());
    }
    // Two processes may both find steps missing: the second looks again once it has the file to itself.
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = step.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for sql in STEPS.iter().skip(version as usize) {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.pragma_update(None, "user_version", VERSION)?;
    Ok(step.commit()?)
}
