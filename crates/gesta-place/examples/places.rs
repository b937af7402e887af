//! Reads texts as JSON Lines on standard input (`{"id": …, "text": …}`) and prints one line for each mention of a
//! place: `{"id", "start", "end", "phrase", "name", "kind", "geonames", "lat", "lon", "rule"}`; offsets are characters.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = gesta_syntax::Model::embedded(gesta_syntax::ModelKind::Accurate)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let text = input["text"].as_str().unwrap_or_default();
        let parsed = model.parse(gesta_text::Document::read(text));
        let characters = |byte: u32| text.get(..byte as usize).map(|t| t.chars().count());
        for place in gesta_place::read(&parsed).places {
            for mention in &place.mentions {
                let line = json!({
                    "id": input["id"], "start": characters(mention.span.start), "end": characters(mention.span.end),
                    "phrase": mention.span.of(text), "name": place.name, "kind": format!("{:?}", place.kind),
                    "geonames": place.geonames, "lat": place.lat, "lon": place.lon, "rule": place.rule,
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}
