//! Any text is read without a panic, quotation marks that match nothing take no more than linear time, and the spans
//! that come out lie in the text.

mod common;

use std::time::{Duration, Instant};

use common::read;
use gesta_actor::Actors;
use gesta_syntax::{Analysis, Dep, Parsed, Upos};
use gesta_text::{Document, TokenId};
use proptest::prelude::*;

/// Reads a text with a parse made up from `noise`: whatever a model may say, nothing panics.
fn read_with_noise(text: &str, noise: &[u8]) {
    let document = Document::read(text);
    let byte = |i: usize| usize::from(noise.get(i % noise.len().max(1)).copied().unwrap_or(0));
    let analyses = (0..document.tokens().len())
        .map(|i| {
            let sentence = document.sentence(document.token(TokenId(i as u32)).sentence).tokens;
            let head = sentence.start + (byte(i * 3) as u32 % sentence.len().max(1) as u32);
            Analysis {
                upos: Upos::ALL[byte(i * 3 + 1) % Upos::ALL.len()],
                feats: "VerbForm=Fin".into(),
                lemma: document.form(TokenId(i as u32)).to_lowercase().into(),
                head: (head as usize != i && byte(i) != 0).then_some(TokenId(head)),
                dep: Dep::ALL[byte(i * 3 + 2) % Dep::ALL.len()],
            }
        })
        .collect();
    check(&Parsed::new(document, analyses, Vec::new()));
}

/// Time for which the processor worked on reading; on systems other than Linux what a clock shows.
fn reading_time(parsed: &Parsed) -> Duration {
    let (start, worked) = (Instant::now(), time_worked());
    let all = gesta_statement::read(parsed, &Actors::default());
    let spent = worked.and_then(|w| Some(time_worked()? - w)).unwrap_or(start.elapsed());
    drop(all);
    spent
}

/// Time for which the processor has worked for this thread, where the system tells it: a busy machine does not count.
fn time_worked() -> Option<Duration> {
    let row = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    row.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Every span lies in the text, content pieces are in order and apart, the index finds what they hold.
fn check(parsed: &Parsed) {
    let all = gesta_statement::read(parsed, &Actors::default());
    for statement in &all.statements {
        assert_eq!(statement.content.len(), statement.content_tokens.len());
        assert!(!statement.content.is_empty());
        for pair in statement.content.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{statement:?}");
        }
        for span in statement.content.iter().chain(&statement.cue).chain(&statement.speaker_span) {
            assert!(!span.of(parsed.text()).is_empty(), "{statement:?}");
        }
        for token in statement.content_tokens.iter().flat_map(|c| c.iter()) {
            assert!(all.around(token).is_some());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_text(text in "\\PC{0,200}", noise in proptest::collection::vec(any::<u8>(), 1..64)) {
        read_with_noise(&text, &noise);
    }

    #[test]
    fn arbitrary_speech(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "said", "that", "he", "told", "“", "”", "\"", "'", "‘", "’", ",", ".", "\n\n", "according", "to", "KING:",
                "claim", "the", "of", "—", "«", "»", "warned", "reportedly", "in", "view", "''", "``", "?", "issued",
            ]),
            0..80,
        ),
        noise in proptest::collection::vec(any::<u8>(), 1..64),
    ) {
        read_with_noise(&words.join(" "), &noise);
    }
}

#[test]
fn unmatched_quotation_marks_take_linear_time() {
    for mark in ["“ ", "\"x ", "« y ", "‘z ", "” ", "“a ”b \"c "] {
        let text = mark.repeat(10_000);
        let document = Document::read(&text);
        let plain = |_| Analysis {
            upos: Upos::Noun,
            feats: "_".into(),
            lemma: "x".into(),
            head: None,
            dep: Dep::Root,
        };
        let analyses = (0..document.tokens().len()).map(plain).collect();
        let spent = reading_time(&Parsed::new(document, analyses, Vec::new()));
        assert!(spent < Duration::from_secs(2), "{mark}: {spent:?}");
    }
}

#[test]
fn giant_sentences_take_linear_time() {
    // All words hang on the first one, or each on the one before it.
    for flat in [true, false] {
        let text = "warned of that claim according to him said ".repeat(3_000);
        let document = Document::read(&text);
        let word = |i: usize| Analysis {
            upos: [
                Upos::Verb,
                Upos::Adp,
                Upos::Sconj,
                Upos::Noun,
                Upos::Verb,
                Upos::Adp,
                Upos::Pron,
                Upos::Verb,
            ][i % 8],
            feats: "VerbForm=Fin".into(),
            lemma: "x".into(),
            head: (i > 0).then(|| TokenId(if flat { 0 } else { i as u32 - 1 })),
            dep: [Dep::Ccomp, Dep::Conj, Dep::Advcl, Dep::Xcomp, Dep::Parataxis, Dep::AclRelcl][i % 6],
        };
        let analyses = (0..document.tokens().len()).map(word).collect();
        let spent = reading_time(&Parsed::new(document, analyses, Vec::new()));
        assert!(spent < Duration::from_secs(2), "flat {flat}: {spent:?}");
    }
}

#[test]
fn nesting() {
    let (parsed, all) = read("The envoy said that the king believes that the war will end.");
    let inner = all.statements.iter().find(|s| s.cue_class == "thought").expect("a thought");
    let outer = inner.inside.and_then(|i| all.get(i)).expect("it is reported");
    assert_eq!(outer.cue_class, "said");
    assert_eq!(outer.inside, None);
    let end = parsed.all_tokens().iter().find(|&t| &*parsed.form(t) == "war").expect("a word");
    assert_eq!(all.around(end).and_then(|i| all.get(i)).map(|s| &*s.cue_class), Some("thought"));
}
