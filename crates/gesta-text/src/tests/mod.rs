//! Tests of reading: texts of our own, and what they are read into.

mod furniture;
mod knowledge;
mod paragraphs;
mod properties;
mod sentences;
mod tokens;
mod warnings;

use crate::{Document, SentenceKind};

/// Reads `input` and compares with `expect`, one line per sentence: `P` prose, `H` headline or `F` furniture, then
/// the tokens (`+` inside words of several tokens); an empty line between paragraphs is not needed. Lines that start
/// with `=` are the furniture as `= Kind: value`, with `!` the warnings as `! code: words`; either sort is compared
/// only when `expect` has it.
#[track_caller]
fn check(input: &str, expect: &str) {
    let document = Document::read(input);
    let expect: Vec<_> = expect.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let has = |mark: char| expect.iter().any(|l| l.starts_with(mark));
    let mut lines = sentences(&document);
    if has('=') {
        lines.extend(document.furniture().iter().map(|f| format!("= {:?}: {}", f.kind, f.value.of(input))));
    }
    if has('!') {
        lines.extend(document.warnings().iter().map(|w| {
            let span = w.span.map_or("", |s| s.of(input));
            format!("! {}: {span}", w.code).trim_end().to_owned()
        }));
    }
    assert_eq!(lines.join("\n"), expect.join("\n"), "\nreading {input:?}");
}

fn sentences(document: &Document) -> Vec<String> {
    document
        .sentences()
        .iter()
        .map(|sentence| {
            let mut line = String::from(match sentence.kind {
                SentenceKind::Prose => "P",
                SentenceKind::Headline => "H",
                SentenceKind::Furniture => "F",
            });
            for token in sentence.tokens.iter() {
                let inside = document.multiwords().iter().any(|m| m.has(token) && m.start < token.0);
                line.push(if inside { '+' } else { ' ' });
                line.push_str(&document.form(token));
            }
            line
        })
        .collect()
}
