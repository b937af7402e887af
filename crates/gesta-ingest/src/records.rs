//! Records that `gesta read --json` wrote, read back.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use gesta::record::{Record, SCHEMA_VERSION};

use crate::InputError;
use crate::jsonl::plain;
use crate::lines::{Lines, Packing};

/// The records of JSON Lines files (plain, `.gz`, `.zst`; `-` is standard input), one after the other. A line that is no
/// record is an error in its place, and the rest is read.
pub fn records(paths: &[PathBuf]) -> impl Iterator<Item = Result<Record, InputError>> + Send + use<> {
    let paths = Vec::from(paths);
    paths.into_iter().flat_map(|path| Records { lines: Some(open(&path)), path })
}

/// True for a file with SQLite's first bytes. A pipe is not looked into: what is read of it is gone.
fn is_database(path: &Path) -> bool {
    let mut start = [0; 15];
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && &start == b"SQLite format 3"
}

fn open(path: &Path) -> Result<Lines, InputError> {
    if is_database(path) {
        return Err(InputError::new(path, "this is a database; a ledger is named with --ledger"));
    }
    let packing = match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => Packing::Gzip,
        Some("zst") => Packing::Zstandard,
        _ => Packing::Plain,
    };
    if path.as_os_str() == "-" { Ok(Lines::standard_input()) } else { Lines::open(path, packing) }
}

/// The records of a file; nothing left when there are no lines.
struct Records {
    path: PathBuf,
    lines: Option<Result<Lines, InputError>>,
}

impl Iterator for Records {
    type Item = Result<Record, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut lines = match self.lines.take()? {
            Ok(lines) => lines,
            Err(error) => return Some(Err(error)),
        };
        let record = lines.next(&self.path, record)?;
        if record.is_ok() || record.as_ref().is_err_and(|e| e.line.is_some()) {
            self.lines = Some(Ok(lines));
        }
        Some(record)
    }
}

fn record(line: &str, path: &Path, number: u64) -> Result<Record, InputError> {
    let record: Record = serde_json::from_str(line).map_err(|e| {
        let what = plain(&e);
        let hint = if what.starts_with("missing field") { "; `gesta read --json` makes records" } else { "" };
        InputError::at(path, number, format!("no record: {what}{hint}"))
    })?;
    let version = record.schema_version;
    if version == SCHEMA_VERSION {
        Ok(record)
    } else {
        let message =
            format!("a record of schema version {version}; this program reads version {SCHEMA_VERSION}");
        Err(InputError::at(path, number, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = r#"{"schema_version":1,"document":{"id":"0","key":null,"uri":null,"publisher":null,"title":null,"published":null,"published_rule":null,"language":null,"text":"","warnings":[]},"sentences":[],"actors":[],"places":[],"entities":[],"dates":[],"relations":[],"statements":[],"events":[],"commitments":[]}"#;

    #[test]
    fn bad_lines_are_errors_in_their_place() {
        let newer = EMPTY.replace(":1,", ":2,");
        let path = std::env::temp_dir().join(format!("gesta-records-{}.jsonl", std::process::id()));
        std::fs::write(&path, format!("{EMPTY}\n\n{{\n{newer}\n{EMPTY}\n")).unwrap();
        let missing = path.with_extension("gone");
        let found: Vec<_> = records(&[path.clone(), missing]).collect();
        std::fs::remove_file(&path).unwrap();
        let shown: Vec<String> = found
            .iter()
            .map(|r| r.as_ref().map_or_else(ToString::to_string, |r| r.document.id.clone()))
            .collect();
        let name = path.display().to_string();
        assert_eq!((shown[0].as_str(), shown[3].as_str(), shown.len()), ("0", "0", 5), "{shown:?}");
        assert!(shown[1].starts_with(&format!("{name}:3: no record: EOF")), "{shown:?}");
        assert!(shown[2].starts_with(&format!("{name}:4: a record of schema version 2")), "{shown:?}");
        assert!(shown[4].contains(".gone: No such file"), "{shown:?}");
    }
}
