//! Tables written and read back.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, UInt32Type};
use gesta::record::Record;
use gesta_export::Table;
use gesta_parquet::{ParquetError, write};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use serde_json::json;

/// An article on a day with one killing, one sentence, one deadline.
fn record(published: Option<&str>) -> Record {
    let value = json!({
        "schema_version": 1,
        "document": {"id": "00ff", "key": null, "uri": null, "publisher": null, "title": null, "published": published,
            "published_rule": null, "language": "en", "text": "Raiders killed 3. They must go by Friday.", "warnings": []},
        "sentences": [[0, 17], [18, 41]], "actors": [], "places": [], "entities": [], "dates": [], "relations": [],
        "statements": [],
        "events": [{"id": "e1", "type": "ASSAULT", "mode": null, "contexts": [], "quad": 4, "cameo": null, "source": [],
            "target": [], "mutual": false, "date": null, "place": null, "factuality": "actual", "reported_in": null,
            "trigger": [8, 14], "source_span": [0, 7], "target_span": null, "dead": {"min": 3, "max": 3},
            "injured": null, "rule": "assault/kill", "confidence": 0.5, "evidence": []}],
        "commitments": [{"id": "c1", "act": "demand", "debtor": [], "debtor_span": [18, 22], "counterparty": [],
            "counterparty_span": null, "action": [28, 30], "action_type": null, "polarity": "do",
            "deadline": {"span": [31, 40], "start": null, "end": "2024-03-08"}, "condition": null, "made": null,
            "reporter_span": null, "status": "open", "statement": null, "event": null, "rule": "modals/must",
            "confidence": 0.5, "evidence": []}],
    });
    serde_json::from_value(value).expect("a record")
}

/// Writes a table and reads it back as one batch.
fn round_trip(table: Table, records: Vec<Record>) -> (RecordBatch, u64) {
    let mut file = Vec::new();
    let rows =
        write::<ParquetError>(table, records.into_iter().map(Ok), &mut file).expect("memory takes all");
    let reader =
        ParquetRecordBatchReader::try_new(bytes::Bytes::from(file), 100_000).expect("a Parquet file");
    let schema = arrow_array::RecordBatchReader::schema(&reader);
    let mut batches: Vec<RecordBatch> = reader.map(|b| b.expect("a batch")).collect();
    (batches.pop().unwrap_or_else(|| RecordBatch::new_empty(schema)), rows)
}

#[test]
fn columns_have_types() {
    let (events, rows) = round_trip(Table::Events, vec![record(Some("2024-03-03")), record(None)]);
    assert_eq!((events.num_rows(), rows), (2, 2));
    let column = |name: &str| events.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
    assert_eq!(column("type").as_string::<i32>().value(0), "ASSAULT");
    assert_eq!(column("source").as_string::<i32>().value(0), "Raiders");
    assert_eq!(column("dead_min").as_primitive::<UInt32Type>().value(0), 3);
    assert!((column("confidence").as_primitive::<Float32Type>().value(0) - 0.5).abs() < 1e-6);
    let published = column("published").as_primitive::<Date32Type>();
    assert_eq!(published.iter().collect::<Vec<_>>(), [Some(19_785), None], "days since 1970-01-01");
    let (due, _) = round_trip(Table::Commitments, vec![record(None)]);
    let due = due.column_by_name("due_end").expect("a column").as_primitive::<Date32Type>().value(0);
    assert_eq!(due, 19_790);
}

#[test]
fn every_table_can_be_empty_or_long() {
    for (table, per_record) in
        [(Table::Documents, 1), (Table::Statements, 0), (Table::Events, 1), (Table::Commitments, 1)]
    {
        for count in [0, 40_000] {
            let (batch, rows) = round_trip(table, vec![record(Some("2024-03-03")); count]);
            assert_eq!(
                (batch.num_rows(), rows),
                (count * per_record, (count * per_record) as u64),
                "{table:?}"
            );
        }
    }
}

#[test]
fn days_outside_the_calendar_are_null() {
    for day in ["-0044-03-15", "0000-01-01"] {
        let (documents, _) = round_trip(Table::Documents, vec![record(Some(day))]);
        let published = documents.column_by_name("published").expect("a column");
        assert_eq!(published.null_count(), 1, "{day}");
    }
}
