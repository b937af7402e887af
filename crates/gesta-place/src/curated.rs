//! The hand-written table of regions, waters, continents and large divisions, `knowledge/en/regions.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::{self, normalise};
use crate::{Iso3, PlaceKind};

const TABLE: &str = include_str!("../../../knowledge/en/regions.tsv");

/// One row of the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    /// What it is.
    pub kind: PlaceKind,
    /// Its usual English name, without "the".
    pub name: &'static str,
    /// Other names.
    pub other_names: Vec<&'static str>,
    /// Short forms that are read only after a comma: "Calif.", "TX".
    pub abbreviations: Vec<&'static str>,
    /// The countries it lies in; empty where there are none or very many.
    pub countries: Vec<Iso3>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Degrees north and east of a point in its middle.
    pub point: (f64, f64),
    /// True when the row adds to the record of the gazetteer with its GeoNames id.
    pub record: bool,
}

/// The rows, and where each name leads.
pub(crate) struct Curated {
    pub(crate) regions: Vec<Region>,
    by_key: HashMap<String, Vec<u16>>,
    by_abbreviation: HashMap<&'static str, u16>,
    by_record: HashMap<u32, u16>,
}

static DATA: LazyLock<Curated> = LazyLock::new(Curated::read);

/// All rows.
pub fn regions() -> &'static [Region] {
    &DATA.regions
}

pub(crate) fn data() -> &'static Curated {
    &DATA
}

impl Curated {
    fn read() -> Curated {
        let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
        let mut regions: Vec<Region> = rows.filter_map(region).collect();
        link(&mut regions);
        let mut data = Curated {
            by_key: HashMap::new(),
            by_abbreviation: HashMap::new(),
            by_record: HashMap::new(),
            regions: Vec::new(),
        };
        for (i, region) in regions.iter().enumerate() {
            for name in region.other_names.iter().chain([&region.name]) {
                let rows = data.by_key.entry(normalise(name)).or_default();
                if !rows.contains(&(i as u16)) {
                    rows.push(i as u16);
                }
            }
            for short in &region.abbreviations {
                data.by_abbreviation.entry(short).or_insert(i as u16);
            }
            if let Some(geonames) = region.geonames.filter(|_| region.record) {
                data.by_record.entry(geonames).or_insert(i as u16);
            }
        }
        data.regions = regions;
        data
    }

    pub(crate) fn by_key(&self, key: &str) -> &[u16] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The division with this abbreviation, case-sensitive.
    pub(crate) fn by_abbreviation(&self, short: &str) -> Option<&Region> {
        self.by_abbreviation.get(short).and_then(|i| self.regions.get(*i as usize))
    }

    /// The row that adds to the record with this GeoNames id.
    pub(crate) fn by_record(&self, geonames: u32) -> Option<&Region> {
        self.by_record.get(&geonames).and_then(|i| self.regions.get(*i as usize))
    }
}

/// Reads one row; a row with a broken column is left out (a test counts them).
fn region(row: &'static str) -> Option<Region> {
    let columns: Vec<&'static str> = row.split('\t').collect();
    let &[kind, name, names, abbreviations, countries, geonames, lat, lon] = columns.as_slice() else {
        return None;
    };
    let list = |text: &'static str| text.split('|').filter(|t| !t.is_empty()).collect::<Vec<_>>();
    Some(Region {
        kind: match kind {
            "admin1" => PlaceKind::Admin1,
            "city" => PlaceKind::City,
            "continent" => PlaceKind::Continent,
            "region" => PlaceKind::Region,
            "water" => PlaceKind::Water,
            _ => return None,
        },
        name,
        other_names: list(names),
        abbreviations: list(abbreviations),
        countries: list(countries).into_iter().map(Iso3::parse).collect::<Option<_>>()?,
        geonames: geonames.parse().ok(),
        point: (lat.parse().ok()?, lon.parse().ok()?),
        record: false,
    })
}

/// Finds the rows that add to records of the embedded gazetteer, by GeoNames id.
fn link(regions: &mut [Region]) {
    let gazetteer = gazetteer::embedded();
    for region in regions {
        let Some(geonames) = region.geonames else { continue };
        let is_town = |r| gazetteer.record(r).is_some_and(|r| r.geonames == geonames);
        region.record = match region.kind {
            PlaceKind::Admin1 => gazetteer.division(geonames).is_some(),
            PlaceKind::City => gazetteer.find(&normalise(region.name)).iter().any(|p| is_town(p.record)),
            _ => false,
        };
    }
}
