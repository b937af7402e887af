//! Chooses the year of dates that name none.

use jiff::civil::Date;

use crate::calendar::{Cal, Grain};
use crate::resolve::Scene;
use crate::tense::Direction;

impl Scene<'_> {
    /// The year that dates without one belong to, where the surroundings name it.
    pub(crate) fn context_year(&self) -> Option<i32> {
        let mention = self.mention.as_ref().and_then(Cal::year);
        if self.narrative {
            return mention;
        }
        let published = self.published.map(|d| i32::from(d.year()));
        match (mention, published) {
            // "The first talks since 2010 will begin in April".
            (Some(m), Some(p)) if m < p && self.direction == Direction::Future && !self.nominal => None,
            (Some(m), Some(p)) if self.same_sentence && (m - p).abs() > 1 => Some(m),
            (Some(m), None) => Some(m),
            _ => None,
        }
    }

    /// The year of a date without one: that of the context, else the nearest that the tense allows.
    pub(crate) fn choose_year(&self, base: Date, start: impl Fn(i32) -> Option<Date>) -> Option<i32> {
        if let Some(year) = self.context_year() {
            // A history goes on: after a November comes the January of the next year.
            let after = self
                .mention
                .as_ref()
                .filter(|m| self.narrative && !self.same_sentence && m.grain() >= Grain::Month)
                .and_then(Cal::anchor);
            let turned =
                after.zip(start(year)).is_some_and(|(last, this)| last.month() >= 11 && this.month() <= 2);
            return Some(if turned { year + 1 } else { year });
        }
        let year = i32::from(base.year());
        let this_month = |d: Date| d.year() == base.year() && d.month() == base.month();
        let Some(this) = start(year) else { return Some(year) };
        let ahead = i32::from(this.month()) - i32::from(base.month());
        let direction = if self.near { Direction::Unknown } else { self.direction };
        Some(match direction {
            // "The vote in March" may be near on either side of today, whatever the tense of the clause.
            Direction::Past if self.nominal && (1..=2).contains(&ahead) => year,
            Direction::Past if self.loose && ahead == 1 => year,
            Direction::Future if self.guess && (-2..=-1).contains(&ahead) => year,
            Direction::Future if self.nominal && (-6..=-1).contains(&ahead) => year,
            Direction::Future if self.nominal && ahead > 9 => year - 1,
            Direction::Past if this > base && !this_month(this) => year - 1,
            Direction::Future if this < base && !this_month(this) => year + 1,
            Direction::Past | Direction::Future => year,
            // The nearest; what lies more than four months ahead was last year's.
            Direction::Unknown if ahead > 4 => year - 1,
            Direction::Unknown if ahead < -9 => year + 1,
            Direction::Unknown => year,
        })
    }

    /// The year of a quarter without one: reports are on the last quarter or the current one, plans on coming ones.
    pub(crate) fn choose_quarter(&self, base: Date, quarter: u8) -> Option<i32> {
        if let Some(year) = self.context_year() {
            return Some(year);
        }
        let (year, now) = (i32::from(base.year()), 1 + (base.month() as u8 - 1) / 3);
        Some(match self.direction {
            Direction::Future if quarter + 1 < now => year + 1,
            Direction::Past | Direction::Unknown if quarter > now => year - 1,
            _ if now == 1 && quarter == 4 => year - 1,
            _ => year,
        })
    }
}
