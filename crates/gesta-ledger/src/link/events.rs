//! Events: reports of the same event become one.
//!
//! The same sentence, within a month, tells the same event, and so does the same great toll at the same place. Else the type (and mode, where both have one)
//! and factuality are the same, days touch, places may be the same, tolls are of one order, and no party contradicts; and the sentences
//! must tell it with enough of the same words (`telling.rs`), or both name the same day with the same town or mode. Unless the words are
//! nearly the same, the target must be the same too or, where it is not known by name, the town. What one article tells apart stays apart.
//! Each report keeps its own days and numbers; a total of many events ("since the uprising began") is no number of this one.

use std::collections::BTreeSet;

use gesta::record::{CountRecord, EventRecord, MentionRecord};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::parties::{Match, Parties};
use super::statements::confidence;
use super::telling::{self, Rarity, Tellings, Words};
use super::{Page, Sentence, days, entry, wording};
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
    words: Words,
    /// Those of its parties and its place, which are compared as such.
    names: Words,
    /// What it is told with, to the word.
    wording: Option<i64>,
    /// Its numbers are totals of many events.
    total: bool,
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

/// What reports are compared by.
pub(super) struct Compare<'a> {
    pub(super) db: &'a Connection,
    pub(super) parties: &'a mut Parties,
    pub(super) tellings: &'a mut Tellings,
    pub(super) rarity: &'a Rarity,
}

/// Days within which the same sentence, or the same toll, is of the same event.
const RETOLD: i64 = 30;
/// From here on sentences tell the same event, if all else agrees; by nearly the same words, if nothing contradicts.
const ALIKE: f64 = 0.17;
const CLOSE: f64 = 0.5;
/// Dead of whom no two events at one place within a month have the same number.
const GREAT: u32 = 20;

/// Joins the events of an article; returns them with their rows.
pub(super) fn link<'a>(
    compare: &mut Compare<'_>,
    page: &Page<'a>,
    sentences: &[Sentence],
) -> Result<Vec<Report<'a>>> {
    let (mut linked, mut taken) = (Vec::new(), BTreeSet::new());
    for event in &page.record.events {
        let mut report = read(page, sentences, event);
        let known = compare.same(&report, &taken)?;
        report.row = match known {
            Some(row) => row,
            None => insert(compare.db, compare.parties, &report)?,
        };
        compare.tellings.enter(report.row, report.words.clone(), known.is_none());
        enter(compare.db, compare.parties, page, &report)?;
        taken.insert(report.row);
        linked.push(report);
    }
    Ok(linked)
}

fn read<'a>(page: &Page<'a>, sentences: &[Sentence], event: &'a EventRecord) -> Report<'a> {
    let (start, end) = days(event.date.as_ref());
    let at = sentences.partition_point(|s| s.extent[0] <= event.trigger[0]).checked_sub(1);
    let sentence = at.and_then(|at| sentences.get(at));
    let to_the_word = |s: &Sentence| {
        let before = page.words([s.extent[0], event.trigger[0]]);
        telling::wording(&s.text, &before, &event.kind)
    };
    let parties = event.source.iter().chain(&event.target);
    let actors = parties.filter_map(|id| page.record.actors.iter().find(|a| a.id == *id));
    let place = event.place.as_ref().and_then(|id| page.record.places.iter().find(|p| p.id == *id));
    let mut names: Vec<String> = place.map(|p| p.name.clone()).into_iter().collect();
    for actor in actors {
        let inside = |m: &&MentionRecord| {
            sentence.is_some_and(|s| s.extent[0] <= m.span[0] && m.span[1] <= s.extent[1])
        };
        names.extend(actor.mentions.iter().filter(inside).map(|m| page.words(m.span)));
        names.push(actor.name.clone());
        names.extend_from_slice(&actor.aliases);
    }
    Report {
        event,
        row: 0,
        source: page.actor_rows(&event.source),
        target: page.actor_rows(&event.target),
        start,
        end,
        day: start.or(end).or(page.published),
        place: event.place.as_deref().and_then(|p| page.places.get(p).copied()),
        words: sentence.map_or_else(|| telling::of(""), |s| s.words.clone()),
        names: telling::of(&names.join(" ")),
        wording: sentence.and_then(to_the_word),
        total: sentence.is_some_and(|s| wording::is_total(&s.text)),
    }
}

impl Compare<'_> {
    /// The event in the ledger that this reports: none that another event of its article was joined to, since they are told apart
    /// there.
    fn same(&mut self, report: &Report<'_>, taken: &BTreeSet<i64>) -> Result<Option<i64>> {
        let Some(day) = report.day else { return Ok(None) };
        for candidate in retold(self.db, report, day)? {
            if !taken.contains(&candidate.row) && !other_toll(self.db, report, candidate.row)? {
                return Ok(Some(candidate.row));
            }
        }
        for row in of_toll(self.db, report, day)? {
            let source = self.parties.fit(self.db, &report.source, &party(self.db, row, 0)?)?;
            if !taken.contains(&row) && source > Match::Different {
                return Ok(Some(row));
            }
        }
        let mut best = None;
        for candidate in near(self.db, report, day)? {
            if taken.contains(&candidate.row) {
                continue;
            }
            if let Some(score) = self.score(report, &candidate, day)?
                && best.as_ref().is_none_or(|(s, _)| score > *s)
            {
                best = Some((score, candidate.row));
            }
        }
        Ok(best.map(|(_, row)| row))
    }

    /// How well they fit, or `None` when they are not the same event.
    fn score(&mut self, report: &Report<'_>, candidate: &Candidate, day: i64) -> Result<Option<Score>> {
        let modes_differ = matches!((&report.event.mode, &candidate.mode), (Some(a), Some(b)) if a != b);
        if apart((report.start, report.end), (candidate.start, candidate.end)) {
            return Ok(None);
        }
        let db = self.db;
        let source = self.parties.fit(db, &report.source, &party(db, candidate.row, 0)?)?;
        let affected = party(db, candidate.row, 1)?;
        let target = self.parties.fit(db, &report.target, &affected)?;
        let (less, more) = (source.min(target), source.max(target));
        let same_town = same_place(db, report.place, candidate.place)?;
        if less == Match::Different || same_town == Some(false) || other_toll(db, report, candidate.row)? {
            return Ok(None);
        }
        let alike = self.tellings.alike(db, self.rarity, (&report.words, &report.names), candidate.row)?;
        let close = alike >= CLOSE && report.words.len() >= telling::LONG;
        let same_mode = candidate.mode.is_some() && report.event.mode == candidate.mode;
        let (told_day, known_day) =
            (one_day(report.start, report.end), one_day(candidate.start, candidate.end));
        let same_day = told_day.is_some() && told_day == known_day;
        let other_day = told_day.zip(known_day).is_some_and(|(a, b)| a != b);
        let named = same_mode || same_town == Some(true) || less == Match::Same;
        let same_span =
            report.start.is_some() && (report.start, report.end) == (candidate.start, candidate.end);
        let named_twice = same_day && named || same_span && less == Match::Same;
        let told = !modes_differ && if other_day { close } else { alike >= ALIKE || named_twice };
        // To whom it was done neither says: then the mode or a day that both name must tell it from others.
        let untold = (same_mode || same_day) && report.target.is_empty() && affected.is_empty();
        let same_target = target == Match::Same || untold || same_town == Some(true);
        let fits = match same_town {
            Some(_) => more >= Match::Compatible || day == candidate.day,
            None => more == Match::Same,
        };
        let near = -(day - candidate.day).abs();
        // Hundredths, as floats have no order.
        let alike = (alike * 100.0) as i64;
        Ok((close || told && same_target && fits).then_some((alike, more, less, near)))
    }
}

/// Events that were told with the same sentence.
fn retold(db: &Connection, report: &Report<'_>, day: i64) -> Result<Vec<Candidate>> {
    let Some(wording) = report.wording else { return Ok(Vec::new()) };
    let mut query = db.prepare_cached(
        "SELECT e.id, e.mode, e.start, e.\"end\", e.day, e.place FROM wording w JOIN event e ON e.id = w.event
         WHERE w.hash = ?1 AND e.day BETWEEN ?2 AND ?3 ORDER BY e.id",
    )?;
    let rows = query.query_map(params![wording, day - RETOLD, day + RETOLD], candidate)?;
    let mut found = rows.collect::<rusqlite::Result<Vec<Candidate>>>()?;
    found.retain(|c| !apart((report.start, report.end), (c.start, c.end)));
    Ok(found)
}

/// Events at the same place with just as many dead, of whom there are many.
fn of_toll(db: &Connection, report: &Report<'_>, day: i64) -> Result<Vec<i64>> {
    let exact = |n: &&CountRecord| n.min >= GREAT && n.max.is_none_or(|max| max == n.min);
    let dead = report.event.dead.as_ref().filter(exact).filter(|_| !report.total);
    let (Some(dead), Some(place)) = (dead, report.place) else { return Ok(Vec::new()) };
    if same_place(db, Some(place), Some(place))? != Some(true) {
        return Ok(Vec::new());
    }
    let mut query = db.prepare_cached(
        "SELECT DISTINCT e.id FROM event e JOIN event_report r ON r.event = e.id
         WHERE e.type = ?1 AND e.day BETWEEN ?2 AND ?3 AND e.place = ?4 AND e.factuality = ?5
           AND r.dead_min = ?6 AND coalesce(r.dead_max, r.dead_min) = ?6 ORDER BY e.id",
    )?;
    let e = report.event;
    let values = params![e.kind, day - RETOLD, day + RETOLD, place, e.factuality, dead.min];
    let rows = query.query_map(values, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Events of the type and factuality on the days about it.
fn near(db: &Connection, report: &Report<'_>, day: i64) -> Result<Vec<Candidate>> {
    let mut query = db.prepare_cached(
        "SELECT id, mode, start, \"end\", day, place FROM event
         WHERE type = ?1 AND day BETWEEN ?2 AND ?3 AND factuality = ?4 ORDER BY id",
    )?;
    let values = params![report.event.kind, day - SLACK, day + SLACK, report.event.factuality];
    let rows = query.query_map(values, candidate)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        row: row.get(0)?,
        mode: row.get(1)?,
        start: row.get(2)?,
        end: row.get(3)?,
        day: row.get(4)?,
        place: row.get(5)?,
    })
}

/// How alike they are told, in hundredths, how their sides compare, and minus the days between.
type Score = (i64, Match, Match, i64);

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

/// The day, where it is known to be one.
fn one_day(start: Option<i64>, end: Option<i64>) -> Option<i64> {
    start.filter(|_| start == end)
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
    let (dead, injured) =
        if report.total { ((None, None), (None, None)) } else { (bounds(&e.dead), bounds(&e.injured)) };
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
    if let Some(wording) = report.wording {
        db.prepare_cached("INSERT OR IGNORE INTO wording (hash, event) VALUES (?1, ?2)")?
            .execute([wording, report.row])?;
    }
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
