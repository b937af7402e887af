//! What a name can mean.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::atlas::{Atlas, Hit};
use crate::country::{self, Country, Status};
use crate::curated::{self, Region};
use crate::gazetteer::{self, RecordKind};
use crate::{Iso3, PlaceKind};

/// The most senses that are weighed for one name.
const MOST: usize = 160;

/// Prominence of a county, and of a landmark, of which no number of inhabitants is known.
const COUNTY: f64 = 4.5;
const LANDMARK: f64 = 2.0;

/// How much more prominent a town is that news names without its country, in decades of inhabitants.
const FAME: f64 = 1.3;

/// A town of about 100,000 inhabitants. The small town of White House is not meant by that name.
pub(crate) const WELL_KNOWN: f64 = 5.0;

/// Which row of which table.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum SenseId {
    Country(Iso3),
    Region(u16),
    /// A record of a gazetteer, by its GeoNames id.
    Record(u32),
}

/// One meaning of a name, with what resolution asks about it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sense {
    pub(crate) id: SenseId,
    pub(crate) kind: PlaceKind,
    pub(crate) name: String,
    /// Where it lies; several for a region that crosses borders.
    pub(crate) countries: Vec<Iso3>,
    /// GeoNames id of the first-level division it lies in, or is.
    pub(crate) admin1: Option<u32>,
    pub(crate) geonames: Option<u32>,
    pub(crate) point: Option<(f64, f64)>,
    /// How prominent it is, about the decimal logarithm of its inhabitants.
    pub(crate) prior: f64,
    /// Inhabitants, where they are known.
    pub(crate) population: Option<u64>,
    /// True for a county or district.
    pub(crate) county: bool,
    /// True when the name is another than its usual one.
    pub(crate) alternate: bool,
    /// True for the seat of a government.
    pub(crate) capital: bool,
    /// True for a town that news names without its country.
    pub(crate) famous: bool,
}

impl Sense {
    /// True when this place lies in `outer`.
    pub(crate) fn lies_in(&self, outer: &Sense) -> bool {
        if self.id == outer.id {
            return false;
        }
        match (outer.id, outer.kind) {
            (SenseId::Country(iso3), _) => self.countries.contains(&iso3),
            (SenseId::Record(id), PlaceKind::Admin1) => self.admin1 == Some(id),
            (_, PlaceKind::Region | PlaceKind::Water) if outer.county => {
                self.admin1.is_some() && self.admin1 == outer.admin1
            }
            (_, PlaceKind::Region) => self.countries.iter().any(|c| outer.countries.contains(c)),
            _ => false,
        }
    }
}

/// All senses of a name. `surface` is the name as written (countries are case-sensitive), `key` its normalised form.
pub(crate) fn senses(atlas: &Atlas, surface: &str, key: &str) -> Vec<Sense> {
    let mut all = Vec::new();
    if let Some(country) = country::by_name(surface) {
        all.push(of_country(country));
    }
    let curated = curated::data();
    for &row in curated.by_key(key) {
        let Some(region) = curated.regions.get(row as usize) else { continue };
        match region.geonames.filter(|_| region.record) {
            Some(geonames) => all.extend(of_row(atlas, region, geonames, key)),
            None => all.push(of_region(row, region)),
        }
    }
    if is_acronym(surface) {
        return all;
    }
    let mut known: HashSet<u32> = all.iter().filter_map(|s| s.geonames).collect();
    for hit in atlas.find(key, MOST) {
        if known.insert(hit.record.geonames) {
            all.push(of_record(hit, key));
        } else if let Some(same) = all.iter_mut().find(|s| s.geonames == Some(hit.record.geonames)) {
            same.point = same.point.or(hit.record.point);
        }
    }
    // A village called White House is not meant by that name.
    let is_town = |s: &Sense| s.kind == PlaceKind::City && s.prior >= WELL_KNOWN && !s.alternate;
    let seat = country::by_capital(surface).is_none() && country::by_seat(surface).is_some();
    if seat && !all.iter().any(is_town) {
        all.retain(|s| s.prior >= WELL_KNOWN && gazetteer::normalise(&s.name) == key);
    }
    all
}

/// "EU" and "UN" are no towns of that name.
pub(crate) fn is_acronym(surface: &str) -> bool {
    surface.len() <= 4 && surface.chars().filter(|c| *c != '.').all(char::is_uppercase)
}

/// The division with this abbreviation.
pub(crate) fn by_abbreviation(atlas: &Atlas, short: &str) -> Option<Sense> {
    let region = curated::data().by_abbreviation(short)?;
    of_row(atlas, region, region.geonames.filter(|_| region.record)?, "")
}

/// The record that a row of the table of regions adds to.
fn of_row(atlas: &Atlas, region: &Region, geonames: u32, key: &str) -> Option<Sense> {
    let hit = match region.kind {
        PlaceKind::Admin1 => atlas.division(geonames)?,
        _ => atlas.find(&gazetteer::normalise(region.name), MOST).find(|h| h.record.geonames == geonames)?,
    };
    Some(of_record(Hit { alternate: false, ..hit }, key))
}

fn of_country(country: &'static Country) -> Sense {
    Sense {
        id: SenseId::Country(country.iso3),
        kind: PlaceKind::Country,
        name: country.name.to_string(),
        countries: vec![country.iso3],
        admin1: None,
        geonames: country.geonames,
        point: Some((country.lat, country.lon)),
        prior: match country.status {
            Status::State | Status::Disputed => 8.0,
            Status::Territory | Status::Historical => 7.0,
        },
        population: None,
        county: false,
        alternate: false,
        capital: false,
        famous: false,
    }
}

fn of_region(row: u16, region: &Region) -> Sense {
    Sense {
        id: SenseId::Region(row),
        kind: region.kind,
        name: region.name.to_string(),
        countries: region.countries.clone(),
        admin1: None,
        geonames: region.geonames,
        point: Some(region.point),
        prior: if region.kind == PlaceKind::Continent { 9.0 } else { 7.0 },
        population: None,
        county: false,
        alternate: false,
        capital: false,
        famous: false,
    }
}

fn of_record(hit: Hit, key: &str) -> Sense {
    let Hit { record, name, division, alternate } = hit;
    let row = curated::data().by_record(record.geonames);
    let is_capital = record.kind == RecordKind::City
        && country::by_iso3(record.country)
            .is_some_and(|c| c.capitals.iter().any(|n| gazetteer::normalise(n) == key));
    let famous = row.is_some() && record.kind == RecordKind::City && !alternate;
    let people = (record.population as f64).max(1.0).log10();
    let prior = match record.kind {
        RecordKind::Admin1 => people.clamp(4.0, 6.0) + if row.is_some() { 0.3 } else { -0.8 },
        RecordKind::Admin2 if record.population == 0 => COUNTY,
        RecordKind::Admin2 => people.min(COUNTY),
        RecordKind::City => people.max(2.7),
        RecordKind::Water | RecordKind::Area | RecordKind::Site => people.max(LANDMARK),
    };
    Sense {
        id: SenseId::Record(record.geonames),
        kind: match record.kind {
            RecordKind::Admin1 => PlaceKind::Admin1,
            RecordKind::Admin2 | RecordKind::Area | RecordKind::Site => PlaceKind::Region,
            RecordKind::City => PlaceKind::City,
            RecordKind::Water => PlaceKind::Water,
        },
        name: row.map_or(name, |r| r.name.to_string()),
        countries: vec![record.country],
        admin1: if record.kind == RecordKind::Admin1 { Some(record.geonames) } else { division },
        geonames: Some(record.geonames),
        point: row.filter(|_| record.kind == RecordKind::Admin1).map(|r| r.point).or(record.point),
        prior: prior + if is_capital { 0.8 } else { 0.0 } + if famous { FAME } else { 0.0 }
            - if alternate { 1.0 } else { 0.0 },
        population: Some(record.population).filter(|p| *p > 0),
        county: record.kind == RecordKind::Admin2,
        alternate,
        capital: is_capital,
        famous,
    }
}

/// The `MOST` prominent first; ties in the order of the tables.
pub(crate) fn rank(senses: &mut [Sense]) {
    senses.sort_by_key(|s| (Reverse((s.prior * 1e3) as i64), s.id));
}
