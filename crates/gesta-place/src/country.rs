//! States and territories: what they are called, what their people are called, and where their governments sit.
//!
//! The table is `knowledge/en/countries.tsv`. All look-ups are exact and case-sensitive ("us" is not "US"); a leading
//! "the", a typographic apostrophe and a spelling all in capitals ("IRAQ", from four letters on) are understood. None
//! of them allocates.
//!
//! ```
//! use gesta_place::country;
//! assert_eq!(country::by_name("the U.K.").unwrap().iso3.as_str(), "GBR");
//! assert_eq!(country::by_adjective("Iraqi").unwrap().name, "Iraq");
//! assert_eq!(country::by_seat("Downing Street").unwrap().capital(), Some("London"));
//! assert!(country::by_name("us").is_none());
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Iso3;

const TABLE: &str = include_str!("../../../knowledge/en/countries.tsv");

/// What a country is in law, as far as news needs it.
#[derive(Copy, Clone, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Status {
    /// A member or observer of the United Nations.
    State,
    /// A dependent territory or a special administrative region.
    Territory,
    /// A territory whose statehood is disputed: Kosovo, Palestine, Taiwan, Western Sahara.
    Disputed,
    /// A state that no longer exists; [`Country::successor`] carries it on. Its code is that of ISO 3166-3.
    Historical,
}

/// One row of the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo.
    pub iso3: Iso3,
    /// ISO 3166-1 alpha-2. A historical code may have been given out again (`CS`).
    pub iso2: &'static str,
    /// What it is in law.
    pub status: Status,
    /// The state that carries on a historical one.
    pub successor: Option<Iso3>,
    /// Its usual English name, without "the".
    pub name: &'static str,
    /// Official, abbreviated and former names.
    pub other_names: Vec<&'static str>,
    /// Adjectives: "Iraqi"; also names that are used as adjectives ("US").
    pub adjectives: Vec<&'static str>,
    /// Names of its people as (singular, plural).
    pub demonyms: Vec<(&'static str, &'static str)>,
    /// Names of its capital or seat of government, the usual one first.
    pub capitals: Vec<&'static str>,
    /// Further addresses and cities that stand for its government.
    pub seats: Vec<&'static str>,
    /// GeoNames id; historical states have none.
    pub geonames: Option<u32>,
    /// Wikidata id, `Q…`.
    pub wikidata: Option<&'static str>,
    /// Continent code of GeoNames: `AF`, `AN`, `AS`, `EU`, `NA`, `OC`, `SA`.
    pub continent: &'static str,
    /// Latitude of a point in its middle, in degrees north.
    pub lat: f64,
    /// Longitude of that point, in degrees east.
    pub lon: f64,
    /// Number in the Correlates of War's list of states (version 2016); none for territories.
    pub cow: Option<u16>,
}

impl Country {
    /// The usual name of the capital.
    pub fn capital(&self) -> Option<&'static str> {
        self.capitals.first().copied()
    }
}

struct Table {
    countries: Vec<Country>,
    names: HashMap<String, u16>,
    adjectives: HashMap<String, u16>,
    demonyms: HashMap<String, u16>,
    capitals: HashMap<String, u16>,
    seats: HashMap<String, u16>,
    iso3: HashMap<Iso3, u16>,
    iso2: HashMap<&'static str, u16>,
}

static DATA: LazyLock<Table> = LazyLock::new(Table::read);

/// All countries: those that exist by code, then the historical ones.
pub fn all() -> &'static [Country] {
    &DATA.countries
}

/// The country with this name, abbreviation or former name: "Iraq", "U.S.", "Burma", "the Netherlands".
pub fn by_name(name: &str) -> Option<&'static Country> {
    look_up(&DATA.names, name)
}

/// The country with this adjective: "Iraqi", "British", "South Korean".
pub fn by_adjective(adjective: &str) -> Option<&'static Country> {
    look_up(&DATA.adjectives, adjective)
}

/// The country whose people have this name, singular or plural: "Iraqi", "Iraqis", "Frenchman", "Poles".
pub fn by_demonym(demonym: &str) -> Option<&'static Country> {
    look_up(&DATA.demonyms, demonym)
}

/// The country with this capital: "Tehran", "Kiev", "Washington". Says nothing about whether this town is meant.
pub fn by_capital(city: &str) -> Option<&'static Country> {
    look_up(&DATA.capitals, city)
}

/// The country whose government is called by this address or city: its capital or "Kremlin", "White House".
pub fn by_seat(seat: &str) -> Option<&'static Country> {
    by_capital(seat).or_else(|| look_up(&DATA.seats, seat))
}

/// The country with this ISO 3166-1 alpha-3 code.
pub fn by_iso3(code: Iso3) -> Option<&'static Country> {
    DATA.iso3.get(&code).and_then(|i| DATA.countries.get(*i as usize))
}

/// The country with this ISO 3166-1 alpha-2 code.
pub fn by_iso2(code: &str) -> Option<&'static Country> {
    DATA.iso2.get(code).and_then(|i| DATA.countries.get(*i as usize))
}

fn look_up(map: &'static HashMap<String, u16>, key: &str) -> Option<&'static Country> {
    let bare =
        || key.strip_prefix("the ").or_else(|| key.strip_prefix("The ")).or_else(|| key.strip_prefix("THE "));
    let found = map.get(key).or_else(|| bare().and_then(|k| map.get(k)))?;
    DATA.countries.get(*found as usize)
}

impl Table {
    fn read() -> Table {
        let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
        let countries: Vec<Country> = rows.filter_map(country).collect();
        let mut table = Table {
            names: index(&countries, |c| c.other_names.iter().copied().chain([c.name]).collect()),
            adjectives: index(&countries, |c| c.adjectives.clone()),
            demonyms: index(&countries, |c| c.demonyms.iter().flat_map(|d| [d.0, d.1]).collect()),
            capitals: index(&countries, |c| c.capitals.clone()),
            seats: index(&countries, |c| c.seats.clone()),
            iso3: HashMap::new(),
            iso2: HashMap::new(),
            countries: Vec::new(),
        };
        for (i, country) in countries.iter().enumerate() {
            table.iso3.entry(country.iso3).or_insert(i as u16);
            table.iso2.entry(country.iso2).or_insert(i as u16);
        }
        table.countries = countries;
        table
    }
}

/// Reads one row; a row with a broken column is left out (a test counts them).
fn country(row: &'static str) -> Option<Country> {
    let columns: Vec<&'static str> = row.split('\t').collect();
    let &[
        iso3,
        iso2,
        status,
        successor,
        name,
        names,
        adjectives,
        demonyms,
        capital,
        seats,
        geonames,
        wikidata,
        continent,
        lat,
        lon,
        cow,
    ] = columns.as_slice()
    else {
        return None;
    };
    let list = |text: &'static str| text.split('|').filter(|t| !t.is_empty()).collect::<Vec<_>>();
    Some(Country {
        iso3: Iso3::parse(iso3)?,
        iso2,
        status: match status {
            "state" => Status::State,
            "territory" => Status::Territory,
            "disputed" => Status::Disputed,
            "historical" => Status::Historical,
            _ => return None,
        },
        successor: Iso3::parse(successor),
        name,
        other_names: list(names),
        adjectives: list(adjectives),
        demonyms: list(demonyms).into_iter().filter_map(|d| d.split_once('/')).collect(),
        capitals: list(capital),
        seats: list(seats),
        geonames: geonames.parse().ok(),
        wikidata: Some(wikidata).filter(|w| !w.is_empty()),
        continent,
        lat: lat.parse().ok()?,
        lon: lon.parse().ok()?,
        cow: cow.parse().ok(),
    })
}

/// Maps each spelling to its country; where two countries share one, the first row (which still exists) has it.
fn index(countries: &[Country], names: impl Fn(&Country) -> Vec<&'static str>) -> HashMap<String, u16> {
    let mut map = HashMap::new();
    for capitals in [false, true] {
        for (i, country) in countries.iter().enumerate() {
            for name in names(country) {
                if capitals && name.chars().count() < 4 {
                    continue;
                }
                let name = if capitals { name.to_uppercase() } else { name.to_string() };
                if name.contains('\'') {
                    map.entry(name.replace('\'', "\u{2019}")).or_insert(i as u16);
                }
                map.entry(name).or_insert(i as u16);
            }
        }
    }
    map
}
