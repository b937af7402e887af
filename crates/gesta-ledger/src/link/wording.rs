//! Words of a sentence, the classes of `wording.tsv`, and cues as tables write them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::action::class_of;
use crate::words::stem;

static WORDING: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/wording.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.map(|(class, words)| (class, words.split_whitespace().collect())).collect()
});

static TOTALS: LazyLock<Vec<Vec<Step>>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/totals.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    rows.map(steps).collect()
});

/// True when the word is of a class of `wording.tsv`.
pub(super) fn is(word: &str, class: &str) -> bool {
    WORDING.get(class).is_some_and(|words| words.contains(word))
}

/// A word as it stands in a text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In lower case.
    pub(super) word: String,
    pub(super) stem: String,
    /// The class of verbs that the stem belongs to.
    pub(super) class: Option<&'static str>,
    pub(super) capital: bool,
    /// A comma, semicolon, colon, dash or quotation mark stands before it.
    pub(super) parted: bool,
    /// Where it starts, in code points.
    pub(super) at: usize,
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let (mut word, mut start, mut parted) = (String::new(), 0, false);
    for (at, c) in text.chars().chain([' ']).enumerate() {
        if c.is_alphanumeric() {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            let lower = word.to_lowercase();
            let capital = word.starts_with(char::is_uppercase);
            match found.last_mut() {
                // Written as one word or two.
                Some(last) if lower == "fire" && last.word == "cease" && !parted => {
                    last.word.push_str("fire");
                    last.stem = stem(&last.word);
                    last.class = class_of(&last.stem);
                }
                _ => {
                    let stem = stem(&lower);
                    let class = class_of(&stem);
                    found.push(Token { stem, class, word: lower, capital, parted, at: start });
                }
            }
            (word, parted) = (String::new(), false);
        }
        parted |= ",;:\"“”–—".contains(c);
    }
    found
}

/// A part of a cue.
pub(super) enum Step {
    /// One of these stems.
    Word(Vec<String>),
    /// Up to [`GAP`] words.
    Gap,
}

const GAP: usize = 5;

/// The steps of a cue as tables write it.
pub(super) fn steps(words: &str) -> Vec<Step> {
    let step = |w: &str| if w == "…" { Step::Gap } else { Step::Word(w.split('|').map(stem).collect()) };
    words.split_whitespace().map(step).collect()
}

/// Where a cue stands: its first word and the word after it.
pub(super) fn find(steps: &[Step], tokens: &[Token]) -> Option<(usize, usize)> {
    (0..tokens.len()).find_map(|at| Some((at, at + length(steps, &tokens[at..])?)))
}

fn length(steps: &[Step], tokens: &[Token]) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(0) };
    match step {
        Step::Gap => (0..=GAP.min(tokens.len())).find_map(|n| Some(n + length(rest, &tokens[n..])?)),
        Step::Word(any) => {
            let (first, after) = tokens.split_first()?;
            if any.contains(&first.stem) { Some(1 + length(rest, after)?) } else { None }
        }
    }
}

/// True when numbers in this sentence are totals of many events.
pub(super) fn is_total(sentence: &str) -> bool {
    let tokens = tokens(sentence);
    TOTALS.iter().any(|steps| find(steps, &tokens).is_some())
}

/// The stems of the names in an action.
pub(super) fn names(action: &str) -> impl Iterator<Item = String> {
    let names = tokens(action).into_iter().filter(|t| t.capital && t.word.chars().count() > 3);
    names.map(|t| t.stem)
}

/// True when a sentence asks, or the words before `at` suppose, require or plan.
pub(super) fn unreal(sentence: &str, tokens: &[Token], at: usize, classes: &[&str]) -> bool {
    let before = tokens.get(..at).unwrap_or(tokens);
    let month = |t: &Token| t.capital && t.word == "may";
    let due = classes.contains(&"modal") && is_due(before);
    sentence.contains('?')
        || due
        || before.iter().any(|t| !month(t) && classes.iter().any(|c| is(&t.word, c)))
}

/// Words between "were to" and what was to be done, at most.
const DUE: usize = 6;

/// "Were to have completed their withdrawal": nobody says that they did.
fn is_due(before: &[Token]) -> bool {
    let be = |t: &Token| matches!(t.word.as_str(), "is" | "are" | "was" | "were");
    let near = before.get(before.len().saturating_sub(DUE)..).unwrap_or(before);
    near.windows(2).any(|pair| matches!(pair, [a, b] if be(a) && b.word == "to" && !b.parted))
}

/// The classes under which nothing is told as done.
pub(super) const UNREAL: [&str; 3] = ["condition", "modal", "plan"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_by_their_words() {
        let table = include_str!("../../../../knowledge/en/followup/totals.tsv");
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            assert!(row.split('\t').nth(1).is_some_and(is_total), "{row}");
        }
        assert!(!is_total("Soldiers killed 12 rebels in Abéché on Monday, the worst day since May."));
    }
}
