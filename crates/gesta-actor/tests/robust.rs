//! Odd input: nothing panics, and long documents stay linear.

use std::time::Instant;

use gesta_syntax::{Model, ModelKind};
use gesta_text::Document;

fn read(model: &Model, text: &str) -> usize {
    let parsed = model.parse(Document::read(text));
    let places = gesta_place::read(&parsed);
    gesta_actor::read(&parsed, &places, None).actors().len()
}

#[test]
fn odd_texts_are_read() {
    let model = Model::embedded(ModelKind::Accurate).expect("the embedded weights fit");
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

/// Four times the text takes about four times as long, not sixteen times: sentences that all look back.
#[test]
fn time_grows_with_length() {
    let model = Model::embedded(ModelKind::Accurate).expect("the embedded weights fit");
    let text =
        |n: usize| "The group told Omar Haddad that it would leave. He said the army had fled.\n\n".repeat(n);
    // The best of several runs, of about the same length: other programs run on the machine.
    let time = |n: usize, times: usize| {
        let parsed = model.parse(Document::read(&text(n)));
        let places = gesta_place::read(&parsed);
        let run = || {
            let start = Instant::now();
            for _ in 0..times {
                assert!(!gesta_actor::read(&parsed, &places, None).actors().is_empty());
            }
            start.elapsed().as_secs_f64()
        };
        (0..7).map(|_| run()).fold(f64::MAX, f64::min)
    };
    let (short, long) = (time(100, 4), time(400, 1));
    println!("{:.0} words/s", 400.0 * 15.0 / long);
    assert!(long < short * 2.5, "100 paragraphs four times took {short} s, 400 took {long} s");
}
