//! What became of commitments, against labels of our own that hold offsets only.

use std::collections::BTreeMap;
use std::path::Path;

use gesta::Reader;
use gesta::record::{Extent, Record};
use gesta_ledger::{Filter, Id, Kind, Ledger, LedgerError};

use super::{Plain, Story, key, ledger};
use crate::{EvalError, Figure, Table, names};

const LABELS: &str = include_str!("../../labels/timeline17_commitments.tsv");
const LABELS_NAME: &str = "labels/timeline17_commitments.tsv";

/// Words of an article: its row and an extent of the file's text.
type Passage = (usize, Extent);

/// A commitment with its fate, as a reader found them.
#[derive(Clone, PartialEq, Debug)]
struct Label<'a> {
    story: &'a str,
    words: Passage,
    due: Option<&'a str>,
    /// Any of these is right.
    status: Vec<&'a str>,
    /// Where the fate is told, and where the commitment is mentioned again.
    passages: Vec<Passage>,
}

impl Label<'_> {
    fn read(line: &str) -> Option<Label<'_>> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [story, article, start, end, due, status, fate, again] = columns[..] else { return None };
        let passages: Option<Vec<Passage>> =
            [fate, again].iter().filter(|c| **c != "none").flat_map(|c| c.split(' ')).map(passage).collect();
        Some(Label {
            story,
            words: (article.parse().ok()?, [start.parse().ok()?, end.parse().ok()?]),
            due: Some(due).filter(|d| *d != "none"),
            status: status.split('|').collect(),
            passages: passages?,
        })
    }
}

/// `article:start-end`.
fn passage(text: &str) -> Option<Passage> {
    let (article, extent) = text.split_once(':')?;
    let (start, end) = extent.split_once('-')?;
    Some((article.parse().ok()?, [start.parse().ok()?, end.parse().ok()?]))
}

fn labels() -> Result<Vec<Label<'static>>, EvalError> {
    let lines = LABELS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let wrong = |line| EvalError::new(Path::new(LABELS_NAME), format!("not a label: {line}"));
    lines.map(|line| Label::read(line).ok_or_else(|| wrong(line))).collect()
}

/// What the ledger made of a label.
#[derive(Clone, PartialEq, Debug)]
struct Found {
    commitment: Id,
    status: String,
    due: Option<String>,
    /// True when one of the passages is in the entry.
    linked: bool,
}

#[derive(Default)]
struct Counts {
    found: usize,
    due: (usize, usize),
    linked: (usize, usize),
    right: usize,
    /// Kept or broken in the ledger, and not so in the labels.
    wrong: usize,
    lines: Vec<String>,
}

/// Follows forty commitments of the stories `syria` and `libya` through a ledger of their articles.
///
/// *Found*: the ledger has a commitment of the label's article whose action shares words with those of the label; of several,
/// the one that shares the largest part. *Linked*, of the labels with passages: one of these is in the entry, because another
/// report's action, the words of a line of the history, or a report of a line's event lies in it. *Status right*: the entry's
/// status on the day of the newest article is one that the label allows; what was not found is not right. *Wrong kept or broken*: kept,
/// kept late or broken in the ledger and not so in the label.
///
/// # Errors
/// When the stories cannot be read.
pub fn followup<P: AsRef<Path>>(
    reader: &Reader,
    paths: &[P],
    readings: Option<&Path>,
) -> Result<Table, EvalError> {
    let labels = labels()?;
    let mut counts = Counts::default();
    let stories = Story::all(paths, &["syria", "libya"])?;
    for story in &stories {
        let made = ledger(reader, story, readings)?;
        let entries = Entries::new(&made.ledger).map_err(|e| EvalError::new(Path::new(&story.name), e))?;
        for label in labels.iter().filter(|l| l.story == story.name) {
            let found =
                entries.find(label, &story.plain).map_err(|e| EvalError::new(Path::new(&story.name), e))?;
            counts.add(label, found.as_ref());
        }
    }
    let of: usize = stories.iter().map(|s| labels.iter().filter(|l| l.story == s.name).count()).sum();
    let share = |name: &str, part: usize, all: usize| {
        Figure::new(&format!("{name}, per cent of {all}"), part as f64 * 100.0 / all.max(1) as f64)
    };
    Ok(Table {
        title: "What became of commitments".to_owned(),
        corpus: format!("{}: {of} labelled commitments\n{}", names(paths), counts.lines.join("\n")),
        rows: Vec::new(),
        figures: vec![
            share("found", counts.found, of),
            share("deadline right", counts.due.0, counts.due.1),
            share("linked", counts.linked.0, counts.linked.1),
            share("status right", counts.right, of),
            Figure::new("wrong kept or broken", counts.wrong as f64),
        ],
    })
}

impl Counts {
    fn add(&mut self, label: &Label<'_>, found: Option<&Found>) {
        let final_word = |s: &str| matches!(s, "kept" | "kept-late" | "broken");
        self.linked.1 += usize::from(!label.passages.is_empty());
        self.due.1 += usize::from(label.due.is_some());
        let mut line = format!("{} {:?}:", key(label.story, label.words.0), label.words.1);
        match found {
            None => line.push_str(" not found"),
            Some(found) => {
                let right = label.status.contains(&found.status.as_str());
                self.found += 1;
                self.right += usize::from(right);
                self.wrong += usize::from(!right && final_word(&found.status));
                self.linked.0 += usize::from(found.linked && !label.passages.is_empty());
                let due = found.due.as_deref() == label.due;
                self.due.0 += usize::from(due && label.due.is_some());
                line.push_str(&format!(" {} {}", found.commitment, found.status));
                line.push_str(&if right {
                    String::new()
                } else {
                    format!(" (not {})", label.status.join("|"))
                });
                line.push_str(if found.linked || label.passages.is_empty() { "" } else { ", not linked" });
                line.push_str(&if due { String::new() } else { format!(", due {:?}", found.due) });
            }
        }
        self.lines.push(line);
    }
}

/// What articles report, by their ids there.
struct Entries<'a> {
    ledger: &'a Ledger,
    documents: BTreeMap<String, Id>,
}

/// Code points that two extents share.
fn shared(a: Extent, b: Extent) -> u32 {
    a[1].min(b[1]).saturating_sub(a[0].max(b[0]))
}

impl Entries<'_> {
    fn new(ledger: &Ledger) -> Result<Entries<'_>, LedgerError> {
        let documents = ledger.documents(&Filter::default())?;
        let documents = documents.into_iter().filter_map(|d| Some((d.key?, d.id))).collect();
        Ok(Entries { ledger, documents })
    }

    /// The record of an article, and the ledger's id of each of its events and commitments.
    fn article(&self, story: &str, row: usize) -> Result<(Id, Record, BTreeMap<String, Id>), LedgerError> {
        let name = key(story, row);
        let id = self.documents.get(&name).copied().ok_or(LedgerError::NoEntry(name))?;
        Ok((id, self.ledger.record(id)?, self.ledger.reported_in(id)?))
    }

    fn find(&self, label: &Label<'_>, plain: &[Plain]) -> Result<Option<Found>, LedgerError> {
        let place = |(row, extent): Passage| plain.get(row.wrapping_sub(1)).and_then(|p| p.extent(extent));
        let (_, record, reported) = self.article(label.story, label.words.0)?;
        let Some(words) = place(label.words) else { return Ok(None) };
        let likeness = |action: Extent| {
            let common = shared(action, words);
            let all = (action[1] - action[0]) + (words[1] - words[0]) - common;
            f64::from(common) / f64::from(all.max(1))
        };
        let best = record.commitments.iter().filter(|c| shared(c.action, words) > 0);
        let Some(best) = best.max_by(|a, b| likeness(a.action).total_cmp(&likeness(b.action))) else {
            return Ok(None);
        };
        let Some(id) = reported.get(&best.id).copied() else { return Ok(None) };
        let mut linked = false;
        for passage in &label.passages {
            if let Some(extent) = place(*passage) {
                linked |= self.holds(id, label.story, passage.0, extent)?;
            }
        }
        let row = self.ledger.commitment(id)?;
        Ok(Some(Found { commitment: id, status: row.status, due: row.due_end, linked }))
    }

    /// True when an entry has a report, or evidence, in this extent of an article.
    fn holds(&self, entry: Id, story: &str, row: usize, extent: Extent) -> Result<bool, LedgerError> {
        let (document, record, reported) = self.article(story, row)?;
        let is = |local: &str, id: Id| reported.get(local) == Some(&id);
        if record.commitments.iter().any(|c| is(&c.id, entry) && shared(c.action, extent) > 0) {
            return Ok(true);
        }
        let here = |event: Id| {
            let told = record.events.iter().filter(|e| is(&e.id, event));
            told.flat_map(|e| &e.evidence).any(|s| shared(*s, extent) > 0)
        };
        Ok(self.ledger.history(Some(entry))?.iter().any(|line| {
            let words = line.document == Some(document) && line.span.is_some_and(|s| shared(s, extent) > 0);
            words || line.event.is_some_and(|e| e.kind == Kind::Event && here(e))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labels_are_in_their_format() {
        let labels = labels().unwrap_or_else(|e| panic!("{e}"));
        let known = [
            "open",
            "due-unreported",
            "kept",
            "kept-late",
            "partly",
            "broken",
            "blocked",
            "superseded",
            "withdrawn",
        ];
        assert_eq!(labels.len(), 40);
        assert!(labels.iter().all(|l| l.status.iter().all(|s| known.contains(s))));
        assert!(labels.iter().all(|l| l.due.is_none_or(|d| d.parse::<gesta::Date>().is_ok())));
    }

    #[test]
    fn labels_are_counted_by_the_rules() {
        let line = "chad\t3\t10\t20\t2020-05-03\tbroken|partly\t7:0-90 8:5-9\tnone";
        let label = Label::read(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(label.passages, [(7, [0, 90]), (8, [5, 9])]);
        let mut counts = Counts::default();
        let id = Id::new(Kind::Commitment, 4);
        for (status, linked) in [("partly", true), ("kept", false), ("open", true)] {
            let found = Found { commitment: id, status: status.to_owned(), due: None, linked };
            counts.add(&label, Some(&found));
        }
        counts.add(&label, None);
        assert_eq!((counts.found, counts.linked, counts.right, counts.wrong), (3, (2, 4), 1, 1));
        assert_eq!(counts.due, (0, 4));
    }
}
