//! Rows for people, for spreadsheets and for programs.

use std::io::{self, Write};

use gesta_ledger::Columns;
use owo_colors::OwoColorize;
use serde::Serialize;
use serde_json::Value;

use crate::args::FormatArgs;
use crate::page::{visible, wrap_at};

/// Width of a table that goes to no terminal, and the narrowest and widest one.
const WIDTH: usize = 100;
const NARROWEST: usize = 40;
const WIDEST: usize = 160;
/// A column but the last is at most so wide.
const COLUMN: usize = 28;
/// The last column is at least so wide, or stands below the others, so far from the margin.
const LAST: usize = 30;
const BELOW: usize = 4;

/// What `COLUMNS` says, else the columns of the terminal that standard output is; none where it is a file or a pipe, whatever
/// terminal the program was started from.
pub(crate) fn terminal() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    told.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)))
        .filter(|width| *width > 0)
}

/// Prints rows: as JSON Lines, as CSV, or as a table of what `cells` gives for each. The last column has the rest of
/// the line.
pub(crate) fn print<T: Serialize + Columns>(
    rows: &[T],
    names: &[&str],
    cells: impl Fn(&T) -> Vec<String>,
    format: FormatArgs,
) -> anyhow::Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout()).lock();
    if format.json {
        for row in rows {
            writeln!(out, "{}", serde_json::to_string(row)?)?;
        }
    } else if format.csv {
        csv(&mut out, rows)?;
    } else if rows.is_empty() {
        anstream::eprintln!("gesta: nothing in the ledger answers this");
    } else {
        out.write_all(table(names, &rows.iter().map(cells).collect::<Vec<_>>()).as_bytes())?;
    }
    Ok(out.flush()?)
}

/// The table, as wide as the terminal. Colours are ANSI; whoever prints it strips them where they are not wanted.
pub(crate) fn table(names: &[&str], rows: &[Vec<String>]) -> String {
    table_at(names, rows, terminal().map_or(WIDTH, |width| width.clamp(NARROWEST, WIDEST)))
}

fn table_at(names: &[&str], rows: &[Vec<String>], page: usize) -> String {
    let last = names.len().saturating_sub(1);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|r| r.get(column)).map(|c| visible(c));
        cells.chain(names.get(column).map(|n| visible(n))).max().unwrap_or(0).min(COLUMN)
    };
    let widths: Vec<usize> = (0..last).map(width).collect();
    let indent = widths.iter().map(|w| w + 2).sum::<usize>();
    let below = indent + LAST > page;
    let indent = if below { BELOW } else { indent };
    let mut out = String::new();
    let mut line = |cells: Vec<&str>, bold: bool| {
        let mut start = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            let cell = cut(cell, *width);
            start.push_str(&cell);
            start.push_str(&" ".repeat(width + 2 - visible(&cell).min(*width)));
        }
        let rest = cells.get(last).copied().unwrap_or_default();
        let mut text = wrap_at(rest, page.saturating_sub(indent));
        if below {
            text.insert(0, String::new());
        }
        for (i, piece) in text.iter().enumerate() {
            let row = if i == 0 { format!("{start}{piece}") } else { format!("{:indent$}{piece}", "") };
            let row = row.trim_end();
            out.push_str(&if bold { row.bold().to_string() } else { row.to_owned() });
            out.push('\n');
        }
    };
    line(names.to_vec(), true);
    for row in rows {
        line(row.iter().map(String::as_str).collect(), false);
    }
    out
}

fn cut(cell: &str, width: usize) -> String {
    if visible(cell) <= width {
        return cell.to_owned();
    }
    let short: String = cell.chars().take(width.saturating_sub(1)).collect();
    format!("{short}…")
}

/// RFC 4180, with a line of names. Lists are joined by semicolons, actors named, numbers with bounds written `min-max`.
fn csv<T: Serialize + Columns>(out: &mut impl Write, rows: &[T]) -> anyhow::Result<()> {
    csv_line(out, T::COLUMNS.iter().map(|&name| name.to_owned()))?;
    for row in rows {
        let Value::Object(fields) = serde_json::to_value(row)? else { continue };
        csv_line(out, T::COLUMNS.iter().map(|&name| fields.get(name).map(plain).unwrap_or_default()))?;
    }
    Ok(())
}

/// Prints one line of comma-separated values.
pub(crate) fn csv_line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let quoted = |cell: String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    };
    write!(out, "{}\r\n", cells.map(quoted).collect::<Vec<_>>().join(","))
}

/// A value as one cell.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => match (fields.get("name"), fields.get("min"), fields.get("max")) {
            (Some(name), ..) => plain(name),
            (None, Some(min), Some(max)) => format!("{}-{}", plain(min), plain(max)),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_has_the_rest_of_the_line() {
        let rows =
            [vec!["c1".to_owned(), "to free the sailors ".repeat(12)], vec!["c12".into(), "to leave".into()]];
        let text = table_at(&["id", "action"], &rows, WIDTH);
        assert!(text.lines().all(|l| visible(l) <= WIDTH), "{text}");
        let starts: Vec<&str> = text.lines().skip(1).map(|l| &l[..5]).collect();
        assert_eq!(starts, ["c1   ", "     ", "     ", "c12  "], "{text}");
    }

    #[test]
    fn no_line_is_longer_than_the_page() {
        let short = |text: &str| text.to_owned();
        let row =
            vec![short("c12"), short("2012-03-05 to 2012-03-11"), short("due-unreported"), "x ".repeat(200)];
        for page in [NARROWEST, 60, 80, WIDTH, WIDEST] {
            let text = table_at(&["id", "due", "status", "who: what"], std::slice::from_ref(&row), page);
            let longest = text.lines().map(visible).max().unwrap_or(0);
            // What stands before the last column is never cut.
            assert!(longest <= page.max(47) && longest + 10 > page, "{page}: {longest}\n{text}");
            assert_eq!(text.matches('x').count(), 200);
        }
    }

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        let mut out = Vec::new();
        let cells = ["a,b", "say \"no\"", "plain", ""];
        csv_line(&mut out, cells.iter().map(|c| (*c).to_owned())).unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&out), "\"a,b\",\"say \"\"no\"\"\",plain,\r\n");
    }
}
