//! Weekdays that belong to a noun ("Monday's debate") say little about their week; where the article names the same
//! weekday in a clause that does, and that day lies nearer to the article's, they mean it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::calendar::plus_days;
use crate::{Interval, Time};

/// A bare weekday.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Weekday {
    /// Index of its time.
    pub(crate) time: usize,
    pub(crate) weekday: u8,
    pub(crate) day: Date,
    /// The tense of its clause settles it.
    pub(crate) settled: bool,
}

/// Moves the weekdays that are not settled.
pub(crate) fn settle(times: &mut [Time], weekdays: &[Weekday], published: Date) {
    let distance = |day: Date| published.until(day).map_or(0, |span| span.get_days().abs());
    // The days that each weekday settles on; one alone counts.
    let mut settled: [BTreeSet<Date>; 8] = Default::default();
    for weekday in weekdays.iter().filter(|w| w.settled) {
        if let Some(days) = settled.get_mut(usize::from(weekday.weekday)).filter(|days| days.len() < 2) {
            days.insert(weekday.day);
        }
    }
    for open in weekdays.iter().filter(|w| !w.settled) {
        // Where nothing settles it, all that name the same weekday mean the nearest of their days.
        let same = |w: &&Weekday| w.weekday == open.weekday;
        let nearest = weekdays.iter().filter(same).map(|w| w.day).min_by_key(|day| distance(*day));
        let unsettled = !weekdays.iter().filter(same).any(|w| w.settled);
        let by_all: BTreeSet<Date> = nearest.filter(|_| unsettled).into_iter().collect();
        let days = settled.get(usize::from(open.weekday)).filter(|days| days.len() == 1).or(Some(&by_all));
        let nearer = |day: &&Date| distance(**day) < distance(open.day);
        let Some(&day) = days.and_then(BTreeSet::first).filter(nearer) else { continue };
        let Some(time) = times.get_mut(open.time) else { continue };
        let days = open.day.until(day).map_or(0, |span| i64::from(span.get_days()));
        let moved = |date: Option<Date>| date.and_then(|d| plus_days(d, days));
        let both = |i: Interval| Interval { start: moved(i.start), end: moved(i.end) };
        time.value = time.value.replacen(&open.day.to_string(), &day.to_string(), 1);
        time.days = both(time.days);
        time.phrase_days = both(time.phrase_days);
    }
}
