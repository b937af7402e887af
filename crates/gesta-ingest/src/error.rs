//! What can be wrong with an input.

use std::fmt;
use std::path::PathBuf;

/// An input that could not be read, and where.
#[derive(Debug)]
pub struct InputError {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// The line of a JSON Lines file, from 1.
    pub line: Option<u64>,
    /// What is wrong, in plain English.
    pub message: String,
}

impl InputError {
    pub(crate) fn new(path: impl Into<PathBuf>, message: impl fmt::Display) -> InputError {
        InputError { path: path.into(), line: None, message: message.to_string() }
    }

    pub(crate) fn at(path: impl Into<PathBuf>, line: u64, message: impl fmt::Display) -> InputError {
        InputError { path: path.into(), line: Some(line), message: message.to_string() }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.message),
            None => write!(f, "{}: {}", self.path.display(), self.message),
        }
    }
}

impl std::error::Error for InputError {}
