//! What can go wrong with a ledger.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the ledger did not do what was asked.
#[derive(Debug)]
pub enum LedgerError {
    /// The file, or the folder it is to be in, cannot be opened.
    Open(PathBuf, String),
    /// The file is no ledger.
    NotALedger(PathBuf),
    /// The file was written by a newer program: its schema version.
    Newer(PathBuf, u32),
    /// The disk is full. What was committed before is safe.
    Full,
    /// Another process has been writing for longer than we wait.
    Busy,
    /// The file is damaged: what SQLite says.
    Damaged(String),
    /// A stored reading cannot be unpacked: its document.
    Reading(i64, String),
    /// The question makes no sense: why.
    Question(String),
    /// There is no entry of this id.
    NoEntry(String),
    /// Anything else that SQLite reports.
    Sqlite(rusqlite::Error),
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerError::Open(path, what) => write!(f, "{}: {what}", path.display()),
            LedgerError::NotALedger(path) => write!(f, "{}: this file is no ledger", path.display()),
            LedgerError::Newer(path, version) => write!(
                f,
                "{}: written by a newer gesta (schema version {version}, this one knows {})",
                path.display(),
                crate::schema::VERSION
            ),
            LedgerError::Full => {
                f.write_str("the disk is full; the articles stored before are safe, add the rest again later")
            }
            LedgerError::Busy => f.write_str("another process has been writing to the ledger for too long"),
            LedgerError::Damaged(what) => write!(f, "the ledger is damaged: {what}"),
            LedgerError::Reading(document, what) => {
                write!(f, "d{document}: stored reading is damaged: {what}")
            }
            LedgerError::Question(what) => f.write_str(what),
            LedgerError::NoEntry(id) => write!(f, "there is no entry {id} in the ledger"),
            LedgerError::Sqlite(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => LedgerError::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy,
            Some(ErrorCode::DatabaseCorrupt) => LedgerError::Damaged(error.to_string()),
            _ => LedgerError::Sqlite(error),
        }
    }
}

/// A result of the ledger.
pub(crate) type Result<T> = std::result::Result<T, LedgerError>;
