//! Measures `Document::read` on the text files named: words per second on one core, best of five rounds.

use std::time::Instant;

use gesta_text::Document;

fn main() -> std::io::Result<()> {
    let texts = std::env::args().skip(1).map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let best = (0..5)
        .map(|_| {
            let start = Instant::now();
            let tokens: usize = texts.iter().map(|t| Document::read(t).tokens().len()).sum();
            assert!(tokens >= words / 2, "tokens were lost");
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    eprintln!("{words} words, {:.0} words/s", words as f64 / best);
    Ok(())
}
