//! What happened, day by day; stories.

use std::collections::BTreeMap;

use serde::Serialize;

use super::filter::{Filter, Where};
use super::sought::Sought;
use super::{ActorName, CommitmentRow, DocumentRow, EventRow};
use crate::error::Result;
use crate::{Id, Kind, Ledger, LedgerError};

/// A day's entry in a timeline.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct TimelineRow {
    /// ISO date.
    pub day: String,
    /// `event`, `commitment`, `deadline`, or the status that a commitment came to.
    pub what: String,
    /// The event or commitment.
    pub id: Id,
    /// In a few words.
    pub text: String,
    /// Articles that report it.
    pub reports: u32,
}

/// A story: its articles, events and commitments.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StoryRow {
    /// `st1`, `st2`, …
    pub id: Id,
    /// Title of its first article.
    pub title: Option<String>,
    /// The articles, by day; copies name what they copy.
    pub documents: Vec<DocumentRow>,
    /// The events they report.
    pub events: Vec<EventRow>,
    /// The commitments they report.
    pub commitments: Vec<CommitmentRow>,
}

fn names(actors: &[ActorName]) -> String {
    let names: Vec<&str> = actors.iter().map(|a| a.name.as_str()).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

fn of_event(event: EventRow) -> Option<TimelineRow> {
    let mut text = format!("{}: {}", event.kind, names(&event.source));
    if !event.target.is_empty() {
        text.push_str(&format!(" → {}", names(&event.target)));
    }
    for (what, number) in [("dead", event.dead), ("injured", event.injured)] {
        text.push_str(&number.map_or_else(String::new, |n| match n.max {
            Some(max) if max > n.min => format!(", {}–{max} {what}", n.min),
            _ => format!(", {} {what}", n.min),
        }));
    }
    text.push_str(&event.place.map_or_else(String::new, |p| format!(", {p}")));
    Some(TimelineRow {
        day: event.day?,
        what: "event".to_owned(),
        id: event.id,
        text,
        reports: event.reports,
    })
}

impl Ledger {
    /// Events that happened, commitments made, deadlines, and what became of them, by day: of an actor, by name or id,
    /// else of a topic, by the words of articles. `filter` narrows the days.
    ///
    /// # Errors
    /// When nothing is known of it or the ledger cannot be read.
    pub fn timeline(&self, of: &str, filter: &Filter) -> Result<Vec<TimelineRow>> {
        let who = Filter { who: Some(of.to_owned()), limit: Some(1), ..Filter::default() };
        filter.check_days()?;
        let is_actor = !self.actors(&who)?.is_empty();
        if let (false, Ok(id @ Id { kind: Kind::Actor, .. })) = (is_actor, of.parse::<Id>()) {
            return Err(LedgerError::NoEntry(id.to_string()));
        }
        let mut sought = None;
        let mut events = Where::default();
        events.always("e.factuality = 'actual'");
        let mut commitments = Where::default();
        if is_actor {
            events.actor("e.id IN (SELECT event FROM event_party WHERE actor IN {})", of)?;
            let bound = "c.id IN (SELECT commitment FROM commitment_party WHERE actor IN {})";
            commitments.actor(bound, of)?;
        } else {
            let found = "(SELECT rowid FROM document_text WHERE document_text MATCH ?)";
            let topic = Sought::new(of)?;
            events
                .text(&format!("e.id IN (SELECT event FROM event_report WHERE document IN {found})"), &topic);
            let bound =
                format!("c.id IN (SELECT commitment FROM commitment_report WHERE document IN {found})");
            commitments.text(&bound, &topic);
            sought = Some(topic);
        }
        let events = self.events_with(&events, None, sought.as_mut())?;
        let mut rows: Vec<TimelineRow> = events.into_iter().filter_map(of_event).collect();
        for commitment in self.select_commitments(&commitments, &["c.made", "c.id"], None, "c.status", 0)? {
            let reports = "SELECT DISTINCT document FROM commitment_report WHERE commitment = ?1";
            if let Some(sought) = &mut sought
                && !sought.stands_in_any(&self.db, reports, commitment.id.number)?
            {
                continue;
            }
            self.of_commitment(&commitment, &mut rows)?;
        }
        rows.retain(|r| {
            filter.since.as_ref().is_none_or(|d| r.day >= *d)
                && filter.until.as_ref().is_none_or(|d| r.day <= *d)
        });
        rows.sort();
        if let Some(limit) = filter.limit {
            rows.drain(..rows.len().saturating_sub(limit as usize));
        }
        Ok(rows)
    }

    fn of_commitment(&self, c: &CommitmentRow, rows: &mut Vec<TimelineRow>) -> Result<()> {
        let not = if c.polarity == "not" { "not: " } else { "" };
        let text = format!("{}: {}: {not}{}", c.act, names(&c.debtor), c.action);
        let mut enter = |day: &Option<String>, what: &str| {
            if let Some(day) = day {
                let (day, what, text) = (day.clone(), what.to_owned(), text.clone());
                rows.push(TimelineRow { day, what, id: c.id, text, reports: c.reports });
            }
        };
        enter(&c.made, "commitment");
        enter(&c.due_end, "deadline");
        for line in self.history(Some(c.id))?.iter().filter(|h| h.counts) {
            enter(&line.day, &line.status);
        }
        Ok(())
    }

    /// What an article reports: the statements, events and commitments of its record, each with the entry it became part of.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reported_in(&self, document: Id) -> Result<BTreeMap<String, Id>> {
        let mut found = BTreeMap::new();
        // Statements of an article stand together, from its first one on.
        let mut query = self.db.prepare_cached(
            "SELECT entry, id, document FROM statement
             WHERE id >= (SELECT statements FROM document WHERE id = ?1) ORDER BY id",
        )?;
        let mut rows = query.query([document.number])?;
        while let Some(row) = rows.next()?
            && row.get::<_, i64>(2)? == document.number
        {
            let entry: i64 = row.get(0)?;
            found.insert(format!("s{entry}"), Id::new(Kind::Statement, row.get(1)?));
        }
        for (kind, letter, table, column) in [
            (Kind::Event, 'e', "event_report", "event"),
            (Kind::Commitment, 'c', "commitment_report", "commitment"),
        ] {
            let sql = format!("SELECT entry, {column} FROM {table} WHERE document = ?1");
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map([document.number], |row| {
                Ok((format!("{letter}{}", row.get::<_, i64>(0)?), Id::new(kind, row.get(1)?)))
            })?;
            for row in rows {
                let (local, id) = row?;
                found.insert(local, id);
            }
        }
        Ok(found)
    }

    /// A story with its articles, events and commitments.
    ///
    /// # Errors
    /// When it is not there.
    pub fn story(&self, id: Id) -> Result<StoryRow> {
        let mut query = self.db.prepare_cached(
            "SELECT d.title FROM story s LEFT JOIN document d ON d.id = s.lead WHERE s.id = ?1",
        )?;
        let title = query.query_map([id.number], |row| row.get(0))?.next();
        let title = title.ok_or_else(|| LedgerError::NoEntry(id.to_string()))??;
        let of = "(SELECT id FROM document WHERE story = ?)";
        let (mut events, mut commitments) = (Where::default(), Where::default());
        events.and(&format!("e.id IN (SELECT event FROM event_report WHERE document IN {of})"), id.number);
        let reported = format!("c.id IN (SELECT commitment FROM commitment_report WHERE document IN {of})");
        commitments.and(&reported, id.number);
        let on = self.day_asked(None)?;
        Ok(StoryRow {
            id,
            title,
            documents: self.documents_of_story(id)?,
            events: self.select_events(&events, None)?,
            commitments: self.select_commitments(&commitments, &["c.made", "c.id"], None, "c.status", on)?,
        })
    }
}
