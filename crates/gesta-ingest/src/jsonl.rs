//! One article a line: `{"id","text","title","published","uri","publisher"}`.

use std::path::Path;

use gesta::{Article, Remark};
use serde::Deserialize;

use crate::InputError;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<serde_json::Value>,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
}

/// Reads one line; a date that does not exist becomes a remark, not an error.
pub(crate) fn article(line: &str, path: &Path, number: u64) -> Result<Article, InputError> {
    let line: Line = serde_json::from_str(line).map_err(|e| InputError::at(path, number, plain(&e)))?;
    let key = match line.id {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(key)) => Some(key),
        Some(other) => Some(other.to_string()),
    };
    let mut warnings = Vec::new();
    let mut published = None;
    if let Some(date) = line.published.as_deref().filter(|d| !d.trim().is_empty()) {
        published = parse_date(date);
        if published.is_none() {
            let message = format!("\"published\" is no date that exists: {date}");
            warnings.push(Remark { code: "invalid-date", span: None, message });
        }
    }
    Ok(Article {
        key,
        uri: line.uri,
        publisher: line.publisher,
        title: line.title,
        published,
        published_rule: published.map(|_| "input"),
        text: line.text,
        warnings,
    })
}

/// The message without serde's "at line 1", which would contradict the file's own line number.
pub(crate) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    format!("{what} (column {})", error.column())
}

/// A day from an ISO date or date-time; the time of day and its zone do not move the day.
pub fn parse_date(text: &str) -> Option<gesta::Date> {
    let text = text.trim();
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_an_article() {
        let line = r#"{"id": 7, "text": "Hi.", "published": "2021-11-22T23:59:00+03:00", "extra": []}"#;
        let article = article(line, Path::new("x.jsonl"), 1).unwrap();
        assert_eq!(article.key.as_deref(), Some("7"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2021-11-22"));
    }

    #[test]
    fn a_broken_line_names_file_and_line() {
        let error = article("{\"text\": ", Path::new("x.jsonl"), 12).unwrap_err().to_string();
        assert!(error.starts_with("x.jsonl:12: EOF while parsing a value"), "{error}");
        let error = article("{\"id\": 1}", Path::new("x.jsonl"), 3).unwrap_err().to_string();
        assert_eq!(error, "x.jsonl:3: missing field `text` (column 9)");
    }

    #[test]
    fn a_date_that_does_not_exist_is_remarked_on() {
        let article = article(r#"{"text": "", "published": "2015-02-29"}"#, Path::new("x"), 1).unwrap();
        assert_eq!((article.published, article.warnings[0].code), (None, "invalid-date"));
    }
}
