//! Which act a word names, as the model sees it.

use gesta_nn::exp;

use crate::Act;

const ACTS: usize = Act::ALL.len();

/// How likely a word names each act, in 255ths that sum up to about one. Bytes, so that what follows from them does
/// not hang on the last bit of a sum.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ActShares([u8; ACTS]);

impl ActShares {
    /// The normalised exponentials of a word's scores, of which there is one for each of `labels`.
    pub(crate) fn of(scores: &[f32], labels: &[Act]) -> ActShares {
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = scores.iter().map(|s| exp(s - top)).sum();
        let mut shares = [0; ACTS];
        for (score, label) in scores.iter().zip(labels) {
            if let Some(share) = shares.get_mut(*label as usize) {
                *share = (255.0 * exp(score - top) / total).round() as u8;
            }
        }
        ActShares(shares)
    }

    /// The probability of an act, 0 to 1.
    pub fn share(&self, act: Act) -> f32 {
        self.0.get(act as usize).map_or(0.0, |&s| f32::from(s) / 255.0)
    }

    /// The likeliest act with its probability; the first of equals.
    pub fn best(&self) -> (Act, f32) {
        let better = |best: Act, act: Act| if self.share(act) > self.share(best) { act } else { best };
        let best = Act::ALL.iter().copied().fold(Act::None, better);
        (best, self.share(best))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_up_to_one() {
        let labels = [Act::Assault, Act::None, Act::Agree];
        let shares = ActShares::of(&[2.0, 0.0, -1.0], &labels);
        let total: f32 = labels.iter().map(|&a| shares.share(a)).sum();
        assert!((total - 1.0).abs() < 0.01, "{total}");
        assert_eq!(shares.best().0, Act::Assault);
        assert_eq!(shares.share(Act::Protest), 0.0);
    }
}
