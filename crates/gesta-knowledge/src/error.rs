//! What goes wrong with files.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a file could not be imported or opened.
#[derive(Debug)]
pub struct KnowledgeError {
    file: PathBuf,
    line: Option<u64>,
    what: String,
}

impl KnowledgeError {
    pub(crate) fn new(file: &Path, what: impl fmt::Display) -> KnowledgeError {
        KnowledgeError { file: file.to_owned(), line: None, what: what.to_string() }
    }

    pub(crate) fn at(file: &Path, line: u64, what: impl fmt::Display) -> KnowledgeError {
        KnowledgeError { line: Some(line), ..KnowledgeError::new(file, what) }
    }
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for KnowledgeError {}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Places or actors written.
    pub entries: u64,
    /// Different names under which they are found.
    pub names: u64,
    /// Rows that were left out, by reason, with the first such row as `file:line`.
    pub skipped: Vec<Skipped>,
}

/// Rows left out for one reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub rows: u64,
    /// The first of them, as `file:line`.
    pub first: String,
}

impl Summary {
    /// Counts a row that is left out.
    pub(crate) fn skip(&mut self, reason: &'static str, file: &Path, line: u64) {
        match self.skipped.iter_mut().find(|s| s.reason == reason) {
            Some(skipped) => skipped.rows += 1,
            None => {
                let first = format!("{}:{line}", file.display());
                self.skipped.push(Skipped { reason, rows: 1, first });
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries, {} names", self.entries, self.names)?;
        for Skipped { reason, rows, first } in &self.skipped {
            write!(f, "\nleft out {rows}: {reason} (first: {first})")?;
        }
        Ok(())
    }
}
