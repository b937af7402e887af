//! The program reads as the training code does, whose predictions for sentences of ours are in each model's `parity.json`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gesta_syntax::{Model, ModelKind, Parsed, Upos};
use gesta_text::Document;
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    words: Vec<String>,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    head: Vec<u32>,
    deprel: Vec<String>,
    ner: Vec<String>,
}

fn ner(parsed: &Parsed) -> Vec<String> {
    let tag = |token| match parsed.entity_at(token) {
        None => "O".to_owned(),
        Some(e) => {
            let (first, last) = (e.tokens.start == token.0, e.tokens.end == token.0 + 1);
            let position = match (first, last) {
                (true, true) => "S",
                (true, false) => "B",
                (false, true) => "E",
                (false, false) => "I",
            };
            format!("{position}-{}", e.kind)
        }
    };
    parsed.all_tokens().iter().map(tag).collect()
}

#[test]
fn the_accurate_model_reads_as_the_training_code_does() {
    check(ModelKind::Accurate, include_str!("../../../models/accurate/parity.json"));
}

#[test]
fn the_fast_model_reads_as_the_training_code_does() {
    check(ModelKind::Fast, include_str!("../../../models/fast/parity.json"));
}

fn check(kind: ModelKind, examples: &str) {
    let examples: Vec<Example> = serde_json::from_str(examples).unwrap();
    assert!(!examples.is_empty());
    let model = Model::embedded(kind).unwrap();
    for example in examples {
        let parsed = model.parse(Document::read(&example.words.join(" ")));
        let each = |f: &dyn Fn(gesta_text::TokenId) -> String| -> Vec<String> {
            parsed.all_tokens().iter().map(f).collect()
        };
        assert_eq!(each(&|t| parsed.form(t).into_owned()), example.words);
        assert_eq!(each(&|t| parsed.upos(t).to_string()), example.upos, "{:?}", example.words);
        assert_eq!(each(&|t| parsed.feats(t).to_owned()), example.feats, "{:?}", example.words);
        // Lemmas of verbs are mended by the program's lexicon.
        for (token, lemma) in parsed.all_tokens().iter().zip(&example.lemma) {
            assert!(
                parsed.upos(token) == Upos::Verb || parsed.lemma(token) == lemma,
                "{lemma} {:?}",
                example.words
            );
        }
        let heads: Vec<u32> =
            parsed.all_tokens().iter().map(|t| parsed.head(t).map_or(0, |h| h.0 + 1)).collect();
        assert_eq!(heads, example.head, "{:?}", example.words);
        assert_eq!(each(&|t| parsed.dep(t).to_string()), example.deprel, "{:?}", example.words);
        assert_eq!(ner(&parsed), example.ner, "{:?}", example.words);
    }
}
