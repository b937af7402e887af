//! From the captures of a rule to an expression.

use crate::calendar::{Grain, Season};
use crate::class::Class;
use crate::expr::{Amount, Expr, Fields, From, Unit, What};
use crate::number::VAGUE;
use crate::pattern::Capture;
use crate::rules::{Make, Rule};

/// The captures of one match.
struct Captures<'a>(&'a [Capture]);

impl Captures<'_> {
    fn numbers(&self, class: Class) -> impl Iterator<Item = f64> + '_ {
        self.0.iter().filter_map(move |c| match c {
            Capture::Class { class: found, number, .. } if *found == class => Some(*number),
            _ => None,
        })
    }

    fn number(&self, class: Class) -> Option<f64> {
        self.numbers(class).next()
    }

    fn text(&self, class: Class) -> Option<&'static str> {
        self.0.iter().find_map(|c| match c {
            Capture::Class { class: found, text, .. } if *found == class => Some(*text),
            _ => None,
        })
    }

    fn nested(&self) -> impl Iterator<Item = Box<Expr>> + '_ {
        self.0.iter().filter_map(|c| match c {
            Capture::Nested(expr) => Some(expr.clone()),
            _ => None,
        })
    }

    fn unit(&self, rule: &Rule) -> Option<(Unit, f64)> {
        let code =
            self.text(Class::Unit).or_else(|| self.text(Class::Units)).or(rule.with.unit.as_deref())?;
        Unit::parse(code)
    }

    fn amount(&self, rule: &Rule) -> Option<Amount> {
        let (unit, scale) = self.unit(rule)?;
        // A plural without a count is left open, a singular is one.
        let alone = if self.text(Class::Units).is_some() { VAGUE } else { 1.0 };
        let counts = [Class::Count, Class::Num].into_iter().find_map(|c| self.number(c));
        let count = rule.with.count.or(counts).unwrap_or(alone);
        Some(Amount { count: if count < 0.0 { VAGUE } else { count * scale }, unit })
    }
}

/// Two counts with the units after them, the second unit a part of the first: "two hours and 20 minutes".
fn sum(caps: &Captures<'_>) -> Option<Amount> {
    let mut counts = caps.numbers(Class::Count).filter(|n| *n >= 0.0);
    let mut units = caps.0.iter().filter_map(|c| match c {
        Capture::Class { class: Class::Unit | Class::Units, text, .. } => Unit::parse(text),
        _ => None,
    });
    let ((unit, scale), (part, 1.0)) = (units.next()?, units.next()?) else { return None };
    let parts = match (unit, part) {
        (Unit::Hour, Unit::Minute) | (Unit::Minute, Unit::Second) => 60.0,
        (Unit::Day, Unit::Hour) => 24.0,
        (Unit::Week, Unit::Day) => 7.0,
        (Unit::Year, Unit::Month) => 12.0,
        _ => return None,
    };
    let (count, rest) = (counts.next()?, counts.next()?);
    (rest < parts).then_some(Amount { count: count * scale + rest / parts, unit })
}

fn small(number: f64) -> Option<u8> {
    (0.0..=255.0).contains(&number).then_some(number as u8)
}

/// Makes the expression; `None` where the captures do not go together.
pub(crate) fn make(rule: &Rule, captures: &[Capture]) -> Option<Expr> {
    let caps = Captures(captures);
    let with = &rule.with;
    let mut nested = caps.nested();
    let step =
        caps.number(Class::Dir).or(caps.number(Class::Ana)).map(|n| n as i32).or(with.sign).unwrap_or(0);
    let origin = || {
        let from = if caps.number(Class::Ana).is_some() { From::Mention } else { From::Article };
        with.from.unwrap_or(from)
    };
    Some(match rule.make {
        Make::Calendar => Expr::Calendar(fields(&caps, rule)?),
        Make::Impossible => {
            let year = caps.number(Class::Year)? as i32;
            let (month, day) = match (caps.number(Class::Month), caps.number(Class::BadDay)) {
                (Some(month), Some(day)) => (month, day),
                _ => {
                    let mut parts = caps.numbers(Class::Yy);
                    (parts.next()?, parts.next()?)
                }
            };
            Expr::Calendar(Fields {
                year: Some(year),
                month: small(month),
                day: small(day),
                ..Fields::default()
            })
        }
        Make::Days => {
            // "May 3-5": two days of one month.
            let first = fields(&caps, rule)?;
            let last = Fields { day: caps.numbers(Class::Day).nth(1).and_then(small), ..first };
            if last.day <= first.day {
                return None;
            }
            Expr::Pair(Box::new(Expr::Calendar(first)), Box::new(Expr::Calendar(last)))
        }
        Make::Deictic => {
            let days = Expr::Deictic(caps.number(Class::Deictic).map(|n| n as i32).or(with.sign)?);
            match with.part.as_deref().and_then(part_code).or(caps.text(Class::Part)) {
                Some(part) => Expr::DayPart { part, of: Some(Box::new(days)) },
                None => days,
            }
        }
        Make::Shift => {
            let what = match caps.unit(rule) {
                Some((unit, _)) => What::Grain(unit.grain()),
                None => What::Fields(fields(&caps, rule)?),
            };
            Expr::Shift { from: origin(), steps: step, what }
        }
        Make::Offset => {
            let of = nested.next();
            let offset = Expr::Offset {
                from: origin(),
                amount: caps.amount(rule)?,
                sign: with.sign.unwrap_or(step),
                of,
            };
            match caps.text(Class::Approx).and_then(modifier_code) {
                Some(modifier) => Expr::Modified { modifier, of: Box::new(offset) },
                None => offset,
            }
        }
        Make::Length => {
            let amount = caps.amount(rule)?;
            if amount.count >= 1000.0 && caps.text(Class::Unit).is_some() {
                return None; // "the 2019 quarter"
            }
            let most = caps.numbers(Class::Count).nth(1).map(|count| Amount { count, ..amount });
            let length = Expr::Length { amount, most };
            match with.value.as_deref().and_then(modifier_code) {
                Some(modifier) => Expr::Modified { modifier, of: Box::new(length) },
                None => length,
            }
        }
        Make::LengthSum => Expr::Length { amount: sum(&caps)?, most: None },
        Make::Centuries => {
            let mut centuries =
                caps.numbers(Class::Ord).filter(|n| (1.0..=99.0).contains(n)).map(|n| n as i32 - 1);
            let century = |c| Box::new(Expr::Calendar(Fields { century: Some(c), ..Fields::default() }));
            let (first, second) = (centuries.next()?, centuries.next()?);
            return (first < second).then(|| Expr::Pair(century(first), century(second)));
        }
        Make::Window => Expr::Window { from: origin(), amount: caps.amount(rule)?, sign: step },
        Make::Share => Expr::Share { amount: caps.amount(rule)?, sign: step, of: nested.next()? },
        Make::Set => {
            let times = caps.number(Class::Times);
            // "Three times a week": the count is that of the times.
            let counted = caps.number(Class::Count).filter(|n| *n >= 1.0 && rule.with.count == Some(1.0));
            let freq = times.or(counted).map(|n| n as u32);
            Expr::Set { value: set_value(&caps, rule)?, quant: caps.text(Class::Quant), freq }
        }
        Make::Ref => Expr::Ref(caps.text(Class::Ref).or_else(|| with.value.as_deref().and_then(ref_code))?),
        Make::Part => {
            let code =
                caps.text(Class::Modifier).or_else(|| caps.text(Class::Edge)).or(with.value.as_deref())?;
            Expr::Part {
                modifier: modifier_code(code)?,
                edge: with.edge,
                now: with.from.is_some(),
                of: nested.next()?,
            }
        }
        Make::Modified => {
            let code = caps.text(Class::Approx).or(with.value.as_deref())?;
            Expr::Modified { modifier: modifier_code(code)?, of: nested.next()? }
        }
        Make::DayPart => {
            let part = caps.text(Class::Part).or_else(|| with.part.as_deref().and_then(part_code))?;
            let of = match (nested.next(), with.sign) {
                (Some(of), _) => Some(of),
                (None, Some(steps)) => {
                    Some(Box::new(Expr::Shift { from: From::Mention, steps, what: What::Grain(Grain::Day) }))
                }
                (None, None) => {
                    let fields = fields(&caps, rule)?;
                    let stepped = caps.number(Class::Dir).is_some() || caps.number(Class::Ana).is_some();
                    let day = match stepped {
                        true => Expr::Shift { from: origin(), steps: step, what: What::Fields(fields) },
                        false => Expr::Calendar(fields),
                    };
                    (fields != Fields::default()).then(|| Box::new(day))
                }
            };
            Expr::DayPart { part, of }
        }
        Make::Clock => Expr::Clock {
            minutes: minutes(&caps, rule)?,
            word: caps.number(Class::Point).is_some(),
            zone: caps.text(Class::Zone).or_else(|| caps.text(Class::Place)),
            of: nested.next().or_else(|| day(&caps, rule)),
        },
        Make::Feast => Expr::Feast {
            feast: rule.feast?,
            year: caps.number(Class::Year).map(|y| y as i32),
            steps: caps.number(Class::Dir).map(|n| n as i32),
        },
        Make::WeekOf => match (nested.next()?, caps.number(Class::Ord)) {
            (day, None) => Expr::WeekOf(day),
            // The third week of May is the one of 18 May, in the midst of its third seven days.
            (month, Some(n)) if (1.0..=4.0).contains(&n) => {
                let fields = Fields { day: small(n * 7.0 - 3.0), ..Fields::default() };
                Expr::WeekOf(Box::new(Expr::Within { fields, of: month }))
            }
            _ => return None,
        },
        Make::NamedOf => {
            let fields = fields(&caps, rule)?;
            let grain = if fields.weekday.is_some() { Grain::Week } else { Grain::Year };
            let of = Expr::Shift { from: origin(), steps: step, what: What::Grain(grain) };
            Expr::Within { fields, of: Box::new(of) }
        }
        Make::YearEnd => Expr::Calendar(Fields {
            month: Some(12),
            day: Some(31),
            year: caps.number(Class::Year).map(|y| y as i32),
            ..Fields::default()
        }),
        Make::UnitEnd => {
            let what = What::Grain(caps.unit(rule)?.0.grain());
            let of = Expr::Shift { from: From::Mention, steps: 0, what };
            Expr::Part { modifier: "END", edge: true, now: false, of: Box::new(of) }
        }
        Make::Within => Expr::Within { fields: fields(&caps, rule)?, of: nested.next()? },
        Make::Pair => {
            let first = nested.next()?;
            match nested.next() {
                Some(second) => Expr::Pair(first, second),
                None => {
                    // "3 to 5 May": the first is a day of the second's month.
                    let Expr::Calendar(fields) = *first else { return None };
                    let start = Fields { day: small(caps.number(Class::Day)?), ..fields };
                    if fields.month.is_none() || start.day >= fields.day {
                        return None;
                    }
                    Expr::Pair(Box::new(Expr::Calendar(start)), first)
                }
            }
        }
        Make::Years => {
            if with.bc {
                let eras: Vec<i32> = caps.numbers(Class::Era).map(|y| 1 - y as i32).collect();
                let [first, last] = eras.as_slice() else { return None };
                let year = |y: &i32| Box::new(Expr::Calendar(Fields { year: Some(*y), ..Fields::default() }));
                return (first < last).then(|| Expr::Pair(year(first), year(last)));
            }
            let mut years = caps.numbers(Class::Year).map(|y| y as i32);
            let first = years.next()?;
            let last = match (years.next(), caps.number(Class::Yy)) {
                (Some(year), _) => year,
                (None, Some(yy)) => first - first.rem_euclid(100) + yy as i32,
                (None, None) => return None,
            };
            let year = |year| Box::new(Expr::Calendar(Fields { year: Some(year), ..Fields::default() }));
            if last <= first {
                return None;
            }
            Expr::Pair(year(first), year(last))
        }
        Make::Nothing => Expr::Nothing,
    })
}

fn fields(caps: &Captures<'_>, rule: &Rule) -> Option<Fields> {
    let with = &rule.with;
    let mut fields = Fields {
        year: caps.number(Class::Year).map(|y| y as i32),
        short_year: caps.number(Class::Yy).and_then(small),
        month: caps.number(Class::Month).or(caps.number(Class::Mm)).and_then(small),
        day: caps.number(Class::Day).or(caps.number(Class::Dd)).and_then(small),
        weekday: caps.number(Class::Weekday).and_then(small),
        season: caps.text(Class::Season).and_then(Season::parse),
        quarter: caps
            .number(Class::Digit)
            .and_then(small)
            .filter(|_| with.ordinal.as_deref() == Some("quarter")),
        half: caps.number(Class::Digit).and_then(small).filter(|_| with.ordinal.as_deref() == Some("half")),
        short_decade: caps.number(Class::Decades).and_then(small),
        ..Fields::default()
    };
    if let Some(year) = caps.number(Class::Era) {
        fields.year = Some(if with.bc { 1 - year as i32 } else { year as i32 });
        fields.bare = with.value.as_deref() == Some("bare");
    }
    match with.value.as_deref() {
        Some("H2") => fields.half = Some(2),
        Some("Q4") => fields.quarter = Some(4),
        _ => {}
    }
    fields.report = with.value.as_deref() == Some("report");
    if let Some(ymd) = caps.number(Class::Ymd) {
        let ymd = ymd as i32;
        fields.year = Some(ymd / 10_000);
        fields.month = Some((ymd / 100 % 100) as u8);
        fields.day = Some((ymd % 100) as u8);
        if !(1..=12).contains(&(ymd / 100 % 100)) || !(1..=31).contains(&(ymd % 100)) {
            return None;
        }
    }
    if with.decade {
        match (fields.year.take(), fields.short_year.take()) {
            // 470 BC is the year -469; its decade is written BC047.
            (Some(year), _) if with.bc && (1 - year) % 10 == 0 => fields.decade = Some((year - 1) / 10 - 1),
            (Some(year), _) if year % 10 == 0 => fields.decade = Some(year.div_euclid(10)),
            (_, Some(year)) if year % 10 == 0 => fields.short_decade = Some(year / 10),
            _ => return None,
        }
    }
    if let (Some(n), Some(what)) = (caps.number(Class::Ord), with.ordinal.as_deref()) {
        match what {
            "quarter" if (1.0..=4.0).contains(&n) => fields.quarter = small(n),
            "half" if (1.0..=2.0).contains(&n) => fields.half = small(n),
            "century" if (1.0..=99.0).contains(&n) => {
                fields.century = Some(if with.bc { -(n as i32) } else { n as i32 - 1 });
            }
            _ => return None,
        }
    }
    Some(fields)
}

/// The day that figures before a clock time give.
fn day(caps: &Captures<'_>, rule: &Rule) -> Option<Box<Expr>> {
    let fields = fields(caps, rule).filter(|f| f.day.is_some())?;
    Some(Box::new(Expr::Calendar(fields)))
}

fn minutes(caps: &Captures<'_>, rule: &Rule) -> Option<u16> {
    if let Some(point) = caps.number(Class::Point) {
        return Some(point as u16);
    }
    if let Some(hhmm) = caps.number(Class::Hhmm) {
        return Some((hhmm as u16 / 100) * 60 + hhmm as u16 % 100);
    }
    let mut hour = caps.number(Class::Hh).or_else(|| caps.number(Class::Num))? as u16;
    let minute = caps.number(Class::Mi).unwrap_or(0.0) as u16;
    let afternoon = match caps.text(Class::Part) {
        Some("AF" | "EV" | "NI") => Some(12),
        Some(_) => Some(0),
        None => rule.with.meridiem,
    };
    if let Some(meridiem) = afternoon {
        // "17:06 pm" says it twice.
        let twice = meridiem == 12 && (13..24).contains(&hour) && caps.number(Class::Mi).is_some();
        if !(1..=12).contains(&hour) && !twice {
            return None;
        }
        hour = hour % 12 + meridiem;
    }
    (hour <= 24).then_some(hour * 60 + minute).filter(|m| *m <= 24 * 60)
}

fn set_value(caps: &Captures<'_>, rule: &Rule) -> Option<String> {
    if let Some(value) = caps.text(Class::Recurrent) {
        return Some(value.to_owned());
    }
    if let Some(weekday) = caps.number(Class::Weekday).or(caps.number(Class::Weekdays)) {
        let part = caps.text(Class::Part).map(|p| format!("T{p}")).unwrap_or_default();
        return Some(format!("XXXX-WXX-{weekday}{part}"));
    }
    if let Some(part) = caps.text(Class::Part).or(rule.with.part.as_deref()) {
        return Some(format!("XXXX-XX-XXT{part}"));
    }
    if let Some(month) = caps.number(Class::Month) {
        let day = caps.number(Class::Day).map(|d| format!("-{:02}", d as u8)).unwrap_or_default();
        return Some(format!("XXXX-{month:02}{day}"));
    }
    if let Some(season) = caps.text(Class::Season) {
        return Some(format!("XXXX-{season}"));
    }
    Some(caps.amount(rule)?.value())
}

/// Parts of the day, as static text.
fn part_code(code: &str) -> Option<&'static str> {
    ["MO", "MI", "AF", "EV", "NI", "DT"].into_iter().find(|c| *c == code)
}

fn ref_code(code: &str) -> Option<&'static str> {
    ["PAST_REF", "PRESENT_REF", "FUTURE_REF"].into_iter().find(|c| *c == code)
}

fn modifier_code(code: &str) -> Option<&'static str> {
    const CODES: [&str; 9] = [
        "START",
        "MID",
        "END",
        "APPROX",
        "MORE_THAN",
        "LESS_THAN",
        "EQUAL_OR_MORE",
        "EQUAL_OR_LESS",
        "ON_OR_BEFORE",
    ];
    CODES.into_iter().find(|c| *c == code)
}
