//! Commitments against sentences annotated for this project (JSON Lines; the gold's own README has the rules).
//!
//! A sentence is read after the one before it. Gold and system are paired greedily by ½ · Jaccard of the action's words + 0.3 if the
//! act is the same + 0.2 · Jaccard of the debtor's words, at least 0.35.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use gesta::record::{CommitmentRecord, Extent, Record};
use gesta::{Article, CharIndex, Reader};
use serde::Deserialize;
use serde_json::Value;

use crate::calibration::Calibration;
use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

/// A sentence of the gold standard.
#[derive(Deserialize)]
struct Sentence {
    #[serde(default)]
    date: Option<String>,
    stratum: String,
    #[serde(default)]
    prev: String,
    text: String,
    commitments: Vec<Gold>,
}

/// A commitment of the gold standard; `alt` holds other values of some slots that are as good.
#[derive(Deserialize)]
struct Gold {
    #[serde(flatten)]
    slots: Slots,
    #[serde(default)]
    alt: BTreeMap<String, Value>,
    #[serde(default)]
    optional: bool,
}

/// What a commitment says, as words and days.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
struct Slots {
    act: String,
    polarity: String,
    #[serde(deserialize_with = "or_empty")]
    debtor: String,
    #[serde(deserialize_with = "or_empty")]
    counterparty: String,
    #[serde(deserialize_with = "or_empty")]
    action: String,
    #[serde(deserialize_with = "or_empty")]
    deadline_text: String,
    #[serde(deserialize_with = "or_empty")]
    condition: String,
    #[serde(deserialize_with = "or_empty")]
    reporter: String,
    #[serde(deserialize_with = "or_empty")]
    status: String,
    #[serde(deserialize_with = "or_empty")]
    due_start: String,
    #[serde(deserialize_with = "or_empty")]
    due_end: String,
    /// How sure the system is; the gold standard says nothing here.
    confidence: f64,
}

fn or_empty<'de, D: serde::Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(value)?.unwrap_or_default())
}

const SLOTS: [&str; 7] =
    ["debtor", "counterparty", "action", "deadline_text", "condition", "reporter", "status"];

impl Slots {
    fn slot(&self, name: &str) -> &str {
        match name {
            "debtor" => &self.debtor,
            "counterparty" => &self.counterparty,
            "action" => &self.action,
            "deadline_text" => &self.deadline_text,
            "condition" => &self.condition,
            "reporter" => &self.reporter,
            "status" => &self.status,
            _ => "",
        }
    }

    /// The last day, or the first where there is no last.
    fn due(&self) -> &str {
        if self.due_end.is_empty() { &self.due_start } else { &self.due_end }
    }

    fn same_act(&self, other: &Slots) -> bool {
        let threat = |a: &Slots, b: &Slots| {
            (a.act == "threat" && a.polarity == "do") && (b.act == "promise" && b.polarity == "not")
        };
        self.act == other.act || threat(self, other) || threat(other, self)
    }
}

impl Gold {
    /// The values of a slot that count as right.
    fn values(&self, name: &str) -> Vec<&str> {
        let other = self.alt.get(name).map(|v| v.as_str().unwrap_or(""));
        std::iter::once(self.slots.slot(name)).chain(other).collect()
    }

    fn due(&self) -> Vec<String> {
        let mut days = vec![self.slots.due().to_owned()];
        if self.alt.contains_key("due_end") || self.alt.contains_key("due_start") {
            let other = |name: &str, own: &str| match self.alt.get(name) {
                Some(v) => v.as_str().unwrap_or("").to_owned(),
                None => own.to_owned(),
            };
            let (due_start, due_end) =
                (other("due_start", &self.slots.due_start), other("due_end", &self.slots.due_end));
            days.push(Slots { due_start, due_end, ..Slots::default() }.due().to_owned());
        }
        days
    }

    /// How well the system's commitment answers this one.
    fn likeness(&self, system: &Slots) -> f64 {
        let best = |name: &str| {
            let values = self.values(name);
            values.iter().map(|v| jaccard(system.slot(name), v)).fold(0.0, f64::max)
        };
        let act = if self.slots.same_act(system) { 0.3 } else { 0.0 };
        0.5 * best("action") + act + 0.2 * best("debtor")
    }
}

/// Shared words over all words, without case and punctuation; 1 for two empty strings.
fn jaccard(a: &str, b: &str) -> f64 {
    let words = |s: &str| -> HashSet<String> {
        let parts = s.split(|c: char| !c.is_alphanumeric() && c != '_');
        parts.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let all = a.union(&b).count();
    if all == 0 { 1.0 } else { a.intersection(&b).count() as f64 / all as f64 }
}

/// Counts over all sentences.
#[derive(Default)]
struct Counts {
    found: Score,
    same_act: Score,
    strata: BTreeMap<String, Score>,
    slots: BTreeMap<&'static str, Score>,
    due: Score,
    calibration: Calibration,
}

/// Reads each sentence with the one before it and compares the commitments in it.
///
/// # Errors
/// When a file cannot be read or a line is not in the format.
pub fn commitments<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut counts = Counts::default();
    let mut sentences = 0;
    for file in files(paths, &[".jsonl"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let sentence: Sentence = serde_json::from_str(line)
                .map_err(|e| EvalError::new(&file, format!("line {}: {e}", number + 1)))?;
            counts.add(&sentence, &read(reader, &sentence));
            sentences += 1;
        }
    }
    let mut rows = vec![Row::new("found", counts.found), Row::new("same act", counts.same_act)];
    let mut all = Score::default();
    for score in counts.slots.values() {
        all.add(*score);
    }
    rows.push(Row::new("slots", all));
    rows.extend(SLOTS.iter().map(|name| Row::new(name, counts.slots.get(name).copied().unwrap_or_default())));
    rows.push(Row::new("due date", counts.due));
    rows.extend(counts.strata.iter().map(|(name, score)| Row::new(&format!("in {name}"), *score)));
    let spurious: Vec<String> =
        counts.strata.iter().map(|(name, s)| format!("{} in {name}", s.system - s.right)).collect();
    Ok(Table {
        title: "Commitments: found, same act; slots by word overlap of those found".into(),
        corpus: format!(
            "{}: {sentences} sentences; spurious: {}\nexpected calibration error {:.3}; right of found by confidence: {}",
            names(paths),
            spurious.join(", "),
            counts.calibration.error(),
            counts.calibration
        ),
        rows,
        figures: Vec::new(),
    })
}

/// The commitments that lie in the sentence.
fn read(reader: &Reader, sentence: &Sentence) -> Vec<Slots> {
    let gap = if sentence.prev.is_empty() { "" } else { " " };
    let text = format!("{}{gap}{}", sentence.prev, sentence.text);
    let start = text.chars().count() - sentence.text.chars().count();
    let published = sentence.date.as_deref().and_then(|d| d.parse().ok());
    let article = Article { text, published, published_rule: Some("input"), ..Article::default() };
    let record = reader.read(article).record();
    let inside = |c: &&CommitmentRecord| c.action[1] as usize > start;
    record.commitments.iter().filter(inside).map(|c| slots(&record, c)).collect()
}

fn slots(record: &Record, c: &CommitmentRecord) -> Slots {
    let text = &record.document.text;
    let index = CharIndex::new(text);
    let words = |extent: Option<Extent>| {
        let bytes = extent.map(|[s, e]| index.byte_of(s) as usize..index.byte_of(e) as usize);
        bytes.and_then(|b| text.get(b)).unwrap_or("").to_owned()
    };
    let deadline = c.deadline.as_ref();
    let day = |d: Option<&Option<String>>| d.cloned().flatten().unwrap_or_default();
    Slots {
        act: c.act.clone(),
        polarity: c.polarity.clone(),
        debtor: words(c.debtor_span),
        counterparty: words(c.counterparty_span),
        action: words(Some(c.action)),
        deadline_text: words(deadline.map(|d| d.span)),
        condition: words(c.condition),
        reporter: words(c.reporter_span),
        status: if c.status == "open" { String::new() } else { c.status.clone() },
        due_start: day(deadline.map(|d| &d.start)),
        due_end: day(deadline.map(|d| &d.end)),
        confidence: f64::from(c.confidence),
    }
}

impl Counts {
    fn add(&mut self, sentence: &Sentence, system: &[Slots]) {
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, s) in system.iter().enumerate() {
            pairs.extend(sentence.commitments.iter().enumerate().map(|(j, g)| (g.likeness(s), i, j)));
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut answered, mut known) = (HashSet::new(), HashSet::new());
        let (mut right, mut same, mut free) = (0, 0, 0);
        for (likeness, i, j) in pairs {
            if likeness < 0.35 || answered.contains(&i) || known.contains(&j) {
                continue;
            }
            answered.insert(i);
            known.insert(j);
            let (s, g) = (&system[i], &sentence.commitments[j]);
            if g.optional {
                free += 1;
                continue;
            }
            self.calibration.add(s.confidence, true);
            right += 1;
            same += usize::from(g.slots.same_act(s));
            self.compare(s, g);
        }
        for (_, s) in system.iter().enumerate().filter(|(i, _)| !answered.contains(i)) {
            self.calibration.add(s.confidence, false);
        }
        let gold = sentence.commitments.iter().filter(|g| !g.optional).count();
        let score = |right: usize| Score { system: system.len() - free, gold, right };
        self.found.add(score(right));
        self.same_act.add(score(same));
        self.strata.entry(sentence.stratum.clone()).or_default().add(score(right));
    }

    /// Counts the slots of a pair; where both are empty there is nothing to count.
    fn compare(&mut self, s: &Slots, g: &Gold) {
        let one = |right: bool| Score { system: 1, gold: 1, right: usize::from(right) };
        for name in SLOTS {
            let (value, truths) = (s.slot(name), g.values(name));
            if value.is_empty() && truths.iter().all(|t| t.is_empty()) {
                continue;
            }
            let right = truths.iter().any(|t| match (value.is_empty(), t.is_empty()) {
                (true, true) => true,
                (false, false) if name == "status" => value == *t,
                (false, false) => jaccard(value, t) > 0.5,
                _ => false,
            });
            self.slots.entry(name).or_default().add(one(right));
        }
        let due = g.due();
        if due.iter().any(|d| !d.is_empty()) {
            self.due.add(one(due.iter().any(|d| d == s.due())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(act: &str, debtor: &str, action: &str, due_end: &str) -> Slots {
        let own = str::to_owned;
        Slots {
            act: own(act),
            debtor: own(debtor),
            action: own(action),
            due_end: own(due_end),
            polarity: own("do"),
            ..Slots::default()
        }
    }

    #[test]
    fn pairs_are_counted_by_the_rules() {
        let gold = r#"{"stratum":"cue","date":"2020-01-05","text":"…","commitments":[
            {"act":"promise","polarity":"do","debtor":"Norland","action":"withdraw its troops","due_end":"2020-03-01","alt":{"due_end":"2020-03-02"}},
            {"act":"threat","polarity":"do","debtor":"the rebels","action":"attack","optional":true},
            {"act":"demand","polarity":"do","debtor":"Sudmark","action":"pay","counterparty":null}]}"#;
        let sentence: Sentence = serde_json::from_str(gold).unwrap_or_else(|e| panic!("{e}"));
        let mut counts = Counts::default();
        counts.add(
            &sentence,
            &[
                slots("intention", "Norland", "withdraw its troops", "2020-03-02"),
                slots("threat", "rebels", "attack", ""),
                slots("offer", "a shop", "sell umbrellas cheaply", ""),
            ],
        );
        assert_eq!(counts.found, Score { system: 2, gold: 2, right: 1 });
        assert_eq!(counts.same_act, Score { system: 2, gold: 2, right: 0 });
        assert_eq!(counts.due, Score { system: 1, gold: 1, right: 1 });
        assert_eq!(counts.slots["debtor"], Score { system: 1, gold: 1, right: 1 });
    }

    #[test]
    fn calibration_is_measured_in_bins() {
        let mut calibration = Calibration::default();
        for right in [true, true, true, false] {
            calibration.add(0.75, right);
        }
        assert_eq!(calibration.error(), 0.0);
        calibration.add(0.95, false);
        assert!((calibration.error() - 0.19).abs() < 1e-9, "{calibration}");
    }

    #[test]
    fn words_overlap_without_case() {
        assert_eq!(jaccard("The rebels", "the Rebels."), 1.0);
        assert_eq!(jaccard("a b", "b c d"), 0.25);
    }
}
