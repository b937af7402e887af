//! Reads `{"id","date","prev","text"}` lines from standard input and prints the commitments whose cue lies in `text`,
//! with `prev` as the context before it, as `{"id","commitments":[…]}` lines.

use std::io::{BufRead, Write, stdin, stdout};

use gesta_commitment::Commitment;
use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::{Document, Span};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::embedded(ModelKind::Accurate)?;
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let (prev, text) = (field("prev"), field("text"));
        let whole = if prev.is_empty() { text } else { format!("{prev} {text}") };
        let from = if prev.is_empty() { 0 } else { prev.len() + 1 };
        let published = field("date").parse().ok();
        let parsed = model.parse(Document::read(&whole));
        let times = gesta_time::read(&parsed, published);
        let places = gesta_place::read(&parsed);
        let actors = gesta_actor::read(&parsed, &places, published);
        let statements = gesta_statement::read(&parsed, &actors);
        let events = gesta_event::read(&parsed, &times, &places, &actors, &statements);
        let found = gesta_commitment::read(&parsed, &times, &actors, &statements, &events);
        let inside = |c: &&Commitment| parsed.document().token(c.cue_token).span.start as usize >= from;
        let commitments: Vec<Value> =
            found.commitments.iter().filter(inside).map(|c| value(&parsed, c)).collect();
        let mut result = json!({"id": field("id"), "commitments": commitments});
        if std::env::args().any(|a| a == "--parse") {
            result["parse"] = parsed
                .all_tokens()
                .iter()
                .map(|t| {
                    let head = parsed.head(t).map_or(0, |h| h.0 + 1);
                    let actor = actors.at(t).map_or("_".to_owned(), |a| format!("a{}", a.0));
                    Value::from(format!(
                        "{} {} {} {} {} {} {actor}",
                        t.0 + 1,
                        parsed.form(t),
                        parsed.lemma(t),
                        parsed.upos(t),
                        head,
                        parsed.dep(t)
                    ))
                })
                .collect();
        }
        if std::env::args().any(|a| a == "--times") {
            let words = |t: &gesta_time::Time| {
                format!(
                    "{} {} {:?} {:?} {:?}",
                    t.phrase.of(parsed.text()),
                    t.value,
                    t.kind,
                    t.relation,
                    t.phrase_days
                )
            };
            result["times"] = times.times.iter().map(|t| Value::from(words(t))).collect();
        }
        writeln!(out, "{result}")?;
    }
    Ok(())
}

fn value(parsed: &Parsed, c: &Commitment) -> Value {
    let words = |span: Option<Span>| span.map_or("", |s| s.of(parsed.text())).to_owned();
    let day = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
    json!({
        "act": c.act.as_str(),
        "debtor": words(c.debtor_span),
        "counterparty": words(c.counterparty_span),
        "action": words(Some(c.action)),
        "action_type": c.action_type.map(|t| t.as_str()),
        "polarity": if c.positive { "do" } else { "not" },
        "deadline_text": words(c.deadline.map(|d| d.span)),
        "due_start": day(c.deadline.and_then(|d| d.days.start)),
        "due_end": day(c.deadline.and_then(|d| d.days.end)),
        "condition": words(c.condition),
        "reporter": words(c.reporter_span),
        "made": day(c.made.and_then(|m| m.start)),
        "status": if c.status.as_str() == "open" { "" } else { c.status.as_str() },
        "rule": c.rule,
        "confidence": c.confidence,
        "evidence": c.evidence.first().map_or("", |s| s.of(parsed.text())),
    })
}
