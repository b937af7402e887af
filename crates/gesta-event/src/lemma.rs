//! Lemmas that the tables know: the parser's where it is one of them, else one derived from the form.
//!
//! A lemmatiser that learnt edit scripts guesses, and a wrong guess would hide a trigger; the form cannot be wrong.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use gesta_syntax::{Parsed, Upos};
use gesta_text::TokenId;

use crate::codebook::codebook;
use crate::frame::Filler;
use crate::lexicon::lexicon;

const IRREGULAR: &str = include_str!("../../../knowledge/en/codebook/lexicon/irregular.tsv");

/// Every lemma of the codebook and the lexicon, and the irregular forms of some.
#[derive(Default)]
struct Vocabulary {
    lemmas: HashSet<String>,
    irregular: HashMap<&'static str, &'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    for entry in codebook().entries() {
        vocabulary.lemmas.insert(entry.lemma.clone());
        vocabulary.lemmas.extend(entry.words.iter().cloned());
        for filler in entry.with.iter().chain(&entry.without).flat_map(|c| &c.any_of) {
            if let Filler::Lemma(lemma) = filler {
                vocabulary.lemmas.insert(lemma.clone());
            }
        }
    }
    vocabulary.lemmas.extend(lexicon().lemmas());
    for line in IRREGULAR.lines().skip(1) {
        if let Some((lemma, forms)) = line.split_once('\t') {
            vocabulary.irregular.extend(forms.split(' ').map(|form| (form, lemma)));
        }
    }
    vocabulary
});

/// The lemma of a token, in lower case.
pub(crate) fn lemma(parsed: &Parsed, token: TokenId) -> Cow<'_, str> {
    let guess = parsed.lemma(token);
    let verb = parsed.upos(token) == Upos::Verb;
    if verb && let Some(lemma) = VOCABULARY.irregular.get(parsed.lower(token).as_str()) {
        return Cow::Borrowed(lemma);
    }
    let form = parsed.lower(token);
    let misread = is_misread(guess, &form);
    if VOCABULARY.lemmas.contains(guess) && !misread {
        return Cow::Borrowed(guess);
    }
    match VOCABULARY.known(&form, verb) {
        Some(lemma) => Cow::Owned(lemma),
        None if misread => Cow::Owned(form),
        None if guess.starts_with(char::is_uppercase) => Cow::Owned(guess.to_lowercase()),
        None => Cow::Borrowed(guess),
    }
}

/// "raps" is no form of "rape".
fn is_misread(guess: &str, form: &str) -> bool {
    let stem = guess.strip_suffix('e').filter(|s| !s.ends_with('e'));
    stem.is_some_and(|stem| form.strip_suffix('s') == Some(stem))
}

impl Vocabulary {
    /// A known lemma that has this form; of verbs an inflected form rather than one that is a word itself ("provided").
    fn known(&self, form: &str, verb: bool) -> Option<String> {
        if let Some(lemma) = self.irregular.get(form) {
            return Some((*lemma).to_owned());
        }
        let undoubled = |stem: &str| {
            let mut ends = stem.chars().rev();
            let (last, before) = (ends.next()?, ends.next()?);
            (last == before).then(|| stem.strip_suffix(last).map(str::to_owned)).flatten()
        };
        let mut guesses = if verb { Vec::new() } else { vec![form.to_owned()] };
        for (suffix, with_y) in [("s", "ies"), ("es", "ies"), ("ed", "ied"), ("ing", "")] {
            let Some(stem) = form.strip_suffix(suffix) else { continue };
            guesses.push(stem.to_owned());
            if matches!(suffix, "ed" | "ing") {
                guesses.push(format!("{stem}e"));
                guesses.extend(undoubled(stem));
            }
            if !with_y.is_empty() {
                guesses.extend(form.strip_suffix(with_y).map(|stem| format!("{stem}y")));
            }
        }
        guesses.push(form.to_owned());
        guesses.into_iter().find(|guess| self.lemmas.contains(guess))
    }
}

#[cfg(test)]
mod tests {
    use super::VOCABULARY;

    fn check(form: &str, lemma: Option<&str>) {
        assert_eq!(VOCABULARY.known(form, true).as_deref(), lemma, "{form}");
    }

    #[test]
    fn forms() {
        check("invaded", Some("invade"));
        check("violated", Some("violate"));
        check("captures", Some("capture"));
        check("denies", Some("deny"));
        check("expelling", Some("expel"));
        check("struck", Some("strike"));
        check("provided", Some("provide"));
        check("gunmen", Some("gunman"));
        check("xyzzing", None);
    }
}
