//! Statements as linked data: each a schema.org `Quotation` in the body of a W3C Web Annotation that points at its words.
//!
//! A target has two selectors that say the same: `TextPositionSelector` counts code points of the text, as the record does,
//! and `TextQuoteSelector` repeats the words with some before and after them, so that they are found again in another copy of
//! the article (Web Annotation Data Model, 4.2.4 and 4.2.5).

use gesta_text::CharIndex;
use serde_json::{Map, Value, json};

use crate::record::{ActorRecord, Extent, Record, StatementRecord};

/// Code points before and after the words in a `TextQuoteSelector`.
const CONTEXT: u32 = 32;

/// The statements of a record as one JSON-LD document: the article first, then an annotation for each statement.
pub fn jsonld(record: &Record) -> Value {
    let text = CharIndex::new(&record.document.text);
    let article =
        record.document.uri.clone().unwrap_or_else(|| format!("urn:x-gesta:{}", record.document.id));
    let mut graph = vec![news_article(record, &article)];
    graph.extend(record.statements.iter().map(|s| annotation(record, &text, &article, s)));
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {
            "schema": "https://schema.org/",
            "gesta": "urn:x-gesta:term:",
        }],
        "@graph": graph,
    })
}

fn news_article(record: &Record, id: &str) -> Value {
    let document = &record.document;
    let publisher =
        document.publisher.as_ref().map(|p| json!({"type": "schema:Organization", "schema:name": p}));
    known(json!({
        "id": id,
        "type": "schema:NewsArticle",
        "schema:headline": document.title,
        "schema:datePublished": document.published,
        "schema:publisher": publisher,
        "schema:inLanguage": document.language,
    }))
}

fn annotation(record: &Record, text: &CharIndex<'_>, article: &str, statement: &StatementRecord) -> Value {
    let id = |id: &str| format!("urn:x-gesta:{}:{id}", record.document.id);
    let actor = |id: &Option<String>| record.actors.iter().find(|a| Some(&a.id) == id.as_ref()).map(agent);
    let words: Vec<&str> = statement.content.iter().map(|&piece| text.words(piece)).collect();
    let named = || statement.speaker_span.map(|span| json!({"schema:name": text.words(span)}));
    let date = statement.date.as_ref().and_then(|d| d.start.clone());
    let quotation = known(json!({
        "id": id(&format!("{}:quotation", statement.id)),
        "type": "schema:Quotation",
        "schema:text": words.join(" … "),
        "schema:spokenByCharacter": actor(&statement.speaker).or_else(named),
        "schema:audience": actor(&statement.addressee),
        "schema:dateCreated": date,
        "schema:isPartOf": {"id": article},
        "gesta:kind": statement.kind,
        "gesta:cue": statement.cue.map(|cue| text.words(cue)),
        "gesta:cueClass": statement.cue_class,
        "gesta:anonymous": statement.anonymous,
        "gesta:unreal": statement.unreal,
        "gesta:inside": statement.inside.as_ref().map(|outer| json!({"id": id(&format!("{outer}:quotation"))})),
        "gesta:confidence": (f64::from(statement.confidence) * 1e4).round() / 1e4,
    }));
    let targets: Vec<Value> = statement.content.iter().map(|&piece| target(text, article, piece)).collect();
    json!({
        "id": id(&statement.id),
        "type": "Annotation",
        "motivation": "identifying",
        "body": quotation,
        "target": targets,
    })
}

fn agent(actor: &ActorRecord) -> Value {
    let kind = if actor.kind == "person" { "schema:Person" } else { "schema:Organization" };
    let same = actor.wikidata.as_ref().map(|q| format!("http://www.wikidata.org/entity/{q}"));
    known(json!({"type": kind, "schema:name": actor.name, "schema:sameAs": same}))
}

/// An object without what is not known.
fn known(object: Value) -> Value {
    match object {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Where the words of a span stand in the article.
fn target(text: &CharIndex<'_>, article: &str, [start, end]: Extent) -> Value {
    json!({
        "source": article,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text.words([start, end]),
                "prefix": text.words([start.saturating_sub(CONTEXT), start]),
                "suffix": text.words([end, end.saturating_add(CONTEXT)]),
            },
        ],
    })
}
