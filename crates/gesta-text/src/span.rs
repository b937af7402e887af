//! Positions: byte spans of the caller's text, and index types for tokens and sentences.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes `[start, end)` of [`Document::text`](crate::Document::text).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an inverted pair becomes empty at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when no byte is covered.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when at least one byte is shared.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text covered; empty when the span does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// As a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Index of a token (a syntactic word) in its document.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TokenId(pub u32);

impl TokenId {
    /// As an index into arrays parallel to the document's tokens.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index of a sentence in its document.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SentenceId(pub u32);

impl SentenceId {
    /// As an index into [`Document::sentences`](crate::Document::sentences).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of tokens `[start, end)`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct TokenSpan {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenSpan {
    /// Tokens from `start` up to, not including, `end`.
    pub fn new(start: u32, end: u32) -> TokenSpan {
        TokenSpan { start, end: end.max(start) }
    }

    /// The span of one token.
    pub fn one(token: TokenId) -> TokenSpan {
        TokenSpan { start: token.0, end: token.0 + 1 }
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when it holds no token.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when `token` lies inside.
    pub fn has(self, token: TokenId) -> bool {
        self.start <= token.0 && token.0 < self.end
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: TokenSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when at least one token is shared.
    pub fn overlaps(self, other: TokenSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: TokenSpan) -> TokenSpan {
        TokenSpan { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The tokens, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + Clone {
        (self.start..self.end).map(TokenId)
    }

    /// As a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
