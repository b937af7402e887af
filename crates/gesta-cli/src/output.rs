//! Articles in, text out: what `read` and `parse` have in common.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gesta::{Article, Reader};
use gesta_export::ExportError;
use gesta_ingest::{InputError, sources};
use gesta_ledger::LedgerError;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::InputArgs;
use crate::parallel::{ordered, threads};

/// Articles after which the counter shows itself on a terminal.
const MANY: u64 = 5;

/// An article with a name for messages: its key, or the file it came from.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) article: Article,
}

/// The articles of the paths, in order. A path or line that cannot be read is an error in its place.
pub(crate) fn articles(paths: &[PathBuf]) -> impl Iterator<Item = Result<Named, InputError>> + Send + use<> {
    let standard_input = [PathBuf::from("-")];
    let paths = if paths.is_empty() { &standard_input[..] } else { paths };
    sources(paths).into_iter().flat_map(
        |source| -> Box<dyn Iterator<Item = Result<Named, InputError>> + Send> {
            let opened = source.and_then(|s| Ok((s.articles()?, s.path)));
            match opened {
                Ok((articles, path)) => {
                    Box::new(articles.map(move |a| a.map(|article| named(article, &path))))
                }
                Err(error) => Box::new(std::iter::once(Err(error))),
            }
        },
    )
}

fn named(article: Article, path: &Path) -> Named {
    let name = article.key.clone().unwrap_or_else(|| path.display().to_string());
    Named { name, path: path.to_owned(), article }
}

impl Named {
    /// Gives the article the day of the command line when it has none.
    pub(crate) fn dated(&mut self, args: &InputArgs) {
        if self.article.published.is_none() {
            self.article.published = args.published;
            self.article.published_rule = args.published.map(|_| "input");
        }
    }
}

/// Works on one article. A defect in one must not cost the others; it is reported like any other failure.
pub(crate) fn guarded<T>(named: Named, work: impl FnOnce(Named) -> Result<T, String>) -> Result<T, String> {
    let name = named.name.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| work(named)));
    let outcome = outcome.unwrap_or_else(|_| Err("an internal error; please report it with the text".into()));
    outcome.map_err(|message| format!("{name}: {message}"))
}

/// A counter that shows itself on a terminal once there is much to do.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new() -> Progress {
        let bar = ProgressBar::no_length();
        bar.set_draw_target(ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
            bar.set_style(style);
        }
        Progress(bar)
    }

    /// One more article.
    pub(crate) fn count(&self) {
        self.0.inc(1);
        if self.0.position() == MANY && io::stderr().is_terminal() {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Prints a message on standard error, the counter out of its way.
    pub(crate) fn complain(&self, message: &str) {
        self.0.suspend(|| anstream::eprintln!("gesta: {message}"));
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// Reads all articles with `work` and prints its text in order. Errors go to standard error; the exit code is 1 when
/// there were any. Nothing stops the run but a closed output.
pub(crate) fn print_each(
    args: &InputArgs,
    reader: &Reader,
    work: impl Fn(&Reader, Named) -> Result<String, String> + Sync,
) -> anyhow::Result<ExitCode> {
    let mut failed = 0u64;
    let progress = Progress::new();
    let work = |item: Result<Named, InputError>| match item {
        Err(error) => Err(error.to_string()),
        Ok(mut named) => {
            named.dated(args);
            guarded(named, |named| work(reader, named))
        }
    };
    let mut stdout = anstream::AutoStream::auto(io::stdout()).lock();
    let emit = |result: Result<String, String>| -> io::Result<()> {
        progress.count();
        match result {
            Ok(text) => stdout.write_all(text.as_bytes()),
            Err(message) => {
                failed += 1;
                progress.complain(&message);
                Ok(())
            }
        }
    };
    ordered(articles(&args.paths), threads(args.threads), work, emit)?;
    stdout.flush()?;
    progress.end();
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was asked for makes no sense: exit code 2, as for what the command line's grammar refuses.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// True when not the inputs were at fault but what was asked.
pub(crate) fn is_wrong_usage(error: &anyhow::Error) -> bool {
    error.is::<Usage>() || matches!(error.downcast_ref(), Some(LedgerError::Question(_)))
}

/// True when the reader of our output went away, which is no failure of ours.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |kind| kind == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let exported = cause.downcast_ref().and_then(|error| match error {
            ExportError::Io(error) => Some(error.kind()),
            ExportError::Format(_) => None,
        });
        let json = || cause.downcast_ref().and_then(serde_json::Error::io_error_kind);
        let plain = || cause.downcast_ref().map(io::Error::kind);
        exported.or_else(json).or_else(plain).is_some_and(closed)
    })
}
