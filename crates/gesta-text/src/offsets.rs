//! Conversion between byte offsets and Unicode code points.

use crate::Span;

/// Bytes between two checkpoints.
const STEP: usize = 256;

/// Converts positions of a text between bytes and Unicode code points.
///
/// Code points are counted once, when it is built; a conversion then counts at most 256 bytes.
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points that start before byte `k * STEP`; empty when the text is ASCII.
    checkpoints: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    /// Indexes a text.
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(STEP) {
                checkpoints.push(count);
                count += starts(block);
            }
            checkpoints.push(count);
        }
        CharIndex { text, checkpoints }
    }

    /// The number of code points before byte `offset`; an offset past the end counts as the end.
    pub fn char_of(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        if self.checkpoints.is_empty() {
            return offset as u32;
        }
        let block = offset / STEP;
        let before = self.checkpoints.get(block).copied().unwrap_or(0);
        before + starts(self.text.as_bytes().get(block * STEP..offset).unwrap_or(&[]))
    }

    /// The byte at which code point number `index` starts; the length of the text when there are fewer.
    pub fn byte_of(&self, index: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return index.min(self.text.len() as u32);
        }
        // The last checkpoint with no more code points before it; the code point starts in its block.
        let block = self.checkpoints.partition_point(|&count| count <= index).saturating_sub(1);
        let mut count = self.checkpoints.get(block).copied().unwrap_or(0);
        for (at, &byte) in self.text.as_bytes().iter().enumerate().skip(block * STEP) {
            if !is_continuation(byte) {
                if count == index {
                    return at as u32;
                }
                count += 1;
            }
        }
        self.text.len() as u32
    }

    /// The words from one code point to another; empty where that is no part of the text.
    pub fn words(&self, [start, end]: [u32; 2]) -> &'t str {
        self.text.get(self.byte_of(start) as usize..self.byte_of(end) as usize).unwrap_or("")
    }

    /// A byte span as `[start, end)` in code points.
    pub fn chars(&self, span: Span) -> [u32; 2] {
        [self.char_of(span.start), self.char_of(span.end)]
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| !is_continuation(b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::CharIndex;
    use crate::Span;

    #[test]
    fn converts_both_ways() {
        for text in ["plain", "Zürich – “wow” 👩‍🚀", &"é".repeat(700), &("x".repeat(255) + "€y"), ""]
        {
            let index = CharIndex::new(text);
            for (number, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(index.char_of(byte as u32), number as u32, "{text}");
                assert_eq!(index.byte_of(number as u32), byte as u32, "{text}");
            }
            let count = text.chars().count() as u32;
            assert_eq!(index.chars(Span::new(0, text.len())), [0, count]);
            assert_eq!(index.byte_of(count), text.len() as u32);
            assert_eq!(index.char_of(u32::MAX), count);
            assert_eq!(index.words([1, count]), text.chars().skip(1).collect::<String>());
            assert_eq!(index.words([2, 1]), "");
        }
    }
}
