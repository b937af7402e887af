//! How sure events are, against labels of our own that hold offsets only, and against sentences of ours that mislead.

use std::collections::BTreeMap;
use std::path::Path;

use gesta::{CharIndex, Reader, Reading};
use gesta_event::{Event, Grounds};

use crate::articles::articles;
use crate::calibration::Calibration;
use crate::logistic::{Example, fit};
use crate::score::Score;
use crate::{EvalError, Figure, Row, Table};

const LABELS: &str = include_str!("../labels/events.tsv");
const LABELS_NAME: &str = "labels/events.tsv";
const MISLEADING: &str = include_str!("../labels/misleading.tsv");

/// How much a misleading sentence counts beside an event of an article: they were chosen because they mislead.
const CHOSEN: f64 = 0.5;
/// The confidences from which on precision and recall are shown.
const STEPS: [f64; 7] = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// Which way each ground pulls, in the order of [`Grounds::NAMES`]; 0 either way.
const SIGNS: [i8; 4] = [0, -1, 1, 1];

/// A match of the codebook that a reader held against the text.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Label<'a> {
    /// False for those that weights are fitted to.
    held: bool,
    article: (&'a str, &'a str),
    /// Code points of the trigger.
    words: [u32; 2],
    kind: &'a str,
    faults: Vec<&'a str>,
}

impl Label<'_> {
    fn read(line: &str) -> Option<Label<'_>> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [half, corpus, article, start, end, kind, verdict] = columns[..] else { return None };
        Some(Label {
            held: match half {
                "held" => true,
                "fit" => false,
                _ => return None,
            },
            article: (corpus, article),
            words: [start.parse().ok()?, end.parse().ok()?],
            kind,
            faults: verdict.split(',').filter(|v| *v != "right").collect(),
        })
    }

    /// True where an act of the type is told, whoever acts.
    fn told(&self) -> bool {
        !self.faults.iter().any(|f| matches!(*f, "none" | "type"))
    }
}

fn labels() -> Result<Vec<Label<'static>>, EvalError> {
    let lines = LABELS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let wrong = |line| EvalError::new(Path::new(LABELS_NAME), format!("not a label: {line}"));
    lines.map(|line| Label::read(line).ok_or_else(|| wrong(line))).collect()
}

/// The event of a type whose trigger shares code points with `words`.
fn event_at<'a>(
    reading: &'a Reading,
    points: &CharIndex<'_>,
    words: [u32; 2],
    kind: &str,
) -> Option<&'a Event> {
    reading.events.events.iter().find(|event| {
        let [start, end] = [event.trigger.start, event.trigger.end].map(|at| points.char_of(at));
        event.kind.as_str() == kind && start < words[1] && words[0] < end
    })
}

/// What the labels of one half say of the events.
#[derive(Default)]
struct Half {
    calibration: Calibration,
    /// Confidence, and whether the act is told.
    events: Vec<(f64, bool)>,
    examples: Vec<Example<4>>,
    /// Told and right in every other respect.
    whole: usize,
    /// Labels without an event of ours: acts that are told, and others.
    silent: [usize; 2],
}

impl Half {
    fn add(&mut self, label: &Label<'_>, event: Option<&Event>) {
        let told = label.told();
        let Some(event) = event else {
            self.silent[usize::from(!told)] += 1;
            return;
        };
        self.whole += usize::from(label.faults.is_empty());
        self.judge(event, told, 1.0);
        self.calibration.add(f64::from(event.confidence), told);
    }

    fn judge(&mut self, event: &Event, told: bool, weight: f64) {
        self.events.push((f64::from(event.confidence), told));
        self.examples.push(Example { values: event.grounds.values().map(f64::from), right: told, weight });
    }

    /// Of the events from a confidence on, those that are told; and of all that are told, those events.
    fn from(&self, least: f64) -> Score {
        let told = |(_, told): &&(f64, bool)| *told;
        let sure = |(confidence, _): &&(f64, bool)| *confidence >= least;
        Score {
            system: self.events.iter().filter(sure).count(),
            gold: self.silent[0] + self.events.iter().filter(told).count(),
            right: self.events.iter().filter(sure).filter(told).count(),
        }
    }

    fn line(&self, name: &str) -> String {
        let [told, not] = self.silent;
        let all = self.calibration.count();
        format!(
            "{name}: {all} events, {} wholly right; not coded: {told} that are told, {not} that are not; told of events by \
             confidence: {}",
            self.whole, self.calibration
        )
    }
}

/// Reads the articles of the labels below `data` and compares the confidence of their events with how often an act of that type is
/// told there; fits the weights anew to the half that is for that.
///
/// Precision and recall are those of the held half, from each confidence on; recall is of the labelled acts that are told.
///
/// # Errors
/// When a corpus of the labels is not below `data`, or cannot be read.
pub fn confidence(reader: &Reader, data: &Path) -> Result<Table, EvalError> {
    let labels = labels()?;
    let mut halves = [Half::default(), Half::default()];
    let mut by_article: BTreeMap<(&str, &str), Vec<&Label<'_>>> = BTreeMap::new();
    labels.iter().for_each(|l| by_article.entry(l.article).or_default().push(l));
    let mut corpora: Vec<&str> = by_article.keys().map(|(corpus, _)| *corpus).collect();
    corpora.dedup();
    let mut read = 0;
    for corpus in corpora {
        for article in articles(data, corpus)? {
            let key = article.key.clone().unwrap_or_default();
            let Some(here) = by_article.get(&(corpus, key.as_str())) else { continue };
            let reading = reader.read(article);
            let points = CharIndex::new(reading.parsed.text());
            read += 1;
            for label in here {
                halves[usize::from(label.held)]
                    .add(label, event_at(&reading, &points, label.words, label.kind));
            }
        }
    }
    let [fitted, held] = &mut halves;
    mislead(reader, fitted);
    let row = |&least: &f64| Row::new(&format!("from {least:.1}"), held.from(least));
    Ok(Table {
        title: "Events: confidence against whether an act of the type is told".to_owned(),
        corpus: format!(
            "{}: {} labels in {read} of {} articles\n{}\n{}\nweights fitted anew: {}",
            data.display(),
            labels.len(),
            by_article.len(),
            held.line("held"),
            fitted.line("fitted to"),
            weights(&fitted.examples)
        ),
        rows: STEPS.iter().map(row).collect(),
        figures: vec![
            Figure::new("expected calibration error, held half", held.calibration.error()),
            Figure::new("Brier score, held half", held.calibration.brier()),
            Figure::new("expected calibration error, half fitted to", fitted.calibration.error()),
        ],
    })
}

/// Adds what is coded of sentences in which nothing is told.
fn mislead(reader: &Reader, half: &mut Half) {
    for line in MISLEADING.lines().filter(|l| !l.starts_with('#')) {
        let Some((kind, sentence)) = line.split_once('\t') else { continue };
        let mut parts = sentence.split('*').map(|part| part.chars().count() as u32);
        let (Some(before), Some(word)) = (parts.next(), parts.next()) else { continue };
        let article = gesta::Article { text: sentence.replace('*', ""), ..gesta::Article::default() };
        let reading = reader.read(article);
        let points = CharIndex::new(reading.parsed.text());
        if let Some(event) = event_at(&reading, &points, [before, before + word], kind) {
            half.judge(event, false, CHOSEN);
        }
    }
}

/// The weights for `confidence.tsv`.
fn weights(examples: &[Example<4>]) -> String {
    let fitted = fit(examples, SIGNS);
    let named = Grounds::NAMES.iter().zip(fitted).map(|(name, weight)| format!("{name} {weight:.2}"));
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labels_are_in_their_format() {
        let labels = labels().unwrap_or_else(|e| panic!("{e}"));
        let faults = ["none", "type", "source", "target", "factuality"];
        assert!(labels.len() > 1000);
        for label in &labels {
            assert!(gesta_event::EventType::parse(label.kind).is_some(), "{label:?}");
            assert!(label.faults.iter().all(|f| faults.contains(f)), "{label:?}");
            assert!(label.words[0] < label.words[1], "{label:?}");
        }
        // an article is in one half only
        let halves: std::collections::BTreeSet<_> = labels.iter().map(|l| (l.article, l.held)).collect();
        let articles: std::collections::BTreeSet<_> = labels.iter().map(|l| l.article).collect();
        assert_eq!(halves.len(), articles.len());
    }

    #[test]
    fn precision_and_recall_count_what_was_left_out() {
        let half =
            Half { events: vec![(0.9, true), (0.8, false), (0.5, true)], silent: [1, 2], ..Half::default() };
        assert_eq!(half.from(0.6), Score { system: 2, gold: 3, right: 1 });
        assert_eq!(half.from(0.0), Score { system: 3, gold: 3, right: 2 });
    }
}
