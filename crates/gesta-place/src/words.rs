//! Words beside place names, `knowledge/en/place-words.tsv`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Tables of the stage that reads actors; only their names and aliases (third and fourth column) are used here.
const ACTORS: [&str; 2] = [
    include_str!("../../../knowledge/en/actors/organizations.tsv"),
    include_str!("../../../knowledge/en/actors/groups.tsv"),
];

const TABLE: &str = include_str!("../../../knowledge/en/place-words.tsv");

/// What such a word tells about the name beside it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// It is not part of the name: "southern".
    Direction,
    /// The name is a first-level division: "province".
    Admin1,
    /// The name is a county or district.
    County,
    /// The name is a town.
    City,
    /// The name is a ship's.
    Ship,
    /// The name is that of a building, which is a place of its own only where the text says in which town.
    Building,
    /// The name is that of a place one can be at.
    Locative,
}

impl Role {
    /// True when the word tells what kind of place the name beside it is.
    pub(crate) fn is_kind(&self) -> bool {
        matches!(self, Role::Admin1 | Role::County | Role::City)
    }
}

static WORDS: LazyLock<HashMap<&'static str, Role>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let role = match columns.next()? {
            "direction" => Role::Direction,
            "admin1" => Role::Admin1,
            "county" => Role::County,
            "city" => Role::City,
            "ship" => Role::Ship,
            "building" => Role::Building,
            "locative" => Role::Locative,
            _ => return None,
        };
        Some((columns.next()?, role))
    })
    .collect()
});

static BODIES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = ACTORS.iter().flat_map(|table| table.lines()).filter(|l| !l.starts_with('#'));
    rows.flat_map(|row| row.split('\t').skip(2).take(2).flat_map(|names| names.split('|'))).collect()
});

/// True for the name of an organisation or group: what the tables of places do not know by it is no place.
pub(crate) fn is_body(name: &str) -> bool {
    BODIES.contains(name)
}

/// The role of a word, in lower case.
pub(crate) fn role(word: &str) -> Option<Role> {
    WORDS.get(word).copied()
}
