//! Later sentences that speak of a commitment without saying what became of it.
//!
//! They change no status, and lead a reader to what he must read: "mentioned" in the history. Most words of the action must be in
//! the sentence, and its debtor too, unless nearly all of them are.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::Page;
use super::commitments::terms;
use super::followup::{Entry, Source, note, subject};
use super::owed::Owed;
use super::parties::{Match, Parties};
use crate::error::Result;

/// Words in common, and their share of those of the action: with the debtor in the sentence, and without.
const NAMED: [(usize, f64); 2] = [(2, 0.6), (3, 0.5)];
const UNNAMED: [(usize, f64); 1] = [(4, 0.8)];
/// Days after the deadline, or else after it was made, in which people still speak of it.
const SPOKEN_OF: i64 = 45;
const CONFIDENCE: f64 = 0.5;

/// Notes the first sentence of an article that speaks of a commitment.
pub(super) fn link(db: &Connection, parties: &mut Parties, page: &Page<'_>, owed: &[Owed]) -> Result<()> {
    let Some(published) = page.published.filter(|_| page.copy_of.is_none()) else { return Ok(()) };
    let last = |o: &Owed| o.known.due.1.max(o.known.made).map(|d| d + SPOKEN_OF);
    let current = owed.iter().filter(|o| o.known.status == "open" && last(o).is_some_and(|d| published <= d));
    let mut by_term: BTreeMap<&str, Vec<&Owed>> = BTreeMap::new();
    for one in current {
        for term in &one.terms {
            by_term.entry(term).or_default().push(one);
        }
    }
    for &sentence in &page.record.sentences {
        let text = page.words(sentence);
        let mut common: BTreeMap<i64, (usize, &Owed)> = BTreeMap::new();
        for term in terms(&text) {
            for one in by_term.get(term.as_str()).into_iter().flatten() {
                common.entry(one.known.row).or_insert((0, one)).0 += 1;
            }
        }
        let enough = |n: usize, one: &Owed, bounds: &[(usize, f64)]| {
            bounds.iter().any(|(least, share)| n >= *least && n as f64 >= share * one.terms.len() as f64)
        };
        for (n, one) in common.into_values().filter(|(n, one)| enough(*n, one, &NAMED)) {
            let named = subject(page, sentence, 0, true);
            let by_debtor = parties.compare(db, &named, &one.debtor)? >= Match::Compatible;
            if (by_debtor || enough(n, one, &UNNAMED)) && !told(db, one.known.row, page.id)? {
                let entry = Entry {
                    document: Some(page.id),
                    words: Some(sentence),
                    counts: false,
                    ..Entry::new("mentioned", Source::Report, Some(published), CONFIDENCE)
                };
                note(db, one.known.row, &entry)?;
            }
        }
    }
    Ok(())
}

/// True when the article reports this commitment, or its history has the article already.
fn told(db: &Connection, commitment: i64, document: i64) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM commitment_report WHERE commitment = ?1 AND document = ?2)
           OR EXISTS (SELECT 1 FROM history WHERE commitment = ?1 AND document = ?2)",
    )?;
    Ok(query.query_row(params![commitment, document], |row| row.get(0))?)
}
