//! Timeline17 (Tran et al. 2013): dated news articles on a story, and the timelines that journalists wrote of it.
//!
//! A story is `STORY.articles.csv` (`date,text`) and `STORY.gold_timelines.csv` (`time,timeline`, the first a list of days).
//! Articles are put together again from their tokens and become a ledger in a temporary folder. Reading takes long: with a
//! folder for readings, what was read before is not read again, and only the linking is done anew.

mod detokenise;
mod followup;
mod timelines;

use std::path::{Path, PathBuf};

use gesta::{Article, Reader};
use gesta_ledger::{Incoming, Ledger, identity};
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
    articles: Vec<Article>,
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

/// Reads a story into a ledger. `readings` is a folder that keeps the readings.
pub(crate) fn ledger(
    reader: &Reader,
    story: &Story,
    readings: Option<&Path>,
) -> Result<Temporary, EvalError> {
    let folder = std::env::temp_dir().join(format!("gesta-eval-{}-{}", std::process::id(), story.name));
    let path = folder.join("ledger.db");
    std::fs::create_dir_all(&folder).map_err(|e| EvalError::new(&folder, e))?;
    let kept = readings.map_or_else(|| path.clone(), |folder| folder.join(format!("{}.db", story.name)));
    add(reader, story, &kept)?;
    if kept != path {
        std::fs::copy(&kept, &path).map_err(|e| EvalError::new(&kept, e))?;
    }
    let mut ledger = Ledger::open(&path).map_err(|e| EvalError::new(&path, e))?;
    ledger.link().map_err(|e| EvalError::new(&path, e))?;
    Ok(Temporary { ledger, folder })
}

/// Adds the articles that are not there; nothing is linked.
fn add(reader: &Reader, story: &Story, path: &Path) -> Result<(), EvalError> {
    let failed = |e: gesta_ledger::LedgerError| EvalError::new(path, e);
    let mut ledger = Ledger::open(path).map_err(failed)?;
    let mut missing = Vec::new();
    for article in &story.articles {
        let id = identity(&article.text, article.key.as_deref(), None, None);
        if ledger.find(&id).map_err(failed)?.is_none() {
            missing.push(article);
        }
    }
    for batch in missing.chunks(BATCH) {
        ledger.add(&read(reader, batch).map_err(|e| EvalError::new(path, e))?).map_err(failed)?;
    }
    Ok(())
}

/// Reads articles on all cores; the answers are in their order.
fn read(reader: &Reader, articles: &[&Article]) -> Result<Vec<Incoming>, String> {
    let one = |article: &&Article| Incoming::new(reader.read((*article).clone()).record(), None);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = articles.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let start = |part| {
            scope.spawn(move || -> Result<Vec<_>, String> { <[&Article]>::iter(part).map(one).collect() })
        };
        let parts: Vec<_> = articles.chunks(share).map(start).collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part.join().map_err(|_| "a reading failed".to_owned())??);
        }
        Ok(all)
    })
}
