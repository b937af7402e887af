//! Reads lines of a phrase, a tab and a day, and prints what each refers to.

use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (phrase, on) = line.split_once('\t').unwrap_or((&line, ""));
        let reading = gesta_actor::resolve_phrase(phrase, on.parse().ok());
        let country = reading.country.map_or(String::new(), |c| c.to_string());
        writeln!(out, "{phrase}\t{country}\t{}\t{}", reading.sector.unwrap_or(""), reading.rule)?;
    }
    Ok(())
}
