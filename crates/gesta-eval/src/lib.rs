//! Measures Gesta against public corpora, by path, with the field's own metrics.
//!
//! A measurement is a [`Table`]: what was read, and rows of figures. Corpora stay where they are; nothing of them is
//! kept.

mod columns;
mod conllu;
mod entities;
mod parse;
mod score;
mod table;

pub use entities::entities;
pub use parse::parse;
pub use table::{Row, Table};

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
    pub(crate) fn new(path: &std::path::Path, what: impl std::fmt::Display) -> EvalError {
        EvalError(format!("{}: {what}", path.display()))
    }
}

/// The corpus files that a path stands for: itself, or all files below it with one of `endings`, sorted.
pub(crate) fn files(path: &std::path::Path, endings: &[&str]) -> Result<Vec<std::path::PathBuf>, EvalError> {
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
