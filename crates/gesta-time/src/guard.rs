//! Conditions on the surroundings of a match.

use gesta_syntax::{Dep, EntityKind, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::atom::Atom;
use crate::class::Class;
use crate::lexicon::WordId;
use crate::matcher::Matcher;
use crate::minutes::YEARS;
use crate::pattern::Capture;
use crate::rules::{Guard, Rule};
use crate::tense::{self, Direction};

/// True when the rule may match from atom `start` to atom `end`.
pub(crate) fn allows(
    m: Matcher<'_>,
    rule: &Rule,
    start: usize,
    end: usize,
    captures: &[Capture],
    nested: bool,
) -> bool {
    let before = start.checked_sub(1).and_then(|i| m.atoms.get(i)).map_or(WordId::NONE, |a| a.word);
    let after = m.atoms.get(end).map_or(WordId::NONE, |a| a.word);
    if !nested && !rule.after.is_empty() && !rule.after.contains(&before) {
        return false;
    }
    if !nested && before != WordId::NONE && rule.not_after.contains(&before) {
        return false;
    }
    if after != WordId::NONE && rule.not_before.contains(&after) {
        return false;
    }
    if !rule.not_tags.is_empty() && m.tag(start).is_some_and(|tag| rule.not_tags.contains(&tag)) {
        return false;
    }
    rule.guards.iter().all(|guard| match guard {
        Guard::Weak => {
            let free = || is_supported(m, start) && !is_name(m, end) && !is_drop(m, end);
            nested || !has_weak(captures) || free()
        }
        Guard::Strong => !has_weak(captures),
        Guard::Ahead => looks_ahead(m, start, end),
        Guard::BareYear => is_year(m, start, end, nested),
        Guard::Closed => is_closed(m, end),
        Guard::Apart => is_closed(m, end) || matches!(m.tag(end), Some(Upos::Det | Upos::Pron)),
        Guard::Acronym => nested || !is_acronym(m, start, end),
        Guard::Rate => is_rate(m, start),
        Guard::Adverbial => is_adverbial(m, start, end),
        Guard::Untitled => !is_title(m, start, end),
        Guard::Capital => {
            let mut words = m.atoms.get(start..end).unwrap_or(&[]).iter().filter(|a| a.letters);
            words.next_back().is_some_and(|a| a.capital)
        }
    })
}

fn has_weak(captures: &[Capture]) -> bool {
    captures.iter().any(|c| matches!(c, Capture::Class { weak: true, .. }))
}

/// The clause around the match tells of what is to come.
fn looks_ahead(m: Matcher<'_>, start: usize, end: usize) -> bool {
    let token = |i: usize| m.atoms.get(i).map(|a| a.token);
    let (Some(first), Some(last)) = (token(start), end.checked_sub(1).and_then(token)) else { return false };
    tense::read(m.parsed, TokenSpan::new(first, last + 1)).direction == Direction::Future
}

/// The match modifies a verb.
fn is_adverbial(m: Matcher<'_>, start: usize, end: usize) -> bool {
    let token = |i: usize| m.atoms.get(i).map(|a| a.token);
    let (Some(first), Some(last)) = (token(start), end.checked_sub(1).and_then(token)) else { return false };
    let head = m.parsed.head_of(TokenSpan::new(first, last + 1));
    head.is_some_and(|h| matches!(m.parsed.dep(h), Dep::Obl | Dep::OblUnmarked | Dep::Advmod))
}

/// A preposition stands before a weak word, and it is not tagged as a verb.
fn is_supported(m: Matcher<'_>, start: usize) -> bool {
    let tag = m.tag(start);
    // "Sun" and "Mar" are names more often than "May" and "March".
    let is_short =
        m.atoms.get(start).is_some_and(|a| a.span.len() == 3 && a.word != m.knowledge.lexicon.word("may"));
    let verb = matches!(tag, Some(Upos::Verb | Upos::Aux));
    let Some(before) = start.checked_sub(1).and_then(|i| m.atoms.get(i)) else {
        return tag == Some(Upos::Propn) && !is_short;
    };
    if is_short && m.atoms.get(start).is_some_and(|a| m.is(a, Class::Weekday)) {
        return before.span.of(m.parsed.text()).eq_ignore_ascii_case("on");
    }
    // "The fall" is a season where something happens in it: "by the fall", not "saw the fall".
    let season = m.atoms.get(start).is_some_and(|a| m.is(a, Class::Season));
    let bare = season && before.word == m.knowledge.lexicon.word("the");
    let two = start.checked_sub(2).and_then(|i| m.atoms.get(i));
    if bare && !two.is_some_and(|a| m.is(a, Class::Preposition)) {
        return false;
    }
    let preposition = m.is(before, Class::Preposition);
    !verb && (preposition || (tag == Some(Upos::Propn) && !is_short))
}

/// A capitalised word follows: "Sun Yat-sen", "May Day Parade".
fn is_name(m: Matcher<'_>, end: usize) -> bool {
    m.atoms.get(end).is_some_and(|a| a.capital && a.letters)
}

/// "The fall in prices".
fn is_drop(m: Matcher<'_>, end: usize) -> bool {
    let of = |i: usize| m.atoms.get(i).map_or("", |a| a.span.of(m.parsed.text()));
    end.checked_sub(1).is_some_and(|last| of(last).eq_ignore_ascii_case("fall"))
        && matches!(of(end), "in" | "from")
}

/// “60 Minutes”, in quotes and with a capital, or the last word of a name: a programme, a film, a paper.
fn is_title(m: Matcher<'_>, start: usize, end: usize) -> bool {
    let atom = |i: Option<usize>| i.and_then(|i| m.atoms.get(i));
    let quote = |i| atom(i).is_some_and(|a| matches!(a.span.of(m.parsed.text()), "\"" | "“" | "”"));
    let capital = |i| atom(i).is_some_and(|a| a.capital && a.letters);
    // "The Fishermen Daily said".
    let paper = end == start + 1 && capital(start.checked_sub(1)) && !capital(Some(end));
    capital(end.checked_sub(1)) && (paper || quote(start.checked_sub(1)) && quote(Some(end)))
}

/// "DEC" in capitals names whoever the text says it does, not a month: after "the", as an owner, in a name, and in a
/// sentence with small letters wherever it does not stand after "in" and the like in a clause.
fn is_acronym(m: Matcher<'_>, start: usize, end: usize) -> bool {
    let text = m.parsed.text();
    let of = |i: usize| m.atoms.get(i).map_or("", |a| a.span.of(text));
    let word = of(start);
    if end != start + 1 || word.len() > 4 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let Some(atom) = m.atoms.get(start) else { return false };
    let token = TokenId(atom.token);
    let before = start.checked_sub(1).map_or("", of);
    let owner = matches!(of(end), "'" | "’") && m.atoms.get(end).is_some_and(|a| a.glued);
    let named = m.parsed.entity_at(token).is_some_and(|e| e.kind == EntityKind::Org);
    if before.eq_ignore_ascii_case("the") || owner || named {
        return true;
    }
    let small = |a: &Atom| a.letters && a.span.of(text).bytes().any(|b| b.is_ascii_lowercase());
    // A few words tell; a sentence may be long.
    let near = start.saturating_sub(20)..(end + 20).min(m.atoms.len());
    let dated = m.atoms.get(start.wrapping_sub(1)).is_some_and(|a| m.is(a, Class::Preposition))
        && !matches!(before, "of" | "by" | "for" | "to" | "with")
        && matches!(m.parsed.dep(token), Dep::Obl | Dep::OblUnmarked);
    // "In JAN and FEB".
    let dated = dated || m.parsed.dep(token) == Dep::Conj && is_month(m, m.parsed.head(token));
    !dated && m.atoms.get(near).is_some_and(|atoms| atoms.iter().any(small))
}

fn is_month(m: Matcher<'_>, token: Option<TokenId>) -> bool {
    let word = token.map(|t| m.knowledge.lexicon.word(&m.parsed.lower(t)));
    word.is_some_and(|w| m.knowledge.lexicon.entry(w, Class::Month).is_some())
}

/// Four digits are a year unless they count, cost, name or are part of a longer figure.
fn is_year(m: Matcher<'_>, start: usize, end: usize, nested: bool) -> bool {
    let text = m.parsed.text();
    let Some(atom) = m.atoms.get(start) else { return false };
    if atom.digits == 0 && !nested {
        // "Nineteen ninety-six" counts nothing, "two thousand" may.
        let hundreds = m.knowledge.lexicon.entry(atom.word, Class::Numeral).map(|e| e.number as i32);
        if end > start + 2 && matches!(hundreds, Some(19 | 20)) {
            return true;
        }
        let before = start.checked_sub(1).and_then(|i| m.atoms.get(i));
        return end > start + 1 && before.is_some_and(|b| m.is(b, Class::Preposition));
    }
    let year = nested || YEARS.contains(&atom.number) && m.minutes.binary_search(&atom.span.start).is_err();
    if atom.digits > 0 && !year {
        return false;
    }
    let before = start.checked_sub(1).and_then(|i| m.atoms.get(i));
    let before_text = before.map_or("", |a| a.span.of(text));
    if matches!(before_text, "$" | "#" | "€" | "£" | "No" | "+" | "/" | "." | "_")
        || (atom.glued && before.is_some_and(|b| b.letters || b.digits > 0))
        || (atom.glued && before_text == "," && start >= 2)
    {
        return false;
    }
    // "F-1950", "555-1999": a hyphen before a year only after a word such as "mid" or another year.
    if atom.glued && before_text == "-" {
        let left = start.checked_sub(2).and_then(|i| m.atoms.get(i));
        let fits = left.is_some_and(|a| a.digits == 4 || (a.letters && a.word != WordId::NONE));
        if !fits {
            return false;
        }
    }
    let Some(after) = m.atoms.get(end) else { return true };
    let after_text = after.span.of(text);
    if after.glued && matches!(after_text, "%" | "°" | "/" | "$") {
        return false;
    }
    if after.glued && (after.letters || after.digits > 0) {
        return after_text == "s";
    }
    if after.glued && after_text == "-" {
        // "1998-1999", "2003-era", not "1200-strong", "2106-8000".
        let next = m.atoms.get(end + 1);
        let phone = next.is_some_and(|n| n.digits > 2 && !(0..=120).contains(&(n.number - atom.number)));
        return !phone
            && (next.is_none_or(|n| n.digits > 0 || n.word != WordId::NONE) || atom.number >= 1900);
    }
    if is_house(m, start, end) {
        return false;
    }
    // "Its 1990 results": a figure that is not round seldom counts.
    let recent =
        (1900..=2049).contains(&atom.number) && atom.number % 50 != 0 && !m.is(after, Class::Counted);
    // A number that counts the following plural noun: "2000 people".
    let preposition = before.is_some_and(|b| m.is(b, Class::Preposition));
    let token = TokenId(atom.token);
    let plural = after.letters
        && !after.glued
        && !after.capital
        && after_text.ends_with('s')
        && !m.is(after, Class::Function);
    if m.parsed.dep(token) == Dep::Nummod {
        let counted = m.parsed.head(token).is_some_and(|h| m.parsed.morph(h).plural == Some(true));
        return preposition || recent || !counted;
    }
    preposition || recent || !plural
}

/// "At 1424 John Bragg Highway": a number before the name of a street.
fn is_house(m: Matcher<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|i| m.atoms.get(i)).map(|a| a.span.of(m.parsed.text()));
    let named = m.atoms.get(end..).unwrap_or(&[]).iter().take(4).take_while(|a| a.capital && a.letters);
    matches!(before, None | Some("at" | "on" | "," | "(" | ":"))
        && named.skip(1).any(|a| m.is(a, Class::Street))
}

/// What follows closes the phrase: a mark, the end, a function word or a verb; no noun or adjective.
fn is_closed(m: Matcher<'_>, end: usize) -> bool {
    let Some(after) = m.atoms.get(end) else { return true };
    if !after.letters && after.digits == 0 {
        return !(after.glued && after.span.of(m.parsed.text()) == "-");
    }
    match m.tag(end) {
        Some(Upos::X) | None => !after.capital && !m.is(after, Class::Determiner),
        // "Two days after signing" goes on with what happened.
        Some(Upos::Verb | Upos::Aux) if after.span.of(m.parsed.text()).ends_with("ing") => false,
        Some(tag) => {
            !matches!(tag, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num | Upos::Det | Upos::Pron)
        }
    }
}

/// A number, a price, a percentage or a counted noun stands before: "5 % a year", "twice a week".
fn is_rate(m: Matcher<'_>, start: usize) -> bool {
    let near = m.atoms[start.saturating_sub(3).min(m.atoms.len())..start.min(m.atoms.len())].iter();
    near.rev().any(|a| a.digits > 0 || m.is(a, Class::Measure) || m.is(a, Class::Numeral))
}
