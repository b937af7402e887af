//! Journalists' timelines: does the ledger have an event of matching parties on each of their days?

use std::collections::BTreeSet;
use std::path::Path;

use gesta::{Article, Date, Reader};
use gesta_ledger::{ActorName, EventRow, Filter, Ledger};
use serde::Deserialize;

use super::{Story, detokenise, ledger};
use crate::{EvalError, Figure, Table, names};

#[derive(Deserialize)]
struct Row {
    /// A list of days, in Python.
    time: String,
    timeline: String,
}

/// Those whom a timeline names.
#[derive(Default)]
struct Cast {
    countries: BTreeSet<String>,
    names: BTreeSet<String>,
}

/// An event's days may be at most so many to stand for one of them.
const LONGEST: usize = 3;

/// The share of the days of journalists' timelines on which the ledger has an event of matching parties.
///
/// An event matches a day of a timeline when it happened (not planned, denied or supposed), its own days hold that day and are at most
/// three, its source is known, and its source, and its target where it has one, are people whom the whole timeline names: a
/// person or body by its full name, anybody by his country. Timelines do not say which of their sentences belongs to which
/// day, so what happened is not compared. How easily a day finds such an event is shown by the same share over all days
/// from the timeline's first to its last (*any day*).
///
/// # Errors
/// When the stories or timelines cannot be read.
pub fn timelines<P: AsRef<Path>>(
    reader: &Reader,
    paths: &[P],
    readings: Option<&Path>,
) -> Result<Table, EvalError> {
    let mut figures = Vec::new();
    let [mut all, mut any] = [(0, 0); 2];
    let mut count = 0;
    for story in Story::all(paths, &[])? {
        let made = ledger(reader, &story, readings)?;
        let [mut here, mut chance] = [(0, 0); 2];
        let path = story.timelines();
        for row in csv::Reader::from_path(&path).map_err(|e| EvalError::new(&path, e))?.deserialize::<Row>() {
            let row = row.map_err(|e| EvalError::new(&path, e))?;
            let found = days_with_events(&made.ledger, &cast(reader, &row.timeline))
                .map_err(|e| EvalError::new(&path, e))?;
            let days: BTreeSet<Date> = row.time.split('\'').filter_map(day).collect();
            let span = days.first().zip(days.last()).map_or(Vec::new(), |(a, b)| through(*a, *b).collect());
            here = (here.0 + days.intersection(&found).count(), here.1 + days.len());
            chance = (chance.0 + span.iter().filter(|d| found.contains(d)).count(), chance.1 + span.len());
            count += 1;
        }
        figures.push(share(&story.name, here));
        figures.push(share(&format!("{}, any day", story.name), chance));
        all = (all.0 + here.0, all.1 + here.1);
        any = (any.0 + chance.0, any.1 + chance.1);
    }
    figures.extend([share("all", all), share("all, any day", any)]);
    Ok(Table {
        title: "Days of journalists' timelines with an event of matching parties in the ledger".to_owned(),
        corpus: format!("{}: {count} timelines, {} days", names(paths), all.1),
        rows: Vec::new(),
        figures,
    })
}

fn share(name: &str, (part, all): (usize, usize)) -> Figure {
    Figure::new(&format!("{name}, per cent of {all} days"), part as f64 * 100.0 / all.max(1) as f64)
}

/// `2012-02-03T00:00:00`, or a day alone.
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// The days from the first to the last.
fn through(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |d| d.tomorrow().ok()).take_while(move |d| *d <= last)
}

/// Reads a timeline as an article.
fn cast(reader: &Reader, timeline: &str) -> Cast {
    let article = Article { text: detokenise(timeline).text, ..Article::default() };
    let mut cast = Cast::default();
    for actor in reader.read(article).record().actors {
        cast.countries.extend(actor.country);
        cast.names.insert(actor.name);
    }
    cast
}

impl Cast {
    fn has(&self, actor: &ActorName) -> bool {
        self.names.contains(&actor.name) || actor.country.as_ref().is_some_and(|c| self.countries.contains(c))
    }

    fn plays(&self, event: &EventRow) -> bool {
        let side = |actors: &[ActorName]| actors.iter().any(|a| self.has(a));
        side(&event.source) && (event.target.is_empty() || side(&event.target))
    }
}

/// The days of the events in which the cast plays.
fn days_with_events(ledger: &Ledger, cast: &Cast) -> Result<BTreeSet<Date>, gesta_ledger::LedgerError> {
    let filter = Filter { status: Some("actual".to_owned()), ..Filter::default() };
    let mut days = BTreeSet::new();
    for event in ledger.events(&filter)?.iter().filter(|e| cast.plays(e)) {
        let number = |d: &Option<String>| d.as_deref().and_then(day);
        if let (Some(start), Some(end)) = (number(&event.start), number(&event.end))
            && through(start, end).nth(LONGEST).is_none()
        {
            days.extend(through(start, end));
        }
    }
    Ok(days)
}
