//! Live pages: paragraphs that begin with the time of day at which they were written, "1743 The minister has left".
//!
//! Four digits without a colon look like a year. They are times of day where several paragraphs of the text begin with
//! such a figure, every one of them is an hour and a minute, and one at least is no year ("0312", "2358"). A chronicle,
//! whose paragraphs begin with years, sooner or later has a year such as 1966, which no clock shows.

use gesta_text::Document;

/// So many paragraphs must begin with a time of day.
const PARAGRAPHS: usize = 3;
/// Figures of four digits that may be years.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1200..=2150;

/// Where the times of day begin with which the paragraphs of a live page begin, in bytes, in text order.
pub(crate) fn minutes(document: &Document) -> Vec<u32> {
    let figure = |start: u32| {
        let rest = document.text().get(start as usize..)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if digits != 4 {
            return None;
        }
        rest.get(..digits)?.parse::<i32>().ok()
    };
    let begun = document.paragraphs().iter().map(|p| p.start);
    let found: Vec<(u32, i32)> = begun.filter_map(|start| Some((start, figure(start)?))).collect();
    let is_clock = |n: i32| n / 100 < 24 && n % 100 < 60;
    let live = found.len() >= PARAGRAPHS
        && found.iter().all(|(_, n)| is_clock(*n))
        && found.iter().any(|(_, n)| !YEARS.contains(n));
    if live { found.into_iter().map(|(start, _)| start).collect() } else { Vec::new() }
}
