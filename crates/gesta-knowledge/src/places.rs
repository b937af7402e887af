//! Writing a gazetteer: the counterpart of [`gesta_place::gazetteer`].

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use gesta_place::Iso3;
use gesta_place::block::header;
use gesta_place::gazetteer::layout::{MAGIC, NO_RECORD, Row, decades};
use gesta_place::gazetteer::{RecordKind, normalise, title_case};

use crate::index::Index;

/// One place to be written.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// GeoNames id.
    pub geonames: u32,
    /// What it is.
    pub kind: RecordKind,
    /// Its usual name.
    pub name: &'a str,
    /// Names that are as good as the usual one.
    pub equals: Vec<&'a str>,
    /// Other names under which it is found.
    pub alternates: Vec<&'a str>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The country it lies in.
    pub country: Iso3,
    /// Code of the first-level division it lies in, or is; any string, the same for all places of the division.
    pub division: Option<String>,
    /// Inhabitants.
    pub population: u64,
}

/// Takes places in any order and writes a block. What it holds in memory does not grow with their number but for four
/// bytes a division.
pub struct Writer {
    countries: Vec<Iso3>,
    divisions: HashMap<String, u16>,
    /// Record number of each division.
    numbers: Vec<u32>,
    records: BufWriter<File>,
    names: BufWriter<File>,
    name_bytes: u32,
    index: Index,
    count: u32,
    more_names: bool,
}

impl Writer {
    /// Works with files in `folder`, the folder of the later block. `more_names`: [`Writer::alternate`] will be called.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn new(folder: &Path, more_names: bool) -> io::Result<Writer> {
        let file = || tempfile::tempfile_in(folder).map(|f| BufWriter::with_capacity(1 << 18, f));
        Ok(Writer {
            countries: Vec::new(),
            divisions: HashMap::new(),
            numbers: Vec::new(),
            records: file()?,
            names: file()?,
            name_bytes: 0,
            index: Index::new(folder),
            count: 0,
            more_names,
        })
    }

    /// Adds a place; returns its record number.
    ///
    /// # Errors
    /// When writing fails, or the format has no room for more.
    pub fn push(&mut self, entry: &Entry<'_>) -> io::Result<u32> {
        let number = self.count;
        let main = normalise(entry.name);
        let alternates: Vec<String> = entry.alternates.iter().map(|a| normalise(a)).collect();
        let is_division = entry.kind == RecordKind::Admin1; // looked up by number, without a key
        let equals: Vec<String> = entry.equals.iter().map(|a| normalise(a)).collect();
        let derivable =
            title_case(&main) == entry.name && alternates.iter().chain(&equals).all(|k| *k == main);
        let name =
            if is_division || self.more_names || !derivable { Some(self.store(entry.name)?) } else { None };
        let country = match self.countries.iter().position(|c| *c == entry.country) {
            Some(known) => known,
            None => {
                self.countries.push(entry.country);
                self.countries.len() - 1
            }
        };
        let division = match &entry.division {
            Some(code) => Some(self.division(code)?),
            None => None,
        };
        if let Some(slot) =
            division.filter(|_| is_division).and_then(|d| self.numbers.get_mut(usize::from(d)))
        {
            *slot = number;
        }
        let row = Row {
            geonames: entry.geonames,
            point: entry.point,
            division: division.filter(|_| !is_division),
            country: u8::try_from(country).map_err(io::Error::other)?,
            kind: entry.kind,
            population: entry.population,
            name,
        };
        self.records.write_all(&row.to_bytes())?;
        let rank = u8::MAX - decades(entry.population);
        self.index.push(&main, rank, number << 1)?;
        for key in equals.iter().filter(|k| **k != main) {
            self.index.push(key, rank, number << 1)?;
        }
        for key in alternates.iter().filter(|k| **k != main) {
            self.index.push(key, rank, number << 1 | 1)?;
        }
        self.count = number
            .checked_add(1)
            .filter(|n| *n < 1 << 31)
            .ok_or_else(|| io::Error::other("too many places"))?;
        Ok(number)
    }

    /// True when nothing was added.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a name of the place with this record number and number of inhabitants.
    ///
    /// # Errors
    /// When writing fails.
    pub fn alternate(&mut self, number: u32, population: u64, name: &str) -> io::Result<()> {
        self.index.push(&normalise(name), u8::MAX - decades(population), number << 1 | 1)
    }

    fn store(&mut self, name: &str) -> io::Result<u32> {
        let mut end = name.len().min(255);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        let text = name.as_bytes().get(..end).unwrap_or_default();
        let start = self.name_bytes;
        self.names.write_all(&[end as u8])?;
        self.names.write_all(text)?;
        self.name_bytes =
            start.checked_add(1 + end as u32).ok_or_else(|| io::Error::other("more than 4 GiB of names"))?;
        Ok(start)
    }

    fn division(&mut self, code: &str) -> io::Result<u16> {
        if let Some(known) = self.divisions.get(code) {
            return Ok(*known);
        }
        let number = u16::try_from(self.numbers.len()).ok().filter(|n| *n < u16::MAX);
        let number = number.ok_or_else(|| io::Error::other("too many first-level divisions"))?;
        self.numbers.push(NO_RECORD);
        self.divisions.insert(code.to_owned(), number);
        Ok(number)
    }

    /// Writes the block to `path`, which appears there whole or not at all; returns the numbers of places and of names.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self, path: &Path) -> io::Result<(u64, u64)> {
        let folder = crate::folder(path);
        let index = self.index.write(folder)?;
        let close = |w: BufWriter<File>| w.into_inner().map_err(|e| e.into_error());
        let mut sections = [close(self.records)?, index.map, index.postings, close(self.names)?];
        let mut sizes = [self.countries.len() as u64 * 3, self.numbers.len() as u64 * 4, 0, 0, 0, 0];
        for (slot, section) in sizes.iter_mut().skip(2).zip(&sections) {
            *slot = section.metadata()?.len();
        }
        let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
        out.write_all(&header(MAGIC, sizes))?;
        for country in &self.countries {
            out.write_all(country.as_str().as_bytes())?;
        }
        for number in &self.numbers {
            out.write_all(&number.to_le_bytes())?;
        }
        for section in &mut sections {
            section.rewind()?;
            io::copy(section, &mut out)?;
        }
        crate::keep(out, path)?;
        Ok((u64::from(self.count), index.names))
    }
}
