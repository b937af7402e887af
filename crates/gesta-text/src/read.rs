//! Puts a document together: paragraphs, tokens, sentences.

use crate::boundary::boundaries;
use crate::paragraph::paragraphs;
use crate::tokenize::Lexer;
use crate::{Document, Sentence, SentenceId, SentenceKind, Span, Token, TokenSpan};

/// Reads a text.
pub(crate) fn read(text: &str) -> Document {
    // Positions are 32 bits wide; what lies beyond 4 GiB is not read.
    let paragraphs = paragraphs(text);
    let mut lexer = Lexer::new(text);
    let mut sentences = Vec::new();
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        let first = lexer.tokens.len();
        lexer.range(paragraph);
        let Some(tokens) = lexer.tokens.get(first..) else { continue };
        let mut from = first;
        let starts = boundaries(text, tokens);
        for to in starts.into_iter().map(|s| first + s).chain([lexer.tokens.len()]) {
            add_sentence(&mut sentences, &mut lexer.tokens, from, to, index);
            from = to;
        }
    }
    Document {
        text: text.to_owned(),
        paragraphs,
        sentences,
        tokens: lexer.tokens,
        multiwords: lexer.multiwords,
        ..Document::default()
    }
}

fn add_sentence(
    sentences: &mut Vec<Sentence>,
    tokens: &mut [Token],
    from: usize,
    to: usize,
    paragraph: usize,
) {
    let Some(own) = tokens.get_mut(from..to) else { return };
    let id = SentenceId(sentences.len() as u32);
    own.iter_mut().for_each(|t| t.sentence = id);
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
    sentences.push(Sentence {
        span: first.span.cover(last.span),
        tokens: TokenSpan::new(from as u32, to as u32),
        paragraph: paragraph as u32,
        kind: SentenceKind::Prose,
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
