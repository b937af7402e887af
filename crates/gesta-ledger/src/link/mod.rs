//! The second step: what was stored is joined to what is known.
//!
//! Articles are taken day by day, undated ones first, and within a day in the order of their identities. A day, or a
//! thousand articles of one, is one transaction. What an article adds depends on the articles before it in this order and on nothing else, so a run gives
//! the same entries, with the same ids, in whatever order its articles were named. An article that arrives when later
//! days are linked already is joined to them as they are.

mod action;
mod actors;
mod commitments;
mod copies;
mod events;
mod followup;
mod fulfilment;
mod mentions;
mod occasions;
mod owed;
mod parties;
mod places;
mod reading;
mod retract;
mod statements;
mod stories;
mod telling;
mod wording;

pub(crate) use followup::{Entry, Source, note};

use std::collections::BTreeMap;

use gesta::record::{Extent, Record};
use rusqlite::{Connection, TransactionBehavior};

use crate::error::Result;
use crate::{Ledger, day};
use parties::Parties;
use reading::{Reading, Sentence};

/// What a run of the second step did.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Linked {
    /// Articles joined.
    pub articles: u64,
    /// Of these, copies of others.
    pub copies: u64,
}

/// An article with what the steps of linking ask of it.
struct Page<'a> {
    id: i64,
    record: &'a Record,
    chars: &'a [char],
    /// Day of publication.
    published: Option<i64>,
    /// Rows of the actors and places of the record, by their ids there.
    actors: BTreeMap<&'a str, i64>,
    places: BTreeMap<&'a str, i64>,
    /// The article this one copies.
    copy_of: Option<i64>,
    /// The words of the actions that it reports, and the commitments that these are.
    reported: Vec<(Extent, i64)>,
}

impl Page<'_> {
    fn words(&self, span: Extent) -> String {
        reading::words(self.chars, span)
    }

    /// The sentence that a span starts in.
    fn sentence(&self, span: Extent) -> Option<Extent> {
        telling::sentence_of(&self.record.sentences, span)
    }

    fn actor_rows(&self, ids: &[String]) -> Vec<i64> {
        let mut rows: Vec<i64> = ids.iter().filter_map(|id| self.actors.get(id.as_str()).copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// What a run remembers from one article to the next.
#[derive(Default)]
struct Memory {
    /// SQLite's `data_version` for which it holds: what another process writes voids it.
    version: i64,
    parties: Parties,
    window: stories::Window,
    book: owed::Book,
    shelf: copies::Shelf,
    rarity: telling::Rarity,
    tellings: telling::Tellings,
}

/// The number in an entry's id: 3 of `e3`.
fn entry(id: &str) -> i64 {
    id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

fn days(interval: Option<&gesta::record::IntervalRecord>) -> (Option<i64>, Option<i64>) {
    let number = |d: &Option<String>| d.as_deref().and_then(day::number);
    interval.map_or((None, None), |i| (number(&i.start), number(&i.end)))
}

impl Ledger {
    /// True when articles wait for the second step: an `add` is going on, or was killed before it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn pending(&self) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM document WHERE linked = 0)";
        Ok(self.db.query_row(query, [], |row| row.get(0))?)
    }

    /// Joins all stored articles that wait for it.
    ///
    /// # Errors
    /// When the disk is full, another process does not let go, or the file is damaged. The days done so far stay.
    pub fn link(&mut self) -> Result<Linked> {
        let mut done = Linked::default();
        let mut memory = Memory::default();
        while self.pending()? {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let version = step.query_row("PRAGMA data_version", [], |row| row.get(0))?;
            if version != memory.version {
                memory = Memory { version, ..Memory::default() };
            }
            let linked = link_day(&step, &mut memory)?;
            step.commit()?;
            done.articles += linked.articles;
            done.copies += linked.copies;
        }
        Ok(done)
    }
}

/// Articles linked in one transaction, at most. A corpus without dates is one long day.
const GROUP: i64 = 1000;

/// Links articles of the first day that has some waiting.
fn link_day(db: &Connection, memory: &mut Memory) -> Result<Linked> {
    let mut query = db.prepare_cached(
        "SELECT id, newer IS NOT NULL, published FROM document WHERE linked = 0
           AND published IS (SELECT published FROM document WHERE linked = 0 ORDER BY published LIMIT 1)
         ORDER BY identity LIMIT ?1",
    )?;
    let waiting = query.query_map([GROUP], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let waiting = waiting.collect::<rusqlite::Result<Vec<(i64, bool, Option<i64>)>>>()?;
    let published = waiting.first().and_then(|(.., published)| *published);
    let current: Vec<i64> = waiting.iter().filter(|(_, replaced, _)| !replaced).map(|(id, ..)| *id).collect();
    if memory.book.open(published) {
        memory.parties = Parties::default();
        memory.tellings = telling::Tellings::default();
    }
    memory.rarity = memory.window.rarity(db, published)?;
    let mut group = Vec::new();
    reading::each(db, &current, |id, reading| {
        let (story, copy) = link_article(db, memory, id, reading)?;
        group.push((id, story, copy));
        Ok(())
    })?;
    let mut linked = db.prepare_cached("UPDATE document SET linked = 1 WHERE id = ?1")?;
    for (id, ..) in &waiting {
        linked.execute([id])?;
    }
    let copies = group.iter().filter(|(.., copy)| copy.is_some()).count() as u64;
    memory.window.assign(db, published, group)?;
    Ok(Linked { articles: waiting.len() as u64, copies })
}

/// Links one article; returns what stories compare of it, and the article it copies.
fn link_article(
    db: &Connection,
    memory: &mut Memory,
    id: i64,
    reading: Reading,
) -> Result<(stories::Article, Option<i64>)> {
    retract::older_versions(db, id)?;
    let Reading { record, chars, sentences, shingles, story } = reading;
    let Memory { parties, book, shelf, rarity, tellings, .. } = memory;
    let mut page = Page {
        id,
        record: &record,
        chars: &chars,
        published: record.document.published.as_deref().and_then(day::number),
        actors: BTreeMap::new(),
        places: BTreeMap::new(),
        copy_of: shelf.find(db, id, shingles)?,
        reported: Vec::new(),
    };
    actors::link(db, &mut page)?;
    parties.forget(page.actors.values());
    places::link(db, &mut page)?;
    statements::link(db, &page)?;
    let mut compare = events::Compare { db, parties, tellings, rarity };
    let events = events::link(&mut compare, &page, &sentences)?;
    page.reported = commitments::link(db, parties, book, &page)?;
    if let Some(published) = page.published.filter(|_| page.copy_of.is_none()) {
        let actors: Vec<i64> = page.actors.values().copied().collect();
        let debts = &mut book.before(db, parties, &actors, published)?;
        let map = places::Map::read(&page);
        fulfilment::link(db, parties, &page, &sentences, &map, &events, debts)?;
        followup::link(db, parties, &page, &sentences, &map, debts)?;
        mentions::link(db, parties, &page, &sentences, debts)?;
    }
    Ok((story, page.copy_of))
}
