//! `gesta read`.

use std::process::ExitCode;

use gesta::Reader;

use crate::args::ReadArgs;
use crate::output::print_each;
use crate::page;

/// Prints a record or a page for each article.
pub(crate) fn run(args: &ReadArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    print_each(&args.input, reader, |reader, named| {
        let record = reader.read(named.article).record();
        if args.json {
            let line = serde_json::to_string(&record).map_err(|e| e.to_string())?;
            Ok(line + "\n")
        } else {
            Ok(page::render(&record, &named.name))
        }
    })
}
