//! Temporal expressions, scored as in TempEval-3 (UzZaman et al. 2013): an expression is found when extents overlap
//! (relaxed) or agree (strict); type and value are right only where it is found.

use std::path::Path;

use gesta::{Article, Reader};
use gesta_time::TimexType;

use crate::score::Score;
use crate::timex::{Gold, documents};
use crate::{EvalError, Row, Table, files, names};

const ROWS: [&str; 4] = ["relaxed", "strict", "type", "value"];

/// Reads the texts, each with its day as the corpus gives it, and compares the expressions.
///
/// # Errors
/// When a file cannot be read or is in none of the formats.
pub fn time<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut scores = [Score::default(); 4];
    let mut count = 0;
    for file in files(paths, &[".tml", ".xml", ".jsonl"])? {
        for gold in documents(&file)? {
            let article = Article { text: gold.text, published: gold.published, ..Article::default() };
            let found: Vec<Gold> = reader.read(article).times.times.iter().map(system).collect();
            for (score, right) in scores.iter_mut().zip(right(&gold.times, &found)) {
                score.add(Score { gold: gold.times.len(), system: found.len(), right });
            }
            count += 1;
        }
    }
    Ok(Table {
        title: "Temporal expressions, TempEval-3 metrics".into(),
        corpus: format!("{}: {count} documents", names(paths)),
        rows: ROWS.iter().zip(scores).map(|(name, score)| Row::new(name, score)).collect(),
        figures: Vec::new(),
    })
}

fn system(time: &gesta_time::Time) -> Gold {
    let kind = match time.kind {
        TimexType::Date => "DATE",
        TimexType::Time => "TIME",
        TimexType::Duration => "DURATION",
        TimexType::Set => "SET",
    };
    let (start, end) = (time.span.start as usize, time.span.end as usize);
    Gold { start, end, kind: kind.to_owned(), value: time.value.clone() }
}

/// How many expressions are right in each way. Each of the system's answers one of the gold standard's, an equal one if
/// there is one.
fn right(gold: &[Gold], system: &[Gold]) -> [usize; 4] {
    let mut used = vec![false; system.len()];
    let mut right = [0; 4];
    for g in gold {
        let overlaps = |s: &Gold| s.start < g.end && g.start < s.end;
        let equal = |s: &Gold| (s.start, s.end) == (g.start, g.end);
        let free = |test: &dyn Fn(&Gold) -> bool| (0..system.len()).find(|&i| !used[i] && test(&system[i]));
        let Some(i) = free(&equal).or_else(|| free(&overlaps)) else { continue };
        used[i] = true;
        let s = &system[i];
        for (count, holds) in right.iter_mut().zip([true, equal(s), s.kind == g.kind, s.value == g.value]) {
            *count += usize::from(holds);
        }
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(start: usize, end: usize, kind: &str, value: &str) -> Gold {
        Gold { start, end, kind: kind.into(), value: value.into() }
    }

    #[test]
    fn each_answer_counts_once() {
        let truth =
            [gold(0, 6, "DATE", "2001"), gold(10, 20, "DURATION", "P1D"), gold(30, 34, "DATE", "2002")];
        let system =
            [gold(0, 6, "DATE", "2001"), gold(12, 20, "DURATION", "P2D"), gold(50, 52, "DATE", "2003")];
        assert_eq!(right(&truth, &system), [2, 1, 2, 1]);
        assert_eq!(
            right(&[gold(0, 4, "DATE", "A"), gold(5, 9, "DATE", "A")], &[gold(0, 9, "DATE", "A")]),
            [1, 0, 1, 1]
        );
    }
}
