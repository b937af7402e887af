//! What a name can mean.

use std::cmp::Reverse;

use crate::country::{self, Country, Status};
use crate::curated::{self, Region};
use crate::gazetteer::{self, Record, RecordId, RecordKind};
use crate::{Iso3, PlaceKind};

/// The most senses that are weighed for one name.
const MOST: usize = 160;

/// A town of about 100,000 inhabitants. The small town of White House is not meant by that name.
pub(crate) const WELL_KNOWN: f64 = 5.0;

/// Which row of which table.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum SenseId {
    Country(Iso3),
    Region(u16),
    Record(RecordId),
}

/// One meaning of a name, with what resolution asks about it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sense {
    pub(crate) id: SenseId,
    pub(crate) kind: PlaceKind,
    pub(crate) name: String,
    /// Where it lies; several for a region that crosses borders.
    pub(crate) countries: Vec<Iso3>,
    pub(crate) admin1: Option<RecordId>,
    pub(crate) geonames: Option<u32>,
    pub(crate) point: Option<(f64, f64)>,
    /// How prominent it is, about the decimal logarithm of its inhabitants.
    pub(crate) prior: f64,
    /// True for a county or district.
    pub(crate) county: bool,
    /// True when the name is another than its usual one.
    pub(crate) alternate: bool,
    /// True for the seat of a government.
    pub(crate) capital: bool,
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
pub(crate) fn senses(surface: &str, key: &str) -> Vec<Sense> {
    let mut all = Vec::new();
    if let Some(country) = country::by_name(surface) {
        all.push(of_country(country));
    }
    let curated = curated::data();
    for &row in curated.by_key(key) {
        let Some(region) = curated.regions.get(row as usize) else { continue };
        match region.record {
            Some(record) => all.extend(of_record(record, key, false)),
            None => all.push(of_region(row, region)),
        }
    }
    if is_acronym(surface) {
        return all;
    }
    for posting in gazetteer::embedded().find(key).into_iter().take(MOST) {
        if !all.iter().any(|s| s.id == SenseId::Record(posting.record)) {
            all.extend(of_record(posting.record, key, posting.alternate));
        }
    }
    if country::by_capital(surface).is_none() && country::by_seat(surface).is_some() {
        all.retain(|s| s.prior >= WELL_KNOWN && gazetteer::normalise(&s.name) == key);
    }
    all
}

/// "EU" and "UN" are no towns of that name.
pub(crate) fn is_acronym(surface: &str) -> bool {
    surface.len() <= 4 && surface.chars().filter(|c| *c != '.').all(char::is_uppercase)
}

/// The division with this abbreviation.
pub(crate) fn by_abbreviation(short: &str) -> Option<Sense> {
    let region = curated::data().by_abbreviation(short)?;
    of_record(region.record?, "", false)
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
        county: false,
        alternate: false,
        capital: false,
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
        county: false,
        alternate: false,
        capital: false,
    }
}

fn of_record(id: RecordId, key: &str, alternate: bool) -> Option<Sense> {
    let gazetteer = gazetteer::embedded();
    let Record { geonames, kind, point, country, admin1, population, .. } = gazetteer.record(id)?;
    let row = curated::data().by_record(id);
    let name =
        row.map_or_else(|| gazetteer.name(&gazetteer.record(id)?, key).into(), |r| Some(r.name.to_string()))?;
    let is_capital = kind == RecordKind::City
        && country::by_iso3(country)
            .is_some_and(|c| c.capitals.iter().any(|n| gazetteer::normalise(n) == key));
    let prior = match kind {
        RecordKind::Admin1 => {
            (population as f64).max(1e4).log10().min(6.0) + if row.is_some() { 0.3 } else { -0.8 }
        }
        RecordKind::Admin2 => 4.5,
        RecordKind::City => (population as f64).max(500.0).log10(),
    };
    Some(Sense {
        id: SenseId::Record(id),
        kind: match kind {
            RecordKind::Admin1 => PlaceKind::Admin1,
            RecordKind::Admin2 => PlaceKind::Region,
            RecordKind::City => PlaceKind::City,
        },
        name,
        countries: vec![country],
        admin1: if kind == RecordKind::Admin1 { Some(id) } else { admin1 },
        geonames: Some(geonames),
        point: row.filter(|_| kind == RecordKind::Admin1).map(|r| r.point).or(point),
        prior: prior + if is_capital { 0.8 } else { 0.0 } - if alternate { 1.0 } else { 0.0 },
        county: kind == RecordKind::Admin2,
        alternate,
        capital: is_capital,
    })
}

/// The `MOST` prominent first; ties in the order of the tables.
pub(crate) fn rank(senses: &mut [Sense]) {
    senses.sort_by_key(|s| (Reverse((s.prior * 1e3) as i64), s.id));
}
