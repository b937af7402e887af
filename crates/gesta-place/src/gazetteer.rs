//! The gazetteer: towns and divisions of the world by name, in one read-only block of bytes.
//!
//! The block is built by [`build::Builder`] (run by `cargo xtask generate gazetteer`), embedded into the program and
//! used as it lies: nothing is unpacked at start-up. Its parts, numbers in little-endian order:
//!
//! | part | content |
//! |---|---|
//! | header | `GESTAPL1`, then six `u32`: records, first-level divisions, countries, bytes of index, postings, names |
//! | countries | three letters each (ISO 3166-1 alpha-3) |
//! | records | [`RECORD`] bytes each; the first-level divisions come first |
//! | index | `fst` map from normalised name to one posting or to a list of postings |
//! | postings | lists: a count, then as many postings of 4 bytes (record number × 2 + 1 for an alternate name) |
//! | names | length byte and UTF-8, for divisions and for records whose name is not their key in title case |
//!
//! Data: GeoNames (<https://www.geonames.org>), CC BY 4.0.

pub mod build;
mod normalise;

use std::sync::LazyLock;

use crate::Iso3;
pub use normalise::{normalise, title_case};

static BYTES: &[u8] = include_bytes!("../../../knowledge/places/gazetteer.bin");

const MAGIC: &[u8; 8] = b"GESTAPL1";
const HEADER: usize = 8 + 6 * 4;
/// Bytes of one record: id 4, latitude 3, longitude 3, division 2, country 1, kind 1, population 1, name 3.
const RECORD: usize = 18;
const NO_DIVISION: u16 = u16::MAX;
const NO_NAME: u32 = 0xFF_FFFF;

/// What a record is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum RecordKind {
    /// A first-level division.
    Admin1,
    /// A second-level division.
    Admin2,
    /// A populated place.
    City,
}

/// Number of a record, its position in the block.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(pub u32);

/// One town or division.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Record {
    /// GeoNames id.
    pub geonames: u32,
    /// What it is.
    pub kind: RecordKind,
    /// Degrees north and degrees east; none for divisions of which only the name is known.
    pub point: Option<(f64, f64)>,
    /// The country it lies in.
    pub country: Iso3,
    /// The first-level division it lies in.
    pub admin1: Option<RecordId>,
    /// Inhabitants, to the nearest 4 %; of a division the sum of its towns.
    pub population: u64,
    name: u32,
}

/// A record found under a name.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Which record.
    pub record: RecordId,
    /// True when the name is not the record's main one.
    pub alternate: bool,
}

/// Read access to one block.
pub struct Gazetteer<'a> {
    countries: &'a [u8],
    records: &'a [u8],
    index: fst::Map<&'a [u8]>,
    postings: &'a [u8],
    names: &'a [u8],
    divisions: u32,
}

/// The gazetteer that is part of the program.
pub fn embedded() -> &'static Gazetteer<'static> {
    static EMBEDDED: LazyLock<Gazetteer<'static>> =
        LazyLock::new(|| Gazetteer::new(BYTES).expect("the embedded gazetteer is checked by a test"));
    &EMBEDDED
}

impl<'a> Gazetteer<'a> {
    /// Opens a block; `None` when it is not one.
    pub fn new(bytes: &'a [u8]) -> Option<Gazetteer<'a>> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut header = [0u32; 6];
        for slot in &mut header {
            let (number, tail) = rest.split_first_chunk::<4>()?;
            *slot = u32::from_le_bytes(*number);
            rest = tail;
        }
        let [records, divisions, countries, index, postings, names] = header;
        let mut take = |len: usize| {
            let (part, tail) = rest.split_at_checked(len)?;
            rest = tail;
            Some(part)
        };
        Some(Gazetteer {
            countries: take(countries as usize * 3)?,
            records: take(records as usize * RECORD)?,
            index: fst::Map::new(take(index as usize)?).ok()?,
            postings: take(postings as usize)?,
            names: take(names as usize)?,
            divisions,
        })
    }

    /// Number of records.
    pub fn len(&self) -> u32 {
        (self.records.len() / RECORD) as u32
    }

    /// True when there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The first-level divisions.
    pub fn divisions(&self) -> impl Iterator<Item = (RecordId, Record)> + '_ {
        (0..self.divisions).filter_map(|i| Some((RecordId(i), self.record(RecordId(i))?)))
    }

    /// The record with this number.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        let start = id.0 as usize * RECORD;
        let bytes: &[u8; RECORD] = self.records.get(start..start + RECORD)?.try_into().ok()?;
        let [g0, g1, g2, g3, a0, a1, a2, o0, o1, o2, d0, d1, country, kind, population, n0, n1, n2] = *bytes;
        let degrees = |b: [u8; 3]| (i32::from_le_bytes([0, b[0], b[1], b[2]]) >> 8) as f64 / 1e4;
        let (lat, lon) = (degrees([a0, a1, a2]), degrees([o0, o1, o2]));
        let country = self.countries.get(country as usize * 3..country as usize * 3 + 3)?;
        let division = u16::from_le_bytes([d0, d1]);
        Some(Record {
            geonames: u32::from_le_bytes([g0, g1, g2, g3]),
            kind: match kind {
                0 => RecordKind::Admin1,
                1 => RecordKind::Admin2,
                _ => RecordKind::City,
            },
            point: (lat.abs() <= 90.0).then_some((lat, lon)),
            country: Iso3::parse(std::str::from_utf8(country).ok()?)?,
            admin1: (division != NO_DIVISION).then_some(RecordId(division as u32)),
            population: if population == 0 { 0 } else { (population as f64 / 10.0).exp2().round() as u64 },
            name: u32::from_le_bytes([n0, n1, n2, 0]),
        })
    }

    /// The record's usual name; `key` is the normalised name under which it was found.
    pub fn name(&self, record: &Record, key: &str) -> String {
        let stored = || {
            let rest = self.names.get(record.name as usize..)?;
            let (len, rest) = rest.split_first()?;
            std::str::from_utf8(rest.get(..*len as usize)?).ok()
        };
        stored().map_or_else(|| title_case(key), str::to_string)
    }

    /// All records under a normalised name, the most populous first.
    pub fn find(&self, key: &str) -> Vec<Posting> {
        let Some(value) = self.index.get(key) else { return Vec::new() };
        let posting = |v: u32| Posting { record: RecordId(v >> 1), alternate: v & 1 == 1 };
        if value & 1 == 0 {
            return vec![posting((value >> 1) as u32)];
        }
        let list = self.postings.get((value >> 1) as usize..).unwrap_or(&[]);
        let mut numbers = list.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]));
        let count = numbers.next().unwrap_or(0);
        numbers.take(count as usize).map(posting).collect()
    }
}
