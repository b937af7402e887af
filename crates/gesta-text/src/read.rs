//! Puts a document together: paragraphs, tokens, furniture, sentences, headlines, warnings.

use crate::boundary::boundaries;
use crate::chars::{is_closing, is_final};
use crate::features::View;
use crate::furniture::Finder;
use crate::headline::Headlines;
use crate::paragraph::paragraphs;
use crate::tokenize::Lexer;
use crate::warnings::warn;
use crate::{Document, Furniture, FurnitureKind, Sentence, SentenceId, SentenceKind, Span, Token, TokenSpan};

/// Reads a text.
pub(crate) fn read(text: &str) -> Document {
    let paragraphs = paragraphs(text);
    let mut lexer = Lexer::new(text);
    let mut finder = Finder::new(text, &paragraphs);
    let mut sentences = Vec::new();
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        let first = lexer.tokens.len();
        lexer.range(paragraph);
        let tokens = lexer.tokens.get(first..).unwrap_or(&[]);
        for (from, to, kind) in paragraph_sentences(text, tokens, index, &mut finder) {
            add(&mut sentences, &mut lexer.tokens, (first + from, first + to), index, kind);
        }
    }
    let mut furniture = finder.found;
    leftovers(text, &mut sentences, &mut furniture);
    furniture.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    Headlines { text, tokens: &lexer.tokens, furniture: &furniture, paragraphs: &paragraphs }
        .mark(&mut sentences);
    let mut document = Document {
        text: text.to_owned(),
        paragraphs,
        sentences,
        tokens: lexer.tokens,
        multiwords: lexer.multiwords,
        furniture,
        ..Document::default()
    };
    warn(&mut document);
    document
}

/// Lines without a final mark that close the text below other boilerplate belong to the page as well: names of
/// products, links, sections.
fn leftovers(text: &str, sentences: &mut [Sentence], furniture: &mut Vec<Furniture>) {
    let is_open =
        |s: &Sentence| !s.span.of(text).trim_end_matches(is_closing).ends_with(|c| is_final(c) || c == ':');
    let tail = sentences.iter().rposition(|s| s.kind == SentenceKind::Furniture || !is_open(s));
    let Some(tail) = tail else { return };
    let page = sentences.get(tail).is_some_and(|s| {
        furniture.iter().any(|f| f.kind == FurnitureKind::Boilerplate && f.span.start == s.span.start)
    });
    let last = sentences.get(tail).map(|s| s.paragraph);
    for sentence in sentences.iter_mut().skip(tail + 1).filter(|s| page && Some(s.paragraph) != last) {
        sentence.kind = SentenceKind::Furniture;
        let span = sentence.span;
        furniture.push(Furniture { span, kind: FurnitureKind::Boilerplate, value: span });
    }
}

/// The sentences of a paragraph as ranges of its tokens, each with its kind.
fn paragraph_sentences(
    text: &str,
    tokens: &[Token],
    index: usize,
    finder: &mut Finder<'_>,
) -> Vec<(usize, usize, SentenceKind)> {
    let cuts = finder.paragraph(View { text, tokens }, index);
    let mut out = Vec::new();
    let mut from = 0;
    for (to, furniture) in cuts.into_iter().chain([(tokens.len(), false)]) {
        let piece = tokens.get(from..to).unwrap_or(&[]);
        let mut start = 0;
        // What is cut off at a head is one sentence.
        let starts = if furniture && to < tokens.len() { Vec::new() } else { boundaries(text, piece) };
        for end in starts.into_iter().chain([piece.len()]) {
            let sentence = View { text, tokens: piece.get(start..end).unwrap_or(&[]) };
            let kind = if sentence.tokens.is_empty() {
                continue;
            } else if furniture || finder.sentence(sentence, index) {
                SentenceKind::Furniture
            } else {
                SentenceKind::Prose
            };
            out.push((from + start, from + end, kind));
            start = end;
        }
        from = to;
    }
    out
}

fn add(
    sentences: &mut Vec<Sentence>,
    all: &mut [Token],
    range: (usize, usize),
    paragraph: usize,
    kind: SentenceKind,
) {
    let (from, to) = range;
    let Some(own) = all.get_mut(from..to) else { return };
    let id = SentenceId(sentences.len() as u32);
    own.iter_mut().for_each(|t| t.sentence = id);
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
    sentences.push(Sentence {
        span: first.span.cover(last.span),
        tokens: TokenSpan::new(from as u32, to as u32),
        paragraph: paragraph as u32,
        kind,
    });
}

/// Calls `visit` with the tokens of each paragraph.
pub(crate) fn pieces(text: &str, mut visit: impl FnMut(&[Token], Span)) {
    let mut lexer = Lexer::new(text);
    for paragraph in paragraphs(text) {
        lexer.tokens.clear();
        lexer.range(paragraph);
        visit(&lexer.tokens, paragraph);
    }
}
