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

#[test]
fn leaders_hold_offices_in_order() {
    let rows = check_columns(files::LEADERS, 7);
    let mut terms: BTreeMap<(&str, &str, &str), Vec<Days>> = BTreeMap::new();
    let mut countries = BTreeSet::new();
    let offices: BTreeSet<&str> = TABLES.titles.values().filter_map(|t| t.office).collect();
    for row in &rows {
        let &[iso3, office, name, _, from, until, wikidata] = row.as_slice() else { unreachable!() };
        check_country(iso3);
        countries.insert(iso3);
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
    assert!(countries.len() > 80, "{} countries", countries.len());
}

#[test]
fn one_head_of_government_at_a_time() {
    let mut terms: BTreeMap<(&str, &str), Vec<Held>> = BTreeMap::new();
    for row in rows(files::LEADERS) {
        let single = ["president", "prime minister", "chancellor", "king", "premier", "UN secretary-general"];
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
    for row in check_columns(files::GROUPS, 7) {
        check_country(row[0]);
        check_sector(row[1]);
        check_country(row[4]);
        let year =
            |y: &str| (!y.is_empty()).then(|| y.parse::<u16>().unwrap_or_else(|e| panic!("{row:?}: {e}")));
        let (from, until) = (year(row[5]), year(row[6]));
        assert!(from.is_some_and(|f| (1700..2030).contains(&f)), "{row:?}");
        assert!(until.is_none_or(|u| from <= Some(u)), "{row:?}");
    }
    for row in check_columns(files::ORGANIZATIONS, 4) {
        check_country(row[0]);
        check_sector(row[1]);
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
    let held: BTreeSet<&str> = rows(files::LEADERS).map(|r| r[1]).collect();
    for row in check_columns(files::OFFICES, 2) {
        assert!(row[1].split('|').all(|o| held.contains(o)), "{row:?}: nobody holds it");
    }
    assert_eq!(
        check_columns(files::RELATIONS, 2).len(),
        TABLES.relations.len(),
        "an unknown relation or a repeated word"
    );
    let roles = ["subject", "minded", "addressee", "recipient", "possession", "on", "from", "of"];
    assert!(check_columns(files::METONYMY, 2).iter().all(|r| roles.contains(&r[0])));
    check_columns(files::SPEECH_VERBS, 1);
    check_columns(files::QUANTITIES, 1);
    assert!(TABLES.agents.len() > 500 && rows(files::AGENTS).count() == TABLES.agents.len());
}

/// Every alias finds its entry, and every office holder is found on the first day of the office.
#[test]
fn entries_are_found() {
    for row in rows(files::LEADERS) {
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
