//! The country that words tell: adjectives, names and demonyms, but no partners ("Iranian-backed").

use gesta_place::country::{self, Country};
use gesta_place::{Iso3, gazetteer};
use gesta_syntax::{Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::tables::TABLES;

/// The state that a country is today: Russia for the Soviet Union.
pub(crate) fn existing(country: &Country) -> Iso3 {
    country.successor.unwrap_or(country.iso3)
}

/// The country that an adjective or a name among these tokens tells; none after "anti" or before "-backed".
pub(crate) fn country_in(parsed: &Parsed, tokens: TokenSpan) -> Option<Iso3> {
    let mut at = tokens.start;
    while at < tokens.end {
        let longest = (1..=3u32).rev().filter(|n| at + n <= tokens.end).find_map(|n| {
            let text = parsed.text_of(TokenSpan::new(at, at + n));
            let capital = text.starts_with(char::is_uppercase);
            let found = capital.then(|| {
                country::by_adjective(text)
                    .or_else(|| country::by_name(text))
                    .or_else(|| country::by_demonym(text))
            });
            found.flatten().map(|c| (n, c))
        });
        match longest {
            Some((n, country)) if !is_partner(parsed, at, at + n) => {
                return Some(place_around(parsed, tokens.start, at, at + n).unwrap_or(existing(country)));
            }
            Some((n, _)) => at += n,
            None => at += 1,
        }
    }
    None
}

/// The country of a longer place name that ends here: "New Jersey" is not Jersey.
fn place_around(parsed: &Parsed, first: u32, start: u32, end: u32) -> Option<Iso3> {
    let before = start.checked_sub(1).filter(|b| *b >= first && end == start + 1)?;
    if parsed.upos(TokenId(before)) == Upos::Det
        || !parsed.form(TokenId(before)).starts_with(char::is_uppercase)
    {
        return None;
    }
    let gazetteer = gazetteer::embedded();
    let found = gazetteer.find(&gazetteer::normalise(parsed.text_of(TokenSpan::new(before, end))));
    found.first().and_then(|p| gazetteer.record(p.record)).map(|r| r.country)
}

/// True when the word before or after makes the country a partner or an enemy: "Iranian-backed", "anti-American".
fn is_partner(parsed: &Parsed, start: u32, end: u32) -> bool {
    let hyphen = |t: u32| parsed.form(TokenId(t)) == "-";
    let prefix = |t: u32| matches!(parsed.lower(TokenId(t)).as_str(), "anti" | "pro" | "anti-" | "pro-");
    let prefixed = start > 0 && (prefix(start - 1) || (start > 1 && hyphen(start - 1) && prefix(start - 2)));
    is_backed(parsed, end) || prefixed
}

/// True when "-backed" or the like follows at this token.
pub(crate) fn is_backed(parsed: &Parsed, end: u32) -> bool {
    let all = parsed.all_tokens();
    let hyphen = end + 1 < all.end && parsed.form(TokenId(end)) == "-";
    hyphen && {
        let word = format!("-{}", parsed.lower(TokenId(end + 1)));
        TABLES.relations.contains_key(word.as_str())
    }
}
