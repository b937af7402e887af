//! Folding of names: the form in which spellings of one name are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Particles that a name may have or lack: "al-Shammary" and "Shammary" are one.
const PARTICLES: &[&str] =
    &["al", "el", "bin", "ibn", "von", "van", "der", "de", "la", "le", "da", "du", "abu"];
/// What may follow a last name.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Splits a spelling into its words in lower case, without diacritics, apostrophes and full stops; a hyphen parts.
///
/// "Nasr al-Sha'mary" gives `nasr al shamary`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut push = |c: char| {
        if c.is_alphanumeric() || matches!(c, '&' | '+' | '/') {
            word.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '‘' | '`' | '.' | 'ʼ' | '\u{AD}')
            && !is_combining_mark(c)
            && !word.is_empty()
        {
            out.push(std::mem::take(&mut word));
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfd().map(plain).for_each(&mut push);
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Letters that have no decomposition into a base letter and a mark.
fn plain(c: char) -> char {
    match c {
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        'ı' => 'i',
        c => c,
    }
}

/// The folded words without particles and suffixes, if anything is left.
pub(crate) fn core(words: &[String]) -> Vec<&str> {
    let inner = |w: &&String| !PARTICLES.contains(&w.as_str()) && !SUFFIXES.contains(&w.as_str());
    let core: Vec<&str> = words.iter().filter(inner).map(String::as_str).collect();
    if core.is_empty() { words.iter().map(String::as_str).collect() } else { core }
}

/// True when one word may be another spelling of the other: the same consonants, roughly ("Qaddafi", "Gadhafi"), and at
/// most three letters apart.
pub(crate) fn sounds_like(a: &str, b: &str) -> bool {
    a == b
        || (a.len() > 3
            && b.len() > 3
            && skeleton(a) == skeleton(b)
            && distance(a, b) <= 3
            && ends_alike(a, b))
}

/// False where one ends in a vowel that is heard and the other does not: "Karim" and "Karimi" are two names.
fn ends_alike(a: &str, b: &str) -> bool {
    let open = |word: &str| {
        word.chars().next_back().filter(|c| !matches!(c, 'e' | 'h')).map(|c| "aiouy".contains(c))
    };
    open(a).zip(open(b)).is_none_or(|(a, b)| a == b)
}

/// A word as spellings of names in other scripts leave it: doubled letters once, "y" as "i", no "h" but the first letter.
pub(crate) fn plain_spelling(word: &str) -> String {
    let mut out = String::new();
    let mut last = ' ';
    for (i, c) in word.chars().enumerate() {
        let c = if c == 'y' && i > 0 { 'i' } else { c };
        if c != last && !(c == 'h' && i > 0) {
            out.push(c);
        }
        last = c;
    }
    out
}

/// Letters to insert, delete or exchange to make one word of the other (Levenshtein); words beyond 24 letters count as far.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > 24 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, (y, pair)) in b.iter().zip(row.windows(2)).enumerate() {
            let [diagonal, above] = pair else { continue };
            let left = next.get(j).copied().unwrap_or(usize::MAX);
            next.push((diagonal + usize::from(x != y)).min(above + 1).min(left.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// The consonants of a word, those that spellings exchange made one.
pub(crate) fn skeleton(word: &str) -> String {
    let mut out = String::new();
    let mut last = ' ';
    for (i, c) in word.chars().enumerate() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' if i > 0 => continue,
            'a' | 'e' | 'i' | 'o' | 'u' => 'a',
            'h' if i > 0 => continue,
            'q' | 'g' | 'k' | 'c' => 'k',
            'z' => 's',
            'v' => 'f',
            c => c,
        };
        if c != last {
            out.push(c);
        }
        last = c;
    }
    out
}

/// True when the capital letters of `short` are the initials of the words ("PMF", "Popular Mobilization Forces").
pub(crate) fn is_initials(short: &str, words: &[String]) -> bool {
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.len() < 2 || short.chars().any(char::is_lowercase) {
        return false;
    }
    let minor = ["of", "the", "and", "for", "in", "on", "al", "to"];
    let initials = |all: bool| {
        let chosen = words.iter().filter(|w| all || !minor.contains(&w.as_str()));
        chosen.filter_map(|w| w.chars().next()).collect::<Vec<char>>()
    };
    initials(false) == letters || initials(true) == letters
}
