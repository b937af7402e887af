//! Factuality against the UW corpus (JSON Lines; Lee et al. 2015): how sure readers are, from −3 to 3, that what a word names
//! happened.
//!
//! What Gesta says of a word (`gesta_event::reading_of`) is read as the number in [`value`]; the measures are those of the
//! field, mean absolute error (MAE) and Pearson's r. The numbers belong to this measurement only: they translate five
//! classes into the readers' scale, are the medians of its training part, rounded to fifths as its labels are, and nothing
//! else in Gesta uses them.

use std::path::Path;

use gesta::{Article, Parsed, Reader};
use gesta_event::{Factuality, reading_of};
use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;
use serde::Deserialize;

use crate::table::Figure;
use crate::{EvalError, Row, Table, files, names};

/// What readers take a class for, by who gives it: the word's own clause ("will leave"), the governor of an infinitive
/// ("plans to leave"), any other governor or what is said of something else ("plans a visit", "promised to start leaving").
const VALUES: [(Factuality, [f64; 3]); 4] = [
    (Factuality::Planned, [2.4, 2.0, 2.4]),
    (Factuality::Possible, [1.4, 1.4, 2.0]),
    (Factuality::Hypothetical, [1.4, 1.2, 1.4]),
    (Factuality::Denied, [-1.8, -2.0, -0.2]),
];

/// What readers take an actual word for, and one that names only the kind of another noun ("merger talks").
const ACTUAL: [f64; 2] = [3.0, 2.4];

/// A sentence, its words parted by blanks.
#[derive(Deserialize)]
struct Sentence {
    text: String,
    targets: Vec<Target>,
}

/// A word, by its place among the words, and what readers say of it.
#[derive(Deserialize)]
struct Target {
    span1: [usize; 2],
    label: f64,
}

/// Reads each sentence and compares the factuality of its marked words.
///
/// # Errors
/// When a file cannot be read or a line is not in the format.
pub fn factuality<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    let mut sentences = 0;
    for file in files(paths, &[".jsonl"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |what: String| EvalError::new(&file, format!("line {}: {what}", number + 1));
            let sentence: Sentence = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
            let (text, starts) = written(&sentence.text);
            let parsed = reader.parse(&mut Article { text, ..Article::default() });
            for target in &sentence.targets {
                let start = starts.get(target.span1[0]).ok_or_else(|| wrong("no such word".into()))?;
                let value = token_at(&parsed, *start).map_or(ACTUAL[0], |t| value(&parsed, t));
                pairs.push((target.label, value));
            }
            sentences += 1;
        }
    }
    let count = pairs.len().max(1) as f64;
    let error = pairs.iter().map(|(g, s)| (g - s).abs()).sum::<f64>() / count;
    Ok(Table {
        title: "Factuality from −3 to 3: mean absolute error, Pearson's r".into(),
        corpus: format!("{}: {sentences} sentences, {} words", names(paths), pairs.len()),
        rows: Vec::<Row>::new(),
        figures: vec![Figure::new("MAE", error), Figure::new("r", correlation(&pairs))],
    })
}

/// What Gesta says of a word, on the readers' scale.
fn value(parsed: &Parsed, word: TokenId) -> f64 {
    let reading = reading_of(parsed, word);
    let infinitive = matches!(parsed.dep(word), Dep::Xcomp | Dep::Acl);
    let who = match reading.distance {
        0 => 0,
        1 if infinitive => 1,
        _ => 2,
    };
    let row = VALUES.iter().find(|(class, _)| *class == reading.factuality);
    let kind = parsed.upos(word) == Upos::Noun && parsed.dep(word) == Dep::Compound;
    row.and_then(|(_, values)| values.get(who).copied()).unwrap_or(ACTUAL[usize::from(kind)])
}

/// The sentence as it was written, without blanks before punctuation and clitics, and where its words start, in bytes.
fn written(words: &str) -> (String, Vec<u32>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut open = true;
    for word in words.split(' ') {
        let joined = matches!(word, "," | "." | ";" | ":" | "?" | "!" | ")" | "%" | "n't" | "'")
            || (word.starts_with('\'') && word.len() > 1 && word != "''");
        if !open && !joined {
            text.push(' ');
        }
        starts.push(text.len() as u32);
        open = matches!(word, "(" | "$" | "``" | "`");
        text.push_str(match word {
            "``" | "''" | "`" => "\"",
            word => word,
        });
    }
    (text, starts)
}

fn token_at(parsed: &Parsed, byte: u32) -> Option<TokenId> {
    let holds = |t: &TokenId| {
        let span = parsed.span_of(gesta_text::TokenSpan::one(*t));
        span.start <= byte && byte < span.end
    };
    parsed.all_tokens().iter().find(holds)
}

/// Pearson's r.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len().max(1) as f64;
    let (mean_x, mean_y) =
        (pairs.iter().map(|p| p.0).sum::<f64>() / count, pairs.iter().map(|p| p.1).sum::<f64>() / count);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (dx, dy) = (x - mean_x, y - mean_y);
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    if xx * yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places() {
        let (text, starts) = written("`` We ca n't ( now ) , '' he said .");
        assert_eq!(text, "\"We can't (now), \" he said.");
        assert_eq!(starts.len(), 12);
        assert_eq!(&text[starts[10] as usize..], "said.");
    }

    #[test]
    fn correlation_is_pearsons() {
        assert!((correlation(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) - 1.0).abs() < 1e-9);
        assert_eq!(correlation(&[(0.0, 1.0), (1.0, 1.0)]), 0.0);
    }
}
