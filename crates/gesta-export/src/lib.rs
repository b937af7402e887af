//! Records in the formats that others read.
//!
//! Gesta's own tables ([`Table`]) go out as CSV, events also as GeoJSON and in the column layouts of the event datasets that
//! researchers know ([`columns::Layout`]), deadlines as iCalendar. Whatever a layout has no place for, or Gesta does not
//! know, stays an empty field; the module of each layout lists what.
//!
//! From a ledger ([`Linked`]), rows of our tables carry the ids under which the ledger has them and what became of commitments;
//! where a format has no place for several reports of one thing (a calendar, a map, GDELT, Phoenix), the first report stands for
//! all, and what a copy tells once more is left out everywhere but in our tables.
//!
//! All formats are written record by record, in the order given, so that the input may be longer than memory.

pub mod columns;
mod feature;
mod goldstein;
mod linked;
mod schedule;
pub mod tables;
mod view;

use std::fmt;
use std::io::{self, Write};

use gesta::record::Record;

pub use columns::Layout;
pub use goldstein::goldstein;
pub use linked::{Entry, Exported, Linked};
pub use tables::Table;
pub use view::View;

/// A format to write.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Format {
    /// A table of ours as RFC 4180 CSV, with a header.
    Csv(Table),
    /// The records themselves, one JSON object a line.
    Jsonl,
    /// The statements of each record as a JSON-LD document, one a line ([`gesta::jsonld`]).
    Jsonld,
    /// Events with coordinates as a GeoJSON FeatureCollection (RFC 7946), whatever their factuality; those without are left out.
    Geojson,
    /// Deadlines of commitments as all-day events of an iCalendar (RFC 5545).
    Icalendar,
    /// Events in the columns of an event dataset, tab-separated.
    Columns(Layout),
}

/// Why something could not be written.
#[derive(Debug)]
pub enum ExportError {
    /// The output does not take it.
    Io(io::Error),
    /// A row could not be put into the format.
    Format(String),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExportError::Io(error) => error.fmt(f),
            ExportError::Format(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for ExportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // It is printed as its own message.
            ExportError::Io(error) => error.source(),
            ExportError::Format(_) => None,
        }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> ExportError {
        ExportError::Io(error)
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> ExportError {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => ExportError::Io(error),
            other => ExportError::Format(format!("{other:?}")),
        }
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> ExportError {
        ExportError::Io(error.into())
    }
}

/// Writes records in a format; returns how many rows (lines, features, calendar entries) came of them.
///
/// # Errors
/// When the output fails, or `records` does: its error is passed on.
pub fn write<E: From<ExportError>>(
    format: Format,
    records: impl Iterator<Item = Result<impl Into<Exported>, E>>,
    out: &mut dyn Write,
) -> Result<u64, E> {
    let mut writer = start(format, out)?;
    let mut rows = 0;
    for record in records {
        let record = record?.into();
        rows += writer.add(&View::new(&record))?;
    }
    writer.end()?;
    Ok(rows)
}

/// Writes one format, record by record.
trait Writer {
    /// Adds what is in a record; returns the number of rows.
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError>;
    /// Writes what stands at the end.
    fn end(&mut self) -> Result<(), ExportError>;
}

fn start<'o>(format: Format, out: &'o mut dyn Write) -> Result<Box<dyn Writer + 'o>, ExportError> {
    Ok(match format {
        Format::Csv(table) => Box::new(tables::CsvWriter::start(table, out)?),
        Format::Jsonl => Box::new(Lines { out, line: |record| serde_json::to_string(record) }),
        Format::Jsonld => {
            Box::new(Lines { out, line: |record| serde_json::to_string(&gesta::jsonld(record)) })
        }
        Format::Geojson => Box::new(feature::FeatureWriter::start(out)?),
        Format::Icalendar => Box::new(schedule::ScheduleWriter::start(out)?),
        Format::Columns(layout) => Box::new(columns::ColumnWriter::start(layout, out)?),
    })
}

/// A line for each record.
struct Lines<'o> {
    out: &'o mut dyn Write,
    line: fn(&Record) -> serde_json::Result<String>,
}

impl Writer for Lines<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError> {
        writeln!(self.out, "{}", (self.line)(view.record)?)?;
        Ok(1)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}
