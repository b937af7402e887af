//! Words and phrases that a text must have.
//!
//! The full-text index knows which texts have a word, not where: it finds those that have all words, and a phrase (words
//! in quotation marks) is then looked for in each of them.

use std::collections::BTreeMap;

use rusqlite::Connection;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::Result;
use crate::{LedgerError, add, store, words};

/// What is sought.
#[derive(Debug)]
pub(super) struct Sought {
    words: Vec<String>,
    phrases: Vec<Vec<String>>,
    /// Documents looked at, with the answer.
    known: BTreeMap<i64, bool>,
}

/// The words of a text in lower case, without accents, as the index has them.
fn folded(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    words::words(&plain).collect()
}

impl Sought {
    /// Words; those in quotation marks, straight or curly, stand together in this order.
    pub(super) fn new(text: &str) -> Result<Sought> {
        let pieces: Vec<Vec<String>> = text.split(['"', '“', '”']).map(folded).collect();
        let words: Vec<String> = pieces.iter().flatten().cloned().collect();
        if words.is_empty() {
            return Err(LedgerError::Question(format!("there are no words in “{text}”")));
        }
        let phrases = pieces.into_iter().skip(1).step_by(2).filter(|p| p.len() > 1).collect();
        Ok(Sought { words, phrases, known: BTreeMap::new() })
    }

    /// The question to the full-text index: all words.
    pub(super) fn index(&self) -> String {
        self.words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" ")
    }

    /// True when finding the words is not enough.
    pub(super) fn has_phrases(&self) -> bool {
        !self.phrases.is_empty()
    }

    /// Single words, and phrases with single spaces: for texts without an index.
    pub(super) fn parts(&self) -> impl Iterator<Item = String> + '_ {
        self.words.iter().cloned().chain(self.phrases.iter().map(|p| p.join(" ")))
    }

    /// True when all phrases stand in the text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        if self.phrases.is_empty() {
            return true;
        }
        let words = folded(text);
        self.phrases.iter().all(|p| words.windows(p.len()).any(|w| w == p.as_slice()))
    }

    /// True when all phrases stand in the article.
    pub(super) fn stands_in_document(&mut self, db: &Connection, document: i64) -> Result<bool> {
        if self.phrases.is_empty() {
            return Ok(true);
        }
        if let Some(known) = self.known.get(&document) {
            return Ok(*known);
        }
        let stands = self.stands_in(&add::headed(&store::record(db, document)?.document));
        self.known.insert(document, stands);
        Ok(stands)
    }

    /// True when all phrases stand in one of the articles that `sql` selects for `?1`.
    pub(super) fn stands_in_any(&mut self, db: &Connection, sql: &str, of: i64) -> Result<bool> {
        if self.phrases.is_empty() {
            return Ok(true);
        }
        let mut query = db.prepare_cached(sql)?;
        for document in query.query_map([of], |row| row.get(0))? {
            if self.stands_in_document(db, document?)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
