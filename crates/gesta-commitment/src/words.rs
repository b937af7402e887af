//! Dictionary forms of the codebook's words, found by their inflected forms: a reader's lemma is trusted only for
//! words that the codebook does not know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::TokenId;

use crate::codebook::CODEBOOK;

/// Inflected form → dictionary form, for every word of the codebook.
static FORMS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut forms = BTreeMap::new();
    let irregular = include_str!("../../../knowledge/en/commitments/irregular.tsv");
    for line in irregular.lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split('\t');
        if let Some(lemma) = words.next() {
            for form in words {
                forms.entry(form.to_owned()).or_insert_with(|| lemma.to_owned());
            }
        }
    }
    for lemma in CODEBOOK.words() {
        forms.insert(lemma.to_owned(), lemma.to_owned());
    }
    for lemma in CODEBOOK.words() {
        for form in inflected(lemma) {
            forms.entry(form).or_insert_with(|| lemma.to_owned());
        }
    }
    forms
});

/// The dictionary form of a token; of the last part of a word that the codebook writes with a hyphen, that word.
pub(crate) fn lemma(p: &Parsed, token: TokenId) -> &str {
    let form = p.lower(token);
    if let Some(known) = hyphenated(p, token, &form) {
        return known;
    }
    match FORMS.get(&form) {
        // "ruling" is a word of its own as a noun only
        Some(known) if *known == form && form.ends_with("ing") && p.upos(token) == Upos::Verb => {
            p.lemma(token)
        }
        Some(known) => known,
        None => p.lemma(token),
    }
}

/// The word of the codebook that ends with this token after a hyphen: "cease-fire".
fn hyphenated(p: &Parsed, token: TokenId, form: &str) -> Option<&'static str> {
    let first = p.sentence_of(token).tokens.start;
    let before = token.0.checked_sub(2).filter(|b| *b >= first).map(TokenId)?;
    if p.form(TokenId(token.0 - 1)) != "-" || p.dep(before) != Dep::Compound {
        return None;
    }
    FORMS.get(&format!("{}-{form}", p.lower(before))).map(String::as_str)
}

/// The regular inflections of a verb or noun, with both spellings where the last consonant may double.
fn inflected(lemma: &str) -> Vec<String> {
    let stem = lemma.strip_suffix('e');
    let y = lemma.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
    let mut forms = match (stem, y) {
        (Some(stem), _) => vec![format!("{lemma}s"), format!("{lemma}d"), format!("{stem}ing")],
        (_, Some(y)) => vec![format!("{y}ies"), format!("{y}ied"), format!("{lemma}ing")],
        _ => vec![format!("{lemma}s"), format!("{lemma}es"), format!("{lemma}ed"), format!("{lemma}ing")],
    };
    if let Some(last) = lemma.chars().next_back().filter(|c| "bdglmnprt".contains(*c)) {
        forms.push(format!("{lemma}{last}ed"));
        forms.push(format!("{lemma}{last}ing"));
    }
    forms
}
