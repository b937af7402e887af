//! Attributions, compared by the words they cover: exact where the words are the same, by overlap where the Jaccard index is
//! over ½.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use gesta::record::Extent;
use gesta::{Article, Reader};

use crate::attributions::{Attribution, ENDINGS, documents, of_record};
use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

/// Numbers of the words that something covers.
type Words = BTreeSet<usize>;

/// An attribution as words of the text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Covered {
    source: Words,
    cue: Words,
    content: Words,
    kind: String,
}

const ROWS: [&str; 10] =
    ["content", "by overlap", "source", "cue", "triple", "linked", "quoted", "mixed", "indirect", "direct"];

/// Reads each text and compares its outer attributions.
///
/// Rows: exact content, content by overlap, exact source, exact cue, all three exact; contents by overlap whose source overlaps too
/// (`linked`); shares found of contents that are quotations, hold one, or hold none (recall); share right of direct quotations
/// (precision).
///
/// # Errors
/// When a file cannot be read or is in none of the formats.
pub fn statements<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut scores = [Score::default(); ROWS.len()];
    let found = documents(&files(paths, &ENDINGS)?)?;
    let count = found.len();
    for gold in found {
        let record = reader.read(Article { text: gold.text.clone(), ..Article::default() }).record();
        let words = words(&gold.text);
        let covered = |all: &[Attribution]| all.iter().map(|a| cover(&words, a)).collect::<Vec<Covered>>();
        let (gold_words, system) = (covered(&gold.attributions), covered(&of_record(&record)));
        let kinds: Vec<&str> = gold_words.iter().map(|g| kind(&gold.text, &words, &g.content)).collect();
        for (score, new) in scores.iter_mut().zip(compare(&gold_words, &kinds, &system)) {
            score.add(new);
        }
    }
    Ok(Table {
        title:
            "Attributions: exact and by overlap; recall by kind of content, precision of direct quotations"
                .into(),
        corpus: format!("{}: {count} documents", names(paths)),
        rows: ROWS.iter().zip(scores).map(|(name, score)| Row::new(name, score)).collect(),
        figures: Vec::new(),
    })
}

/// The words and marks of a text, in code points: runs of letters and digits, and every other visible character.
fn words(text: &str) -> Vec<Extent> {
    let mut words: Vec<Extent> = Vec::new();
    let mut open = false;
    for (at, c) in text.chars().enumerate() {
        let at = at as u32;
        let letter = c.is_alphanumeric() || c == '_';
        match words.last_mut() {
            Some(last) if letter && open => last[1] = at + 1,
            _ if !c.is_whitespace() => words.push([at, at + 1]),
            _ => {}
        }
        open = letter;
    }
    words
}

fn cover(words: &[Extent], a: &Attribution) -> Covered {
    let set = |pieces: &[Extent]| -> Words {
        let of_piece = |&[start, end]: &Extent| {
            let first = words.partition_point(|w| w[1] <= start);
            first..words.partition_point(|w| w[0] < end).max(first)
        };
        pieces.iter().flat_map(of_piece).collect()
    };
    Covered { source: set(&a.source), cue: set(&a.cue), content: set(&a.content), kind: a.kind.clone() }
}

/// Whether a content is a quotation, holds one, or neither.
fn kind(text: &str, words: &[Extent], content: &Words) -> &'static str {
    let chars: Vec<char> = content.iter().filter_map(|&w| text.chars().nth(words[w][0] as usize)).collect();
    let mark = |c: &char| matches!(c, '“' | '"' | '”');
    match (chars.first().is_some_and(mark), chars.iter().any(mark)) {
        (true, _) => "quoted",
        (false, true) => "mixed",
        _ => "indirect",
    }
}

fn jaccard(a: &Words, b: &Words) -> f64 {
    let all = a.union(b).count();
    if all == 0 { 0.0 } else { a.intersection(b).count() as f64 / all as f64 }
}

/// Equal elements of two lists, each used once.
fn equal<T: Eq + std::hash::Hash>(gold: impl Iterator<Item = T>, system: impl Iterator<Item = T>) -> Score {
    let mut open: HashMap<T, usize> = HashMap::new();
    let mut score = Score::default();
    for g in gold {
        score.gold += 1;
        *open.entry(g).or_default() += 1;
    }
    for s in system {
        score.system += 1;
        if let Some(left) = open.get_mut(&s).filter(|left| **left > 0) {
            *left -= 1;
            score.right += 1;
        }
    }
    score
}

fn compare(gold: &[Covered], kinds: &[&str], system: &[Covered]) -> [Score; ROWS.len()] {
    let exact = |part: fn(&Covered) -> &Words| {
        let some =
            |all: &'_ [Covered]| all.iter().map(part).filter(|w| !w.is_empty()).cloned().collect::<Vec<_>>();
        equal(some(gold).into_iter(), some(system).into_iter())
    };
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        let likeness = |(j, s): (usize, &Covered)| (jaccard(&g.content, &s.content), i, j);
        pairs.extend(system.iter().enumerate().map(likeness).filter(|p| p.0 > 0.5));
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut answer: Vec<Option<usize>> = vec![None; gold.len()];
    let mut used = vec![false; system.len()];
    for (_, i, j) in pairs {
        if answer[i].is_none() && !used[j] {
            answer[i] = Some(j);
            used[j] = true;
        }
    }
    let paired: Vec<(&Covered, &Covered)> =
        gold.iter().zip(&answer).filter_map(|(g, a)| Some((g, &system[(*a)?]))).collect();
    let whole = |right: usize| Score { gold: gold.len(), system: system.len(), right };
    let same_source =
        |(g, s): &&(&Covered, &Covered)| g.source == s.source || jaccard(&g.source, &s.source) > 0.5;
    let of_kind = |kind: &str| {
        let hits = kinds.iter().zip(&answer).filter(|(k, _)| **k == kind);
        let (all, right) = hits.fold((0, 0), |(n, r), (_, a)| (n + 1, r + usize::from(a.is_some())));
        Score { gold: all, system: all, right }
    };
    let direct = system.iter().zip(&used).filter(|(s, _)| s.kind == "direct");
    let (all, right) = direct.fold((0, 0), |(n, r), (_, used)| (n + 1, r + usize::from(*used)));
    let triple = |c: &Covered| (c.source.clone(), c.cue.clone(), c.content.clone());
    [
        exact(|c| &c.content),
        whole(paired.len()),
        exact(|c| &c.source),
        exact(|c| &c.cue),
        equal(gold.iter().map(triple), system.iter().map(triple)),
        whole(paired.iter().filter(same_source).count()),
        of_kind("quoted"),
        of_kind("mixed"),
        of_kind("indirect"),
        Score { gold: all, system: all, right },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_become_words() {
        let text = "He said: “It’s über.”";
        let words = words(text);
        assert_eq!(words.len(), 10, "{words:?}");
        let a = Attribution { content: vec![[9, 21]], cue: vec![[3, 7]], ..Attribution::default() };
        let covered = cover(&words, &a);
        assert_eq!(covered.cue, Words::from([1]));
        assert_eq!(covered.content, (3..10).collect());
        assert_eq!(kind(text, &words, &covered.content), "quoted");
    }

    #[test]
    fn overlap_and_exact_are_told_apart() {
        let of = |source: std::ops::Range<usize>, content: std::ops::Range<usize>| Covered {
            source: source.collect(),
            cue: Words::from([2]),
            content: content.collect(),
            kind: "direct".into(),
        };
        let scores = compare(&[of(0..2, 3..9), of(0..1, 20..30)], &["quoted", "indirect"], &[of(0..2, 3..8)]);
        let right: Vec<usize> = scores.iter().map(|s| s.right).collect();
        assert_eq!(right, [0, 1, 1, 1, 0, 1, 1, 0, 0, 1]);
    }
}
