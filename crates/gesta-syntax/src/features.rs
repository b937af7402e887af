//! What a model sees of a word besides its pieces: its shape and hashed affixes.
//!
//! `training/features.py` is the twin of this file and `training/README.md` the definition of both.

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
