//! Texts with TIMEX3: TimeML (TempEval-3), CAT XML (MEANTIME), and Gesta's own records as JSON Lines.

use std::collections::HashMap;
use std::path::Path;

use gesta::Date;
use gesta::record::Record;
use gesta_text::CharIndex;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::EvalError;

/// A text, its day, and its temporal expressions.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Timed {
    pub(crate) text: String,
    pub(crate) published: Option<Date>,
    pub(crate) times: Vec<Gold>,
}

/// One TIMEX3, by bytes of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Gold {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: String,
    pub(crate) value: String,
}

/// Reads a file: `.jsonl` records; else CAT where it has `<token>` elements, and TimeML.
///
/// # Errors
/// When the file cannot be read or is in none of these formats.
pub(crate) fn documents(path: &Path) -> Result<Vec<Timed>, EvalError> {
    let content = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
    match path.extension().and_then(|e| e.to_str()) {
        Some("jsonl") => {
            let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            lines
                .map(|(n, line)| {
                    record(line).map_err(|e| EvalError::new(path, format!("line {}: {e}", n + 1)))
                })
                .collect()
        }
        _ if content.contains("<token ") => {
            cat(&content).map(|t| vec![t]).map_err(|e| EvalError::new(path, e))
        }
        _ => timeml(&content).map(|t| vec![t]).map_err(|e| EvalError::new(path, e)),
    }
}

fn record(line: &str) -> Result<Timed, String> {
    let record: Record = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let text = record.document.text;
    let index = CharIndex::new(&text);
    let byte = |at: u32| index.byte_of(at) as usize;
    let gold = |d: gesta::record::DateRecord| Gold {
        start: byte(d.span[0]),
        end: byte(d.span[1]),
        kind: d.kind,
        value: d.value,
    };
    let times = record.dates.into_iter().map(gold).collect();
    let published = record.document.published.and_then(|d| day(&d));
    Ok(Timed { times, published, text })
}

/// TimeML: the text element with its inline expressions; the document's day is that of `DCT`.
fn timeml(content: &str) -> Result<Timed, String> {
    let mut reader = Reader::from_str(content);
    let mut timed = Timed::default();
    let (mut in_text, mut in_day, mut seen) = (false, false, false);
    loop {
        match reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))? {
            Event::Start(tag) => match tag.name().as_ref() {
                b"TEXT" => (in_text, seen) = (true, true),
                b"DCT" => in_day = true,
                b"TIMEX3" if in_text => {
                    let at = timed.text.len();
                    timed.times.push(Gold {
                        start: at,
                        end: at,
                        kind: attribute(&tag, "type")?,
                        value: attribute(&tag, "value")?,
                    });
                }
                b"TIMEX3" if in_day => timed.published = day(&attribute(&tag, "value")?),
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                b"TEXT" => in_text = false,
                b"DCT" => in_day = false,
                b"TIMEX3" if in_text => {
                    let end = timed.text.len();
                    if let Some(open) = timed.times.iter_mut().rfind(|t| t.end == t.start) {
                        open.end = end;
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_text => timed.text += &text.decode().map_err(|e| e.to_string())?,
            Event::CData(text) if in_text => timed.text += &text.decode().map_err(|e| e.to_string())?,
            Event::GeneralRef(reference) if in_text => {
                let name = reference.decode().map_err(|e| e.to_string())?;
                let character = reference.resolve_char_ref().map_err(|e| e.to_string())?.map(String::from);
                let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                timed.text += &character.or(known).unwrap_or_else(|| format!("&{name};"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !seen {
        return Err("neither TimeML (no <TEXT>) nor CAT (no <token>) nor JSON Lines (.jsonl)".to_owned());
    }
    timed.times.retain(|t| t.end > t.start);
    Ok(timed)
}

/// CAT: numbered tokens, sentence by sentence, and expressions that point to them.
fn cat(content: &str) -> Result<Timed, String> {
    let mut reader = Reader::from_str(content);
    let mut timed = Timed::default();
    let mut spans: HashMap<String, (usize, usize)> = HashMap::new();
    let (mut token, mut sentence) = (None, String::new());
    let mut open: Option<(Gold, Vec<String>)> = None;
    loop {
        let event = reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"token" => {
                    let here = attribute(&tag, "sentence")?;
                    if !timed.text.is_empty() {
                        timed.text.push_str(if here == sentence { " " } else { "\n" });
                    }
                    sentence = here;
                    token = Some((attribute(&tag, "t_id")?, timed.text.len()));
                }
                b"TIMEX3" => {
                    let value = attribute(&tag, "value")?;
                    if attribute(&tag, "functionInDocument")? == "CREATION_TIME" {
                        timed.published = timed.published.or_else(|| day(&value));
                    }
                    let gold = Gold { start: 0, end: 0, kind: attribute(&tag, "type")?, value };
                    open = (!empty).then_some((gold, Vec::new()));
                }
                b"token_anchor" => {
                    if let Some((_, anchors)) = &mut open {
                        anchors.push(attribute(&tag, "t_id")?);
                    }
                }
                _ => {}
            },
            Event::Text(text) if token.is_some() => {
                timed.text += &text.decode().map_err(|e| e.to_string())?
            }
            Event::GeneralRef(reference) if token.is_some() => {
                let name = reference.decode().map_err(|e| e.to_string())?;
                timed.text += quick_xml::escape::resolve_predefined_entity(&name).unwrap_or("?");
            }
            Event::End(tag) => match tag.name().as_ref() {
                b"token" => {
                    if let Some((id, start)) = token.take() {
                        spans.insert(id, (start, timed.text.len()));
                    }
                }
                b"TIMEX3" => {
                    if let Some((mut gold, anchors)) = open.take() {
                        let covered: Vec<(usize, usize)> =
                            anchors.iter().filter_map(|a| spans.get(a)).copied().collect();
                        if let (Some(first), Some(last)) = (covered.first(), covered.last()) {
                            (gold.start, gold.end) = (first.0, last.1);
                            timed.times.push(gold);
                        }
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    timed.times.sort_by_key(|t| (t.start, t.end));
    Ok(timed)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<String, String> {
    match tag.try_get_attribute(name).map_err(|e| e.to_string())? {
        Some(found) => {
            found.normalized_value(XmlVersion::Implicit1_0).map(|v| v.into_owned()).map_err(|e| e.to_string())
        }
        None => Ok(String::new()),
    }
}

/// The day that a TIMEX3 value begins with.
fn day(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(timed: &Timed, published: &str, expect: &[&str]) {
        let found: Vec<String> = timed
            .times
            .iter()
            .map(|t| format!("{} {} {}", &timed.text[t.start..t.end], t.kind, t.value))
            .collect();
        assert_eq!(found, expect);
        assert_eq!(timed.published.map(|d| d.to_string()).as_deref(), Some(published));
    }

    #[test]
    fn timeml_is_read() {
        let timed = timeml(
            "<TimeML><DCT><TIMEX3 tid='t0' type='DATE' value='2001-05-03T10:00'>May 3</TIMEX3></DCT>\
             <TEXT>R&amp;B fans <EVENT eid='e1'>met</EVENT> on <TIMEX3 tid='t1' type='DATE' value='2001-05-02'>Wednesday</TIMEX3>.\
             </TEXT></TimeML>",
        );
        let timed = timed.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(timed.text, "R&B fans met on Wednesday.");
        check(&timed, "2001-05-03", &["Wednesday DATE 2001-05-02"]);
        assert!(timeml("<TEXT><TIMEX3").is_err());
        for no_corpus in
            ["", "They met on Friday.", "{\"text\": \"They met.\"}", "<html><body>They met.</body></html>"]
        {
            assert!(timeml(no_corpus).is_err(), "{no_corpus}");
        }
    }

    #[test]
    fn cat_is_read() {
        let timed = cat(
            "<Document><token t_id='1' sentence='0' number='0'>They</token><token t_id='2' sentence='0' number='1'>met</token>\
             <token t_id='3' sentence='1' number='2'>Two</token><token t_id='4' sentence='1' number='3'>days</token>\
             <Markables><TIMEX3 m_id='9' type='DATE' value='2008-01-15' functionInDocument='CREATION_TIME'/>\
             <TIMEX3 m_id='10' type='DURATION' value='P2D'><token_anchor t_id='3'/><token_anchor t_id='4'/></TIMEX3></Markables>\
             </Document>",
        );
        check(&timed.unwrap_or_else(|e| panic!("{e}")), "2008-01-15", &["Two days DURATION P2D"]);
    }
}
