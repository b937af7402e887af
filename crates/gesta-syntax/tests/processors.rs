//! Every kind of processor reads the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gesta_syntax::{Cpu, Model, ModelKind, write_conllu};
use gesta_text::Document;

const TEXT: &str = "Rebels of the Northern Front shelled two villages near Karshtel on Friday, officials said.\n\n\
    “We aren’t leaving,” Anna Okafor told Radio Meridian. The Ministry of Grain and Water (MGW) did not answer questions \
    about the dam, which was built in 1987 by Hollis & Sons Ltd. and has leaked ever since.";

#[test]
fn all_instructions_give_the_same_reading() {
    for kind in ModelKind::ALL {
        let readings: Vec<String> = Cpu::available()
            .into_iter()
            .map(|cpu| {
                let parsed = Model::on(kind, cpu).unwrap().parse(Document::read(TEXT));
                let mut out = String::new();
                write_conllu(&parsed, "text", &mut out);
                out
            })
            .collect();
        assert!(readings[0].lines().count() > 50, "{}", readings[0]);
        for (cpu, reading) in Cpu::available().iter().zip(&readings) {
            assert_eq!(reading, &readings[0], "{} on {cpu:?}", kind.name());
        }
    }
}
