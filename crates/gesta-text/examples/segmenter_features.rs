//! Prints what the boundary model is fitted on: `training/segment.py` runs this.
//!
//! Standard input holds documents separated by U+001E; U+001F stands right after the last character of each
//! sentence. For each candidate gap a line comes out: the label (0 or 1) and the hashed features in hexadecimal.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Read, Write};

fn main() -> io::Result<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut ends, mut found) = (0, 0);
    for document in input.split('\u{1E}') {
        let mut text = String::with_capacity(document.len());
        let mut gold = BTreeSet::new();
        for sentence in document.split_inclusive('\u{1F}') {
            text.push_str(sentence.trim_end_matches('\u{1F}'));
            if sentence.ends_with('\u{1F}') {
                gold.insert(text.len() as u32);
            }
        }
        ends += gold.len();
        let mut result = Ok(());
        gesta_text::gaps(&text, |end, features| {
            let label = gold.contains(&end);
            found += usize::from(label);
            let mut line = String::from(if label { "1" } else { "0" });
            for feature in features {
                line.push_str(&format!(" {:x}", feature % (1 << 16)));
            }
            if result.is_ok() {
                result = writeln!(out, "{line}");
            }
        });
        result?;
    }
    out.flush()?;
    eprintln!("{ends} sentence ends, {found} of them candidates");
    Ok(())
}
