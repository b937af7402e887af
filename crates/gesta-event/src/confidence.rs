//! How sure a match is: what speaks for and against it, weighed by a logistic model.
//!
//! Rules and classifier decide together. The entry of the codebook says what is asked for and so who is on both sides; the
//! model's classifier of acts says how likely the word names an act of this type here, or none. Each ground pulls in one direction
//! only, whatever the others are, so an event never gets surer when less speaks for it. The weights are data
//! (`knowledge/en/codebook/lexicon/confidence.tsv`), fitted to events that were held against their texts; the confidence is the
//! share of such events that a reader finds told with this type. It says nothing about who is named on either side.

use std::sync::LazyLock;

use gesta_syntax::{Act, Parsed};

use crate::argument::Strength;
use crate::matcher::Match;

const TABLE: &str = include_str!("../../../knowledge/en/codebook/lexicon/confidence.tsv");

/// What speaks for and against a match.
#[derive(Copy, Clone, PartialEq, Debug, Default)]
pub struct Grounds {
    /// The model's probability that the word names no act (the least of the trigger's and its light verb's), and that it
    /// names one of the entry's type (the greatest); `None` where the model has no classifier of acts.
    pub shares: Option<[f32; 2]>,
    /// Sides that are political actors, 0 to 2.
    pub political: u8,
}

/// A row of the table.
#[derive(Copy, Clone, Debug, Default)]
struct Weight {
    weight: f32,
    unknown: f32,
}

static WEIGHTS: LazyLock<[Weight; 4]> = LazyLock::new(|| {
    let row = |name: &str| {
        let line = TABLE.lines().find(|line| line.split('\t').next() == Some(name))?;
        let mut numbers = line.split('\t').skip(1).map(|n| n.parse().ok());
        Some(Weight { weight: numbers.next()??, unknown: numbers.next()?? })
    };
    Grounds::NAMES.map(|name| row(name).unwrap_or_default())
});

/// The log-odds of a probability, within those of 1 in 50.
fn log_odds(probability: f32) -> f32 {
    const EDGE: f32 = 0.02;
    ((probability + EDGE) / (1.0 - probability + EDGE)).ln()
}

impl Grounds {
    /// The names of the values, as the table has them.
    pub const NAMES: [&'static str; 4] = ["start", "none", "own", "political"];

    /// What a match rests on.
    pub(crate) fn of(parsed: &Parsed, found: &Match<'_>) -> Grounds {
        let kind = Act::parse(found.entry.kind.as_str());
        let words = [Some(found.trigger), found.light].into_iter().flatten();
        let shares = words.filter_map(|t| parsed.acts(t)).map(|s| [s.share(Act::None), s.share(kind)]);
        let sides = [&found.source, &found.target].into_iter().flatten();
        Grounds {
            shares: shares.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]),
            political: sides.filter(|s| s.strength == Strength::Political).count() as u8,
        }
    }

    /// The values that are weighed, in the order of [`Grounds::NAMES`].
    pub fn values(&self) -> [f32; 4] {
        let [_, none, own, _] = WEIGHTS.map(|w| w.unknown);
        let [none, own] = self.shares.map_or([none, own], |shares| shares.map(log_odds));
        [1.0, none, own, f32::from(self.political)]
    }

    /// The probability that an act of the entry's type is told, 0 to 1.
    pub fn confidence(&self) -> f32 {
        let odds: f32 = self.values().iter().zip(WEIGHTS.iter()).map(|(value, w)| value * w.weight).sum();
        1.0 / (1.0 + (-odds).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All grounds there can be, the shares in steps.
    fn all() -> impl Iterator<Item = Grounds> {
        let shares = (0..=20).flat_map(|none| {
            (0..=20 - none).map(move |own| Some([none as f32, own as f32].map(|s| s / 20.0)))
        });
        shares.chain([None]).flat_map(|shares| (0..=2).map(move |political| Grounds { shares, political }))
    }

    #[test]
    fn every_weight_is_in_the_table() {
        assert!(WEIGHTS.iter().all(|w| w.weight != 0.0));
    }

    #[test]
    fn confidence_is_a_probability() {
        for grounds in all() {
            let confidence = grounds.confidence();
            assert!((0.0..=1.0).contains(&confidence), "{grounds:?}: {confidence}");
            assert_eq!(confidence, grounds.confidence());
        }
    }

    #[test]
    fn nothing_is_surer_for_what_speaks_against_it() {
        for grounds in all() {
            let confidence = grounds.confidence();
            if grounds.political > 0 {
                assert!(Grounds { political: grounds.political - 1, ..grounds }.confidence() < confidence);
            }
            if let Some([none, own]) = grounds.shares {
                let likelier_none = Grounds { shares: Some([none + 0.05, own]), ..grounds };
                let likelier_own = Grounds { shares: Some([none, own + 0.05]), ..grounds };
                assert!(none + 0.05 > 1.0 || likelier_none.confidence() < confidence, "{grounds:?}");
                assert!(own + 0.05 > 1.0 || likelier_own.confidence() > confidence, "{grounds:?}");
            }
        }
    }
}
