//! Which field of an object or column of a table is which part of an article.
//!
//! Ours are `id`, `text`, `title`, `published`, `uri`, `publisher`; others that corpora and news services use for the same are
//! taken as well. Names are compared without case and without signs, so that `publishedAt` is `published_at`.

use std::collections::BTreeMap;

use gesta::{Article, Remark};
use serde_json::Value;

const ID: &[&str] = &["id", "key", "guid", "docid", "articleid"];
const TEXT: &[&str] = &["text", "body", "content", "fulltext", "maintext"];
const TITLE: &[&str] = &["title", "headline"];
const PUBLISHED: &[&str] =
    &["published", "date", "publishedat", "datepublished", "datepublish", "publicationdate", "pubdate"];
const URI: &[&str] = &["uri", "url", "link"];
const PUBLISHER: &[&str] = &["publisher", "source", "sourcename", "outlet"];

/// The fields of one article by their plain names.
#[derive(Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

/// The name without case and signs.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True when one of the names is one for the text.
pub(crate) fn have_text<'n>(names: impl IntoIterator<Item = &'n str>) -> bool {
    names.into_iter().any(|name| TEXT.contains(&plain(name).as_str()))
}

impl Fields {
    /// The fields of an object: strings, numbers, and what has a `name`; others are left out.
    pub(crate) fn of(value: Value) -> Result<Fields, String> {
        let Value::Object(object) = value else {
            return Err("this is no JSON object; an article is {\"text\": \"…\"}".to_owned());
        };
        let mut fields = Fields::default();
        for (name, value) in object {
            match value {
                Value::String(text) => fields.set(&name, text),
                Value::Number(number) => fields.set(&name, number.to_string()),
                Value::Object(mut inner) => {
                    if let Some(Value::String(text)) = inner.remove("name") {
                        fields.set(&name, text);
                    }
                }
                _ => {}
            }
        }
        Ok(fields)
    }

    /// Sets a field; the first of a name holds.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.entry(plain(name)).or_insert(value);
    }

    /// The first of these names that is there and not blank.
    fn take(&mut self, names: &[&str]) -> Option<String> {
        let name = names.iter().find(|n| self.0.get(**n).is_some_and(|v| !v.trim().is_empty()))?;
        self.0.remove(*name)
    }

    /// The article; a date that does not exist becomes a remark, not an error.
    pub(crate) fn article(mut self) -> Result<Article, String> {
        let blank = TEXT.iter().any(|n| self.0.contains_key(*n));
        let text = self.take(TEXT).or_else(|| blank.then(String::new));
        let text = text.ok_or("there is no `text` (nor `body` or `content`)")?;
        let mut warnings = Vec::new();
        let mut published = None;
        if let Some(date) = self.take(PUBLISHED) {
            published = parse_date(&date);
            if published.is_none() {
                let message = format!("\"published\" is no date that exists: {date}");
                warnings.push(Remark { code: "invalid-date", span: None, message });
            }
        }
        Ok(Article {
            key: self.take(ID),
            uri: self.take(URI),
            publisher: self.take(PUBLISHER),
            title: self.take(TITLE),
            published,
            published_rule: published.map(|_| "input"),
            text,
            warnings,
        })
    }
}

/// A day from an ISO date or date-time (`2012-04-10`, `20120410`, `2012-04-10T08:00:00Z`) or one as in mail and feeds (`Tue, 10
/// Apr 2012 08:00:00 GMT`); the time of day and its zone do not move the day.
pub fn parse_date(text: &str) -> Option<gesta::Date> {
    let text = text.trim();
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let iso = text.get(..end).and_then(|day| day.parse().ok());
    iso.or_else(|| Some(jiff::fmt::rfc2822::parse(text).ok()?.date()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_iso_and_as_in_mail() {
        for (text, expect) in [
            ("2012-04-10", Some("2012-04-10")),
            ("20120410", Some("2012-04-10")),
            ("2012-04-10T23:59:00+03:00", Some("2012-04-10")),
            ("2012-04-10 08:00", Some("2012-04-10")),
            ("Tue, 10 Apr 2012 23:00:00 -0500", Some("2012-04-10")),
            ("10/04/2012", None),
            ("soon", None),
        ] {
            assert_eq!(parse_date(text).map(|d| d.to_string()).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn fields_have_other_names_too() {
        let value = serde_json::json!({"url": "https://a.example/1", "publishedAt": "2012-04-10T08:00:00Z", "content": "Hi.",
            "text": null, "Headline": "A", "source": {"id": null, "name": "The Example"}, "guid": 7, "tags": ["x"]});
        let article = Fields::of(value).and_then(Fields::article).unwrap();
        let given = [article.key, article.uri, article.publisher, article.title, Some(article.text)];
        assert_eq!(
            given.map(Option::unwrap_or_default),
            ["7", "https://a.example/1", "The Example", "A", "Hi."]
        );
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2012-04-10"));
        for (value, expect) in [
            (serde_json::json!({"id": 1}), "there is no `text`"),
            (serde_json::json!({"text": null}), "there is no `text`"),
            (serde_json::json!({"text": ["Hi."]}), "there is no `text`"),
            (serde_json::json!([1]), "this is no JSON object"),
        ] {
            let error = Fields::of(value.clone()).and_then(Fields::article).unwrap_err();
            assert!(error.starts_with(expect), "{value}: {error}");
        }
    }
}
