//! A document's words, each kind once, and its sentences cut into windows that a model reads at once.

use std::collections::HashMap;

use gesta_text::{Document, TokenSpan};
use rustc_hash::FxBuildHasher;

use crate::features::{FeatureRows, feature_rows};
use crate::wordpiece::{CLS, WordPiece};

/// A longer sentence is read in windows of at most this many word pieces: attention is quadratic, and the accurate model has
/// 256 positions.
const WINDOW_PIECES: usize = 250;

/// What a model sees of a word.
pub(crate) struct Word {
    /// Word pieces, at least one.
    pub(crate) pieces: Vec<u32>,
    /// Rows in the feature tables.
    pub(crate) features: FeatureRows,
}

/// A sentence, or a part of an over-long one.
pub(crate) struct Window {
    /// The tokens of the window.
    pub(crate) tokens: TokenSpan,
    /// The root and the tokens, as numbers of [`Words::kinds`].
    pub(crate) words: Vec<usize>,
    /// Number of word pieces, the root's and an end mark among them.
    pub(crate) pieces: usize,
    /// True when it goes on with the sentence of the window before.
    pub(crate) continues: bool,
}

/// A document's words and windows.
pub(crate) struct Words {
    /// Every word once; the first is the root.
    pub(crate) kinds: Vec<Word>,
    /// The windows in the document's order.
    pub(crate) windows: Vec<Window>,
}

impl Words {
    /// Number of the root in [`Words::kinds`].
    const ROOT: usize = 0;

    /// The words and windows of a document.
    pub(crate) fn of(document: &Document, vocabulary: &WordPiece) -> Words {
        let mut kinds = vec![Word { pieces: vec![CLS], features: FeatureRows::default() }];
        let mut known: HashMap<Box<str>, usize, FxBuildHasher> = HashMap::default();
        let mut windows: Vec<Window> = Vec::with_capacity(document.sentences().len());
        for sentence in document.sentences() {
            let mut open = false;
            for token in sentence.tokens.iter() {
                let form = document.form(token);
                let kind = known.get(&*form).copied().unwrap_or_else(|| {
                    let mut pieces = Vec::new();
                    vocabulary.encode(&form, &mut pieces);
                    kinds.push(Word { pieces, features: feature_rows(&form) });
                    known.insert(form.as_ref().into(), kinds.len() - 1);
                    kinds.len() - 1
                });
                let pieces = kinds[kind].pieces.len();
                let full = |w: &Window| w.pieces + pieces > WINDOW_PIECES + 1;
                if !open || windows.last().is_none_or(full) {
                    let tokens = TokenSpan::new(token.0, token.0);
                    windows.push(Window { tokens, words: vec![Words::ROOT], pieces: 2, continues: open });
                    open = true;
                }
                if let Some(window) = windows.last_mut() {
                    window.words.push(kind);
                    window.pieces += pieces;
                    window.tokens.end = token.0 + 1;
                }
            }
        }
        Words { kinds, windows }
    }
}
