//! The table of countries: every row is sound, and names find the country that they should.

use std::collections::BTreeMap;

use gesta_place::country::{self, Country, Status};

const TABLE: &str = include_str!("../../../knowledge/en/countries.tsv");

fn check(find: fn(&str) -> Option<&'static Country>, name: &str, iso3: &str) {
    assert_eq!(find(name).map_or("-", |c| c.iso3.as_str()), iso3, "{name}");
}

#[test]
fn every_row_is_read() {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).count() - 1;
    assert_eq!(country::all().len(), rows);
    assert_eq!(country::all().iter().filter(|c| c.status == Status::State).count(), 194);
}

#[test]
fn codes_are_unique_and_coordinates_on_earth() {
    let mut seen = BTreeMap::new();
    let continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"];
    for c in country::all() {
        assert!((-90.0..=90.0).contains(&c.lat) && (-180.0..=180.0).contains(&c.lon), "{c:?}");
        assert!(continents.contains(&c.continent), "{c:?}");
        assert_eq!(c.status == Status::Historical, c.successor.is_some(), "{c:?}");
        assert!(
            c.successor.is_none_or(|s| country::by_iso3(s).is_some_and(|s| s.successor.is_none())),
            "{c:?}"
        );
        let wikidata = c.wikidata.unwrap_or_default();
        assert!(wikidata.strip_prefix('Q').is_some_and(|n| n.parse::<u32>().is_ok()), "{c:?}");
        assert!(c.cow.is_none_or(|n| (2..=990).contains(&n)), "{c:?}");
        assert!(c.cow.is_some() || c.status != Status::State || c.iso3.as_str() == "VAT", "{c:?}");
        let cow = c
            .cow
            .filter(|_| c.successor.is_none())
            .map_or_else(|| format!("no COW {}", c.iso3), |n| format!("COW {n}"));
        for code in [c.iso3.as_str(), wikidata, &cow] {
            assert_eq!(seen.insert(code.to_string(), c.iso3), None, "{code} is there twice");
        }
    }
}

#[test]
fn no_name_means_two_countries() {
    for column in [
        |c: &Country| c.other_names.iter().copied().chain([c.name]).collect::<Vec<_>>(),
        |c: &Country| c.adjectives.clone(),
        |c: &Country| {
            c.demonyms.iter().flat_map(|d| if d.0 == d.1 { vec![d.0] } else { vec![d.0, d.1] }).collect()
        },
        |c: &Country| c.capitals.iter().chain(&c.seats).copied().filter(|_| c.successor.is_none()).collect(),
    ] {
        let mut seen = BTreeMap::new();
        for c in country::all() {
            for name in column(c) {
                assert_eq!(seen.insert(name, c.iso3), None, "{name} is there twice");
                assert_eq!(name.trim(), name);
            }
        }
    }
}

#[test]
fn names_find_countries() {
    for (name, iso3) in [
        ("Iraq", "IRQ"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("us", "-"),
        ("the United States of America", "USA"),
        ("The Netherlands", "NLD"),
        ("IRAQ", "IRQ"),
        ("DPRK", "PRK"),
        ("Burma", "MMR"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Soviet Union", "SUN"),
        ("West Germany", "DEU"),
        ("Taiwan", "TWN"),
        ("china", "-"),
        ("", "-"),
        ("the ", "-"),
    ] {
        check(country::by_name, name, iso3);
    }
}

#[test]
fn peoples_capitals_and_seats_find_countries() {
    for (adjective, iso3) in [("Iraqi", "IRQ"), ("British", "GBR"), ("Dutch", "NLD"), ("South Korean", "KOR")]
    {
        check(country::by_adjective, adjective, iso3);
    }
    for (people, iso3) in [("Iraqis", "IRQ"), ("Frenchmen", "FRA"), ("Poles", "POL"), ("poles", "-")] {
        check(country::by_demonym, people, iso3);
    }
    for (seat, iso3) in [("Tehran", "IRN"), ("the Kremlin", "RUS"), ("Moscow", "RUS"), ("KYIV", "UKR")] {
        check(country::by_seat, seat, iso3);
    }
    check(country::by_capital, "Kremlin", "-");
    assert_eq!(country::by_iso2("CS").map(|c| c.name), Some("Serbia and Montenegro"));
}
