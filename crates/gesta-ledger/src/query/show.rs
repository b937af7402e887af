//! One entry with all its evidence.

use std::collections::BTreeMap;

use gesta::record::{Extent, Record};
use rusqlite::Connection;
use serde::Serialize;

use super::filter::{Filter, Where};
use super::statements::words;
use super::*;
use crate::error::Result;
use crate::{Id, Kind, Ledger, LedgerError, store};

/// An event as one article tells it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventReport {
    /// The article.
    pub document: DocumentRow,
    /// Days and numbers as it has them.
    #[serde(flatten)]
    pub report: EventReportRow,
    /// The sentences that show it.
    pub evidence: Vec<String>,
    /// Where these are, in code points of the article's text.
    pub spans: Vec<Extent>,
    /// The codebook entry.
    pub rule: String,
}

/// A commitment as one article tells it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CommitmentReport {
    /// The article.
    pub document: DocumentRow,
    /// The commitment's id in the article's record.
    pub entry: String,
    /// What is to be done, in its words.
    pub action: String,
    /// The words of the deadline.
    pub deadline: Option<String>,
    /// The words of the condition.
    pub condition: Option<String>,
    /// The sentences that show it.
    pub evidence: Vec<String>,
    /// Where these are, in code points of the article's text.
    pub spans: Vec<Extent>,
    /// The codebook entry.
    pub rule: String,
}

/// An entry with all that hangs on it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// An article.
    Document {
        /// The article.
        document: DocumentRow,
        /// Its text.
        text: String,
        /// Articles that copy it.
        copies: Vec<DocumentRow>,
        /// The events it reports.
        events: Vec<EventRow>,
        /// The commitments it reports.
        commitments: Vec<CommitmentRow>,
    },
    /// An event.
    Event {
        /// The event.
        event: EventRow,
        /// What each article says of it.
        reports: Vec<EventReport>,
    },
    /// A statement.
    Statement {
        /// The statement.
        statement: StatementRow,
        /// Its article.
        document: DocumentRow,
    },
    /// A commitment.
    Commitment {
        /// The commitment.
        commitment: CommitmentRow,
        /// What each article says of it.
        reports: Vec<CommitmentReport>,
        /// What became of it, each line with the words that show it.
        history: Vec<(HistoryRow, Option<String>)>,
    },
    /// An actor.
    Actor {
        /// The actor.
        actor: ActorRow,
        /// Its other names.
        aliases: Vec<String>,
        /// Its newest events.
        events: Vec<EventRow>,
        /// Its newest commitments.
        commitments: Vec<CommitmentRow>,
    },
    /// A place.
    Place {
        /// The place.
        place: PlaceRow,
        /// The newest events there.
        events: Vec<EventRow>,
    },
    /// A story.
    Story(StoryRow),
}

/// Entries shown of an actor or place.
const NEWEST: u32 = 20;

/// Readings looked up for one answer.
struct Readings<'a> {
    db: &'a Connection,
    known: BTreeMap<i64, (Record, Vec<char>)>,
}

impl Readings<'_> {
    fn of(&mut self, document: i64) -> Result<&(Record, Vec<char>)> {
        if !self.known.contains_key(&document) {
            let record = store::record(self.db, document)?;
            let chars = record.document.text.chars().collect();
            self.known.insert(document, (record, chars));
        }
        self.known.get(&document).ok_or_else(|| LedgerError::NoEntry(format!("d{document}")))
    }
}

fn pieces(chars: &[char], spans: &[Extent]) -> Vec<String> {
    spans.iter().map(|s| words(chars, &[*s])).collect()
}

impl Ledger {
    /// An entry with all its evidence and the articles it is from.
    ///
    /// # Errors
    /// When there is no such entry.
    pub fn show(&self, id: Id) -> Result<Shown> {
        match id.kind {
            Kind::Document => self.show_document(id),
            Kind::Event => self.show_event(id),
            Kind::Statement => {
                let mut only = Where::default();
                only.and("s.id = ?", id.number);
                let statement = first(self.select_statements(&only, None, None)?, id)?;
                let document = self.document(statement.document)?;
                Ok(Shown::Statement { statement, document })
            }
            Kind::Commitment => self.show_commitment(id),
            Kind::Actor => self.show_actor(id),
            Kind::Place => {
                let place = first(self.place_rows(id)?, id)?;
                let mut there = Where::default();
                there.and("e.place = ?", id.number);
                Ok(Shown::Place { place, events: self.select_events(&there, Some(NEWEST))? })
            }
            Kind::Story => Ok(Shown::Story(self.story(id)?)),
        }
    }

    fn show_document(&self, id: Id) -> Result<Shown> {
        let mut copies = Vec::new();
        let mut query = self.db.prepare_cached("SELECT id FROM document WHERE copy_of = ?1 ORDER BY id")?;
        for copy in query.query_map([id.number], |row| row.get(0))? {
            copies.push(self.document(Id::new(Kind::Document, copy?))?);
        }
        let (mut reported, mut owed) = (Where::default(), Where::default());
        reported.and("e.id IN (SELECT event FROM event_report WHERE document = ?)", id.number);
        owed.and("c.id IN (SELECT commitment FROM commitment_report WHERE document = ?)", id.number);
        let on = self.day_asked(None)?;
        Ok(Shown::Document {
            document: self.document(id)?,
            text: self.record(id)?.document.text,
            copies,
            events: self.select_events(&reported, None)?,
            commitments: self.select_commitments(&owed, &["c.made", "c.id"], None, "c.status", on)?,
        })
    }

    fn show_event(&self, id: Id) -> Result<Shown> {
        let mut only = Where::default();
        only.and("e.id = ?", id.number);
        let event = first(self.select_events(&only, None)?, id)?;
        let mut readings = Readings { db: &self.db, known: BTreeMap::new() };
        let mut reports = Vec::new();
        for report in self.event_reports(Some(id))? {
            let document = self.document(report.document)?;
            let (record, chars) = readings.of(report.document.number)?;
            let entry = record.events.iter().find(|e| e.id == report.entry);
            let spans = entry.map(|e| e.evidence.clone()).unwrap_or_default();
            let rule = entry.map(|e| e.rule.clone()).unwrap_or_default();
            reports.push(EventReport { document, report, evidence: pieces(chars, &spans), spans, rule });
        }
        Ok(Shown::Event { event, reports })
    }

    fn show_commitment(&self, id: Id) -> Result<Shown> {
        let commitment = self.commitment(id)?;
        let mut readings = Readings { db: &self.db, known: BTreeMap::new() };
        let mut query = self.db.prepare_cached(
            "SELECT document, entry FROM commitment_report WHERE commitment = ?1 ORDER BY document, entry",
        )?;
        let mut reports = Vec::new();
        for row in query.query_map([id.number], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))? {
            let (document, entry) = row?;
            let (record, chars) = readings.of(document)?;
            let entry = format!("c{entry}");
            let Some(c) = record.commitments.iter().find(|c| c.id == entry) else { continue };
            reports.push(CommitmentReport {
                document: self.document(Id::new(Kind::Document, document))?,
                action: words(chars, &[c.action]),
                deadline: c.deadline.as_ref().map(|d| words(chars, &[d.span])),
                condition: c.condition.map(|s| words(chars, &[s])),
                evidence: pieces(chars, &c.evidence),
                spans: c.evidence.clone(),
                rule: c.rule.clone(),
                entry,
            });
        }
        let mut history = Vec::new();
        for line in self.history(Some(id))? {
            let shown = match (line.document, line.span) {
                (Some(document), Some(span)) => Some(words(&readings.of(document.number)?.1, &[span])),
                _ => None,
            };
            history.push((line, shown));
        }
        Ok(Shown::Commitment { commitment, reports, history })
    }

    fn show_actor(&self, id: Id) -> Result<Shown> {
        let mut query =
            self.db.prepare_cached("SELECT name FROM actor_alias WHERE actor = ?1 ORDER BY id")?;
        let aliases =
            query.query_map([id.number], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let actor = first(self.actor_rows(id)?, id)?;
        let of = Filter { who: Some(id.to_string()), limit: Some(NEWEST), ..Filter::default() };
        let aliases = aliases.into_iter().filter(|a| *a != actor.name).collect();
        Ok(Shown::Actor { actor, aliases, events: self.events(&of)?, commitments: self.commitments(&of)? })
    }
}

fn first<T>(rows: Vec<T>, id: Id) -> Result<T> {
    rows.into_iter().next().ok_or_else(|| LedgerError::NoEntry(id.to_string()))
}
