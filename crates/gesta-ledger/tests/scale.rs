//! Questions on a large ledger are answered at once.
//!
//! `GESTA_ARTICLES=100000 cargo test -p gesta-ledger --test scale -- --ignored --nocapture`; `GESTA_LEDGER=PATH` keeps the ledger.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking; this one is a measurement"
)]

mod common;

use std::time::{Duration, Instant};

use common::Folder;
use common::synthetic::{Random, readings, vary};
use gesta_ledger::{Due, Filter, Incoming, Ledger};

#[test]
#[ignore = "takes minutes"]
fn questions_take_less_than_a_tenth_of_a_second() {
    let articles: u64 = std::env::var("GESTA_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(5000);
    let readings = readings();
    let folder = Folder::new();
    let path = std::env::var("GESTA_LEDGER").map_or_else(|_| folder.path(), Into::into);
    let mut ledger = Ledger::open(&path).unwrap();
    let mut random = Random(7);
    let started = Instant::now();
    for batch in 0..articles.div_ceil(500) {
        let vary = |i: u64| vary(&readings[((batch + i) % 4) as usize], &mut random, 1000);
        let batch: Vec<Incoming> = (0..500).map(vary).map(|r| Incoming::new(r, None).unwrap()).collect();
        ledger.add(&batch).unwrap();
    }
    let stored = started.elapsed();
    ledger.link().unwrap();
    println!("{articles} articles: stored in {stored:.1?}, linked in {:.1?}", started.elapsed() - stored);
    let limit = Some(50);
    let of = |who: &str| Filter { who: Some(who.to_owned()), limit, ..Filter::default() };
    let text = |words: &str| Filter { text: Some(words.to_owned()), limit, ..Filter::default() };
    let kind = |kind: &str| Filter { kind: Some(kind.to_owned()), limit, ..Filter::default() };
    let days = Filter {
        since: Some("2021-03-01".into()),
        until: Some("2021-03-07".into()),
        limit,
        ..Filter::default()
    };
    let status = Filter { status: Some("due-unreported".into()), limit, ..Filter::default() };
    let due = Due { within: 30, filter: Filter { limit, ..Filter::default() }, ..Due::default() };
    let past = Due { on: Some("2021-06-01".into()), ..due.clone() };
    let mut slow = Vec::new();
    let mut time = |name: &str, question: &dyn Fn() -> usize| {
        let started = Instant::now();
        let rows = question();
        let took = started.elapsed();
        println!("{took:>10.1?}  {rows:>6} rows  {name}");
        if took > Duration::from_millis(100) {
            slow.push(name.to_owned());
        }
    };
    time("due", &|| ledger.due(&due).unwrap().len());
    time("due --on", &|| ledger.due(&past).unwrap().len());
    time("commitments --status due-unreported", &|| ledger.commitments(&status).unwrap().len());
    time("commitments --who Name77", &|| ledger.commitments(&of("Name77")).unwrap().len());
    time("commitments --who Chad", &|| ledger.commitments(&of("Chad")).unwrap().len());
    time("events --type ASSAULT", &|| ledger.events(&kind("ASSAULT")).unwrap().len());
    time("events --since --until", &|| ledger.events(&days).unwrap().len());
    time("events --who Ghana", &|| ledger.events(&of("Ghana")).unwrap().len());
    time("events --text", &|| ledger.events(&text("w1147 w30")).unwrap().len());
    time("statements --text", &|| ledger.statements(&text("w1147")).unwrap().len());
    time("statements --who Name77", &|| ledger.statements(&of("Name77")).unwrap().len());
    time("actors --who Name77", &|| ledger.actors(&of("Name77")).unwrap().len());
    time("places", &|| ledger.places(&Filter { limit, ..Filter::default() }).unwrap().len());
    time("documents --text, a phrase", &|| ledger.documents(&text("\"w1147 w30\"")).unwrap().len());
    time("documents --text", &|| ledger.documents(&text("w1147")).unwrap().len());
    time("show c100", &|| usize::from(ledger.show("c100".parse().unwrap()).is_ok()));
    time("show e100", &|| usize::from(ledger.show("e100".parse().unwrap()).is_ok()));
    time("timeline Name77", &|| ledger.timeline("Name77", &Filter::default()).unwrap().len());
    time("story st5", &|| ledger.story("st5".parse().unwrap()).unwrap().events.len());
    assert!(slow.is_empty(), "slow: {slow:?}");
}
