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
    assert!(count >= 250, "the book has {count} texts");
    assert!(wrong.is_empty(), "{} of {count} fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn broken_texts_are_read_without_end_or_panic() {
    let texts = [
        String::new(),
        "\u{feff}“".to_owned(),
        "will will will must must to to to".to_owned(),
        "He vowed to".to_owned(),
        "until by Friday unless if".to_owned(),
        "“ ".repeat(3_000),
        "She promised that he promised that ".repeat(300),
        "They will pay, ".repeat(1_500),
    ];
    for text in texts {
        let (parsed, found) = support::read(&text, "2019-03-06");
        for commitment in &found {
            assert!(
                !commitment.action_tokens.is_empty(),
                "an action has words: {}",
                support::line(&parsed, commitment)
            );
        }
    }
}

#[test]
fn the_date_made_comes_from_the_clause_of_the_cue() {
    let made = |text: &str| {
        let (_, found) = support::read(text, "2019-03-06");
        found.first().and_then(|c| c.made).and_then(|m| m.start).map(|d| d.to_string())
    };
    assert_eq!(made("The minister promised on Monday to reopen the school.").as_deref(), Some("2019-03-04"));
    assert_eq!(
        made("The bridge closed four months after the governor promised to repair it.").as_deref(),
        Some("2018-11-01")
    );
    assert_eq!(made("The minister promised to reopen the school."), None);
}

#[test]
fn a_commitment_is_tied_to_its_statement_and_event() {
    let (_, found) =
        support::read("The minister said Chad had demanded that the rebels leave the port.", "2019-03-06");
    assert!(found.iter().all(|c| c.statement.is_some()) && !found.is_empty(), "a reported demand: {found:?}");
    let (_, found) = support::read("The general threatened to attack the port.", "2019-03-06");
    assert!(found.iter().any(|c| c.event.is_some()), "a threat is an event: {found:?}");
}

#[test]
fn we_in_a_quotation_is_the_speakers_side() {
    let (_, found) = support::read("\"We will rebuild the bridge,\" President Keita said.", "2019-03-06");
    assert!(found.iter().any(|c| !c.debtor.is_empty()), "{found:?}");
}

#[test]
fn the_action_has_the_type_of_its_words() {
    let kind = |text: &str| {
        let (_, found) = support::read(text, "2019-03-06");
        found.first().and_then(|c| c.action_type).map(|t| t.as_str())
    };
    assert_eq!(kind("The general promised to withdraw his troops."), Some("RETREAT"));
    assert_eq!(kind("The rebels threatened to attack the port."), Some("ASSAULT"));
    assert_eq!(kind("The mayor plans to paint the bridge."), None);
}

#[test]
fn a_headline_is_not_told_twice() {
    let count = |text: &str| support::read(text, "2019-03-06").1.len();
    let lead = "The minister promised on Monday to reopen the school in the village of Karsa by May, her office said.";
    assert_eq!(count(&format!("Minister promises to reopen school\n\n{lead}")), 1);
    assert_eq!(count(&format!("Minister promises to reopen hospital\n\n{lead}")), 2);
}
