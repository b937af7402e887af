//! Documents, spans, sentences and tokens.
//!
//! [`Document::read`] takes the caller's text and lays paragraphs, sentences and tokens over it. Nothing is
//! changed or normalised: every position is a byte span of the text that came in.

mod address;
mod boundary;
mod chars;
mod document;
mod features;
mod furniture;
mod headline;
mod language;
mod number;
mod offsets;
mod paragraph;
mod read;
mod span;
mod tables;
mod tokenize;
mod warnings;
mod word;

#[cfg(test)]
mod tests;

#[doc(hidden)]
pub use boundary::gaps;

pub use document::{Document, Furniture, FurnitureKind, Sentence, SentenceKind, Token, Warning};
pub use offsets::CharIndex;
pub use span::{SentenceId, Span, TokenId, TokenSpan};

impl Document {
    /// Reads a text into paragraphs, sentences and tokens. Never fails; what is odd is in [`Document::warnings`].
    pub fn read(text: &str) -> Document {
        read::read(text)
    }
}
