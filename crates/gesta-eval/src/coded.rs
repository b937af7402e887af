//! Sentences with coded events: the PLOVER gold standard records (JSON), PETRARCH's validation records (XML), and sentences with
//! one class (TSV).

use std::collections::BTreeSet;
use std::path::Path;

use gesta::Date;
use gesta_event::EventType;
use gesta_place::{Iso3, country};
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::EvalError;

/// A text with the events that somebody coded in it.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Coded {
    pub(crate) text: String,
    pub(crate) date: Option<Date>,
    pub(crate) events: Vec<Act>,
}

/// An event as far as it is compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Act {
    /// PLOVER type, by its present name; empty where the code stands for none.
    pub(crate) kind: String,
    /// ISO codes of the countries of the sources; actors without a country add nothing.
    pub(crate) source: BTreeSet<String>,
    /// The same of the targets.
    pub(crate) target: BTreeSet<String>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Gold {
    /// Texts with events.
    Events(Vec<Coded>),
    /// Sentences with the class of their strongest event: 0 none, 1 to 4 the quads.
    Classes(Vec<(String, u8)>),
}

/// Reads a file in one of the formats, told apart by their content.
pub(crate) fn gold(path: &Path) -> Result<Gold, EvalError> {
    let content = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
    let found = match content.trim_start().chars().next() {
        Some('[') => records(&content).map(Gold::Events),
        Some('<') => validation(&content).map(Gold::Events),
        _ => classes(&content).map(Gold::Classes),
    };
    found.map_err(|e| EvalError::new(path, e))
}

/// The PLOVER gold standard: an array of objects, one for each event; those with the same text belong together.
fn records(content: &str) -> Result<Vec<Coded>, String> {
    let all: Vec<Value> = serde_json::from_str(content).map_err(|e| e.to_string())?;
    let mut texts: Vec<Coded> = Vec::new();
    for (index, record) in all.iter().enumerate() {
        let string = |name: &str| record.get(name).and_then(Value::as_str);
        let kind = string("event").ok_or_else(|| format!("record {}: no event", index + 1))?;
        // documentation of the file itself has no text
        let Some(text) = string("text") else { continue };
        let text = text.trim().trim_matches(['{', '}']).to_owned();
        let actors = |name: &str| {
            let each = record.get(name).and_then(Value::as_array).into_iter().flatten();
            let codes = each.filter_map(|a| a.get("code").and_then(Value::as_str));
            codes.filter_map(country_of).collect::<BTreeSet<String>>()
        };
        let act =
            Act { kind: present_name(kind).to_owned(), source: actors("source"), target: actors("target") };
        match texts.iter_mut().find(|t| t.text == text) {
            Some(known) => known.events.push(act),
            None => {
                let date = string("date").and_then(|d| d.parse().ok());
                texts.push(Coded { text, date, events: vec![act] });
            }
        }
    }
    if texts.is_empty() { Err("no records with a text".into()) } else { Ok(texts) }
}

/// PLOVER's types before version 2.0 by their present names.
fn present_name(kind: &str) -> &str {
    match kind {
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        "FIGHT" => "ASSAULT",
        _ => kind,
    }
}

/// The country of an actor's code: its first three letters, if they are one.
fn country_of(code: &str) -> Option<String> {
    let first = code.get(..3)?.to_ascii_uppercase();
    let iso = match first.as_str() {
        "ITL" => "ITA",
        "JAP" => "JPN",
        "VTN" => "VNM",
        other => other,
    };
    country::by_iso3(Iso3::parse(iso)?).map(|c| c.iso3.to_string())
}

/// PETRARCH's validation suite: the text and the expected codings of each sentence; records of errors are left out.
fn validation(content: &str) -> Result<Vec<Coded>, String> {
    let mut reader = quick_xml::Reader::from_str(content);
    let mut sentences: Vec<Coded> = Vec::new();
    let mut in_text = false;
    let mut in_error = false;
    loop {
        match reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))? {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"Sentence" => {
                    sentences
                        .push(Coded { date: attribute(&tag, "date")?.and_then(day), ..Coded::default() });
                    in_error = false;
                }
                b"EventCoding" => {
                    let Some(sentence) = sentences.last_mut() else { continue };
                    if attribute(&tag, "error")?.is_some() {
                        in_error = true;
                    }
                    let Some(code) = attribute(&tag, "eventcode")? else { continue };
                    let actors = |name: &str| {
                        Ok::<_, String>(attribute(&tag, name)?.iter().filter_map(|c| country_of(c)).collect())
                    };
                    sentence.events.push(Act {
                        kind: EventType::of_cameo(&code).map_or(String::new(), |t| t.as_str().to_owned()),
                        source: actors("sourcecode")?,
                        target: actors("targetcode")?,
                    });
                }
                b"Text" => in_text = true,
                _ => {}
            },
            Event::End(tag) => {
                in_text &= tag.name().as_ref() != b"Text";
                if tag.name().as_ref() == b"Sentence" && in_error {
                    sentences.pop();
                }
            }
            Event::Text(text) if in_text => {
                let piece = text.decode().map_err(|e| e.to_string())?;
                if let Some(sentence) = sentences.last_mut() {
                    let words: Vec<&str> = piece.split_whitespace().collect();
                    sentence.text.push_str(&words.join(" "));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    sentences.retain(|s| !s.text.is_empty());
    if sentences.is_empty() { Err("no <Sentence> with a <Text>".into()) } else { Ok(sentences) }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let found = tag.try_get_attribute(name).map_err(|e| e.to_string())?;
    found
        .map(|a| {
            a.normalized_value(quick_xml::XmlVersion::Explicit1_0)
                .map(|v| v.into_owned())
                .map_err(|e| e.to_string())
        })
        .transpose()
}

/// `19950131`.
fn day(digits: String) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits.get(range);
    format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?).parse().ok()
}

/// Sentence, tab, class.
fn classes(content: &str) -> Result<Vec<(String, u8)>, String> {
    let mut all = Vec::new();
    for (number, line) in content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let class = line.rsplit_once('\t').and_then(|(text, class)| Some((text, class.trim().parse().ok()?)));
        match class.filter(|(_, class)| *class <= 4) {
            Some((text, class)) => all.push((text.to_owned(), class)),
            None => {
                return Err(format!(
                    "line {}: neither PLOVER JSON nor PETRARCH XML, nor a sentence, a tab and a class from 0 to 4",
                    number + 1
                ));
            }
        }
    }
    if all.is_empty() { Err("nothing in it".into()) } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|c| (*c).to_owned()).collect()
    }

    #[test]
    fn plover_records_of_one_text_belong_together() {
        let found = records(
            r#"[{"event":"DOCUMENT"},
                {"event":"FIGHT","date":"2000-01-01","text":"{A and B.}","source":[{"code":"RUS","sector":"MIL"},{"code":"IGO"}],"target":"x"},
                {"event":"AID","text":"A and B.","target":[{"code":"JAP"}]}]"#,
        )
        .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].events[0],
            Act { kind: "ASSAULT".into(), source: set(&["RUS"]), target: set(&[]) }
        );
        assert_eq!(found[0].events[1].target, set(&["JPN"]));
        assert!(records("[]").is_err());
    }

    #[test]
    fn petrarch_sentences_are_read() {
        let found = validation(
            "<Sentences><Sentence date=\"19950131\" id=\"1\"><EventCoding sourcecode=\"SYRGOV\" targetcode=\"ARN\" \
             eventcode=\"1723\"></EventCoding><Text>\nSyria and\nArnor.\n</Text></Sentence>\
             <Sentence><EventCoding error=\"x\"/><Text>No.</Text></Sentence></Sentences>",
        )
        .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "Syria and Arnor.");
        assert_eq!(found[0].date.map(|d| d.to_string()).as_deref(), Some("1995-01-31"));
        assert_eq!(found[0].events, [Act { kind: "COERCE".into(), source: set(&["SYR"]), target: set(&[]) }]);
    }

    #[test]
    fn classes_are_read_and_other_files_are_not() {
        assert_eq!(classes("Rain fell.\t0\n"), Ok(vec![("Rain fell.".to_owned(), 0)]));
        assert!(classes("Rain fell.\n").is_err());
        assert!(classes("Rain fell.\t7\n").is_err());
    }
}
