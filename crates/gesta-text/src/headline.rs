//! Headlines and subheadings.

use crate::chars::{is_closing, is_final};
use crate::{Furniture, FurnitureKind, Sentence, SentenceKind, Span, Token};

/// Longest headline and subheading, in tokens.
const LONGEST: usize = 30;
const LONGEST_SUBHEADING: usize = 10;
/// Headlines are looked for among so many paragraphs from the top.
const TOP: u32 = 6;

/// What the decision looks at.
pub(crate) struct Headlines<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) furniture: &'a [Furniture],
    pub(crate) paragraphs: &'a [Span],
}

impl Headlines<'_> {
    /// Marks the sentences that are clearly headlines: alone in their paragraph, short, and prose goes on below.
    pub(crate) fn mark(&self, sentences: &mut [Sentence]) {
        let alone = lone(sentences);
        let Some(&last) = alone.last() else { return };
        let ends = paragraph_ends(sentences);
        let prose = ends.iter().filter(|&&i| sentences.get(i).is_some_and(|s| self.ends(s))).count();
        let mut leading = true;
        for (rank, &index) in alone.iter().enumerate() {
            let Some(&sentence) = sentences.get(index) else { continue };
            let is_first = ends.first() == Some(&index);
            let below = sentences.get(index + 1).is_some();
            let size = sentence.tokens.len();
            let next_longer = self.next_prose(sentences, index) >= size;
            let headline = if leading && sentence.paragraph < TOP && below {
                size <= LONGEST
                    && (self.is_open(&sentence) && next_longer
                        || is_first
                            && (self.follows_date(&sentence) && next_longer || self.is_title_case(&sentence))
                        || is_first && self.precedes_dateline(&sentence))
            } else {
                index != last
                    && size <= LONGEST_SUBHEADING
                    && self.is_open(&sentence)
                    && prose * 2 > ends.len()
            };
            leading &= headline && rank < 2;
            if headline && let Some(sentence) = sentences.get_mut(index) {
                sentence.kind = SentenceKind::Headline;
            }
        }
    }

    /// The tokens of prose in the longer of the next two paragraphs that have any: a second headline may be short.
    fn next_prose(&self, sentences: &[Sentence], index: usize) -> usize {
        let rest = sentences.get(index + 1..).unwrap_or(&[]);
        let paragraphs = rest.chunk_by(|a, b| a.paragraph == b.paragraph).map(|paragraph| {
            paragraph.iter().filter(|s| s.kind == SentenceKind::Prose).map(|s| s.tokens.len()).sum()
        });
        paragraphs.filter(|&size| size > 0).take(2).max().unwrap_or(0)
    }

    /// Ends with a final mark.
    fn ends(&self, sentence: &Sentence) -> bool {
        let bare = sentence.span.of(self.text).trim_end_matches(is_closing);
        bare.ends_with(is_final)
    }

    /// Starts like a headline and ends with no mark at all.
    fn is_open(&self, sentence: &Sentence) -> bool {
        let text = sentence.span.of(self.text);
        let bare = text.trim_end_matches(is_closing);
        let last = self.tokens.get(sentence.tokens.end as usize - 1).map_or("", |t| t.span.of(self.text));
        // "Troops return to U.S." is as open as without its stop; a whole sentence that ends so is not.
        let abbreviation = last.len() > 1
            && last.ends_with('.')
            && last.starts_with(char::is_alphabetic)
            && (sentence.tokens.len() <= LONGEST_SUBHEADING || self.is_title_case(sentence));
        text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '‘' | '"' | '\''))
            && (abbreviation
                || bare.ends_with(char::is_alphanumeric)
                || bare.ends_with([';', '%', '?', '!'])
                    && (bare.ends_with(';') || self.is_title_case(sentence)))
    }

    /// Most of its longer words are capitalised.
    fn is_title_case(&self, sentence: &Sentence) -> bool {
        let words = self.tokens.get(sentence.tokens.range()).unwrap_or(&[]).iter().skip(1);
        let long = words
            .map(|t| t.span.of(self.text))
            .filter(|f| f.chars().count() > 3 && f.starts_with(char::is_alphabetic));
        let (capitals, all) =
            long.fold((0, 0), |(c, n), f| (c + usize::from(f.starts_with(char::is_uppercase)), n + 1));
        all >= 4 && capitals * 10 >= all * 8
    }

    /// A date line, and no dateline, stands before it in its paragraph.
    fn follows_date(&self, sentence: &Sentence) -> bool {
        let paragraph = self.paragraphs.get(sentence.paragraph as usize).copied().unwrap_or_default();
        let before = |kind: FurnitureKind| {
            let mut all = self.furniture.iter().filter(|f| f.kind == kind);
            all.any(|f| f.span.end <= sentence.span.start && paragraph.contains(f.span))
        };
        before(FurnitureKind::Date) && !before(FurnitureKind::Dateline)
    }

    /// The next thing in the text is a byline or a dateline.
    fn precedes_dateline(&self, sentence: &Sentence) -> bool {
        let next = self.paragraphs.get(sentence.paragraph as usize + 1).copied().unwrap_or_default();
        self.furniture.iter().any(|f| {
            let head = f.span.of(self.text).as_bytes();
            let byline = f.kind == FurnitureKind::Byline
                && head.get(..3).is_some_and(|h| h.eq_ignore_ascii_case(b"by "));
            (byline || matches!(f.kind, FurnitureKind::Dateline | FurnitureKind::Agency))
                && f.span.start == next.start
        })
    }
}

/// Indices of prose sentences that are the only prose of their paragraph.
fn lone(sentences: &[Sentence]) -> Vec<usize> {
    let prose: Vec<_> = sentences.iter().enumerate().filter(|(_, s)| s.kind == SentenceKind::Prose).collect();
    prose
        .chunk_by(|a, b| a.1.paragraph == b.1.paragraph)
        .filter_map(|c| if let [(i, _)] = c { Some(*i) } else { None })
        .collect()
}

/// Indices of the last prose sentence of each paragraph.
fn paragraph_ends(sentences: &[Sentence]) -> Vec<usize> {
    let prose: Vec<_> = sentences.iter().enumerate().filter(|(_, s)| s.kind == SentenceKind::Prose).collect();
    prose.chunk_by(|a, b| a.1.paragraph == b.1.paragraph).filter_map(|c| c.last().map(|(i, _)| *i)).collect()
}
