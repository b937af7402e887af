//! What is read as a place, and which place is meant. Sentences are our own; the model is the embedded one.

use std::sync::LazyLock;

use gesta_place::{Atlas, Iso3, Place, PlaceKind, curated};
use gesta_syntax::{Analysis, Dep, Entity, EntityKind, Model, ModelKind, Parsed, Upos};
use gesta_text::{Document, TokenId, TokenSpan};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded model opens"));

fn read(text: &str) -> Vec<Place> {
    gesta_place::read(&MODEL.parse(Document::read(text))).places
}

/// Each place as "name, division or country or -", in the order of first mention.
fn check(text: &str, expect: &[&str]) {
    let places = read(text);
    let found: Vec<String> = places
        .iter()
        .map(|p| {
            let country = p.country.map_or("-".to_string(), |c| c.to_string());
            format!("{}, {}", p.name, p.admin1.clone().unwrap_or(country))
        })
        .collect();
    assert_eq!(found, expect, "{text}\n{places:#?}");
}

/// The kind and GeoNames id of the place named `name`.
fn check_sense(text: &str, name: &str, expect: (PlaceKind, Option<u32>)) {
    let places = read(text);
    let found = places.iter().find(|p| p.name == name).map(|p| (p.kind, p.geonames));
    assert_eq!(found, Some(expect), "{text}\n{places:#?}");
}

#[test]
fn countries_and_cities() {
    check(
        "Officials in Baghdad said that Iraq would hold talks with Iran.",
        &["Baghdad, Baghdad", "Iraq, IRQ", "Iran, IRN"],
    );
    check(
        "The United States and the U.K. praised the U.S. plan.",
        &["United States, USA", "United Kingdom, GBR"],
    );
}

#[test]
fn peoples_are_no_places() {
    check("Iraqi and Turkish soldiers met near Mosul.", &["Mosul, Nineveh"]);
}

#[test]
fn a_container_decides() {
    check("A storm hit Paris, Texas, on Monday.", &["Paris, Texas", "Texas, USA"]);
    check("A fire in Springfield, Illinois, killed two people.", &["Springfield, Illinois", "Illinois, USA"]);
    check("Snow fell in Portland, Me., on Friday.", &["Portland, Maine", "Maine, USA"]);
}

#[test]
fn a_container_may_stand_before_or_further_off() {
    check("Residents of Tripoli in northern Lebanon left.", &["Tripoli, Liban-Nord", "Lebanon, LBN"]);
    check_sense("Residents of Tripoli in Lebanon left.", "Tripoli", (PlaceKind::City, Some(266826)));
    check_sense("Police in Lebanon's Tripoli were attacked.", "Tripoli", (PlaceKind::City, Some(266826)));
    check_sense(
        "Police in Tripoli, the capital of Libya, were attacked.",
        "Tripoli",
        (PlaceKind::City, Some(2210247)),
    );
}

#[test]
fn places_nearby_decide() {
    // The larger town of the name lies in Canada, this one across the river from Portland.
    check_sense(
        "Schools in Vancouver were shut. Snow had fallen on Portland and on Gresham, Oregon.",
        "Vancouver",
        (PlaceKind::City, Some(5814616)),
    );
}

#[test]
fn towns_in_the_news_need_no_country() {
    for (text, name, geonames) in [
        ("Talks on Syria resumed in Geneva on Monday.", "Geneva", 2660646),
        ("Judges in The Hague sentenced the Serbian general.", "The Hague", 2747373),
        ("The ministers of Brazil and Chile met in Davos.", "Davos", 2661039),
    ] {
        check_sense(text, name, (PlaceKind::City, Some(geonames)));
    }
    check("Snow fell in Geneva, New York.", &["Geneva, New York", "New York, USA"]);
}

#[test]
fn governments_and_ships_are_no_places() {
    check("The White House rejected the plan.", &[]);
    check("The Kremlin denied the report.", &[]);
    check("The two leaders met at the White House on Friday.", &["White House, USA"]);
    check("A fire broke out in Plymouth, Massachusetts.", &["Plymouth, Massachusetts", "Massachusetts, USA"]);
    check("HMS Kent and the frigate Hamburg left Bergen.", &["Bergen, Vestland"]);
}

#[test]
fn places_in_names_of_organisations_are_embedded() {
    let embedded = |text: &str| -> Vec<(String, bool)> {
        let mentions = read(text).into_iter().flat_map(|p| {
            p.mentions.into_iter().map(|m| (m.span.of(text).to_string(), m.embedded)).collect::<Vec<_>>()
        });
        mentions.collect()
    };
    assert_eq!(
        embedded("The Kentucky State Police closed a road near Lexington, Kentucky."),
        [("Kentucky".to_string(), true), ("Kentucky".to_string(), false), ("Lexington".to_string(), false)]
    );
    assert_eq!(embedded("He studied at the University of Michigan."), [("Michigan".to_string(), true)]);
    assert_eq!(embedded("The Central Election Commission counted again."), []);
    assert_eq!(embedded("She taught at Hope Academy."), []);
    assert_eq!(embedded("The party Amazon Libre named a candidate."), []);
    let parsed = MODEL.parse(Document::read("The Kentucky State Police closed a road."));
    assert_eq!(gesta_place::read(&parsed).within(parsed.all_tokens()).count(), 0);
}

#[test]
fn names_that_persons_have_as_well() {
    check("Jordan said that its troops would stay.", &["Jordan, JOR"]);
    check("Chad Olsen met Georgia Brandt. Chad paid for both.", &[]);
}

#[test]
fn the_publisher_names_its_own_towns() {
    let text = "The hospital in Newcastle closed two wards on Monday.";
    let newcastle = |home: &str| {
        let parsed = MODEL.parse(Document::read(text));
        let places = gesta_place::read_with(&parsed, &Atlas::default(), Iso3::parse(home)).places;
        places.first().and_then(|p| p.country).map(|c| c.to_string())
    };
    assert_eq!(newcastle("AUS").as_deref(), Some("AUS"));
    assert_eq!(newcastle("ZAF").as_deref(), Some("ZAF"));
}

#[test]
fn divisions_have_their_english_names() {
    check("Floods hit Rhineland-Palatinate on Friday.", &["Rhineland-Palatinate, DEU"]);
    check("Police in Lazio and Apulia made arrests.", &["Lazio, ITA", "Apulia, ITA"]);
}

#[test]
fn context_decides_between_a_country_and_a_state() {
    let state = "The governor of Georgia spoke in Atlanta. Voters in Savannah and Macon went to the polls in Georgia.";
    check_sense(state, "Georgia", (PlaceKind::Admin1, Some(4197000)));
    let country = "Russia sent troops to Georgia. Shells fell on Gori, not far from Tbilisi.";
    check_sense(country, "Georgia", (PlaceKind::Country, Some(614540)));
}

#[test]
fn words_beside_a_name_tell_its_kind() {
    check_sense("The army left Nineveh province.", "Nineveh", (PlaceKind::Admin1, Some(92877)));
    check_sense("Rebels left the city of Aleppo.", "Aleppo", (PlaceKind::City, Some(170063)));
    check("Troops moved into southern Syria.", &["Syria, SYR"]);
}

#[test]
fn seas_and_regions() {
    check_sense("Ships were seized in the Strait of Hormuz.", "Strait of Hormuz", (PlaceKind::Water, None));
    check("Troops were seen in the Donbas and on the Golan Heights.", &["Donbas, UKR", "Golan Heights, -"]);
}

#[test]
fn namesakes_in_countries_that_are_not_spoken_of_stay_unknown() {
    // A small town by another name than its own; one of many of its name; a small one far away.
    for (text, name) in [
        ("Farmers in Ethiopia left the valley of Karsa.", "Karsa"),
        ("Miners blocked the road from San Mateo to La Paz. Police in Bolivia cleared it.", "San Mateo"),
    ] {
        check_sense(text, name, (PlaceKind::Unknown, None));
    }
    // The country of the namesake decides.
    check("Farmers near Kars marched to Ankara.", &["Kars, Kars", "Ankara, Ankara"]);
}

#[test]
fn directions_and_organisations_are_no_places() {
    check("The leader said that the West must not meddle in Iran.", &["Iran, IRN"]);
    check("Fighters of Hezbollah left Lebanon for Syria.", &["Lebanon, LBN", "Syria, SYR"]);
}

#[test]
fn short_names_in_capitals() {
    check(
        "COURT IN LIMA JAILS FORMER GOVERNOR\n\nThe court in Lima jailed a former governor of Peru on Monday for taking bribes.",
        &["Lima, Lima", "Peru, PER"],
    );
    check(
        "JUBA (Reuters) - Shops in South Sudan were shut on Monday.",
        &["Juba, Central Equatoria", "South Sudan, SSD"],
    );
}

#[test]
fn republics_have_their_own_name() {
    check(
        "Police in the republic of Karakalpakstan were sent to the border of Uzbekistan.",
        &["Karakalpakstan, UZB", "Uzbekistan, UZB"],
    );
}

#[test]
fn datelines_are_mentions() {
    check(
        "CAIRO/AMMAN (Reuters) - The border was reopened on Tuesday, officials said.",
        &["Cairo, Cairo", "Amman, Amman"],
    );
}

#[test]
fn mentions_of_a_place_merge() {
    let places = read("Britain will leave. The United Kingdom said so in London, and London said it again.");
    let mentions: Vec<(&str, usize)> = places.iter().map(|p| (p.name.as_str(), p.mentions.len())).collect();
    assert_eq!(mentions, [("United Kingdom", 2), ("London", 2)]);
}

#[test]
fn unknown_places_stay_without_coordinates() {
    let places = read("Farmers from the village of Qarzumistan walked to Kabul.");
    let unknown: Vec<&Place> = places.iter().filter(|p| p.kind == PlaceKind::Unknown).collect();
    assert!(unknown.iter().all(|p| p.lat.is_none() && p.geonames.is_none()), "{places:#?}");
    assert!(places.iter().any(|p| p.geonames == Some(1138958)), "{places:#?}");
}

#[test]
fn the_index_finds_mentions_by_token() {
    let parsed = MODEL.parse(Document::read("Fighting spread from Mosul to Kirkuk."));
    let places = gesta_place::read(&parsed);
    for token in parsed.all_tokens().iter() {
        let name = places.at(token).and_then(|id| places.get(id)).map(|p| p.name.clone());
        let form = parsed.form(token).into_owned();
        assert_eq!(name, ["Mosul", "Kirkuk"].contains(&form.as_str()).then_some(form));
    }
    assert_eq!(places.within(parsed.all_tokens()).count(), 2);
}

/// A document in which each capitalised word is a location of its own, and all words one sentence's worth of nothing.
fn without_model(text: &str) -> Parsed {
    let document = Document::read(text);
    let tokens = document.tokens().iter().map(|t| {
        let proper = t.span.of(text).starts_with(char::is_uppercase);
        let upos = if proper { Upos::Propn } else { Upos::Punct };
        Analysis { upos, feats: "_".into(), lemma: "_".into(), head: None, dep: Dep::Root }
    });
    let tokens: Vec<Analysis> = tokens.collect();
    let is_name = |i: &u32| tokens.get(*i as usize).is_some_and(|t| t.upos == Upos::Propn);
    let entity = |i| Entity { tokens: TokenSpan::one(TokenId(i)), kind: EntityKind::Loc };
    let entities = (0..tokens.len() as u32).filter(is_name).map(entity).collect();
    Parsed::new(document, tokens, entities)
}

#[test]
fn a_long_document_takes_linear_time() {
    let parsed = without_model(&"Paris, Texas, Geneva, Nowhereville. ".repeat(20_000));
    let start = std::time::Instant::now();
    let places = gesta_place::read(&parsed).places;
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    let mentions: usize = places.iter().map(|p| p.mentions.len()).sum();
    assert!(mentions >= 60_000, "{mentions}");
}

#[test]
fn odd_texts_are_read_without_a_panic() {
    for text in [
        "",
        ",",
        "U.S.,",
        "\u{2019}s",
        "Paris, , Texas, (",
        "the of",
        "IRAQ",
        "CAIRO/ (AP) -",
        "Ky",
        "\u{feff}Rome\u{ad}",
    ] {
        for place in read(text) {
            assert!(place.mentions.iter().all(|m| !m.span.of(text).is_empty()), "{text:?}: {place:?}");
        }
    }
}

#[test]
fn regions_are_sound() {
    let table = include_str!("../../../knowledge/en/regions.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).count() - 1;
    assert_eq!(curated::regions().len(), rows);
    let mut seen = std::collections::BTreeMap::new();
    for region in curated::regions() {
        assert!(
            (-90.0..=90.0).contains(&region.point.0) && (-180.0..=180.0).contains(&region.point.1),
            "{region:?}"
        );
        let known = |c| gesta_place::country::by_iso3(c).is_some();
        assert!(region.countries.iter().all(|c| known(*c)), "{region:?}");
        assert_eq!(
            region.record,
            region.kind == PlaceKind::Admin1 || region.kind == PlaceKind::City,
            "{region:?}"
        );
        for name in region.other_names.iter().chain([&region.name]).chain(&region.abbreviations) {
            // The state and the city of Washington are the one name that two rows share.
            let before = seen.insert(*name, region.kind).filter(|_| *name != "Washington");
            assert_eq!(before, None, "{name} is there twice");
        }
    }
}

#[test]
fn examples_of_place_words_hold() {
    let table = include_str!("../../../knowledge/en/place-words.tsv");
    let mut failed = Vec::new();
    for row in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [_, word, example] = columns.as_slice() else { panic!("{row}") };
        assert!(example.to_lowercase().contains(word), "{row}");
        let expect = example.split(['[', ']']).nth(1).expect("an example marks its place");
        let text = example.replace(['[', ']'], "");
        let names: Vec<String> = read(&text)
            .iter()
            .flat_map(|p| p.mentions.iter().map(|m| m.span.of(&text).to_string()))
            .collect();
        if names.last().is_none_or(|n| n != expect) {
            failed.push(format!("{text}: {names:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
