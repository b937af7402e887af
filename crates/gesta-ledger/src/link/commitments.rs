//! Commitments: the same undertaking in several articles is one entry, whatever its wording.
//!
//! The debtor must be the same, or act for the same state; the acts must be of one kind (a demand that somebody leave and
//! his promise to leave are two); then deadline, type and words of the action decide. With the same deadline a demand and
//! the promise that answers it are one, whoever demands it, and one of the tellings need not say who must act. An undertaking
//! reported again with a later deadline is a new entry, and the old one is superseded.

use std::collections::BTreeSet;

use gesta::record::{CommitmentRecord, DeadlineRecord, Extent};
use rusqlite::{Connection, params};

use super::action::Action;
use super::followup::{Entry, Source, note};
use super::fulfilment::LATE;
use super::owed::{Book, Owed};
use super::parties::{Match, Parties};
use super::statements::confidence;
use super::wording;
use super::{Page, days, entry};
use crate::error::Result;
use crate::words;

/// Days after which an undertaking is not taken for the one made before, unless its deadline says so.
pub(super) const MEMORY: i64 = 200;
/// Deadlines may differ by this much and be the same ("by Tuesday", "by April 10").
pub(super) const SLACK: i64 = 1;
/// Words shorter than this do not tell actions apart.
const SHORT: usize = 4;
/// Days between two tellings of one undertaking of which only one names the deadline.
const UNDATED: i64 = 30;

/// The class of verbs for what two sides do to each other.
const MEET: &str = "meet";
/// How sure it is that a meeting told by its other side is the same.
const MET: f64 = 1.0;
/// Days in which what has been kept or broken is still told as the same undertaking.
const AFTERMATH: i64 = 10;
/// Days in which the same words are the same undertaking although one telling does not say whose it is.
const ECHO: i64 = 14;

/// Hashes of the stems of the longer words, by which actions are compared.
pub(super) type Terms = BTreeSet<u64>;

pub(super) fn terms(text: &str) -> Terms {
    let long = words::words(text).filter(|w| w.chars().count() >= SHORT);
    long.map(|w| words::hash(words::stem(&w).as_bytes())).collect()
}

/// Share of the smaller set's terms that are in both, and how many these are.
pub(super) fn overlap(a: &Terms, b: &Terms) -> (f64, usize) {
    let common = a.intersection(b).count();
    (common as f64 / a.len().min(b.len()).max(1) as f64, common)
}

/// A commitment in the ledger, as far as linking asks.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) row: i64,
    pub(super) act: String,
    pub(super) positive: bool,
    pub(super) action: String,
    pub(super) action_type: Option<String>,
    pub(super) action_mode: Option<String>,
    pub(super) due: (Option<i64>, Option<i64>),
    pub(super) made: Option<i64>,
    pub(super) status: String,
}

impl Known {
    pub(super) fn of(db: &Connection, row: i64) -> Result<Known> {
        let mut query = db.prepare_cached(
            "SELECT id, act, positive, action, action_type, action_mode, due_start, due_end, made, status
             FROM commitment WHERE id = ?1",
        )?;
        Ok(query.query_row([row], |row| {
            Ok(Known {
                row: row.get(0)?,
                act: row.get(1)?,
                positive: row.get(2)?,
                action: row.get(3)?,
                action_type: row.get(4)?,
                action_mode: row.get(5)?,
                due: (row.get(6)?, row.get(7)?),
                made: row.get(8)?,
                status: row.get(9)?,
            })
        })?)
    }
}

/// Those who owe (role 0) or are owed (1).
pub(super) fn party(db: &Connection, commitment: i64, role: i64) -> Result<Vec<i64>> {
    let mut query =
        db.prepare_cached("SELECT actor FROM commitment_party WHERE commitment = ?1 AND role = ?2")?;
    let rows = query.query_map([commitment, role], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What stands for a day in `owed` that is not known.
pub(super) const NO_DAY: i64 = -1_000_000;

/// The actors and their countries, as `owed` has them.
pub(super) fn debtor_keys(db: &Connection, parties: &mut Parties, actors: &[i64]) -> Result<Vec<i64>> {
    let code = |country: String| -country.bytes().fold(0, |code, byte| code << 8 | i64::from(byte));
    let countries = parties.countries(db, actors)?.into_iter().map(code);
    Ok(actors.iter().copied().chain(countries).collect())
}

/// Commitments with nearly this deadline.
fn due_then(db: &Connection, report: &Report<'_>, day: Option<i64>) -> Result<BTreeSet<i64>> {
    let Some(due) = report.due.1 else { return Ok(BTreeSet::new()) };
    let day = day.unwrap_or(due);
    let mut query = db.prepare_cached(
        "SELECT id FROM commitment WHERE due_end BETWEEN ?1 AND ?2 AND made BETWEEN ?3 AND ?4",
    )?;
    let rows = query.query_map([due - SLACK, due + SLACK, day - MEMORY, day], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A commitment as one article reports it.
struct Report<'a> {
    commitment: &'a CommitmentRecord,
    action: String,
    terms: Terms,
    wording: Option<Action>,
    debtor: Vec<i64>,
    due: (Option<i64>, Option<i64>),
    made: Option<i64>,
    positive: bool,
}

/// Joins the commitments of an article; returns the words of each action and its row.
pub(super) fn link(
    db: &Connection,
    parties: &mut Parties,
    book: &mut Book,
    page: &Page<'_>,
) -> Result<Vec<(Extent, i64)>> {
    let mut reported = Vec::new();
    for c in &page.record.commitments {
        let action = page.words(c.action).split_whitespace().collect::<Vec<_>>().join(" ");
        // "Must leave now" does not lapse the next morning.
        let lasting = |d: &&DeadlineRecord| !wording::is(&page.words(d.span).to_lowercase(), "at_once");
        let due = c.deadline.as_ref().filter(lasting).map_or((None, None), |d| {
            let number = |d: &Option<String>| d.as_deref().and_then(crate::day::number);
            (number(&d.start), number(&d.end))
        });
        let (start, end) = days(c.made.as_ref());
        // "Made" before publication: a later day would be that of the action.
        let made = start.or(end).filter(|m| page.published.is_none_or(|p| *m <= p)).or(page.published);
        let debtor = page.actor_rows(&c.debtor);
        let (terms, wording) = (terms(&action), Action::read(&action));
        // "That no troops will be sent": the "no" may stand in the action.
        let none = action.split(' ').next().is_some_and(|word| wording::is(&word.to_lowercase(), "none"));
        let positive = (c.polarity == "do") != none;
        let report = Report { commitment: c, terms, wording, action, debtor, due, made, positive };
        reported.push((c.action, join(db, parties, book, page, &report)?));
    }
    Ok(reported)
}

fn join(
    db: &Connection,
    parties: &mut Parties,
    book: &mut Book,
    page: &Page<'_>,
    report: &Report<'_>,
) -> Result<i64> {
    let c = report.commitment;
    let day = page.published.or(report.made);
    let mut best: Option<(f64, i64)> = None;
    let mut put_off = None;
    // The same undertaking has the same head.
    if let Some(wording) = &report.wording {
        let mut rows = book.like(db, parties, &report.debtor, wording, day)?;
        rows.extend(due_then(db, report, day)?);
        if let Some(day) = day {
            let kind = c.action_type.as_deref();
            rows.extend(book.made_by_anybody(db, wording, kind, (day - ECHO, day))?);
        }
        for row in rows {
            let owed = book.entry(db, row)?;
            if !owed.action.as_ref().is_some_and(|a| a.same_head(wording)) {
                continue;
            }
            let debtor = match parties.compare(db, &report.debtor, &owed.debtor)? {
                Match::Different if meets_back(db, parties, page, report, &owed)? => {
                    if best.is_none_or(|(s, _)| MET > s) {
                        best = Some((MET, row));
                    }
                    continue;
                }
                Match::Different => continue,
                debtor => debtor,
            };
            let score = same(&owed, report, wording, debtor);
            if score > 0.0 && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, row));
            }
            if debtor >= Match::Compatible && moved(&owed, report, page.published) {
                put_off = Some(row);
            }
        }
    }
    let row = match best {
        Some((_, row)) => row,
        None => insert(db, page, report)?,
    };
    let debtors = enter(db, parties, page, report, row)?;
    book.enter(db, row, &debtors)?;
    let mut note = |row, entry: &Entry<'_>| {
        book.forget(row);
        note(db, row, entry)
    };
    if let (None, Some(old)) = (best, put_off) {
        let mut entry = said(page, c, "superseded");
        entry.replaced_by = Some(row);
        note(old, &entry)?;
    }
    // What the article itself says became of it. A deadline put off without a new one leaves no other word for it.
    match c.status.as_str() {
        "open" => {}
        "delayed" => note(row, &said(page, c, "superseded"))?,
        status => note(row, &said(page, c, status))?,
    }
    Ok(row)
}

/// True when the other side of a meeting tells of it: "Anna will see Kofi", "Kofi will talk with Anna", on the same day.
fn meets_back(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    report: &Report<'_>,
    owed: &Owed,
) -> Result<bool> {
    let meet = owed.action.as_ref().is_some_and(|a| a.head == MEET);
    if !meet || !one_day(owed.known.due, report.due) {
        return Ok(false);
    }
    let others = page.actor_rows(&report.commitment.counterparty);
    let back = parties.compare(db, &others, &owed.debtor)?;
    Ok(back == Match::Same
        && parties.compare(db, &report.debtor, &party(db, owed.known.row, 1)?)? == Match::Same)
}

/// What the article says became of its own commitment; it counts where the debtor is known and nothing makes it unreal.
fn said<'a>(page: &Page<'_>, c: &CommitmentRecord, status: &'a str) -> Entry<'a> {
    let words: Option<Extent> = c.evidence.first().copied();
    let sentence = page.sentence(c.action).map(|s| page.words(s)).unwrap_or_default();
    let tokens = wording::tokens(&sentence);
    let unreal = wording::unreal(&sentence, &tokens, tokens.len(), &["condition"])
        || (status.starts_with("kept") && wording::unreal(&sentence, &tokens, tokens.len(), &["modal"]));
    let denied = tokens.iter().any(|t| wording::is(&t.word, "negation"));
    let partial = denied && tokens.iter().any(|t| wording::is(&t.word, "degree"));
    let status = if partial && status == "broken" { "partly" } else { status };
    let grave = matches!(status, "kept" | "kept-late" | "broken" | "partly");
    Entry {
        counts: !grave || !(c.debtor.is_empty() || unreal || (denied && status.starts_with("kept"))),
        document: Some(page.id),
        words,
        ..Entry::new(status, Source::Report, page.published, confidence(c.confidence))
    }
}

/// Promises, agreements, intentions and offers bind their debtor alike; reports name them variously.
fn kind(act: &str) -> &str {
    if matches!(act, "promise" | "agreement" | "intention" | "offer") { "undertaking" } else { act }
}

/// How sure it is that a report is of this commitment, whose head is the same; 0 when it is not.
fn same(owed: &Owed, report: &Report<'_>, wording: &Action, debtor: Match) -> f64 {
    let (k, c) = (&owed.known, report.commitment);
    if k.positive != report.positive {
        return 0.0;
    }
    let alike = |test: fn(&Action, &Action) -> bool| owed.action.as_ref().is_some_and(|a| test(a, wording));
    let (share, common) = overlap(&owed.terms, &report.terms);
    // The head is the same: one more word, unless there is no other.
    let told = common >= 2 || owed.terms == report.terms;
    let same_type = k.action_type.is_some() && k.action_type == c.action_type;
    let bonus = share + f64::from(u8::from(same_type)) / 2.0;
    let apart = k.made.zip(report.made).map(|(a, b)| (a - b).abs());
    let near = |days| apart.is_some_and(|apart| apart <= days);
    // What was kept or broken long ago is not promised again: that is another promise.
    let settled = k.status != "open" && !near(AFTERMATH);
    let one_kind = kind(&k.act) == kind(&c.act);
    let fits = match (k.due.1, report.due.1) {
        // By the same day the same is demanded by one and promised by the other: the report names both sides or one.
        (Some(_), Some(_)) if !one_day(k.due, report.due) || !alike(Action::same_object) => false,
        (Some(_), Some(_)) if debtor < Match::Compatible => alike(Action::covers) || (share >= 0.5 && told),
        (Some(_), Some(_)) => same_type || share >= 0.5,
        _ if !one_kind => false,
        _ if debtor < Match::Compatible => near(ECHO) && share >= 0.8 && common >= 3,
        (Some(_), None) | (None, Some(_)) if !near(UNDATED) || k.status != "open" => false,
        _ => !settled && told && (share >= 0.6 || (share >= 0.5 && same_type)),
    };
    let dated = f64::from(u8::from(k.due.1.is_some() && report.due.1.is_some()));
    if fits { bonus + dated + 0.01 } else { 0.0 }
}

/// True when two deadlines may be one: nearly the same last day, or one within the other ("next week", "on Monday").
fn one_day(a: (Option<i64>, Option<i64>), b: (Option<i64>, Option<i64>)) -> bool {
    let within = |x: (Option<i64>, Option<i64>), y: (Option<i64>, Option<i64>)| matches!((x.0, x.1, y.1), (Some(start), Some(end), Some(day)) if (start..=end).contains(&day));
    let near = a.1.zip(b.1).is_some_and(|(a, b)| (a - b).abs() <= SLACK);
    near || within(a, b) || within(b, a)
}

/// True when the report gives an undertaking with the same head, of which nobody knows what became of it, a later deadline; it
/// may do so after the old one has passed.
fn moved(owed: &Owed, report: &Report<'_>, published: Option<i64>) -> bool {
    let k = &owed.known;
    let (Some(old), Some(new), Some(published)) = (k.due.1, report.due.1, published) else { return false };
    let c = report.commitment;
    let (share, common) = overlap(&owed.terms, &report.terms);
    // Demands are made again, and people meet again, without anything having been put off.
    let again = k.act == "demand" || owed.action.as_ref().is_none_or(Action::recurs);
    let spoken_of = old + if again { SLACK } else { LATE };
    let later = new > old + SLACK && k.made.is_some_and(|m| m < published) && published <= spoken_of;
    let alike = kind(&k.act) == kind(&c.act) && k.positive == report.positive;
    later && alike && share >= 0.6 && common >= 2 && k.status == "open"
}

fn insert(db: &Connection, page: &Page<'_>, report: &Report<'_>) -> Result<i64> {
    let c = report.commitment;
    let event = c.event.as_ref().and_then(|id| page.record.events.iter().find(|e| e.id == *id));
    let mode = event.filter(|e| Some(&e.kind) == c.action_type.as_ref()).and_then(|e| e.mode.as_ref());
    db.prepare_cached(
        "INSERT INTO commitment (act, positive, action, action_type, action_mode, due_start, due_end, made,
           conditional, reports, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0)",
    )?
    .execute(params![
        c.act,
        report.positive,
        report.action,
        c.action_type,
        mode,
        report.due.0,
        report.due.1,
        report.made,
        c.condition.is_some()
    ])?;
    Ok(db.last_insert_rowid())
}

/// Enters the report and what it adds: a deadline, an earlier day, parties. Returns those under whom `owed` has it.
fn enter(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    report: &Report<'_>,
    row: i64,
) -> Result<Vec<i64>> {
    let c = report.commitment;
    db.prepare_cached(
        "INSERT OR IGNORE INTO commitment_report (commitment, document, entry) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![row, page.id, entry(&c.id)])?;
    // What only copies report is reported once.
    db.prepare_cached(
        "UPDATE commitment SET confidence = max(confidence, ?2),
           due_start = CASE WHEN due_end IS NULL THEN ?3 ELSE due_start END, due_end = coalesce(due_end, ?4),
           action_type = coalesce(action_type, ?5), made = min(coalesce(made, ?6), coalesce(?6, made)),
           reports = max(1, (SELECT count(DISTINCT r.document) FROM commitment_report r
             JOIN document d ON d.id = r.document WHERE r.commitment = ?1 AND d.copy_of IS NULL))
         WHERE id = ?1",
    )?
    .execute(params![
        row,
        confidence(c.confidence),
        report.due.0,
        report.due.1,
        c.action_type,
        report.made
    ])?;
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO commitment_party (commitment, role, actor) VALUES (?1, ?2, ?3)",
    )?;
    for (role, actors) in [(0, &report.debtor), (1, &page.actor_rows(&c.counterparty))] {
        let known = party(db, row, role)?;
        for actor in actors {
            if known.is_empty() || parties.compare(db, &[*actor], &known)? == Match::Different {
                insert.execute([row, role, *actor])?;
            }
        }
    }
    let mut owe = db.prepare_cached(
        "INSERT OR IGNORE INTO owed (who, made, commitment)
         SELECT ?1, coalesce(made, ?2), id FROM commitment WHERE id = ?3",
    )?;
    let debtors = party(db, row, 0)?;
    let debtors = debtor_keys(db, parties, &debtors)?;
    for who in &debtors {
        owe.execute([*who, NO_DAY, row])?;
    }
    Ok(debtors)
}
