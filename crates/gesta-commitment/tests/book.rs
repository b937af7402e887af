//! Runs the test book `books/commitments.md`.

mod support;

/// Checks that exactly the expected commitments are found: act, debtor and action are equal, and the slots that are
/// expected are among those found.
fn check(text: &str, date: &str, expect: &[&str]) -> Result<(), String> {
    let (parsed, found) = support::read(text, date);
    let lines: Vec<String> = found.iter().map(|c| support::line(&parsed, c)).collect();
    let report = || {
        let rules: Vec<&str> = found.iter().map(|c| c.rule.as_str()).collect();
        format!("{text}\n   expected {expect:?}\n   found    {lines:?} {rules:?}")
    };
    if lines.len() != expect.len() {
        return Err(report());
    }
    let matches = |line: &String, wanted: &str| {
        let mut parts = slots(wanted).into_iter();
        let head = parts.next().unwrap_or_default();
        let own = slots(line).into_iter().next().unwrap_or_default();
        own == head && parts.all(|part| line.contains(&part))
    };
    if expect.iter().all(|wanted| lines.iter().any(|line| matches(line, wanted))) {
        Ok(())
    } else {
        Err(report())
    }
}

/// The parts of a line: act, debtor and action first, then each slot.
fn slots(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in line.split_whitespace() {
        let opens = word == ">" || word.starts_with(['[', '{', '*']) || word == "(says";
        if opens {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    parts
}

#[test]
fn the_book() {
    let book = include_str!("../../../books/commitments.md");
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut lines = book.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(text) = line.strip_prefix("> ") else { continue };
        let mut expect = Vec::new();
        while let Some(next) = lines.next_if(|l| !l.is_empty()) {
            if next != "nothing" {
                expect.push(next);
            }
        }
        count += 1;
        wrong.extend(check(text, "2019-03-06", &expect).err());
    }
    assert!(count >= 120, "the book has {count} texts");
    assert!(wrong.is_empty(), "{} of {count} fail:\n{}", wrong.len(), wrong.join("\n"));
}
