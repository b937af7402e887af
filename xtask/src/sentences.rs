//! Sentence boundaries, side by side with the splitters that Rust programs usually take.

use std::fmt::Write;
use std::ops::Range;
use std::path::PathBuf;

use unicode_segmentation::UnicodeSegmentation;

/// A splitter: the byte ranges of a text's sentences.
type Splitter = fn(&str) -> Vec<Range<usize>>;

/// Peers split each paragraph on its own, so that none is asked to know paragraphs.
const SPLITTERS: [(&str, Splitter); 4] = [
    ("gesta-text", ours),
    ("sentencex", |text| paragraphs(text, |t| pieces(t, sentencex::segment("en", t)))),
    ("sentencize", |text| paragraphs(text, |t| pieces(t, sentencize::split(t)))),
    ("unicode-segmentation (UAX 29)", |text| {
        paragraphs(text, |t| pieces(t, t.split_sentence_bounds().collect()))
    }),
];

/// A table of precision, recall and F1 for each splitter.
pub(crate) fn table(paths: &[PathBuf]) -> anyhow::Result<String> {
    let mut table = String::from("| | precision | recall | F1 |\n|---|---|---|---|\n");
    for (name, split) in SPLITTERS {
        let row = gesta_eval::boundaries(paths, &split)?;
        writeln!(table, "| {name} | {:.2} | {:.2} | {:.2} |", row.precision, row.recall, row.f1)?;
    }
    Ok(table)
}

fn ours(text: &str) -> Vec<Range<usize>> {
    let document = gesta_text::Document::read(text);
    let span = |s: &gesta_text::Sentence| document.span_of(s.tokens);
    document.sentences().iter().map(span).map(|s| s.start as usize..s.end as usize).collect()
}

/// Where the pieces lie that follow one another in a text.
fn pieces(text: &str, pieces: Vec<&str>) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut place = |piece: &str| {
        let start = at + text.get(at..)?.find(piece)?;
        at = start + piece.len();
        Some(start..at)
    };
    pieces.into_iter().filter_map(&mut place).collect()
}

fn paragraphs(text: &str, split: impl Fn(&str) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        found.extend(split(paragraph).into_iter().map(|r| r.start + start..r.end + start));
        start += paragraph.len() + 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_where_they_lie_in_their_paragraph() {
        let text = "He left. He left.\n\nShe stayed.";
        let found = paragraphs(text, |t| pieces(t, t.split_sentence_bounds().collect()));
        let found: Vec<&str> = found.into_iter().map(|r| text[r].trim()).collect();
        assert_eq!(found, ["He left.", "He left.", "She stayed."]);
        assert_eq!(ours(text), [0..8, 9..17, 19..30]);
    }
}
