//! Gesta's tables as Apache Parquet: typed columns, days as `DATE`, strings dictionary-encoded, Zstandard.
//!
//! The columns are those of [`gesta_export::tables`]. A crate of its own, because Arrow takes long to build.

use std::fmt;
use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::FieldRef;
use gesta_export::tables::{
    CommitmentRow, DocumentRow, EventRow, StatementRow, commitments, document, events, statements,
};
use gesta_export::{Exported, Table, View};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};
use serde_arrow::schema::{SchemaLike, TracingOptions};

/// Rows that are gathered before they are handed to the writer.
const BATCH: usize = 16_384;

/// Columns that hold days.
const DAYS: [&str; 7] = ["published", "start", "end", "due_start", "due_end", "made_start", "made_end"];

/// Why a table could not be written.
#[derive(Debug)]
pub struct ParquetError(String);

impl fmt::Display for ParquetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParquetError {}

fn error(error: impl fmt::Display) -> ParquetError {
    ParquetError(error.to_string())
}

/// Writes a table of the records; returns the number of rows. A day that Arrow cannot hold (it takes years 1 to 9999)
/// becomes null.
///
/// # Errors
/// When the output fails, or `records` does: its error is passed on.
pub fn write<E: From<ParquetError>>(
    table: Table,
    records: impl Iterator<Item = Result<impl Into<Exported>, E>>,
    out: impl Write + Send,
) -> Result<u64, E> {
    match table {
        Table::Documents => rows(records, out, |view| vec![document(view)]),
        Table::Statements => rows::<StatementRow, E>(records, out, statements),
        Table::Events => rows::<EventRow, E>(records, out, events),
        Table::Commitments => rows::<CommitmentRow, E>(records, out, commitments),
    }
}

/// A row whose days are days of the calendar.
trait Row: Serialize + for<'d> Deserialize<'d> + Default {
    /// Its fields that hold days.
    fn days(&mut self) -> Vec<&mut Option<String>>;
}

impl Row for DocumentRow {
    fn days(&mut self) -> Vec<&mut Option<String>> {
        vec![&mut self.published]
    }
}

impl Row for StatementRow {
    fn days(&mut self) -> Vec<&mut Option<String>> {
        vec![&mut self.published, &mut self.start, &mut self.end]
    }
}

impl Row for EventRow {
    fn days(&mut self) -> Vec<&mut Option<String>> {
        vec![&mut self.published, &mut self.start, &mut self.end]
    }
}

impl Row for CommitmentRow {
    fn days(&mut self) -> Vec<&mut Option<String>> {
        vec![
            &mut self.published,
            &mut self.due_start,
            &mut self.due_end,
            &mut self.made_start,
            &mut self.made_end,
        ]
    }
}

fn rows<R: Row, E: From<ParquetError>>(
    records: impl Iterator<Item = Result<impl Into<Exported>, E>>,
    out: impl Write + Send,
    rows_of: impl Fn(&View<'_>) -> Vec<R>,
) -> Result<u64, E> {
    let fields = fields::<R>()?;
    let schema =
        RecordBatch::new_empty(std::sync::Arc::new(arrow_schema::Schema::new(fields.clone()))).schema();
    let level = ZstdLevel::try_new(3).map_err(error)?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    let mut writer = ArrowWriter::try_new(out, schema, Some(properties)).map_err(error)?;
    let mut waiting: Vec<R> = Vec::new();
    let mut count = 0;
    let mut flush = |waiting: &mut Vec<R>| -> Result<(), ParquetError> {
        let batch = serde_arrow::to_record_batch(&fields, &*waiting).map_err(error)?;
        waiting.clear();
        writer.write(&batch).map_err(error)
    };
    for record in records {
        let record = record?.into();
        for mut row in rows_of(&View::new(&record)) {
            for day in row.days() {
                *day = day.take().filter(|d| d.len() == 10 && !d.starts_with("0000"));
            }
            waiting.push(row);
            count += 1;
        }
        if waiting.len() >= BATCH {
            flush(&mut waiting)?;
        }
    }
    flush(&mut waiting)?;
    writer.close().map_err(error)?;
    Ok(count)
}

/// The columns of a row.
fn fields<R: Row>() -> Result<Vec<FieldRef>, ParquetError> {
    let options = TracingOptions::default().strings_as_large_utf8(false);
    let fields = Vec::<FieldRef>::from_type::<R>(options).map_err(error)?;
    let typed = fields.into_iter().map(|field| {
        if DAYS.contains(&field.name().as_str()) {
            FieldRef::new(field.as_ref().clone().with_data_type(arrow_schema::DataType::Date32))
        } else {
            field
        }
    });
    Ok(typed.collect())
}
