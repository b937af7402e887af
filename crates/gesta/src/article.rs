//! What comes in: an article's text and what the caller knows of it.

use gesta_text::Span;
use jiff::civil::Date;

/// A text to read, with whatever the caller knows about it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Article {
    /// The caller's own id; comes back as `document.key`.
    pub key: Option<String>,
    /// Where it was published.
    pub uri: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline, when it is not part of the text.
    pub title: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// How `published` was found, for instance `input` or `json-ld`.
    pub published_rule: Option<&'static str>,
    /// The text; kept to the byte.
    pub text: String,
    /// What went wrong before the text was reached, for instance an encoding that had to be guessed.
    pub warnings: Vec<Remark>,
}

/// A remark on the input, made before or after reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Stable code.
    pub code: &'static str,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// For people.
    pub message: String,
}
