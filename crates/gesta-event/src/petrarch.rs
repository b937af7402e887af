//! PETRARCH's verb dictionaries (`CAMEO.2.0.txt`; Open Event Data Alliance) as a codebook, for comparison.
//!
//! A block names a CAMEO code, its verbs and patterns around them:
//!
//! ```text
//! --- SUSPEND [160] ---
//! SUSPEND {SUSPENDS SUSPENDING SUSPENDED}
//! - * AID                [162]
//! - * TALKS (WITH)       [164]
//! - &COURT *             [---]
//! ```
//!
//! A pattern becomes an entry: what follows the verb is a condition on its object, parentheses one on a preposition, what precedes
//! it one on its subject. Words are matched by lemma, phrases by their heads, synonym sets (`&COURT`) by their members. A pattern
//! without a code forbids the verb's own code. The marks for actors (`$`, `+`, `%`) are not needed: frames of ours find them.

use std::collections::{BTreeMap, BTreeSet};

use crate::EventType;
use crate::codebook::{Codebook, Entry, Need, TriggerPos};
use crate::frame::{Condition, Filler, Frame, Slot};

/// Source and target of every entry.
const FRAME: &str = "subj > obj|with|against|to|on|from|into|at|of|for";

/// A block of the dictionary while it is read.
#[derive(Default)]
struct Block {
    code: Option<String>,
    /// Lemma and particles.
    verbs: Vec<(String, Vec<String>)>,
    patterns: Vec<(Vec<Condition>, Option<String>)>,
}

impl Codebook {
    /// Reads a verb dictionary.
    ///
    /// # Errors
    /// When no block with a verb and a CAMEO code is in the text.
    pub fn petrarch(text: &str) -> Result<Codebook, String> {
        let sets = synonyms(text);
        let mut entries = Entries::default();
        let mut block = Block::default();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.starts_with("---") {
                entries.add(std::mem::take(&mut block));
                block.code = code(line);
            } else if let Some(pattern) = line.strip_prefix("- ") {
                let conditions = pattern.rsplit_once('[').and_then(|(words, _)| conditions(words, &sets));
                block.patterns.extend(conditions.map(|c| (c, code(pattern))));
            } else if !line.is_empty() && !line.starts_with('&') {
                block.verbs.extend(verb(line));
            }
        }
        entries.add(block);
        if entries.all.is_empty() {
            return Err("no verbs with CAMEO codes".to_owned());
        }
        Ok(Codebook::of_entries(entries.all))
    }
}

/// Entries with names that occur once.
#[derive(Default)]
struct Entries {
    all: Vec<Entry>,
    seen: BTreeSet<String>,
}

impl Entries {
    fn add(&mut self, block: Block) {
        let silent: Vec<Condition> =
            block.patterns.iter().filter(|p| p.1.is_none()).filter_map(|p| p.0.first().cloned()).collect();
        for (lemma, words) in &block.verbs {
            if let Some(code) = &block.code {
                self.push(lemma, words, Vec::new(), silent.clone(), code);
            }
            for (with, code) in block.patterns.iter().filter_map(|(with, code)| Some((with, code.as_ref()?)))
            {
                self.push(lemma, words, with.clone(), Vec::new(), code);
            }
        }
    }

    fn push(
        &mut self,
        lemma: &str,
        words: &[String],
        with: Vec<Condition>,
        without: Vec<Condition>,
        cameo: &str,
    ) {
        let (Some(kind), Some(frame)) = (EventType::of_cameo(cameo), Frame::parse(FRAME)) else { return };
        let name =
            std::iter::once(lemma).chain(words.iter().map(String::as_str)).collect::<Vec<_>>().join("-");
        let mut id = format!("petrarch/{name}/{cameo}");
        let mut number = 1;
        while !self.seen.insert(id.clone()) {
            number += 1;
            id = format!("petrarch/{name}/{cameo}/{number}");
        }
        self.all.push(Entry {
            id,
            kind,
            pos: TriggerPos::Verb,
            lemma: lemma.to_owned(),
            words: words.to_vec(),
            frame,
            with,
            without,
            need: if matches!(kind.quad(), 1 | 3) { Need::Source } else { Need::Any },
            weight: 1.0,
            sure: true,
            mode: None,
            cameo: Some(cameo.to_owned()),
            contexts: Vec::new(),
            yes: Vec::new(),
            no: Vec::new(),
        });
    }
}

/// The first code in brackets, unless it is empty (`[---]`).
fn code(line: &str) -> Option<String> {
    let inside = line.rsplit_once('[')?.1.split([']', ':']).next()?.trim();
    (inside.len() >= 2 && inside.chars().all(|c| c.is_ascii_digit())).then(|| inside.to_owned())
}

/// `BACK_DOWN {BACKS_DOWN …}`: the verb and its particles; a leading `+` marks forms of several words.
fn verb(line: &str) -> Option<(String, Vec<String>)> {
    let name = line.split('{').next()?.trim().trim_start_matches('+').trim_matches('_').to_lowercase();
    let mut words = name.split(['_', ' ']).filter(|w| !w.is_empty()).map(str::to_owned);
    Some((words.next()?, words.collect()))
}

/// Synonym sets: name → heads of their members.
fn synonyms(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in text.lines().map(|l| l.split('#').next().unwrap_or("").trim()) {
        match (line.strip_prefix('&'), line.strip_prefix('+')) {
            (Some(name), _) => open = Some(name.trim().trim_matches('_').to_owned()),
            (_, Some(member)) if open.is_some() => {
                let set = sets.entry(open.clone().unwrap_or_default()).or_default();
                set.extend(head(member));
            }
            _ if line.is_empty() => {}
            _ => open = None,
        }
    }
    sets
}

/// The last word of a phrase.
fn head(phrase: &str) -> Option<String> {
    phrase.split([' ', '_']).rfind(|w| !w.is_empty()).map(str::to_lowercase)
}

/// The conditions of a pattern; `None` where it has none that we can read.
fn conditions(pattern: &str, sets: &BTreeMap<String, Vec<String>>) -> Option<Vec<Condition>> {
    let (before, after) = pattern.split_once('*')?;
    let fillers = |phrase: &str| -> Vec<Filler> {
        let phrase = phrase.trim().trim_matches(['{', '}']).trim();
        let last = phrase.split([' ', '_']).rfind(|w| !w.is_empty()).unwrap_or("");
        match last.strip_prefix('&') {
            Some(set) => {
                let members = sets.get(set.trim_matches('_')).into_iter().flatten();
                members.cloned().map(Filler::Lemma).collect()
            }
            None if last.is_empty() || matches!(last, "$" | "+" | "%") => Vec::new(),
            None => vec![Filler::Lemma(last.to_lowercase())],
        }
    };
    let mut found = Vec::new();
    let mut rest = after.trim();
    while !rest.is_empty() {
        let (open, close) = match rest.chars().next() {
            Some('(') => (true, rest.find(')').map(|i| i + 1)),
            Some('{') => (false, rest.find('}').map(|i| i + 1)),
            _ => (false, rest.find(' ')),
        };
        let (part, tail) = rest.split_at_checked(close.unwrap_or(rest.len()))?;
        rest = tail.trim_start();
        if open {
            let inside = part.trim_matches(['(', ')']).trim();
            let (preposition, object) = inside.split_once(' ').unwrap_or((inside, ""));
            let mut slots = vec![Slot::Prep(preposition.to_lowercase())];
            if preposition == "TO" {
                slots.push(Slot::Xcomp);
            }
            let any_of = fillers(object);
            found.push(Condition {
                slots,
                any_of: if any_of.is_empty() { vec![Filler::Anything] } else { any_of },
            });
        } else {
            let any_of = fillers(part);
            if !any_of.is_empty() {
                found.push(Condition { slots: vec![Slot::Obj, Slot::Xcomp], any_of });
            }
        }
    }
    let subject = fillers(before);
    if !subject.is_empty() {
        found.push(Condition { slots: vec![Slot::Subj], any_of: subject });
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DICTIONARY: &str = "&TALKS\n+PEACE_TALKS\n+DIALOGUE\n\n--- SUSPEND [160] ---\nSUSPEND {SUSPENDS}\nBREAK_OFF\n\
        - * AID [162] # comment\n- * &TALKS (WITH) [164]\n- COURT * [---]\n\n--- LINGER [---] ---\nLINGER\n";

    #[test]
    fn blocks_become_entries() {
        let book = Codebook::petrarch(DICTIONARY).unwrap_or_default();
        let ids: Vec<&str> = book.entries().iter().map(|e| e.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "petrarch/suspend/160",
                "petrarch/suspend/162",
                "petrarch/suspend/164",
                "petrarch/break-off/160",
                "petrarch/break-off/162",
                "petrarch/break-off/164",
            ]
        );
        let entry = |id| book.entry(id).cloned();
        let talks = entry("petrarch/suspend/164").map(|e| e.with);
        let member = |word: &str| Filler::Lemma(word.to_owned());
        assert_eq!(
            talks,
            Some(vec![
                Condition {
                    slots: vec![Slot::Obj, Slot::Xcomp],
                    any_of: vec![member("talks"), member("dialogue")]
                },
                Condition { slots: vec![Slot::Prep("with".into())], any_of: vec![Filler::Anything] },
            ])
        );
        assert_eq!(entry("petrarch/suspend/160").map(|e| e.without.len()), Some(1));
        assert_eq!(entry("petrarch/break-off/160").map(|e| e.words), Some(vec!["off".to_owned()]));
        assert!(Codebook::petrarch("nothing").is_err());
    }
}
