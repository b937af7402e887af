//! Ledgers of small articles, for all tests.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses some of it; a test fails by panicking"
)]

pub(crate) mod synthetic;

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use gesta::{Article, ModelKind, Reader};
use gesta_ledger::{Added, Filter, Incoming, Ledger};

pub(crate) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(ModelKind::default()).unwrap());

/// A folder of its own for each ledger.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("gesta-ledger-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.join("ledger.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An article of a day; an empty day is none.
pub(crate) fn article(day: &str, text: &str) -> Article {
    Article {
        published: day.parse().ok(),
        published_rule: (!day.is_empty()).then_some("input"),
        text: text.to_owned(),
        ..Article::default()
    }
}

pub(crate) fn incoming(article: Article) -> Incoming {
    Incoming::new(READER.read(article).record(), None).unwrap()
}

/// A ledger of articles, `(day, text)`, added and linked in one run.
pub(crate) fn ledger(articles: &[(&str, &str)]) -> (Folder, Ledger) {
    let folder = Folder::new();
    let mut ledger = Ledger::open(&folder.path()).unwrap();
    add(&mut ledger, articles);
    (folder, ledger)
}

/// Adds articles in one run.
pub(crate) fn add(ledger: &mut Ledger, articles: &[(&str, &str)]) -> Vec<Added> {
    let batch: Vec<Incoming> = articles.iter().map(|(day, text)| incoming(article(day, text))).collect();
    let added = ledger.add(&batch).unwrap();
    ledger.link().unwrap();
    added
}

/// One line for each commitment: act, debtor, action, due, status.
pub(crate) fn commitments(ledger: &Ledger) -> Vec<String> {
    let rows = ledger.commitments(&Filter::default()).unwrap();
    let line = |c: gesta_ledger::CommitmentRow| {
        let who: Vec<&str> = c.debtor.iter().map(|a| a.name.as_str()).collect();
        format!(
            "{} | {} | {} | {} | {}",
            c.act,
            who.join(", "),
            c.action,
            c.due_end.unwrap_or_default(),
            c.status
        )
    };
    rows.into_iter().map(line).collect()
}

/// One line for each event: type, source, target, day, reports.
pub(crate) fn events(ledger: &Ledger) -> Vec<String> {
    let rows = ledger.events(&Filter::default()).unwrap();
    let line = |e: gesta_ledger::EventRow| {
        let names = |actors: &[gesta_ledger::ActorName]| {
            actors.iter().map(|a| a.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let (source, target) = (names(&e.source), names(&e.target));
        format!("{} | {source} | {target} | {} | {}", e.kind, e.day.unwrap_or_default(), e.reports)
    };
    rows.into_iter().map(line).collect()
}
