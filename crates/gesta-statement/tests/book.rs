//! Runs the passages of `books/statements.md`.

mod common;

use common::read;
use gesta_statement::{Statement, StatementKind};
use gesta_text::Span;

struct Passage {
    text: String,
    expect: Vec<String>,
}

/// Block quotes and the lists after them.
fn passages(book: &str) -> Vec<Passage> {
    let mut all: Vec<Passage> = Vec::new();
    let mut quoting = false;
    for row in book.lines() {
        if let Some(text) = row.strip_prefix('>') {
            if !quoting {
                all.push(Passage { text: String::new(), expect: Vec::new() });
            }
            let passage = all.last_mut().expect("just pushed");
            if !passage.text.is_empty() {
                passage.text.push('\n');
            }
            passage.text.push_str(text.strip_prefix(' ').unwrap_or(text));
            quoting = true;
        } else {
            quoting = false;
            if let (Some(expect), Some(passage)) = (row.strip_prefix("- "), all.last_mut()) {
                passage.expect.push(expect.to_owned());
            }
        }
    }
    all
}

/// `kind | speaker | cue | content ~ content`
fn line(text: &str, statement: &Statement) -> String {
    let kind = match statement.kind {
        StatementKind::Direct => "direct",
        StatementKind::Mixed => "mixed",
        StatementKind::Indirect => "indirect",
    };
    let words = |span: Option<Span>| span.map_or("-", |s| s.of(text)).to_owned();
    let content: Vec<&str> = statement.content.iter().map(|s| s.of(text)).collect();
    format!("{kind} | {} | {} | {}", words(statement.speaker_span), words(statement.cue), content.join(" ~ "))
}

/// Checks that a passage yields each expected statement, and nothing where nothing is expected.
fn check(text: &str, expect: &[String]) -> Result<(), String> {
    let (_, all) = read(text);
    let found: Vec<String> = all.statements.iter().map(|s| line(text, s)).collect();
    for wanted in expect {
        if wanted == "none" {
            if !found.is_empty() {
                return Err(format!("{text}\n  expected nothing, found {found:#?}"));
            }
            continue;
        }
        let (words, marks) = match wanted.rsplit_once(" (") {
            Some((words, marks)) if wanted.ends_with(')') => (words, marks.trim_end_matches(')')),
            _ => (wanted.as_str(), ""),
        };
        let Some(at) = found.iter().position(|f| f == words) else {
            return Err(format!("{text}\n  expected {words}\n  found {found:#?}"));
        };
        let statement = &all.statements[at];
        for mark in marks.split(", ").filter(|m| !m.is_empty()) {
            let holds = match mark {
                "unreal" => statement.unreal,
                "anonymous" => statement.anonymous,
                class => statement.cue_class == class,
            };
            if !holds {
                return Err(format!("{text}\n  expected {mark} of {statement:#?}"));
            }
        }
        if statement.unreal != marks.contains("unreal") && !marks.is_empty() {
            return Err(format!("{text}\n  unreal is {}", statement.unreal));
        }
    }
    Ok(())
}

#[test]
fn book() {
    let all = passages(include_str!("../../../books/statements.md"));
    assert!(all.len() >= 200, "{} passages", all.len());
    assert!(all.iter().all(|p| !p.expect.is_empty()), "every passage says what is expected");
    let failures: Vec<String> = all.iter().filter_map(|p| check(&p.text, &p.expect).err()).collect();
    assert!(failures.is_empty(), "{} of {} passages\n\n{}", failures.len(), all.len(), failures.join("\n\n"));
}
