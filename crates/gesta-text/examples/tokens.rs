//! Prints the sentences and tokens of standard input: `S` and the kind before each sentence, then per token its span
//! in bytes, its form, and `+` where it continues an orthographic word; then the furniture (`F`) and the warnings
//! (`W`). `training/score_text.py` reads this.

use std::io::{self, BufWriter, Read, Write};

use gesta_text::{Document, TokenId};

fn main() -> io::Result<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let document = Document::read(&input);
    let mut out = BufWriter::new(io::stdout().lock());
    for sentence in document.sentences() {
        writeln!(out, "S\t{:?}", sentence.kind)?;
        for id in sentence.tokens.iter() {
            let span = document.token(id).span;
            let next = document.multiwords().partition_point(|m| m.end <= id.0);
            let continues = document.multiwords().get(next).is_some_and(|m| m.has(id) && m.start < id.0);
            let mark = if continues { "+" } else { "" };
            writeln!(out, "{}\t{}\t{}\t{mark}", span.start, span.end, document.form(TokenId(id.0)))?;
        }
    }
    for furniture in document.furniture() {
        let (all, value) = (furniture.span.of(&input), furniture.value.of(&input));
        writeln!(out, "F\t{:?}\t{all:?}\t{value:?}", furniture.kind)?;
    }
    for warning in document.warnings() {
        let span = warning.span.map_or("", |s| s.of(&input));
        writeln!(out, "W\t{}\t{}\t{span:?}", warning.code, warning.message)?;
    }
    out.flush()
}
