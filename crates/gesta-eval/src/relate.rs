//! Relations between two marked actors, against PLV's table of sentences.
//!
//! PLV writes `YIELD` for what PLOVER 2.0 divides into `CONCEDE` and `RETREAT`, and counts it as material cooperation
//! (quad 2); both are mapped to it before anything is compared. The binary task is cooperation (1, 2) against conflict
//! (3, 4). All figures are unweighted means over the classes of the gold standard.

use std::collections::BTreeMap;
use std::path::Path;

use gesta::record::Extent;
use gesta::{Reader, RelationQuery};

use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

/// A row of the table.
struct Case {
    query: RelationQuery,
    root: String,
    quad: String,
}

/// Answers for every sentence of the tables (`.tsv` with the columns `sentence`, `marked_sentence`, `source`,
/// `gold_root` and `gold_penta`).
///
/// Rows: macro-averages over roots, quads and the binary task, then each root.
///
/// # Errors
/// When a file cannot be read or lacks a column.
pub fn relate<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let (mut roots, mut quads, mut binary) = (Classes::default(), Classes::default(), Classes::default());
    let mut count = 0;
    for path in files(paths, &[".tsv"])? {
        let text = std::fs::read_to_string(&path).map_err(|e| EvalError::new(&path, e))?;
        for case in cases(&text).map_err(|e| EvalError::new(&path, e))? {
            let answer = reader.relate(&case.query).map_err(|e| EvalError::new(&path, e))?;
            let (root, quad) = match answer.r#type {
                "CONCEDE" | "RETREAT" => ("YIELD", 2),
                other => (other, answer.quad),
            };
            let conflict = |quad: &str| if matches!(quad, "3" | "4") { "conflict" } else { "cooperation" };
            let quad = quad.to_string();
            roots.add(&case.root, root);
            binary.add(conflict(&case.quad), conflict(&quad));
            quads.add(&case.quad, &quad);
            count += 1;
        }
    }
    let means = [("root", &roots), ("quad", &quads), ("binary", &binary)];
    let mut rows: Vec<Row> = means.into_iter().map(|(name, classes)| classes.mean(name)).collect();
    rows.extend(roots.0.iter().map(|(root, score)| Row::new(root, *score)));
    Ok(Table {
        title: "Relations between marked actors: macro-averages over PLOVER roots, quads, cooperation or conflict"
            .into(),
        corpus: format!("{}: {count} sentences", names(paths)),
        rows,
        figures: Vec::new(),
    })
}

/// Counts for each class.
#[derive(Default)]
struct Classes(BTreeMap<String, Score>);

impl Classes {
    fn add(&mut self, gold: &str, system: &str) {
        let right = usize::from(gold == system);
        self.0.entry(gold.to_owned()).or_default().add(Score { system: 0, gold: 1, right });
        self.0.entry(system.to_owned()).or_default().add(Score { system: 1, gold: 0, right: 0 });
    }

    /// Unweighted means over the classes that the gold standard has.
    fn mean(&self, name: &str) -> Row {
        let of_gold: Vec<&Score> = self.0.values().filter(|s| s.gold > 0).collect();
        let mean = |of: fn(Score) -> f64| {
            let sum: f64 = of_gold.iter().map(|s| of(**s)).sum();
            (sum / of_gold.len().max(1) as f64 * 100.0).round() / 100.0
        };
        Row {
            name: name.to_owned(),
            precision: mean(Score::precision),
            recall: mean(Score::recall),
            f1: mean(Score::f1),
        }
    }
}

fn cases(table: &str) -> Result<Vec<Case>, String> {
    let mut lines = table.lines();
    let heading: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| heading.iter().position(|h| *h == name).ok_or(format!("no column {name}"));
    let (marked, source) = (column("marked_sentence")?, column("source")?);
    let (root, quad) = (column("gold_root")?, column("gold_penta")?);
    let read = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let query = query(cell(marked), cell(source));
        Case { query, root: cell(root).to_owned(), quad: cell(quad).to_owned() }
    };
    Ok(lines.filter(|l| !l.trim().is_empty()).map(read).collect())
}

/// The text without its marks. A source that is not marked is looked for; failing that, the whole text is marked.
fn query(marked: &str, source: &str) -> RelationQuery {
    let mut text = String::new();
    let mut length = 0u32;
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        match ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|tag| rest.starts_with(tag)) {
            Some(tag) => {
                ends.entry(tag).or_insert(length);
                rest = &rest[tag.len()..];
            }
            None => {
                text.push(c);
                length += 1;
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let between = |open: &str, close: &str| -> Option<Extent> {
        let extent = [*ends.get(open)?, *ends.get(close)?];
        (extent[0] < extent[1]).then_some(extent)
    };
    let found = || {
        let start = text.find(source).filter(|_| !source.is_empty())?;
        let start = text[..start].chars().count() as u32;
        Some([start, start + source.chars().count() as u32])
    };
    let source = between("<s>", "</s>").or_else(found).unwrap_or([0, length]);
    RelationQuery { source, target: between("<t>", "</t>"), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_extents() {
        let found = query("In <t>Zürich</t>, <s>two Malian envoys</s> met.", "two Malian envoys");
        assert_eq!(found.text, "In Zürich, two Malian envoys met.");
        assert_eq!((found.source, found.target), ([11, 28], Some([3, 9])));
        assert_eq!(query("Envoys of Chad met.", "Chad").source, [10, 14]);
        assert_eq!(query("Envoys met.", "Chad").source, [0, 11]);
    }

    #[test]
    fn means_are_over_gold_classes() {
        let mut classes = Classes::default();
        for (gold, system) in [("AID", "AID"), ("AID", "REJECT"), ("PROTEST", "PROTEST")] {
            classes.add(gold, system);
        }
        let mean = classes.mean("root");
        assert_eq!((mean.recall, mean.f1), (75.0, 83.33));
    }
}
