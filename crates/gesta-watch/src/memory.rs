//! What a watcher remembers from round to round.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Entries a feed's memory holds; feeds list some dozens, so that what has left the list will not come back.
const SEEN: usize = 2_000;

/// What a watcher remembers, by the feeds' addresses. A value to be kept, for instance as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    pub(crate) feeds: BTreeMap<String, FeedMemory>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct FeedMemory {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// Seconds since 1970-01-01 before which the feed is not asked again.
    pub(crate) due: i64,
    /// Failures in a row.
    pub(crate) failures: u32,
    /// Entries that were handled, oldest first.
    seen: Vec<String>,
}

impl FeedMemory {
    pub(crate) fn has_seen(&self, entry: &str) -> bool {
        self.seen.iter().any(|s| s == entry)
    }

    /// Remembers entries, and forgets the oldest ones.
    pub(crate) fn see(&mut self, entries: impl IntoIterator<Item = String>) {
        let known: BTreeSet<&String> = self.seen.iter().collect();
        let mut new: Vec<String> = entries.into_iter().filter(|e| !known.contains(e)).collect();
        self.seen.append(&mut new);
        let surplus = self.seen.len().saturating_sub(SEEN);
        self.seen.drain(..surplus);
    }
}
