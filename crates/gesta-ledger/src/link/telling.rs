//! Do two sentences tell the same? By the words they share, weighed by how rare these are in the articles of the days before.
//!
//! Cosine of the sets of words with the weight ln(1 / share of the articles that have the word) (Salton and McGill 1983). The articles are those
//! that stories are compared with (names of the parties are compared as such and not counted); until there are enough of them, the shares of `common.tsv` stand in for them. Names that the days
//! are full of weigh little, those of a single affair much.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::sync::{Arc, LazyLock};

use gesta::record::Extent;
use rusqlite::{Connection, params};

use super::reading::words;
use crate::error::Result;
use crate::store;
use crate::words::{self as text, hash, mix};

/// Share of news articles that have a word.
static COMMON: LazyLock<HashMap<u64, f64>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/common.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let shares = rows.filter_map(|(share, words)| Some((share.parse::<f64>().ok()?, words)));
    shares.flat_map(|(share, words)| words.split(' ').map(move |w| (hash(w.as_bytes()), share))).collect()
});

/// The share of any other word.
const RARE: f64 = 0.008;
/// Articles for which the shares of the table stand.
const PRIOR: f64 = 100.0;
/// Words of a sentence that tells an event in so many words that another cannot be of another event.
pub(super) const LONG: usize = 8;
/// Reports of an event that a new one is compared with: the first ones.
const COMPARED: usize = 4;

/// The words of a sentence, sorted, each once.
pub(super) type Words = Arc<[u64]>;

/// The words of a sentence as they are compared.
pub(super) fn of(sentence: &str) -> Words {
    let mut all: Vec<u64> = text::words(sentence).map(|w| hash(w.as_bytes())).collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// What an event is told with, to the word: its sentence, the word it was coded from and its type. `None` for a short sentence.
pub(super) fn wording(sentence: &str, before: &str, kind: &str) -> Option<i64> {
    let of = |text: &str| text::words(text).map(|w| hash(w.as_bytes())).collect::<Vec<u64>>();
    let all = of(sentence);
    let at = of(before).len() as u64;
    let start = mix(hash(kind.as_bytes()) ^ at);
    (all.len() >= LONG).then(|| all.iter().fold(start, |h, w| mix(h ^ w)) as i64)
}

/// How rare words are in the days before an article.
#[derive(Default)]
pub(super) struct Rarity {
    articles: f64,
    with: HashMap<u64, u32>,
}

impl Rarity {
    /// Counts the words of articles, of each article once.
    pub(super) fn of<'a>(articles: impl Iterator<Item = &'a crate::stories::Terms>) -> Rarity {
        let mut rarity = Rarity::default();
        for article in articles {
            rarity.articles += 1.0;
            for word in article.words() {
                *rarity.with.entry(word).or_insert(0) += 1;
            }
        }
        rarity
    }

    fn weight(&self, word: u64) -> f64 {
        let before = PRIOR * COMMON.get(&word).copied().unwrap_or(RARE);
        let with = f64::from(self.with.get(&word).copied().unwrap_or(0));
        ((self.articles + PRIOR) / (with + before)).ln().max(0.0)
    }

    /// The cosine of two sentences, not counting the words in `names`, which are sorted.
    fn alike(&self, a: &[u64], b: &[u64], names: &[u64]) -> f64 {
        let square = |word: u64| match names.binary_search(&word) {
            Ok(_) => 0.0,
            Err(_) => self.weight(word).powi(2),
        };
        let sum = |words: &[u64]| words.iter().map(|w| square(*w)).sum::<f64>();
        let common: f64 = a.iter().filter(|w| b.binary_search(w).is_ok()).map(|w| square(*w)).sum();
        common / (sum(a) * sum(b)).sqrt().max(f64::MIN_POSITIVE)
    }
}

/// The sentences that tell the events of a run, by event.
#[derive(Default)]
pub(super) struct Tellings(HashMap<i64, Vec<Words>>);

impl Tellings {
    /// How alike a sentence is to the most alike of those that tell an event, but for names.
    pub(super) fn alike(
        &mut self,
        db: &Connection,
        rarity: &Rarity,
        (words, names): (&[u64], &[u64]),
        event: i64,
    ) -> Result<f64> {
        let told = match self.0.entry(event) {
            MapEntry::Occupied(known) => known.into_mut(),
            MapEntry::Vacant(new) => new.insert(read(db, event)?),
        };
        let told = told.iter();
        Ok(told.map(|other| rarity.alike(words, other, names)).fold(0.0, f64::max))
    }

    /// Adds the sentence of a report; `new` when it is the first of its event.
    pub(super) fn enter(&mut self, event: i64, words: Words, new: bool) {
        if new {
            self.0.insert(event, vec![words]);
        } else if let Some(told) = self.0.get_mut(&event).filter(|told| told.len() < COMPARED) {
            told.push(words);
        }
    }
}

/// The sentences of an event that an earlier run entered.
fn read(db: &Connection, event: i64) -> Result<Vec<Words>> {
    let mut query = db.prepare_cached(
        "SELECT document, entry FROM event_report WHERE event = ?1 ORDER BY document, entry LIMIT ?2",
    )?;
    let rows = query.query_map(params![event, COMPARED as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut told = Vec::new();
    for row in rows {
        let (document, entry): (i64, i64) = row?;
        let record = store::record(db, document)?;
        let id = format!("e{entry}");
        let Some(event) = record.events.iter().find(|e| e.id == id) else { continue };
        let chars: Vec<char> = record.document.text.chars().collect();
        let sentence = sentence_of(&record.sentences, event.trigger);
        told.extend(sentence.map(|s| of(&words(&chars, s))));
    }
    Ok(told)
}

/// The sentence that a span starts in.
pub(super) fn sentence_of(sentences: &[Extent], span: Extent) -> Option<Extent> {
    let after = sentences.partition_point(|s| s[0] <= span[0]);
    sentences.get(after.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_that_two_sentences_tell_the_same() {
        let alike = |a: &str, b: &str| Rarity::default().alike(&of(a), &of(b), &[]);
        let told = "Gunmen shot dead the mayor of Kano outside his office.";
        assert!(alike(told, "The mayor of Kano was shot outside his office by gunmen.") > 0.5);
        assert!(alike(told, "The man was in the office of the police for two days.") < 0.2);
        assert!((alike(told, told) - 1.0).abs() < 1e-9);
        let of_kano = |words: &str| Rarity::default().alike(&of(told), &of("Kano's mayor sang."), &of(words));
        assert!(of_kano("") > 3.0 * of_kano("the mayor of Kano"));
    }

    #[test]
    fn words_that_the_days_are_full_of_weigh_little() {
        let article = crate::stories::Terms::new("The Larbi government spoke of the Larbi government.");
        let full = Rarity::of(std::iter::repeat_n(&article, 500));
        let (a, b) = (of("Larbi left Kano."), of("Larbi sang a song."));
        assert!(full.alike(&a, &b, &[]) < Rarity::default().alike(&a, &b, &[]) / 4.0);
    }

    #[test]
    fn a_wording_is_the_sentence_its_word_and_its_type() {
        let sentence = "Rebels attacked the fort and the army attacked the rebels.";
        let wording = |sentence: &str, before: &str, kind: &str| wording(sentence, before, kind);
        let first = wording(sentence, "Rebels ", "ASSAULT");
        assert_eq!(first, wording(&sentence.to_uppercase(), "REBELS - ", "ASSAULT"));
        assert_ne!(first, wording(sentence, "Rebels attacked the fort and the army ", "ASSAULT"));
        assert_ne!(first, wording(sentence, "Rebels ", "ACCUSE"));
        assert_eq!(wording("Rebels attacked.", "Rebels ", "ASSAULT"), None);
    }
}
