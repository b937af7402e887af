//! Chooses the year of dates that name none.

use jiff::civil::Date;

use crate::calendar::Cal;
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
            (Some(m), Some(p)) if self.same_sentence && (m - p).abs() > 1 => Some(m),
            (Some(m), None) => Some(m),
            _ => None,
        }
    }

    /// The year of a date without one: that of the context, else the nearest that the tense allows.
    pub(crate) fn choose_year(&self, base: Date, start: impl Fn(i32) -> Option<Date>) -> Option<i32> {
        if let Some(year) = self.context_year() {
            return Some(year);
        }
        let year = i32::from(base.year());
        let this_month = |d: Date| d.year() == base.year() && d.month() == base.month();
        let ahead = start(year).map_or(0, |d| i32::from(d.month()) - i32::from(base.month()));
        Some(match (start(year), self.direction) {
            // "The vote in March" may be near on either side of today, whatever the tense of the clause.
            (Some(_), Direction::Past) if self.nominal && (1..=2).contains(&ahead) => year,
            (Some(_), Direction::Future) if self.nominal && (-2..=-1).contains(&ahead) => year,
            (Some(_), Direction::Future) if self.nominal && ahead > 9 => year - 1,
            (Some(d), Direction::Past) if d > base && !this_month(d) => year - 1,
            (Some(d), Direction::Future) if d < base && !this_month(d) => year + 1,
            (Some(_), Direction::Past | Direction::Future) | (None, _) => year,
            (Some(_), Direction::Unknown) => {
                // The nearest; what lies more than half a year ahead was last year's.
                if ahead > 4 {
                    year - 1
                } else if ahead < -9 {
                    year + 1
                } else {
                    year
                }
            }
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
