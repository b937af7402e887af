//! A gazetteer: towns, divisions and other places of the world by name, in one read-only block of bytes.
//!
//! One block is part of the program (written by `cargo xtask generate gazetteer`), others are imported files
//! (`gesta import geonames`) that the caller maps into memory. A block is used as it lies: nothing is unpacked when it
//! is opened. Its sections, after a [header](crate::block::header) that begins with `GESTAPL2`, numbers in little-endian order:
//!
//! | section | content |
//! |---|---|
//! | countries | three letters each (ISO 3166-1 alpha-3) |
//! | divisions | record number of each first-level division |
//! | records | [`layout::RECORD`] bytes each |
//! | index, lists | an [`Index`] from normalised name to postings: record number × 2, plus 1 for an alternate name |
//! | names | length byte and UTF-8, for divisions and for records whose name is not their key in title case |
//!
//! Data: GeoNames (<https://www.geonames.org>), CC BY 4.0.

pub mod layout;
mod normalise;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Iso3;
use crate::block::{Block, Index, Section};
use layout::{MAGIC, NO_RECORD, RECORD, Row};
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

/// Read access to one block.
#[derive(Clone)]
pub struct Gazetteer {
    countries: Section,
    divisions: Section,
    records: Section,
    index: Index,
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
        let [countries, divisions, records, index, lists, names] = Section::all(&block, MAGIC)?;
        let mut gazetteer = Gazetteer {
            countries,
            divisions,
            records,
            index: Index::new(index, lists)?,
            names,
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
        let posting = |v: u32| Posting { record: RecordId(v >> 1), alternate: v & 1 == 1 };
        self.index.find(key).into_iter().map(posting).collect()
    }
}
