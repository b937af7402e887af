//! What the stage says: temporal expressions with their TIMEX3 values and the days they mean.

use gesta_text::{Span, TokenSpan, Warning};
use jiff::civil::Date;

/// Index of a [`Time`] in [`Times::times`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeId(pub u32);

/// Days from `start` to `end`, both inclusive; open where `None`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Interval {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

/// Types of TIMEX3.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum TimexType {
    /// A day or a longer stretch of the calendar.
    Date,
    /// A part of a day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// The preposition or conjunction that places something relative to a time.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Relation {
    /// In, on, at, during, or none.
    At,
    /// By, no later than, ahead of: at or before the end of the time.
    By,
    /// Until, till, through.
    Until,
    /// Before, prior to.
    Before,
    /// After, following.
    After,
    /// Since, from … on.
    Since,
    /// Within, over the next, in the coming. "Within 60 days" is open at the start, as "by" is; "over the next 60 days"
    /// begins on the article's day.
    Within,
}

/// Where a length begins or ends: what TIMEX3's `beginPoint` and `endPoint` refer to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Point {
    /// The article's own day, the document creation time of TimeML.
    Published,
    /// Another expression of the text.
    Time(TimeId),
    /// A day that no expression names; TimeML gives it an empty element.
    Day(Date),
}

/// One temporal expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Time {
    /// Extent as TimeML has it: no preposition.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value, for instance `2021-12-31`, `2021-W47`, `P3D`, `PRESENT_REF`.
    pub value: String,
    /// TIMEX3 mod: `START`, `MID`, `END`, `APPROX`, `LESS_THAN`, …
    pub modifier: Option<&'static str>,
    /// TIMEX3 quant of a set: `EVERY`, `EACH`.
    pub quant: Option<&'static str>,
    /// TIMEX3 freq of a set: 2 for "twice a week".
    pub freq: Option<u32>,
    /// Offset from universal time of a clock time whose zone the text names, `-05:00`. The value has no offset (a `Z`
    /// for universal time), and the day is that of the place.
    pub zone: Option<&'static str>,
    /// TIMEX3 beginPoint of a length that begins at a known point: "two days after the vote on 3 May" begins with 3 May,
    /// "the next two weeks" with the article's day.
    pub begin: Option<Point>,
    /// TIMEX3 endPoint of a length that ends at a known point.
    pub end: Option<Point>,
    /// The days that the expression itself means; of a length that counts from an event ("two days after the vote on
    /// 3 May") the days where it ends.
    pub days: Interval,
    /// How the text places things relative to it.
    pub relation: Relation,
    /// Extent with the preposition, "by the end of the year"; equal to `span` when there is none.
    pub phrase: Span,
    /// The days that the whole phrase means: "by the end of the year" is open at the start and ends on 31 December.
    pub phrase_days: Interval,
    /// The rule that found and valued it, for people who ask why.
    pub rule: String,
}

/// All temporal expressions of a document, in text order, never overlapping.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// The expressions.
    pub times: Vec<Time>,
    /// The article's own date.
    pub published: Option<Date>,
    /// How the article's date was found: `input`, `header`, `dateline`, …
    pub published_rule: Option<&'static str>,
    /// Dates that do not exist, and the like.
    pub warnings: Vec<Warning>,
}

impl Times {
    /// The expression with this id.
    pub fn get(&self, id: TimeId) -> Option<&Time> {
        self.times.get(id.0 as usize)
    }

    /// The expressions that lie wholly within `tokens`, in text order.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = (TimeId, &Time)> {
        let first = self.times.partition_point(|t| t.tokens.start < tokens.start);
        let all = self.times.iter().enumerate().skip(first);
        all.take_while(move |(_, t)| t.tokens.start < tokens.end)
            .filter(move |(_, t)| t.tokens.end <= tokens.end)
            .map(|(i, t)| (TimeId(i as u32), t))
    }
}
