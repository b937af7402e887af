//! Prints the times of texts: one JSON object `{"text", "date", "analyses"?}` a line on stdin, one object a line on
//! stdout. With `--parse` it prints the analyses instead, to be put into the input: rules change more often than
//! parses. With `--speed` it prints how fast the stage alone is over the given analyses.
#![allow(clippy::print_stdout, reason = "a command-line example")]

use std::error::Error;
use std::io::BufRead;

use gesta_syntax::{Analysis, Dep, Model, ModelKind, Parsed, Upos};
use gesta_text::{Document, TokenId};
use jiff::civil::Date;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let speed = std::env::args().any(|a| a == "--speed");
    let (mut bytes, mut spent) = (0, std::time::Duration::ZERO);
    let parse = std::env::args().any(|a| a == "--parse");
    let model = if parse { Some(Model::embedded(ModelKind::Accurate)?) } else { None };
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let document = Document::read(input["text"].as_str().unwrap_or(""));
        if let Some(model) = &model {
            println!("{}", analyses(&model.parse(document)));
            continue;
        }
        let given = input["analyses"].as_array().map(Vec::as_slice).unwrap_or_default();
        let tokens = match given.len() == document.tokens().len() {
            true => given.iter().map(analysis).collect(),
            false => vec![analysis(&Value::Null); document.tokens().len()],
        };
        let parsed = Parsed::new(document, tokens, Vec::new());
        let published = input["date"].as_str().and_then(|d| d.parse().ok());
        if speed {
            let start = std::time::Instant::now();
            std::hint::black_box(gesta_time::read(&parsed, published));
            spent += start.elapsed();
            bytes += parsed.text().len();
            continue;
        }
        println!("{}", times(&parsed, published));
    }
    if speed {
        println!("{:.2} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64());
    }
    Ok(())
}

fn analyses(parsed: &Parsed) -> Value {
    let one = |t: TokenId| {
        json!([
            parsed.upos(t).as_str(),
            parsed.feats(t),
            parsed.lemma(t),
            parsed.head(t).map(|h| h.0),
            parsed.dep(t).as_str()
        ])
    };
    parsed.all_tokens().iter().map(one).collect()
}

fn analysis(value: &Value) -> Analysis {
    let text = |i: usize| value[i].as_str().unwrap_or("_");
    Analysis {
        upos: Upos::parse(text(0)),
        feats: text(1).into(),
        lemma: text(2).into(),
        head: value[3].as_u64().map(|h| TokenId(h as u32)),
        dep: if value.is_null() { Dep::Root } else { Dep::parse(text(4)) },
    }
}

fn times(parsed: &Parsed, published: Option<Date>) -> Value {
    let times = gesta_time::read(parsed, published);
    let day = |d: Option<Date>| d.map(|d| d.to_string());
    let one = |t: &gesta_time::Time| {
        json!({
            "start": t.span.start, "end": t.span.end, "text": t.span.of(parsed.text()),
            "type": format!("{:?}", t.kind).to_uppercase(), "value": t.value, "mod": t.modifier,
            "days": [day(t.days.start), day(t.days.end)],
            "relation": format!("{:?}", t.relation), "phrase": t.phrase.of(parsed.text()),
            "phrase_days": [day(t.phrase_days.start), day(t.phrase_days.end)], "rule": t.rule,
        })
    };
    json!({
        "published": day(times.published), "rule": times.published_rule,
        "times": times.times.iter().map(one).collect::<Vec<_>>(),
    })
}
