//! One spelling for the many ways to write a name.

use unicode_normalization::UnicodeNormalization;

/// The key under which a name is looked up: without accents, apostrophes and full stops, in lower case, other
/// punctuation as single spaces, "St" as "saint", "Ft" as "fort", "Mt" as "mount".
pub fn normalise(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfkd() {
        if unicode_normalization::char::is_combining_mark(c) || is_silent(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        match c {
            'ł' | 'Ł' => key.push('l'),
            'ø' | 'Ø' => key.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
            'ı' => key.push('i'),
            'ß' => key.push_str("ss"),
            'æ' | 'Æ' => key.push_str("ae"),
            'œ' | 'Œ' => key.push_str("oe"),
            'þ' | 'Þ' => key.push_str("th"),
            'ə' | 'Ə' => key.push('a'),
            _ => key.extend(c.to_lowercase()),
        }
    }
    if !key.split(' ').any(|w| full_word(w).is_some()) {
        return key;
    }
    let words: Vec<&str> = key.split(' ').map(|w| full_word(w).unwrap_or(w)).collect();
    words.join(" ")
}

fn full_word(word: &str) -> Option<&'static str> {
    match word {
        "st" => Some("saint"),
        "ste" => Some("sainte"),
        "ft" => Some("fort"),
        "mt" => Some("mount"),
        _ => None,
    }
}

/// Apostrophes of all kinds and full stops: they leave no gap.
fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2B9}'
            ..='\u{2BF}' | '\u{2C8}' | '`' | '\u{B4}' | '.'
    ) || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
}

/// Written in Latin letters only, without digits, and longer than an airport code: what English news may call a place.
pub fn is_latin_name(name: &str) -> bool {
    let latin = |c: char| (c as u32) < 0x250 || matches!(c, '\u{2BB}'..='\u{2BF}' | '\u{2018}' | '\u{2019}');
    name.chars().count() > 3 && name.chars().all(|c| latin(c) && !c.is_ascii_digit())
}

/// A key as a name: each word with a capital.
pub fn title_case(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for word in key.split(' ') {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}
