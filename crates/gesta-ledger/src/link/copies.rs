//! Reprints and near-duplicates: the least hashes of a text's shingles of four words or signs (Broder 1997: a bottom-k sketch), then
//! the exact Jaccard coefficient.
//!
//! Each of the nine least hashes of both texts together is in both texts with a chance that is their Jaccard coefficient.
//! So a pair with a coefficient of one half has none in common in .5⁹ = 0.2 % of cases. Bands of several hashes (Leskovec,
//! Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3) need more than twice the rows for that.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::store;
use crate::words::{hash, mix};

/// Hashes kept of a text.
const LEAST: usize = 9;
/// Words in a shingle.
const WORDS: usize = 4;
/// Above this share of shingles in common, the later text is a copy of the earlier.
const COPY: f64 = 0.5;
/// Documents looked up for each hash, the newest ones: only boilerplate has more.
const NEWEST: i64 = 50;
/// Documents compared with a text, those first that have most hashes in common with it.
const COMPARED: usize = 30;

/// The words of a text in lower case, and its other signs: where a comma stands tells copies from retellings.
fn tokens(text: &str) -> Vec<u64> {
    let pieces = text.split_inclusive(|c: char| !c.is_alphanumeric()).flat_map(|piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        [word, piece[word.len()..].trim()]
    });
    pieces.filter(|p| !p.is_empty()).map(|p| hash(p.to_lowercase().as_bytes())).collect()
}

/// The hashes of a text's shingles. A text of fewer words than a shingle is one.
fn shingles(text: &str) -> BTreeSet<u64> {
    let words = tokens(text);
    let join = |w: &[u64]| w.iter().fold(0, |h, w| mix(h ^ w));
    if words.is_empty() {
        return BTreeSet::new();
    }
    words.windows(WORDS.min(words.len())).map(join).collect()
}

/// The least hashes of the shingles, 32 bits wide: four bytes in the file.
fn sketch(shingles: &BTreeSet<u64>) -> Vec<i64> {
    shingles.iter().take(LEAST).map(|hash| i64::from(*hash as i32)).collect()
}

fn jaccard(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> f64 {
    let common = a.intersection(b).count();
    common as f64 / (a.len() + b.len() - common).max(1) as f64
}

/// Finds the earlier article that `text` is most like, if it is a copy of it, notes that in the document, and enters its
/// sketch. Replaced versions are no originals.
pub(super) fn find(db: &Connection, document: i64, text: &str) -> Result<Option<i64>> {
    let own = shingles(text);
    if own.is_empty() {
        return Ok(None);
    }
    let sketch = sketch(&own);
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    let mut query = db.prepare_cached(
        "SELECT s.document FROM sketch s JOIN document d ON d.id = s.document
         WHERE s.hash = ?1 AND d.newer IS NULL ORDER BY s.document DESC LIMIT ?2",
    )?;
    for hash in &sketch {
        for row in query.query_map([*hash, NEWEST], |row| row.get::<_, i64>(0))? {
            *shared.entry(row?).or_default() += 1;
        }
    }
    let mut candidates: Vec<(usize, i64)> = shared.into_iter().map(|(document, n)| (n, document)).collect();
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    candidates.truncate(COMPARED);
    // The oldest of equals is the original.
    candidates.sort_unstable_by_key(|(_, document)| *document);
    let mut best: Option<(f64, i64)> = None;
    for (_, candidate) in candidates {
        let similarity = jaccard(&own, &shingles(&store::record(db, candidate)?.document.text));
        if similarity > COPY && best.is_none_or(|(s, _)| similarity > s) {
            best = Some((similarity, candidate));
        }
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO sketch (hash, document) VALUES (?1, ?2)")?;
    for hash in &sketch {
        insert.execute([*hash, document])?;
    }
    let Some((similarity, first)) = best else { return Ok(None) };
    let similarity = (similarity * 1000.0).round() / 1000.0;
    db.prepare_cached("UPDATE document SET copy_of = ?2, similarity = ?3 WHERE id = ?1")?
        .execute(params![document, first, similarity])?;
    Ok(Some(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_told_apart() {
        let count = |text: &str| tokens(text).len();
        assert_eq!((count("They’d met, again."), count("  "), count("a.b é…c")), (7, 0, 6));
        assert_eq!(tokens("MET, again"), tokens("met , Again"));
    }

    #[test]
    fn texts_with_half_their_shingles_in_common_share_a_hash_of_their_sketches() {
        // Of 200 pairs with a coefficient of about one half, at most one should be missed.
        let missed = (0..200u64).filter(|pair| {
            let text = |own: u64| -> String {
                let word =
                    |i: u64| format!("w{} ", mix(pair * 1000 + i + if i < 80 { 0 } else { own }) % 100_000);
                (0..118).map(word).collect()
            };
            let (a, b) = (shingles(&text(1 << 20)), shingles(&text(1 << 21)));
            assert!((jaccard(&a, &b) - 0.5).abs() < 0.03, "{}", jaccard(&a, &b));
            let of_a = sketch(&a);
            !sketch(&b).iter().any(|hash| of_a.contains(hash))
        });
        assert!(missed.count() <= 2);
    }
}
