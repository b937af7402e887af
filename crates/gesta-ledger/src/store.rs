//! Opening a ledger.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gesta::record::Record;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row};

use crate::codec::Kept;
use crate::error::Result;
use crate::{LedgerError, codec, schema};

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(60);

/// A ledger: one SQLite file, and its write-ahead log beside it while it is in use.
pub struct Ledger {
    pub(crate) db: Connection,
}

/// `gesta/ledger.db` below `$XDG_DATA_HOME`, or below `.local/share` in the home directory. `None` where there is no
/// home.
pub fn default_path() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))?;
    Some(base.join("gesta/ledger.db"))
}

impl Ledger {
    /// Opens a ledger for writing; makes it, and the folder it is in, when it is not there. An older one is brought to
    /// the schema of this program.
    ///
    /// # Errors
    /// When the file cannot be opened, is no ledger, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Ledger> {
        Ledger::open_to_write(path).map_err(|error| named(error, path))
    }

    fn open_to_write(path: &Path) -> Result<Ledger> {
        let failed = |what: String| LedgerError::Open(path.to_owned(), what);
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| failed(e.to_string()))?;
        }
        let mut db = Connection::open(path).map_err(|e| failed(e.to_string()))?;
        db.busy_timeout(PATIENCE)?;
        schema::check(&db, path)?;
        configure(&db)?;
        // Readings are a kilobyte or two: on larger pages less room is left over. Holds for new files only.
        db.pragma_update(None, "page_size", 8192)?;
        // FULL: a commit is on the disk when it returns, so neither a kill nor a power cut loses it.
        db.pragma_update(None, "synchronous", "FULL")?;
        let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(failed(format!("no write-ahead log on this file system (journal mode {mode})")));
        }
        schema::migrate(&mut db, path)?;
        Ok(Ledger { db })
    }

    /// Opens a ledger for questions only. Where nothing can be written, on a read-only disk for instance, SQLite cannot share
    /// its log with other processes: the file is then read as one that nobody changes.
    ///
    /// # Errors
    /// When there is none, it is no ledger, or its schema is not that of this program.
    pub fn open_read_only(path: &Path) -> Result<Ledger> {
        let shared = Ledger::open_to_read(path, path.as_os_str());
        let opened = match (&shared, unchanging(path)) {
            (Err(LedgerError::Sqlite(error)), Some(address)) if is_unwritable(error) => {
                Ledger::open_to_read(path, address.as_ref())
            }
            _ => shared,
        };
        opened.map_err(|error| named(error, path))
    }

    fn open_to_read(path: &Path, address: &OsStr) -> Result<Ledger> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let opened = Connection::open_with_flags(address, flags);
        let db = opened.map_err(|e| LedgerError::Open(path.to_owned(), e.to_string()))?;
        db.busy_timeout(PATIENCE)?;
        let older = schema::check(&db, path)?;
        configure(&db)?;
        if older {
            let what = "its schema is older; `gesta add` brings it up to date".to_owned();
            return Err(LedgerError::Open(path.to_owned(), what));
        }
        Ok(Ledger { db })
    }

    /// Lets the file grow to this many pages and no further, as if the disk were full then. For tests.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        // The answer is the limit in force, never less than what the file has.
        Ok(self.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    }

    /// Looks through the whole file for damage and for rows that refer to nothing.
    ///
    /// # Errors
    /// With the first findings, when there are any.
    pub fn check(&self) -> Result<()> {
        let found: String = self.db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(LedgerError::Damaged(found));
        }
        let lost = |row: &Row<'_>| {
            let (table, row, to): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("row {} of {table} refers to nothing in {to}", row.unwrap_or(0)))
        };
        let found = self.db.query_row("PRAGMA foreign_key_check", [], lost).optional()?;
        found.map_or(Ok(()), |found| Err(LedgerError::Damaged(found)))
    }
}

/// The address under which SQLite takes a file as unchanging; none where a log lies beside it.
fn unchanging(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    if Path::new(&log).metadata().is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let plain = path.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Some(format!("file:{plain}?immutable=1"))
}

/// True when SQLite would have had to write something beside the file.
fn is_unwritable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// An error that says which file it is about.
fn named(error: LedgerError, path: &Path) -> LedgerError {
    match error {
        LedgerError::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
            LedgerError::Open(
                path.to_owned(),
                "the file, or the folder it is in, cannot be written".to_owned(),
            )
        }
        LedgerError::Sqlite(error) => LedgerError::Open(path.to_owned(), error.to_string()),
        other => other,
    }
}

fn configure(db: &Connection) -> Result<()> {
    db.set_prepared_statement_cache_capacity(128);
    // Plans do not depend on what is bound: SQLite would make them anew for every row that is asked for.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // References are looked at as a whole by [`Ledger::check`]. Looked at with every statement, they make the indices of words be
    // written out for each.
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    Ok(())
}

/// The number of a word that recurs in many rows.
pub(crate) fn code(db: &Connection, name: &str) -> Result<i64> {
    let mut known = db.prepare_cached("SELECT id FROM code WHERE name = ?1")?;
    if let Some(id) = known.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO code (name) VALUES (?1)")?.execute([name])?;
    Ok(db.last_insert_rowid())
}

/// A stored reading that is still packed, for whatever thread unpacks it.
pub(crate) struct Packed {
    document: i64,
    reading: Vec<u8>,
    kept: Kept,
}

impl Packed {
    /// The stored reading of a document.
    pub(crate) fn of(db: &Connection, document: i64) -> Result<Packed> {
        let mut query = db.prepare_cached(
            "SELECT r.packed, d.key, d.uri, d.publisher, d.title
             FROM reading r JOIN document d ON d.id = r.document WHERE r.document = ?1",
        )?;
        let read = |row: &Row<'_>| {
            let kept =
                Kept { key: row.get(1)?, uri: row.get(2)?, publisher: row.get(3)?, title: row.get(4)? };
            Ok(Packed { document, reading: row.get(0)?, kept })
        };
        let packed = query.query_row([document], read).optional()?;
        packed.ok_or_else(|| LedgerError::NoEntry(format!("d{document}")))
    }

    pub(crate) fn unpack(self) -> Result<Record> {
        codec::unpack(&self.reading, self.kept).map_err(|what| LedgerError::Reading(self.document, what))
    }
}

/// The stored reading of a document, unpacked.
pub(crate) fn record(db: &Connection, document: i64) -> Result<Record> {
    Packed::of(db, document)?.unpack()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nobody_changes_is_read_without_a_log()
    -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("gesta-100%-#{}?", std::process::id()));
        let path = folder.join("ledger.db");
        drop(Ledger::open(&path)?);
        let address = unchanging(&path).ok_or("no address")?;
        let ledger = Ledger::open_to_read(&path, address.as_ref())?;
        assert!(ledger.is_empty()?);
        assert!(!folder.join("ledger.db-shm").exists());
        std::fs::write(folder.join("ledger.db-wal"), "a log")?;
        assert_eq!(unchanging(&path), None);
        std::fs::remove_dir_all(folder)?;
        Ok(())
    }
}
