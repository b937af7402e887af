//! A gazetteer: towns, divisions and other places of the world by name, in one read-only block of bytes.
//!
//! One block is part of the program (written by `cargo xtask generate gazetteer`), others are imported files
//! (`gesta import geonames`) that the caller maps into memory. A block is used as it lies: nothing is unpacked when it
//! is opened. Its sections, numbers in little-endian order:
//!
//! | section | content |
//! |---|---|
//! | header | `GESTAPL2`, then six `u64`: bytes of each section |
//! | countries | three letters each (ISO 3166-1 alpha-3) |
//! | divisions | record number of each first-level division |
//! | records | [`layout::RECORD`] bytes each |
//! | index | `fst` map from normalised name to one posting or to a list of postings |
//! | postings | lists: a count, then as many postings of 4 bytes (record number × 2 + 1 for an alternate name) |
//! | names | length byte and UTF-8, for divisions and for records whose name is not their key in title case |
//!
//! Data: GeoNames (<https://www.geonames.org>), CC BY 4.0.

pub mod layout;
mod normalise;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use crate::Iso3;
use layout::{HEADER, NO_RECORD, RECORD, Row, Sizes};
pub use normalise::{is_latin_name, normalise, title_case};

static BYTES: &[u8] = include_bytes!("../../../knowledge/places/gazetteer.bin");

/// What a record is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum RecordKind {
    /// A first-level division.
    Admin1,
    /// A second-level division.
    Admin2,
    /// A populated place.
    City,
    /// A sea, river, lake, strait.
    Water,
    /// A mountain, an island, a park, any other area.
    Area,
    /// A building or site: airport, dam, camp, border crossing.
    Site,
}

impl RecordKind {
    const ALL: [RecordKind; 6] = {
        use RecordKind::*;
        [Admin1, Admin2, City, Water, Area, Site]
    };

    fn code(self) -> u8 {
        self as u8
    }

    /// The kind with this code; a site for one that later versions may add.
    fn from_code(code: u8) -> RecordKind {
        RecordKind::ALL.get(usize::from(code)).copied().unwrap_or(RecordKind::Site)
    }
}

/// Number of a record, its position in the block.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(pub u32);

/// One town, division or other place.
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
    name: Option<u32>,
}

/// A record found under a name.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Which record.
    pub record: RecordId,
    /// True when the name is not the record's main one.
    pub alternate: bool,
}

/// The bytes of a block.
#[derive(Clone)]
pub enum Block {
    /// Part of the program.
    Static(&'static [u8]),
    /// Anything else, for instance a file mapped into memory.
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        match self {
            Block::Static(bytes) => bytes,
            Block::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

/// A section of a block.
#[derive(Clone)]
struct Section {
    block: Block,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.block.as_ref().get(self.range.clone()).unwrap_or(&[])
    }
}

impl Section {
    /// The `index`th item of `N` bytes.
    fn item<const N: usize>(&self, index: usize) -> Option<&[u8; N]> {
        let start = index.checked_mul(N)?;
        self.as_ref().get(start..start.checked_add(N)?)?.try_into().ok()
    }
}

/// Read access to one block.
#[derive(Clone)]
pub struct Gazetteer {
    countries: Section,
    divisions: Section,
    records: Section,
    index: fst::Map<Section>,
    postings: Section,
    names: Section,
    by_geonames: HashMap<u32, RecordId>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// The gazetteer that is part of the program.
pub fn embedded() -> &'static Gazetteer {
    static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| {
        Gazetteer::new(Block::Static(BYTES)).expect("the embedded gazetteer is checked by a test")
    });
    &EMBEDDED
}

impl Gazetteer {
    /// Opens a block; `None` when it is not one.
    pub fn new(block: Block) -> Option<Gazetteer> {
        let sizes = Sizes::from_bytes(block.as_ref())?;
        let mut start = HEADER;
        let mut take = |bytes: u64| {
            let end = start.checked_add(usize::try_from(bytes).ok()?)?;
            let range = start..end;
            start = end;
            block.as_ref().get(range.clone())?;
            Some(Section { block: block.clone(), range })
        };
        let mut gazetteer = Gazetteer {
            countries: take(sizes.countries)?,
            divisions: take(sizes.divisions)?,
            records: take(sizes.records)?,
            index: fst::Map::new(take(sizes.index)?).ok()?,
            postings: take(sizes.postings)?,
            names: take(sizes.names)?,
            by_geonames: HashMap::new(),
        };
        gazetteer.by_geonames = gazetteer.divisions().map(|(id, r)| (r.geonames, id)).collect();
        Some(gazetteer)
    }

    /// Number of records.
    pub fn len(&self) -> u32 {
        (self.records.as_ref().len() / RECORD) as u32
    }

    /// True when there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first-level divisions.
    pub fn divisions(&self) -> impl Iterator<Item = (RecordId, Record)> + '_ {
        (0..self.divisions.as_ref().len() / 4).filter_map(|i| {
            let id = self.division_at(i)?;
            Some((id, self.record(id)?))
        })
    }

    fn division_at(&self, index: usize) -> Option<RecordId> {
        let number = u32::from_le_bytes(*self.divisions.item(index)?);
        (number != NO_RECORD).then_some(RecordId(number))
    }

    /// The first-level division with this GeoNames id.
    pub fn division(&self, geonames: u32) -> Option<Record> {
        self.record(*self.by_geonames.get(&geonames)?)
    }

    /// The record with this number.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        let row = Row::from_bytes(self.records.item(id.0 as usize)?);
        let country: &[u8; 3] = self.countries.item(usize::from(row.country))?;
        Some(Record {
            geonames: row.geonames,
            kind: row.kind,
            point: row.point,
            country: Iso3::parse(std::str::from_utf8(country).ok()?)?,
            admin1: row.division.and_then(|d| self.division_at(usize::from(d))),
            population: row.population,
            name: row.name,
        })
    }

    /// The record's usual name; `key` is the normalised name under which it was found.
    pub fn name(&self, record: &Record, key: &str) -> String {
        let stored = || {
            let rest = self.names.as_ref().get(record.name? as usize..)?;
            let (len, rest) = rest.split_first()?;
            std::str::from_utf8(rest.get(..usize::from(*len))?).ok()
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
        let list = self.postings.as_ref().get((value >> 1) as usize..).unwrap_or(&[]);
        let mut numbers = list.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c));
        let count = numbers.next().unwrap_or(0);
        numbers.take(count as usize).map(posting).collect()
    }
}
