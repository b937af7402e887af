//! Story clusters against documents with story ids (JSON Lines with `text` and `story`), scored with BCubed (Bagga and
//! Baldwin 1998) and the adjusted Rand index (Hubert and Arabie 1985).

use std::collections::BTreeMap;
use std::path::Path;

use gesta_ledger::stories::{Terms, cluster};
use serde::Deserialize;

use crate::score::Score;
use crate::{EvalError, Figure, Row, Table, files, names};

#[derive(Deserialize)]
struct Line {
    text: String,
    story: String,
}

/// Clusters all documents at once, as the ledger does with those of one day, and compares the clusters with the stories.
///
/// # Errors
/// When a file cannot be read or a line has no text or story.
pub fn stories<P: AsRef<Path>>(paths: &[P]) -> Result<Table, EvalError> {
    let (mut terms, mut gold) = (Vec::new(), Vec::new());
    for path in files(paths, &[".jsonl"])? {
        let text = std::fs::read_to_string(&path).map_err(|e| EvalError::new(&path, e))?;
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|e| EvalError::new(&path, e))?;
            terms.push(Terms::new(&line.text));
            gold.push(line.story);
        }
    }
    let found = cluster(&terms.iter().collect::<Vec<_>>(), &vec![None; terms.len()]);
    let mut home = vec![0; terms.len()];
    for (number, (_, members)) in found.iter().enumerate() {
        for member in members {
            home[*member] = number;
        }
    }
    let counts = Counts::new(&home, &gold);
    let (precision, recall) = counts.bcubed();
    let percent = |x: f64| (x * 10_000.0).round() / 100.0;
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    let bcubed = Row {
        name: "BCubed".to_owned(),
        precision: percent(precision),
        recall: percent(recall),
        f1: percent(f1),
    };
    Ok(Table {
        title: "Story clusters: BCubed, and pairs of documents".to_owned(),
        corpus: format!(
            "{}: {} documents, {} stories, {} clusters",
            names(paths),
            gold.len(),
            counts.gold.len(),
            found.len()
        ),
        rows: vec![bcubed, Row::new("pairs", counts.pairs())],
        figures: vec![Figure::new("adjusted Rand index, per cent", percent(counts.adjusted_rand()))],
    })
}

/// How many documents each cluster, each story, and each pair of them has.
struct Counts<'a> {
    all: usize,
    found: BTreeMap<usize, usize>,
    gold: BTreeMap<&'a str, usize>,
    both: BTreeMap<(usize, &'a str), usize>,
}

/// Pairs among so many.
fn pairs(count: usize) -> f64 {
    count as f64 * (count as f64 - 1.0) / 2.0
}

impl Counts<'_> {
    fn new<'a>(home: &[usize], gold: &'a [String]) -> Counts<'a> {
        let mut counts =
            Counts { all: gold.len(), found: BTreeMap::new(), gold: BTreeMap::new(), both: BTreeMap::new() };
        for (found, gold) in home.iter().zip(gold) {
            *counts.found.entry(*found).or_default() += 1;
            *counts.gold.entry(gold.as_str()).or_default() += 1;
            *counts.both.entry((*found, gold.as_str())).or_default() += 1;
        }
        counts
    }

    /// Precision and recall, averaged over documents.
    fn bcubed(&self) -> (f64, f64) {
        let n = self.all.max(1) as f64;
        let share = |of: &dyn Fn(&(usize, &str)) -> usize| {
            self.both.iter().map(|(key, both)| (both * both) as f64 / of(key).max(1) as f64).sum::<f64>() / n
        };
        let found = |key: &(usize, &str)| self.found.get(&key.0).copied().unwrap_or(1);
        let gold = |key: &(usize, &str)| self.gold.get(key.1).copied().unwrap_or(1);
        (share(&found), share(&gold))
    }

    fn sums(&self) -> (f64, f64, f64) {
        let sum = |counts: &mut dyn Iterator<Item = &usize>| counts.map(|c| pairs(*c)).sum::<f64>();
        (sum(&mut self.both.values()), sum(&mut self.found.values()), sum(&mut self.gold.values()))
    }

    fn pairs(&self) -> Score {
        let (both, found, gold) = self.sums();
        Score { right: both as usize, system: found as usize, gold: gold as usize }
    }

    fn adjusted_rand(&self) -> f64 {
        let (both, found, gold) = self.sums();
        let expected = found * gold / pairs(self.all).max(1.0);
        let most = (found + gold) / 2.0;
        if most == expected { 1.0 } else { (both - expected) / (most - expected) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(home: &[usize], gold: &[&str], bcubed: (f64, f64), rand: f64) {
        let gold: Vec<String> = gold.iter().map(|g| (*g).to_owned()).collect();
        let counts = Counts::new(home, &gold);
        let (precision, recall) = counts.bcubed();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
        assert!(near(precision, bcubed.0) && near(recall, bcubed.1), "{precision} {recall}");
        assert!(near(counts.adjusted_rand(), rand), "{}", counts.adjusted_rand());
    }

    #[test]
    fn clusters_are_scored_as_by_hand() {
        check(&[0, 0, 1, 1], &["a", "a", "b", "b"], (1.0, 1.0), 1.0);
        check(&[0, 0, 0, 0], &["a", "a", "b", "b"], (0.5, 1.0), 0.0);
        // scikit-learn's adjusted_rand_score gives 4/7.
        check(&[0, 0, 1, 2], &["a", "a", "b", "b"], (1.0, 0.75), 4.0 / 7.0);
    }
}
