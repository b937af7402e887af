//! GeoNames' dump (<https://download.geonames.org/export/dump/>): `allCountries.zip` and `alternateNamesV2.zip`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use gesta_place::country;
use gesta_place::gazetteer::{RecordKind, is_latin_name};

use crate::places::{Entry, Writer};
use crate::{KnowledgeError, Summary};

/// Codes in the column for the language of a name that stand for something else than a name.
const NO_LANGUAGE: [&str; 10] =
    ["link", "post", "iata", "icao", "faac", "unlc", "tcid", "wkdt", "phon", "piny"];

/// Makes a gazetteer of all places in `dump` (a zip with one table, or the table itself; a table of one country will do),
/// found by their names and other names in Latin letters. With a table of alternate names, a place is called as English
/// prefers to, and found by all names of the table.
///
/// Both are read as streams. Memory does not grow with the dump but for five bytes a place, thirteen with alternate
/// names.
///
/// # Errors
/// When a file cannot be read or written, or holds no row in GeoNames' format.
pub fn import_geonames(
    dump: &Path,
    alternates: Option<&Path>,
    output: &Path,
) -> Result<Summary, KnowledgeError> {
    let mut summary = Summary::default();
    let preferred = match alternates {
        Some(path) => preferred(path)?,
        None => HashMap::new(),
    };
    let wrong = |e: io::Error| KnowledgeError::new(output, e);
    let mut writer = Writer::new(crate::folder(output), alternates.is_some()).map_err(wrong)?;
    let mut known: Vec<Known> = Vec::new();
    lines(dump, |number, line| {
        let place = match place(line) {
            Ok(place) => place,
            Err(reason) => {
                summary.skip(reason, dump, number);
                return Ok(());
            }
        };
        let Place { mut entry, ascii, others } = place;
        let english = preferred.get(&entry.geonames).map(String::as_str).filter(|n| *n != entry.name);
        if let Some(name) = english {
            entry.equals.push(std::mem::replace(&mut entry.name, name));
        }
        entry.equals.push(ascii);
        entry.alternates.extend(others.split(',').filter(|n| is_latin_name(n)));
        let (geonames, population) = (entry.geonames, entry.population);
        let record = writer.push(&entry).map_err(wrong)?;
        if alternates.is_some() {
            known.push(Known { geonames, record, population: population.min(u64::from(u32::MAX)) as u32 });
        }
        Ok(())
    })?;
    if let Some(path) = alternates {
        known.sort_unstable_by_key(|k| k.geonames);
        lines(path, |number, line| {
            match Name::read(line) {
                None => summary.skip("no row of alternate names", path, number),
                Some(name) if name.is_name() => {
                    if let Ok(at) = known.binary_search_by_key(&name.geonames, |k| k.geonames) {
                        let Known { record, population, .. } = known[at];
                        writer.alternate(record, u64::from(population), name.text).map_err(wrong)?;
                    }
                }
                Some(_) => {}
            }
            Ok(())
        })?;
    }
    if writer.is_empty() {
        return Err(KnowledgeError::new(dump, "no row in GeoNames' format"));
    }
    let (entries, names) = writer.finish(output).map_err(wrong)?;
    Ok(Summary { entries, names, ..summary })
}

struct Known {
    geonames: u32,
    record: u32,
    population: u32,
}

struct Place<'a> {
    entry: Entry<'a>,
    ascii: &'a str,
    others: &'a str,
}

/// Reads one row of the main table, or says why not.
fn place(line: &str) -> Result<Place<'_>, &'static str> {
    let mut columns = [""; 19];
    let mut count = 0;
    for (slot, column) in columns.iter_mut().zip(line.split('\t')) {
        *slot = column;
        count += 1;
    }
    let [id, name, ascii, others, lat, lon, class, code, iso2, _, admin1, _, _, _, population, ..] = columns;
    let (true, Ok(geonames), Ok(lat), Ok(lon)) =
        (count == 19, id.parse::<u32>(), lat.parse::<f64>(), lon.parse::<f64>())
    else {
        return Err("no row of GeoNames");
    };
    if name.is_empty() || !(lat.abs() <= 90.0 && lon.abs() <= 180.0) {
        return Err("no name or no place on Earth");
    }
    let kind = kind(class, code).ok_or("a country or continent, or no longer there")?;
    let country = country::by_iso2(iso2).map(|c| c.iso3).ok_or("in no country")?;
    Ok(Place {
        entry: Entry {
            geonames,
            kind,
            name,
            equals: Vec::new(),
            alternates: Vec::new(),
            point: Some((lat, lon)),
            country,
            division: Some(admin1).filter(|a| !matches!(*a, "" | "00")).map(|a| format!("{iso2}.{a}")),
            population: population.parse().unwrap_or(0),
        },
        ascii,
        others,
    })
}

/// What a feature of GeoNames is here; `None` for countries and continents, which the program knows itself, and for
/// divisions that are no more.
fn kind(class: &str, code: &str) -> Option<RecordKind> {
    match (class, code) {
        ("A", "ADM1") => Some(RecordKind::Admin1),
        ("A", "ADM2") => Some(RecordKind::Admin2),
        ("A", _) if code.starts_with("PCL") || code.ends_with('H') => None,
        ("L", "CONT") => None,
        ("P", _) => Some(RecordKind::City),
        ("H" | "U", _) => Some(RecordKind::Water),
        ("A" | "L" | "T" | "V", _) => Some(RecordKind::Area),
        _ => Some(RecordKind::Site),
    }
}

/// A row of the table of alternate names.
struct Name<'a> {
    geonames: u32,
    language: &'a str,
    text: &'a str,
    preferred: bool,
}

impl Name<'_> {
    fn read(line: &str) -> Option<Name<'_>> {
        let mut columns = line.split('\t').skip(1);
        Some(Name {
            geonames: columns.next()?.parse().ok()?,
            language: columns.next()?,
            text: columns.next()?,
            preferred: columns.next() == Some("1"),
        })
    }

    fn is_name(&self) -> bool {
        !NO_LANGUAGE.contains(&self.language) && is_latin_name(self.text)
    }
}

/// The English name of each place that has a preferred one.
fn preferred(path: &Path) -> Result<HashMap<u32, String>, KnowledgeError> {
    let mut names = HashMap::new();
    lines(path, |_, line| {
        if let Some(name) = Name::read(line).filter(|n| n.preferred && n.language == "en") {
            names.insert(name.geonames, name.text.to_owned());
        }
        Ok(())
    })?;
    Ok(names)
}

/// Hands each line of a table to `each` with its number. A zip stands for the largest table in it.
fn lines(
    path: &Path,
    mut each: impl FnMut(u64, &str) -> Result<(), KnowledgeError>,
) -> Result<(), KnowledgeError> {
    let wrong = |e: &dyn std::fmt::Display| KnowledgeError::new(path, e);
    let mut file = File::open(path).map_err(|e| wrong(&e))?;
    let mut magic = [0; 4];
    let is_zip = file.read_exact(&mut magic).is_ok() && &magic == b"PK\x03\x04";
    io::Seek::rewind(&mut file).map_err(|e| wrong(&e))?;
    if !is_zip {
        return lines_of(path, file, &mut each);
    }
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| wrong(&e))?;
    let mut largest: Option<(u64, usize)> = None;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|e| wrong(&e))?;
        let name = entry.name().map_err(|e| wrong(&e))?;
        if name.ends_with(".txt") {
            largest = largest.max(Some((entry.size(), index)));
        }
    }
    let (_, index) = largest.ok_or_else(|| wrong(&"no table (.txt) in the zip"))?;
    let table = archive.by_index(index).map_err(|e| wrong(&e))?;
    lines_of(path, table, &mut each)
}

fn lines_of(
    path: &Path,
    table: impl Read,
    each: &mut impl FnMut(u64, &str) -> Result<(), KnowledgeError>,
) -> Result<(), KnowledgeError> {
    let mut table = BufReader::with_capacity(1 << 18, table);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = table.read_until(b'\n', &mut line).map_err(|e| KnowledgeError::at(path, number, e))?;
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if !text.is_empty() && !text.starts_with('#') {
            each(number, text)?;
        }
    }
    Ok(())
}
