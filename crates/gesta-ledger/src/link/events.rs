//! Events: reports of the same event become one.
//!
//! The same type (and mode, where both have one), the same factuality, days that touch, places that may be the same, tolls of one
//! order, and parties of which none contradicts: the target must be the same or, where it is not known by name, the town. What one
//! article tells apart stays apart. Each report
//! keeps its own days and numbers; a total of many events ("since the uprising began") is no number of this one.

use std::collections::BTreeSet;

use gesta::record::{CountRecord, EventRecord};
use rusqlite::{Connection, OptionalExtension, params};

use super::parties::{Match, Parties};
use super::statements::confidence;
use super::wording;
use super::{Page, days, entry};
use crate::error::Result;

/// Days by which two reports of one event may differ: the day it happened and the day it was told.
const SLACK: i64 = 1;

/// An event as one article reports it.
pub(super) struct Report<'a> {
    pub(super) event: &'a EventRecord,
    /// The row of the event it was joined to.
    pub(super) row: i64,
    pub(super) source: Vec<i64>,
    pub(super) target: Vec<i64>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    /// The start, else the end, else the day of publication.
    pub(super) day: Option<i64>,
    place: Option<i64>,
}

/// A place as far as merging asks.
struct Where {
    kind: String,
    country: Option<String>,
    admin1: Option<String>,
}

/// An event in the ledger that may be the same.
struct Candidate {
    row: i64,
    mode: Option<String>,
    start: Option<i64>,
    end: Option<i64>,
    day: i64,
    place: Option<i64>,
}

/// Joins the events of an article; returns them with their rows.
pub(super) fn link<'a>(db: &Connection, parties: &mut Parties, page: &Page<'a>) -> Result<Vec<Report<'a>>> {
    let (mut linked, mut taken) = (Vec::new(), BTreeSet::new());
    for event in &page.record.events {
        let (start, end) = days(event.date.as_ref());
        let place = event.place.as_deref().and_then(|p| page.places.get(p).copied());
        let (source, target) = (page.actor_rows(&event.source), page.actor_rows(&event.target));
        let day = start.or(end).or(page.published);
        let mut report = Report { event, row: 0, source, target, start, end, day, place };
        report.row = match same(db, parties, &report, &taken)? {
            Some(row) => row,
            None => insert(db, parties, &report)?,
        };
        enter(db, parties, page, &report)?;
        taken.insert(report.row);
        linked.push(report);
    }
    Ok(linked)
}

/// The event in the ledger that this reports: none that another event of its article was joined to, since they are told apart there.
fn same(
    db: &Connection,
    parties: &mut Parties,
    report: &Report<'_>,
    taken: &BTreeSet<i64>,
) -> Result<Option<i64>> {
    let Some(day) = report.day else { return Ok(None) };
    let mut query = db.prepare_cached(
        "SELECT id, mode, start, \"end\", day, place FROM event
         WHERE type = ?1 AND day BETWEEN ?2 AND ?3 AND factuality = ?4 ORDER BY id",
    )?;
    let values = params![report.event.kind, day - SLACK, day + SLACK, report.event.factuality];
    let rows = query.query_map(values, |row| {
        Ok(Candidate {
            row: row.get(0)?,
            mode: row.get(1)?,
            start: row.get(2)?,
            end: row.get(3)?,
            day: row.get(4)?,
            place: row.get(5)?,
        })
    })?;
    let mut best = None;
    for candidate in rows {
        let candidate = candidate?;
        if taken.contains(&candidate.row) {
            continue;
        }
        if let Some(score) = score(db, parties, report, &candidate, day)?
            && best.as_ref().is_none_or(|(s, _)| score > *s)
        {
            best = Some((score, candidate.row));
        }
    }
    Ok(best.map(|(_, row)| row))
}

type Score = (Match, Match, bool, i64);

/// How well they fit, or `None` when they are not the same event.
fn score(
    db: &Connection,
    parties: &mut Parties,
    report: &Report<'_>,
    candidate: &Candidate,
    day: i64,
) -> Result<Option<Score>> {
    let modes_differ = matches!((&report.event.mode, &candidate.mode), (Some(a), Some(b)) if a != b);
    if modes_differ || apart((report.start, report.end), (candidate.start, candidate.end)) {
        return Ok(None);
    }
    let source = parties.fit(db, &report.source, &party(db, candidate.row, 0)?)?;
    let affected = party(db, candidate.row, 1)?;
    let target = parties.fit(db, &report.target, &affected)?;
    let (less, more) = (source.min(target), source.max(target));
    let same_town = same_place(db, report.place, candidate.place)?;
    // To whom it was done neither says: then the mode or a day that both name must tell it from others.
    let same_mode = candidate.mode.is_some() && report.event.mode == candidate.mode;
    let same_day = report.start.is_some() && report.start == candidate.start;
    let untold = (same_mode || same_day) && report.target.is_empty() && affected.is_empty();
    let same_target = target == Match::Same || untold || same_town == Some(true);
    let fits = less > Match::Different
        && same_target
        && !other_toll(db, report, candidate.row)?
        && match same_town {
            Some(false) => false,
            Some(true) => more >= Match::Compatible || day == candidate.day,
            None => more == Match::Same,
        };
    Ok(fits.then_some((more, less, same_town == Some(true), -(day - candidate.day).abs())))
}

/// How far two tolls of one event may lie apart: so many times the smaller and so many more.
const TOLLS: (i64, i64) = (4, 8);

/// True when the dead that both tell of are far too many or too few for one event.
fn other_toll(db: &Connection, report: &Report<'_>, event: i64) -> Result<bool> {
    let Some(dead) = &report.event.dead else { return Ok(false) };
    let mut query = db.prepare_cached(
        "SELECT min(dead_min), max(coalesce(dead_max, dead_min)) FROM event_report WHERE event = ?1",
    )?;
    let (least, most): (Option<i64>, Option<i64>) =
        query.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let above = |high: i64, low: i64| high > low.saturating_mul(TOLLS.0).saturating_add(TOLLS.1);
    let (min, max) = (i64::from(dead.min), i64::from(dead.max.unwrap_or(dead.min)));
    Ok(most.is_some_and(|most| above(min, most)) || least.is_some_and(|least| above(least, max)))
}

/// True when the days are known and do not touch.
fn apart(a: (Option<i64>, Option<i64>), b: (Option<i64>, Option<i64>)) -> bool {
    let before = |end: Option<i64>, start: Option<i64>| matches!((end, start), (Some(end), Some(start)) if end + SLACK < start);
    before(a.1, b.0) || before(b.1, a.0)
}

/// Whether two places are the same town or district; `None` when one is not known as closely as that.
fn same_place(db: &Connection, a: Option<i64>, b: Option<i64>) -> Result<Option<bool>> {
    let (Some(a), Some(b)) = (a, b) else { return Ok(None) };
    let mut query = db.prepare_cached("SELECT kind, country, admin1 FROM place WHERE id = ?1")?;
    let mut place = |id: i64| {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Where { kind: row.get(0)?, country: row.get(1)?, admin1: row.get(2)? })
        };
        query.query_row([id], read).optional()
    };
    let (Some(x), Some(y)) = (place(a)?, place(b)?) else { return Ok(None) };
    let wide = |p: &Where| matches!(p.kind.as_str(), "country" | "region" | "continent" | "water");
    if matches!((&x.country, &y.country), (Some(c), Some(d)) if c != d) {
        return Ok(Some(false));
    }
    if wide(&x) || wide(&y) {
        return Ok(None);
    }
    // A town and the province it may lie in.
    if (x.kind == "admin1") != (y.kind == "admin1") {
        let differ = matches!((&x.admin1, &y.admin1), (Some(c), Some(d)) if c != d);
        return Ok(if differ { Some(false) } else { None });
    }
    Ok(Some(a == b))
}

fn party(db: &Connection, event: i64, role: i64) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached("SELECT actor FROM event_party WHERE event = ?1 AND role = ?2")?;
    let rows = query.query_map([event, role], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn insert(db: &Connection, parties: &mut Parties, report: &Report<'_>) -> Result<i64> {
    let e = report.event;
    let mut query = db.prepare_cached("SELECT country FROM place WHERE id = ?1")?;
    let of_place: Option<String> = match report.place {
        Some(place) => query.query_row([place], |row| row.get(0))?,
        None => None,
    };
    // Where no place is named, it is most often where those are on whom it was done.
    let country = match of_place {
        Some(country) => Some(country),
        None => {
            let affected = parties.countries(db, &report.target)?.into_iter().next();
            affected.or(parties.countries(db, &report.source)?.into_iter().next())
        }
    };
    db.prepare_cached(
        "INSERT INTO event
           (type, mode, quad, cameo, start, \"end\", day, place, country, factuality, reports, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0)",
    )?
    .execute(params![
        e.kind,
        e.mode,
        e.quad,
        e.cameo,
        report.start,
        report.end,
        report.day,
        report.place,
        country,
        e.factuality
    ])?;
    Ok(db.last_insert_rowid())
}

/// Enters the report, and what it adds to the event: parties, a closer place, a higher confidence.
fn enter(db: &Connection, parties: &mut Parties, page: &Page<'_>, report: &Report<'_>) -> Result<()> {
    let e = report.event;
    let confidence = confidence(e.confidence);
    let bounds = |n: &Option<CountRecord>| n.as_ref().map_or((None, None), |n| (Some(n.min), n.max));
    let total = page.sentence(e.trigger).is_some_and(|s| wording::is_total(&page.words(s)));
    let (dead, injured) =
        if total { ((None, None), (None, None)) } else { (bounds(&e.dead), bounds(&e.injured)) };
    db.prepare_cached(
        "INSERT OR IGNORE INTO event_report (event, document, entry, start, \"end\", place,
           dead_min, dead_max, injured_min, injured_max, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        report.row,
        page.id,
        entry(&e.id),
        report.start,
        report.end,
        report.place,
        dead.0,
        dead.1,
        injured.0,
        injured.1,
        confidence
    ])?;
    // What only copies report is reported once.
    db.prepare_cached(
        "UPDATE event SET confidence = max(confidence, ?2), mode = coalesce(mode, ?3), place = coalesce(place, ?4),
           reports = max(1, (SELECT count(DISTINCT r.document) FROM event_report r
             JOIN document d ON d.id = r.document WHERE r.event = ?1 AND d.copy_of IS NULL))
         WHERE id = ?1",
    )?
    .execute(params![report.row, confidence, e.mode, report.place])?;
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO event_party (event, role, actor) VALUES (?1, ?2, ?3)")?;
    for (role, actors) in [(0, &report.source), (1, &report.target)] {
        let known = party(db, report.row, role)?;
        for actor in actors {
            // "Its ambassador" adds nothing to "the ambassador of Niger".
            if known.is_empty() || parties.compare(db, &[*actor], &known)? == Match::Different {
                insert.execute([report.row, role, *actor])?;
            }
        }
    }
    Ok(())
}
