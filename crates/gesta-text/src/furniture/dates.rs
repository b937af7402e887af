//! Dates and times as they stand in headers.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::features::View;
use crate::tables::{files, rows};

#[derive(Copy, Clone, PartialEq, Eq)]
enum Word {
    Month,
    Weekday,
    Time,
}

static CALENDAR: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let class = |name: &str| match name {
        "month" => Word::Month,
        "weekday" => Word::Weekday,
        _ => Word::Time,
    };
    rows(files::CALENDAR).filter_map(|r| Some((*r.first()?, class(r.get(1)?)))).collect()
});

fn word(form: &str) -> Option<Word> {
    if form.len() > 10 {
        return None;
    }
    let lower = form.to_ascii_lowercase();
    CALENDAR.get(lower.as_str()).or_else(|| CALENDAR.get(lower.trim_end_matches('.'))).copied()
}

/// True for names of months and weekdays.
pub(super) fn is_calendar(form: &str) -> bool {
    matches!(word(form), Some(Word::Month | Word::Weekday))
}

/// True for names of weekdays.
pub(crate) fn is_weekday(form: &str) -> bool {
    word(form) == Some(Word::Weekday)
}

/// A date at token `at` with the time after it: the range of the date, and the end of the whole.
pub(super) fn date_with_time(view: View<'_>, at: usize) -> Option<((usize, usize), usize)> {
    // "10:15, 3 May 2012": the time may come first.
    let start = if view.form(at).contains(':') { time(view, at) } else { at };
    let start = start + usize::from(start > at && view.form(start) == ",");
    let end = date(view, start)?;
    Some(((start, end), time(view, end)))
}

/// The end of a date that starts at token `at`; a weekday alone is none.
pub(super) fn date(view: View<'_>, at: usize) -> Option<usize> {
    let form = |i: usize| view.form(i);
    let mut i = at;
    if word(form(i)) == Some(Word::Weekday) {
        i += 1;
        if form(i) == "," {
            i += 1;
        }
    }
    if in_figures(form(i)) {
        return Some(i + 1);
    }
    let mut end = if word(form(i)) == Some(Word::Month) && (is_day(form(i + 1)) || is_year(form(i + 1))) {
        i + 2
    } else if is_day(form(i)) {
        let month = if form(i + 1).eq_ignore_ascii_case("of") { i + 2 } else { i + 1 };
        if word(form(month)) != Some(Word::Month) {
            return None;
        }
        month + 1
    } else {
        return None;
    };
    if is_year(form(end)) {
        end += 1;
    } else if form(end) == "," && is_year(form(end + 1)) {
        end += 2;
    }
    Some(end)
}

/// The end of a time of day with its zone that starts at token `at`; `at` when there is none.
fn time(view: View<'_>, at: usize) -> usize {
    let mut end = at;
    for i in at..at + 10 {
        let form = view.form(i);
        let clock = form.starts_with(|c: char| c.is_ascii_digit()) && (form.contains(':') || form.len() == 4);
        match form {
            "," | "-" | "–" | "|" | "(" | "@" => {}
            ")" if end == i => end = i + 1,
            _ if form.eq_ignore_ascii_case("at") => {}
            _ if clock || end > at && word(form) == Some(Word::Time) => end = i + 1,
            _ => break,
        }
    }
    end
}

fn is_day(form: &str) -> bool {
    let figures = form.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = form.get(figures.len()..).unwrap_or("");
    matches!(figures.parse::<u8>(), Ok(1..=31)) && matches!(suffix, "" | "st" | "nd" | "rd" | "th")
}

pub(super) fn is_year(form: &str) -> bool {
    form.len() == 4 && matches!(form.parse::<u16>(), Ok(1800..=2199))
}

/// `2021-11-22`, also with a time after `T`; `22/11/2021`, `22.11.2021`.
fn in_figures(form: &str) -> bool {
    let day = form.get(..10).filter(|_| form.len() == 10 || form.get(10..11) == Some("T")).unwrap_or(form);
    [b'-', b'/', b'.'].iter().any(|&mark| {
        let parts: Vec<_> = day.split(char::from(mark)).take(4).collect();
        let figures = parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        let widths: Vec<_> = parts.iter().map(|p| p.len()).collect();
        figures && matches!(widths.as_slice(), [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4])
    })
}
