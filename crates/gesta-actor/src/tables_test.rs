//! Every row of the tables: codes exist, dates are in order, spellings are folded as look-ups expect.

use std::collections::{BTreeMap, BTreeSet};

use gesta_place::{Iso3, country};
use jiff::civil::Date;

use crate::fold;
use crate::tables::{TABLES, files, rows};

/// Sectors of PLOVER 2.0, and IGO and NGO for bodies across borders.
const SECTORS: &[&str] = &[
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "JRN", "JUD", "LAB", "LEG", "MED", "MIL",
    "NGO", "OPP", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
];

/// First and last day of a term.
type Days = (Date, Option<Date>);
/// First day, last day, holder.
type Held = (Date, Date, &'static str);

fn check_columns(table: &'static str, columns: usize) -> Vec<Vec<&'static str>> {
    let rows: Vec<_> = rows(table).collect();
    for row in &rows {
        assert_eq!(row.len(), columns, "{row:?}");
        assert!(row.iter().all(|c| c.trim() == *c), "{row:?} has stray spaces");
    }
    let distinct: BTreeSet<_> = rows.iter().collect();
    assert_eq!(distinct.len(), rows.len(), "a row stands twice");
    rows
}

fn check_country(code: &str) {
    let known = code.is_empty() || Iso3::parse(code).and_then(country::by_iso3).is_some();
    assert!(known, "no country {code}");
}

fn check_sector(code: &str) {
    assert!(SECTORS.contains(&code), "no sector {code}");
}

/// Years of founding and end, either of which may be missing, in order.
fn check_years(from: &str, until: &str) {
    let year = |y: &str| (!y.is_empty()).then(|| y.parse::<u16>().unwrap_or_else(|e| panic!("{y}: {e}")));
    let (from, until) = (year(from), year(until));
    assert!(from.into_iter().chain(until).all(|y| (1600..2030).contains(&y)), "{from:?} to {until:?}");
    assert!(until.is_none_or(|u| from <= Some(u)), "{from:?} to {until:?}");
}

#[test]
fn leaders_hold_offices_in_order() {
    let rows = check_columns(files::PERSONS, 7);
    let mut terms: BTreeMap<(&str, &str, &str), Vec<Days>> = BTreeMap::new();
    let offices: BTreeSet<&str> = TABLES.titles.values().filter_map(|t| t.office).collect();
    for row in &rows {
        let &[iso3, office, name, _, from, until, wikidata] = row.as_slice() else { unreachable!() };
        check_country(iso3);
        assert!(offices.contains(office), "{office} is no title");
        let from: Date = from.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        let until: Option<Date> =
            (!until.is_empty()).then(|| until.parse().unwrap_or_else(|e| panic!("{name}: {e}")));
        assert!(until.is_none_or(|u| from < u), "{name}: {from} to {until:?}");
        let q = wikidata.strip_prefix('Q').is_some_and(|n| n.parse::<u32>().is_ok());
        assert!(wikidata.is_empty() || q, "{name}: {wikidata}");
        terms.entry((iso3, office, name)).or_default().push((from, until));
    }
    for (key, terms) in terms {
        for pair in terms.windows(2) {
            assert!(pair[0].1.is_some_and(|u| u < pair[1].0), "{key:?}: terms overlap or are out of order");
        }
    }
}

/// Every state has a head of state or of government in the middle of each of the last years.
#[test]
fn every_state_has_heads() {
    let heads = [
        "president",
        "prime minister",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "leader",
        "supreme leader",
        "pope",
        "prince",
        "grand duke",
        "emperor",
    ];
    for state in country::all().iter().filter(|c| c.status == country::Status::State) {
        for year in 2012..2023 {
            // San Marino's captains regent change every half year; its foreign minister leads the government.
            let offices: &[&str] = if state.name == "San Marino" { &["foreign minister"] } else { &heads };
            let held = TABLES.holder(Some(state.iso3), offices, Some(Date::constant(year, 7, 1)));
            assert!(held.is_some(), "{} in {year}", state.name);
        }
    }
}

#[test]
fn one_holder_at_a_time() {
    let mut terms: BTreeMap<(&str, &str), Vec<Held>> = BTreeMap::new();
    for row in rows(files::PERSONS) {
        let single = [
            "president",
            "prime minister",
            "chancellor",
            "king",
            "emir",
            "emperor",
            "foreign minister",
            "defence minister",
            "secretary of state",
            "defense secretary",
            "UN secretary-general",
        ];
        if single.contains(&row[1]) && row[0] != "BIH" {
            let until = row[5].parse().unwrap_or(Date::MAX);
            terms.entry((row[0], row[1])).or_default().push((
                row[4].parse().unwrap_or(Date::MIN),
                until,
                row[2],
            ));
        }
    }
    for (key, mut held) in terms {
        held.sort();
        for pair in held.windows(2) {
            assert!(pair[0].1 <= pair[1].0, "{key:?}: {pair:?} overlap");
        }
    }
}

#[test]
fn groups_and_organizations_have_codes() {
    let bodies: BTreeSet<&str> =
        rows(files::GROUPS).chain(rows(files::ORGANIZATIONS)).filter_map(|r| r.get(2).copied()).collect();
    for row in check_columns(files::GROUPS, 8) {
        check_country(row[0]);
        check_sector(row[1]);
        check_country(row[4]);
        check_years(row[5], row[6]);
        let parent = row[7];
        assert!(
            parent.is_empty() || parent != row[2] && bodies.contains(parent),
            "{row:?}: no parent {parent}"
        );
    }
    let mut names = BTreeSet::new();
    for row in check_columns(files::ORGANIZATIONS, 6) {
        check_country(row[0]);
        check_sector(row[1]);
        check_years(row[4], row[5]);
        assert!(!row[2].is_empty() && names.insert(row[2]), "{row:?}: the name stands twice");
    }
}

/// Noted persons stand once; where the tables of offices have them too, this is what they are out of office.
#[test]
fn noted_persons_have_codes() {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for row in check_columns(files::NOTED, 4) {
        check_country(row[0]);
        check_sector(row[1]);
        assert!(names.insert(row[2]), "{} stands twice", row[2]);
    }
}

/// One spelling may name two actors only if their countries tell them apart.
#[test]
fn aliases_are_distinct() {
    for aliases in TABLES.aliases.values() {
        for (i, a) in aliases.iter().enumerate() {
            for b in aliases.iter().skip(i + 1).filter(|b| b.text == a.text && b.entry != a.entry) {
                let country = |e: usize| TABLES.entry(e).and_then(|e| e.iso3);
                assert_ne!(country(a.entry), country(b.entry), "{} is ambiguous", a.text);
            }
        }
    }
}

#[test]
fn words_are_folded() {
    for row in check_columns(files::AGENTS, 4) {
        assert_eq!(row[0], row[0].to_lowercase());
        assert!(matches!(row[1], "person" | "group"), "{row:?}");
        check_sector(row[2]);
    }
    for row in check_columns(files::TITLES, 4) {
        assert_eq!(row[0], row[0].to_lowercase());
        assert!(row[2].is_empty() || SECTORS.contains(&row[2]), "{row:?}");
        assert!(matches!(row[3], "" | "m" | "f"), "{row:?}");
    }
    for row in check_columns(files::THINGS, 2) {
        assert_eq!(row[0], row[0].to_lowercase());
        assert!(!TABLES.agents.contains_key(row[0]), "{} is an agent too", row[0]);
        check_sector(row[1]);
    }
    for row in check_columns(files::MODIFIERS, 2).into_iter().chain(check_columns(files::NAME_HEADS, 2)) {
        assert_eq!(row[0], row[0].to_lowercase());
        check_sector(row[1]);
    }
    for row in check_columns(files::GIVEN_NAMES, 2) {
        assert!(matches!(row[1], "m" | "f") && fold::words(row[0]).len() <= 2, "{row:?}");
    }
    for row in check_columns(files::ANAPHORS, 3) {
        assert!(row[1].split('|').all(|k| crate::tables::kind(k).is_some()), "{row:?}");
        assert!(row[2] == "*" || row[2].split('|').all(|s| SECTORS.contains(&s)), "{row:?}");
    }
    let held: BTreeSet<&str> = rows(files::PERSONS).map(|r| r[1]).collect();
    for row in check_columns(files::OFFICES, 2) {
        assert!(row[1].split('|').all(|o| held.contains(o)), "{row:?}: nobody holds it");
    }
    assert_eq!(
        check_columns(files::RELATIONS, 2).len(),
        TABLES.relations.len(),
        "an unknown relation or a repeated word"
    );
    let roles = ["subject", "minded", "addressee", "recipient", "possession", "on", "from", "of", "location"];
    assert!(check_columns(files::METONYMY, 2).iter().all(|r| roles.contains(&r[0])));
    assert!(check_columns(files::COMMON, 1).iter().all(|r| fold::words(r[0]) == [r[0]]));
    check_columns(files::SPEECH_VERBS, 1);
    for row in check_columns(files::ABROAD, 2) {
        assert!(row[0] == row[0].to_lowercase() && crate::tables::abroad(row[1]).is_some(), "{row:?}");
    }
    check_columns(files::QUANTITIES, 1);
    assert!(check_columns(files::PEOPLE, 1).iter().all(|r| TABLES.agents.contains_key(r[0])));
    assert!(TABLES.agents.len() > 500 && rows(files::AGENTS).count() == TABLES.agents.len());
}

/// Every alias finds its entry, and every office holder is found on the first day of the office.
#[test]
fn entries_are_found() {
    for row in rows(files::PERSONS) {
        let day: Date = row[4].parse().unwrap_or(Date::MIN);
        let found = TABLES.holder(Iso3::parse(row[0]), &[row[1]], Some(day));
        assert!(found.is_some(), "{row:?}");
    }
    for (first, aliases) in &TABLES.aliases {
        for alias in aliases {
            assert_eq!(alias.words.first(), Some(first));
            assert!(TABLES.entry(alias.entry).is_some());
        }
    }
}
