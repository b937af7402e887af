//! What an expression says before it is placed on the calendar.

use crate::calendar::{Grain, Season};

/// An expression, independent of the article's date.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Expr {
    /// Fields of the calendar, some of them left to the context: "May 3", "Friday", "the third quarter".
    Calendar(Fields),
    /// So many days from today.
    Deictic(i32),
    /// Steps from the current or the mentioned unit: "last week", "the following year".
    Shift { from: From, steps: i32, what: What },
    /// An amount before or after a point: "two days ago", "a week later".
    Offset { from: From, amount: Amount, sign: i32, of: Option<Box<Expr>> },
    /// A length of time.
    Length { amount: Amount, most: Option<Amount> },
    /// A length of time that ends or begins at a point: "the past two months".
    Window { from: From, amount: Amount, sign: i32 },
    /// The first or last so many units of a stretch: "the first nine months of 2019".
    Share { amount: Amount, sign: i32, of: Box<Expr> },
    /// A recurring time: its value, TIMEX3's quant and freq.
    Set { value: String, quant: Option<&'static str>, freq: Option<u32> },
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Ref(&'static str),
    /// A part of a stretch: "early", "the end of" (`edge`), "later" (`now`: what is left of it).
    Part { modifier: &'static str, edge: bool, now: bool, of: Box<Expr> },
    /// A modifier of a length: "more than two years".
    Modified { modifier: &'static str, of: Box<Expr> },
    /// A part of a day: "Friday morning".
    DayPart { part: &'static str, of: Option<Box<Expr>> },
    /// A time of day, in minutes since midnight; `word` where a word names it, "noon" or "midnight".
    Clock { minutes: u16, word: bool, zone: Option<&'static str>, of: Option<Box<Expr>> },
    /// A feast or holiday, by index into the table; of a year, or steps from the current one.
    Feast { feast: u16, year: Option<i32>, steps: Option<i32> },
    /// The week that holds a day: "the week of April 10".
    WeekOf(Box<Expr>),
    /// A weekday, month, season or quarter of a stretch: "Friday of next week", "March last year".
    Within { fields: Fields, of: Box<Expr> },
    /// Two expressions with extents of their own: "from 3 to 5 May".
    Pair(Box<Expr>, Box<Expr>),
    /// Not a time: consumes text that only looks like one.
    Nothing,
}

/// What a relative expression counts from.
#[derive(Copy, Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum From {
    /// The article's day.
    Article,
    /// The time last mentioned.
    Mention,
    /// The time named in the same sentence, else the article's day.
    Event,
}

/// What a step is taken in.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum What {
    Grain(Grain),
    Fields(Fields),
}

/// Fields of the calendar.
#[derive(Copy, Clone, PartialEq, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) year: Option<i32>,
    /// Year of a century that the context chooses.
    pub(crate) short_year: Option<u8>,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
    pub(crate) weekday: Option<u8>,
    pub(crate) season: Option<Season>,
    pub(crate) quarter: Option<u8>,
    pub(crate) half: Option<u8>,
    /// 1990s is 199.
    pub(crate) decade: Option<i32>,
    /// The nineties is 9.
    pub(crate) short_decade: Option<u8>,
    /// 1900 to 1999 is 19.
    pub(crate) century: Option<i32>,
    /// A figure that is a year only among others before Christ.
    pub(crate) bare: bool,
    /// The quarter that the text reports on, of the year named.
    pub(crate) report: bool,
}

/// Units of time.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
    /// None that the text names: "for some time".
    Open,
}

/// A count of units.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(crate) struct Amount {
    /// Negative when the text leaves it open.
    pub(crate) count: f64,
    pub(crate) unit: Unit,
}

impl Unit {
    /// Reads the code of the lexicon, with the number of units it stands for (a fortnight is two weeks).
    pub(crate) fn parse(code: &str) -> Option<(Unit, f64)> {
        Some(match code {
            "TS" => (Unit::Second, 1.0),
            "TM" => (Unit::Minute, 1.0),
            "TH" => (Unit::Hour, 1.0),
            "NI" => (Unit::Night, 1.0),
            "D" => (Unit::Day, 1.0),
            "WE" => (Unit::Weekend, 1.0),
            "W" => (Unit::Week, 1.0),
            "FN" => (Unit::Week, 2.0),
            "M" => (Unit::Month, 1.0),
            "Q" => (Unit::Quarter, 1.0),
            "SN" => (Unit::Season, 1.0),
            "Y" => (Unit::Year, 1.0),
            "DE" => (Unit::Decade, 1.0),
            "CE" => (Unit::Century, 1.0),
            "TI" => (Unit::Open, 1.0),
            _ => return None,
        })
    }

    /// The stretch of the calendar that one unit is.
    pub(crate) fn grain(self) -> Grain {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Open => Grain::Time,
            Unit::Night | Unit::Day => Grain::Day,
            Unit::Weekend => Grain::Weekend,
            Unit::Week => Grain::Week,
            Unit::Month => Grain::Month,
            Unit::Quarter => Grain::Quarter,
            Unit::Season => Grain::Season,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Decade,
            Unit::Century => Grain::Century,
        }
    }
}

impl Amount {
    /// True when the text gives no number.
    pub(crate) fn is_vague(self) -> bool {
        self.count < 0.0
    }

    /// The TIMEX3 value: `P3D`, `PT2H30M`, `P2.5Y`, `PXM`.
    pub(crate) fn value(self) -> String {
        // Decades and centuries are counted in years.
        let (scale, time, letter) = match self.unit {
            Unit::Second => (1.0, "T", "S"),
            Unit::Minute => (1.0, "T", "M"),
            Unit::Hour => (1.0, "T", "H"),
            Unit::Night => (1.0, "", "D"),
            Unit::Day => (1.0, "", "D"),
            Unit::Weekend => (1.0, "", "WE"),
            Unit::Week => (1.0, "", "W"),
            Unit::Month => (1.0, "", "M"),
            Unit::Quarter => (1.0, "", "Q"),
            Unit::Season => (1.0, "", "SN"),
            Unit::Year => (1.0, "", "Y"),
            Unit::Decade => (10.0, "", "Y"),
            Unit::Century => (100.0, "", "Y"),
            Unit::Open => (1.0, "", "X"),
        };
        if self.is_vague() {
            let letter = match self.unit {
                Unit::Decade => "DE",
                Unit::Century => "CE",
                _ => letter,
            };
            return format!("P{time}X{letter}");
        }
        let count = self.count * scale;
        let (whole, rest) = (count.trunc(), count.fract());
        // The rest is a whole number of parts: "two years and three months".
        let parts = |of: f64| {
            let n = rest * of;
            rest > 0.0 && (n - n.round()).abs() < 1e-6
        };
        let sum = |time: &str, of: f64, part: &str| {
            let first = if whole > 0.0 { format!("{whole}{letter}") } else { String::new() };
            format!("P{first}{time}{}{part}", (rest * of).round())
        };
        match self.unit {
            Unit::Hour if rest > 0.0 => {
                let minutes = (rest * 60.0).round();
                if whole > 0.0 { format!("PT{whole}H{minutes}M") } else { format!("PT{minutes}M") }
            }
            Unit::Minute if rest > 0.0 => {
                let seconds = (rest * 60.0).round();
                if whole > 0.0 { format!("PT{whole}M{seconds}S") } else { format!("PT{seconds}S") }
            }
            Unit::Year if parts(12.0) => sum("", 12.0, "M"),
            Unit::Week if parts(7.0) => sum("", 7.0, "D"),
            Unit::Day if parts(24.0) && rest != 0.5 => sum("T", 24.0, "H"),
            _ => format!("P{time}{count}{letter}"),
        }
    }

    /// Whole days it lasts, where the calendar does not matter.
    pub(crate) fn days(self) -> Option<i64> {
        let days = match self.unit {
            Unit::Second => self.count / 86_400.0,
            Unit::Minute => self.count / 1_440.0,
            Unit::Hour => self.count / 24.0,
            Unit::Night | Unit::Day => self.count,
            Unit::Weekend | Unit::Week => self.count * 7.0,
            _ => return None,
        };
        (!self.is_vague() && days.abs() < 1e7).then_some(days.ceil() as i64)
    }

    /// Whole months it lasts, for units of months and longer.
    pub(crate) fn months(self) -> Option<i64> {
        let months = match self.unit {
            Unit::Month => self.count,
            Unit::Quarter | Unit::Season => self.count * 3.0,
            Unit::Year => self.count * 12.0,
            Unit::Decade => self.count * 120.0,
            Unit::Century => self.count * 1200.0,
            _ => return None,
        };
        (!self.is_vague() && months.abs() < 1e6).then_some(months.round() as i64)
    }
}
