//! What the steps of linking ask of an article that its reading alone can answer: made on a thread of its own, a few articles
//! ahead of the one that is being linked.

use std::sync::mpsc;
use std::thread;

use gesta::record::{Extent, Record};
use rusqlite::Connection;

use super::commitments::{Terms, terms};
use super::copies::Shingles;
use super::wording::{self, Token};
use super::{fulfilment, stories, telling};
use crate::error::Result;
use crate::store::Packed;

/// Readings unpacked ahead.
const AHEAD: usize = 32;

/// An article's reading, and what is made of its text.
pub(super) struct Reading {
    pub(super) record: Record,
    pub(super) chars: Vec<char>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) shingles: Shingles,
    pub(super) story: stories::Article,
}

/// A sentence with its words.
pub(super) struct Sentence {
    pub(super) extent: Extent,
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// Those by which actions are compared.
    pub(super) terms: Terms,
    /// Those by which sentences are compared.
    pub(super) words: telling::Words,
    /// Those that may tell deeds.
    pub(super) deeds: Vec<fulfilment::Word>,
}

impl Reading {
    pub(super) fn of(record: Record) -> Reading {
        let chars: Vec<char> = record.document.text.chars().collect();
        let sentence = |&extent: &Extent| {
            let text = words(&chars, extent);
            let tokens = wording::tokens(&text);
            let deeds = fulfilment::words(&record, extent, &tokens);
            Sentence { extent, deeds, tokens, terms: terms(&text), words: telling::of(&text), text }
        };
        Reading {
            sentences: record.sentences.iter().map(sentence).collect(),
            shingles: Shingles::of(&record.document.text),
            story: stories::article(&record),
            chars,
            record,
        }
    }
}

/// The words of a span.
pub(super) fn words(chars: &[char], span: Extent) -> String {
    chars.get(span[0] as usize..span[1] as usize).unwrap_or(&[]).iter().collect()
}

/// Hands the readings of documents to `link` in their order.
pub(super) fn each(
    db: &Connection,
    documents: &[i64],
    mut link: impl FnMut(i64, Reading) -> Result<()>,
) -> Result<()> {
    thread::scope(|scope| {
        let (packed, queue) = mpsc::channel::<Packed>();
        let (done, readings) = mpsc::channel();
        scope.spawn(move || {
            let unpack = |packed: Packed| Ok(Reading::of(packed.unpack()?));
            queue.into_iter().map(unpack).all(|reading: Result<Reading>| done.send(reading).is_ok())
        });
        let mut ahead = documents.iter();
        let mut send = || ahead.next().map_or(Ok(()), |id| Packed::of(db, *id).map(|p| drop(packed.send(p))));
        (0..AHEAD).try_for_each(|_| send())?;
        // The other end hangs up early only when it panics, which ends the scope with that panic.
        for (document, reading) in documents.iter().zip(readings) {
            send()?;
            link(*document, reading?)?;
        }
        Ok(())
    })
}
