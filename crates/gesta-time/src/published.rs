//! The article's own date, and whether a text tells a history.

use gesta_syntax::Parsed;
use gesta_text::{FurnitureKind, SentenceKind, TokenId};
use jiff::civil::Date;

use crate::calendar::{Grain, day};
use crate::expr::{Expr, Fields, From, What};
use crate::read::Matched;

/// How far into the text a header can reach, in bytes.
const HEADER: u32 = 600;

/// The article's date and the rule that found it: what the caller gives, else a date of the header, else a complete
/// date at the very start of the text.
pub(crate) fn find(
    parsed: &Parsed,
    given: Option<Date>,
    sentences: &[Matched],
) -> (Option<Date>, Option<&'static str>) {
    if given.is_some() {
        return (given, Some("input"));
    }
    let furniture = parsed.document().furniture();
    let dates = |kind: FurnitureKind| {
        furniture.iter().filter(move |f| f.kind == kind).find_map(|f| {
            sentences.iter().filter(|s| s.span.overlaps(f.span)).find_map(|s| {
                s.found.iter().find_map(|m| {
                    let span = s.atoms.get(m.start)?.span;
                    f.span.contains(span).then(|| complete(&m.expr)).flatten()
                })
            })
        })
    };
    if let Some(date) = dates(FurnitureKind::Date) {
        return (Some(date), Some("header"));
    }
    if let Some(date) = dates(FurnitureKind::Dateline) {
        return (Some(date), Some("dateline"));
    }
    // A text that begins with its address: "https://example.org/2022/07/15/harvest".
    let first = sentences.first().and_then(|s| Some((s, s.found.first()?, s.atoms.first()?)));
    if let Some((sentence, found, address)) = first.filter(|(s, ..)| s.span.start < HEADER) {
        let token = sentence.atoms.get(found.start).map(|a| a.token);
        let begins = parsed.text().get(..address.span.start as usize).is_some_and(|t| t.trim().is_empty());
        if begins
            && token == Some(address.token)
            && is_address(parsed, TokenId(address.token))
            && let Some(date) = complete(&found.expr)
        {
            return (Some(date), Some("url"));
        }
    }
    // "LUSAKA | Thu Jun 9, 2011 6:15 am EDT": a date set off by a bar, or alone on its line.
    let early = sentences.iter().take_while(|s| s.span.start < HEADER);
    for sentence in early {
        for found in &sentence.found {
            let Some(date) = complete(&found.expr) else { continue };
            let before = found.start.checked_sub(1).and_then(|i| sentence.atoms.get(i));
            let bar = before.is_some_and(|a| a.span.of(parsed.text()) == "|");
            let alone =
                found.start == 0 && found.end == sentence.atoms.len() && sentence.kind != SentenceKind::Prose;
            // "9 September 2013 Last updated at 14:39 GMT".
            let after = sentence.atoms.get(found.end).map_or("", |a| a.span.of(parsed.text()));
            let dated = found.start == 0 && matches!(after, "Last" | "Updated" | "Published" | "Posted");
            if bar || alone || dated {
                return (Some(date), Some("dateline"));
            }
        }
    }
    // "Transcript of the daily briefing, 3 February 2022": a title that ends in a date, set off by a mark.
    for sentence in sentences.iter().filter(|s| s.kind == SentenceKind::Headline && s.span.start < HEADER) {
        let Some(last) = sentence.found.last().filter(|m| m.end == sentence.atoms.len()) else { continue };
        let before = last.start.checked_sub(1).and_then(|i| sentence.atoms.get(i));
        let mark = before.is_some_and(|a| !a.letters && a.digits == 0);
        if let Some(date) = complete(&last.expr).filter(|_| mark) {
            return (Some(date), Some("title"));
        }
    }
    (None, None)
}

/// The token is an address of the web.
pub(crate) fn is_address(parsed: &Parsed, token: TokenId) -> bool {
    parsed.form(token).contains("://") || parsed.form(token).starts_with("www.")
}

/// The day of a complete date.
fn complete(expr: &Expr) -> Option<Date> {
    match expr {
        Expr::Calendar(Fields { year: Some(y), month: Some(m), day: Some(d), .. }) => day(*y, *m, *d),
        Expr::Clock { of: Some(of), .. } | Expr::DayPart { of: Some(of), .. } => complete(of),
        _ => None,
    }
}

/// True when most years that the text names lie well before the article's: a history, told by its own clock.
pub(crate) fn is_narrative(published: Option<Date>, sentences: &[Matched]) -> bool {
    let years = sentences.iter().flat_map(|s| &s.found).filter_map(|m| year(&m.expr));
    let (mut far, mut near) = (0usize, 0usize);
    for year in years {
        let distance = published.map_or(0, |p| (i32::from(p.year()) - year).abs());
        if distance > 1 { far += 1 } else { near += 1 }
    }
    let deictic = sentences
        .iter()
        .flat_map(|s| &s.found)
        .filter(|m| matches!(m.expr, Expr::Deictic(_)) || current(&m.expr) || bare_weekday(&m.expr))
        .count();
    far >= 4 && far > 2 * near && far > 6 * deictic
}

fn bare_weekday(expr: &Expr) -> bool {
    matches!(expr, Expr::Calendar(Fields { weekday: Some(_), month: None, .. }))
}

/// "Last week", "this month": told from the article's day.
fn current(expr: &Expr) -> bool {
    matches!(expr, Expr::Shift { from: From::Article, what: What::Grain(grain), .. } if *grain >= Grain::Month)
}

fn year(expr: &Expr) -> Option<i32> {
    match expr {
        Expr::Calendar(f) => f.year,
        Expr::Part { of, .. } => year(of),
        Expr::Pair(_, b) => year(b),
        _ => None,
    }
}
