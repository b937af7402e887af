//! No text and no date makes the stage panic, and what it says lies inside the text.

use gesta_syntax::{Analysis, Dep, Parsed, Upos};
use gesta_text::{Document, TokenId};
use jiff::civil::Date;
use proptest::prelude::*;

/// Words of which the generator builds texts that come near to times.
const WORDS: [&str; 56] = [
    "Friday",
    "Mon",
    "may",
    "May",
    "March",
    "Sept.",
    "spring",
    "the",
    "end",
    "of",
    "early",
    "mid",
    "-",
    "–",
    "last",
    "next",
    "this",
    "that",
    "same",
    "day",
    "days",
    "week",
    "year",
    "centuries",
    "decade",
    "ago",
    "later",
    "before",
    "after",
    "between",
    "and",
    "from",
    "to",
    "until",
    "within",
    "by",
    "three",
    "twenty",
    "1",
    "31",
    "29",
    "2021",
    "9999",
    "0001",
    "10:30",
    "p.m.",
    "GMT",
    "every",
    "a",
    "couple",
    "BC",
    "Easter",
    "Ramadan",
    "’80s",
    ",",
    "999999999",
];

/// A parse without a model: flat trees with tags picked by the token's place.
fn parse(text: &str, tags: usize) -> Parsed {
    let document = Document::read(text);
    let one = |i: usize| Analysis {
        upos: Upos::ALL[(i * 7 + tags) % Upos::ALL.len()],
        feats: ["_", "Tense=Past|VerbForm=Fin", "Tense=Pres|VerbForm=Fin", "Number=Plur"][(i + tags) % 4]
            .into(),
        lemma: "will".into(),
        head: i.checked_sub(1).map(|h| TokenId(h as u32)),
        dep: if i == 0 { Dep::Root } else { Dep::ALL[(i * 3 + tags) % Dep::ALL.len()] },
    };
    let analyses = (0..document.tokens().len()).map(one).collect();
    Parsed::new(document, analyses, Vec::new())
}

fn check(text: &str, published: Option<Date>, tags: usize) {
    let parsed = parse(text, tags);
    let times = gesta_time::read(&parsed, published);
    let mut end = 0;
    for time in &times.times {
        assert!(!time.span.of(text).is_empty(), "{text:?}: an extent off the character boundaries");
        assert!(time.span.start >= end, "{text:?}: extents overlap");
        assert!(time.phrase.contains(time.span), "{text:?}: a phrase without its time");
        end = time.span.end;
    }
}

fn any_date() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::constant(y, m, d)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_on_any_text(text in any::<String>(), date in any_date(), tags in 0usize..50) {
        check(&text, date, tags);
    }

    #[test]
    fn nothing_panics_on_texts_full_of_times(
        words in proptest::collection::vec(0..WORDS.len(), 0..40),
        date in any_date(),
        tags in 0usize..50,
    ) {
        let text = words.iter().map(|&i| WORDS[i]).collect::<Vec<_>>().join(" ");
        check(&text, date, tags);
        check(&text.replace(' ', ""), date, tags);
    }
}

#[test]
fn the_ends_of_the_calendar_are_no_traps() {
    for date in [Date::MIN, Date::MAX, Date::ZERO] {
        for text in [
            "By the end of next century, within 9999 years, 100000 days ago and the day after tomorrow.",
            "Last winter, next weekend, a year earlier, every Friday, in the 9990s and on Easter 9999.",
            "In 1 BC, 9999 BC and on Dec. 31, 9999, the next day, two centuries later, yesterday.",
        ] {
            check(text, Some(date), 0);
        }
    }
}

#[test]
fn long_sentences_take_no_longer_than_short_ones() {
    // Twenty thousand nested openings: quadratic work would take minutes.
    for piece in ["the end of ", "between 3 and ", "May ", "3 ", "two years after ", "( ", "early "] {
        check(&piece.repeat(20_000), Some(Date::constant(2021, 11, 22)), 0);
    }
}
