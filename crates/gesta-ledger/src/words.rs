//! Words of a text, and the rough stems under which two articles' wordings are compared.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Irregular verbs: form to lemma.
static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../knowledge/en/irregular_verbs.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.flat_map(|(lemma, forms)| forms.split_whitespace().map(move |form| (form, lemma))).collect()
});

/// The words of a text in lower case: runs of letters and digits.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// A rough stem: plural, past and progressive endings go, irregular verbs become their lemma. Harman's S-stemmer with
/// `-ed` and `-ing`; good enough to tell that two wordings name one action, and nothing else is asked of it.
pub(crate) fn stem(word: &str) -> String {
    let word = IRREGULAR.get(word).copied().unwrap_or(word);
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    if let Some(start) = word.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{start}y");
    }
    let mut base = word;
    if base.ends_with('s') && !["ss", "us", "is"].iter().any(|e| base.ends_with(e)) {
        base = &base[..base.len() - 1];
    }
    for ending in ["ing", "ed"] {
        if let Some(start) = base.strip_suffix(ending).filter(|s| s.len() > 2) {
            base = undouble(start);
            break;
        }
    }
    undouble(base.strip_suffix('e').filter(|s| s.len() > 2).unwrap_or(base)).to_owned()
}

/// Verbs whose past is their lemma: those of the table without other forms.
static INVARIANT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../knowledge/en/irregular_verbs.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.filter(|(_, forms)| forms.trim().is_empty()).map(|(lemma, _)| lemma).collect()
});

/// True for "cut", which may be the past or the present of a verb.
pub(crate) fn is_invariant(word: &str) -> bool {
    INVARIANT.contains(word)
}

/// True for a word that may be the past or the past participle of a verb.
pub(crate) fn is_past(word: &str) -> bool {
    word.ends_with("ed") || IRREGULAR.contains_key(word)
}

/// "stopp" is "stop".
fn undouble(start: &str) -> &str {
    let mut ends = start.bytes().rev();
    match (ends.next(), ends.next()) {
        (Some(a), Some(b)) if a == b && !b"lsz".contains(&a) => &start[..start.len() - 1],
        _ => start,
    }
}

/// A hash that is the same on every machine and in every version: FNV-1a, finished with SplitMix64's mixer.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let fnv = |h: u64, b: &u8| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01B3);
    mix(bytes.iter().fold(0xCBF2_9CE4_8422_2325, fnv))
}

/// SplitMix64's mixer.
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_of_one_action_have_one_stem() {
        for (a, b) in [
            ("withdraw", "withdrew"),
            ("withdraw", "withdrawing"),
            ("release", "released"),
            ("release", "releasing"),
            ("stop", "stopped"),
            ("boycott", "boycotted"),
            ("convoys", "convoy"),
            ("party", "parties"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        for (a, b) in [("talks", "tanks"), ("bus", "busy"), ("crisis", "crises")] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn hashes_are_what_they_were() {
        // Stored in ledgers: they must never change.
        assert_eq!(hash(b""), 17_665_956_581_633_026_203);
        assert_ne!(hash(b"a"), hash(b"b"));
    }
}
