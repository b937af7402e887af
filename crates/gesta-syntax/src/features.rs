//! What the model sees of a word besides its pieces: its shape and hashed affixes; and the embedding tables.
//!
//! `training/features.py` is the twin of this file and `training/README.md` the definition of both.

use half::f16;

use crate::ModelError;

/// Width of the encoder's input.
pub(crate) const HIDDEN: usize = 384;
/// Width of each feature embedding.
const FEATURE: usize = 32;
/// Width of all feature embeddings of a word together.
pub(crate) const FEATURES: usize = 4 * FEATURE;
/// Rows of the shape table and of the prefix, suffix and short-suffix tables.
const ROWS: [usize; 4] = [512, 4096, 4096, 4096];

/// Rows of a word in the four feature tables; all zero for the root.
pub(crate) type FeatureRows = [usize; 4];

/// The rows of one word.
pub(crate) fn feature_rows(word: &str) -> FeatureRows {
    let prefix_end = word.char_indices().nth(3).map_or(word.len(), |(i, _)| i);
    let tail = |n: usize| word.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
    [
        bucket("", &shape(word), ROWS[0]),
        bucket("p", &word[..prefix_end].to_lowercase(), ROWS[1]),
        bucket("s", &word[tail(3)..].to_lowercase(), ROWS[2]),
        bucket("t", &word[tail(2)..], ROWS[3]),
    ]
}

/// `Al-Ani` → `Xx-Xxx`: a class for each character, runs cut to two, eight characters at most.
fn shape(word: &str) -> String {
    let mut shape = String::with_capacity(8);
    let (mut last, mut run, mut length) = ('\0', 0, 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_lowercase() => 'x',
            _ if c.is_numeric() => 'd',
            _ if c.is_alphabetic() => 'o',
            _ => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            shape.push(class);
            length += 1;
            if length == 8 {
                break;
            }
        }
    }
    shape
}

fn bucket(kind: &str, text: &str, rows: usize) -> usize {
    let mut hash = crc32fast::Hasher::new();
    hash.update(kind.as_bytes());
    hash.update(text.as_bytes());
    1 + hash.finalize() as usize % (rows - 1)
}

/// The embeddings that are looked up before the graph runs.
pub(crate) struct Tables {
    words: &'static [u8],
    shape_input: Vec<f32>,
    features: [Vec<f32>; 4],
}

impl Tables {
    /// Reads `tables.bin`, whose layout `training/README.md` gives.
    pub(crate) fn new(data: &'static [u8]) -> Result<Tables, ModelError> {
        let broken = || ModelError("the embedding tables are damaged".into());
        let rest = data.strip_prefix(b"GESTAT1\0").ok_or_else(broken)?;
        let (rows, dim, rest) = header(rest).ok_or_else(broken)?;
        let (words, mut rest) = rest.split_at_checked(rows * (4 + dim)).ok_or_else(broken)?;
        let mut halves = Vec::new();
        while !rest.is_empty() {
            let (rows, dim, body) = header(rest).ok_or_else(broken)?;
            let (table, tail) = body.split_at_checked(2 * rows * dim).ok_or_else(broken)?;
            let value = |b: &[u8]| f16::from_le_bytes([b[0], b[1]]).to_f32();
            halves.push(table.chunks_exact(2).map(value).collect::<Vec<f32>>());
            rest = tail;
        }
        let [shape_input, a, b, c, d] = <[Vec<f32>; 5]>::try_from(halves).map_err(|_| broken())?;
        let features = [a, b, c, d];
        let fits = dim == HIDDEN
            && shape_input.len() == ROWS[0] * HIDDEN
            && features.iter().zip(ROWS).all(|(table, rows)| table.len() == rows * FEATURE);
        if fits { Ok(Tables { words, shape_input, features }) } else { Err(broken()) }
    }

    /// Writes the embedding of a piece to `out` (384 values).
    pub(crate) fn piece(&self, id: u32, out: &mut [f32]) {
        let row = &self.words[id as usize * (4 + HIDDEN)..][..4 + HIDDEN];
        let scale = f32::from_le_bytes([row[0], row[1], row[2], row[3]]);
        for (o, &b) in out.iter_mut().zip(&row[4..]) {
            *o = f32::from(b as i8) * scale;
        }
    }

    /// Adds the embedding of a word's shape to that of its first piece.
    pub(crate) fn add_shape(&self, rows: FeatureRows, out: &mut [f32]) {
        for (o, v) in out.iter_mut().zip(&self.shape_input[rows[0] * HIDDEN..][..HIDDEN]) {
            *o += v;
        }
    }

    /// Writes the feature embeddings of a word to `out` (128 values).
    pub(crate) fn features(&self, rows: FeatureRows, out: &mut [f32]) {
        for ((o, table), row) in out.chunks_exact_mut(FEATURE).zip(&self.features).zip(rows) {
            o.copy_from_slice(&table[row * FEATURE..][..FEATURE]);
        }
    }
}

fn header(data: &'static [u8]) -> Option<(usize, usize, &'static [u8])> {
    let (rows, rest) = data.split_first_chunk::<4>()?;
    let (dim, rest) = rest.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*rows) as usize, u32::from_le_bytes(*dim) as usize, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_show_case_digits_and_punctuation() {
        for (word, expect) in [
            ("Al-Ani", "Xx-Xxx"),
            ("2021", "dd"),
            ("U.S.", "X.X."),
            ("BAGHDAD", "XX"),
            ("F-16s", "X-ddx"),
            ("", ""),
        ] {
            assert_eq!(shape(word), expect, "{word}");
        }
    }

    #[test]
    fn short_and_foreign_words_have_rows() {
        for word in ["", "a", "é", "日本", "😀", "I’m"] {
            assert!(feature_rows(word).iter().zip(ROWS).all(|(&row, rows)| row > 0 && row < rows), "{word}");
        }
    }
}
