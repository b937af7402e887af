//! Does a wording name this action, and is it told as done?
//!
//! An action is its head (the first word that is not a function word, with its particle) and its objects. Another wording
//! names the same action when it begins with that head, or one of its class (`synonyms.tsv`), and shares an object. Two
//! commitments of one debtor, a cue and a commitment, an event and a commitment: all are compared in this way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::words::stem;

static WORDING: LazyLock<BTreeMap<&'static str, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/wording.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.map(|(class, words)| (class, words.split_whitespace().collect())).collect()
});

/// Stem of a verb to the stem that stands for its class.
static SYNONYMS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/synonyms.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    rows.flat_map(|row| {
        let verbs: Vec<String> = row.split_whitespace().map(stem).collect();
        let first = verbs.first().cloned().unwrap_or_default();
        verbs.into_iter().map(move |v| (v, first.clone()))
    })
    .collect()
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
    capital: bool,
    /// A comma, semicolon, colon, dash or quotation mark stands before it.
    parted: bool,
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
            found.push(Token { stem: stem(&lower), word: lower, capital, parted, at: start });
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

/// What is done, as wordings of it are compared.
#[derive(Debug)]
pub(super) struct Action {
    head: String,
    particle: Option<String>,
    objects: BTreeSet<String>,
    /// False when what it is done to is said with function words only ("stop this"): it could be anything.
    clear: bool,
}

impl Action {
    /// `None` when it has no word but function words.
    pub(super) fn read(text: &str) -> Option<Action> {
        Action::of(&tokens(text))
    }

    fn of(tokens: &[Token]) -> Option<Action> {
        let start = tokens.iter().position(|t| !is(&t.word, "light"))?;
        let (head, rest) = tokens[start..].split_first()?;
        let particle = rest.first().filter(|t| is(&t.word, "particle")).map(|t| t.word.clone());
        let content = |t: &&Token| (t.capital || t.word.chars().count() > 3) && !is(&t.word, "light");
        let stems =
            |named| rest.iter().filter(content).filter(move |t| named || !t.capital).map(|t| t.stem.clone());
        // A country is named in every sentence: what is not a name tells more.
        let mut objects: BTreeSet<String> = stems(false).collect();
        if objects.is_empty() {
            objects = stems(true).collect();
        }
        let clear = rest.is_empty() || particle.is_some() || !objects.is_empty();
        Some(Action { head: class(&head.stem), particle, objects, clear })
    }

    /// True when both have a head of one class and the same particle.
    pub(super) fn same_head(&self, other: &Action) -> bool {
        self.head == other.head && self.particle == other.particle
    }

    fn shares_object(&self, tokens: &[Token]) -> bool {
        (self.objects.is_empty() && self.clear) || tokens.iter().any(|t| self.objects.contains(&t.stem))
    }

    /// True when the first content words are this action: nothing but light words, degrees and names before its head.
    pub(super) fn begins(&self, tokens: &[Token]) -> bool {
        let skipped =
            tokens.iter().take(8).take_while(|t| (is(&t.word, "light") || t.capital) && !t.parted).count();
        self.is_at(tokens, skipped)
    }

    /// True when this action is told with the word that starts at or after code point `at` as its verb.
    pub(super) fn told(&self, tokens: &[Token], at: usize) -> bool {
        tokens.iter().position(|t| t.at >= at).is_some_and(|i| {
            let passive = self.shares_object(&tokens[i.saturating_sub(6)..i]) && self.head_at(tokens, i);
            passive || self.is_at(tokens, i)
        })
    }

    fn head_at(&self, tokens: &[Token], at: usize) -> bool {
        let Some(verb) = tokens.get(at) else { return false };
        let particle = tokens.get(at + 1).filter(|t| is(&t.word, "particle")).map(|t| &t.word);
        class(&verb.stem) == self.head && particle == self.particle.as_ref()
    }

    fn is_at(&self, tokens: &[Token], at: usize) -> bool {
        let rest = tokens.get(at + 1..).unwrap_or(&[]);
        let clause = rest.iter().take(12).take_while(|t| !t.parted).count();
        self.head_at(tokens, at) && self.shares_object(&rest[..clause])
    }

    /// True when the words name an object of the action, of which there must be one.
    pub(super) fn object_in(&self, tokens: &[Token]) -> bool {
        !self.objects.is_empty() && self.shares_object(tokens)
    }
}

fn class(stem: &str) -> String {
    SYNONYMS.get(stem).cloned().unwrap_or_else(|| stem.to_owned())
}

/// True when a sentence asks, or the words before `at` suppose, require or plan.
pub(super) fn unreal(sentence: &str, tokens: &[Token], at: usize, classes: &[&str]) -> bool {
    let before = tokens.get(..at).unwrap_or(tokens);
    sentence.contains('?') || before.iter().any(|t| classes.iter().any(|c| is(&t.word, c)))
}

/// The classes under which nothing is told as done.
pub(super) const UNREAL: [&str; 3] = ["condition", "modal", "plan"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_a_class_name_one_action() {
        let table = include_str!("../../../../knowledge/en/followup/synonyms.tsv");
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            let (_, wordings) = row.split_once('\t').unwrap_or_default();
            let (a, b) = wordings.split_once(" => ").unwrap_or_default();
            let same = Action::read(a).zip(Action::read(b)).is_some_and(|(a, b)| a.same_head(&b));
            assert!(same, "{row}");
        }
        let (a, b) = (Action::read("step down"), Action::read("step up attacks"));
        assert!(!a.zip(b).is_some_and(|(a, b)| a.same_head(&b)));
    }

    #[test]
    fn totals_are_told_by_their_words() {
        let table = include_str!("../../../../knowledge/en/followup/totals.tsv");
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            assert!(row.split('\t').nth(1).is_some_and(is_total), "{row}");
        }
        assert!(!is_total("Soldiers killed 12 rebels in Abéché on Monday, the worst day since May."));
    }
}
