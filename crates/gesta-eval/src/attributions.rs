//! Texts with attributions: brat stand-off as PolNeAR has it, Citron's JSON, and Gesta's own records as JSON Lines.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gesta::record::{Extent, Record};
use serde::Deserialize;

use crate::EvalError;

/// A text and its attributions.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Attributed {
    pub(crate) text: String,
    pub(crate) attributions: Vec<Attribution>,
}

/// Who said what, as pieces of the text in code points.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Attribution {
    pub(crate) source: Vec<Extent>,
    pub(crate) cue: Vec<Extent>,
    pub(crate) content: Vec<Extent>,
    /// `direct`, `mixed` or `indirect`, where it is known.
    pub(crate) kind: String,
}

/// The attributions of a record that are not inside another's content: PolNeAR's words belong to one attribution only.
pub(crate) fn of_record(record: &Record) -> Vec<Attribution> {
    let outer = record.statements.iter().filter(|s| s.inside.is_none());
    outer
        .map(|s| Attribution {
            source: s.speaker_span.into_iter().collect(),
            cue: s.cue.into_iter().collect(),
            content: s.content.clone(),
            kind: s.kind.clone(),
        })
        .collect()
}

/// File names with attributions.
pub(crate) const ENDINGS: [&str; 3] = [".ann", ".json", ".jsonl"];

/// Reads `.ann` files, one for each text (the first by name where several annotators did one), `.json` files of one document
/// each, or `.jsonl` files of one document a line.
pub(crate) fn documents(files: &[PathBuf]) -> Result<Vec<Attributed>, EvalError> {
    let mut found: BTreeMap<PathBuf, Attributed> = BTreeMap::new();
    let mut all = Vec::new();
    for file in files {
        let content = std::fs::read_to_string(file).map_err(|e| EvalError::new(file, e))?;
        match file.extension().and_then(|e| e.to_str()) {
            Some("jsonl") => {
                for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty())
                {
                    let at = |e| EvalError::new(file, format!("line {}: {e}", number + 1));
                    all.push(json(line).map_err(at)?);
                }
                continue;
            }
            Some("json") => {
                all.push(json(&content).map_err(|e| EvalError::new(file, e))?);
                continue;
            }
            Some("ann") => {}
            _ => {
                let formats = "none of brat stand-off (.ann), Citron's JSON (.json) and JSON Lines (.jsonl)";
                return Err(EvalError::new(file, formats));
            }
        }
        let path = text_of(file).ok_or_else(|| EvalError::new(file, "there is no text to it"))?;
        if let Entry::Vacant(free) = found.entry(path) {
            let text = std::fs::read_to_string(free.key()).map_err(|e| EvalError::new(free.key(), e))?;
            let attributions = brat(&content).map_err(|e| EvalError::new(file, e))?;
            free.insert(Attributed { text, attributions });
        }
    }
    all.extend(found.into_values());
    Ok(all)
}

/// One document in JSON: a record of Gesta's, or an object with `text` and `quotes` as Citron writes them.
fn json(content: &str) -> Result<Attributed, String> {
    let value: serde_json::Value = serde_json::from_str(content).map_err(|e| e.to_string())?;
    if value.get("quotes").is_some() {
        let citron: Citron = serde_json::from_value(value).map_err(|e| format!("Citron's format: {e}"))?;
        return Ok(Attributed {
            attributions: citron.quotes.iter().map(CitronQuote::attribution).collect(),
            text: citron.text,
        });
    }
    if value.get("statements").is_none() {
        return Err("neither a record (with `statements`) nor Citron's format (with `quotes`)".into());
    }
    let record: Record = serde_json::from_value(value).map_err(|e| format!("record: {e}"))?;
    Ok(Attributed { attributions: of_record(&record), text: record.document.text })
}

/// A document as Citron has it; positions in code points.
#[derive(Deserialize)]
struct Citron {
    text: String,
    quotes: Vec<CitronQuote>,
}

#[derive(Deserialize)]
struct CitronQuote {
    cue: Option<CitronSpan>,
    #[serde(default)]
    sources: Vec<CitronSpan>,
    contents: Vec<CitronSpan>,
}

#[derive(Deserialize)]
struct CitronSpan {
    start: u32,
    end: u32,
}

impl CitronQuote {
    fn attribution(&self) -> Attribution {
        let extents = |spans: &[CitronSpan]| spans.iter().map(|s| [s.start, s.end]).collect();
        Attribution {
            source: extents(&self.sources),
            cue: self.cue.iter().map(|s| [s.start, s.end]).collect(),
            content: extents(&self.contents),
            kind: String::new(),
        }
    }
}

/// The text beside an annotation: the same name, or below `text` beside its folder, without the annotator's mark.
fn text_of(file: &Path) -> Option<PathBuf> {
    let stem = file.file_stem()?.to_str()?;
    let plain = stem.rsplit_once('_').map_or(stem, |(plain, _)| plain);
    let folder = file.parent()?;
    let beside = folder.with_file_name("text");
    let candidates = [
        folder.join(format!("{stem}.txt")),
        beside.join(format!("{plain}.txt")),
        beside.join(format!("{stem}.txt")),
    ];
    candidates.into_iter().find(|p| p.exists())
}

/// Brat: text-bound marks `T`, and events `E` that join Source, Cue and Content marks.
fn brat(content: &str) -> Result<Vec<Attribution>, String> {
    let mut marks: HashMap<&str, Vec<Extent>> = HashMap::new();
    let mut events = Vec::new();
    for (number, line) in content.split('\n').enumerate() {
        let mut cells = line.split('\t');
        let (Some(id), Some(body)) = (cells.next(), cells.next()) else { continue };
        match id.as_bytes().first() {
            Some(b'T') => {
                let (_, pieces) = body.split_once(' ').ok_or(format!("line {}: no extent", number + 1))?;
                let piece = |p: &str| {
                    let (start, end) = p.split_once(' ')?;
                    Some([start.parse().ok()?, end.parse().ok()?])
                };
                let pieces: Option<Vec<Extent>> = pieces.split(';').map(piece).collect();
                marks.insert(id, pieces.ok_or(format!("line {}: {body} is no extent", number + 1))?);
            }
            Some(b'E') => events.push(body),
            _ => {}
        }
    }
    let mut attributions = Vec::new();
    for event in events {
        let role = |name: &str| {
            let parts = event.split_whitespace().filter_map(|part| part.split_once(':'));
            let of_role =
                parts.filter(|(role, _)| role.trim_end_matches(|c: char| c.is_ascii_digit()) == name);
            let mut extents: Vec<Extent> =
                of_role.filter_map(|(_, mark)| marks.get(mark)).flatten().copied().collect();
            extents.sort_unstable();
            extents
        };
        let kind = String::new();
        let found = Attribution { source: role("Source"), cue: role("Cue"), content: role("Content"), kind };
        if !found.cue.is_empty() && !found.content.is_empty() {
            attributions.push(found);
        }
    }
    Ok(attributions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brat_events_join_marks() {
        let found = brat(
            "T1\tSource 0 3\tAna\nT2\tCue 4 8\tsaid\nT3\tContent 9 13;20 24\tthey left\nT4\tAttribution 4 8\tsaid\n\
             E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\nE2\tAttribution:T4 Cue:T2\n",
        );
        let expect = Attribution {
            source: vec![[0, 3]],
            cue: vec![[4, 8]],
            content: vec![[9, 13], [20, 24]],
            kind: String::new(),
        };
        assert_eq!(found, Ok(vec![expect]));
        assert!(brat("T1\tSource x y\tAna").is_err());
    }

    #[test]
    fn citron_quotes() {
        let found = json(
            r#"{"text": "Ana said they left.", "quotes": [{"cue": {"start": 4, "end": 8, "text": "said"},
                "sources": [{"start": 0, "end": 3, "text": "Ana"}],
                "contents": [{"start": 9, "end": 18, "text": "they left"}], "confidence": 0.9}]}"#,
        );
        let expect = Attribution {
            source: vec![[0, 3]],
            cue: vec![[4, 8]],
            content: vec![[9, 18]],
            kind: String::new(),
        };
        assert_eq!(found, Ok(Attributed { text: "Ana said they left.".into(), attributions: vec![expect] }));
    }

    /// The message for a file with this name and content.
    fn refused(name: &str, content: &str) -> String {
        let file = std::env::temp_dir().join(format!("gesta-{}-{name}", std::process::id()));
        std::fs::write(&file, content).expect("a file in the temporary folder");
        let outcome = documents(std::slice::from_ref(&file));
        std::fs::remove_file(&file).expect("it was there");
        outcome.expect_err("it is refused").to_string()
    }

    #[test]
    fn unknown_formats_are_named() {
        assert!(refused("a.xml", "<quote/>").contains("none of brat stand-off (.ann)"));
        assert!(refused("a.json", "{\"quotations\": []}").contains("neither a record"));
        assert!(refused("a.json", "{\"text\": 1, \"quotes\": []}").contains("Citron's format: "));
        assert!(refused("a.jsonl", "\n{]").contains("line 2: "));
    }
}
