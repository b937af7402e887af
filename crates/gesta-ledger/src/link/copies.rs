//! Reprints and near-duplicates: the least hashes of a text's shingles of four words or signs (Broder 1997: a bottom-k sketch), then
//! the exact Jaccard coefficient.
//!
//! Each of the nine least hashes of both texts together is in both texts with a chance that is their Jaccard coefficient.
//! So a pair with a coefficient of one half has none in common in .5⁹ = 0.2 % of cases. Bands of several hashes (Leskovec,
//! Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3) need more than twice the rows for that.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

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

/// The hashes of a text's shingles, sorted, each once.
#[derive(Debug, Default)]
pub(super) struct Shingles(Vec<u64>);

/// The words of a text in lower case, and its other signs: where a comma stands tells copies from retellings.
fn tokens(text: &str) -> Vec<u64> {
    let pieces = text.split_inclusive(|c: char| !c.is_alphanumeric()).flat_map(|piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        [word, piece[word.len()..].trim()]
    });
    pieces.filter(|p| !p.is_empty()).map(|p| hash(p.to_lowercase().as_bytes())).collect()
}

impl Shingles {
    pub(super) fn of(text: &str) -> Shingles {
        let words = tokens(text);
        let join = |w: &[u64]| w.iter().fold(0, |h, w| mix(h ^ w));
        // A text of fewer words than a shingle is one.
        let mut hashes: Vec<u64> = match words.len() {
            0 => Vec::new(),
            n => words.windows(WORDS.min(n)).map(join).collect(),
        };
        hashes.sort_unstable();
        hashes.dedup();
        Shingles(hashes)
    }

    /// The least of them, 32 bits wide: four bytes in the file.
    fn sketch(&self) -> Vec<i64> {
        self.0.iter().take(LEAST).map(|hash| i64::from(*hash as i32)).collect()
    }

    /// Jaccard's coefficient; 0 where one is so much longer that they are no copies.
    fn alike(&self, other: &Shingles) -> f64 {
        let (a, b) = (&self.0, &other.0);
        if a.len().min(b.len()) as f64 <= COPY * a.len().max(b.len()) as f64 {
            return 0.0;
        }
        let (mut i, mut j, mut common) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            common += usize::from(x == y);
            (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
        }
        common as f64 / (a.len() + b.len() - common).max(1) as f64
    }
}

/// The shingles of the articles that a run saw last, which are compared again and again.
#[derive(Default)]
pub(super) struct Shelf {
    of: BTreeMap<i64, Rc<Shingles>>,
    order: VecDeque<i64>,
    hashes: usize,
}

/// Hashes on the shelf, at most: 32 MiB.
const SHELF: usize = 1 << 22;

impl Shelf {
    fn put(&mut self, document: i64, shingles: Rc<Shingles>) {
        self.hashes += shingles.0.len();
        match self.of.insert(document, shingles) {
            Some(same) => self.hashes -= same.0.len(),
            None => self.order.push_back(document),
        }
        while self.hashes > SHELF
            && let Some(oldest) = self.order.pop_front()
        {
            self.hashes -= self.of.remove(&oldest).map_or(0, |s| s.0.len());
        }
    }

    /// From the ledger where they are not at hand.
    fn get(&mut self, db: &Connection, document: i64) -> Result<Rc<Shingles>> {
        if let Some(shingles) = self.of.get(&document) {
            return Ok(shingles.clone());
        }
        let shingles = Rc::new(Shingles::of(&store::record(db, document)?.document.text));
        self.put(document, shingles.clone());
        Ok(shingles)
    }

    /// Finds the earlier article that this one is most like, if it is a copy of it, notes that in the document, and enters its
    /// sketch. Replaced versions are no originals.
    pub(super) fn find(&mut self, db: &Connection, document: i64, own: Shingles) -> Result<Option<i64>> {
        if own.0.is_empty() {
            return Ok(None);
        }
        let sketch = own.sketch();
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
        let mut candidates: Vec<(usize, i64)> =
            shared.into_iter().map(|(document, n)| (n, document)).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.truncate(COMPARED);
        // The oldest of equals is the original.
        candidates.sort_unstable_by_key(|(_, document)| *document);
        let mut best: Option<(f64, i64)> = None;
        for (_, candidate) in candidates {
            let similarity = own.alike(&*self.get(db, candidate)?);
            if similarity > COPY && best.is_none_or(|(s, _)| similarity > s) {
                best = Some((similarity, candidate));
            }
        }
        let mut insert =
            db.prepare_cached("INSERT OR IGNORE INTO sketch (hash, document) VALUES (?1, ?2)")?;
        for hash in &sketch {
            insert.execute([*hash, document])?;
        }
        self.put(document, Rc::new(own));
        let Some((similarity, first)) = best else { return Ok(None) };
        let similarity = (similarity * 1000.0).round() / 1000.0;
        db.prepare_cached("UPDATE document SET copy_of = ?2, similarity = ?3 WHERE id = ?1")?
            .execute(params![document, first, similarity])?;
        Ok(Some(first))
    }
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
            let (a, b) = (Shingles::of(&text(1 << 20)), Shingles::of(&text(1 << 21)));
            assert!((a.alike(&b) - 0.5).abs() < 0.03, "{}", a.alike(&b));
            let of_a = a.sketch();
            !b.sketch().iter().any(|hash| of_a.contains(hash))
        });
        assert!(missed.count() <= 2);
    }
}
