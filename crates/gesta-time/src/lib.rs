//! Temporal expressions, normalised to TIMEX3 and to intervals of days.
//!
//! [`read`] works in four steps:
//!
//! 1. **Atoms.** Tokens are cut into runs of letters, runs of digits and single marks, so that rules need not know how
//!    a tokeniser treats `mid-2012` or `7:39`.
//! 2. **Rules** from `knowledge/en/time/` match at each atom, the longest first. A rule is a small regular pattern over
//!    words and classes (`MONTH DAY ,? YEAR`), in which other expressions can nest (`EDGE of <date>`).
//! 3. **Making.** A match becomes an expression that does not know the article's date: fields of the calendar, steps
//!    from the current unit, an amount before or after a point.
//! 4. **Placing.** Each expression is placed on the calendar against the article's date, the time last mentioned and
//!    the tense of its clause; then the preposition before it turns its days into those that the phrase means.
//!
//! Dates that do not exist keep their text as their value, have no days, and are warned of.

mod anchor;
mod atom;
mod bounds;
mod calendar;
mod choose;
mod class;
mod event;
mod expr;
mod feast;
mod guard;
mod interval;
mod lexicon;
mod make;
mod matcher;
mod minutes;
mod number;
mod pattern;
mod published;
mod read;
mod relation;
mod resolve;
mod rules;
mod settle;
mod tense;
mod types;

pub use types::{Interval, Point, Relation, Time, TimeId, Times, TimexType};

use gesta_syntax::Parsed;
use jiff::civil::Date;

/// Finds and values every temporal expression. `published` is the article's date where the caller knows it; else it
/// is taken from the header or the dateline.
pub fn read(parsed: &Parsed, published: Option<Date>) -> Times {
    read::read(parsed, published)
}
