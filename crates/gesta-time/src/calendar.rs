//! Stretches of the calendar: from a century to a part of a day, their TIMEX3 values, their days, and steps from one
//! to another.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::Interval;

/// A stretch of the calendar. Years are astronomical: 0 is 1 BC.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cal {
    /// 1900 to 1999 is `19`, as TIMEX3 has it.
    Century(i32),
    /// 1990 to 1999 is `199`.
    Decade(i32),
    Year(i32),
    /// Year and half.
    Half(i32, u8),
    /// Year and quarter.
    Quarter(i32, u8),
    /// Year and season.
    Season(i32, Season),
    /// Year and month.
    Month(i32, u8),
    /// The week of its Monday.
    Week(Date),
    /// The weekend of the week of this Monday.
    Weekend(Date),
    Day(Date),
    /// A part or a point of a day, with what follows the `T` in TIMEX3.
    Time(Date, String),
    /// A day that does not exist.
    Missing(i32, u8, u8),
}

/// Seasons of TIMEX3, by the solstices and equinoxes of the north.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

/// How fine a stretch is, from coarse to fine.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Grain {
    Century,
    Decade,
    Year,
    Half,
    Quarter,
    Season,
    Month,
    Week,
    Weekend,
    Day,
    Time,
}

impl Season {
    /// Reads the code of TIMEX3.
    pub(crate) fn parse(code: &str) -> Option<Season> {
        match code {
            "SP" => Some(Season::Spring),
            "SU" => Some(Season::Summer),
            "FA" => Some(Season::Fall),
            "WI" => Some(Season::Winter),
            _ => None,
        }
    }

    /// The code of TIMEX3.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    /// First and last day; a winter ends in the following year.
    fn days(self, year: i32) -> (Option<Date>, Option<Date>) {
        match self {
            Season::Spring => (day(year, 3, 20), day(year, 6, 20)),
            Season::Summer => (day(year, 6, 21), day(year, 9, 21)),
            Season::Fall => (day(year, 9, 22), day(year, 12, 21)),
            Season::Winter => (day(year, 12, 22), day(year + 1, 3, 19)),
        }
    }
}

/// The day, where it exists.
pub(crate) fn day(year: i32, month: u8, day: u8) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `date` and so many days, where that is in range.
pub(crate) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// `date` and so many months; the last day of the month where the day does not exist.
pub(crate) fn plus_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The Monday of the week of `date`.
pub(crate) fn monday(date: Date) -> Option<Date> {
    plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// Four digits of a year, as TIMEX3 has them before Christ too.
fn year_text(year: i32) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) }
}

fn day_text(date: Date) -> String {
    format!("{}-{:02}-{:02}", year_text(date.year().into()), date.month(), date.day())
}

impl Cal {
    /// How fine it is.
    pub(crate) fn grain(&self) -> Grain {
        match self {
            Cal::Century(_) => Grain::Century,
            Cal::Decade(_) => Grain::Decade,
            Cal::Year(_) => Grain::Year,
            Cal::Half(..) => Grain::Half,
            Cal::Quarter(..) => Grain::Quarter,
            Cal::Season(..) => Grain::Season,
            Cal::Month(..) => Grain::Month,
            Cal::Week(_) => Grain::Week,
            Cal::Weekend(_) => Grain::Weekend,
            Cal::Day(_) | Cal::Missing(..) => Grain::Day,
            Cal::Time(..) => Grain::Time,
        }
    }

    /// The stretch of the given grain that holds `date`.
    pub(crate) fn containing(date: Date, grain: Grain) -> Option<Cal> {
        let (year, month) = (i32::from(date.year()), date.month() as u8);
        Some(match grain {
            Grain::Century => Cal::Century(year.div_euclid(100)),
            Grain::Decade => Cal::Decade(year.div_euclid(10)),
            Grain::Year => Cal::Year(year),
            Grain::Half => Cal::Half(year, 1 + (month - 1) / 6),
            Grain::Quarter => Cal::Quarter(year, 1 + (month - 1) / 3),
            Grain::Season => {
                let all = [Season::Spring, Season::Summer, Season::Fall, Season::Winter];
                let begun = all.into_iter().rev().find(|s| s.days(year).0.is_some_and(|d| d <= date));
                begun.map_or(Cal::Season(year - 1, Season::Winter), |s| Cal::Season(year, s))
            }
            Grain::Month => Cal::Month(year, month),
            Grain::Week => Cal::Week(monday(date)?),
            Grain::Weekend => Cal::Weekend(monday(date)?),
            Grain::Day | Grain::Time => Cal::Day(date),
        })
    }

    /// The TIMEX3 value.
    pub(crate) fn value(&self) -> String {
        match self {
            Cal::Century(c) if *c >= 0 => format!("{c:02}"),
            Cal::Century(c) => format!("BC{:02}", -c - 1),
            Cal::Decade(d) if *d >= 0 => format!("{d:03}"),
            Cal::Decade(d) => format!("BC{:03}", -d - 1),
            Cal::Year(y) => year_text(*y),
            Cal::Half(y, h) => format!("{}-H{h}", year_text(*y)),
            Cal::Quarter(y, q) => format!("{}-Q{q}", year_text(*y)),
            Cal::Season(y, s) => format!("{}-{}", year_text(*y), s.code()),
            Cal::Month(y, m) => format!("{}-{m:02}", year_text(*y)),
            Cal::Week(monday) | Cal::Weekend(monday) => {
                let week = monday.iso_week_date();
                let tail = if matches!(self, Cal::Weekend(_)) { "-WE" } else { "" };
                format!("{}-W{:02}{tail}", year_text(week.year().into()), week.week())
            }
            Cal::Day(date) => day_text(*date),
            Cal::Time(date, time) => format!("{}T{time}", day_text(*date)),
            Cal::Missing(y, m, d) => format!("{}-{m:02}-{d:02}", year_text(*y)),
        }
    }

    /// First and last day; open where the calendar ends.
    pub(crate) fn days(&self) -> Interval {
        let months =
            |y: i32, first: u8, last: u8| (day(y, first, 1), day(y, last, 1).map(|d| d.last_of_month()));
        let (start, end) = match self {
            // The years before Christ have no 0: the fifth century is 500 to 401, the 470s are 479 to 470.
            Cal::Century(c) if *c < 0 => (day(c * 100 + 1, 1, 1), day(c * 100 + 100, 12, 31)),
            Cal::Decade(d) if *d < 0 => (day(d * 10 + 2, 1, 1), day(d * 10 + 11, 12, 31)),
            Cal::Century(c) => (day(c * 100, 1, 1), day(c * 100 + 99, 12, 31)),
            Cal::Decade(d) => (day(d * 10, 1, 1), day(d * 10 + 9, 12, 31)),
            Cal::Year(y) => months(*y, 1, 12),
            Cal::Half(y, h) => months(*y, h * 6 - 5, h * 6),
            Cal::Quarter(y, q) => months(*y, q * 3 - 2, q * 3),
            Cal::Season(y, s) => s.days(*y),
            Cal::Month(y, m) => months(*y, *m, *m),
            Cal::Week(monday) => (Some(*monday), plus_days(*monday, 6)),
            Cal::Weekend(monday) => (plus_days(*monday, 5), plus_days(*monday, 6)),
            Cal::Day(date) | Cal::Time(date, _) => (Some(*date), Some(*date)),
            Cal::Missing(..) => (None, None),
        };
        Interval { start, end }
    }

    /// The stretch of the same grain so many steps later.
    pub(crate) fn step(&self, steps: i32) -> Option<Cal> {
        let months = |y: i32, m: i32, per: i32| {
            let index = y.checked_mul(12 / per)?.checked_add(m)?.checked_add(steps)?;
            Some((index.div_euclid(12 / per), index.rem_euclid(12 / per)))
        };
        Some(match self {
            Cal::Century(c) => Cal::Century(c.checked_add(steps)?),
            Cal::Decade(d) => Cal::Decade(d.checked_add(steps)?),
            Cal::Year(y) => Cal::Year(y.checked_add(steps)?),
            Cal::Half(y, h) => months(*y, i32::from(*h) - 1, 6).map(|(y, h)| Cal::Half(y, h as u8 + 1))?,
            Cal::Quarter(y, q) => {
                months(*y, i32::from(*q) - 1, 3).map(|(y, q)| Cal::Quarter(y, q as u8 + 1))?
            }
            Cal::Season(y, s) => Cal::Season(y.checked_add(steps)?, *s),
            Cal::Month(y, m) => months(*y, i32::from(*m) - 1, 1).map(|(y, m)| Cal::Month(y, m as u8 + 1))?,
            Cal::Week(monday) => Cal::Week(plus_days(*monday, 7 * i64::from(steps))?),
            Cal::Weekend(monday) => Cal::Weekend(plus_days(*monday, 7 * i64::from(steps))?),
            Cal::Day(date) => Cal::Day(plus_days(*date, steps.into())?),
            Cal::Time(date, time) => Cal::Time(plus_days(*date, steps.into())?, time.clone()),
            Cal::Missing(..) => return None,
        })
    }

    /// The same stretch of another year.
    pub(crate) fn plus_years(&self, years: i32) -> Option<Cal> {
        Some(match self {
            Cal::Year(y) => Cal::Year(y.checked_add(years)?),
            Cal::Half(y, h) => Cal::Half(y.checked_add(years)?, *h),
            Cal::Quarter(y, q) => Cal::Quarter(y.checked_add(years)?, *q),
            Cal::Season(y, s) => Cal::Season(y.checked_add(years)?, *s),
            Cal::Month(y, m) => Cal::Month(y.checked_add(years)?, *m),
            Cal::Day(date) | Cal::Time(date, _) => {
                Cal::Day(plus_months(*date, i64::from(years).checked_mul(12)?)?)
            }
            _ => return None,
        })
    }

    /// The year it lies in, where it lies in one.
    pub(crate) fn year(&self) -> Option<i32> {
        match self {
            Cal::Year(y) | Cal::Half(y, _) | Cal::Quarter(y, _) | Cal::Season(y, _) | Cal::Month(y, _) => {
                Some(*y)
            }
            Cal::Missing(y, ..) => Some(*y),
            Cal::Week(d) | Cal::Weekend(d) | Cal::Day(d) | Cal::Time(d, _) => Some(d.year().into()),
            Cal::Century(_) | Cal::Decade(_) => None,
        }
    }

    /// A day to count from: its first.
    pub(crate) fn anchor(&self) -> Option<Date> {
        self.days().start
    }
}

/// The day of the week nearest before (or on) `from`, or after (or on) it.
pub(crate) fn weekday_near(from: Date, weekday: u8, after: bool, include: bool) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    let ahead = i64::from(from.weekday().until(weekday));
    if ahead == 0 && include {
        return Some(from);
    }
    plus_days(
        from,
        if !after {
            ahead - 7
        } else if ahead == 0 {
            7
        } else {
            ahead
        },
    )
}
