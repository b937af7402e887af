//! Later sentences that speak of a commitment without saying what became of it.
//!
//! They change no status, and lead a reader to what he must read: "mentioned" in the history. Most words of the action must be in
//! the sentence, and its debtor too, unless nearly all of them are.

use rusqlite::{Connection, params};

use super::followup::{Entry, Source, note, subject};
use super::owed::Debts;
use super::parties::{Match, Parties};
use super::{Page, Sentence};
use crate::error::Result;

/// Words in common, and their share of those of the action: with the debtor in the sentence, and without.
const NAMED: [(usize, f64); 2] = [(2, 0.6), (3, 0.5)];
const UNNAMED: [(usize, f64); 1] = [(4, 0.8)];
/// Days after the deadline, or else after it was made, in which people still speak of it.
const SPOKEN_OF: i64 = 45;
const CONFIDENCE: f64 = 0.5;

/// True when so many words in common, of so many of the action, are a mention if the debtor stands in the sentence too.
pub(super) fn enough(common: usize, of: usize) -> bool {
    within(&NAMED, common, of)
}

fn within(bounds: &[(usize, f64)], common: usize, of: usize) -> bool {
    bounds.iter().any(|(least, share)| common >= *least && common as f64 >= share * of as f64)
}

/// Notes the first sentence of an article that speaks of a commitment.
pub(super) fn link(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    sentences: &[Sentence],
    debts: &mut Debts<'_>,
) -> Result<()> {
    for Sentence { extent, terms, .. } in sentences {
        for one in debts.with_words(terms, SPOKEN_OF)? {
            let common = one.terms.intersection(terms).count();
            let named = subject(page, *extent, 0, true);
            let by_debtor = parties.compare(db, &named, &one.debtor)? >= Match::Compatible;
            let said = by_debtor || within(&UNNAMED, common, one.terms.len());
            if said && !told(db, one.known.row, page.id)? {
                let entry = Entry {
                    document: Some(page.id),
                    words: Some(*extent),
                    counts: false,
                    ..Entry::new("mentioned", Source::Report, page.published, CONFIDENCE)
                };
                note(db, one.known.row, &entry)?;
                debts.forget(one.known.row);
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
