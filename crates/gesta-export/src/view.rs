//! A record with its ids resolved and its words at hand.

use std::collections::BTreeMap;

use gesta::record::{ActorRecord, EventRecord, Extent, IntervalRecord, PlaceRecord, Record};
use gesta::{CharIndex, Date};

use crate::linked::{Entry, Exported, Linked};

/// A record whose ids and spans can be looked up.
pub struct View<'r> {
    /// The record.
    pub record: &'r Record,
    text: CharIndex<'r>,
    actors: BTreeMap<&'r str, &'r ActorRecord>,
    places: BTreeMap<&'r str, &'r PlaceRecord>,
    /// What a ledger knows of it.
    pub linked: Option<&'r Linked>,
}

/// Days after which an interval is too long for its first day to stand for it.
const LONG: i32 = 7;

impl<'r> View<'r> {
    /// Looks at a record.
    pub fn new(exported: &'r Exported) -> View<'r> {
        let record = &exported.record;
        View {
            record,
            linked: exported.linked.as_ref(),
            text: CharIndex::new(&record.document.text),
            actors: record.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            places: record.places.iter().map(|p| (p.id.as_str(), p)).collect(),
        }
    }

    /// The words of a span, white space made single.
    pub fn words(&self, span: Extent) -> String {
        self.text.words(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The actor of an id.
    pub fn actor(&self, id: &str) -> Option<&'r ActorRecord> {
        self.actors.get(id).copied()
    }

    /// The names of actors, or else the words that name them, joined by `; `.
    pub fn names(&self, ids: &[String], span: Option<Extent>) -> Option<String> {
        let names: Vec<&str> = ids.iter().filter_map(|id| Some(self.actor(id)?.name.as_str())).collect();
        if names.is_empty() { span.map(|s| self.words(s)) } else { Some(names.join("; ")) }
    }

    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<&'r PlaceRecord> {
        self.places.get(id).copied()
    }

    /// The place of an event.
    pub fn place_of(&self, event: &EventRecord) -> Option<&'r PlaceRecord> {
        self.place(event.place.as_deref()?)
    }

    /// The number of the sentence that a span begins in, from 1.
    pub fn sentence(&self, span: Extent) -> Option<usize> {
        let after = self.record.sentences.partition_point(|s| s[0] <= span[0]);
        (after > 0).then_some(after)
    }

    /// The sentence that a span begins in.
    pub fn sentence_text(&self, span: Extent) -> String {
        let number = self.sentence(span).and_then(|n| self.record.sentences.get(n - 1));
        number.map_or_else(String::new, |&s| self.words(s))
    }

    /// The day that stands for an interval where one day is asked for: its first, else its last, else the article's. Of
    /// more than a week around the article's day ("this year"), that day.
    pub fn day<'s>(&'s self, interval: Option<&'s IntervalRecord>) -> Option<&'s str> {
        let published = self.record.document.published.as_deref();
        let bounds = interval.map(|i| (i.start.as_deref(), i.end.as_deref()));
        match bounds {
            Some((Some(start), Some(end)))
                if published.is_some_and(|p| is_long(start, end) && start <= p && p <= end) =>
            {
                published
            }
            Some((start, end)) => start.or(end).or(published),
            None => published,
        }
    }

    /// The ledger's entry for an entry of the record.
    pub fn entry(&self, id: &str) -> Option<&'r Entry> {
        self.linked?.entries.get(id)
    }

    /// The id of the ledger's entry for an entry of the record.
    pub fn ledger_id(&self, id: &str) -> Option<String> {
        Some(self.entry(id)?.id.clone())
    }

    /// True when the ledger holds the article for a copy of another.
    pub fn is_copy(&self) -> bool {
        self.linked.is_some_and(|l| l.copy_of.is_some())
    }

    /// An id for an entry that is unique among all articles: the article's id and the entry's.
    pub fn global_id(&self, id: &str) -> String {
        format!("{}-{id}", self.record.document.id)
    }
}

/// True for more than a week.
fn is_long(start: &str, end: &str) -> bool {
    let days = start.parse::<Date>().ok().zip(end.parse::<Date>().ok());
    days.and_then(|(start, end)| start.until(end).ok()).is_some_and(|span| span.get_days() > LONG)
}
