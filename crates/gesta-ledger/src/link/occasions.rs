//! Deeds told by nouns: "after talks in Kano", "at the summit".
//!
//! What was to take place on a day is presupposed, from that day on, by sentences that speak of it as an occasion: after "at", "after"
//! or "during", or by a noun that was coded as an actual event. The noun is the action's own ("hold a summit"), or stands for
//! verbs by the table `nominals.tsv` ("talks": meet).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::wording::{Token, is};
use crate::words::{is_past, stem};

/// Stems of nouns, to the classes of verbs they stand for.
static NOMINALS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/nominals.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let mut nouns: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let [names, verbs, ..] = row.as_slice() else { continue };
        for name in names.split_whitespace() {
            nouns.entry(stem(name)).or_default().extend(verbs.split_whitespace().map(stem));
        }
    }
    nouns
});

/// Classes of verbs whose object is what takes place.
const HELD: [&str; 3] = ["hold", "begin", "attend"];
/// Words between the preposition and the noun, at most, and those about them that may say that it did not take place.
const REACH: usize = 6;

/// What a noun tells as something that took place.
pub(super) struct Occasion {
    /// Classes of the verbs that it stands for.
    pub(super) verbs: Vec<String>,
    /// True when it may be the noun of the action itself.
    pub(super) held: bool,
}

impl Occasion {
    /// What the word at `at` tells; `coded`: an actual event was coded from it.
    pub(super) fn read(tokens: &[Token], at: usize, coded: bool) -> Option<Occasion> {
        let held = presupposed(tokens, at);
        let verbs = NOMINALS.get(&tokens[at].stem).cloned().unwrap_or_default();
        let after = tokens[at + 1..].iter().take(REACH).take_while(|t| !t.parted);
        let mut about = tokens[at.saturating_sub(REACH)..at].iter().chain(after);
        let told = held || (coded && !verbs.is_empty());
        (told && !about.any(|t| is(&t.word, "undone"))).then_some(Occasion { verbs, held })
    }

    /// The classes under which actions are looked up.
    pub(super) fn classes(&self) -> Vec<String> {
        let held = HELD.iter().filter(|_| self.held).map(|class| stem(class));
        let mut classes: Vec<String> = self.verbs.iter().cloned().chain(held).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

/// True for a word after a preposition of occasion, within one noun phrase.
fn presupposed(tokens: &[Token], at: usize) -> bool {
    for i in (at.saturating_sub(REACH)..at).rev() {
        let (word, next) = (tokens[i].word.as_str(), &tokens[i + 1]);
        if next.parted || is_past(word) || (word.ends_with("ing") && word != "during") {
            return false;
        }
        if is(word, "preposition") || is(word, "occasion") {
            return is(word, "occasion");
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::wording::tokens;

    #[test]
    fn occasions_are_told_by_their_preposition() {
        for (sentence, expect) in [
            ("After talks in Kano, she flew home.", true),
            ("She spoke at the emergency summit.", true),
            ("She spoke ahead of the summit.", false),
            ("She left after they announced a summit.", false),
            ("After the bus, the summit.", false),
            ("After the summit was cancelled, she flew home.", false),
            ("She wants a summit.", false),
        ] {
            let tokens = tokens(sentence);
            let noun = tokens.iter().position(|t| matches!(t.word.as_str(), "talks" | "summit"));
            assert_eq!(
                noun.is_some_and(|at| Occasion::read(&tokens, at, false).is_some()),
                expect,
                "{sentence}"
            );
        }
    }
}
