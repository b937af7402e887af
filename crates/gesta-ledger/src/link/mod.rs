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
mod retract;
mod statements;
mod stories;
mod wording;

pub(crate) use followup::{Entry, Source, note};

use std::collections::BTreeMap;

use gesta::record::{Extent, Record};
use rusqlite::{Connection, TransactionBehavior};

use crate::error::Result;
use crate::{Ledger, day, store};
use parties::Parties;

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
    chars: Vec<char>,
    /// Day of publication.
    published: Option<i64>,
    /// Rows of the actors and places of the record, by their ids there.
    actors: BTreeMap<&'a str, i64>,
    places: BTreeMap<&'a str, i64>,
    /// The article this one copies.
    copy_of: Option<i64>,
}

impl Page<'_> {
    fn words(&self, span: Extent) -> String {
        let chars = self.chars.get(span[0] as usize..span[1] as usize).unwrap_or(&[]);
        chars.iter().collect()
    }

    /// The sentence that a span starts in.
    fn sentence(&self, span: Extent) -> Option<Extent> {
        let after = self.record.sentences.partition_point(|s| s[0] <= span[0]);
        self.record.sentences.get(after.checked_sub(1)?).copied()
    }

    fn sentences(&self) -> Vec<Sentence> {
        let sentence = |&extent: &Extent| {
            let text = self.words(extent);
            Sentence { extent, tokens: wording::tokens(&text), text }
        };
        self.record.sentences.iter().map(sentence).collect()
    }

    fn actor_rows(&self, ids: &[String]) -> Vec<i64> {
        let mut rows: Vec<i64> = ids.iter().filter_map(|id| self.actors.get(id.as_str()).copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// A sentence with its words.
struct Sentence {
    extent: Extent,
    text: String,
    tokens: Vec<wording::Token>,
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
        let mut window = stories::Window::default();
        let mut book = owed::Book::default();
        while self.pending()? {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let linked = link_day(&step, &mut window, &mut book)?;
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
fn link_day(db: &Connection, window: &mut stories::Window, book: &mut owed::Book) -> Result<Linked> {
    let mut done = Linked::default();
    let mut query = db.prepare_cached(
        "SELECT id, newer IS NOT NULL FROM document WHERE linked = 0
           AND published IS (SELECT published FROM document WHERE linked = 0 ORDER BY published LIMIT 1)
         ORDER BY identity LIMIT ?1",
    )?;
    let waiting = query.query_map([GROUP], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let waiting = waiting.collect::<rusqlite::Result<Vec<(i64, bool)>>>()?;
    let mut parties = Parties::default();
    let mut group = Vec::new();
    let mut published = None;
    for (id, replaced) in waiting {
        if !replaced {
            let record = store::record(db, id)?;
            published = record.document.published.as_deref().and_then(day::number);
            if group.is_empty() {
                book.open(db, published)?;
            }
            let copy = link_article(db, &mut parties, book, id, &record)?;
            done.copies += u64::from(copy.is_some());
            group.push((id, stories::article(&record), copy));
        }
        db.prepare_cached("UPDATE document SET linked = 1 WHERE id = ?1")?.execute([id])?;
        done.articles += 1;
    }
    window.assign(db, published, group)?;
    Ok(done)
}

/// Links one article; returns the article it copies.
fn link_article(
    db: &Connection,
    parties: &mut Parties,
    book: &mut owed::Book,
    id: i64,
    record: &Record,
) -> Result<Option<i64>> {
    retract::older_versions(db, id)?;
    let published = record.document.published.as_deref().and_then(day::number);
    let chars = record.document.text.chars().collect();
    let mut page = Page {
        id,
        record,
        chars,
        published,
        actors: BTreeMap::new(),
        places: BTreeMap::new(),
        copy_of: copies::find(db, id, &record.document.text)?,
    };
    actors::link(db, &mut page)?;
    parties.forget(page.actors.values());
    places::link(db, &mut page)?;
    statements::link(db, &page)?;
    let events = events::link(db, parties, &page)?;
    commitments::link(db, parties, book, &page)?;
    if let Some(published) = published.filter(|_| page.copy_of.is_none()) {
        let actors: Vec<i64> = page.actors.values().copied().collect();
        let debts = &mut book.before(db, parties, &actors, published)?;
        let sentences = page.sentences();
        fulfilment::link(db, parties, &page, &sentences, &events, debts)?;
        followup::link(db, parties, &page, &sentences, debts)?;
        mentions::link(db, parties, &page, &sentences, debts)?;
    }
    Ok(page.copy_of)
}
