//! The command line of the ledger's commands.

use std::path::PathBuf;

use clap::Args;
use gesta_ledger::{Filter, Id};

use super::{InputArgs, date};

/// Which ledger.
#[derive(Args, Debug)]
pub(crate) struct LedgerArg {
    /// The ledger, instead of gesta/ledger.db in the user's data directory.
    #[arg(long, value_name = "PATH")]
    pub(crate) ledger: Option<PathBuf>,
}

/// How to print.
#[derive(Args, Copy, Clone, Debug)]
pub(crate) struct FormatArgs {
    /// Print JSON Lines, one object a line.
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print comma-separated values with a line of names.
    #[arg(long)]
    pub(crate) csv: bool,
}

#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    /// Print the counts as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(feature = "watch")]
#[derive(Args, Debug)]
pub(crate) struct WatchArgs {
    /// The feeds (TOML): `[[feed]]` with `url`, and, if wanted, `publisher`, `every = "15m"`, `pages = false`; above them
    /// `contact`, `delay = "5s"`, `timeout = "30s"`, `max_bytes`.
    #[arg(value_name = "FEEDS.TOML")]
    pub(crate) feeds: PathBuf,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    /// Ask every feed that is due once, then end.
    #[arg(long)]
    pub(crate) once: bool,
}

/// What a question narrows its answer to.
#[derive(Args, Debug)]
pub(crate) struct FilterArgs {
    /// An actor on any side: words of its name, or its id.
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Option<String>,
    /// Source of an event, speaker of a statement, debtor of a commitment.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Target of an event, addressee of a statement, counterparty of a commitment.
    #[arg(long, value_name = "NAME")]
    pub(crate) target: Option<String>,
    /// PLOVER type (RETREAT), act of a commitment (threat), kind of a statement, actor or place (indirect, group, city).
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: Option<String>,
    /// First day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) since: Option<String>,
    /// Last day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) until: Option<String>,
    /// Country (ISO 3166-1 alpha-3).
    #[arg(long, value_name = "CODE", value_parser = upper)]
    pub(crate) country: Option<String>,
    /// Words in the text.
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Status of a commitment, factuality of an event.
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    /// At most so many, the newest ones; 0 for all. 50 in tables for people, all in JSON and CSV when not given.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u32>,
}

impl FilterArgs {
    /// The conditions; `format` decides how many rows are too many.
    pub(crate) fn filter(&self, format: FormatArgs) -> Filter {
        let limit = self.limit.or((!format.json && !format.csv).then_some(50));
        Filter {
            who: self.who.clone(),
            source: self.source.clone(),
            target: self.target.clone(),
            kind: self.kind.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            country: self.country.clone(),
            text: self.text.clone(),
            status: self.status.clone(),
            limit: limit.filter(|n| *n > 0),
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

#[derive(Args, Debug)]
pub(crate) struct DueArgs {
    /// The day asked about (YYYY-MM-DD); that of the newest article when not given. What was reported later is not
    /// looked at.
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) on: Option<String>,
    /// How far ahead to look, in days (30d, 30) or weeks (4w).
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = days)]
    pub(crate) within: u32,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// What: c12, e3, d1, s4, a2, p5, st6.
    #[arg(value_name = "ID")]
    pub(crate) id: Id,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct SetArgs {
    /// The commitment.
    #[arg(value_name = "ID")]
    pub(crate) id: Id,
    /// What became of it.
    #[arg(long, value_name = "STATUS", value_parser = gesta_ledger::STATUSES)]
    pub(crate) status: String,
    /// How you know. Stays in the history.
    #[arg(long, value_name = "REASON")]
    pub(crate) because: String,
    /// The day it came about (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) on: Option<String>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
}

#[derive(Args, Debug)]
pub(crate) struct TimelineArgs {
    /// An actor, by name or id, else words of articles.
    #[arg(value_name = "WHO|TOPIC")]
    pub(crate) of: String,
    /// First day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) since: Option<String>,
    /// Last day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) until: Option<String>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SqlArgs {
    /// One SELECT. Views: documents, stories, actors, places, events, event_reports, statements, commitments,
    /// commitment_history. Function: text_of('c12').
    #[arg(value_name = "SELECT")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

fn iso(text: &str) -> Result<String, String> {
    date(text).map(|d| d.to_string())
}

fn upper(text: &str) -> Result<String, String> {
    Ok(text.to_uppercase())
}

fn days(text: &str) -> Result<u32, String> {
    let (number, factor) = match text.strip_suffix('w') {
        Some(number) => (number, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number: u32 = number.parse().map_err(|_| format!("{text} is no time; write 30d or 4w"))?;
    number
        .checked_mul(factor)
        .filter(|n| *n <= 36_525)
        .ok_or_else(|| format!("{text} is more than a century"))
}
