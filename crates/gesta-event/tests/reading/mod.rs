//! Reads text with the embedded model through all stages up to events.

use std::sync::LazyLock;

use gesta_event::{Event, Events};
use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::{Document, Span};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded model loads"));

/// A text and its events.
pub(crate) struct Reading {
    pub(crate) parsed: Parsed,
    #[allow(dead_code)] // each test binary uses a part of this
    pub(crate) places: gesta_place::Places,
    #[allow(dead_code)]
    pub(crate) actors: gesta_actor::Actors,
    pub(crate) events: Events,
}

/// Reads a text that was published on 22 November 2021, a Monday.
pub(crate) fn read(text: &str) -> Reading {
    let parsed = MODEL.parse(Document::read(text));
    let published = Some(jiff::civil::date(2021, 11, 22));
    let times = gesta_time::read(&parsed, published);
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, published);
    let statements = gesta_statement::read(&parsed, &actors);
    let events = gesta_event::read(&parsed, &times, &places, &actors, &statements);
    let actors = events.complete(actors);
    Reading { parsed, places, actors, events }
}

impl Reading {
    /// The words of a span.
    pub(crate) fn words(&self, span: Option<Span>) -> &str {
        span.map_or("", |s| s.of(self.parsed.text()))
    }

    #[allow(dead_code)]
    /// One line for each event: `TYPE factuality source > target [rule]`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.events.events.iter().map(|e| self.line(e)).collect()
    }

    fn line(&self, event: &Event) -> String {
        format!(
            "{} {} {} > {} [{}]",
            event.kind.as_str(),
            event.factuality.as_str(),
            self.words(event.source_span),
            self.words(event.target_span),
            event.rule
        )
    }
}
