//! Writing a gazetteer: the counterpart of [`Gazetteer`](super::Gazetteer).

use std::collections::{BTreeMap, BTreeSet};

use super::{HEADER, MAGIC, NO_DIVISION, NO_NAME, RECORD, RecordKind, normalise, title_case};
use crate::Iso3;

/// One town or division to be written.
#[derive(Clone, Debug)]
pub struct Entry {
    /// GeoNames id.
    pub geonames: u32,
    /// What it is.
    pub kind: RecordKind,
    /// Its usual name.
    pub name: String,
    /// Other names under which it is found.
    pub alternates: Vec<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The country it lies in.
    pub country: Iso3,
    /// The first-level division it lies in: position in [`Builder::divisions`].
    pub admin1: Option<u16>,
    /// Inhabitants.
    pub population: u64,
}

/// Collects entries and writes the block.
#[derive(Default, Debug)]
pub struct Builder {
    /// First-level divisions.
    pub divisions: Vec<Entry>,
    /// Everything else.
    pub others: Vec<Entry>,
}

impl Builder {
    /// The block.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn write(mut self) -> Result<Vec<u8>, fst::Error> {
        // Neighbours in the index are then neighbours in number, which keeps the index small.
        self.others.sort_by_cached_key(|e| (normalise(&e.name), std::cmp::Reverse(e.population), e.geonames));
        let countries: BTreeSet<Iso3> =
            self.divisions.iter().chain(&self.others).map(|e| e.country).collect();
        let countries: Vec<Iso3> = countries.into_iter().collect();
        let (mut records, mut names) = (Vec::new(), Vec::new());
        let mut found: BTreeMap<String, Vec<(std::cmp::Reverse<u64>, u32)>> = BTreeMap::new();
        for (number, entry) in self.divisions.iter().chain(&self.others).enumerate() {
            let main = normalise(&entry.name);
            let other: BTreeSet<String> = entry.alternates.iter().map(|a| normalise(a)).collect();
            let mut name = NO_NAME;
            let is_division = entry.kind == RecordKind::Admin1; // looked up by number, without a key
            if is_division || title_case(&main) != entry.name || other.iter().any(|k| *k != main) {
                name = names.len() as u32;
                let text = entry.name.as_bytes().get(..255).unwrap_or(entry.name.as_bytes());
                names.push(text.len() as u8);
                names.extend_from_slice(text);
            }
            let country = countries.binary_search(&entry.country).unwrap_or(0) as u8;
            write_record(&mut records, entry, country, name);
            let rank = std::cmp::Reverse(entry.population);
            for key in other.into_iter().filter(|k| *k != main && !k.is_empty()) {
                found.entry(key).or_default().push((rank, (number as u32) << 1 | 1));
            }
            if !main.is_empty() {
                found.entry(main).or_default().push((rank, (number as u32) << 1));
            }
        }
        let (index, postings) = write_index(found)?;
        let sizes = [
            records.len() / RECORD,
            self.divisions.len(),
            countries.len(),
            index.len(),
            postings.len(),
            names.len(),
        ];
        let mut block =
            Vec::with_capacity(HEADER + records.len() + index.len() + postings.len() + names.len());
        block.extend_from_slice(MAGIC);
        block.extend(sizes.iter().flat_map(|n| (*n as u32).to_le_bytes()));
        block.extend(countries.iter().flat_map(|c| c.as_str().bytes()));
        for part in [records, index, postings, names] {
            block.extend(part);
        }
        Ok(block)
    }
}

fn write_record(records: &mut Vec<u8>, entry: &Entry, country: u8, name: u32) {
    let three = |degrees: f64| {
        let [a, b, c, _] = ((degrees * 1e4).round() as i32).to_le_bytes();
        [a, b, c]
    };
    let (lat, lon) = entry.point.unwrap_or((99.0, 0.0));
    let kind = match entry.kind {
        RecordKind::Admin1 => 0,
        RecordKind::Admin2 => 1,
        RecordKind::City => 2,
    };
    let population = ((entry.population as f64).max(1.0).log2() * 10.0).round().clamp(0.0, 255.0) as u8;
    records.extend(entry.geonames.to_le_bytes());
    records.extend(three(lat));
    records.extend(three(lon));
    records.extend(entry.admin1.unwrap_or(NO_DIVISION).to_le_bytes());
    records.extend([country, kind, population]);
    records.extend(name.to_le_bytes().into_iter().take(3));
}

type Found = BTreeMap<String, Vec<(std::cmp::Reverse<u64>, u32)>>;

fn write_index(found: Found) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
    let mut index = fst::MapBuilder::memory();
    let mut postings: Vec<u8> = Vec::new();
    for (key, mut list) in found {
        list.sort_unstable();
        let value = match list.as_slice() {
            [(_, only)] => u64::from(*only) << 1,
            many => {
                let offset = postings.len() as u64;
                postings.extend((many.len() as u32).to_le_bytes());
                postings.extend(many.iter().flat_map(|(_, v)| v.to_le_bytes()));
                offset << 1 | 1
            }
        };
        index.insert(key, value)?;
    }
    Ok((index.into_inner()?, postings))
}
