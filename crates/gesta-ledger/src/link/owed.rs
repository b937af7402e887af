//! What is owed, as the steps of linking look it up.
//!
//! An article is held against what those of whom it speaks owe. While a run lasts, [`Book`] keeps that in memory: by debtor, and
//! for each debtor by what an article must have to concern a commitment, which is the class of a verb, a word or the day. So the
//! work for an article grows with what it may concern, not with all that its actors owe. A debtor's page is read from the table
//! `owed` when he is first asked for.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::Connection;

use super::action::Action;
use super::commitments::{Known, MEMORY, NO_DAY, Terms, debtor_keys, party, terms};
use super::mentions::enough;
use super::parties::Parties;
use super::wording;
use crate::error::Result;

/// Days for which "the deadline" is the one that ran out.
pub(super) const DEADLINE_SPOKEN_OF: i64 = 14;

/// A commitment with what is compared of it.
#[derive(Debug)]
pub(super) struct Owed {
    pub(super) known: Known,
    pub(super) action: Option<Action>,
    /// The action by which one keeps a promise not to do something: who is not to attend boycotts.
    pub(super) opposite: Option<Action>,
    pub(super) terms: Terms,
    pub(super) debtor: Vec<i64>,
}

impl Owed {
    fn read(db: &Connection, row: i64) -> Result<Owed> {
        let known = Known::of(db, row)?;
        let (action, terms) = (Action::read(&known.action), terms(&known.action));
        let opposite = action.as_ref().and_then(Action::opposite).filter(|_| !known.positive);
        Ok(Owed { action, opposite, terms, debtor: party(db, row, 0)?, known })
    }

    /// The last day of which one knows that it was of interest: the deadline, else the day it was made.
    pub(super) fn last(&self) -> Option<i64> {
        self.known.due.1.max(self.known.made)
    }
}

/// Commitments by a day: that they were made on, unless it says otherwise.
type Days = BTreeSet<(i64, i64)>;

/// What one debtor owes.
#[derive(Default)]
struct Account {
    /// By the classes of verbs that may tell of the action.
    heads: HashMap<String, Days>,
    /// By the names in the action.
    names: HashMap<String, Days>,
    /// By the last day, under words of which any sentence that mentions the commitment has one.
    words: HashMap<u64, Days>,
    /// By the deadline.
    due: Days,
}

/// Stands for the debtor of what nobody is known to owe; days of its account are deadlines.
const NOBODY: i64 = 0;

/// Stands for all debtors; of its account only the lists by class of verb are kept.
const ANYBODY: i64 = i64::MIN;

/// What is owed, in memory.
#[derive(Default)]
pub(super) struct Book {
    /// The day it was begun.
    begun: Option<i64>,
    entries: HashMap<i64, Rc<Owed>>,
    /// With the first day from which on they are complete.
    accounts: HashMap<i64, (i64, Account)>,
    /// In how many commitments a word is.
    common: HashMap<u64, u32>,
}

impl Book {
    /// Before a transaction for articles of a day: true where it is begun anew, since it
    /// was full of what is long past.
    pub(super) fn open(&mut self, day: Option<i64>) -> bool {
        let past = day.is_some_and(|day| self.begun.is_none_or(|begun| day > begun + MEMORY));
        if past {
            *self = Book { begun: day, ..Book::default() };
        }
        past
    }

    /// A commitment as it now is.
    pub(super) fn entry(&mut self, db: &Connection, row: i64) -> Result<Rc<Owed>> {
        if let Some(entry) = self.entries.get(&row) {
            return Ok(entry.clone());
        }
        let entry = Rc::new(Owed::read(db, row)?);
        self.entries.insert(row, entry.clone());
        Ok(entry)
    }

    /// After a line was entered into the history of a commitment.
    pub(super) fn forget(&mut self, row: i64) {
        self.entries.remove(&row);
    }

    /// After a commitment was entered or changed; `debtors` are those under whom `owed` has it.
    pub(super) fn enter(&mut self, db: &Connection, row: i64, debtors: &[i64]) -> Result<()> {
        self.forget(row);
        let entry = self.entry(db, row)?;
        for who in debtors.iter().copied().chain([NOBODY, ANYBODY]) {
            if let Some((_, account)) = self.accounts.get_mut(&who) {
                account.enter(&entry, who, &mut self.common);
            }
        }
        Ok(())
    }

    /// Sees that the accounts are there from a day on.
    fn load(&mut self, db: &Connection, debtors: &[i64], from: i64) -> Result<()> {
        for &who in debtors {
            if self.accounts.get(&who).is_some_and(|(since, _)| *since <= from) {
                continue;
            }
            let mut account = Account::default();
            let rows = match who {
                NOBODY => of_nobody(db, from)?,
                ANYBODY => of_anybody(db, from)?,
                who => of(db, who, from)?,
            };
            for row in rows {
                account.enter(&*self.entry(db, row)?, who, &mut self.common);
            }
            self.accounts.insert(who, (from, account));
        }
        Ok(())
    }

    /// Commitments, oldest first, whose debtor is one of `actors` or of their countries, made in the last [`MEMORY`] days
    /// before `day` or on a day that is not known, that a verb of one of these classes may tell.
    pub(super) fn like(
        &mut self,
        db: &Connection,
        parties: &mut Parties,
        actors: &[i64],
        action: &Action,
        day: Option<i64>,
    ) -> Result<BTreeSet<i64>> {
        let (from, to) = day.map_or((i64::MIN, i64::MAX), |d| (d - MEMORY, d));
        let debtors = debtor_keys(db, parties, actors)?;
        self.load(db, &debtors, from)?;
        let mut rows = BTreeSet::new();
        for who in debtors {
            rows.extend(self.made(who, action, (from, to)));
            rows.extend(self.made(who, action, (NO_DAY, NO_DAY)));
        }
        let mut found = BTreeSet::new();
        for row in rows {
            if self.entry(db, row)?.known.made.is_none_or(|made| (from..=to).contains(&made)) {
                found.insert(row);
            }
        }
        Ok(found)
    }

    /// Commitments made from one day to another, by whomever, that a verb of one of these classes may tell and whose action is of
    /// this type.
    pub(super) fn made_by_anybody(
        &mut self,
        db: &Connection,
        action: &Action,
        kind: Option<&str>,
        (from, to): (i64, i64),
    ) -> Result<BTreeSet<i64>> {
        self.load(db, &[ANYBODY], from)?;
        let rows: BTreeSet<i64> = self.made(ANYBODY, action, (from, to)).collect();
        let mut found = BTreeSet::new();
        for row in rows {
            let known = &self.entry(db, row)?.known;
            let made = known.made.is_some_and(|made| (from..=to).contains(&made));
            if made && known.action_type.as_deref() == kind {
                found.insert(row);
            }
        }
        Ok(found)
    }

    /// What an account has under the heads of an action, from one day to another.
    fn made(&self, who: i64, action: &Action, days: (i64, i64)) -> impl Iterator<Item = i64> {
        let account = self.accounts.get(&who).map(|(_, account)| account);
        let lists = action.heads().filter_map(move |head| account?.heads.get(head));
        lists.flat_map(move |l| l.range((days.0, i64::MIN)..=(days.1, i64::MAX)).map(|(_, row)| *row))
    }

    /// What was undertaken before an article of a day: by the actors it names or for their countries, and, where the deadline
    /// has just passed, by nobody who is known.
    pub(super) fn before<'a>(
        &'a mut self,
        db: &'a Connection,
        parties: &mut Parties,
        actors: &[i64],
        published: i64,
    ) -> Result<Debts<'a>> {
        let mut debtors = debtor_keys(db, parties, actors)?;
        self.load(db, &debtors, published - MEMORY)?;
        self.load(db, &[NOBODY], published - DEADLINE_SPOKEN_OF)?;
        debtors.push(NOBODY);
        Ok(Debts { db, book: self, debtors, published, of_head: HashMap::new() })
    }
}

/// What somebody owes that was made from a day on, or on a day that is not known.
fn of(db: &Connection, who: i64, from: i64) -> Result<BTreeSet<i64>> {
    let mut query =
        db.prepare_cached("SELECT commitment FROM owed WHERE who = ?1 AND (made >= ?2 OR made = ?3)")?;
    let rows = query.query_map([who, from, NO_DAY], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is due from a day on and nobody is known to owe.
fn of_nobody(db: &Connection, from: i64) -> Result<BTreeSet<i64>> {
    let mut query = db.prepare_cached(
        "SELECT c.id FROM commitment c WHERE c.due_end >= ?1
           AND NOT EXISTS (SELECT 1 FROM commitment_party p WHERE p.commitment = c.id AND p.role = 0)",
    )?;
    let rows = query.query_map([from], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was made from a day on.
fn of_anybody(db: &Connection, from: i64) -> Result<BTreeSet<i64>> {
    let mut query = db.prepare_cached("SELECT id FROM commitment WHERE made >= ?1")?;
    let rows = query.query_map([from], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Account {
    fn enter(&mut self, owed: &Owed, who: i64, common: &mut HashMap<u64, u32>) {
        let day = if who == NOBODY { owed.known.due.1 } else { owed.known.made.or(Some(NO_DAY)) };
        let Some(day) = day.filter(|_| who != NOBODY || owed.debtor.is_empty()) else { return };
        let (row, entry) = (owed.known.row, (day, owed.known.row));
        for head in owed.action.iter().chain(&owed.opposite).flat_map(Action::heads) {
            match self.heads.get_mut(head) {
                Some(days) => drop(days.insert(entry)),
                None => drop(self.heads.insert(head.to_owned(), Days::from([entry]))),
            }
        }
        if who == ANYBODY {
            return;
        }
        for name in wording::names(&owed.known.action) {
            self.names.entry(name).or_default().insert(entry);
        }
        self.due.extend(owed.known.due.1.map(|due| (due, row)));
        // A sentence with enough of the words has one of any selection that leaves out fewer than these; the rarest are the
        // shortest lists.
        let of = owed.terms.len();
        let Some((least, last)) = (1..=of).find(|n| enough(*n, of)).zip(owed.last()) else { return };
        let mut words: Vec<u64> = owed.terms.iter().copied().collect();
        words.sort_by_key(|word| common.get(word));
        for word in &words {
            *common.entry(*word).or_insert(0) += 1;
        }
        for word in words.into_iter().take(of - least + 1) {
            self.words.entry(word).or_default().insert((last, row));
        }
    }
}

/// What those of whom an article speaks owed before it.
pub(super) struct Debts<'a> {
    db: &'a Connection,
    book: &'a mut Book,
    debtors: Vec<i64>,
    published: i64,
    of_head: HashMap<String, Rc<[Rc<Owed>]>>,
}

impl Debts<'_> {
    /// Commitments that a verb of this class may tell.
    pub(super) fn of_head(&mut self, class: &str) -> Result<Rc<[Rc<Owed>]>> {
        if let Some(known) = self.of_head.get(class) {
            return Ok(known.clone());
        }
        let mut rows = Vec::new();
        self.rows(&mut rows, |account| account.heads.get(class), None);
        let found: Rc<[Rc<Owed>]> = self.current(rows)?.into();
        self.of_head.insert(class.to_owned(), found.clone());
        Ok(found)
    }

    /// What a sentence with a cue may mean: commitments that a verb of this class may tell, those with one of these names, and those
    /// whose deadline has just run out.
    pub(super) fn spoken_of(&mut self, class: Option<&str>, names: &[&str]) -> Result<Vec<Rc<Owed>>> {
        let mut rows = Vec::new();
        self.rows(&mut rows, |a| Some(&a.due), Some(self.published - DEADLINE_SPOKEN_OF));
        self.rows(&mut rows, |a| a.heads.get(class?), None);
        for name in names {
            self.rows(&mut rows, |a| a.names.get(*name), None);
        }
        self.current(rows)
    }

    /// Commitments, by row, of whose words so many are among these that they may be mentioned, and whose last day was at
    /// most so many days ago.
    pub(super) fn with_words(&mut self, words: &Terms, within: i64) -> Result<Vec<Rc<Owed>>> {
        let since = self.published - within;
        let mut rows = Vec::new();
        for word in words {
            self.rows(&mut rows, |a| a.words.get(word), Some(since));
        }
        let mut found = self.current(rows)?;
        found.retain(|o| {
            let common = o.terms.intersection(words).count();
            let current = o.known.status != "superseded" && o.last().is_some_and(|d| since <= d);
            current && enough(common, o.terms.len())
        });
        found.sort_by_key(|o| o.known.row);
        Ok(found)
    }

    /// After a line was entered into the history of a commitment.
    pub(super) fn forget(&mut self, row: i64) {
        self.book.forget(row);
    }

    /// Adds the rows of a list, and whether nobody is known to owe them: from a day on, or else of all days that [`Debts::current`]
    /// allows.
    fn rows(
        &self,
        rows: &mut Vec<(bool, i64)>,
        list: impl Fn(&Account) -> Option<&Days>,
        since: Option<i64>,
    ) {
        for who in &self.debtors {
            let Some(days) = self.book.accounts.get(who).and_then(|(_, account)| list(account)) else {
                continue;
            };
            let of_nobody = *who == NOBODY;
            let within = if of_nobody { DEADLINE_SPOKEN_OF } else { MEMORY };
            let since = since.unwrap_or(self.published - within);
            rows.extend(days.range((since, i64::MIN)..).map(|(_, row)| (of_nobody, *row)));
        }
    }

    /// Those of the rows that were undertaken before the article and not too long ago: what somebody owes, oldest first, then
    /// what nobody is known to owe, by its day.
    fn current(&mut self, mut rows: Vec<(bool, i64)>) -> Result<Vec<Rc<Owed>>> {
        rows.sort_unstable();
        rows.dedup();
        let mut found = Vec::new();
        for (of_nobody, row) in rows {
            let owed = self.book.entry(self.db, row)?;
            let within = if of_nobody { DEADLINE_SPOKEN_OF } else { MEMORY };
            let day = if of_nobody { owed.known.due.1 } else { owed.known.made };
            let near = day.is_some_and(|d| (self.published - within..=self.published).contains(&d));
            if near
                && of_nobody == owed.debtor.is_empty()
                && owed.known.made.is_some_and(|made| made < self.published)
            {
                found.push(owed);
            }
        }
        found.sort_by_key(|o| {
            (o.debtor.is_empty(), o.known.due.1.filter(|_| o.debtor.is_empty()), o.known.row)
        });
        Ok(found)
    }
}
