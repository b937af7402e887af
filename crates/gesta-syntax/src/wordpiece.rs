//! WordPiece as uncased BERT has it, one word at a time.
//!
//! A word is cleaned, stripped of accents, lower-cased, split at punctuation and Chinese characters, and each part is
//! covered greedily by the longest pieces of the vocabulary. (Devlin et al. 2019; the vocabulary is MiniLM's.)

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The piece for what the vocabulary cannot spell.
pub(crate) const UNKNOWN: u32 = 100;
/// The piece that opens a sentence and stands for the root.
pub(crate) const CLS: u32 = 101;
/// The piece that closes a sentence.
pub(crate) const SEP: u32 = 102;
/// Pieces kept of one word.
const MAX_PIECES: usize = 6;
/// A longer part is unknown as a whole.
const MAX_CHARS: usize = 100;

/// The vocabulary, by text; continuation pieces are kept apart from initial ones.
pub(crate) struct WordPiece {
    initial: HashMap<&'static str, u32>,
    continued: HashMap<&'static str, u32>,
}

impl WordPiece {
    /// Reads a vocabulary of one piece per line; the line number is the id.
    pub(crate) fn new(vocabulary: &'static str) -> WordPiece {
        let mut initial = HashMap::new();
        let mut continued = HashMap::new();
        for (id, line) in vocabulary.lines().enumerate() {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continued.insert(rest, id as u32),
                _ => initial.insert(line, id as u32),
            };
        }
        WordPiece { initial, continued }
    }

    /// Appends the pieces of one word, at least one and at most six.
    pub(crate) fn encode(&self, word: &str, out: &mut Vec<u32>) {
        let start = out.len();
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.encode_part(&word.to_ascii_lowercase(), out);
        } else {
            for part in parts(word) {
                if out.len() - start >= MAX_PIECES {
                    break;
                }
                self.encode_part(&part, out);
            }
        }
        if out.len() == start {
            out.push(UNKNOWN);
        }
        out.truncate(start + MAX_PIECES);
    }

    fn encode_part(&self, part: &str, out: &mut Vec<u32>) {
        let start = out.len();
        if part.len() > MAX_CHARS && part.chars().count() > MAX_CHARS {
            return out.push(UNKNOWN);
        }
        let mut rest = part;
        while !rest.is_empty() {
            let vocabulary = if rest.len() == part.len() { &self.initial } else { &self.continued };
            let ends = rest.char_indices().rev().map(|(i, c)| i + c.len_utf8());
            let Some((end, id)) =
                ends.into_iter().find_map(|end| Some((end, *vocabulary.get(&rest[..end])?)))
            else {
                out.truncate(start);
                return out.push(UNKNOWN);
            };
            out.push(id);
            rest = &rest[end..];
        }
    }
}

/// Cleans a word and splits it at punctuation and Chinese characters.
fn parts(word: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let clean = word.chars().filter(|&c| c != '\0' && c != '\u{FFFD}');
    for c in clean.nfd().filter(|&c| !is_combining_mark(c)) {
        let group = c.general_category_group();
        if c.is_whitespace() || group == GeneralCategoryGroup::Other {
            if c.is_whitespace() && !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
        } else if c.is_ascii_punctuation() || group == GeneralCategoryGroup::Punctuation || is_chinese(c) {
            if !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            parts.push(c.to_lowercase().collect());
        } else {
            part.extend(c.to_lowercase());
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

fn is_chinese(c: char) -> bool {
    matches!(c as u32, 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F
        | 0x2B740..=0x2B81F | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expect: &[&str]) {
        let vocabulary = "[PAD]\nal\nsham\n##mar\n##y\nu\n.\ns\nnaive\n都\n##s";
        let pieces: Vec<&str> = vocabulary.lines().collect();
        let mut ids = Vec::new();
        WordPiece::new(vocabulary).encode(word, &mut ids);
        let names: Vec<&str> =
            ids.iter().map(|&id| pieces.get(id as usize).copied().unwrap_or("[UNK]")).collect();
        assert_eq!(names, expect, "{word}");
    }

    #[test]
    fn words_become_their_longest_pieces() {
        check("Shammary", &["sham", "##mar", "##y"]);
        check("U.S.", &["u", ".", "s", "."]);
        check("NAÏVE", &["naive"]);
        check("都都", &["都", "都"]);
        check("Shamzz", &["[UNK]"]);
        check("", &["[UNK]"]);
        check("ssssssssss", &["s", "##s", "##s", "##s", "##s", "##s"]);
    }
}
