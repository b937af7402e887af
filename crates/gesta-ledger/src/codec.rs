//! Stored readings: a record as JSON, packed with Zstandard against a dictionary of records of our own articles. The first
//! byte says which dictionary; dictionaries are never changed.

use std::io::{Read, Write};
use std::sync::LazyLock;

use gesta::record::Record;
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// `gesta read --json` of four of `examples/articles`: field names, codes and everyday English.
const DICTIONARY: &[u8] = include_bytes!("readings-1.dict");
const VERSION: u8 = 1;
const LEVEL: i32 = 12;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// A record, packed.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>, String> {
    let plain = serde_json::to_vec(record).map_err(|e| e.to_string())?;
    let pack = || {
        let mut encoder = zstd::Encoder::with_prepared_dictionary(vec![VERSION], &ENCODER)?;
        encoder.write_all(&plain)?;
        encoder.finish()
    };
    pack().map_err(|e| e.to_string())
}

/// The record that was packed.
pub(crate) fn unpack(packed: &[u8]) -> Result<Record, String> {
    let (version, body) = packed.split_first().ok_or("it is empty")?;
    if *version != VERSION {
        return Err("it was packed by a newer program".to_owned());
    }
    let mut plain = Vec::new();
    let unpack =
        |plain: &mut Vec<u8>| zstd::Decoder::with_prepared_dictionary(body, &DECODER)?.read_to_end(plain);
    unpack(&mut plain).map_err(|e| e.to_string())?;
    serde_json::from_slice(&plain).map_err(|e| e.to_string())
}
