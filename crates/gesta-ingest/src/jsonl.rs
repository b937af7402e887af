//! JSON: one article a line, or an array of articles, or a single one over many lines.

use std::path::Path;

use gesta::Article;
use serde_json::Value;

use crate::InputError;
use crate::fields::Fields;

/// Reads one line.
pub(crate) fn article(line: &str, path: &Path, number: u64) -> Result<Article, InputError> {
    let value: Value = serde_json::from_str(line).map_err(|e| InputError::at(path, number, plain(&e)))?;
    Fields::of(value).and_then(Fields::article).map_err(|what| InputError::at(path, number, what))
}

/// True when the first line that is not blank is a JSON object of its own: the text is JSON Lines.
pub(crate) fn has_lines(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    serde_json::from_str::<serde_json::Map<String, Value>>(first).is_ok()
}

/// The articles of a text that is an array of objects, or objects one after the other.
pub(crate) fn articles(text: &str, path: &Path) -> Vec<Result<Article, InputError>> {
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let items = match value {
            Ok(Value::Array(items)) => items,
            Ok(one) => vec![one],
            Err(error) => {
                found.push(Err(InputError::at(path, error.line() as u64, plain(&error))));
                break;
            }
        };
        for item in items {
            let number = found.len() + 1;
            let article = Fields::of(item).and_then(Fields::article);
            found.push(article.map_err(|what| InputError::new(path, format!("article {number}: {what}"))));
        }
    }
    found
}

/// The message without serde's "at line 1", which would contradict the file's own line number.
pub(crate) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    format!("{what} (column {})", error.column())
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
        assert!(error.starts_with("x.jsonl:3: there is no `text`"), "{error}");
    }

    #[test]
    fn a_date_that_does_not_exist_is_remarked_on() {
        let article = article(r#"{"text": "", "published": "2015-02-29"}"#, Path::new("x"), 1).unwrap();
        assert_eq!((article.published, article.warnings[0].code), (None, "invalid-date"));
    }
}
