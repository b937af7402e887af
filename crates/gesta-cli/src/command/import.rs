//! `gesta import`.

use std::process::ExitCode;
use std::time::Instant;

use gesta_knowledge::{import_geonames, import_petrarch, import_wikidata};

use crate::args::Import;

/// Makes a knowledge file; tells on standard error what became of the rows.
pub(crate) fn run(args: &Import) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let (summary, output) = match args {
        Import::Geonames { dump, alternates, output } => {
            (import_geonames(dump, alternates.as_deref(), &output.output), &output.output)
        }
        Import::Petrarch { dir, output } => (import_petrarch(dir, &output.output), &output.output),
        Import::Wikidata { dump, output } => (import_wikidata(dump, &output.output), &output.output),
    };
    let summary = summary?;
    let bytes = std::fs::metadata(output).map_or(0, |m| m.len());
    anstream::eprintln!("{}: {bytes} bytes in {:.0?}\n{summary}", output.display(), start.elapsed());
    Ok(ExitCode::SUCCESS)
}
