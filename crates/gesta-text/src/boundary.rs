//! Sentence boundaries: every gap between two tokens that could be one is weighed by a trained linear model.
//!
//! A gap is a candidate when white space is there (or a closing mark stands before a capital), and something on its
//! left or right gives reason to think of a boundary. Its binary features are hashed into a table of int8 weights
//! (`models/segmenter.bin`), fitted by `training/segment.py` on the features this module prints.

use std::sync::LazyLock;

use crate::features::{Context, View};
use crate::{Span, Token};

/// The hashed features of one gap; weights are looked up by the low bits.
pub(crate) const BUCKETS: usize = 1 << 16;

/// Weights of the linear model.
struct Model {
    scale: f32,
    bias: f32,
    weights: &'static [u8],
}

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_bytes!("../../../models/segmenter.bin")));

impl Model {
    /// Layout, little endian: `GSB1`, scale (f32), bias (f32), then one int8 per bucket.
    fn parse(bytes: &'static [u8]) -> Model {
        let float =
            |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        Model { scale: float(4), bias: float(8), weights: bytes.get(12..).unwrap_or(&[]) }
    }

    /// The log odds of a boundary.
    fn score(&self, features: &[u32]) -> f32 {
        let sum: i32 = features
            .iter()
            .filter_map(|&f| self.weights.get(f as usize % BUCKETS))
            .map(|&w| i32::from(w.cast_signed()))
            .sum();
        self.bias + self.scale * sum as f32
    }
}

/// The indices of the tokens before which a sentence starts, within one stretch of tokens; the first is not listed.
pub(crate) fn boundaries(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut out = Vec::new();
    candidates(text, tokens, |next, features| {
        if MODEL.score(features) > 0.0 {
            out.push(next);
        }
    });
    out
}

/// Calls `visit` with each candidate (the index of the token after the gap) and its features.
pub(crate) fn candidates(text: &str, tokens: &[Token], mut visit: impl FnMut(usize, &[u32])) {
    let mut context = Context::default();
    let mut features = Vec::with_capacity(64);
    let view = View { text, tokens };
    for (i, token) in tokens.iter().enumerate() {
        context.step(view.form(i));
        if i + 1 < tokens.len() && view.is_candidate(i, token.space_after) {
            features.clear();
            view.features(i, &context, &mut features);
            visit(i + 1, &features);
            context.candidate();
        }
    }
}

/// Each candidate gap of a text as the end of the token before it and the features: what the model is fitted on.
#[doc(hidden)]
pub fn gaps(text: &str, mut visit: impl FnMut(u32, &[u32])) {
    crate::read::pieces(text, |tokens: &[Token], _: Span| {
        candidates(text, tokens, |next, features| {
            let end = next.checked_sub(1).and_then(|i| tokens.get(i)).map_or(0, |t| t.span.end);
            visit(end, features);
        });
    });
}
