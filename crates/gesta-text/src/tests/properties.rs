//! What holds for every text.

use std::time::Instant;

use proptest::prelude::*;

use crate::chars::{is_attached, is_invisible, is_space};
use crate::{CharIndex, Document};

/// Tokens are ordered, do not overlap, are not empty, lie on character boundaries and cover what is not white space;
/// sentences hold all tokens, each its own; everything else lies inside the text.
fn assert_sound(text: &str) {
    let document = Document::read(text);
    assert_eq!(document.text(), text);
    let mut at = 0;
    let separates = |c: char| is_space(c) || is_invisible(c) || is_attached(c);
    for token in document.tokens() {
        assert!(token.span.start >= at && !token.span.is_empty(), "{text:?}");
        let gap = text.get(at as usize..token.span.start as usize).expect("on character boundaries");
        assert!(gap.chars().all(separates), "{gap:?} of {text:?} is in no token");
        let form = text.get(token.span.range()).expect("on character boundaries");
        assert!(!form.contains(is_space), "{form:?} holds white space");
        at = token.span.end;
    }
    assert!(text.get(at as usize..).expect("on a character boundary").chars().all(separates));
    let mut next = 0;
    for (id, sentence) in document.sentences().iter().enumerate() {
        assert_eq!(sentence.tokens.start, next);
        assert!(!sentence.tokens.is_empty());
        assert_eq!(document.span_of(sentence.tokens), sentence.span);
        assert!(sentence.tokens.iter().all(|t| document.token(t).sentence.index() == id));
        assert!(document.paragraphs()[sentence.paragraph as usize].contains(sentence.span));
        next = sentence.tokens.end;
    }
    assert_eq!(next as usize, document.tokens().len());
    for words in document.multiwords() {
        assert!(words.len() > 1);
        assert_eq!(
            document.token(words.iter().next().expect("two")).sentence,
            document.token(words.iter().next_back().expect("two")).sentence
        );
    }
    let whole = 0..=text.len() as u32;
    for furniture in document.furniture() {
        assert!(furniture.span.contains(furniture.value) && whole.contains(&furniture.span.end));
    }
    let index = CharIndex::new(text);
    for token in document.tokens() {
        assert_eq!(index.byte_of(index.char_of(token.span.start)), token.span.start);
    }
    assert_eq!(
        format!("{:?}", Document::read(text)),
        format!("{document:?}"),
        "the same text reads the same"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_string(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn anything_near_news(text in r#"([A-Za-z]{1,7}|[0-9]{1,4}|[-.,:;'"’‘“”()$%/@#&…—!?\[\]|]|U\.S\.|Mr\.|By|date|CAIRO|\(AP\)|Nov|n't|www\.|://|\u{AD}|\u{FEFF}|\u{301}|👩‍🚀|[ \n\r\u{A0}]){0,60}"#) {
        assert_sound(&text);
    }
}

#[test]
fn time_is_linear() {
    let texts = [
        "(".repeat(10_000),
        "“".repeat(10_000) + "a",
        "' ".repeat(200_000),
        "a-".repeat(500_000),
        "a.".repeat(500_000),
        "ab.".repeat(500_000),
        "1,".repeat(500_000),
        "1-".repeat(500_000),
        "x'".repeat(500_000),
        "www.a\"".repeat(200_000),
        "a@".repeat(300_000),
        "CAIRO ".repeat(200_000),
        "No.\n\n".repeat(100_000),
        "Title Here\n\n".repeat(50_000),
        "This is a condensed version. However, in. ".repeat(20_000),
        "e\u{301}".repeat(300_000),
        "👩‍".repeat(100_000),
        "The minister said on Monday that it would rain. ".repeat(20_000),
        "word ".repeat(1_000_000),
        "x".repeat(5_000_000),
    ];
    for text in texts {
        let start = Instant::now();
        let document = Document::read(&text);
        let head: String = text.chars().take(20).collect();
        assert!(!document.tokens().is_empty());
        // Far above what a linear reading takes without optimisation, far below what a quadratic one does.
        assert!(start.elapsed().as_secs() < 10, "{head:?} took {:?}", start.elapsed());
    }
}
