//! Prints the sentences and tokens of standard input: `S` and the kind before each sentence, then per token its span
//! in bytes, its form, and `+` where it continues an orthographic word. `training/score_text.py` reads this.

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
    out.flush()
}
