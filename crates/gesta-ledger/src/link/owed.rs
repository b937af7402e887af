//! What those whom an article speaks of owe: what its sentences are held against.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::Page;
use super::action::Action;
use super::commitments::{Known, of_debtors, party, terms, unowned};
use super::parties::Parties;
use crate::error::Result;

/// Days for which "the deadline" is the one that ran out.
pub(super) const DEADLINE_SPOKEN_OF: i64 = 14;

/// A commitment with what is compared of it.
pub(super) struct Owed {
    pub(super) known: Known,
    pub(super) action: Option<Action>,
    pub(super) terms: BTreeSet<String>,
    pub(super) debtor: Vec<i64>,
}

/// What was undertaken before the article, oldest first: by those it names or for their countries, and, where the deadline has
/// just passed, by nobody who is known.
pub(super) fn owed(db: &Connection, parties: &mut Parties, page: &Page<'_>) -> Result<Vec<Owed>> {
    let Some(published) = page.published.filter(|_| page.copy_of.is_none()) else { return Ok(Vec::new()) };
    let actors: Vec<i64> = page.actors.values().copied().collect();
    let mut known = of_debtors(db, parties, &actors, Some(published))?;
    known.extend(unowned(db, published, DEADLINE_SPOKEN_OF)?);
    let before = known.into_iter().filter(|k| k.made.is_some_and(|m| m < published));
    let one = |known: Known| {
        let (action, terms) = (Action::read(&known.action), terms(&known.action));
        Ok(Owed { debtor: party(db, known.row, 0)?, action, terms, known })
    };
    before.map(one).collect()
}
