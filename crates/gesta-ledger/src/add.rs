//! The first step: readings are stored as they come.

use std::time::{SystemTime, UNIX_EPOCH};

use gesta::record::{DocumentRecord, Record};
use rusqlite::{OptionalExtension, TransactionBehavior, params};

use crate::error::Result;
use crate::{Ledger, codec, day, words};

/// An article's reading, ready to be stored. Made on whatever thread did the reading.
#[derive(Clone, Debug)]
pub struct Incoming {
    document: DocumentRecord,
    identity: i64,
    origin: Option<i64>,
    file: Option<String>,
    packed: Vec<u8>,
}

/// What became of an article.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Added {
    /// It is new: the number of its document.
    New(i64),
    /// It is another text of an article that was there: the numbers of the new document and the one it replaces.
    Version(i64, i64),
    /// It was there already: the number of its document.
    Known(i64),
}

/// How many articles were what.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// New articles.
    pub new: u64,
    /// New versions of known articles.
    pub versions: u64,
    /// Known articles.
    pub known: u64,
}

impl Counts {
    /// Counts one more.
    pub fn count(&mut self, added: Added) {
        match added {
            Added::New(_) => self.new += 1,
            Added::Version(..) => self.versions += 1,
            Added::Known(_) => self.known += 1,
        }
    }
}

/// What tells one article from another: a hash of its text, the caller's id, its address and its publisher. The same text
/// under another address or id is another article, a reprint.
pub fn identity(text: &str, key: Option<&str>, uri: Option<&str>, publisher: Option<&str>) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in [Some(text), key, uri, publisher] {
        let bytes = part.unwrap_or_default().as_bytes();
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    let mut out = [0; 8];
    hasher.finalize_xof().fill(&mut out);
    i64::from_le_bytes(out)
}

/// What the versions of an article have in common: its address, else the caller's id with the publisher, else the file.
fn origin(document: &DocumentRecord, file: Option<&str>) -> Option<i64> {
    let name = match (&document.uri, &document.key, file) {
        (Some(uri), ..) => format!("uri\0{uri}"),
        (None, Some(key), _) => format!("key\0{key}\0{}", document.publisher.as_deref().unwrap_or_default()),
        (None, None, Some(file)) => format!("file\0{file}"),
        (None, None, None) => return None,
    };
    Some(words::hash(name.as_bytes()) as i64)
}

impl Incoming {
    /// Packs a record. `file` is the path of an article that is a file of its own; it is kept as its key where it has none.
    ///
    /// # Errors
    /// When the record cannot be serialised: what the packer says.
    pub fn new(record: Record, file: Option<&str>) -> std::result::Result<Incoming, String> {
        let packed = codec::pack(&record)?;
        let d = record.document;
        let identity = identity(&d.text, d.key.as_deref(), d.uri.as_deref(), d.publisher.as_deref());
        let file = file.map(str::to_owned);
        Ok(Incoming { origin: origin(&d, file.as_deref()), identity, file, packed, document: d })
    }

    /// Bytes of the text.
    pub fn len(&self) -> usize {
        self.document.text.len()
    }

    /// True when there is no text.
    pub fn is_empty(&self) -> bool {
        self.document.text.is_empty()
    }
}

/// Seconds since 1970-01-01.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

impl Ledger {
    /// The document of this identity, if it is there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn find(&self, identity: i64) -> Result<Option<i64>> {
        let mut query = self.db.prepare_cached("SELECT id FROM document WHERE identity = ?1")?;
        Ok(query.query_row([identity], |row| row.get(0)).optional()?)
    }

    /// Stores a batch in one transaction: all of it or, on an error, nothing. What is there already is left alone.
    ///
    /// # Errors
    /// When the disk is full, another process does not let go, or the file is damaged.
    pub fn add(&mut self, batch: &[Incoming]) -> Result<Vec<Added>> {
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let added = batch.iter().map(|incoming| insert(&step, incoming)).collect::<Result<Vec<_>>>()?;
        step.commit()?;
        Ok(added)
    }
}

fn insert(db: &rusqlite::Connection, incoming: &Incoming) -> Result<Added> {
    let Incoming { document: d, identity, origin, file, packed } = incoming;
    let mut known = db.prepare_cached("SELECT id FROM document WHERE identity = ?1")?;
    if let Some(id) = known.query_row([identity], |row| row.get(0)).optional()? {
        return Ok(Added::Known(id));
    }
    let mut older = db.prepare_cached(
        "SELECT id FROM document WHERE origin = ?1 AND newer IS NULL ORDER BY id DESC LIMIT 1",
    )?;
    let older: Option<i64> = match origin {
        Some(origin) => older.query_row([origin], |row| row.get(0)).optional()?,
        None => None,
    };
    // An id or a file name may have been used for another article: a version has words in common with the one before.
    let older = match older {
        Some(id) if d.uri.is_some() || alike(&d.text, &read_text(db, id)?) => Some(id),
        _ => None,
    };
    let published = d.published.as_deref().and_then(day::number);
    db.prepare_cached(
        "INSERT INTO document (identity, origin, key, uri, publisher, title, published, language, added)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        identity,
        origin,
        d.key.as_ref().or(file.as_ref()),
        d.uri,
        d.publisher,
        d.title,
        published,
        d.language,
        now()
    ])?;
    let id = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO reading (document, packed) VALUES (?1, ?2)")?
        .execute(params![id, packed])?;
    db.prepare_cached("INSERT INTO document_text (rowid, text) VALUES (?1, ?2)")?
        .execute(params![id, headed(d)])?;
    let Some(older) = older else { return Ok(Added::New(id)) };
    db.prepare_cached("UPDATE document SET newer = ?1 WHERE id = ?2")?.execute([id, older])?;
    Ok(Added::Version(id, older))
}

/// The text, with the title where that is not part of it.
pub(crate) fn headed(document: &DocumentRecord) -> String {
    match &document.title {
        Some(title) if !document.text.contains(title.as_str()) => format!("{title}\n{}", document.text),
        _ => document.text.clone(),
    }
}

fn read_text(db: &rusqlite::Connection, document: i64) -> Result<String> {
    Ok(crate::store::record(db, document)?.document.text)
}

/// True when a third of the shorter text's words are in the other.
fn alike(a: &str, b: &str) -> bool {
    let set = |text: &str| words::words(text).collect::<std::collections::BTreeSet<_>>();
    let (a, b) = (set(a), set(b));
    a.intersection(&b).count() * 3 >= a.len().min(b.len())
}
