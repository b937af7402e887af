//! Ids as people write them: a letter for the kind, a number.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::LedgerError;

/// What an id names.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// An article: `d`.
    Document,
    /// An event, with all its reports: `e`.
    Event,
    /// A statement: `s`.
    Statement,
    /// A commitment, with its history: `c`.
    Commitment,
    /// An actor: `a`.
    Actor,
    /// A place: `p`.
    Place,
    /// A story, that is related articles: `st`.
    Story,
}

impl Kind {
    const ALL: [(Kind, &'static str); 7] = [
        (Kind::Story, "st"),
        (Kind::Document, "d"),
        (Kind::Event, "e"),
        (Kind::Statement, "s"),
        (Kind::Commitment, "c"),
        (Kind::Actor, "a"),
        (Kind::Place, "p"),
    ];

    fn letters(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, letters)| letters)
    }
}

/// An id in the ledger: `c12`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id {
    /// What it names.
    pub kind: Kind,
    /// Its number, from 1.
    pub number: i64,
}

impl Id {
    /// The id of the thing of this kind and number.
    pub fn new(kind: Kind, number: i64) -> Id {
        Id { kind, number }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.letters(), self.number)
    }
}

impl FromStr for Id {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Id, LedgerError> {
        let wrong =
            || LedgerError::Question(format!("{text} is no id; ids look like c12, e3, d1, s4, a2, p5, st6"));
        let text = text.trim();
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or_else(wrong)?;
        let (letters, number) = text.split_at(digits);
        let found = Kind::ALL.iter().find(|(_, l)| l.eq_ignore_ascii_case(letters));
        match (found, number.parse()) {
            (Some((kind, _)), Ok(number)) => Ok(Id { kind: *kind, number }),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        for text in ["c12", "e3", "d1", "s4", "st4", "a2", "p5"] {
            assert_eq!(text.parse::<Id>().map(|id| id.to_string()).unwrap_or_default(), text);
        }
        for wrong in ["", "c", "12", "x1", "c1x", "c-1", "ca1"] {
            assert!(wrong.parse::<Id>().is_err(), "{wrong}");
        }
    }
}
