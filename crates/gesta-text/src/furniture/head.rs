//! The head of a paragraph: datelines, an agency on its own, bylines.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::dates::{date, date_with_time, is_calendar, is_year};
use super::patterns::{PATTERNS, Where};
use crate::chars::{is_closing, is_final, is_opening};
use crate::features::View;
use crate::tables::{files, rows};

static AGENCIES: LazyLock<HashSet<String>> =
    LazyLock::new(|| rows(files::AGENCIES).filter_map(|r| Some(r.first()?.to_lowercase())).collect());

/// How far into a paragraph a dateline is looked for, in tokens.
const INNER: usize = 120;

/// The parts of a dateline as ranges of tokens.
pub(super) struct Dateline {
    pub(super) place: (usize, usize),
    pub(super) date: Option<(usize, usize)>,
    pub(super) agency: Option<(usize, usize)>,
    /// One past its last token.
    pub(super) end: usize,
}

/// A dateline at token `at`: a place, perhaps a date, perhaps an agency in brackets, a dash or the like.
///
/// The date stands before the agency or after it. Without an agency that is known, the place has to stand in capitals
/// (up to its first comma) and, unless the date is there too, at the top of the text. What follows must start like a
/// sentence.
pub(super) fn dateline(view: View<'_>, at: usize, top: bool, speakers: bool) -> Option<Dateline> {
    let place_end = place(view, at)?;
    let capitals = (at..place_end).take_while(|&i| view.form(i) != ",").all(|i| {
        !view.form(i).chars().any(char::is_lowercase) || matches!(view.form(i), "and" | "de" | "al")
    });
    let capitals = capitals && view.form(at).chars().filter(|c| c.is_uppercase()).count() > 2;
    let mut i = place_end;
    if view.form(i) == "|" {
        let ((from, to), end) = date_with_time(view, i + 1)?;
        return Some(Dateline { place: (at, place_end), date: Some((from, to)), agency: None, end });
    }
    if view.form(i) == "," {
        i += 1;
    }
    let mut found = date(view, i).map(|end| (i, end));
    i = found.map_or(place_end, |d| d.1);
    let agency = bracket(view, i);
    i = agency.map_or(i, |(_, end)| end + 1);
    if found.is_none() && agency.is_some() {
        let from = i + usize::from(view.form(i) == ",");
        found = date(view, from).map(|end| (from, end));
        i = found.map_or(i, |d| d.1);
    }
    let date = found;
    let mark = view.form(i);
    let dash = is_dash(mark);
    let known = agency.is_some_and(|(from, to)| is_agency(view, from, to));
    let label = PATTERNS.find(view, at, |p| p.place == Where::Label).is_some_and(|(_, end)| end == place_end);
    let enough = if agency.is_some() {
        known || capitals && dash
    } else if dash {
        capitals && (top || date.is_some()) && !label && spaced(view, i) || top && date.is_some()
    } else if mark == "." {
        // "Lima, Nov 28 2018. The court …"
        top && at == 0 && place_end <= 4 && date.is_some_and(|(_, end)| is_year(view.form(end - 1)))
    } else {
        mark == ":" && capitals && top && !label && !speakers && place_end - at <= 3 && !is_turn(view, at, i)
    };
    let mut end = if dash || matches!(mark, ":" | ".") { i + 1 } else { i };
    while dash && is_dash(view.form(end)) {
        end += 1; // "ATHENS - - Ministers met."
    }
    (enough && starts_sentence(view, end)).then_some(Dateline { place: (at, place_end), date, agency, end })
}

/// `(Reuters) -` without a place: the range of the name, and the end. Where an agency is expected, right after the
/// head of the article, any name will do that a dash follows.
pub(super) fn agency_alone(view: View<'_>, at: usize, expected: bool) -> Option<((usize, usize), usize)> {
    let (from, to) = bracket(view, at)?;
    let dash = is_dash(view.form(to + 1));
    let end = if dash { to + 2 } else { to + 1 };
    let rest = end >= view.tokens.len() || starts_sentence(view, end);
    let named = expected && dash && (from..to).all(|i| is_capitalised(view.form(i)));
    (rest && (named || is_agency(view, from, to))).then_some(((from, to), end))
}

/// A dateline with a known agency somewhere inside the paragraph, as where a page's highlights have run into its first
/// sentence: "… for the war Benghazi, Libya (CNN) -- The army left". The dateline, where it starts, and whether a
/// sentence ends before it.
pub(super) fn inner_dateline(view: View<'_>) -> Option<(Dateline, usize, bool)> {
    let bracket = (2..view.tokens.len().min(INNER)).find(|&i| {
        view.form(i) == "("
            && bracket(view, i)
                .is_some_and(|(from, to)| is_agency(view, from, to) && is_dash(view.form(to + 1)))
    })?;
    let inside = |i: usize| is_capitalised(view.form(i)) || i + 1 < bracket && joins(view, i);
    let mut start = (1..bracket).rev().take_while(|&i| inside(i)).last()?;
    while !is_capitalised(view.form(start)) {
        start += 1;
    }
    let line = dateline(view, start, false, true)?;
    let before = view.form(start - 1);
    let ended = before.ends_with(is_final) || before.starts_with(is_closing);
    Some((line, start, ended))
}

/// An agency that signs off at the end of a paragraph, after a full stop or alone: "… 768p. REUTER". Where it starts.
pub(super) fn sign_off(view: View<'_>) -> Option<usize> {
    let count = view.tokens.len();
    (count.saturating_sub(3)..count).find(|&from| {
        let ended = from == 0 || view.form(from - 1).ends_with(|c| is_final(c) || is_closing(c));
        ended && is_agency(view, from, count)
    })
}

/// `By Jane Doe` as a whole paragraph, or before a dateline: the range of the name, and the end.
pub(super) fn byline(view: View<'_>) -> Option<((usize, usize), usize)> {
    let count = view.tokens.len();
    if !view.form(0).eq_ignore_ascii_case("by") || is_calendar(view.form(1)) || !is_capitalised(view.form(1))
    {
        return None;
    }
    let name_end =
        (1..count.min(9)).find(|&i| matches!(view.form(i), "," | "|" | "-" | "–" | "—")).unwrap_or(count);
    let small = |i: usize| {
        matches!(
            view.form(i),
            "and" | "of" | "the" | "in" | "for" | "at" | "with" | "de" | "al" | "van" | "von" | "bin"
        )
    };
    let names = |end: usize| {
        (1..end).all(|i| {
            is_capitalised(view.form(i)) || small(i) || !view.form(i).contains(char::is_alphanumeric)
        })
    };
    if count <= 16
        && name_end > 2
        && name_end <= 12
        && names(count)
        && !view.form(count - 1).starts_with(['.', '?', '!', ':'])
    {
        return Some(((1, name_end), count));
    }
    (3..=6.min(count)).find(|&i| names(i) && dateline(view, i, false, false).is_some()).map(|i| ((1, i), i))
}

/// True when the sentence has at least as many capitalised words as others.
pub(super) fn mostly_names(view: View<'_>) -> bool {
    let words = (0..view.tokens.len()).map(|i| view.form(i)).filter(|f| f.starts_with(char::is_alphabetic));
    let (names, all) = words.fold((0, 0), |(n, all), f| (n + usize::from(is_capitalised(f)), all + 1));
    names * 2 >= all
}

/// The end of a place at token `at`: capitalised words, with marks and small words between them.
fn place(view: View<'_>, at: usize) -> Option<usize> {
    let mut i = at;
    let mut end = at;
    while i < at + 14 {
        let form = view.form(i);
        if is_capitalised(form) {
            if i > at && date(view, i).is_some() {
                break;
            }
            i += 1;
            end = i;
        } else if i > at && joins(view, i) && (is_capitalised(view.form(i + 1)) || view.form(i + 1) == "the")
        {
            i += 1;
        } else {
            break;
        }
    }
    (end > at && i < at + 14).then_some(end)
}

/// Marks and words inside the place of a dateline: `CAIRO/AMMAN`, `SANAA, Yemen`, `PORT-AU-PRINCE`.
fn joins(view: View<'_>, i: usize) -> bool {
    let tight = |i: usize| view.tokens.get(i).is_some_and(|t| !t.space_after);
    match view.form(i) {
        "," | "/" | "and" | "of" | "the" | "de" | "al" | "’s" | "'s" => true,
        "-" | "." | "'" | "’" | "–" => tight(i) && i > 0 && tight(i - 1),
        _ => false,
    }
}

/// The tokens inside brackets that open at token `at`, at most six.
fn bracket(view: View<'_>, at: usize) -> Option<(usize, usize)> {
    if view.form(at) != "(" {
        return None;
    }
    (at + 2..at + 9).find(|&i| view.form(i) == ")").map(|end| (at + 1, end))
}

fn is_agency(view: View<'_>, from: usize, to: usize) -> bool {
    view.span(from, to).is_some_and(|s| s.len() < 40 && AGENCIES.contains(&s.of(view.text).to_lowercase()))
}

/// What stands before the colon at token `colon` is somebody who speaks: the label comes again, or the words after it
/// address somebody, which the first sentence of a report does not.
fn is_turn(view: View<'_>, at: usize, colon: usize) -> bool {
    let label = view.span(at, colon + 1).map_or("", |s| s.of(view.text));
    let first = (colon + 1..view.tokens.len().min(colon + 60)).map(|i| view.form(i));
    let mut first = first.take_while(|f| !f.starts_with(is_opening) && !f.starts_with(['"', '.', '!']));
    let speaks = |f: &str| {
        f == "?" || ["i", "we", "you", "my", "our", "your"].iter().any(|w| f.eq_ignore_ascii_case(w))
    };
    first.any(speaks) || view.text.matches(label).nth(1).is_some()
}

fn is_dash(form: &str) -> bool {
    matches!(form, "-" | "–" | "—" | "--" | "―" | "---")
}

/// White space stands before the token, or after it.
fn spaced(view: View<'_>, i: usize) -> bool {
    i > 0 && [i - 1, i].iter().any(|&k| view.tokens.get(k).is_some_and(|t| t.space_after))
}

fn is_capitalised(form: &str) -> bool {
    form.starts_with(char::is_uppercase)
}

fn starts_sentence(view: View<'_>, i: usize) -> bool {
    let first = view.form(i).chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || is_opening(c) || c == '$')
}
