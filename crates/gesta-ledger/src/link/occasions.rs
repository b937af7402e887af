//! Deeds told by nouns: "after talks in Kano", "at the summit".
//!
//! What was to take place on a day is presupposed, from that day on, by sentences that speak of it as an occasion: after "at", "after"
//! or "during", or by a noun that was coded as an actual event. The noun is the action's own ("hold a summit"), or stands for
//! verbs by the table `nominals.tsv` ("talks": meet). A participle that opens the sentence does the same ("Visiting Kano, she said"), and who met or
//! told somebody in a place was there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::action::{TRAVEL, class, finite};
use super::wording::{Token, is};
use crate::words::{is_past, stem};

/// Nouns, to the classes of verbs they stand for.
static NOMINALS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/nominals.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let mut nouns: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let [names, verbs, ..] = row.as_slice() else { continue };
        for name in names.split_whitespace() {
            nouns.entry(name.to_owned()).or_default().extend(verbs.split_whitespace().map(stem));
        }
    }
    nouns
});

/// Classes of verbs whose object is what takes place.
const HELD: [&str; 3] = ["hold", "begin", "attend"];
/// Classes of verbs for meetings.
const MEETINGS: [&str; 2] = ["meet", "visit"];
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
        let word = tokens[at].word.as_str();
        let noun = NOMINALS.get(word).or_else(|| NOMINALS.get(word.strip_suffix('s')?));
        let noun = noun.cloned().unwrap_or_default();
        let after = tokens[at + 1..].iter().take(REACH).take_while(|t| !t.parted);
        let mut about = tokens[at.saturating_sub(REACH)..at].iter().chain(after);
        let (verbs, told) = match doing(tokens, at) {
            Some(verb) => (vec![verb], true),
            None => {
                let told =
                    held || (!noun.is_empty() && (coded || owned(tokens, at) || ran(tokens, at, &noun)));
                (noun, told)
            }
        };
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

/// The class of what somebody does at the time, by a verb: "Visiting Kano, she said"; where he speaks or meets somebody, he is:
/// "met the miners in Kano".
fn doing(tokens: &[Token], at: usize) -> Option<String> {
    let word = tokens[at].word.as_str();
    let first = at == 0 || (at == 1 && ["after", "while"].contains(&tokens[0].word.as_str()));
    let there = matches!(word, "is" | "was") && tokens.get(at + 1).is_some_and(|t| t.word == "in");
    if there || (is(word, "presence") && (finite(tokens, at) || first)) {
        return Some(stem(TRAVEL));
    }
    (first && word.len() > 5 && word.ends_with("ing"))
        .then(|| class(tokens, at).map(|(class, _)| class))
        .flatten()
}

/// True for a noun with its doer: "the visit by", "Mr Larbi's visit", "her visit".
fn owned(tokens: &[Token], at: usize) -> bool {
    let possessive = |t: &Token| matches!(t.word.as_str(), "s" | "his" | "her" | "their" | "its");
    let near = tokens[at.saturating_sub(3)..at]
        .iter()
        .rev()
        .take_while(|t| !t.parted && !is(&t.word, "preposition"));
    tokens.get(at + 1).is_some_and(|t| t.word == "by") || near.into_iter().any(possessive)
}

/// True for a meeting or visit that ended, opened or agreed on something.
fn ran(tokens: &[Token], at: usize, verbs: &[String]) -> bool {
    let meets = verbs.iter().any(|verb| MEETINGS.contains(&verb.as_str()));
    let before = tokens[at.saturating_sub(4)..at].iter().rev().take_while(|t| !t.parted);
    let after = tokens[at + 1..].iter().take(REACH).take_while(|t| !t.parted);
    meets && before.chain(after).any(|t| is(&t.word, "ran"))
}

/// True for a word after a preposition of occasion, within one noun phrase.
fn presupposed(tokens: &[Token], at: usize) -> bool {
    for i in (at.saturating_sub(REACH)..at).rev() {
        let (word, next) = (tokens[i].word.as_str(), &tokens[i + 1]);
        if next.parted || is_past(word) || (word.ends_with("ing") && !is(word, "occasion")) {
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
            ("Her talks in Kano went well.", true),
            ("The talks by the two sides went well.", true),
            ("Mr Larbi's talks were cancelled.", false),
            ("Talks in Kano may help.", false),
            ("He talks where the summit meets.", false),
            ("The talks in Kano ended late.", true),
            ("The ministers have ended their talks.", true),
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
