//! `gesta export`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use gesta_export::{Entry, Exported, Format, Layout, Linked, Table};
use gesta_ledger::{Id, Kind, Ledger, LedgerError};

use crate::args::{ExportArgs, ExportFormat, ExportTable};
use crate::command::ledger::ask;

const WITHOUT_PARQUET: &str =
    "this gesta was built without Parquet (`--features parquet` has it); csv has the same tables";

/// Writes records in another format: those of the files named, else those of the ledger. What is no record is reported and
/// left out.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let mut failed = false;
    let mut good = |record: Result<Exported, String>| {
        record.map(anyhow::Ok).map_err(|error| {
            failed = true;
            anstream::eprintln!("gesta: {error}");
        })
    };
    if !cfg!(feature = "parquet") && args.format == ExportFormat::Parquet {
        bail!(WITHOUT_PARQUET);
    }
    if args.table.is_some() && !matches!(args.format, ExportFormat::Csv | ExportFormat::Parquet) {
        bail!("--table is for csv and parquet; the other formats have one table each");
    }
    if args.records.is_empty() {
        let ledger = ask(&args.ledger)?;
        let records = ledger.records()?.map(|read| {
            let (document, record) = read?;
            let linked = Some(linked(&ledger, document)?);
            Ok(Exported { record, linked })
        });
        let records = records.map(|r: Result<_, LedgerError>| r.map_err(|e| e.to_string()));
        write_to(args, records.filter_map(|r| good(r).ok()))?;
    } else {
        let records =
            gesta_ingest::records(&args.records).map(|r| r.map(Exported::from).map_err(|e| e.to_string()));
        write_to(args, records.filter_map(|r| good(r).ok()))?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What the ledger adds to an article's record.
fn linked(ledger: &Ledger, document: Id) -> Result<Linked, LedgerError> {
    let row = ledger.document(document)?;
    let mut linked = Linked {
        document: document.to_string(),
        story: row.story.map(|id| id.to_string()),
        copy_of: row.copy_of.map(|id| id.to_string()),
        ..Linked::default()
    };
    for (local, id) in ledger.reported_in(document)? {
        let mut entry = Entry { id: id.to_string(), ..Entry::default() };
        match id.kind {
            Kind::Commitment => entry.status = Some(ledger.commitment(id)?.status),
            Kind::Event => {
                for source in ledger.sources_of(id)? {
                    entry.uris.push(source.uri);
                    entry.publishers.extend(source.publisher);
                }
                entry.publishers.sort();
                entry.publishers.dedup();
            }
            _ => {}
        }
        linked.entries.insert(local, entry);
    }
    Ok(linked)
}

fn write_to(
    args: &ExportArgs,
    records: impl Iterator<Item = anyhow::Result<Exported>>,
) -> anyhow::Result<()> {
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
    records: impl Iterator<Item = anyhow::Result<Exported>>,
    mut out: impl Write + Send,
) -> anyhow::Result<()> {
    let table = match args.table.unwrap_or(ExportTable::Events) {
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
        #[cfg(not(feature = "parquet"))]
        ExportFormat::Parquet => {
            bail!(WITHOUT_PARQUET)
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
