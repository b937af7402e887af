//! Words beside place names, `knowledge/en/place-words.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

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
            _ => return None,
        };
        Some((columns.next()?, role))
    })
    .collect()
});

/// The role of a word, in lower case.
pub(crate) fn role(word: &str) -> Option<Role> {
    WORDS.get(word).copied()
}
