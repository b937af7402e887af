//! What a reader of the record should know about the copy: it breaks off, repeats itself, is not English.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::chars::{is_closing, is_final};
use crate::language::{Language, language};
use crate::tables::{files, rows};
use crate::{Document, FurnitureKind, Sentence, SentenceKind, Span, Warning};

/// A text with fewer tokens of prose is not said to break off for want of a full stop.
const LONG: usize = 40;
/// A last line shorter than this, alone in its paragraph, may be a signature.
const SIGNATURE: usize = 7;
/// Repeated paragraphs shorter than this, in bytes, are no news.
const REPEATED: usize = 60;

/// Words that end no sentence; true for those that never do.
static DANGLING: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    rows(files::DANGLING).filter_map(|r| Some((*r.first()?, *r.get(1)? == "strong"))).collect()
});

/// Finds what is odd about a document, fills in its language, and sorts the warnings by place.
pub(crate) fn warn(document: &mut Document) {
    let mut warnings = Vec::new();
    if document.tokens.is_empty() {
        warnings.push(warning("empty", None, "there is no text"));
    }
    truncated(document, &mut warnings);
    boilerplate(document, &mut warnings);
    repeated(document, &mut warnings);
    match language(document) {
        Language::English => document.language = Some("en"),
        Language::Other(code, name) => {
            document.language = code;
            warnings.push(warning("not-english", None, &format!("the text seems to be in {name}")));
        }
        Language::Script(script) => {
            let message = format!("the text is in {script} script");
            warnings.push(warning("not-english", None, &message));
        }
        Language::Unknown => {}
    }
    warnings.sort_by_key(|w| w.span);
    document.warnings = warnings;
}

fn warning(code: &'static str, span: Option<Span>, message: &str) -> Warning {
    Warning { code, span, message: message.to_owned() }
}

/// The text breaks off: at its end, or before a note on the copy.
fn truncated(document: &Document, warnings: &mut Vec<Warning>) {
    let sentences = &document.sentences;
    let Some(last) = sentences.iter().rposition(|s| s.kind != SentenceKind::Furniture) else { return };
    let tokens: usize =
        sentences.iter().filter(|s| s.kind == SentenceKind::Prose).map(|s| s.tokens.len()).sum();
    let before_note = |i: usize| {
        sentences.get(i + 1).is_some_and(|next| {
            let at = document.furniture.partition_point(|f| f.span.start < next.span.start);
            let here = document.furniture.iter().skip(at).take_while(|f| f.span.start == next.span.start);
            here.into_iter().any(|f| f.kind == FurnitureKind::CopyNote)
        })
    };
    for (i, sentence) in sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Furniture || i != last && !before_note(i) {
            continue;
        }
        let note = before_note(i);
        let long = tokens >= LONG && (sentence.tokens.len() >= SIGNATURE || !is_alone(sentences, i));
        let text = sentence.span.of(&document.text);
        let broken = dangles(document, sentence, note)
            || sentence.kind == SentenceKind::Prose && long && i == last && stops_short(text);
        if broken {
            warnings.push(warning("truncated", Some(sentence.span), "the text breaks off in mid-sentence"));
        }
    }
    // "[+1234 chars]", as aggregators cut.
    let tail = document.text.trim_end();
    if let Some(at) = tail.rfind("[+").filter(|&at| tail.ends_with(" chars]") && tail.len() - at < 24) {
        warnings.push(warning(
            "truncated",
            Some(Span::new(at, tail.len())),
            "the copy was cut by an aggregator",
        ));
    }
}

fn is_alone(sentences: &[Sentence], i: usize) -> bool {
    let paragraph = |i: usize| sentences.get(i).map(|s| s.paragraph);
    paragraph(i) != paragraph(i + 1) && (i == 0 || paragraph(i) != paragraph(i - 1))
}

/// Ends without a final mark, or in dots.
fn stops_short(text: &str) -> bool {
    let bare = text.trim_end_matches(is_closing);
    let dots =
        text.ends_with('…') || text.ends_with("..") || text.ends_with("[…]") || text.ends_with("[...]");
    dots || !bare.ends_with(is_final) && !bare.ends_with([':', '*', '#', '-', '_'])
}

/// The last word before the final mark is one that ends no sentence.
fn dangles(document: &Document, sentence: &Sentence, note: bool) -> bool {
    let words = document.tokens.get(sentence.tokens.range()).unwrap_or(&[]);
    let mut forms =
        words.iter().map(|t| t.span.of(&document.text)).filter(|f| f.contains(char::is_alphanumeric));
    let Some(last) = forms.next_back() else { return false };
    // "However, in."
    let scrap = words.len() <= 5 && words.get(1).is_some_and(|t| t.span.of(&document.text) == ",");
    if last.len() > 8
        || !words
            .last()
            .is_some_and(|t| t.span.of(&document.text) == "." || t.span.of(&document.text) == last)
    {
        return false;
    }
    match DANGLING.get(last) {
        Some(true) => true,
        Some(false) => note || scrap,
        None => false,
    }
}

fn boilerplate(document: &Document, warnings: &mut Vec<Warning>) {
    for furniture in &document.furniture {
        let message = match furniture.kind {
            FurnitureKind::Boilerplate => "not part of the article",
            FurnitureKind::CopyNote => "a note on the copy, not part of the article",
            FurnitureKind::Highlights => "highlights of the page without marks between them, not read",
            _ => continue,
        };
        warnings.push(warning("boilerplate", Some(furniture.span), message));
    }
}

fn repeated(document: &Document, warnings: &mut Vec<Warning>) {
    let mut seen: HashMap<&str, ()> = HashMap::new();
    for &paragraph in document.paragraphs.iter().filter(|p| p.len() >= REPEATED) {
        if seen.insert(paragraph.of(&document.text), ()).is_some() {
            warnings.push(warning(
                "repeated-paragraph",
                Some(paragraph),
                "this paragraph stands in the text before",
            ));
        }
    }
}
