//! Odd input: nothing panics, and long documents stay linear.

use std::time::Instant;

use gesta_syntax::Model;
use gesta_text::Document;

fn read(model: &Model, text: &str) -> usize {
    let parsed = model.parse(Document::read(text)).expect("the model runs");
    let places = gesta_place::read(&parsed);
    gesta_actor::read(&parsed, &places, None).actors().len()
}

#[test]
fn odd_texts_are_read() {
    let model = Model::embedded().expect("the embedded weights fit");
    for text in [
        "",
        " ",
        "-",
        "''",
        "(((((",
        "“““ we ””” said he",
        "President",
        "The the of of -backed",
        "’s ’s al-",
        "🙂 said 🙂.",
    ] {
        read(&model, text);
    }
    let quotes = "\"We agree,\" he said. ".repeat(200);
    assert!(read(&model, &quotes) < 250);
}

/// Twice the text takes about twice the time, not four times: the document of short sentences that all look back.
#[test]
fn time_grows_with_length() {
    let model = Model::embedded().expect("the embedded weights fit");
    let text =
        |n: usize| "The group told Omar Haddad that it would leave. He said the army had fled.\n\n".repeat(n);
    let time = |n: usize| {
        let parsed = model.parse(Document::read(&text(n))).expect("the model runs");
        let places = gesta_place::read(&parsed);
        let start = Instant::now();
        let actors = gesta_actor::read(&parsed, &places, None);
        assert!(!actors.actors().is_empty());
        start.elapsed().as_secs_f64()
    };
    time(20);
    let (short, long) = (time(60).max(1e-4), time(480));
    println!("{:.0} words/s", 480.0 * 15.0 / long);
    assert!(long < short * 8.0 * 4.0, "60 paragraphs took {short} s, 480 took {long} s");
}
