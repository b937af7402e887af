//! Named entities: exact spans and types, micro-averaged over PER, ORG and LOC.

use std::collections::BTreeSet;
use std::path::Path;

use gesta::{Article, Reader};

use crate::columns::sentences;
use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

const TYPES: [&str; 3] = ["PER", "ORG", "LOC"];

/// The three types for the names that corpora give them; other types are not compared.
fn common_type(name: &str) -> Option<&'static str> {
    match name {
        "PER" | "Person" | "person" => Some("PER"),
        "ORG" | "Organization" | "organization" => Some("ORG"),
        "LOC" | "Location" | "Facility" | "location" => Some("LOC"),
        _ => None,
    }
}

/// Reads the sentences of each file as the paragraphs of one article and compares entities by bytes.
///
/// # Errors
/// When a file cannot be read.
pub fn entities<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut scores = [Score::default(); 3];
    let mut count = 0;
    for file in files(paths, &[".iob2", ".tsv", ".conll"])? {
        let mut text = String::new();
        let mut gold = BTreeSet::new();
        for sentence in sentences(&file)? {
            let at = text.len();
            text.push_str(&sentence.text);
            text.push_str("\n\n");
            let known = sentence
                .entities
                .iter()
                .filter_map(|(s, e, kind)| Some((at + s, at + e, common_type(kind)?)));
            gold.extend(known);
            count += 1;
        }
        let system = found(reader, &text);
        for (score, kind) in scores.iter_mut().zip(TYPES) {
            let of_kind = |set: &BTreeSet<(usize, usize, &str)>| set.iter().filter(|e| e.2 == kind).count();
            let right = gold.intersection(&system).filter(|e| e.2 == kind).count();
            score.add(Score { gold: of_kind(&gold), system: of_kind(&system), right });
        }
    }
    let mut all = Score::default();
    scores.iter().for_each(|s| all.add(*s));
    let mut rows: Vec<Row> = TYPES.iter().zip(scores).map(|(kind, score)| Row::new(kind, score)).collect();
    rows.push(Row::new("all", all));
    Ok(Table {
        title: "Named entities, exact span and type".into(),
        corpus: format!("{}: {count} sentences", names(paths)),
        rows,
        figures: Vec::new(),
    })
}

/// Entities of a text of any length, read in pieces that end at a paragraph.
fn found(reader: &Reader, text: &str) -> BTreeSet<(usize, usize, &'static str)> {
    const PIECE: usize = 1 << 18;
    let mut all = BTreeSet::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + PIECE).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if end < text.len() {
            end = text[start..end].rfind("\n\n").map_or(end, |at| start + at + 2);
        }
        let mut article = Article { text: text[start..end].to_owned(), ..Article::default() };
        let parsed = reader.parse(&mut article);
        for entity in parsed.entities() {
            let span = parsed.span_of(entity.tokens);
            let kind = common_type(entity.kind.as_str());
            all.extend(kind.map(|kind| (start + span.start as usize, start + span.end as usize, kind)));
        }
        start = end;
    }
    all
}
