//! Measures Gesta against public corpora, by path, with the field's own metrics.
//!
//! A measurement is a [`Table`]: what was read, and rows of figures. Corpora stay where they are; nothing of them is
//! kept.

mod actors;
mod articles;
mod attributions;
mod calibration;
mod coded;
mod columns;
mod commitments;
mod confidence;
mod conllu;
mod deadlines;
mod entities;
mod events;
mod factuality;
mod logistic;
mod parse;
mod places;
mod relate;
pub mod reuters;
mod score;
mod statements;
mod stories;
mod table;
mod time;
mod timeline17;
mod timex;

pub use actors::actors;
pub use commitments::commitments;
pub use confidence::confidence;
pub use deadlines::deadlines;
pub use entities::entities;
pub use events::events;
pub use factuality::factuality;
pub use parse::{boundaries, parse};
pub use places::{PlacesTable, places};
pub use relate::relate;
pub use statements::statements;
pub use stories::stories;
pub use table::{Figure, Row, Table};
pub use time::time;
pub use timeline17::{followup, timelines};

use std::path::{Path, PathBuf};

/// Why a corpus could not be measured: the file and what is wrong with it.
#[derive(Debug)]
pub struct EvalError(pub(crate) String);

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EvalError {}

impl EvalError {
    pub(crate) fn new(path: &Path, what: impl std::fmt::Display) -> EvalError {
        EvalError(format!("{}: {what}", path.display()))
    }
}

/// The corpus files that paths stand for: a file for itself, a folder for all files below it with one of `endings`,
/// sorted.
pub(crate) fn files<P: AsRef<Path>>(paths: &[P], endings: &[&str]) -> Result<Vec<PathBuf>, EvalError> {
    let each: Result<Vec<_>, _> = paths.iter().map(|p| files_of(p.as_ref(), endings)).collect();
    Ok(each?.concat())
}

/// The paths, for a headline.
pub(crate) fn names<P: AsRef<Path>>(paths: &[P]) -> String {
    let names: Vec<String> = paths.iter().map(|p| p.as_ref().display().to_string()).collect();
    names.join(" ")
}

fn files_of(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, EvalError> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| EvalError::new(&folder, e))? {
            let path = entry.map_err(|e| EvalError::new(&folder, e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|e| path.to_string_lossy().ends_with(e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        Err(EvalError::new(path, format!("no {} files", endings.join(", "))))
    } else {
        Ok(found)
    }
}
