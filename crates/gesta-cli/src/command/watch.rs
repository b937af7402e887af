//! `gesta watch`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, anyhow};
use gesta::{Article, Reader};
use gesta_ledger::{Counts, Incoming, Ledger};
use gesta_watch::{Found, Memory, SystemClock, Watch, Watcher};

use crate::args::WatchArgs;
use crate::command::ledger::path_of;
use crate::output::{Named, guarded};

/// Polls feeds and adds what is new to the ledger, round after round, feed by feed. What the feeds said last lies beside the
/// ledger; it is written after the articles, so that an interrupted feed is asked for again rather than lost.
pub(crate) fn run(args: &WatchArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    let shown = args.feeds.display();
    let text = fs::read_to_string(&args.feeds).with_context(|| shown.to_string())?;
    let watch: Watch = text.parse().map_err(|e| anyhow!("{shown}: {e}"))?;
    let path = path_of(&args.ledger)?;
    let mut ledger = Ledger::open(&path)?;
    let kept = path.with_extension("feeds.json");
    let mut memory = recall(&kept)?;
    let mut watcher = Watcher::new(watch, SystemClock);
    let mut failed = false;
    loop {
        for feed in watcher.due(&memory) {
            let mut articles = Vec::new();
            watcher.ask(&feed, &mut memory, &mut |found| match found {
                Found::Article(article) => articles.push(*article),
                Found::Failure { url, message } => {
                    failed = true;
                    anstream::eprintln!("gesta: {url}: {message}");
                }
            });
            failed |= !add(&mut ledger, reader, articles)?;
            keep(&kept, &memory)?;
        }
        if args.once {
            return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        match watcher.rest(&memory) {
            Some(rest) => thread::sleep(rest),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

/// Reads and stores articles; false when one could not be read.
fn add(ledger: &mut Ledger, reader: &Reader, articles: Vec<Article>) -> anyhow::Result<bool> {
    if articles.is_empty() {
        return Ok(true);
    }
    let mut batch = Vec::new();
    let mut good = true;
    for article in articles {
        let name = article.uri.clone().unwrap_or_default();
        let named = Named { path: PathBuf::from(&name), name, article };
        match guarded(named, |named| Incoming::new(reader.read(named.article).record(), None)) {
            Ok(incoming) => batch.push(incoming),
            Err(message) => {
                good = false;
                anstream::eprintln!("gesta: {message}");
            }
        }
    }
    let mut counts = Counts::default();
    for added in ledger.add(&batch)? {
        counts.count(added);
    }
    let linked = ledger.link()?;
    let Counts { new, versions, known } = counts;
    let copies = linked.copies;
    writeln!(io::stdout(), "{new} new, {versions} changed, {known} known; {copies} copies of others")?;
    Ok(good)
}

/// What the feeds said last; nothing at the first time.
fn recall(path: &Path) -> anyhow::Result<Memory> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Memory::default()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// Writes the memory whole or not at all.
fn keep(path: &Path, memory: &Memory) -> anyhow::Result<()> {
    let new = path.with_extension("json.new");
    let written = serde_json::to_vec(memory).map_err(anyhow::Error::from).and_then(|bytes| {
        fs::write(&new, bytes)?;
        Ok(fs::rename(&new, path)?)
    });
    written.with_context(|| path.display().to_string())
}
