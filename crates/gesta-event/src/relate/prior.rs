//! Which words speak for which type: counts over the codebook's own examples.
//!
//! Multinomial naive Bayes with add-one-half smoothing (Manning, Raghavan and Schütze, Introduction to Information
//! Retrieval, 13.2), over stems, so that "arrested" speaks for what "arrest" speaks for. The likelihood is that of a
//! sentence of three known words whatever its length, because words of a sentence are not independent.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::EventType;
use crate::codebook::codebook;

const TYPES: usize = EventType::ALL.len();

/// Log-likelihoods of stems for each type.
static WORDS: LazyLock<HashMap<String, [f32; TYPES]>> = LazyLock::new(count);

/// The share of each type, given some words.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(super) struct Prior([f32; TYPES]);

impl Prior {
    /// The probability of a type; zero where no word was known.
    pub(super) fn share(&self, kind: EventType) -> f32 {
        EventType::ALL.iter().zip(self.0).find(|(k, _)| **k == kind).map_or(0.0, |(_, p)| p)
    }

    /// The likeliest type, `None` where no word was known.
    pub(super) fn best(&self) -> Option<(EventType, f32)> {
        let shares = EventType::ALL.into_iter().zip(self.0).filter(|(_, p)| *p > 0.0);
        shares.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }
}

/// What words, in lower case, speak for.
pub(super) fn of(words: impl Iterator<Item = String>) -> Prior {
    let mut sums = [0.0f32; TYPES];
    let mut known = 0usize;
    for row in words.filter(|w| w.len() > 3).filter_map(|w| WORDS.get(&stem(&w))) {
        known += 1;
        sums.iter_mut().zip(row).for_each(|(sum, p)| *sum += p);
    }
    if known == 0 {
        return Prior([0.0; TYPES]);
    }
    let scale = 3.0 / (known as f32).max(3.0);
    let top = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights = sums.map(|s| ((s - top) * scale).exp());
    let total: f32 = weights.iter().sum();
    Prior(weights.map(|w| w / total))
}

fn count() -> HashMap<String, [f32; TYPES]> {
    let mut counts: HashMap<String, [f32; TYPES]> = HashMap::new();
    let mut totals = [0.0f32; TYPES];
    for entry in codebook().entries() {
        let Some(column) = EventType::ALL.iter().position(|k| *k == entry.kind) else { continue };
        for word in entry.yes.iter().flat_map(|example| act_words(example)) {
            if let (Some(cell), Some(total)) =
                (counts.entry(stem(&word)).or_default().get_mut(column), totals.get_mut(column))
            {
                *cell += 1.0;
                *total += 1.0;
            }
        }
    }
    // a word of most types speaks for none
    counts.retain(|_, row| row.iter().filter(|n| **n > 0.0).count() <= TYPES / 2);
    let known = counts.len() as f32;
    for row in counts.values_mut() {
        for (cell, total) in row.iter_mut().zip(totals) {
            *cell = ((*cell + 0.5) / (total + 0.5 * known)).ln();
        }
    }
    counts
}

/// The words of an example outside its marked arguments, in lower case.
fn act_words(example: &str) -> Vec<String> {
    let mut inside = false;
    let act: String = example
        .chars()
        .map(|c| {
            inside = (inside || matches!(c, '{' | '[')) && !matches!(c, '}' | ']');
            if inside { ' ' } else { c }
        })
        .collect();
    let words = act.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.len() > 3);
    words.filter(|w| w.chars().next().is_some_and(char::is_lowercase)).map(str::to_owned).collect()
}

/// The word without the endings of its family.
fn stem(word: &str) -> String {
    const ENDINGS: [&str; 16] = [
        "ations", "ation", "ments", "ment", "ings", "ions", "ing", "ion", "ers", "ies", "ed", "er", "es",
        "e", "s", "y",
    ];
    let long = |stem: &&str| stem.chars().count() >= 4;
    let stem = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(long)).unwrap_or(word);
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, kind: EventType) {
        let best = of(words.split(' ').map(str::to_owned)).best();
        assert_eq!(best.map(|b| b.0), Some(kind), "{words}");
    }

    #[test]
    fn words_speak_for_types() {
        check("bombed shells", EventType::Assault);
        check("arresting detainees", EventType::Coerce);
        check("talks", EventType::Consult);
        assert_eq!(of(std::iter::once("zyxwv".to_owned())).best(), None);
    }

    #[test]
    fn families_share_a_stem() {
        assert_eq!(stem("deported"), stem("deportation"));
        assert_eq!(stem("accuses"), stem("accused"));
        assert_eq!(stem("ban"), "ban");
    }
}
