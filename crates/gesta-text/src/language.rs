//! Which language a text is in.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::tables::{files, first_column, rows};
use crate::{Document, SentenceKind};

/// Words looked at, and the fewest for which another language is named.
const SAMPLE: usize = 400;
const FEWEST: usize = 25;
/// Share of common English words that shows English.
const ENGLISH: f32 = 0.13;
/// Bytes handed to the trigram model, and the least confidence.
const BYTES: usize = 1500;
const CONFIDENT: f64 = 0.8;

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| first_column(files::COMMON).collect());
static CODES: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(files::LANGUAGES).filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect());

/// The language of a document.
pub(crate) enum Language {
    Unknown,
    English,
    /// Its ISO 639-1 code, if it has one, and its English name.
    Other(Option<&'static str>, &'static str),
    /// Too short to tell, but in a script that English is not written in.
    Script(whatlang::Script),
}

/// Tells the language of a document from its common words, and by trigrams when those do not show English.
pub(crate) fn language(document: &Document) -> Language {
    let (mut words, mut common) = (0, 0);
    let mut start = None;
    let mut buffer = String::new();
    let prose = document.sentences.iter().filter(|s| s.kind != SentenceKind::Furniture);
    for token in prose.flat_map(|s| document.tokens.get(s.tokens.range()).unwrap_or(&[])).take(SAMPLE) {
        start = start.or(Some(token.span.start as usize));
        let form = token.span.of(&document.text);
        if !form.starts_with(char::is_alphabetic) {
            continue;
        }
        words += 1;
        if form.len() <= 5 {
            buffer.clear();
            buffer.push_str(form);
            buffer.make_ascii_lowercase();
            common += usize::from(COMMON.contains(buffer.as_str()));
        }
    }
    if words >= 4 && common as f32 >= ENGLISH * words as f32 {
        return Language::English;
    }
    let rest = document.text.get(start.unwrap_or(0)..).unwrap_or("");
    let end = (0..=BYTES.min(rest.len())).rev().find(|&i| rest.is_char_boundary(i)).unwrap_or(0);
    let sample = rest.get(..end).unwrap_or("");
    // Scripts without spaces have few, long words.
    if words < FEWEST && sample.chars().count() < 6 * FEWEST {
        // A byte order mark counts as Arabic there.
        return match whatlang::detect_script(sample).filter(|_| words > 0) {
            None | Some(whatlang::Script::Latin) => Language::Unknown,
            Some(script) => Language::Script(script),
        };
    }
    match whatlang::detect(sample) {
        Some(info) if info.lang() == whatlang::Lang::Eng => Language::English,
        Some(info) if info.is_reliable() && info.confidence() >= CONFIDENT => {
            Language::Other(CODES.get(info.lang().code()).copied(), info.lang().eng_name())
        }
        _ => Language::Unknown,
    }
}
