//! What is stored stays, once, and whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::*;
use gesta_ledger::{Added, Filter, Incoming, Ledger, LedgerError};

const FREED: &str = "Rebels of the Lantern Front freed two soldiers near Goma on Friday.";
const FREED_MORE: &str =
    "Rebels of the Lantern Front freed three soldiers near Goma on Friday, officials said.";

#[test]
fn the_same_article_twice_is_one() {
    let (_folder, mut ledger) = ledger(&[("2021-03-05", FREED)]);
    assert!(matches!(add(&mut ledger, &[("2021-03-05", FREED)])[..], [Added::Known(1)]));
    assert_eq!(ledger.len().unwrap(), 1);
    assert_eq!(ledger.events(&Filter::default()).unwrap().len(), 1);
}

#[test]
fn what_was_stored_comes_back() {
    let (_folder, ledger) = ledger(&[("2021-03-05", FREED)]);
    let record = READER.read(article("2021-03-05", FREED)).record();
    assert_eq!(ledger.record("d1".parse().unwrap()).unwrap(), record);
}

#[test]
fn a_changed_article_is_a_new_version_and_its_reports_replace_the_old_ones() {
    let folder = Folder::new();
    let mut ledger = Ledger::open(&folder.path()).unwrap();
    let version = |text: &str| {
        let uri = Some("https://news.example/freed".to_owned());
        incoming(gesta::Article { uri, ..article("2021-03-05", text) })
    };
    for (text, expect) in
        [(FREED, Added::New(1)), (FREED_MORE, Added::Version(2, 1)), (FREED, Added::Known(1))]
    {
        assert_eq!(ledger.add(&[version(text)]).unwrap(), [expect]);
        ledger.link().unwrap();
    }
    let documents: Vec<String> =
        ledger.documents(&Filter::default()).unwrap().iter().map(|d| d.id.to_string()).collect();
    assert_eq!(documents, ["d2"]);
    let reports = ledger.event_reports(None).unwrap();
    assert!(!reports.is_empty() && reports.iter().all(|r| r.document.number == 2), "{reports:?}");
    assert_eq!(ledger.document("d1".parse().unwrap()).unwrap().replaced_by.unwrap().to_string(), "d2");
}

#[test]
fn an_id_used_for_another_article_is_no_new_version() {
    let folder = Folder::new();
    let mut ledger = Ledger::open(&folder.path()).unwrap();
    let keyed =
        |day: &str, text: &str| incoming(gesta::Article { key: Some("7".to_owned()), ..article(day, text) });
    let other = "Wheat prices rose sharply in Odessa after heavy rains.";
    let batch = [keyed("2021-03-05", FREED), keyed("1987-03-05", other), keyed("2021-03-06", FREED_MORE)];
    let added = ledger.add(&batch).unwrap();
    assert_eq!(added[..2], [Added::New(1), Added::New(2)]);
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let folder = Folder::new();
    let path = folder.path();
    let batches: Vec<Vec<_>> = (0..2)
        .map(|writer| {
            let text =
                |i| format!("Village number {i} of {writer} elected a mayor called Anna Field on Sunday.");
            (0..20).map(|i| incoming(article("2021-03-05", &text(i)))).collect()
        })
        .collect();
    std::thread::scope(|scope| {
        for batch in &batches {
            let path = &path;
            scope.spawn(move || {
                let mut ledger = Ledger::open(path).unwrap();
                for piece in batch.chunks(3) {
                    ledger.add(piece).unwrap();
                    ledger.link().unwrap();
                }
            });
        }
    });
    let ledger = Ledger::open_read_only(&path).unwrap();
    assert_eq!((ledger.len().unwrap(), ledger.pending().unwrap()), (40, false));
    ledger.check().unwrap();
}

#[test]
fn other_files_are_not_touched() {
    let folder = Folder::new();
    std::fs::write(
        folder.path(),
        "This is a letter, no ledger, and it is long enough to be looked at twice.",
    )
    .unwrap();
    assert!(matches!(Ledger::open(&folder.path()), Err(LedgerError::NotALedger(_))));
    let other = folder.0.join("other.db");
    let db = rusqlite::Connection::open(&other).unwrap();
    db.execute_batch("CREATE TABLE letters (text)").unwrap();
    assert!(matches!(Ledger::open(&other), Err(LedgerError::NotALedger(_))));
    let missing = Ledger::open_read_only(&folder.0.join("none.db"));
    assert!(matches!(missing, Err(LedgerError::Open(..))));
}

#[test]
fn a_newer_ledger_is_left_alone() {
    let (folder, old) = ledger(&[]);
    drop(old);
    let db = rusqlite::Connection::open(folder.path()).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let error = Ledger::open(&folder.path()).err().unwrap().to_string();
    assert!(error.contains("newer gesta (schema version 99"), "{error}");
}

#[test]
fn a_full_disk_is_said_and_costs_nothing_that_was_stored() {
    let (folder, mut ledger) = ledger(&[("2021-03-05", FREED)]);
    ledger.limit_pages(1).unwrap();
    let large = |i: u64| {
        let mut record = READER.read(article("2021-03-06", FREED)).record();
        let word = |n: u64| format!("{:x} ", n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ i);
        record.document.text = (0..5000).map(word).collect();
        Incoming::new(record, None).unwrap()
    };
    let batch: Vec<Incoming> = (0..5).map(large).collect();
    let error = ledger.add(&batch).unwrap_err();
    assert!(matches!(error, LedgerError::Full), "{error}");
    assert!(error.to_string().starts_with("the disk is full"), "{error}");
    drop(ledger);
    let mut ledger = Ledger::open(&folder.path()).unwrap();
    assert_eq!(ledger.len().unwrap(), 1);
    ledger.check().unwrap();
    ledger.add(&batch).unwrap();
    assert_eq!(ledger.len().unwrap(), 6);
}

#[test]
fn ledgers_of_all_schema_versions_open() {
    ["ledger-1.db.zst", "ledger-2.db.zst"].into_iter().for_each(opens);
}

fn opens(fixture: &str) {
    let folder = Folder::new();
    let packed = std::fs::read(fixtures().join(fixture)).unwrap();
    std::fs::write(folder.path(), zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    let mut ledger = Ledger::open(&folder.path()).unwrap();
    ledger.check().unwrap();
    // A field that the record has got since must have a default.
    let records: Vec<_> = ledger.records().unwrap().map(|r| r.unwrap().1).collect();
    let count = |of: fn(&gesta::record::Record) -> usize| records.iter().map(of).sum::<usize>();
    let counts = [
        count(|r| r.actors.len()),
        count(|r| r.places.len()),
        count(|r| r.dates.len()),
        count(|r| r.relations.len()),
        count(|r| r.statements.len()),
        count(|r| r.events.len()),
        count(|r| r.commitments.len()),
        count(|r| r.document.warnings.len()),
    ];
    assert!(counts.iter().all(|n| *n > 0), "{counts:?}");
    let found = commitments(&ledger);
    let free = "agreement | Chad | free the five sailors | 2020-05-03 | kept";
    assert!(found.iter().any(|c| c == free), "{found:#?}");
    add(&mut ledger, &[("2021-03-05", FREED)]);
    assert_eq!(ledger.len().unwrap() as usize, records.len() + 1);
}

fn fixtures() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Writes the fixture above: `cargo test -p gesta-ledger --test store -- --ignored fixture`. A fixture of a released
/// schema is never written again.
#[test]
#[ignore = "writes into the source tree"]
fn write_the_fixture() {
    let (folder, mut ledger) = ledger(&[
        ("2020-04-27", "Chad agreed on Monday to free the five sailors by May 3."),
        ("2020-05-02", "Chad freed the five sailors on Saturday."),
    ]);
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/articles");
    let mut paths: Vec<_> = std::fs::read_dir(examples).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt"));
    let texts: Vec<String> = texts.map(|p| std::fs::read_to_string(p).unwrap()).collect();
    add(&mut ledger, &texts.iter().map(|t| ("2021-03-05", t.as_str())).collect::<Vec<_>>());
    drop(ledger);
    let db = rusqlite::Connection::open(folder.path()).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; VACUUM").unwrap();
    drop(db);
    let packed = zstd::encode_all(std::fs::File::open(folder.path()).unwrap(), 19).unwrap();
    std::fs::write(fixtures().join("ledger-2.db.zst"), packed).unwrap();
}
