//! The document: the caller's text and the paragraphs, sentences and tokens laid over it.

use std::borrow::Cow;

use crate::{SentenceId, Span, TokenId, TokenSpan};

/// A text and what was found in it without understanding it: paragraphs, sentences, tokens, the facts of its
/// header, and warnings. Everything is a byte span of [`Document::text`], which is the caller's text unchanged.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(crate) text: String,
    pub(crate) paragraphs: Vec<Span>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) multiwords: Vec<TokenSpan>,
    pub(crate) furniture: Vec<Furniture>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) language: Option<&'static str>,
}

/// A sentence: its extent without surrounding white space, its tokens, its paragraph.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// Extent in bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Index into [`Document::paragraphs`].
    pub paragraph: u32,
    /// What kind of text this is.
    pub kind: SentenceKind,
}

/// What a stretch of text is for.
#[derive(Copy, Clone, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum SentenceKind {
    /// Running text, to be read.
    Prose,
    /// The title or a subheading: read, but it repeats what the prose says.
    Headline,
    /// Text about the article rather than of it (see [`Furniture`]); tokenised and parsed, but never read as news.
    Furniture,
}

/// A token, that is a syntactic word in the sense of Universal Dependencies ("do" and "n't" are two).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Extent in bytes.
    pub span: Span,
    /// The sentence it belongs to.
    pub sentence: SentenceId,
    /// True when white space (or the end of the text) follows.
    pub space_after: bool,
}

/// A piece of text that is about the article: never read as prose, but a source of facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Furniture {
    /// Extent in bytes.
    pub span: Span,
    /// What it is.
    pub kind: FurnitureKind,
    /// The part that carries the fact: the place names of a dateline, the author's name of a byline, the date.
    pub value: Span,
}

/// The kinds of [`Furniture`].
#[derive(Copy, Clone, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum FurnitureKind {
    /// A date line such as `date 2021-11-22` or `Published: 3 May 2012`; `value` is the date.
    Date,
    /// `CAIRO/AMMAN (Reuters) -`; `value` is the place part.
    Dateline,
    /// The agency in a dateline or on its own, `(CNN)`; `value` is the name.
    Agency,
    /// `By Jane Doe`; `value` is the name.
    Byline,
    /// A photo caption or credit, `Photo: …`.
    Caption,
    /// `Read more: …`, `Related: …`, share buttons, subscription and copyright lines.
    Boilerplate,
    /// Highlights of a page that have run into the first sentence, without marks between them.
    Highlights,
    /// A remark on the copy itself: `This is a condensed version of the information.`
    CopyNote,
}

/// Something a reader of the record should know about the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// A stable code: `truncated`, `boilerplate`, `repeated-paragraph`, `not-english`, `empty`, `invalid-date`, …
    pub code: &'static str,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// For people, in plain English.
    pub message: String,
}

impl Document {
    /// The caller's text, to the byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Paragraphs in text order, without surrounding white space.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    /// Sentences in text order; together they hold every token.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Tokens in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Orthographic words that hold several tokens ("don't", "Biden's"), in text order.
    pub fn multiwords(&self) -> &[TokenSpan] {
        &self.multiwords
    }

    /// Header facts and boilerplate, in text order.
    pub fn furniture(&self) -> &[Furniture] {
        &self.furniture
    }

    /// Warnings, in text order.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// ISO 639-1 code of the language, when it could be told.
    pub fn language(&self) -> Option<&'static str> {
        self.language
    }

    /// The token with this id.
    ///
    /// # Panics
    /// When `token` belongs to another document and is out of range.
    pub fn token(&self, token: TokenId) -> &Token {
        &self.tokens[token.index()]
    }

    /// The sentence with this id.
    ///
    /// # Panics
    /// When `sentence` belongs to another document and is out of range.
    pub fn sentence(&self, sentence: SentenceId) -> &Sentence {
        &self.sentences[sentence.index()]
    }

    /// The text of a token as written, without soft hyphens; empty for a token past the end.
    pub fn form(&self, token: TokenId) -> Cow<'_, str> {
        let form = self.tokens.get(token.index()).map_or("", |t| t.span.of(&self.text));
        if form.contains('\u{AD}') { Cow::Owned(form.replace('\u{AD}', "")) } else { Cow::Borrowed(form) }
    }

    /// The extent of a range of tokens; empty at 0 when the range is empty.
    pub fn span_of(&self, tokens: TokenSpan) -> Span {
        match self.tokens.get(tokens.range()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// The tokens that lie inside `span` or overlap it.
    pub fn tokens_in(&self, span: Span) -> TokenSpan {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenSpan::new(start as u32, end as u32)
    }
}
