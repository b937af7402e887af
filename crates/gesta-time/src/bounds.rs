//! Where lengths begin and end: TIMEX3's beginPoint and endPoint.
//!
//! "The past two months" end with the article's day, "the next two weeks" begin with it, "two days after the vote on
//! 3 May" begin with 3 May, "the three months ended June 30" end with June 30. The other end is counted from there.

use gesta_text::Span;
use jiff::civil::Date;

use crate::anchor::Mention;
use crate::calendar::plus_days;
use crate::expr::{Amount, Expr};
use crate::interval::add;
use crate::resolve::Placed;
use crate::{Interval, Point, Relation, Time, TimeId, TimexType};

/// What the ends of a length can be.
pub(crate) struct Ends<'a> {
    /// The article's day, and the day that the clause is told from.
    pub(crate) published: Option<Date>,
    pub(crate) now: Option<Date>,
    /// The day from which an agreed length counts.
    pub(crate) base: Option<Date>,
    pub(crate) mention: Option<&'a Mention>,
}

impl Ends<'_> {
    /// The begin and the end of an expression that is a length, as far as they are known.
    pub(crate) fn points(
        &self,
        expr: &Expr,
        placed: &Placed,
        relation: Relation,
        phrase_days: Interval,
    ) -> (Option<Point>, Option<Point>) {
        if placed.kind != TimexType::Duration {
            return (None, None);
        }
        let day = |date: Option<Date>| date.map(Point::Day);
        match expr {
            Expr::Modified { of, .. } => self.points(of, placed, relation, phrase_days),
            Expr::Window { sign, .. } if *sign < 0 => (day(placed.days.start), self.point(placed.days.end)),
            Expr::Window { .. } => (self.point(placed.days.start), day(placed.days.end)),
            Expr::Share { .. } => (day(placed.days.start), day(placed.days.end)),
            // "Within 60 days", "in 30 days": counted from when it was said or agreed.
            Expr::Length { .. } if phrase_days.end.is_some() => {
                let from = if relation == Relation::Within { self.base } else { self.now };
                (self.point(from), day(phrase_days.end))
            }
            _ => (None, None),
        }
    }

    /// The article's day or the mention, where it is theirs.
    fn point(&self, date: Option<Date>) -> Option<Point> {
        let date = date?;
        if self.published == Some(date) {
            return Some(Point::Published);
        }
        let named = self.mention.filter(|m| {
            let days = m.cal.days();
            days.start == Some(date) || days.end == Some(date)
        });
        Some(named.map_or(Point::Day(date), |m| Point::Time(TimeId(m.time as u32))))
    }
}

/// "The three months ended June 30": gives the last of `times`, `length` long, the ends that the date after it says.
/// `next` is the extent of that date and its last day.
pub(crate) fn close(times: &mut [Time], text: &str, next: (Span, Option<Date>), length: Option<Amount>) {
    let index = times.len();
    let (Some(last), Some(length), (span, Some(day))) = (times.last_mut(), length, next) else { return };
    let between = Span::new(last.span.end as usize, span.start.max(last.span.end) as usize).of(text);
    let words: Vec<&str> = between.split_whitespace().take(3).collect();
    if matches!(words.as_slice(), ["ended" | "ending"] | ["ended" | "ending", "on" | "in"] | ["to"]) {
        last.end = Some(Point::Time(TimeId(index as u32)));
        last.begin = plus_days(day, 1).and_then(|after| add(after, length, -1)).map(Point::Day);
    }
}
