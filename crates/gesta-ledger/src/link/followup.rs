//! What articles say became of a commitment, and the history it leads to.
//!
//! The history only grows. The status is what it comes to: the word of a person who corrected it, else the last report that
//! counts; of those from one day, what an article says goes before what an event shows, and the surer before the less sure. Where reports differ, the commitment is marked as disputed and all of
//! them stay in the history.

use std::sync::LazyLock;

use gesta::record::Extent;
use rusqlite::{Connection, params};

use super::Page;
use super::commitments::{Known, of_debtors, overlap, party, terms};
use super::parties::{Match, Parties};
use crate::add::now;
use crate::error::Result;
use crate::words::{stem, words};

/// Who or what shows it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// An article says so.
    Report,
    /// An event shows it.
    Event,
    /// A person entered it.
    Person,
}

/// A new line of a commitment's history.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) status: &'a str,
    pub(crate) source: Source,
    pub(crate) day: Option<i64>,
    pub(crate) confidence: f64,
    pub(crate) document: Option<i64>,
    pub(crate) words: Option<Extent>,
    pub(crate) event: Option<i64>,
    pub(crate) replaced_by: Option<i64>,
    pub(crate) counts: bool,
    pub(crate) note: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// An entry without document, event or note, which counts.
    pub(crate) fn new(status: &'a str, source: Source, day: Option<i64>, confidence: f64) -> Entry<'a> {
        Entry {
            status,
            source,
            day,
            confidence,
            document: None,
            words: None,
            event: None,
            replaced_by: None,
            counts: true,
            note: None,
        }
    }
}

/// Enters a line into the history and brings the status up to date.
pub(crate) fn note(db: &Connection, commitment: i64, entry: &Entry<'_>) -> Result<()> {
    let source = match entry.source {
        Source::Report => "report",
        Source::Event => "event",
        Source::Person => "person",
    };
    db.prepare_cached(
        "INSERT INTO history (commitment, status, day, source, document, start, \"end\", event, replaced_by,
           confidence, counts, note, entered)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        commitment,
        entry.status,
        entry.day,
        source,
        entry.document,
        entry.words.map(|w| w[0]),
        entry.words.map(|w| w[1]),
        entry.event,
        entry.replaced_by,
        entry.confidence,
        entry.counts,
        entry.note,
        now()
    ])?;
    settle(db, commitment)
}

/// Brings the status of a commitment up to date with its history.
fn settle(db: &Connection, commitment: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE commitment SET
           status = coalesce((SELECT status FROM history WHERE commitment = ?1 AND counts
             ORDER BY source = 'person' DESC, CASE source WHEN 'person' THEN id END DESC, day DESC,
               source = 'report' DESC, confidence DESC, id
             LIMIT 1), 'open'),
           disputed = (SELECT count(DISTINCT CASE WHEN status IN ('kept', 'kept-late') THEN 1 WHEN status = 'partly' THEN 2
               WHEN status IN ('broken', 'blocked', 'withdrawn') THEN 3 END) > 1
             FROM history WHERE commitment = ?1 AND counts),
           replaced_by = (SELECT replaced_by FROM history WHERE commitment = ?1 AND replaced_by IS NOT NULL
             ORDER BY id DESC LIMIT 1)
         WHERE id = ?1",
    )?
    .execute([commitment])?;
    Ok(())
}

/// Words by which articles tell what became of a commitment.
struct Cue {
    status: &'static str,
    /// True when the sentence may speak of the deadline alone.
    deadline: bool,
    steps: Vec<Step>,
}

enum Step {
    /// One of these stems.
    Word(Vec<String>),
    /// Some words.
    Gap,
}

const GAP: usize = 5;

static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/cues.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let cue = |row: Vec<&'static str>| match row.as_slice() {
        [status, about, words, ..] => {
            let step = |w: &'static str| {
                if w == "…" { Step::Gap } else { Step::Word(w.split('|').map(stem).collect()) }
            };
            let steps = words.split_whitespace().map(step).collect();
            Some(Cue { status, deadline: *about == "deadline", steps })
        }
        _ => None,
    };
    rows.filter_map(cue).collect()
});

impl Cue {
    fn is_in(&self, stems: &[String]) -> bool {
        (0..stems.len()).any(|at| matches(&self.steps, &stems[at..]))
    }
}

fn matches(steps: &[Step], stems: &[String]) -> bool {
    match (steps.split_first(), stems.split_first()) {
        (None, _) => true,
        (Some((Step::Gap, rest)), _) => (0..=GAP.min(stems.len())).any(|n| matches(rest, &stems[n..])),
        (Some((Step::Word(any), rest)), Some((first, after))) => any.contains(first) && matches(rest, after),
        (Some((Step::Word(_), _)), None) => false,
    }
}

/// Holds the sentences of an article against the commitments of those they name.
pub(super) fn link(db: &Connection, parties: &mut Parties, page: &Page<'_>) -> Result<()> {
    let Some(published) = page.published.filter(|_| page.copy_of.is_none()) else { return Ok(()) };
    for &sentence in &page.record.sentences {
        let text = page.words(sentence);
        let stems: Vec<String> = words(&text).map(|w| stem(&w)).collect();
        let Some(cue) = CUES.iter().find(|c| c.is_in(&stems)) else { continue };
        let named: Vec<i64> = page
            .record
            .actors
            .iter()
            .filter(|a| a.mentions.iter().any(|m| sentence[0] <= m.span[0] && m.span[1] <= sentence[1]))
            .filter_map(|a| page.actors.get(a.id.as_str()).copied())
            .collect();
        let meant = meant(db, parties, &named, &terms(&text), cue, published)?;
        if let Some(row) = meant
            && !already(db, row, page.id, cue.status)?
        {
            let entry = Entry {
                document: Some(page.id),
                words: Some(sentence),
                ..Entry::new(cue.status, Source::Report, Some(published), 0.7)
            };
            note(db, row, &entry)?;
        }
    }
    Ok(())
}

/// The commitment that a sentence with a cue means: of one of those it names, made before, with the most words of its
/// action; or, where it speaks of a deadline, the one that ran out last.
fn meant(
    db: &Connection,
    parties: &mut Parties,
    named: &[i64],
    sentence: &std::collections::BTreeSet<String>,
    cue: &Cue,
    published: i64,
) -> Result<Option<i64>> {
    let mut best: Option<((usize, i64, i64), i64)> = None;
    for known in of_debtors(db, parties, named, Some(published))? {
        let same = parties.compare(db, named, &party(db, known.row, 0)?)? >= Match::Compatible;
        if !same
            || !known.positive
            || known.made.is_none_or(|m| m >= published)
            || too_early(&known, cue, published)
        {
            continue;
        }
        let (_, common) = overlap(&terms(&known.action), sentence);
        let lapsed = known.due.1.filter(|due| (published - DEADLINE_SPOKEN_OF..=published).contains(due));
        if common == 0 && !(cue.deadline && lapsed.is_some()) {
            continue;
        }
        let rank = (common, lapsed.unwrap_or(i64::MIN), -known.row);
        if best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, known.row));
        }
    }
    Ok(best.map(|(_, row)| row))
}

/// True when the article is in the history with this already: an event in the same sentence shows it too.
fn already(db: &Connection, commitment: i64, document: i64, status: &str) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM history WHERE commitment = ?1 AND document = ?2 AND status = ?3 AND counts)",
    )?;
    Ok(query.query_row(params![commitment, document, status], |row| row.get(0))?)
}

/// Days for which "the deadline" is the one that ran out.
const DEADLINE_SPOKEN_OF: i64 = 14;

/// Nobody breaks a promise before its day: then "failed to" speaks of something else.
fn too_early(known: &Known, cue: &Cue, published: i64) -> bool {
    cue.status == "broken" && known.due.1.is_some_and(|due| published < due)
}
