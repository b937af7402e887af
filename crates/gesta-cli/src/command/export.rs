//! `gesta export`.

use std::cell::Cell;
use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use gesta_export::{Entry, Exported, Format, Layout, Linked, Table};
use gesta_ledger::{Id, Kind, Ledger, LedgerError};

use crate::args::{ExportArgs, ExportFormat, ExportTable};
use crate::command::ledger::{ask, path_of};
use crate::file::{check_target, write_whole};
use crate::output::Usage;

const WITHOUT_PARQUET: &str =
    "this gesta was built without Parquet (`--features parquet` has it); csv has the same tables";

/// Writes records in another format: those of the files named, else those of the ledger. What is no record, or a reading that is
/// damaged, is reported and left out; any other failure of the ledger ends the export.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    if !cfg!(feature = "parquet") && args.format == ExportFormat::Parquet {
        bail!(Usage(WITHOUT_PARQUET.to_owned()));
    }
    if args.table.is_some() && !matches!(args.format, ExportFormat::Csv | ExportFormat::Parquet) {
        let message = "--table is for csv and parquet; the other formats have one table each";
        bail!(Usage(message.to_owned()));
    }
    let path = path_of(&args.ledger).ok();
    if let Some(output) = &args.output {
        check_target(output, args.records.iter().chain(&path).map(PathBuf::as_path))?;
    }
    let told = Told::default();
    if args.records.is_empty() {
        let ledger = ask(&args.ledger)?;
        let records = ledger.records()?.map(|read| {
            let (document, record) = read?;
            let linked = Some(linked(&ledger, document)?);
            Ok(Exported { record, linked })
        });
        let records = records.filter_map(|record: Result<_, LedgerError>| match record {
            Err(error @ LedgerError::Reading(..)) => told.bad(&error),
            record => told.good(record),
        });
        write_to(args, &told, records)?;
    } else {
        let records = gesta_ingest::records(&args.records).filter_map(|record| match record {
            Err(error) => told.bad(&error),
            Ok(record) => told.good::<LedgerError>(Ok(Exported::from(record))),
        });
        write_to(args, &told, records)?;
    }
    Ok(if told.failed.get() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
/// What has come of the records so far.
#[derive(Default)]
struct Told {
    good: Cell<bool>,
    failed: Cell<bool>,
}

impl Told {
    /// Reports what is left out.
    fn bad<T>(&self, error: &dyn Display) -> Option<T> {
        self.failed.set(true);
        anstream::eprintln!("gesta: {error}");
        None
    }

    fn good<E: Into<anyhow::Error>>(&self, record: Result<Exported, E>) -> Option<anyhow::Result<Exported>> {
        self.good.set(true);
        Some(record.map_err(Into::into))
    }

    /// False when there was something to write and all of it was bad.
    fn is_worth_keeping(&self) -> bool {
        self.good.get() || !self.failed.get()
    }
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
    told: &Told,
    records: impl Iterator<Item = anyhow::Result<Exported>>,
) -> anyhow::Result<()> {
    match &args.output {
        Some(path) => write_whole(path, |out| {
            write(args, records, out)?;
            Ok(told.is_worth_keeping())
        })
        .with_context(|| path.display().to_string()),
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
