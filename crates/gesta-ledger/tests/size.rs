//! What a ledger of given records takes on disk, table by table, and how long it takes to make.
//!
//! `GESTA_RECORDS=records.jsonl cargo test -p gesta-ledger --test size -- --ignored --nocapture`, with records that
//! `gesta read --json` printed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking; this one is a measurement"
)]

mod common;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use common::Folder;
use gesta_ledger::{Incoming, Ledger};

#[test]
#[ignore = "needs records"]
fn size_by_table() {
    let records = std::env::var("GESTA_RECORDS").expect("GESTA_RECORDS names a file of records");
    let folder = Folder::new();
    let path = std::env::var("GESTA_LEDGER").map_or_else(|_| folder.path(), Into::into);
    let mut ledger = Ledger::open(&path).unwrap();
    let started = Instant::now();
    let (mut text, mut batch, mut count) = (0, Vec::new(), 0);
    for line in BufReader::new(File::open(records).unwrap()).lines() {
        let incoming = Incoming::new(serde_json::from_str(&line.unwrap()).unwrap(), None).unwrap();
        text += incoming.len();
        count += 1;
        batch.push(incoming);
        if batch.len() == 64 {
            ledger.add(&batch).unwrap();
            batch.clear();
        }
    }
    ledger.add(&batch).unwrap();
    let stored = started.elapsed();
    ledger.link().unwrap();
    println!("{count} articles: stored in {stored:.1?}, linked in {:.1?}", started.elapsed() - stored);
    let sizes = "SELECT name, sum(pgsize) AS bytes, sum(unused) AS unused FROM dbstat GROUP BY name \
                 UNION ALL SELECT 'all', sum(pgsize), sum(unused) FROM dbstat ORDER BY 2";
    for row in ledger.sql(sizes).unwrap().rows {
        let bytes = |column: usize| row[column].as_f64().unwrap() / text as f64;
        println!("{:>7.3}  {:>7.3} unused  {}", bytes(1), bytes(2), row[0].as_str().unwrap());
    }
}
