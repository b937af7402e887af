//! One way for all tests to read a text.

use std::sync::LazyLock;

use gesta_commitment::Commitment;
use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::{Document, Span};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded weights load"));

/// The commitments of a text published on `date`.
pub(crate) fn read(text: &str, date: &str) -> (Parsed, Vec<Commitment>) {
    let published = date.parse().ok();
    let parsed = MODEL.parse(Document::read(text));
    let times = gesta_time::read(&parsed, published);
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, published);
    let statements = gesta_statement::read(&parsed, &actors);
    let events = gesta_event::read(&parsed, &times, &places, &actors, &statements);
    let found = gesta_commitment::read(&parsed, &times, &actors, &statements, &events);
    (parsed, found.commitments)
}

/// A commitment on one line: `act: debtor | action`, then what else was found: `not`, `> counterparty`,
/// `by deadline = start..end`, `if condition`, `says reporter`, a status.
pub(crate) fn line(parsed: &Parsed, c: &Commitment) -> String {
    let words = |span: Option<Span>| span.map_or("", |s| s.of(parsed.text()));
    let mut line = format!("{}: {} |", c.act.as_str(), words(c.debtor_span));
    if !c.positive {
        line += " not";
    }
    line += &format!(" {}", words(Some(c.action)));
    if c.counterparty_span.is_some() {
        line += &format!(" > {}", words(c.counterparty_span));
    }
    if let Some(deadline) = c.deadline {
        let day = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
        line += &format!(
            " [{} = {}..{}]",
            words(Some(deadline.span)),
            day(deadline.days.start),
            day(deadline.days.end)
        );
    }
    if c.condition.is_some() {
        line += &format!(" {{{}}}", words(c.condition));
    }
    if c.reporter_span.is_some() {
        line += &format!(" (says {})", words(c.reporter_span));
    }
    if c.status.as_str() != "open" {
        line += &format!(" *{}", c.status.as_str());
    }
    line
}
