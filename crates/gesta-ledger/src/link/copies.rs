//! Reprints and near-duplicates: MinHash over shingles of four words, with banding (Broder 1997; Leskovec, Rajaraman and
//! Ullman, *Mining of Massive Datasets*, chapter 3), then the exact Jaccard coefficient.
//!
//! Twenty bands of two rows: a pair with a Jaccard coefficient of one half shares a band in all but 0.3 % of cases.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::store;
use crate::words::{hash, mix, words};

const BANDS: u64 = 20;
const ROWS: u64 = 2;
/// Words in a shingle.
const WORDS: usize = 4;
/// Above this share of shingles in common, the later text is a copy of the earlier.
const COPY: f64 = 0.5;
/// Documents looked at for each band: the newest ones. Only boilerplate has more.
const CANDIDATES: i64 = 50;

/// The hashes of a text's shingles. A text of fewer words than a shingle is one.
fn shingles(text: &str) -> BTreeSet<u64> {
    let words: Vec<u64> = words(text).map(|w| hash(w.as_bytes())).collect();
    let join = |w: &[u64]| w.iter().fold(0, |h, w| mix(h ^ w));
    if words.is_empty() {
        return BTreeSet::new();
    }
    words.windows(WORDS.min(words.len())).map(join).collect()
}

/// One hash for each band, 32 bits wide.
fn bands(shingles: &BTreeSet<u64>) -> Vec<i64> {
    let least = |seed: u64| shingles.iter().map(|s| mix(s ^ mix(seed + 1))).min().unwrap_or(0);
    let band = |band: u64| (0..ROWS).fold(band, |h, row| mix(h ^ least(band * ROWS + row)));
    (0..BANDS).map(|b| (band(b) & 0xFFFF_FFFF) as i64).collect()
}

fn jaccard(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> f64 {
    let common = a.intersection(b).count();
    common as f64 / (a.len() + b.len() - common).max(1) as f64
}

/// Finds the earlier article that `text` is most like, if it is a copy of it, notes that in the document, and enters its
/// bands. Replaced versions are no originals.
pub(super) fn find(db: &Connection, document: i64, text: &str) -> Result<Option<i64>> {
    let own = shingles(text);
    if own.is_empty() {
        return Ok(None);
    }
    let bands = bands(&own);
    let mut candidates = BTreeSet::new();
    let mut query = db.prepare_cached(
        "SELECT b.document FROM band b JOIN document d ON d.id = b.document
         WHERE b.hash = ?1 AND d.newer IS NULL ORDER BY b.document DESC LIMIT ?2",
    )?;
    for hash in &bands {
        let rows = query.query_map([*hash, CANDIDATES], |row| row.get::<_, i64>(0))?;
        candidates.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    let mut best: Option<(f64, i64)> = None;
    for candidate in candidates {
        let similarity = jaccard(&own, &shingles(&store::record(db, candidate)?.document.text));
        if similarity > COPY && best.is_none_or(|(s, _)| similarity > s) {
            best = Some((similarity, candidate));
        }
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO band (hash, document) VALUES (?1, ?2)")?;
    for hash in &bands {
        insert.execute([*hash, document])?;
    }
    let Some((similarity, first)) = best else { return Ok(None) };
    let similarity = (similarity * 1000.0).round() / 1000.0;
    db.prepare_cached("UPDATE document SET copy_of = ?2, similarity = ?3 WHERE id = ?1")?
        .execute(params![document, first, similarity])?;
    Ok(Some(first))
}
