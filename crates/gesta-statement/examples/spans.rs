//! Prints the statements of text files as a table: `#` and the path, then for each statement cue, speaker and content
//! as code points (`12-20,25-30`), the index of the statement around it (-1 for none), kind, class, rule and confidence.
//!
//! `cargo run -p gesta-statement --example spans -- a.txt b.txt`; with `-w` words stand in the place of numbers.

use std::collections::HashMap;
use std::io::Write;

use gesta_actor::Actors;
use gesta_statement::Statement;
use gesta_syntax::{Model, ModelKind};
use gesta_text::{Document, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::embedded(ModelKind::Accurate)?;
    let mut out = std::io::stdout().lock();
    let words = std::env::args().any(|a| a == "-w");
    for path in std::env::args().skip(1).filter(|a| a != "-w") {
        let parsed = model.parse(Document::read(std::fs::read_to_string(&path)?.as_str()));
        let text = parsed.text();
        let points: HashMap<usize, usize> =
            text.char_indices().map(|(byte, _)| byte).chain([text.len()]).zip(0..).collect();
        let print = |spans: &[Span]| {
            let each = spans.iter().map(|s| match words {
                true => s.of(text).replace('\n', "⏎"),
                false => {
                    let at = |byte: u32| points.get(&(byte as usize)).copied().unwrap_or_default();
                    format!("{}-{}", at(s.start), at(s.end))
                }
            });
            let joined = each.collect::<Vec<_>>().join(if words { " ~ " } else { "," });
            if joined.is_empty() { "-".to_owned() } else { joined }
        };
        let all = gesta_statement::read(&parsed, &Actors::default());
        writeln!(out, "#\t{path}")?;
        for Statement {
            cue, speaker_span, content, inside, kind, cue_class, rule, confidence, unreal, ..
        } in &all.statements
        {
            let inside = inside.map_or(-1, |s| i64::from(s.0));
            let row = [cue.as_slice(), speaker_span.as_slice(), content].map(print).join("\t");
            let mark = if *unreal { "\tunreal" } else { "" };
            writeln!(out, "s\t{row}\t{inside}\t{kind:?}\t{cue_class}\t{rule}\t{confidence}{mark}")?;
        }
    }
    Ok(())
}
