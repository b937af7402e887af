//! The command line of the ledger's commands.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Args, Command, Error};
use gesta_ledger::{
    ACTOR_KINDS, ACTS, FACTUALITIES, Filter, Id, PLACE_KINDS, STANDINGS, STATEMENT_KINDS, TYPES,
};

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

impl FormatArgs {
    /// True for a table.
    pub(crate) fn is_for_people(self) -> bool {
        !self.json && !self.csv
    }
}

/// Rows of a table for people.
const PAGE: u32 = 50;

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

/// Conditions of a question.
pub(crate) trait Conditions: Args {
    /// What they are to the ledger, without a limit.
    fn filter(&self) -> Filter;
}

/// A list: what to, how much of it, from where, and how to print it.
#[derive(Args, Debug)]
pub(crate) struct ListArgs<C: Conditions> {
    #[command(flatten)]
    conditions: C,
    /// At most so many, the newest ones (of actors and places, those in most articles); 0 for all. 50 in tables for
    /// people, all in JSON and CSV when not given.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

impl<C: Conditions> ListArgs<C> {
    /// The conditions; the format decides how many rows are too many.
    pub(crate) fn filter(&self) -> Filter {
        let limit = self.limit.or(self.format.is_for_people().then_some(PAGE));
        Filter { limit: limit.filter(|n| *n > 0), ..self.conditions.filter() }
    }

    /// The number of rows that are shown where nobody has said how many.
    pub(crate) fn cut(&self) -> Option<usize> {
        (self.limit.is_none() && self.format.is_for_people()).then_some(PAGE as usize)
    }
}

#[derive(Args, Debug)]
struct PartyArgs {
    /// An actor on any side: words of its name, or its id.
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Source of an event, speaker of a statement, debtor of a commitment.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Target of an event, addressee of a statement, counterparty of a commitment.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// First day (YYYY-MM-DD): of the event, the statement, the making of the commitment; in `due` of the deadline.
    #[arg(long, value_name = "DATE", value_parser = iso)]
    since: Option<String>,
    /// Last day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = iso)]
    until: Option<String>,
}

#[derive(Args, Debug)]
struct WordArgs {
    /// Country (ISO 3166 code or English name): of the event's place, else of its target, else of its source; of the
    /// speaker, debtor, actor or place.
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    country: Option<String>,
    /// Words in the text; those in quotation marks next to each other ('"cease fire" monitors').
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
}

fn filter(parties: &PartyArgs, words: &WordArgs, kind: Option<&String>) -> Filter {
    Filter {
        who: parties.who.clone(),
        source: parties.source.clone(),
        target: parties.target.clone(),
        kind: kind.cloned(),
        since: parties.since.clone(),
        until: parties.until.clone(),
        ..named(words, kind)
    }
}

fn named(words: &WordArgs, kind: Option<&String>) -> Filter {
    Filter {
        kind: kind.cloned(),
        country: words.country.clone(),
        text: words.text.clone(),
        ..Filter::default()
    }
}

#[derive(Args, Debug)]
pub(crate) struct CommitmentArgs {
    /// Act, or PLOVER type of the action.
    #[arg(long = "type", value_name = "TYPE", value_parser = OneOf([&ACTS[..], &TYPES].concat()))]
    kind: Option<String>,
    /// What has become of it.
    #[arg(long, value_name = "STATUS", value_parser = OneOf(STANDINGS.to_vec()))]
    status: Option<String>,
    #[command(flatten)]
    parties: PartyArgs,
    #[command(flatten)]
    words: WordArgs,
}

impl Conditions for CommitmentArgs {
    fn filter(&self) -> Filter {
        Filter { status: self.status.clone(), ..filter(&self.parties, &self.words, self.kind.as_ref()) }
    }
}

#[derive(Args, Debug)]
pub(crate) struct EventArgs {
    /// PLOVER type.
    #[arg(long = "type", value_name = "TYPE", value_parser = OneOf(TYPES.to_vec()))]
    kind: Option<String>,
    /// How real it is told to be.
    #[arg(long, value_name = "STATUS", value_parser = OneOf(FACTUALITIES.to_vec()))]
    status: Option<String>,
    #[command(flatten)]
    parties: PartyArgs,
    #[command(flatten)]
    words: WordArgs,
}

impl Conditions for EventArgs {
    fn filter(&self) -> Filter {
        Filter { status: self.status.clone(), ..filter(&self.parties, &self.words, self.kind.as_ref()) }
    }
}

#[derive(Args, Debug)]
pub(crate) struct StatementArgs {
    /// How it is told.
    #[arg(long = "type", value_name = "TYPE", value_parser = OneOf(STATEMENT_KINDS.to_vec()))]
    kind: Option<String>,
    #[command(flatten)]
    parties: PartyArgs,
    #[command(flatten)]
    words: WordArgs,
}

impl Conditions for StatementArgs {
    fn filter(&self) -> Filter {
        filter(&self.parties, &self.words, self.kind.as_ref())
    }
}

#[derive(Args, Debug)]
pub(crate) struct ActorListArgs {
    /// What it is.
    #[arg(long = "type", value_name = "TYPE", value_parser = OneOf(ACTOR_KINDS.to_vec()))]
    kind: Option<String>,
    /// Words of its name, or its id.
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    #[command(flatten)]
    words: WordArgs,
}

impl Conditions for ActorListArgs {
    fn filter(&self) -> Filter {
        Filter { who: self.who.clone(), ..named(&self.words, self.kind.as_ref()) }
    }
}

#[derive(Args, Debug)]
pub(crate) struct PlaceListArgs {
    /// What it is.
    #[arg(long = "type", value_name = "TYPE", value_parser = OneOf(PLACE_KINDS.to_vec()))]
    kind: Option<String>,
    #[command(flatten)]
    words: WordArgs,
}

impl Conditions for PlaceListArgs {
    fn filter(&self) -> Filter {
        named(&self.words, self.kind.as_ref())
    }
}

#[derive(Args, Debug)]
pub(crate) struct DueArgs {
    /// The day asked about (YYYY-MM-DD); that of the newest article when not given. What was reported later is not
    /// looked at. A limit leaves what is nearest to this day.
    #[arg(long, value_name = "DATE", value_parser = iso)]
    pub(crate) on: Option<String>,
    /// How far ahead to look, in days (30d, 30) or weeks (4w).
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = days)]
    pub(crate) within: u32,
    #[command(flatten)]
    pub(crate) list: ListArgs<CommitmentArgs>,
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
    #[arg(long, value_name = "STATUS", value_parser = OneOf(gesta_ledger::STATUSES.to_vec()))]
    pub(crate) status: String,
    /// How you know. Stays in the history.
    #[arg(long, value_name = "REASON")]
    pub(crate) because: String,
    /// The day it came about (YYYY-MM-DD): before it, nothing is said of it. Not given, it holds for every day.
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
    /// One SELECT. Functions: text_of('c12'), the words; standing('c12', '2012-04-11'), a commitment's status on a day.
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

/// One of these words, in capitals or not. What is none of them is refused with the one that it is most like.
#[derive(Clone)]
struct OneOf(Vec<&'static str>);

impl TypedValueParser for OneOf {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        let given = value.to_string_lossy();
        if let Some(word) = self.0.iter().find(|w| w.eq_ignore_ascii_case(&given)) {
            return Ok((*word).to_owned());
        }
        // Likeness is a matter of letters: the word is compared in the writing of ours.
        let refuse = |word: &str| {
            PossibleValuesParser::new(self.0.clone()).parse_ref(command, arg, OsStr::new(word)).err()
        };
        let written = [given.to_string(), given.to_uppercase(), given.to_lowercase()];
        let errors: Vec<Error> = written.iter().filter_map(|word| refuse(word)).collect();
        let likeness =
            |error: &Error| error.get(ContextKind::SuggestedValue).map(|v| common(&v.to_string(), &given));
        let likest = errors.into_iter().max_by_key(likeness);
        Err(likest.unwrap_or_else(|| Error::new(ErrorKind::InvalidValue)))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(|word| PossibleValue::new(*word))))
    }
}

/// The number of letters with which both begin.
fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
}

fn country(text: &str) -> Result<String, String> {
    super::country(text).map(|code| code.to_string())
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
