//! Runs the examples of the cue tables: the bracketed words are the content of a statement with that cue, and the
//! counterexamples hold no statement with it.

mod common;

use common::read;
use gesta_statement::Statement;

/// The text without brackets and braces, the bracketed pieces, the words in braces.
fn unmark(example: &str) -> (String, Vec<String>, Option<String>) {
    let (mut text, mut pieces, mut source) = (String::new(), Vec::new(), None);
    let mut starts = Vec::new();
    for c in example.chars() {
        match c {
            '[' | '{' => starts.push(text.len()),
            ']' => pieces.push(text[starts.pop().expect("opened")..].to_owned()),
            '}' => source = Some(text[starts.pop().expect("opened")..].to_owned()),
            c => text.push(c),
        }
    }
    (text, pieces, source)
}

fn pieces<'t>(text: &'t str, statement: &Statement) -> Vec<&'t str> {
    statement.content.iter().map(|s| s.of(text)).collect()
}

fn check(cue: &str, example: &str) -> Result<(), String> {
    let (text, expect, source) = unmark(example);
    let expect: Vec<&str> = expect.iter().map(|p| p.trim().trim_start_matches([',', ' '])).collect();
    let (_, all) = read(&text);
    let fits = |s: &&Statement| {
        pieces(&text, s) == expect
            && source.as_deref().is_none_or(|w| s.speaker_span.is_some_and(|p| p.of(&text) == w))
    };
    match all.statements.iter().find(fits) {
        Some(_) => Ok(()),
        None => {
            let found: Vec<_> = all
                .statements
                .iter()
                .map(|s| {
                    (
                        s.cue.map_or("-", |c| c.of(&text)),
                        s.speaker_span.map_or("-", |c| c.of(&text)),
                        pieces(&text, s),
                    )
                })
                .collect();
            Err(format!("{cue}: {example}\n    found {found:?}"))
        }
    }
}

/// True when some statement of the sentence has a cue that begins with the first letters of `lemma`.
fn reports(lemma: &str, text: &str) -> bool {
    let stem: String = lemma.chars().take(4).collect();
    let (_, all) = read(text);
    let heads = |s: &Statement| {
        s.cue.is_some_and(|c| c.of(text).to_lowercase().split(' ').any(|w| w.starts_with(&stem)))
    };
    all.statements.iter().any(heads)
}

fn run(table: &str, example: usize) {
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.split('\t').collect())
        .collect();
    let mut failures: Vec<String> = rows.iter().filter_map(|r| check(r[0], r[example]).err()).collect();
    for row in &rows {
        if let Some(counter) = row.get(example + 1).filter(|c| reports(row[0], c)) {
            failures.push(format!("{}: must not match: {counter}", row[0]));
        }
    }
    assert!(failures.is_empty(), "{} of {} rows\n{}", failures.len(), rows.len(), failures.join("\n"));
}

#[test]
fn verbs() {
    run(include_str!("../../../knowledge/en/cues/verbs.tsv"), 3);
}

#[test]
fn nouns() {
    run(include_str!("../../../knowledge/en/cues/nouns.tsv"), 3);
}

#[test]
fn adjectives() {
    run(include_str!("../../../knowledge/en/cues/adjectives.tsv"), 3);
}

#[test]
fn phrases() {
    run(include_str!("../../../knowledge/en/cues/phrases.tsv"), 2);
}

#[test]
fn adverbs() {
    run(include_str!("../../../knowledge/en/cues/adverbs.tsv"), 2);
}

#[test]
fn light_verbs() {
    run(include_str!("../../../knowledge/en/cues/light.tsv"), 1);
}

#[test]
fn verbs_of_using_words() {
    run(include_str!("../../../knowledge/en/cues/uttering.tsv"), 1);
}

#[test]
fn evidence() {
    run(include_str!("../../../knowledge/en/cues/evidence.tsv"), 1);
}

/// Whoever stands after "by" did the deed; nobody is named who tells of it.
#[test]
fn acts() {
    let table = include_str!("../../../knowledge/en/cues/acts.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let (noun, example) = row.split_once('\t').expect("two columns");
        check(noun, example).unwrap_or_else(|e| panic!("{e}"));
        let (_, all) = read(&unmark(example).0);
        assert!(all.statements.iter().all(|s| s.speaker_span.is_none()), "{noun}: {example}");
    }
}

#[test]
fn unnamed_speakers() {
    let table = include_str!("../../../knowledge/en/cues/anonymous.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let (lemma, example) = row.split_once('\t').expect("two columns");
        let (_, all) = read(example);
        assert!(all.statements.iter().any(|s| s.anonymous), "{lemma}: {example}");
    }
}

#[test]
fn circumstances() {
    let table = include_str!("../../../knowledge/en/cues/circumstances.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let (noun, example) = row.split_once('\t').expect("two columns");
        let marked = example.replace("the firm", "[the firm").replace('”', "”]");
        check(noun, &marked).unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn ways_of_sending() {
    let table = include_str!("../../../knowledge/en/cues/sending.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let (word, example) = row.split_once('\t').expect("two columns");
        let marked = example.replace("the firm", "[the firm").replace("left in", "left] in");
        check(word, &marked).unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn nobody_says_anything() {
    for table in [
        include_str!("../../../knowledge/en/cues/generic.tsv"),
        include_str!("../../../knowledge/en/cues/times.tsv"),
        include_str!("../../../knowledge/en/cues/no_sources.tsv"),
        include_str!("../../../knowledge/en/cues/works.tsv"),
    ] {
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            let (word, example) = row.split_once('\t').expect("two columns");
            let (_, all) = read(example);
            assert!(all.statements.is_empty(), "{word}: {example} {:#?}", all.statements);
        }
    }
}
