//! Texts with attributions: brat stand-off as PolNeAR has it, and Gesta's own records as JSON Lines.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gesta::record::{Extent, Record};

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

/// Reads `.ann` files, one for each text (the first by name where several annotators did one), or `.jsonl` files.
pub(crate) fn documents(files: &[PathBuf]) -> Result<Vec<Attributed>, EvalError> {
    let mut found: BTreeMap<PathBuf, Attributed> = BTreeMap::new();
    let mut all = Vec::new();
    for file in files {
        let content = std::fs::read_to_string(file).map_err(|e| EvalError::new(file, e))?;
        if file.extension().is_some_and(|e| e == "jsonl") {
            for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let record: Record = serde_json::from_str(line)
                    .map_err(|e| EvalError::new(file, format!("line {}: {e}", number + 1)))?;
                all.push(Attributed { attributions: of_record(&record), text: record.document.text });
            }
            continue;
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
}
