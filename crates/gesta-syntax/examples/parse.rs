//! Prints the parse of standard input in CoNLL-U.

use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let parsed = gesta_syntax::Model::embedded()?.parse(gesta_text::Document::read(&text))?;
    let mut out = String::new();
    gesta_syntax::write_conllu(&parsed, "stdin", &mut out);
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}
