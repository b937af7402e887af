//! The codebook is valid, and every example in it is coded as marked.

mod reading;

use gesta_event::{Codebook, Entry, codebook};
use reading::read;

/// A marked example: its text, and what stands in braces (source) and brackets (target).
fn unmark(example: &str) -> (String, Option<String>, Option<String>) {
    let inner = |open: char, close: char| {
        let start = example.find(open)? + 1;
        example[start..].find(close).map(|end| example[start..start + end].to_owned())
    };
    let text = example.chars().filter(|c| !"{}[]".contains(*c)).collect();
    (text, inner('{', '}'), inner('[', ']'))
}

/// Words overlap: the span that was found shares its last word with what was marked, or holds it.
fn agrees(found: &str, marked: &Option<String>) -> bool {
    match marked {
        None => true,
        Some(marked) => {
            let last = marked.trim_end_matches("'s").split_whitespace().next_back().unwrap_or("");
            !found.is_empty() && (found.contains(last) || marked.contains(found))
        }
    }
}

fn faults_of(entry: &Entry) -> Vec<String> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    let mut reached = false;
    for example in &entry.yes {
        let (text, source, target) = unmark(example);
        let reading = read(&text);
        let right = reading.events.events.iter().any(|e| {
            codebook().entry(&e.rule).is_some_and(|found| found.kind == entry.kind)
                && agrees(reading.words(e.source_span), &source)
                && agrees(reading.words(e.target_span), &target)
        });
        reached |= reading.events.events.iter().any(|e| codebook().entry(&e.rule) == Some(entry));
        lines.extend(reading.lines());
        if !right {
            faults.push(format!("{}: not coded: {example}\n      found {:?}", entry.id, reading.lines()));
        }
    }
    if !reached {
        faults.push(format!("{}: none of its examples is coded by it: {lines:?}", entry.id));
    }
    for example in &entry.no {
        let reading = read(example);
        if reading
            .events
            .events
            .iter()
            .any(|e| codebook().entry(&e.rule).is_some_and(|f| f.kind == entry.kind))
        {
            faults.push(format!("{}: coded: {example}\n      found {:?}", entry.id, reading.lines()));
        }
    }
    faults
}

#[test]
fn valid() {
    assert_eq!(Codebook::check(), Vec::<String>::new());
}

#[test]
fn examples() {
    let faults: Vec<String> = codebook().entries().iter().flat_map(faults_of).collect();
    let entries = codebook().entries().len();
    assert!(faults.is_empty(), "{} faults in {entries} entries\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn rules_are_found_again() {
    let entry = codebook().entry("consult/visit+future").expect("the entry without its suffix");
    assert_eq!(entry.id, "consult/visit");
    assert_eq!(codebook().entry("consult/none"), None);
}
