//! Tables: CSV and TSV with a header, an article a row.

use std::path::Path;

use gesta::Article;

use crate::InputError;
use crate::fields::{Fields, have_text};

/// What separates fields, the likeliest first: spreadsheets of many countries write semicolons.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The articles of a table's rows, or why it holds none.
pub(crate) fn articles(table: &str, path: &Path) -> Result<Vec<Result<Article, InputError>>, InputError> {
    let table = table.trim_start_matches('\u{FEFF}');
    let reader = |separator| {
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::Headers).from_reader(table.as_bytes())
    };
    let header = |separator| reader(separator).headers().cloned().unwrap_or_default();
    let Some(separator) = SEPARATORS.into_iter().find(|s| have_text(&header(*s))) else {
        let first: String = table.lines().next().unwrap_or_default().chars().take(80).collect();
        let message = format!(
            "no column `text` (nor `body` or `content`) in the first line of this table; that is “{first}”"
        );
        return Err(InputError::new(path, message));
    };
    let mut reader = reader(separator);
    let names = header(separator);
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row.map_err(|e| {
            let line = e.position().map_or(0, csv::Position::line);
            match e.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => InputError::at(
                    path,
                    line,
                    format!("{len} fields where the first line has {expected_len}"),
                ),
                _ => InputError::at(path, line, &e),
            }
        })?;
        let mut fields = Fields::default();
        for (name, value) in names.iter().zip(&row) {
            fields.set(name, value.to_owned());
        }
        let line = row.position().map_or(0, csv::Position::line);
        fields.article().map_err(|what| InputError::at(path, line, what))
    };
    Ok(reader.records().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(table: &str, expect: &[&str]) {
        let found: Vec<String> = match articles(table, Path::new("t.csv")) {
            Err(error) => vec![error.to_string()],
            Ok(rows) => rows
                .into_iter()
                .map(|a| {
                    a.map_or_else(|e| e.to_string(), |a| format!("{}: {}", a.key.unwrap_or_default(), a.text))
                })
                .collect(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn rows_become_articles() {
        check("id,Text\n1,Hi.\n2,\"He said,\n\"\"No.\"\"\"\r\n", &["1: Hi.", "2: He said,\n\"No.\""]);
        check("\u{FEFF}id;body\n1;Hi, all.\n", &["1: Hi, all."]);
        check("body\tid\nHi.\t1", &["1: Hi."]);
        check("text\n", &[]);
        check("id,text\n1,\n", &["1: "]);
    }

    #[test]
    fn bad_rows_and_tables_are_named() {
        check("id,text\n1\n2,Hi.\n", &["t.csv:2: 1 fields where the first line has 2", "2: Hi."]);
        check(
            "name,age\nx,1\n",
            &[
                "t.csv: no column `text` (nor `body` or `content`) in the first line of this table; that is “name,age”",
            ],
        );
        check(
            "",
            &[
                "t.csv: no column `text` (nor `body` or `content`) in the first line of this table; that is “”",
            ],
        );
    }
}
