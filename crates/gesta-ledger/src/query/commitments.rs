//! Commitments, what is due, and their history.

use rusqlite::Row;
use serde::Serialize;

use super::actors::{ActorName, names};
use super::filter::{ACTS, Filter, TYPES, Where, date};
use super::list::{id, iso, select};
use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, Ledger, LedgerError};

/// A commitment.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CommitmentRow {
    /// `c1`, `c2`, …
    pub id: Id,
    /// `promise`, `threat`, `demand`, `offer`, `agreement`, `refusal` or `intention`.
    pub act: String,
    /// Who must act.
    pub debtor: Vec<ActorName>,
    /// To or against whom.
    pub counterparty: Vec<ActorName>,
    /// `do` or `not`.
    pub polarity: String,
    /// What is to be done, in the words of the first report.
    pub action: String,
    /// PLOVER type of the action.
    pub action_type: Option<String>,
    /// First day of the deadline, ISO.
    pub due_start: Option<String>,
    /// Last day of the deadline.
    pub due_end: Option<String>,
    /// When it was made, as far as is known.
    pub made: Option<String>,
    /// True when it hangs on a condition.
    pub conditional: bool,
    /// `open`, `due-unreported`, `kept`, `kept-late`, `partly`, `broken`, `blocked`, `superseded` or `withdrawn`.
    pub status: String,
    /// True when reports differ on what became of it.
    pub disputed: bool,
    /// The commitment with a later deadline.
    pub replaced_by: Option<Id>,
    /// Articles that report it; copies are not counted.
    pub reports: u32,
    /// 0 to 1, of the surest report.
    pub confidence: f64,
}

/// What the standing of a commitment may be on a day.
pub const STANDINGS: [&str; 9] =
    ["open", "due-unreported", "kept", "kept-late", "partly", "broken", "blocked", "superseded", "withdrawn"];

/// A line of a commitment's history.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HistoryRow {
    /// The commitment.
    pub commitment: Id,
    /// What it became.
    pub status: String,
    /// When that happened or was reported, ISO.
    pub day: Option<String>,
    /// `report`, `event` or `person`.
    pub source: String,
    /// The article that shows it.
    pub document: Option<Id>,
    /// The words, in code points of the article's text.
    pub span: Option<[u32; 2]>,
    /// The event that shows it.
    pub event: Option<Id>,
    /// The commitment that takes its place.
    pub replaced_by: Option<Id>,
    /// 0 to 1.
    pub confidence: f64,
    /// False for evidence too weak to change the status.
    pub counts: bool,
    /// What a person gave as the reason.
    pub note: Option<String>,
    /// The day on which the line was written, ISO.
    pub entered: String,
}

/// A question for what is due.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Due {
    /// The day asked about, ISO; the newest article's when not given. Nothing reported later is looked at.
    pub on: Option<String>,
    /// Days ahead that are of interest.
    pub within: u32,
    /// Further conditions. `since` and `until` bound the deadline.
    pub filter: Filter,
}

const PARTY: &str =
    "SELECT a.id, a.name, a.country, a.sector FROM commitment_party p JOIN actor a ON a.id = p.actor
  WHERE p.commitment = ?1 AND p.role = ?2 ORDER BY a.id";

/// `{on}` is the number of the day the status is asked for.
const COLUMNS: &str =
    "SELECT c.id, c.act, c.positive, c.action, c.action_type, c.due_start, c.due_end, c.made, c.conditional,
    CASE WHEN {status} = 'open' AND c.due_end < {on} THEN 'due-unreported' ELSE {status} END AS standing,
    c.disputed, c.replaced_by, c.reports, c.confidence FROM commitment c";

/// What the history came to on a day, as `settle` has it for all days.
const STATUS_ON: &str = "coalesce((SELECT h.status FROM history h WHERE h.commitment = c.id AND h.counts
    AND (h.day IS NULL OR h.day <= {on})
    ORDER BY h.source = 'person' DESC, CASE h.source WHEN 'person' THEN h.id END DESC, h.day DESC,
      h.source = 'report' DESC, h.confidence DESC, h.id
    LIMIT 1), 'open')";

const HISTORY: &str =
    "SELECT h.commitment, h.status, h.day, h.source, h.document, h.start, h.\"end\", h.event, h.replaced_by,
  h.confidence, h.counts, h.note, date(h.entered, 'unixepoch') FROM history h";

fn read(row: &Row<'_>) -> rusqlite::Result<CommitmentRow> {
    Ok(CommitmentRow {
        id: Id::new(Kind::Commitment, row.get(0)?),
        act: row.get(1)?,
        debtor: Vec::new(),
        counterparty: Vec::new(),
        polarity: if row.get(2)? { "do" } else { "not" }.to_owned(),
        action: row.get(3)?,
        action_type: row.get(4)?,
        due_start: iso(row, 5)?,
        due_end: iso(row, 6)?,
        made: iso(row, 7)?,
        conditional: row.get(8)?,
        status: row.get(9)?,
        disputed: row.get(10)?,
        replaced_by: id(row, 11, Kind::Commitment)?,
        reports: row.get(12)?,
        confidence: row.get(13)?,
    })
}

fn read_history(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    let span: (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
    Ok(HistoryRow {
        commitment: Id::new(Kind::Commitment, row.get(0)?),
        status: row.get(1)?,
        day: iso(row, 2)?,
        source: row.get(3)?,
        document: id(row, 4, Kind::Document)?,
        span: span.0.zip(span.1).map(|(start, end)| [start, end]),
        event: id(row, 7, Kind::Event)?,
        replaced_by: id(row, 8, Kind::Commitment)?,
        confidence: row.get(9)?,
        counts: row.get(10)?,
        note: row.get(11)?,
        entered: row.get(12)?,
    })
}

impl Ledger {
    /// Commitments by the day they were made: by debtor (`source`), counterparty (`target`) or either (`who`), act or
    /// type of the action (`kind`), days, the debtor's `country`, words of the action (`text`) and `status`, which is that
    /// of the newest article's day.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn commitments(&self, filter: &Filter) -> Result<Vec<CommitmentRow>> {
        let on = self.day_asked(None)?;
        filter.check_status(&STANDINGS)?;
        let mut conditions = conditions(filter)?;
        conditions.days("c.made", filter)?;
        match filter.status.as_deref() {
            Some("due-unreported") => {
                conditions.always("c.status = 'open'");
                conditions.and("c.due_end < ?", on);
            }
            Some("open") => {
                conditions.always("c.status = 'open'");
                conditions.and("(c.due_end IS NULL OR c.due_end >= ?)", on);
            }
            _ => conditions.equal("c.status", filter.status.as_ref()),
        }
        self.select_commitments(&conditions, &["c.made", "c.id"], filter.limit, "c.status", on)
    }

    /// Commitments by deadline: those whose day has passed without a report of what became of them, and those that fall
    /// due within some days, as the ledger stood on the day asked about. A limit leaves those nearest to that day.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn due(&self, due: &Due) -> Result<Vec<CommitmentRow>> {
        let on = self.day_asked(due.on.as_deref())?;
        due.filter.check_status(&STANDINGS)?;
        // Of too many, those nearest to the day: the last ones before it and the first ones from it on, by the index.
        let mut rows = Vec::new();
        for (side, order) in [("c.due_end < ?", "c.due_end"), ("c.due_end >= ?", "-c.due_end")] {
            let mut conditions = conditions(&due.filter)?;
            conditions.days("c.due_end", &due.filter)?;
            conditions.and(side, on);
            conditions.and("c.due_end <= ?", on + i64::from(due.within));
            conditions.and("coalesce(c.made, c.due_end) <= ?", on);
            match due.filter.status.clone() {
                Some(status) => conditions.and("standing = ?", status),
                None => conditions.always("standing IN ('open', 'due-unreported')"),
            }
            let limit = due.filter.limit;
            rows.extend(self.select_commitments(&conditions, &[order, "c.id"], limit, STATUS_ON, on)?);
        }
        if let Some(limit) = due.filter.limit {
            let away =
                |c: &CommitmentRow| c.due_end.as_deref().and_then(crate::day::number).map(|d| (d - on).abs());
            rows.sort_by_key(|c| (away(c), c.id.number));
            rows.truncate(limit as usize);
        }
        rows.sort_by(|a, b| (&a.due_end, a.id.number).cmp(&(&b.due_end, b.id.number)));
        Ok(rows)
    }

    /// The day a question is about: the one given, else that of the newest article.
    pub(super) fn day_asked(&self, on: Option<&str>) -> Result<i64> {
        match on {
            Some(on) => date(on),
            None => Ok(self.newest_day()?.map_or(Ok(0), |day| date(&day))?),
        }
    }

    pub(super) fn select_commitments(
        &self,
        conditions: &Where,
        order: &[&str],
        limit: Option<u32>,
        status: &str,
        on: i64,
    ) -> Result<Vec<CommitmentRow>> {
        let columns = COLUMNS.replace("{status}", status).replace("{on}", &on.to_string());
        let mut rows = select(&self.db, &columns, conditions, order, limit, read)?;
        for row in &mut rows {
            row.debtor = names(&self.db, PARTY, row.id.number, 0)?;
            row.counterparty = names(&self.db, PARTY, row.id.number, 1)?;
        }
        Ok(rows)
    }

    /// One commitment, as it stands on the newest article's day.
    ///
    /// # Errors
    /// When it is not there.
    pub fn commitment(&self, id: Id) -> Result<CommitmentRow> {
        let mut conditions = Where::default();
        conditions.and("c.id = ?", id.number);
        let on = self.day_asked(None)?;
        let found = self.select_commitments(&conditions, &["c.id"], None, "c.status", on)?;
        found.into_iter().next().ok_or_else(|| LedgerError::NoEntry(id.to_string()))
    }

    /// The standing of a commitment on a day, ISO, as the ledger has it.
    ///
    /// # Errors
    /// When it is not there, or the day is none.
    pub fn standing(&self, id: Id, on: &str) -> Result<String> {
        let mut conditions = Where::default();
        conditions.and("c.id = ?", id.number);
        let found = self.select_commitments(&conditions, &["c.id"], None, STATUS_ON, date(on)?)?;
        found.into_iter().next().map(|c| c.status).ok_or_else(|| LedgerError::NoEntry(id.to_string()))
    }

    /// What became of one commitment, or of all, oldest first; what a person said without a day stands where it was said.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn history(&self, commitment: Option<Id>) -> Result<Vec<HistoryRow>> {
        let mut conditions = Where::default();
        if let Some(commitment) = commitment {
            conditions.and("h.commitment = ?", commitment.number);
        }
        let day = "coalesce(h.day, CASE h.source WHEN 'person' THEN h.entered / 86400 END)";
        select(&self.db, HISTORY, &conditions, &["h.commitment", day, "h.id"], None, read_history)
    }
}

fn conditions(filter: &Filter) -> Result<Where> {
    let mut conditions = Where::default();
    let of = "c.id IN (SELECT commitment FROM commitment_party WHERE actor IN {} AND role = ";
    for (name, role) in [(&filter.source, "0)"), (&filter.target, "1)"), (&filter.who, "role)")] {
        if let Some(name) = name {
            conditions.actor(&format!("{of}{role}"), name)?;
        }
    }
    filter.check_kind(&[&TYPES[..], &ACTS].concat())?;
    if let Some(kind) = &filter.kind {
        if kind.chars().all(char::is_uppercase) {
            conditions.and("c.action_type = ?", kind.clone());
        } else {
            conditions.and("c.act = ?", kind.clone());
        }
    }
    if let Some(country) = &filter.country {
        let of = "c.id IN (SELECT p.commitment FROM commitment_party p JOIN actor a ON a.id = p.actor \
                  WHERE a.country = ? AND p.role = 0)";
        conditions.and(of, country.clone());
    }
    if let Some(text) = &filter.text {
        for part in Sought::new(text)?.parts() {
            conditions.and("instr(lower(c.action), ?) > 0", part);
        }
    }
    Ok(conditions)
}
