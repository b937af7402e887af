//! `gesta eval`.

use std::io::Write;
use std::process::ExitCode;

use gesta::Reader;

use crate::args::{EvalArgs, Task};

/// Prints the figures of one measurement.
pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<ExitCode> {
    let reader = Reader::new()?;
    let table = match args.task {
        Task::Parse => gesta_eval::parse(&reader, &args.path)?,
        Task::Entities => gesta_eval::entities(&reader, &args.path)?,
    };
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&table)?)?;
    } else {
        write!(out, "{table}")?;
    }
    Ok(ExitCode::SUCCESS)
}
