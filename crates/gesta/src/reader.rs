//! The stages in the order in which text flows.

use gesta_actor::{Actors, Roster};
use gesta_commitment::Commitments;
use gesta_event::{Codebook, Events};
use gesta_place::{Atlas, Iso3, Places, country};
use gesta_statement::Statements;
use gesta_syntax::{Model, ModelError, ModelKind, Parsed};
use gesta_text::{Document, Span};
use gesta_time::Times;

use crate::{Article, Remark};

/// Bytes of a text that are read; the rest of a longer one is kept and warned about. The longest articles of the
/// press have some 200,000 bytes.
pub const MAX_BYTES_READ: usize = 1 << 20;

/// Reads articles. Made once, shared between threads.
pub struct Reader {
    model: Model,
    atlas: Atlas,
    roster: Roster,
    codebook: Option<Codebook>,
}

/// Everything that was found in one article, stage by stage.
#[derive(Debug)]
pub struct Reading {
    /// The article as it came in; its text is [`Reading::text`].
    pub article: Article,
    /// Tokens, sentences, trees, entities.
    pub parsed: Parsed,
    /// Temporal expressions and the article's date.
    pub times: Times,
    /// Places.
    pub places: Places,
    /// Actors and their relations.
    pub actors: Actors,
    /// Statements.
    pub statements: Statements,
    /// Events.
    pub events: Events,
    /// Commitments.
    pub commitments: Commitments,
}

/// The stages of reading, in order.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Sentences and tokens.
    Text,
    /// Tags, trees, entities.
    Syntax,
    /// Temporal expressions.
    Time,
    /// Places.
    Place,
    /// Actors and relations.
    Actor,
    /// Statements.
    Statement,
    /// Events.
    Event,
    /// Commitments.
    Commitment,
    /// The record, serialised.
    Record,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 9] = {
        use Stage::*;
        [Text, Syntax, Time, Place, Actor, Statement, Event, Commitment, Record]
    };

    /// The crate's name without `gesta-`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Text => "text",
            Stage::Syntax => "syntax",
            Stage::Time => "time",
            Stage::Place => "place",
            Stage::Actor => "actor",
            Stage::Statement => "statement",
            Stage::Event => "event",
            Stage::Commitment => "commitment",
            Stage::Record => "record",
        }
    }
}

impl Reader {
    /// A reader with one of the models in the program.
    ///
    /// # Errors
    /// When the embedded weights do not fit this program.
    pub fn new(model: ModelKind) -> Result<Reader, ModelError> {
        Ok(Reader {
            model: Model::embedded(model)?,
            atlas: Atlas::default(),
            roster: Roster::default(),
            codebook: None,
        })
    }

    /// This reader, knowing these places and actors besides those of the program.
    pub fn knowing(self, atlas: Atlas, roster: Roster) -> Reader {
        Reader { atlas, roster, ..self }
    }

    /// The reader with another codebook for events than the embedded one.
    #[must_use]
    pub fn with_codebook(self, codebook: Codebook) -> Reader {
        Reader { codebook: Some(codebook), ..self }
    }

    fn codebook(&self) -> &Codebook {
        self.codebook.as_ref().unwrap_or_else(|| gesta_event::codebook())
    }

    /// Reads tokens, sentences, trees and entities only.
    pub fn parse(&self, article: &mut Article) -> Parsed {
        self.model.parse(document(article))
    }

    /// Reads an article on the calling thread. The result depends on the article alone.
    pub fn read(&self, article: Article) -> Reading {
        self.read_watched(article, |_| {})
    }

    /// As [`Reader::read`]; calls `done` at the end of each stage.
    pub fn read_watched(&self, mut article: Article, mut done: impl FnMut(Stage)) -> Reading {
        let document = document(&mut article);
        done(Stage::Text);
        let parsed = self.model.parse(document);
        done(Stage::Syntax);
        let times = gesta_time::read(&parsed, article.published);
        done(Stage::Time);
        let places = gesta_place::read_with(&parsed, &self.atlas, home(&article));
        done(Stage::Place);
        let mut actors = gesta_actor::read(&parsed, &places, times.published);
        self.roster.complete(&mut actors, times.published);
        done(Stage::Actor);
        let statements = gesta_statement::read(&parsed, &actors);
        done(Stage::Statement);
        let events = gesta_event::read_with(self.codebook(), &parsed, &times, &places, &actors, &statements);
        let actors = events.complete(actors);
        done(Stage::Event);
        let commitments = gesta_commitment::read(&parsed, &times, &actors, &statements, &events);
        done(Stage::Commitment);
        Reading { article, parsed, times, places, actors, statements, events, commitments }
    }
}

/// The publisher's country: that of the top-level domain of the article's address, where this is a country's.
fn home(article: &Article) -> Option<Iso3> {
    let rest = article.uri.as_deref()?.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let domain = host.rsplit('.').next().filter(|d| d.len() == 2)?.to_uppercase();
    // The United Kingdom's domain is not its code; these countries sell theirs to anybody.
    match domain.as_str() {
        "UK" => Iso3::parse("GBR"),
        "AI" | "CC" | "CO" | "FM" | "IO" | "LY" | "ME" | "TK" | "TO" | "TV" | "WS" => None,
        code => country::by_iso2(code).map(|c| c.iso3),
    }
}

/// Lays sentences and tokens over the text, as far as it is read.
fn document(article: &mut Article) -> Document {
    let end = readable(&article.text);
    if end < article.text.len() {
        article.warnings.push(Remark {
            code: "too-long",
            span: Some(Span::new(end, article.text.len())),
            message: format!("the text has {} bytes; only the first {end} were read", article.text.len()),
        });
    }
    Document::read(&article.text[..end])
}

/// Where to stop reading: the end of the text, or the last white space before the limit.
fn readable(text: &str) -> usize {
    if text.len() <= MAX_BYTES_READ {
        return text.len();
    }
    let mut end = MAX_BYTES_READ;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rfind(char::is_whitespace).filter(|&at| at > end / 2).unwrap_or(end)
}
