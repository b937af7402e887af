//! A process that stores and links articles is killed a hundred times, at any moment. Nothing it had committed may be lost,
//! the file must be whole each time, and in the end there must be the ledger that an undisturbed run makes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::env;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use common::Folder;
use common::synthetic::{Random, readings, vary};
use gesta::record::Record;
use gesta_ledger::{Incoming, Ledger, identity};

const KILLS: u32 = 100;
const ARTICLES: u64 = 60;
/// Articles in a transaction.
const BATCH: usize = 3;

/// What is killed: stores the articles of a folder that are not there yet, then links them.
#[test]
#[ignore = "started, and killed, by the test below"]
fn child() {
    let folder = env::var("GESTA_FOLDER").unwrap();
    let text = fs::read_to_string(format!("{folder}/records.jsonl")).unwrap();
    let mut ledger = Ledger::open(format!("{folder}/ledger.db").as_ref()).unwrap();
    let known = |ledger: &Ledger, r: &Record| {
        let d = &r.document;
        ledger.find(identity(&d.text, d.key.as_deref(), d.uri.as_deref(), None)).unwrap().is_some()
    };
    let records = text.lines().map(|line| serde_json::from_str::<Record>(line).unwrap());
    let new: Vec<Record> = records.filter(|r| !known(&ledger, r)).collect();
    for batch in new.chunks(BATCH) {
        let batch: Vec<Incoming> = batch.iter().map(|r| Incoming::new(r.clone(), None).unwrap()).collect();
        ledger.add(&batch).unwrap();
    }
    ledger.link().unwrap();
}

fn start(folder: &Folder) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "child"]).env("GESTA_FOLDER", &folder.0);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Articles of a month; every ninth is a reprint, every tenth another version of the one before.
fn records() -> String {
    let (readings, mut random) = (readings(), Random(3));
    let mut records: Vec<Record> = Vec::new();
    for i in 0..ARTICLES {
        let mut record = vary(&readings[(i % 4) as usize], &mut random, 30);
        if i % 9 == 8 {
            record = records[i as usize - 4].clone();
        }
        record.document.key = Some(i.to_string());
        record.document.uri = Some(format!("https://news.example/{}", if i % 10 == 9 { i - 1 } else { i }));
        records.push(record);
    }
    records.iter().map(|r| serde_json::to_string(r).unwrap() + "\n").collect()
}

fn numbers(ledger: &Ledger) -> Vec<String> {
    let rows = ledger.sql("SELECT id FROM document ORDER BY id").unwrap().rows;
    rows.iter().map(|row| row[0].to_string()).collect()
}

/// All that is in the ledger but the hours at which it came in; what the full-text indexes find.
fn contents(ledger: &Ledger) -> Vec<String> {
    let tables = [
        "SELECT id, identity, origin, key, uri, published, linked, newer, copy_of, similarity, story, statements \
         FROM document",
        "SELECT * FROM reading",
        "SELECT * FROM sketch",
        "SELECT * FROM story",
        "SELECT * FROM actor",
        "SELECT * FROM actor_alias",
        "SELECT * FROM place",
        "SELECT * FROM event",
        "SELECT * FROM event_party",
        "SELECT * FROM event_report",
        "SELECT * FROM statement",
        "SELECT * FROM commitment",
        "SELECT * FROM commitment_party",
        "SELECT * FROM commitment_report",
        "SELECT * FROM owed",
        "SELECT id, commitment, status, day, source, document, start, \"end\", event, replaced_by, confidence, counts, \
         note FROM history",
        "SELECT rowid FROM document_text WHERE document_text MATCH 'w0 OR w1 OR w2 OR w4 OR w6 OR w8'",
        "SELECT rowid FROM statement_text WHERE statement_text MATCH 'w0 OR w1 OR w2 OR w4 OR w6 OR w8'",
        "SELECT rowid FROM actor_name WHERE actor_name MATCH 'anna OR army'",
    ];
    let lines = |sql: &&str| -> Vec<String> {
        let rows = ledger.sql(sql).unwrap().rows;
        assert!(!rows.is_empty() || sql.contains("alias") || sql.contains("history"), "{sql}");
        rows.iter().map(|row| format!("{sql}: {row:?}")).collect()
    };
    tables.iter().flat_map(lines).collect()
}

#[test]
fn a_hundred_kills_leave_what_an_undisturbed_run_makes() {
    let records = records();
    let folder = |()| {
        let folder = Folder::new();
        fs::write(folder.0.join("records.jsonl"), &records).unwrap();
        folder
    };
    let undisturbed = folder(());
    let started = Instant::now();
    assert!(start(&undisturbed).wait().unwrap().success());
    let whole = started.elapsed();
    let expected = contents(&Ledger::open_read_only(&undisturbed.path()).unwrap());

    let (mut kills, mut storing, mut linking) = (0, 0, 0);
    let mut random = Random(11);
    while kills < KILLS {
        let folder = folder(());
        let mut before = Vec::new();
        loop {
            let mut child = start(&folder);
            std::thread::sleep(whole.mul_f64(random.below(1000) as f64 / 1000.0));
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            let ledger = Ledger::open(&folder.path()).unwrap();
            ledger.check().unwrap();
            let now = numbers(&ledger);
            assert!(now.starts_with(&before), "lost by kill {kills}: {before:?} {now:?}");
            match now.len() as u64 {
                ARTICLES if ledger.pending().unwrap() => linking += 1,
                ARTICLES => {}
                _ => storing += 1,
            }
            before = now;
        }
        let ledger = Ledger::open_read_only(&folder.path()).unwrap();
        ledger.check().unwrap();
        assert!(!ledger.pending().unwrap());
        let found = contents(&ledger);
        let differ = expected.iter().zip(&found).find(|(a, b)| a != b);
        assert!(found == expected, "{} and {} lines, {differ:?}", expected.len(), found.len());
    }
    // Kills that come before or after the work prove nothing.
    assert!(storing >= 20 && linking >= 10, "{storing} while storing, {linking} while linking");
}
