//! Phrases on their own (`phrases.tsv`) and what each tells.

use gesta_actor::resolve_phrase;

#[test]
fn phrases_have_countries_and_sectors() {
    let table = include_str!("phrases.tsv");
    let mut wrong = String::new();
    for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[phrase, day, country, sector] = cells.as_slice() else { panic!("{row:?}: not four cells") };
        let on = (!day.is_empty()).then(|| day.parse().unwrap_or_else(|e| panic!("{row:?}: {e}")));
        let reading = resolve_phrase(phrase, on);
        let found = reading.country.map_or("-".to_owned(), |c| c.to_string());
        let known = reading.sector.filter(|s| *s != "UNK").unwrap_or("-");
        if (found.as_str(), known) != (country, sector) {
            wrong.push_str(&format!(
                "{phrase}: {found} {known} by {:?}, not {country} {sector}\n",
                reading.rule
            ));
        }
        assert!(known == "-" || !reading.rule.is_empty(), "{phrase}: {known} without a reason");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// An article in a name, a possessive, another spelling, another day: the same actor.
#[test]
fn names_are_known_in_other_forms() {
    let check = |phrase: &str, day: &str, name: &str| {
        let reading = resolve_phrase(phrase, day.parse().ok());
        assert_eq!(reading.name.as_deref(), Some(name), "{phrase}");
    };
    check("Netanyahu's", "2019-05-01", "Benjamin Netanyahu");
    check("the Taliban", "", "Taliban");
    check("the Iraqi prime minister", "2021-11-22", "Mustafa al-Kadhimi");
    check("the U.N.", "", "United Nations");
    check("Norway", "", "Norway");
}

#[test]
fn strange_phrases_are_no_trouble() {
    for phrase in [
        "",
        " ",
        "-",
        "'s",
        "— — —",
        "of of of",
        "\u{301}",
        "the the the",
        "İ’s",
        "a".repeat(10_000).as_str(),
    ] {
        assert_eq!(resolve_phrase(phrase, None).country, None, "{phrase:?}");
    }
}
