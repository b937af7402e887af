//! The factuality of any word, by the book.

mod reading;

use gesta_event::{Factuality, factuality_of, reading_of};
use gesta_syntax::Parsed;
use gesta_text::{TokenId, TokenSpan};
use reading::read;

/// A sentence with a word between asterisks: its reading, and the word.
fn marked(sentence: &str) -> (Parsed, TokenId) {
    let start = sentence.find('*').expect("a mark") as u32;
    let parsed = read(&sentence.replace('*', "")).parsed;
    let at = |t: &TokenId| parsed.span_of(TokenSpan::one(*t)).start == start;
    let word = parsed.all_tokens().iter().find(at).expect("a word at the mark");
    (parsed, word)
}

#[test]
fn book() {
    let lines = include_str!("../../../books/factuality.md").lines().filter_map(|l| l.strip_prefix("- "));
    let (mut all, mut wrong) = (0, Vec::new());
    for line in lines {
        let (class, sentence) = line.split_once(": ").expect("a class and a sentence");
        let (parsed, word) = marked(sentence);
        let found = factuality_of(&parsed, word).as_str();
        all += 1;
        if found != class {
            wrong.push(format!("{sentence} {found}, not {class}"));
        }
    }
    assert!(all >= 75, "{all}");
    assert!(wrong.is_empty(), "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
}

/// Who says so: the clause itself, its governor, or an inference from what is said of something else.
#[test]
fn distance() {
    for (sentence, factuality, distance) in [
        ("The army *attacked* the village.", Factuality::Actual, 0),
        ("The army did not *attack* the village.", Factuality::Denied, 0),
        ("The army refused to *attack* the village.", Factuality::Denied, 1),
        ("The army did not plan to *attack* the village.", Factuality::Denied, 2),
        ("The army will *attack* the village.", Factuality::Planned, 0),
        ("The army plans to *attack* the village.", Factuality::Planned, 1),
        ("The army plans to begin to *attack* the village.", Factuality::Planned, 2),
    ] {
        let (parsed, word) = marked(sentence);
        let reading = reading_of(&parsed, word);
        assert_eq!((reading.factuality, reading.distance), (factuality, distance), "{sentence}");
    }
}
