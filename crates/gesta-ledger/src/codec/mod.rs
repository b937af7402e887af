//! Stored readings: a record as columns, packed with Zstandard against a dictionary of records of our own sentences.
//!
//! The first byte says which dictionary and which columns; neither is ever changed. What the row of the document has
//! already, and the id, which is a hash of the text, is left out and put back.

mod columns;

use std::cell::RefCell;
use std::sync::LazyLock;

use gesta::record::Record;
use serde_json::{Map, Value};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::CParameter;

/// Written by `train` below.
const DICTIONARY: &[u8] = include_bytes!("readings-1.dict");
const VERSION: u8 = 1;
const LEVEL: i32 = 7;
/// What a byte can unpack to: a block of 128 KiB takes at least four.
const MOST: usize = 1 << 15;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    /// Its tables are larger than most readings: each thread makes them once.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// What the row of a document has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) key: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) title: Option<String>,
}

/// The fields of [`Kept`].
const KEPT: [&str; 4] = ["key", "uri", "publisher", "title"];

/// The id of a document.
fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// The columns of a record.
fn plain(record: &Record) -> Result<Vec<u8>, String> {
    let mut value = serde_json::to_value(record).map_err(|e| e.to_string())?;
    if let Some(document) = document(&mut value) {
        KEPT.iter().for_each(|field| drop(document.remove(*field)));
        if record.document.id == hash(&record.document.text) {
            document.remove("id");
        }
    }
    Ok(columns::write(&value))
}

fn document(value: &mut Value) -> Option<&mut Map<String, Value>> {
    value.get_mut("document")?.as_object_mut()
}

/// A record, packed.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>, String> {
    let plain = plain(record)?;
    let packed = COMPRESSOR.with_borrow_mut(|slot| {
        let compressor = match slot {
            Some(compressor) => compressor,
            None => slot.insert(compressor()?),
        };
        compressor.compress(&plain)
    });
    Ok([&[VERSION], packed.map_err(|e| e.to_string())?.as_slice()].concat())
}

fn compressor() -> std::io::Result<Compressor<'static>> {
    let mut compressor = Compressor::with_prepared_dictionary(&ENCODER)?;
    compressor.set_parameter(CParameter::DictIdFlag(false))?;
    Ok(compressor)
}

/// The record that was packed.
pub(crate) fn unpack(packed: &[u8], kept: Kept) -> Result<Record, String> {
    let (version, body) = packed.split_first().ok_or("it is empty")?;
    if *version != VERSION {
        return Err("it was packed by a newer program".to_owned());
    }
    let plain = DECOMPRESSOR.with_borrow_mut(|slot| {
        let decompressor = match slot {
            Some(decompressor) => decompressor,
            None => slot.insert(Decompressor::with_prepared_dictionary(&DECODER)?),
        };
        decompressor.decompress(body, body.len().saturating_mul(MOST))
    });
    let mut value = columns::read(&plain.map_err(|e| e.to_string())?)?;
    if let Some(document) = document(&mut value) {
        let text = document.get("text").and_then(Value::as_str).unwrap_or_default();
        if !document.contains_key("id") {
            document.insert("id".to_owned(), hash(text).into());
        }
        let Kept { key, uri, publisher, title } = kept;
        for (field, value) in KEPT.iter().zip([key, uri, publisher, title]) {
            document.insert((*field).to_owned(), value.into());
        }
    }
    serde_json::from_value(value).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    use gesta::{Article, ModelKind, Reader};

    use super::*;

    #[test]
    fn a_record_comes_back_and_damage_is_an_error() {
        let article = Article {
            text: "Rebels freed two soldiers near Goma on Friday, the army said.".to_owned(),
            title: Some("Soldiers freed".to_owned()),
            ..Article::default()
        };
        let record = Reader::new(ModelKind::Fast).unwrap().read(article).record();
        let packed = pack(&record).unwrap();
        let kept = Kept { title: record.document.title.clone(), ..Kept::default() };
        assert_eq!(unpack(&packed, kept).unwrap(), record);
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end], Kept::default()).is_err(), "{end}");
        }
        let newer = [&[VERSION + 1], &packed[1..]].concat();
        assert!(unpack(&newer, Kept::default()).unwrap_err().contains("newer"));
    }

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }

    /// The sentences that our own files quote, in an order that mixes them.
    fn sentences(root: &Path) -> Vec<String> {
        let mut paths = Vec::new();
        for folder in ["knowledge/en", "books", "examples/articles"] {
            files(&root.join(folder), &mut paths);
        }
        let whole = |piece: &str| {
            piece.starts_with(char::is_uppercase)
                && piece.ends_with(['.', '?', '!'])
                && piece.split(' ').count() > 4
        };
        let mut found = BTreeMap::new();
        for path in paths {
            let text = fs::read_to_string(path).unwrap();
            for piece in text.split(['"', '\t', '\n', '|']).map(|p| p.trim_start_matches("> ").trim()) {
                if whole(piece) {
                    found.insert(blake3::hash(piece.as_bytes()).to_hex(), piece.to_owned());
                }
            }
        }
        found.into_values().collect()
    }

    /// Writes the dictionary of a version not yet released: `cargo test -p gesta-ledger --lib -- --ignored train`.
    #[test]
    #[ignore = "writes into the source tree"]
    fn train() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let reader = Reader::new(ModelKind::Fast).unwrap();
        let article = |(i, sentences): (usize, &[String])| Article {
            published: format!("20{:02}-{:02}-{:02}", i % 25, i % 12 + 1, i % 28 + 1).parse().ok(),
            published_rule: Some("input"),
            text: sentences.chunks(2).map(|s| s.join(" ")).collect::<Vec<_>>().join("\n"),
            ..Article::default()
        };
        let sentences = sentences(&root);
        let samples = sentences.chunks(8).enumerate().map(article);
        let samples: Vec<Vec<u8>> = samples.map(|a| plain(&reader.read(a).record()).unwrap()).collect();
        let dictionary = zstd::dict::from_samples(&samples, 128 * 1024).unwrap();
        fs::write(root.join("crates/gesta-ledger/src/codec/readings-1.dict"), dictionary).unwrap();
    }
}
