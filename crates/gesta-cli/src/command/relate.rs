//! `gesta relate`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use gesta::{Reader, RelationAnswer, RelationQuery};
use serde::Serialize;
use serde_json::Value;

use crate::args::RelateArgs;
use crate::parallel::{ordered, threads};

#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(flatten)]
    relation: RelationAnswer,
}

#[derive(Serialize)]
struct Fault {
    id: Value,
    error: String,
    line: u64,
}

/// Prints an answer for each line; for a line that is no question, an error that names it. The exit code is 1 when there
/// were any.
pub(crate) fn run(args: &RelateArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    let standard_input = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() { &standard_input[..] } else { &args.paths };
    let mut failed = false;
    let mut out = anstream::AutoStream::auto(io::stdout()).lock();
    for path in paths {
        let lines = lines(path).with_context(|| path.display().to_string())?;
        let emit = |answer: (bool, String)| -> anyhow::Result<()> {
            failed |= !answer.0;
            Ok(writeln!(out, "{}", answer.1)?)
        };
        ordered(lines, threads(args.threads), |(number, line)| answer(reader, number, line), emit)?;
    }
    out.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The lines that are not blank, with their numbers from 1.
fn lines(path: &PathBuf) -> io::Result<impl Iterator<Item = (u64, io::Result<Vec<u8>>)> + Send> {
    let file: Box<dyn io::Read + Send> =
        if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let lines = BufReader::new(file).split(b'\n');
    let blank = |line: &io::Result<Vec<u8>>| line.as_ref().is_ok_and(|l| l.trim_ascii().is_empty());
    Ok((1..).zip(lines).filter(move |(_, line)| !blank(line)))
}

/// The answer to one line, and whether it is one.
fn answer(reader: &Reader, line: u64, text: io::Result<Vec<u8>>) -> (bool, String) {
    let read = || -> Result<Value, String> {
        let bytes = text.map_err(|e| e.to_string())?;
        serde_json::from_slice(&bytes).map_err(|e| e.to_string())
    };
    let (id, result) = match read() {
        Err(error) => (Value::Null, Err(error)),
        Ok(question) => {
            let id = question.get("id").cloned().unwrap_or_default();
            let query: Result<RelationQuery, _> = serde_json::from_value(question);
            (id, query.map_err(|e| e.to_string()).and_then(|query| reader.relate(&query)))
        }
    };
    let done = result.is_ok();
    let json = match result {
        Ok(relation) => serde_json::to_string(&Answer { id, relation }),
        Err(error) => serde_json::to_string(&Fault { id, error: format!("line {line}: {error}"), line }),
    };
    (done, json.unwrap_or_default())
}
