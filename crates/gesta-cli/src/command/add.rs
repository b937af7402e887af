//! `gesta add`.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gesta::Reader;
use gesta_ingest::InputError;
use gesta_ledger::{Added, Counts, Incoming, Ledger, LedgerError, identity};
use serde_json::json;

use crate::args::AddArgs;
use crate::command::ledger::path_of;
use crate::output::{Named, Progress, articles, guarded};
use crate::parallel::{ordered, threads};

/// A transaction holds at most so many articles, and at most so much time of reading: that much a kill can cost.
const BATCH: usize = 64;
const PATIENCE: Duration = Duration::from_secs(2);

/// An article on its way: to be read, there already, or no article.
enum Job {
    Read(Named),
    Known(i64),
    Failed(InputError),
}

/// What became of it.
enum Done {
    Read(Box<Incoming>),
    Known(i64),
}

/// The ledger and the articles that wait for the next transaction.
struct Store<'a> {
    ledger: &'a RefCell<Ledger>,
    batch: Vec<Incoming>,
    since: Instant,
    counts: Counts,
}

impl Store<'_> {
    fn push(&mut self, done: Done) -> Result<(), LedgerError> {
        match done {
            Done::Known(id) => self.counts.count(Added::Known(id)),
            Done::Read(incoming) => self.batch.push(*incoming),
        }
        if self.batch.len() >= BATCH || self.since.elapsed() >= PATIENCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), LedgerError> {
        for added in self.ledger.borrow_mut().add(&self.batch)? {
            self.counts.count(added);
        }
        self.batch.clear();
        self.since = Instant::now();
        Ok(())
    }
}

/// Reads articles in parallel and stores them in order; then links them to what the ledger knows.
pub(crate) fn run(args: &AddArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    let path = path_of(&args.ledger)?;
    let ledger = RefCell::new(Ledger::open(&path)?);
    let progress = Progress::new();
    let mut failed = 0u64;
    let mut store =
        Store { ledger: &ledger, batch: Vec::new(), since: Instant::now(), counts: Counts::default() };
    // What is there is not read again: an interrupted run goes on where it was.
    let jobs = articles(&args.input.paths).map(|item| match item {
        Err(error) => Job::Failed(error),
        Ok(mut named) => {
            named.dated(&args.input);
            let a = &named.article;
            let identity = identity(&a.text, a.key.as_deref(), a.uri.as_deref(), a.publisher.as_deref());
            match ledger.borrow().find(identity) {
                Ok(Some(id)) => Job::Known(id),
                // A ledger that cannot be read will say so when it is written.
                _ => Job::Read(named),
            }
        }
    });
    let work = |job: Job| match job {
        Job::Failed(error) => Err(error.to_string()),
        Job::Known(id) => Ok(Done::Known(id)),
        Job::Read(named) => guarded(named, |named| {
            let file = own_file(&named);
            let record = reader.read(named.article).record();
            Incoming::new(record, file.as_deref()).map(|i| Done::Read(Box::new(i)))
        }),
    };
    let emit = |result: Result<Done, String>| {
        progress.count();
        match result {
            Ok(done) => store.push(done),
            Err(message) => {
                failed += 1;
                progress.complain(&message);
                Ok(())
            }
        }
    };
    ordered(jobs, threads(args.input.threads), work, emit)?;
    store.flush()?;
    progress.end();
    let counts = store.counts;
    let linked = ledger.borrow_mut().link()?;
    let Counts { new, versions, known } = counts;
    let mut out = std::io::stdout();
    if args.json {
        let counts = json!({"new": new, "versions": versions, "known": known, "copies": linked.copies,
            "failed": failed, "ledger": path});
        writeln!(out, "{counts}")?;
    } else {
        let copies = linked.copies;
        writeln!(
            out,
            "{new} new, {versions} changed, {known} known, {failed} failed; {copies} copies of others"
        )?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The path of an article that is a file of its own, by which its versions are told.
fn own_file(named: &Named) -> Option<String> {
    let own = named.path != Path::new("-") && !gesta_ingest::holds_many(&named.path);
    own.then(|| std::path::absolute(&named.path).ok().map(|p| p.to_string_lossy().into_owned())).flatten()
}
