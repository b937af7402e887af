//! `gesta export`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use gesta::record::Record;
use gesta_export::{Format, Layout, Table};

use crate::args::{ExportArgs, ExportFormat, ExportTable};

/// Writes records in another format. A line that is no record is reported and left out.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let mut failed = false;
    let records = gesta_ingest::records(&args.records).filter_map(|record| match record {
        Ok(record) => Some(anyhow::Ok(record)),
        Err(error) => {
            failed = true;
            anstream::eprintln!("gesta: {error}");
            None
        }
    });
    match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            write(args, records, BufWriter::new(file)).with_context(|| path.display().to_string())?;
        }
        None => write(args, records, BufWriter::new(io::stdout()))?,
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn write(
    args: &ExportArgs,
    records: impl Iterator<Item = anyhow::Result<Record>>,
    mut out: impl Write + Send,
) -> anyhow::Result<()> {
    let table = match args.table {
        ExportTable::Documents => Table::Documents,
        ExportTable::Statements => Table::Statements,
        ExportTable::Events => Table::Events,
        ExportTable::Commitments => Table::Commitments,
    };
    let format = match args.format {
        ExportFormat::Csv => Format::Csv(table),
        #[cfg(feature = "parquet")]
        ExportFormat::Parquet => {
            gesta_parquet::write::<anyhow::Error>(table, records, out)?;
            return Ok(());
        }
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Geojson => Format::Geojson,
        ExportFormat::Ics => Format::Icalendar,
        ExportFormat::Polecat => Format::Columns(Layout::Polecat),
        ExportFormat::Icews => Format::Columns(Layout::Icews),
        ExportFormat::Phoenix => Format::Columns(Layout::Phoenix),
        ExportFormat::Gdelt => Format::Columns(Layout::Gdelt),
    };
    gesta_export::write::<anyhow::Error>(format, records, &mut out)?;
    Ok(())
}
