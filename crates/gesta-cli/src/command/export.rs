//! `gesta export`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use gesta::record::Record;
use gesta_export::{Format, Layout, Table};

use crate::args::{ExportArgs, ExportFormat, ExportTable};
use crate::command::ledger::ask;

/// Writes records in another format: those of the files named, else those of the ledger. What is no record is reported and
/// left out.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let mut failed = false;
    let mut good = |record: Result<Record, String>| {
        record.map(anyhow::Ok).map_err(|error| {
            failed = true;
            anstream::eprintln!("gesta: {error}");
        })
    };
    if args.records.is_empty() {
        let ledger = ask(&args.ledger)?;
        let records = ledger.records()?.map(|r| r.map_err(|e| e.to_string()));
        write_to(args, records.filter_map(|r| good(r).ok()))?;
    } else {
        let records = gesta_ingest::records(&args.records).map(|r| r.map_err(|e| e.to_string()));
        write_to(args, records.filter_map(|r| good(r).ok()))?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn write_to(args: &ExportArgs, records: impl Iterator<Item = anyhow::Result<Record>>) -> anyhow::Result<()> {
    match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            write(args, records, BufWriter::new(file)).with_context(|| path.display().to_string())
        }
        None => write(args, records, BufWriter::new(io::stdout())),
    }
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
        ExportFormat::Jsonld => Format::Jsonld,
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
