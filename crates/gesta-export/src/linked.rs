//! What a ledger adds to an article's record: under which ids it has what the record tells, and what became of it.

use std::collections::BTreeMap;

use gesta::record::Record;

/// A record to write, from a ledger or not.
#[derive(Clone, PartialEq, Debug)]
pub struct Exported {
    /// The record.
    pub record: Record,
    /// What the ledger knows of it.
    pub linked: Option<Linked>,
}

impl From<Record> for Exported {
    fn from(record: Record) -> Exported {
        Exported { record, linked: None }
    }
}

/// A record's place in a ledger.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Linked {
    /// The article's id: `d1`.
    pub document: String,
    /// The story it belongs to: `st1`.
    pub story: Option<String>,
    /// The article it is a copy of; what a copy tells is told already.
    pub copy_of: Option<String>,
    /// By ids of the record, what the ledger's entry is.
    pub entries: BTreeMap<String, Entry>,
}

/// An entry of the ledger, which several articles may report.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Entry {
    /// `e12`, `c3`, `s4`.
    pub id: String,
    /// What became of a commitment.
    pub status: Option<String>,
    /// The addresses of the articles that report an event, the first ones first; none where an article has none.
    pub uris: Vec<Option<String>>,
    /// Their publishers, each once.
    pub publishers: Vec<String>,
}
