//! Which act a word names, as the accurate model sees it.
//!
//! Trees and tags take from a word what they need of it; what it means is still there below. The classifier looks at the
//! word itself (the mean of its pieces) and at what the encoder makes of it in some layers; one hidden layer over these,
//! standardised. `training/acts.py` fits it to sentences of our own.

use gesta_nn::{Cpu, Linear, Rows, exp, gelu};

use crate::weights::Weights;
use crate::{Act, ModelError};

const ACTS: usize = Act::ALL.len();

/// How likely a word names each act, in 255ths that sum up to about one. Bytes, so that what follows from them does
/// not hang on the last bit of a sum.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ActShares([u8; ACTS]);

impl ActShares {
    /// That of a word that surely names none.
    pub(crate) const NONE: ActShares = {
        let mut shares = [0; ACTS];
        shares[Act::None as usize] = 255;
        ActShares(shares)
    };

    /// The normalised exponentials of a word's scores, in the order of [`Act::ALL`].
    fn of(scores: &[f32]) -> ActShares {
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = scores.iter().map(|s| exp(s - top)).sum();
        let mut shares = [0; ACTS];
        for (share, score) in shares.iter_mut().zip(scores) {
            let part: f32 = 255.0 * exp(score - top) / total;
            *share = part.round() as u8;
        }
        ActShares(shares)
    }

    /// The probability of an act, 0 to 1.
    pub fn share(&self, act: Act) -> f32 {
        self.0.get(act as usize).map_or(0.0, |&s| f32::from(s) / 255.0)
    }

    /// The likeliest act that is one, with its probability; the first of equals.
    pub fn likeliest(&self) -> (Act, f32) {
        let acts = Act::ALL.iter().copied().filter(|&a| a != Act::None);
        let better = |best: Act, act: Act| if self.share(act) > self.share(best) { act } else { best };
        let best = acts.fold(Act::Agree, better);
        (best, self.share(best))
    }
}

/// The classifier. Sizes follow from the matrices.
pub(crate) struct ActModel {
    /// Which layers of the encoder it looks at: 2 is what the second layer puts out.
    pub(crate) layers: Vec<usize>,
    /// What is taken from each input, and what it is then multiplied with.
    shift: Vec<f32>,
    scale: Vec<f32>,
    hidden: Linear,
    acts: Linear,
}

/// Memory that is used again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Inputs, a row for each word.
    pub(crate) inputs: Vec<f32>,
    rows: Rows,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl ActModel {
    /// The classifier for an encoder of a width.
    pub(crate) fn new(weights: &Weights, width: usize) -> Result<ActModel, ModelError> {
        let model = ActModel {
            layers: weights.numbers("layers")?,
            shift: weights.floats("shift")?,
            scale: weights.floats("scale")?,
            hidden: weights.linear("hidden")?,
            acts: weights.linear("acts")?,
        };
        let inputs = (1 + model.layers.len()) * width;
        let fits = [model.shift.len(), model.scale.len(), model.hidden.inputs()] == [inputs; 3]
            && model.acts.inputs() == model.hidden.outputs()
            && model.acts.outputs() == ACTS;
        if fits { Ok(model) } else { Err(ModelError("the classifier of acts does not fit".into())) }
    }

    /// The acts that the words in `scratch.inputs` name.
    pub(crate) fn classify(&self, cpu: Cpu, s: &mut Scratch) -> impl Iterator<Item = ActShares> {
        let width = self.shift.len();
        for row in s.inputs.chunks_exact_mut(width) {
            for ((value, shift), scale) in row.iter_mut().zip(&self.shift).zip(&self.scale) {
                *value = (*value - shift) * scale;
            }
        }
        s.rows.quantise(cpu, &s.inputs, width, 0..width);
        self.hidden.apply(cpu, &s.rows, &mut s.hidden);
        gelu(cpu, &mut s.hidden);
        s.rows.quantise(cpu, &s.hidden, self.hidden.outputs(), 0..self.hidden.outputs());
        self.acts.apply(cpu, &s.rows, &mut s.scores);
        s.scores.chunks_exact(ACTS).map(ActShares::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_up_to_one() {
        let mut scores = [0.0; ACTS];
        scores[Act::Assault as usize] = 4.0;
        scores[Act::Agree as usize] = 1.0;
        let shares = ActShares::of(&scores);
        let total: f32 = Act::ALL.iter().map(|&a| shares.share(a)).sum();
        assert!((total - 1.0).abs() < 0.04, "{total}");
        assert_eq!(shares.likeliest().0, Act::Assault);
        assert!(shares.share(Act::Agree) > shares.share(Act::None));
        assert_eq!(ActShares::NONE.likeliest().1, 0.0);
    }
}
