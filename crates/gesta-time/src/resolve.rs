//! Places expressions on the calendar.

use jiff::civil::Date;

use crate::calendar::{Cal, Grain, day, monday, plus_days, weekday_near};
use crate::expr::{Amount, Expr, Fields, From, Unit, What};
use crate::feast::Feast;
use crate::interval::{add, half_days, part_days, rest_days};
use crate::tense::Direction;
use crate::{Interval, TimexType};

/// What an expression is read against.
#[derive(Clone, Debug)]
pub(crate) struct Scene<'a> {
    /// The article's day.
    pub(crate) published: Option<Date>,
    /// The time last mentioned.
    pub(crate) mention: Option<Cal>,
    /// The quarter that the text reports on.
    pub(crate) report: Option<Cal>,
    /// The mention stands in the same sentence.
    pub(crate) same_sentence: bool,
    /// The text tells a history: its own dates count, not the article's.
    pub(crate) narrative: bool,
    /// The tense of the clause.
    pub(crate) direction: Direction,
    /// The time belongs to a noun, not to the clause.
    pub(crate) nominal: bool,
    /// Nouns stand between the verb and the time.
    pub(crate) loose: bool,
    /// The direction is a guess from the preposition: the nearest day counts.
    pub(crate) near: bool,
    /// The direction is a guess: what lies shortly before the article's day may be meant.
    pub(crate) guess: bool,
    /// A limit or something that lies ahead: midnight is the end of the day that is named.
    pub(crate) closes: bool,
    pub(crate) feasts: &'a [Feast],
}

/// An expression on the calendar.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Placed {
    pub(crate) kind: TimexType,
    pub(crate) value: String,
    pub(crate) modifier: Option<&'static str>,
    pub(crate) days: Interval,
    /// The stretch, where it is one; later expressions count from it.
    pub(crate) cal: Option<Cal>,
    /// The length, for durations.
    pub(crate) amount: Option<Amount>,
    /// TIMEX3's quant and freq, for sets.
    pub(crate) quant: Option<&'static str>,
    pub(crate) freq: Option<u32>,
    /// The offset from universal time, for clock times.
    pub(crate) zone: Option<&'static str>,
}

impl Placed {
    pub(crate) fn at(cal: Cal) -> Placed {
        let kind = if matches!(cal, Cal::Time(..)) { TimexType::Time } else { TimexType::Date };
        Placed { days: cal.days(), cal: Some(cal.clone()), ..Placed::open(kind, cal.value()) }
    }

    fn open(kind: TimexType, value: impl Into<String>) -> Placed {
        Placed {
            kind,
            value: value.into(),
            modifier: None,
            days: Interval::default(),
            cal: None,
            amount: None,
            quant: None,
            freq: None,
            zone: None,
        }
    }
}

/// The value of a stretch that no date places.
fn unplaced(grain: Grain) -> Placed {
    let value = match grain {
        Grain::Century => "XX",
        Grain::Decade => "XXX",
        Grain::Year => "XXXX",
        Grain::Half => "XXXX-HX",
        Grain::Quarter => "XXXX-QX",
        Grain::Season | Grain::Month => "XXXX-XX",
        Grain::Week => "XXXX-WXX",
        Grain::Weekend => "XXXX-WXX-WE",
        Grain::Day | Grain::Time => "XXXX-XX-XX",
    };
    Placed::open(TimexType::Date, value)
}

impl Scene<'_> {
    /// The day that `from` means.
    fn base(&self, from: From) -> Option<Date> {
        let mention = || self.mention.as_ref().and_then(Cal::anchor);
        match from {
            From::Event => mention().filter(|_| self.same_sentence || self.narrative).or(self.published),
            From::Mention => mention().or(self.published),
            From::Article if self.narrative => mention().or(self.published),
            From::Article => self.published,
        }
    }

    /// Places an expression.
    pub(crate) fn place(&self, expr: &Expr) -> Option<Placed> {
        Some(match expr {
            Expr::Calendar(fields) if fields.bare => Placed::at(self.fields(fields)?),
            Expr::Calendar(fields) => self.calendar(fields),
            Expr::Deictic(days) => match self.published {
                Some(base) => Placed::at(Cal::Day(plus_days(base, i64::from(*days))?)),
                None => unplaced(Grain::Day),
            },
            Expr::Shift { from, steps, what } => self.shift(*from, *steps, what)?,
            Expr::Offset { from, amount, sign, of } => self.offset(*from, *amount, *sign, of.as_deref())?,
            Expr::Length { amount, most } => {
                // TIMEX3 has no ranges of lengths: the least, and that it may be more.
                let modifier = most.map(|_| "EQUAL_OR_MORE");
                let amount_most = Some(most.unwrap_or(*amount));
                Placed { amount: amount_most, modifier, ..Placed::open(TimexType::Duration, amount.value()) }
            }
            Expr::Window { from, amount, sign } => {
                let days = self.base(*from).map(|base| {
                    // "The coming hours" are over tomorrow, however many.
                    let hours = amount.is_vague() && amount.unit <= Unit::Hour;
                    let other =
                        if hours { plus_days(base, i64::from(*sign)) } else { add(base, *amount, *sign) };
                    if *sign < 0 {
                        Interval { start: other, end: Some(base) }
                    } else {
                        Interval { start: Some(base), end: other }
                    }
                });
                Placed {
                    days: days.unwrap_or_default(),
                    amount: Some(*amount),
                    ..Placed::open(TimexType::Duration, amount.value())
                }
            }
            Expr::Share { amount, sign, of } => {
                let of = self.place(of)?;
                let whole = of.days;
                let from = if *sign < 0 { whole.end } else { whole.start };
                let edge = from
                    .and_then(|day| add(day, *amount, *sign))
                    .and_then(|d| plus_days(d, -i64::from(*sign)));
                let days = match (edge, sign) {
                    (None, _) => Interval::default(),
                    (edge, ..0) => Interval { start: edge, end: from },
                    (edge, _) => Interval { start: from, end: edge },
                };
                // What follows is told of the stretch that was named.
                Placed {
                    days,
                    cal: of.cal,
                    amount: Some(*amount),
                    ..Placed::open(TimexType::Duration, amount.value())
                }
            }
            Expr::Set { value, quant, freq } => {
                Placed { quant: *quant, freq: *freq, ..Placed::open(TimexType::Set, value.clone()) }
            }
            Expr::Ref(value) => {
                let today = self.published.filter(|_| *value == "PRESENT_REF");
                Placed {
                    days: Interval { start: today, end: today },
                    ..Placed::open(TimexType::Date, *value)
                }
            }
            Expr::Part { modifier, edge, now, of } => {
                let mut placed = self.place(of)?;
                placed.days = match (now, self.published) {
                    (true, Some(today)) => rest_days(placed.days, modifier, today),
                    _ => part_days(placed.days, modifier, *edge),
                };
                placed.modifier = Some(modifier);
                placed
            }
            Expr::Modified { modifier, of } => Placed { modifier: Some(modifier), ..self.place(of)? },
            Expr::DayPart { part, of } => self.day_part(part, of.as_deref())?,
            Expr::Clock { minutes, word, zone, of } => {
                // "By midnight on Friday": when Friday ends.
                let minutes = if *word && *minutes == 0 && self.closes { 24 * 60 } else { *minutes };
                self.clock(minutes, *zone, of.as_deref())?
            }
            Expr::Feast { feast, year, steps } => self.feast(*feast, *year, *steps)?,
            Expr::WeekOf(of) => match self.place(of)?.cal {
                Some(day) if day.grain() < Grain::Day => return None,
                Some(day) => Placed::at(Cal::Week(monday(day.anchor()?)?)),
                None => unplaced(Grain::Week),
            },
            Expr::Within { fields, of } => self.within(fields, of)?,
            Expr::Pair(..) | Expr::Nothing => return None,
        })
    }

    fn calendar(&self, fields: &Fields) -> Placed {
        self.fields(fields).map_or_else(|| self.fields_without_year(fields), Placed::at)
    }

    /// Fields on the calendar, the missing ones from the context.
    fn fields(&self, f: &Fields) -> Option<Cal> {
        let base = if self.narrative { self.base(From::Mention) } else { self.published };
        let base_year = base.map(|d| i32::from(d.year()));
        let near = |yy: i32, per: i32| {
            // The century that puts the year at most twenty years ahead.
            let now = self.published.or(base).map_or(2000, |d| i32::from(d.year())) / (100 / per);
            let limit = now + if per == 100 { 20 } else { 0 };
            let year = now - now.rem_euclid(per) + yy;
            if year > limit { year - per } else { year }
        };
        if let Some(c) = f.century {
            return Some(Cal::Century(c));
        }
        if let Some(d) = f.decade.or(f.short_decade.map(|d| near(d.into(), 10))) {
            return Some(Cal::Decade(d));
        }
        let mut year = f.year.or(f.short_year.map(|yy| near(yy.into(), 100)));
        if f.bare {
            // A small number is a year only among years before Christ.
            self.mention.as_ref().and_then(Cal::year).filter(|y| *y <= 0)?;
            year = year.map(|y| 1 - y);
        }
        if let Some(month) = f.month {
            return match (year, f.day) {
                (Some(y), Some(d)) => Some(day_of(y, month, d)),
                (Some(y), None) => Some(Cal::Month(y, month)),
                (None, Some(d)) => {
                    let y = self.choose_year(base?, |y| day(y, month, d))?;
                    Some(day_of(y, month, d))
                }
                (None, None) => {
                    let y = self.choose_year(base?, |y| day(y, month, 1))?;
                    Some(Cal::Month(y, month))
                }
            };
        }
        if let Some(d) = f.day {
            // A day of the month last spoken of.
            let base =
                self.mention.as_ref().filter(|c| c.grain() >= Grain::Month).and_then(Cal::anchor).or(base)?;
            let (y, m) = (i32::from(base.year()), base.month() as u8);
            return Some(day_of(y, m, d));
        }
        if let Some(weekday) = f.weekday {
            let base = base?;
            let after = self.direction == Direction::Future || self.narrative;
            return weekday_near(base, weekday, after, true).map(Cal::Day);
        }
        if let Some(season) = f.season {
            let chosen = year.or_else(|| self.choose_year(base?, |y| Cal::Season(y, season).anchor()));
            return Some(Cal::Season(chosen?, season));
        }
        if let Some(quarter) = f.quarter {
            let chosen = year.or_else(|| self.choose_quarter(base?, quarter));
            return Some(Cal::Quarter(chosen?, quarter));
        }
        if let Some(half) = f.half {
            let chosen = year.or_else(|| self.choose_year(base?, |y| Cal::Half(y, half).anchor()));
            return Some(Cal::Half(chosen?, half));
        }
        if let (Some(year), Some(Cal::Quarter(_, quarter)), true) = (year, &self.report, f.report) {
            return Some(Cal::Quarter(year, *quarter));
        }
        year.or(base_year).map(Cal::Year)
    }

    /// The value of fields that nothing places.
    fn fields_without_year(&self, f: &Fields) -> Placed {
        let two = |n: Option<u8>| n.map_or("XX".to_owned(), |n| format!("{n:02}"));
        let value = if f.month.is_some() || f.day.is_some() {
            match f.day {
                Some(_) => format!("XXXX-{}-{}", two(f.month), two(f.day)),
                None => format!("XXXX-{}", two(f.month)),
            }
        } else if let Some(weekday) = f.weekday {
            format!("XXXX-WXX-{weekday}")
        } else if let Some(season) = f.season {
            format!("XXXX-{}", season.code())
        } else if let Some(quarter) = f.quarter {
            format!("XXXX-Q{quarter}")
        } else if let Some(half) = f.half {
            format!("XXXX-H{half}")
        } else {
            "XXXX".to_owned()
        };
        Placed::open(TimexType::Date, value)
    }

    fn shift(&self, from: From, steps: i32, what: &What) -> Option<Placed> {
        let from = if steps != 0 || from == From::Mention { from } else { From::Article };
        match what {
            What::Grain(grain) => {
                // "the quarter", "that year": the one spoken of, where it is as fine.
                if from == From::Mention {
                    if *grain == Grain::Quarter && !self.narrative {
                        // A report without a quarter is on the last one that is over.
                        let last = || Cal::containing(self.published?, *grain)?.step(-1);
                        let quarter = self.report.clone().or_else(last).and_then(|q| q.step(steps));
                        return Some(quarter.map_or(unplaced(*grain), Placed::at));
                    }
                    if self.mention.as_ref().is_some_and(|m| m.grain() < *grain) {
                        return Some(if self.narrative || self.published.is_none() {
                            unplaced(*grain)
                        } else {
                            Cal::containing(self.published?, *grain)?
                                .step(steps)
                                .map_or(unplaced(*grain), Placed::at)
                        });
                    }
                }
                let Some(base) = self.base(self.ahead(from, steps)) else { return Some(unplaced(*grain)) };
                if *grain == Grain::Season {
                    // "The season", "last season" are often of sports.
                    let named = self.mention.as_ref().is_some_and(|m| m.grain() == Grain::Season);
                    let known = Cal::containing(base, *grain).filter(|_| named && from == From::Mention);
                    return Some(known.map_or(unplaced(*grain), Placed::at));
                }
                // "The weekend", told on a Monday in the past tense, is over.
                let over = *grain == Grain::Weekend && steps == 0 && self.direction == Direction::Past;
                let back = i32::from(over && base.weekday().to_monday_one_offset() <= 4);
                Cal::containing(base, *grain)?.step(steps - back).map(Placed::at)
            }
            What::Fields(fields) => {
                let Some(base) = self.base(from) else { return Some(self.fields_without_year(fields)) };
                let year = i32::from(base.year());
                if let Some(weekday) = fields.weekday {
                    let after = steps > 0 || (steps == 0 && self.direction == Direction::Future);
                    return weekday_near(base, weekday, after, steps == 0).map(|d| Placed::at(Cal::Day(d)));
                }
                let of_year =
                    |y: i32| match (fields.month, fields.day, fields.season, fields.quarter, fields.half) {
                        (Some(m), Some(d), ..) => Some(day_of(y, m, d)),
                        (Some(m), None, ..) => Some(Cal::Month(y, m)),
                        (_, _, Some(s), ..) => Some(Cal::Season(y, s)),
                        (_, _, _, Some(q), _) => Some(Cal::Quarter(y, q)),
                        (_, _, _, _, Some(h)) => Some(Cal::Half(y, h)),
                        _ => None,
                    };
                // "In 2003 … the following spring": of the next year.
                let whole = self.mention.as_ref().is_some_and(|m| m.grain() == Grain::Year);
                if from == From::Mention && whole && steps != 0 {
                    return of_year(year + steps).map(Placed::at);
                }
                let now = of_year(year)?;
                let days = now.days();
                let begun = days.start.is_some_and(|s| s <= base);
                let over = days.end.is_some_and(|e| e < base);
                let year = match steps {
                    s if s < 0 => {
                        if over {
                            year
                        } else {
                            year - 1
                        }
                    }
                    0 => year,
                    _ => {
                        if begun {
                            year + 1
                        } else {
                            year
                        }
                    }
                };
                of_year(year).map(Placed::at)
            }
        }
    }

    /// "It will leave by the end of the month": the current one, whatever was told of the past before.
    fn ahead(&self, from: From, steps: i32) -> From {
        let past = self.mention.as_ref().and_then(Cal::anchor) < self.published;
        let plan = self.direction == Direction::Future && !self.same_sentence && !self.narrative;
        if from == From::Mention && steps == 0 && plan && past { From::Article } else { from }
    }

    fn offset(&self, from: From, amount: Amount, sign: i32, of: Option<&Expr>) -> Option<Placed> {
        if amount.is_vague() {
            return Some(Placed::open(TimexType::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }));
        }
        let grain = match amount.unit {
            Unit::Year if amount.count.fract() != 0.0 => Grain::Month,
            Unit::Decade | Unit::Century if amount.count.fract() != 0.0 => Grain::Year,
            unit => unit.grain(),
        };
        if of.is_none() && amount.unit == Unit::Year && amount.count == 1.0 && sign < 0 && !self.narrative {
            // "A year earlier" compares with the quarter reported on, or the month or day just named.
            let named = self.mention.as_ref().filter(|m| {
                self.same_sentence
                    && from == From::Mention
                    && matches!(
                        m.grain(),
                        Grain::Year | Grain::Half | Grain::Season | Grain::Month | Grain::Day
                    )
            });
            if let Some(cal) = self.report.as_ref().or(named).and_then(|m| m.plus_years(sign)) {
                return Some(Placed::at(cal));
            }
            return match self.published {
                Some(date) => Some(Placed::at(Cal::Year(i32::from(date.year()) + sign))),
                None => Some(unplaced(Grain::Year)),
            };
        }
        let base = match of {
            Some(of) => self.place(of)?.cal.and_then(|c| c.anchor()),
            // "The day after the vote": of that event, not of what was mentioned before, but in a history.
            None if from == From::Event => {
                let mention = self.mention.as_ref().filter(|m| self.narrative && m.grain() >= Grain::Day);
                mention.and_then(Cal::anchor)
            }
            None => {
                // Days cannot be counted from a year.
                let coarse = self
                    .mention
                    .as_ref()
                    .is_some_and(|m| m.grain() < grain.min(Grain::Day) && m.grain() != Grain::Week);
                // "Two nights later" counts from a day that the text named before, if anywhere.
                let unknown = from == From::Mention && sign > 0 && self.mention.is_none();
                let coarse = from == From::Mention && coarse && self.narrative;
                if coarse || unknown { None } else { self.base(from) }
            }
        };
        let Some(base) = base else {
            return Some(if grain == Grain::Time { of_some_day(None, "XX") } else { unplaced(grain) });
        };
        let Some(date) = add(base, amount, sign) else { return Some(unplaced(grain)) };
        if grain == Grain::Time {
            // Hours and minutes back or ahead, less than a day of them, are of the same day.
            let short = amount.days().is_none_or(|days| days <= 1);
            let date = if short { base } else { date };
            return Some(Placed { kind: TimexType::Time, ..Placed::at(Cal::Time(date, "XX".to_owned())) });
        }
        if matches!(amount.unit, Unit::Week) && of.is_some() {
            return Some(Placed::at(Cal::Day(date)));
        }
        Cal::containing(date, grain).map(Placed::at)
    }

    fn day_part(&self, part: &'static str, of: Option<&Expr>) -> Option<Placed> {
        let of = match of {
            Some(of) => Some(self.place(of)?),
            None => None,
        };
        if let Some(timed) = of.as_ref().and_then(|of| of_unplaced_day(of, part)) {
            return Some(timed);
        }
        let told = of.is_some();
        let day = of.map_or_else(|| self.spoken_of(), |of| of.cal);
        // "Broke out on Thursday evening and lasted until dawn".
        let night = matches!(&self.mention, Some(Cal::Time(_, part)) if matches!(part.as_str(), "EV" | "NI"));
        let turned = i64::from(!told && night && part == "MO" && self.same_sentence);
        let day = match day {
            Some(Cal::Day(date)) if turned > 0 => Some(Cal::Day(plus_days(date, turned)?)),
            day => day,
        };
        match day {
            Some(Cal::Day(date) | Cal::Time(date, _)) => Some(Placed::at(Cal::Time(date, part.to_owned()))),
            Some(cal) if told => Some(Placed::at(cal)),
            cal => Some(of_some_day(cal, part)),
        }
    }

    fn clock(&self, minutes: u16, zone: Option<&'static str>, of: Option<&Expr>) -> Option<Placed> {
        let utc = if zone == Some("+00:00") { "Z" } else { "" };
        let zone = zone.filter(|z| !z.is_empty());
        let text = format!("{:02}:{:02}{utc}", minutes / 60, minutes % 60);
        let of = match of {
            Some(of) => Some(self.place(of)?),
            None => None,
        };
        if let Some(timed) = of.as_ref().and_then(|of| of_unplaced_day(of, &text)) {
            return Some(Placed { zone, ..timed });
        }
        let day = match of {
            Some(of) => of.cal.and_then(|c| c.anchor()).map(Cal::Day),
            None => self.spoken_of(),
        };
        let placed = match day {
            Some(Cal::Day(date)) => Placed::at(Cal::Time(date, text)),
            cal => of_some_day(cal, &text),
        };
        Some(Placed { zone, ..placed })
    }

    /// The day that a time of day without one belongs to: the day mentioned, unless that lies ahead and was named in
    /// another sentence; the month or year mentioned, where the sentence tells of it as past; else the article's day.
    fn spoken_of(&self) -> Option<Cal> {
        let told = self.same_sentence || self.narrative;
        let mention = self.mention.as_ref().filter(|m| {
            let begun = self.published.is_none_or(|today| m.days().start.is_some_and(|start| start <= today));
            let over = self.published.is_none_or(|today| m.days().end.is_some_and(|end| end < today));
            match m.grain() {
                Grain::Day | Grain::Time => told || begun || self.direction == Direction::Future,
                Grain::Month | Grain::Year => told && over,
                _ => false,
            }
        });
        match mention {
            Some(m) if m.grain() >= Grain::Day => m.anchor().map(Cal::Day),
            Some(m) => Some(m.clone()),
            None if self.narrative => None,
            None => self.published.map(Cal::Day),
        }
    }

    fn feast(&self, feast: u16, year: Option<i32>, steps: Option<i32>) -> Option<Placed> {
        let feast = self.feasts.get(feast as usize)?;
        let base = if self.narrative { self.base(From::Mention) } else { self.published };
        let year = match (year, base, steps) {
            (Some(year), ..) => year,
            (None, None, _) => return Some(unplaced(Grain::Day)),
            (None, Some(base), Some(steps)) if steps != 0 => {
                let this = i32::from(base.year());
                let days = feast.days(this)?;
                if steps < 0 {
                    if days.end.is_some_and(|e| e < base) { this } else { this - 1 }
                } else if days.start.is_some_and(|s| s > base) {
                    this
                } else {
                    this + 1
                }
            }
            (None, Some(base), _) => self.choose_year(base, |y| feast.days(y).and_then(|d| d.start))?,
        };
        let days = feast.days(year)?;
        let first = Cal::Day(days.start?);
        if feast.is_day() {
            return Some(Placed::at(first));
        }
        let value = format!("{}/{}", first.value(), Cal::Day(days.end?).value());
        Some(Placed { value, days, ..Placed::at(first) })
    }

    fn within(&self, fields: &Fields, of: &Expr) -> Option<Placed> {
        let outer = self.place(of)?;
        let Some(cal) = &outer.cal else { return Some(self.fields_without_year(fields)) };
        if let (Some(half), false) = (fields.half, cal.grain() == Grain::Year) {
            // "The first half of the 17th century": TIMEX3 has halves of years only.
            let modifier = if half == 1 { "START" } else { "END" };
            let days = half_days(outer.days, half == 2);
            return Some(Placed { modifier: Some(modifier), days, ..outer });
        }
        let outer = cal;
        if let Some(weekday) = fields.weekday {
            let start = outer.anchor()?;
            return weekday_near(start, weekday, true, true).map(|d| Placed::at(Cal::Day(d)));
        }
        let mut inner = *fields;
        match outer {
            Cal::Month(y, m) => {
                inner.year = Some(*y);
                inner.month = inner.month.or(Some(*m));
            }
            other => inner.year = other.year(),
        }
        Some(self.calendar(&inner))
    }
}

/// The day, or the day that does not exist.
fn day_of(year: i32, month: u8, d: u8) -> Cal {
    day(year, month, d).map_or(Cal::Missing(year, month, d), Cal::Day)
}

/// A time of a day of the week or year that nothing places: "Friday night" in an article without a date.
fn of_unplaced_day(day: &Placed, time: &str) -> Option<Placed> {
    let told = day.cal.is_none() && day.value.len() == "XXXX-WXX-5".len() && day.value.starts_with("XXXX-");
    told.then(|| Placed::open(TimexType::Time, format!("{}T{time}", day.value)))
}

/// A time of a day of the month or year, or of no day that is known.
fn of_some_day(cal: Option<Cal>, time: &str) -> Placed {
    let value = match &cal {
        Some(cal @ Cal::Month(..)) => format!("{}-XXT{time}", cal.value()),
        Some(cal) => format!("{}-XX-XXT{time}", cal.value()),
        None => format!("XXXX-XX-XXT{time}"),
    };
    let days = cal.map(|cal| cal.days()).unwrap_or_default();
    Placed { days, ..Placed::open(TimexType::Time, value) }
}
