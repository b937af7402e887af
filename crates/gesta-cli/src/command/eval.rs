//! `gesta eval`.

use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gesta::Reader;
use serde::Serialize;

use crate::args::{EvalArgs, Task};

/// Prints the figures of one measurement.
pub(crate) fn run(args: &EvalArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    let readings = args.readings.as_deref();
    let table = match args.task {
        Task::Actors => gesta_eval::actors(reader, &args.paths)?,
        Task::Parse => gesta_eval::parse(reader, &args.paths)?,
        Task::Commitments => gesta_eval::commitments(reader, &args.paths)?,
        Task::Statements => gesta_eval::statements(reader, &args.paths)?,
        Task::Places => return show(args, &gesta_eval::places(reader, &args.paths)?),
        Task::Stories => gesta_eval::stories(&args.paths)?,
        Task::Time => gesta_eval::time(reader, &args.paths)?,
        Task::Relate => gesta_eval::relate(reader, &args.paths)?,
        Task::Deadlines => gesta_eval::deadlines(reader, &args.paths)?,
        Task::Events => gesta_eval::events(reader, &args.paths)?,
        Task::Confidence => gesta_eval::confidence(reader, data(&args.paths)?)?,
        Task::Factuality => gesta_eval::factuality(reader, &args.paths)?,
        Task::Followup => gesta_eval::followup(reader, &args.paths, readings)?,
        Task::Timelines => gesta_eval::timelines(reader, &args.paths, readings)?,
        Task::Entities => gesta_eval::entities(reader, &args.paths)?,
    };
    show(args, &table)
}

/// The one folder that holds all corpora.
fn data(paths: &[PathBuf]) -> anyhow::Result<&Path> {
    match paths {
        [data] => Ok(data),
        _ => anyhow::bail!("one folder, which holds the corpora of the labels"),
    }
}

fn show(args: &EvalArgs, table: &(impl Serialize + Display)) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(table)?)?;
    } else {
        write!(out, "{table}")?;
    }
    Ok(ExitCode::SUCCESS)
}
