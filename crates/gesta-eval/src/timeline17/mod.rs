//! Timeline17 (Tran et al. 2013): dated news articles on a story, and the timelines that journalists wrote of it.
//!
//! A story is `STORY.articles.csv` (`date,text`) and `STORY.gold_timelines.csv` (`time,timeline`, the first a list of days).
//! Articles are put together again from their tokens and become a ledger in a temporary folder. Reading takes long: with a
//! folder for readings, what was read before is not read again, and only the linking is done anew.

mod detokenise;
mod followup;
mod timelines;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use gesta::record::Record;
use gesta::{Article, Reader};
use gesta_ledger::{Incoming, Ledger, LedgerError};
use serde::Deserialize;

pub(crate) use detokenise::{Plain, detokenise};
pub use followup::followup;
pub use timelines::timelines;

use crate::{EvalError, files};

#[derive(Deserialize)]
struct Row {
    date: String,
    text: String,
}

/// A story's articles.
pub(crate) struct Story {
    pub(crate) name: String,
    path: PathBuf,
    pub(crate) articles: Vec<Article>,
    /// The text of each article with the way back to the file's offsets.
    pub(crate) plain: Vec<Plain>,
}

/// The id of an article: its story and its row, from 1.
pub(crate) fn key(story: &str, row: usize) -> String {
    format!("{story}/{row}")
}

impl Story {
    fn read(path: &Path) -> Result<Story, EvalError> {
        let failed = |e: csv::Error| EvalError::new(path, e);
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let name = name.split('.').next().unwrap_or_default().to_owned();
        let (mut articles, mut plain) = (Vec::new(), Vec::new());
        for (number, row) in csv::Reader::from_path(path).map_err(failed)?.deserialize::<Row>().enumerate() {
            let Row { date, text } = row.map_err(failed)?;
            let text = detokenise(&text);
            articles.push(Article {
                text: text.text.clone(),
                key: Some(key(&name, number + 1)),
                published: date.parse().ok(),
                published_rule: Some("input"),
                ..Article::default()
            });
            plain.push(text);
        }
        Ok(Story { name, path: path.to_owned(), articles, plain })
    }

    /// The stories of a folder, or of a file of articles; only those of `wanted`, when it names any.
    pub(crate) fn all<P: AsRef<Path>>(paths: &[P], wanted: &[&str]) -> Result<Vec<Story>, EvalError> {
        let paths = files(paths, &[".articles.csv"])?;
        let stories: Result<Vec<Story>, _> = paths.iter().map(|p| Story::read(p)).collect();
        let mut stories = stories?;
        stories.retain(|s| wanted.is_empty() || wanted.contains(&s.name.as_str()));
        Ok(stories)
    }

    /// The file with the journalists' timelines.
    pub(crate) fn timelines(&self) -> PathBuf {
        self.path.with_file_name(format!("{}.gold_timelines.csv", self.name))
    }
}

/// A ledger in a folder that goes with it.
pub(crate) struct Temporary {
    pub(crate) ledger: Ledger,
    folder: PathBuf,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which clears its temporary folder.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Articles of one transaction.
const BATCH: usize = 64;

/// Reads a story into a ledger. `readings` is a folder that keeps the records, as `gesta read --json` prints them.
pub(crate) fn ledger(
    reader: &Reader,
    story: &Story,
    readings: Option<&Path>,
) -> Result<Temporary, EvalError> {
    let folder = std::env::temp_dir().join(format!("gesta-eval-{}-{}", std::process::id(), story.name));
    let path = folder.join("ledger.db");
    let failed = |e: LedgerError| EvalError::new(&path, e);
    std::fs::create_dir_all(&folder).map_err(|e| EvalError::new(&folder, e))?;
    let ledger = Ledger::open(&path).map_err(failed)?;
    let mut made = Temporary { ledger, folder };
    let kept = readings.map(|folder| folder.join(format!("{}.jsonl", story.name)));
    for batch in records(reader, story, kept.as_deref())?.chunks(BATCH) {
        let pack =
            |record: &Record| Incoming::new(record.clone(), None).map_err(|e| EvalError::new(&path, e));
        let batch: Result<Vec<Incoming>, _> = batch.iter().map(pack).collect();
        made.ledger.add(&batch?).map_err(failed)?;
    }
    made.ledger.link().map_err(failed)?;
    Ok(made)
}

/// The records of a story's articles: those that the file has, and readings of the others, which are added to it.
fn records(reader: &Reader, story: &Story, kept: Option<&Path>) -> Result<Vec<Record>, EvalError> {
    let mut known: BTreeMap<(String, Option<String>), Record> = BTreeMap::new();
    let of = |r: Record| ((r.document.text.clone(), r.document.published.clone()), r);
    let wanted = |a: &Article| (a.text.clone(), a.published.map(|d| d.to_string()));
    if let Some(path) = kept.filter(|p| p.exists()) {
        let text = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
        for line in text.lines() {
            known.extend([of(serde_json::from_str(line).map_err(|e| EvalError::new(path, e))?)]);
        }
    }
    let missing: Vec<&Article> = story.articles.iter().filter(|a| !known.contains_key(&wanted(a))).collect();
    for batch in missing.chunks(BATCH) {
        let read = read(reader, batch).map_err(|e| EvalError::new(&story.path, e))?;
        if let Some(path) = kept {
            append(path, &read).map_err(|e| EvalError::new(path, e))?;
        }
        known.extend(read.into_iter().map(of));
    }
    // The same text may be several articles.
    let mut all = Vec::new();
    for article in &story.articles {
        if let Some(mut record) = known.get(&wanted(article)).cloned() {
            record.document.key = article.key.clone();
            all.push(record);
        }
    }
    Ok(all)
}

fn append(path: &Path, records: &[Record]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    for record in records {
        writeln!(file, "{}", serde_json::to_string(record)?)?;
    }
    Ok(())
}

/// Reads articles on all cores; the answers are in their order.
fn read(reader: &Reader, articles: &[&Article]) -> Result<Vec<Record>, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = articles.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let start = |part: &'_ [&Article]| {
            let part: Vec<Article> = part.iter().map(|a| (*a).clone()).collect();
            scope.spawn(move || part.into_iter().map(|a| reader.read(a).record()).collect::<Vec<_>>())
        };
        let parts: Vec<_> = articles.chunks(share).map(start).collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part.join().map_err(|_| "a reading failed".to_owned())?);
        }
        Ok(all)
    })
}
