//! Events and their reports.

use rusqlite::Row;
use serde::Serialize;

use super::actors::{ActorName, names};
use super::filter::{FACTUALITIES, Filter, TYPES, Where};
use super::list::{id, iso, select, select_kept};
use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, Ledger};

/// A number of people as one report has it, or as all have it: at least, at most.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Numbers {
    /// At least.
    pub min: u32,
    /// At most; null when a report has no bound.
    pub max: Option<u32>,
}

/// An event.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventRow {
    /// `e1`, `e2`, …
    pub id: Id,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// 1 verbal cooperation to 4 material conflict.
    pub quad: u8,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Who did it.
    pub source: Vec<ActorName>,
    /// On or with whom.
    pub target: Vec<ActorName>,
    /// First day, ISO, as the first report has it.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// The day it is listed under: the start, else the end, else that of the article.
    pub day: Option<String>,
    /// Where, by name.
    pub place: Option<String>,
    /// The place's id.
    pub place_id: Option<Id>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3: of the place, else of the target, else of the source.
    pub country: Option<String>,
    /// `actual`, `planned`, `possible`, `hypothetical` or `denied`.
    pub factuality: String,
    /// The lowest and the highest number of dead that reports have.
    pub dead: Option<Numbers>,
    /// The same of the injured.
    pub injured: Option<Numbers>,
    /// Articles that report it; copies are not counted.
    pub reports: u32,
    /// 0 to 1, of the surest report.
    pub confidence: f64,
}

/// An event as one article has it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventReportRow {
    /// The event.
    pub event: Id,
    /// The article.
    pub document: Id,
    /// The event's id in the article's record.
    pub entry: String,
    /// First day, ISO.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Dead.
    pub dead: Option<Numbers>,
    /// Injured.
    pub injured: Option<Numbers>,
    /// 0 to 1.
    pub confidence: f64,
}

const COLUMNS: &str =
    "SELECT e.id, e.type, e.mode, e.quad, e.cameo, e.start, e.\"end\", e.day, p.name, p.id, p.lat, p.lon,
    e.country, e.factuality, e.reports, e.confidence,
    (SELECT min(dead_min) FROM event_report r WHERE r.event = e.id),
    (SELECT max(coalesce(dead_max, dead_min)) FROM event_report r WHERE r.event = e.id),
    (SELECT min(injured_min) FROM event_report r WHERE r.event = e.id),
    (SELECT max(coalesce(injured_max, injured_min)) FROM event_report r WHERE r.event = e.id)
  FROM event e LEFT JOIN place p ON p.id = e.place";

const PARTY: &str =
    "SELECT a.id, a.name, a.country, a.sector FROM event_party p JOIN actor a ON a.id = p.actor
  WHERE p.event = ?1 AND p.role = ?2 ORDER BY a.id";

const ARTICLES: &str = "SELECT DISTINCT document FROM event_report WHERE event = ?1";

const REPORTS: &str =
    "SELECT r.event, r.document, r.entry, r.start, r.\"end\", r.dead_min, r.dead_max, r.injured_min,
  r.injured_max, r.confidence FROM event_report r";

fn numbers(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Numbers>> {
    let max = row.get(column + 1)?;
    Ok(row.get::<_, Option<u32>>(column)?.map(|min| Numbers { min, max }))
}

fn read(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: Id::new(Kind::Event, row.get(0)?),
        kind: row.get(1)?,
        mode: row.get(2)?,
        quad: row.get(3)?,
        cameo: row.get(4)?,
        source: Vec::new(),
        target: Vec::new(),
        start: iso(row, 5)?,
        end: iso(row, 6)?,
        day: iso(row, 7)?,
        place: row.get(8)?,
        place_id: id(row, 9, Kind::Place)?,
        lat: row.get(10)?,
        lon: row.get(11)?,
        country: row.get(12)?,
        factuality: row.get(13)?,
        reports: row.get(14)?,
        confidence: row.get(15)?,
        dead: numbers(row, 16)?,
        injured: numbers(row, 18)?,
    })
}

fn read_report(row: &Row<'_>) -> rusqlite::Result<EventReportRow> {
    Ok(EventReportRow {
        event: Id::new(Kind::Event, row.get(0)?),
        document: Id::new(Kind::Document, row.get(1)?),
        entry: format!("e{}", row.get::<_, i64>(2)?),
        start: iso(row, 3)?,
        end: iso(row, 4)?,
        dead: numbers(row, 5)?,
        injured: numbers(row, 7)?,
        confidence: row.get(9)?,
    })
}

impl Ledger {
    /// Events by day: by parties, type, days, country, factuality (`status`), and words of the articles that report them.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventRow>> {
        filter.check_status(&FACTUALITIES)?;
        let upper = filter.kind.as_ref().map(|k| k.to_uppercase());
        Filter { kind: upper.clone(), ..Filter::default() }.check_kind(&TYPES)?;
        let mut conditions = Where::default();
        let of = "e.id IN (SELECT event FROM event_party WHERE actor IN {} AND role = ";
        for (name, role) in [(&filter.source, "0)"), (&filter.target, "1)"), (&filter.who, "role)")] {
            if let Some(name) = name {
                conditions.actor(&format!("{of}{role}"), name)?;
            }
        }
        conditions.equal("e.type", upper.as_ref());
        conditions.equal("e.country", filter.country.as_ref());
        conditions.equal("e.factuality", filter.status.as_ref());
        conditions.days("e.day", filter)?;
        let mut sought = filter.text.as_deref().map(Sought::new).transpose()?;
        if let Some(sought) = &sought {
            let found = "e.id IN (SELECT event FROM event_report WHERE document IN \
                         (SELECT rowid FROM document_text WHERE document_text MATCH ?))";
            conditions.text(found, sought);
        }
        self.events_with(&conditions, filter.limit, sought.as_mut())
    }

    pub(super) fn select_events(&self, conditions: &Where, limit: Option<u32>) -> Result<Vec<EventRow>> {
        self.events_with(conditions, limit, None)
    }

    /// Events that an article reports in which the phrases stand.
    pub(super) fn events_with(
        &self,
        conditions: &Where,
        limit: Option<u32>,
        mut sought: Option<&mut Sought>,
    ) -> Result<Vec<EventRow>> {
        let keep = |e: &mut EventRow| match &mut sought {
            Some(sought) => sought.stands_in_any(&self.db, ARTICLES, e.id.number),
            None => Ok(true),
        };
        let mut events = select_kept(&self.db, COLUMNS, conditions, &["e.day", "e.id"], limit, read, keep)?;
        for event in &mut events {
            event.source = names(&self.db, PARTY, event.id.number, 0)?;
            event.target = names(&self.db, PARTY, event.id.number, 1)?;
        }
        Ok(events)
    }

    /// The reports of one event, or all reports, in the order of the articles.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn event_reports(&self, event: Option<Id>) -> Result<Vec<EventReportRow>> {
        let mut conditions = Where::default();
        if let Some(event) = event {
            conditions.and("r.event = ?", event.number);
        }
        select(&self.db, REPORTS, &conditions, &["r.event", "r.document", "r.entry"], None, read_report)
    }
}
