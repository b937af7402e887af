//! `gesta read`.

use std::process::ExitCode;

use gesta::Reader;

use crate::args::{Format, ReadArgs};
use crate::output::print_each;
use crate::page;

/// Prints a record or a page for each article.
pub(crate) fn run(args: &ReadArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    print_each(&args.input, reader, |reader, named| {
        let record = reader.read(named.article).record();
        let format = if args.json { Format::Json } else { args.format };
        let line = match format {
            Format::Page => return Ok(page::render(&record, &named.name)),
            Format::Json => serde_json::to_string(&record),
            Format::Jsonld => serde_json::to_string(&gesta::jsonld(&record)),
        };
        Ok(line.map_err(|e| e.to_string())? + "\n")
    })
}
