//! What one marked actor does to another.

use gesta_text::{CharIndex, Span};
use serde::{Deserialize, Serialize};

use crate::record::Extent;
use crate::{Article, Reader};

/// A text with two marked actors.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct RelationQuery {
    /// The text.
    pub text: String,
    /// The actor whose act is asked for: start and end in code points of the text.
    pub source: Extent,
    /// On or with whom; without it, what the source does to anybody.
    #[serde(default)]
    pub target: Option<Extent>,
}

/// The answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RelationAnswer {
    /// PLOVER type, `AGREE`.
    pub r#type: &'static str,
    /// PLOVER's quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// How sure, 0 to 1, two decimals.
    pub confidence: f32,
    /// The codebook entry, `words` where only the vocabulary decided, `default` where nothing did.
    pub rule: String,
}

impl Reader {
    /// Says what the source does to the target; there is always an answer.
    ///
    /// # Errors
    /// When a span is empty or does not lie in the text.
    pub fn relate(&self, query: &RelationQuery) -> Result<RelationAnswer, String> {
        let source = span("source", &query.text, query.source)?;
        let target = query.target.map(|t| span("target", &query.text, t)).transpose()?;
        let reading = self.read(Article { text: query.text.clone(), ..Article::default() });
        let relation = gesta_event::relate(
            &reading.parsed,
            &reading.times,
            &reading.places,
            &reading.actors,
            &reading.statements,
            source,
            target,
        );
        Ok(RelationAnswer {
            r#type: relation.kind.as_str(),
            quad: relation.kind.quad(),
            confidence: (relation.confidence * 100.0).round() / 100.0,
            rule: relation.rule,
        })
    }
}

fn span(name: &str, text: &str, [start, end]: Extent) -> Result<Span, String> {
    let index = CharIndex::new(text);
    let length = text.chars().count();
    if start >= end || end as usize > length {
        return Err(format!("{name} [{start}, {end}] is no part of a text of {length} code points"));
    }
    Ok(Span::new(index.byte_of(start) as usize, index.byte_of(end) as usize))
}
