//! Feasts and holidays, computed for the year.

use jiff::civil::{Date, Weekday};

use crate::Interval;
use crate::calendar::{day, plus_days};

/// How the days of a feast are found.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(crate) enum Rule {
    /// The same day each year.
    Fixed(u8, u8),
    /// The n-th weekday of a month; negative from its end.
    /// With days to add: the Tuesday after the first Monday.
    Nth(u8, i8, Weekday, i64),
    /// Days from Easter Sunday of the western churches.
    Easter(i64),
    /// Days from Easter Sunday of the eastern churches.
    Orthodox(i64),
    /// Month and day of the tabular Islamic calendar.
    Islamic(u8, u8),
    /// Days from the first day of Passover.
    Passover(i64),
    /// Days from the first day of the Chinese year.
    Lunar(i64),
}

/// A feast: its rule and how many days it lasts.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(crate) struct Feast {
    rule: Rule,
    length: i64,
}

/// The feasts, and the patterns of their names with the index of the feast and whether it needs a capital.
pub(crate) type Table = (Vec<Feast>, Vec<(String, u16, bool)>);

/// Reads the table: pattern, rule, length in days, `cap`. Returns the feasts, and the patterns with the index of their
/// feast.
pub(crate) fn parse(table: &str) -> Result<Table, String> {
    let (mut feasts, mut names) = (Vec::new(), Vec::new());
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (pattern, rule, length) =
            (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next().unwrap_or("1"));
        let rule = parse_rule(rule).ok_or_else(|| format!("feasts.tsv: {line:?}"))?;
        let capital = fields.next() == Some("cap");
        names.push((pattern.to_owned(), feasts.len() as u16, capital));
        feasts.push(Feast { rule, length: length.parse().map_err(|_| format!("feasts.tsv: {line:?}"))? });
    }
    Ok((feasts, names))
}

fn parse_rule(text: &str) -> Option<Rule> {
    let mut words = text.split(' ');
    let kind = words.next()?;
    let numbers: Vec<i64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    let small = |i: usize| numbers.get(i).and_then(|n| u8::try_from(*n).ok());
    Some(match kind {
        "fixed" => Rule::Fixed(small(0)?, small(1)?),
        "nth" => {
            let weekday = Weekday::from_monday_one_offset(small(2)? as i8).ok()?;
            let plus = numbers.get(3).copied().unwrap_or(0);
            Rule::Nth(small(0)?, i8::try_from(*numbers.get(1)?).ok()?, weekday, plus)
        }
        "easter" => Rule::Easter(*numbers.first()?),
        "orthodox" => Rule::Orthodox(*numbers.first()?),
        "islamic" => Rule::Islamic(small(0)?, small(1)?),
        "passover" => Rule::Passover(*numbers.first()?),
        "lunar" => Rule::Lunar(*numbers.first()?),
        _ => return None,
    })
}

impl Feast {
    /// True for a feast of one day.
    pub(crate) fn is_day(self) -> bool {
        self.length == 1
    }

    /// Its days in a year; of two in one year, as the Islamic calendar can have, the first.
    pub(crate) fn days(self, year: i32) -> Option<Interval> {
        let start = match self.rule {
            Rule::Fixed(month, d) => day(year, month, d),
            Rule::Nth(month, n, weekday, plus) => {
                let nth = day(year, month, 1)?.nth_weekday_of_month(n, weekday).ok();
                nth.and_then(|date| plus_days(date, plus))
            }
            Rule::Easter(days) => plus_days(easter(year)?, days),
            Rule::Orthodox(days) => plus_days(orthodox_easter(year)?, days),
            Rule::Islamic(month, d) => islamic(year, month, d),
            Rule::Passover(days) => plus_days(passover(year)?, days),
            Rule::Lunar(days) => plus_days(lunar_new_year(year)?, days),
        }?;
        Some(Interval { start: Some(start), end: plus_days(start, self.length - 1) })
    }
}

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*, ch. 8).
fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l).div_euclid(433);
    let n = h + l - 7 * m + 90;
    let month = n.div_euclid(25);
    day(year, u8::try_from(month).ok()?, u8::try_from((n - 90 + 33 * month + 19).rem_euclid(32)).ok()?)
}

/// Easter Sunday by the Julian computus (Meeus), as a Gregorian date.
fn orthodox_easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let julian = d + e + 114;
    let (month, d) = (julian / 31, julian % 31 + 1);
    let lag = year.div_euclid(100) - year.div_euclid(400) - 2;
    plus_days(day(year, u8::try_from(month).ok()?, u8::try_from(d).ok()?)?, lag.into())
}

/// Days since 1 January 1970.
fn epoch_days(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// A day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29).
fn islamic(year: i32, month: u8, d: u8) -> Option<Date> {
    // 1 Muharram of year 1 is 19 July 622 in the Gregorian calendar.
    let start = day(622, 7, 19)?;
    let guess = (i64::from(year) - 622) * 33 / 32;
    (guess - 1..=guess + 2).find_map(|hijri| {
        let month = i64::from(month) - 1;
        let days = 354 * (hijri - 1) + (11 * hijri + 3).div_euclid(30) + 29 * month + (month + 1) / 2;
        plus_days(start, days + i64::from(d) - 1).filter(|date| i32::from(date.year()) == year)
    })
}

/// First day of Passover, 15 Nisan, by Gauss's formula.
fn passover(year: i32) -> Option<Date> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let a = i64::from(year) + 3760;
    let b = (12 * a + 17).rem_euclid(19);
    let exact =
        32.044_093_2 + 1.554_241_8 * b as f64 + 0.25 * (a.rem_euclid(4)) as f64 - 0.003_177_79 * a as f64;
    let (mut days, fraction) = (exact.floor() as i64, exact.fract());
    let c = (days + 3 * a + 5 * a.rem_euclid(4) + 5).rem_euclid(7);
    match c {
        0 if b > 11 && fraction >= 0.897_723_76 => days += 1,
        1 if b > 6 && fraction >= 0.632_870_37 => days += 2,
        2 | 4 | 6 => days += 1,
        _ => {}
    }
    // `days` counts in the Julian March.
    let lag = i64::from(year.div_euclid(100) - year.div_euclid(400) - 2);
    plus_days(day(year, 3, 1)?, days - 1 + lag)
}

/// First day of the Chinese year: the new moon from 21 January to 20 February, by the mean lunation with its main
/// inequalities (Meeus, ch. 49), in China's time.
fn lunar_new_year(year: i32) -> Option<Date> {
    let first = day(year, 1, 21)?;
    let k = ((f64::from(year) - 2000.0 + 0.05) * 12.3685).floor();
    (-1..=2).find_map(|i| {
        let k = k + f64::from(i);
        let t = k / 1236.85;
        let sun = (2.5534 + 29.105_356_7 * k - 0.000_001_4 * t * t).to_radians();
        let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
        let node = (160.7108 + 390.670_502_84 * k).to_radians();
        let correction = -0.4072 * moon.sin()
            + 0.172_41 * sun.sin()
            + 0.016_08 * (2.0 * moon).sin()
            + 0.010_39 * (2.0 * node).sin()
            + 0.007_39 * (moon - sun).sin()
            - 0.005_14 * (moon + sun).sin();
        // Julian day of the new moon; dynamical time is close enough to universal time for a date.
        let julian_day = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t + correction;
        let days = (julian_day + 8.0 / 24.0 - 2_440_587.5).floor() as i64;
        let ahead = days - epoch_days(first);
        (0..=30).contains(&ahead).then(|| plus_days(first, ahead)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_feasts_fall_where_the_churches_and_communities_had_them() {
        let date = |y, m, d| day(y, m, d);
        for (year, western, eastern, passover_day) in [
            (2019, (4, 21), (4, 28), (4, 20)),
            (2021, (4, 4), (5, 2), (3, 28)),
            (2022, (4, 17), (4, 24), (4, 16)),
            (2024, (3, 31), (5, 5), (4, 23)),
            (2000, (4, 23), (4, 30), (4, 20)),
        ] {
            assert_eq!(easter(year), date(year, western.0, western.1), "Easter {year}");
            assert_eq!(orthodox_easter(year), date(year, eastern.0, eastern.1), "Orthodox Easter {year}");
            assert_eq!(passover(year), date(year, passover_day.0, passover_day.1), "Passover {year}");
        }
        for (year, month, d) in
            [(2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10)]
        {
            assert_eq!(lunar_new_year(year), date(year, month, d), "Lunar New Year {year}");
        }
        // The tabular calendar may differ from the sighted moon by a day.
        for (year, month, d) in [(2012, 7, 20), (2015, 6, 18), (2021, 4, 13), (2022, 4, 2)] {
            let computed = islamic(year, 9, 1).map(epoch_days).unwrap_or(0);
            assert!((computed - epoch_days(date(year, month, d).unwrap())).abs() <= 1, "Ramadan {year}");
        }
    }
}
