//! Prints the codebook's examples with the acts marked that the codebook itself codes: `Rebels [ASSAULT killed] three
//! soldiers.` Examples of what must be coded start with `~`: their other words are not known to name no act.

use std::io::Write;

use gesta_event::codebook;
use gesta_syntax::{Model, ModelKind};
use gesta_text::{Document, TokenSpan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::embedded(ModelKind::Accurate)?;
    let published = Some(jiff::civil::date(2021, 11, 22));
    let mut out = std::io::stdout().lock();
    let entries = codebook().entries();
    let examples = entries.iter().flat_map(|e| {
        e.yes.iter().map(|example| ("~", example)).chain(e.no.iter().map(|example| ("", example)))
    });
    for (known, example) in examples {
        let text: String = example.chars().filter(|c| !"{}[]".contains(*c)).collect();
        let parsed = model.parse(Document::read(&text));
        let times = gesta_time::read(&parsed, published);
        let places = gesta_place::read(&parsed);
        let actors = gesta_actor::read(&parsed, &places, published);
        let statements = gesta_statement::read(&parsed, &actors);
        let events = gesta_event::read(&parsed, &times, &places, &actors, &statements);
        let mut acts: Vec<_> = events
            .events
            .iter()
            .filter_map(|e| {
                let rule = e.rule.split('+').next().unwrap_or_default();
                let entry = codebook().entry(rule)?;
                Some((parsed.span_of(TokenSpan::one(e.trigger_token)), entry.kind.as_str()))
            })
            .collect();
        acts.sort();
        acts.dedup_by_key(|a| a.0);
        if acts.is_empty() && known == "~" {
            continue;
        }
        write!(out, "{known}")?;
        let mut at = 0;
        for (span, kind) in acts {
            let (start, end) = (span.start as usize, span.end as usize);
            if start >= at {
                write!(out, "{}[{kind} {}]", &text[at..start], &text[start..end])?;
                at = end;
            }
        }
        writeln!(out, "{}", &text[at..])?;
    }
    Ok(())
}
