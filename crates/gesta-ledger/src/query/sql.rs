//! Questions in SQL, for those who want more than the commands offer.

use std::path::Path;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use serde_json::Value;

use super::Shown;
use crate::error::Result;
use crate::{Id, Ledger, LedgerError};

/// A table: its columns and its rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Null, number or text; binary values as hex digits.
    pub rows: Vec<Vec<Value>>,
}

/// The views for `gesta sql`, each with its columns.
pub const VIEWS: [(&str, &str); 11] = [
    (
        "documents",
        "id, key, uri, publisher, title, published, language, story, copy_of, similarity, replaced_by, added",
    ),
    ("stories", "id, title, first, last, articles"),
    ("actors", "id, name, kind, country, sector, wikidata, articles"),
    ("places", "id, name, kind, country, admin1, geonames, lat, lon, articles"),
    (
        "events",
        "id, type, mode, quad, cameo, source, target, start, end, day, place, country, factuality, reports, \
         confidence",
    ),
    ("event_parties", "event, role, actor, name, country, sector"),
    (
        "event_reports",
        "event, document, entry, start, end, dead_min, dead_max, injured_min, injured_max, confidence",
    ),
    ("statements", "id, document, kind, speaker, addressee, cue_class, anonymous, unreal, day, confidence"),
    (
        "commitments",
        "id, act, polarity, debtor, counterparty, action, action_type, due_start, due_end, made, conditional, \
         status, disputed, replaced_by, reports, confidence",
    ),
    ("commitment_parties", "commitment, role, actor, name, country, sector"),
    (
        "commitment_history",
        "commitment, status, day, source, document, start, end, event, replaced_by, confidence, counts, note, \
         entered",
    ),
];

/// Views that the file need not have: who the parties are, one a row. Made whole before they are joined, as ids are words here
/// and no index has them.
const PARTIES: &str = "
  CREATE TEMP VIEW IF NOT EXISTS event_parties AS WITH party AS MATERIALIZED (
    SELECT 'e' || p.event AS event, CASE p.role WHEN 0 THEN 'source' ELSE 'target' END AS role,
      'a' || a.id AS actor, a.name, a.country, a.sector
    FROM event_party p JOIN actor a ON a.id = p.actor) SELECT * FROM party;
  CREATE TEMP VIEW IF NOT EXISTS commitment_parties AS WITH party AS MATERIALIZED (
    SELECT 'c' || p.commitment AS commitment, CASE p.role WHEN 0 THEN 'debtor' ELSE 'counterparty' END AS role,
      'a' || a.id AS actor, a.name, a.country, a.sector
    FROM commitment_party p JOIN actor a ON a.id = p.actor) SELECT * FROM party;";

/// What SQLite finds wrong with a question; where it misses something, with what there is.
fn wrong(error: rusqlite::Error) -> LedgerError {
    let what = match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg,
        other => other.to_string(),
    };
    let hint = if what.starts_with("no such table") {
        let names: Vec<&str> = VIEWS.iter().map(|(name, _)| *name).collect();
        format!("; there are {}", names.join(", "))
    } else if what.starts_with("no such column") {
        "; `gesta sql --help` names the columns".to_owned()
    } else {
        String::new()
    };
    LedgerError::Question(format!("{what}{hint}"))
}

impl Ledger {
    /// Answers one SELECT over the [`VIEWS`] (and the tables beneath them, which may change). The function
    /// `text_of('d1')` gives the text of an article, of a statement (`s1`) or of the sentences that show an event's first
    /// report (`e1`) or a commitment's (`c1`); `standing('c1', '2021-03-05')` gives a commitment's status on a day,
    /// `due-unreported` included.
    ///
    /// # Errors
    /// When it is no SELECT or SQLite does not understand it.
    pub fn sql(&self, query: &str) -> Result<Answer> {
        self.add_functions()?;
        self.db.execute_batch(PARTIES)?;
        let mut query = self.db.prepare(query).map_err(wrong)?;
        if !query.readonly() || query.column_count() == 0 {
            return Err(LedgerError::Question(
                "only questions (SELECT) are answered; nothing is changed".to_owned(),
            ));
        }
        let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut found = query.query([]).map_err(wrong)?;
        while let Some(row) = found.next().map_err(wrong)? {
            let value = |column| -> Result<Value> {
                Ok(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => number.into(),
                    ValueRef::Real(number) => number.into(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                    ValueRef::Blob(bytes) => {
                        bytes.iter().map(|b| format!("{b:02x}")).collect::<String>().into()
                    }
                })
            };
            rows.push((0..columns.len()).map(value).collect::<Result<_>>()?);
        }
        Ok(Answer { columns, rows })
    }

    /// The functions have connections of their own: SQLite's does not reach them safely.
    fn add_functions(&self) -> Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        let failed = |e: LedgerError| rusqlite::Error::UserFunctionError(Box::new(e));
        let other = self.another()?;
        self.db.create_scalar_function("text_of", 1, flags, move |context: &Context<'_>| {
            let Some(id) = context.get::<Option<String>>(0)? else { return Ok(None) };
            other.text_of(id.parse().map_err(failed)?).map(Some).map_err(failed)
        })?;
        let other = self.another()?;
        Ok(self.db.create_scalar_function("standing", 2, flags, move |context: &Context<'_>| {
            let (id, day) = (context.get::<Option<String>>(0)?, context.get::<Option<String>>(1)?);
            let Some((id, day)) = id.zip(day) else { return Ok(None) };
            other.standing(id.parse().map_err(failed)?, &day).map(Some).map_err(failed)
        })?)
    }

    fn another(&self) -> Result<Ledger> {
        Ledger::open_read_only(Path::new(self.db.path().unwrap_or_default()))
    }

    /// The text of an article or statement, or the words that show an event or commitment.
    fn text_of(&self, id: Id) -> Result<String> {
        Ok(match self.show(id)? {
            Shown::Document { text, .. } => text,
            Shown::Statement { statement, .. } => statement.content,
            Shown::Event { reports, .. } => {
                reports.first().map(|r| r.evidence.join(" … ")).unwrap_or_default()
            }
            Shown::Commitment { reports, .. } => {
                reports.first().map(|r| r.evidence.join(" … ")).unwrap_or_default()
            }
            Shown::Actor { actor, .. } => actor.name,
            Shown::Place { place, .. } => place.name,
            Shown::Story(story) => story.title.unwrap_or_default(),
        })
    }
}
