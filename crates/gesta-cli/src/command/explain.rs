//! `gesta explain`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, bail};
use gesta::{Question, Reader, explain};

use crate::args::ExplainArgs;
use crate::output::articles;

/// Prints why something was coded.
pub(crate) fn run(args: &ExplainArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    let question = match (&args.entry, args.at) {
        (Some(id), _) => Question::Entry(id.clone()),
        (None, Some(at)) => Question::At(at),
        (None, None) => bail!("say --at OFFSET or --entry ID"),
    };
    let mut found = articles(std::slice::from_ref(&args.path));
    let mut named = found.next().with_context(|| format!("{}: no article", args.path.display()))??;
    if named.article.published.is_none() {
        named.article.published = args.published;
        named.article.published_rule = args.published.map(|_| "input");
    }
    let reading = reader.read(named.article);
    let Some(text) = explain(&reading, &question) else {
        match question {
            Question::Entry(id) => bail!("{}: there is no entry {id}", named.name),
            Question::At(at) => bail!("{}: there is nothing at {at}", named.name),
        }
    };
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
