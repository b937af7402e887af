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
    /// Entries whose page could not be had so far, with the times it was asked for.
    #[serde(default)]
    tries: BTreeMap<String, u32>,
}

/// Times that a page is asked for before it is given up.
const TRIES: u32 = 4;

impl FeedMemory {
    pub(crate) fn has_seen(&self, entry: &str) -> bool {
        self.seen.iter().any(|s| s == entry)
    }

    /// Notes that an entry's page could not be had for now. True when it is to be asked for again; the feed is then to be
    /// listed whole, as if it were new.
    pub(crate) fn will_try_again(&mut self, entry: &str) -> bool {
        let tries = self.tries.entry(entry.to_owned()).or_default();
        *tries += 1;
        let again = *tries < TRIES;
        if again {
            self.forget_version();
        }
        again
    }

    /// Forgets which version of the feed was read last.
    pub(crate) fn forget_version(&mut self) {
        (self.etag, self.last_modified) = (None, None);
    }

    /// Remembers entries, and forgets the oldest ones.
    pub(crate) fn see(&mut self, entries: impl IntoIterator<Item = String>) {
        let known: BTreeSet<&String> = self.seen.iter().collect();
        let mut new: Vec<String> = entries.into_iter().filter(|e| !known.contains(e)).collect();
        self.tries.retain(|entry, _| !new.contains(entry));
        self.seen.append(&mut new);
        let surplus = self.seen.len().saturating_sub(SEEN);
        self.seen.drain(..surplus);
    }
}
