//! What a question narrows its answer to, as SQL conditions.

use rusqlite::ToSql;

use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, LedgerError, day};

/// Conditions of a question; an answer meets all that are given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// An actor on any side: words of its name, or its id.
    pub who: Option<String>,
    /// The source of an event, speaker of a statement, debtor of a commitment.
    pub source: Option<String>,
    /// The target of an event, addressee of a statement, counterparty of a commitment.
    pub target: Option<String>,
    /// PLOVER type of an event or of a commitment's action, kind of a statement, actor or place; act of a commitment.
    pub kind: Option<String>,
    /// First day, ISO.
    pub since: Option<String>,
    /// Last day, ISO.
    pub until: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Words in the text (in quotation marks: next to each other): of the articles that report an event, of a statement, of a commitment's action, of a name.
    pub text: Option<String>,
    /// Status of a commitment, factuality of an event.
    pub status: Option<String>,
    /// At most so many, the newest ones. All when not given.
    pub limit: Option<u32>,
}

impl Filter {
    /// Checks that the status is one that there is.
    pub(super) fn check_status(&self, known: &[&str]) -> Result<()> {
        one_of("status", self.status.as_deref(), known)
    }

    /// Checks that the days are days, the first before the last.
    pub(super) fn check_days(&self) -> Result<()> {
        let bounds = [&self.since, &self.until].map(|d| d.as_deref().map(date).transpose());
        if let [Ok(Some(since)), Ok(Some(until))] = bounds
            && since > until
        {
            let what = format!("there is no day from {} on and until {}", day::iso(since), day::iso(until));
            return Err(LedgerError::Question(what));
        }
        bounds.into_iter().try_for_each(|bound| bound.map(|_| ()))
    }

    /// Checks that the type is one that there is.
    pub(super) fn check_kind(&self, known: &[&str]) -> Result<()> {
        one_of("type", self.kind.as_deref(), known)
    }
}

fn one_of(what: &str, value: Option<&str>, known: &[&str]) -> Result<()> {
    match value.filter(|v| !known.contains(v)) {
        Some(value) => {
            Err(LedgerError::Question(format!("{value} is no {what} here; there are {}", known.join(", "))))
        }
        None => Ok(()),
    }
}

/// PLOVER's event types.
pub const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];
/// What a commitment is made by.
pub const ACTS: [&str; 7] = ["promise", "threat", "demand", "offer", "agreement", "refusal", "intention"];
/// How real an event is told to be.
pub const FACTUALITIES: [&str; 5] = ["actual", "planned", "possible", "hypothetical", "denied"];

/// How a statement is told.
pub const STATEMENT_KINDS: [&str; 3] = ["direct", "mixed", "indirect"];
/// What an actor is.
pub const ACTOR_KINDS: [&str; 4] = ["person", "group", "state", "organization"];
/// What a place is.
pub const PLACE_KINDS: [&str; 7] = ["country", "admin1", "city", "region", "water", "continent", "unknown"];

/// A WHERE clause in the making.
#[derive(Default)]
pub(super) struct Where {
    conditions: Vec<String>,
    pub(super) values: Vec<Box<dyn ToSql>>,
    /// Not all rows that meet the conditions are wanted: a limit is no matter of SQL.
    pub(super) sifted: bool,
}

impl Where {
    /// Adds a condition with one `?`.
    pub(super) fn and(&mut self, condition: &str, value: impl ToSql + 'static) {
        self.conditions.push(condition.to_owned());
        self.values.push(Box::new(value));
    }

    /// Adds a condition without parameters.
    pub(super) fn always(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    /// Adds a condition with `{}` for the actors that a name or id stands for.
    pub(super) fn actor(&mut self, condition: &str, name: &str) -> Result<()> {
        match name.parse::<Id>() {
            Ok(Id { kind: Kind::Actor, number }) => self.and(&condition.replace("{}", "(SELECT ?)"), number),
            _ => {
                let actors = "(SELECT CASE actor_name.rowid & 1 WHEN 0 THEN actor_name.rowid >> 1 \
                              ELSE (SELECT l.actor FROM actor_alias l WHERE l.id = actor_name.rowid >> 1) END \
                              FROM actor_name WHERE actor_name MATCH ?)";
                self.and(&condition.replace("{}", actors), Sought::new(name)?.index());
            }
        }
        Ok(())
    }

    /// Adds a full-text question to the documents or statements that `condition` has a `?` for.
    pub(super) fn text(&mut self, condition: &str, sought: &Sought) {
        self.and(condition, sought.index());
        self.sifted |= sought.has_phrases();
    }

    /// Adds bounds of days on a column.
    pub(super) fn days(&mut self, column: &str, filter: &Filter) -> Result<()> {
        filter.check_days()?;
        for (bound, sign) in [(&filter.since, ">="), (&filter.until, "<=")] {
            if let Some(text) = bound {
                self.and(&format!("{column} {sign} ?"), date(text)?);
            }
        }
        Ok(())
    }

    /// Takes back the last condition, which had no parameters.
    pub(super) fn pop(&mut self) {
        self.conditions.pop();
    }

    /// Adds an equality with a word that rows have as a code.
    pub(super) fn code(&mut self, column: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.and(&format!("{column} = (SELECT id FROM code WHERE name = ?)"), value.clone());
        }
    }

    /// Adds an equality.
    pub(super) fn equal(&mut self, column: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.and(&format!("{column} = ?"), value.clone());
        }
    }

    pub(super) fn sql(&self) -> String {
        if self.conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.conditions.join(" AND "))
        }
    }

    pub(super) fn params(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(AsRef::as_ref).collect()
    }
}

/// The number of an ISO date.
pub(super) fn date(text: &str) -> Result<i64> {
    day::number(text)
        .ok_or_else(|| LedgerError::Question(format!("{text} is no date that exists; write YYYY-MM-DD")))
}
