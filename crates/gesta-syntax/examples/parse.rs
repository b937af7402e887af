//! Prints the parse of standard input in CoNLL-U; `fast` as an argument takes the fast model.

use std::io::Read;

use gesta_syntax::{Model, ModelKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let kind = std::env::args().nth(1).and_then(|name| ModelKind::named(&name)).unwrap_or_default();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let parsed = Model::embedded(kind)?.parse(gesta_text::Document::read(&text));
    let mut out = String::new();
    gesta_syntax::write_conllu(&parsed, "stdin", &mut out);
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}
