//! Arithmetic of days: amounts added to a day, parts of an interval.

use jiff::civil::Date;

use crate::Interval;
use crate::calendar::{plus_days, plus_months};
use crate::expr::Amount;

/// `base` and an amount, forward or back.
pub(crate) fn add(base: Date, amount: Amount, sign: i32) -> Option<Date> {
    let sign = i64::from(sign.signum());
    match amount.months() {
        Some(months) => plus_months(base, sign * months),
        None => plus_days(base, sign * amount.days()?),
    }
}

/// "Later this month" is what is left of it, "earlier this month" what is over.
pub(crate) fn rest_days(days: Interval, modifier: &str, today: Date) -> Interval {
    let current = days.start.is_some_and(|s| s <= today) && days.end.is_some_and(|e| e >= today);
    match modifier {
        "END" if current => Interval { start: Some(today), end: days.end },
        "START" if current => Interval { start: days.start, end: Some(today) },
        _ => days,
    }
}

/// The first or second half of a stretch.
pub(crate) fn half_days(days: Interval, second: bool) -> Interval {
    let (Some(start), Some(end)) = (days.start, days.end) else { return days };
    let length = start.until(end).map_or(0, |s| i64::from(s.get_days())) + 1;
    match second {
        false => Interval { start: Some(start), end: plus_days(start, (length - 1) / 2) },
        true => Interval { start: plus_days(start, length / 2), end: Some(end) },
    }
}

/// The first, middle or last part of a stretch: its first or last day where `edge`, else a third of it.
pub(crate) fn part_days(days: Interval, modifier: &str, edge: bool) -> Interval {
    let (Some(start), Some(end)) = (days.start, days.end) else { return days };
    let length = start.until(end).map_or(0, |s| i64::from(s.get_days())) + 1;
    let (from, to) = match (modifier, edge) {
        ("START", true) => (0, 0),
        ("END", true) => (length - 1, length - 1),
        ("START", false) => (0, length / 3 - 1),
        ("MID", _) => (length / 3, length - length / 3 - 1),
        ("END", false) => (length - length / 3, length - 1),
        _ => return days,
    };
    if length < 3 && !edge {
        return days;
    }
    Interval { start: plus_days(start, from), end: plus_days(start, to) }
}
