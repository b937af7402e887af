//! Deadlines: the days that annotated phrases mean, whatever the reader makes of the commitments around them.
//!
//! A row of the corpus is a sentence with its day and the sentence before it, and its commitments, each with the words
//! of its deadline (`deadline_text`) and its first and last day (`due_start`, `due_end`; empty where open). Read are
//! `prev` and `text` as one document. A deadline is found when an expression overlaps its words; of several the last
//! counts. Its interval is right when both ends agree; it is due right when the last day does, or the first where there
//! is no last. Where two annotators differ (`alt`), either is right.

use std::collections::BTreeMap;
use std::path::Path;

use gesta::{Article, Date, Reader};
use gesta_time::Interval;
use serde::Deserialize;

use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

#[derive(Deserialize)]
struct Sentence {
    date: String,
    #[serde(default)]
    prev: String,
    text: String,
    commitments: Vec<Commitment>,
}

#[derive(Deserialize)]
struct Commitment {
    deadline_text: Option<String>,
    due_start: Option<String>,
    due_end: Option<String>,
    #[serde(default)]
    alt: BTreeMap<String, Option<String>>,
}

/// First and last day as the corpus spells them.
type Days = (String, String);

impl Commitment {
    /// The days that count as right.
    fn days(&self) -> Vec<Days> {
        let own = [&self.due_start, &self.due_end].map(|day| day.clone().unwrap_or_default());
        let other = |name: &str, own: &str| {
            self.alt.get(name).map_or(own.to_owned(), |day| day.clone().unwrap_or_default())
        };
        let second = (other("due_start", &own[0]), other("due_end", &own[1]));
        let [start, end] = own;
        let mut all = vec![(start, end)];
        if second != all[0] && second != Days::default() {
            all.push(second);
        }
        all
    }
}

/// Reads the sentences and compares the days of each annotated deadline.
///
/// # Errors
/// When a file cannot be read or a line is no such row.
pub fn deadlines<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut counts = [Score::default(); 3];
    let mut sentences = 0;
    for file in files(paths, &[".jsonl"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        for (n, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let sentence: Sentence = serde_json::from_str(line)
                .map_err(|e| EvalError::new(&file, format!("line {}: {e}", n + 1)))?;
            sentences += 1;
            for (count, right) in counts.iter_mut().zip(sum(reader, &sentence)) {
                count.add(right);
            }
        }
    }
    Ok(Table {
        figures: Vec::new(),
        title: "Deadlines: days of the annotated phrases".into(),
        corpus: format!("{}: {sentences} sentences", names(paths)),
        rows: ["found", "interval", "due"]
            .iter()
            .zip(counts)
            .map(|(name, score)| Row::new(name, score))
            .collect(),
    })
}

/// Found, interval right, due right; each over the deadlines of a sentence that have days.
fn sum(reader: &Reader, sentence: &Sentence) -> [Score; 3] {
    let mut sums = [Score::default(); 3];
    let dated = |c: &&Commitment| c.days().iter().any(|d| *d != Days::default());
    if !sentence.commitments.iter().any(|c| dated(&c)) {
        return sums;
    }
    let offset = if sentence.prev.is_empty() { 0 } else { sentence.prev.len() + 1 };
    let text =
        if offset == 0 { sentence.text.clone() } else { format!("{} {}", sentence.prev, sentence.text) };
    let published = sentence.date.parse().ok();
    let times = reader.read(Article { text, published, ..Article::default() }).times.times;
    for commitment in sentence.commitments.iter().filter(dated) {
        let words = commitment.deadline_text.as_deref().unwrap_or("");
        let at = Some(words).filter(|w| !w.is_empty()).and_then(|w| sentence.text.find(w));
        let found = at.and_then(|at| {
            let (start, end) = (offset + at, offset + at + words.len());
            times.iter().rfind(|t| (t.span.start as usize) < end && start < t.span.end as usize)
        });
        let days = found.map(|t| spelt(t.phrase_days));
        for (score, right) in sums.iter_mut().zip(right(&commitment.days(), days.as_ref())) {
            score.add(Score { gold: 1, system: usize::from(days.is_some()), right: usize::from(right) });
        }
    }
    sums
}

fn right(gold: &[Days], days: Option<&Days>) -> [bool; 3] {
    let Some(days) = days else { return [false; 3] };
    let due = |(start, end): &Days| if end.is_empty() { start.clone() } else { end.clone() };
    [true, gold.contains(days), gold.iter().any(|g| due(g) == due(days))]
}

fn spelt(days: Interval) -> Days {
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    (day(days.start), day(days.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_annotator_is_right_and_a_last_day_is_enough_to_be_due() {
        let row = r#"{"deadline_text": "by Friday", "due_start": null, "due_end": "2020-03-06", "alt": {"due_end": "2020-03-13"}}"#;
        let commitment: Commitment = serde_json::from_str(row).unwrap_or_else(|e| panic!("{e}"));
        let gold = commitment.days();
        let days = |start: &str, end: &str| (start.to_owned(), end.to_owned());
        for (found, expect) in [
            (days("", "2020-03-06"), [true, true, true]),
            (days("", "2020-03-13"), [true, true, true]),
            (days("2020-03-06", "2020-03-06"), [true, false, true]),
            (days("", "2020-03-20"), [true, false, false]),
            (days("2020-03-06", ""), [true, false, true]),
        ] {
            assert_eq!(right(&gold, Some(&found)), expect, "{found:?}");
        }
        assert_eq!(right(&gold, None), [false; 3]);
    }
}
