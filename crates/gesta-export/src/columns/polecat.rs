//! POLECAT's weekly files (Halterman, Bagozzi, Beger, Schrodt, Scarborough 2023).
//!
//! Empty: `Wikipedia Actor ID` and `Wikipedia Recipient ID` (a name of a page; Gesta knows Wikidata ids, which our own
//! tables carry), `District`, `Intensity` where the event has no CAMEO code (it is Goldstein's value, as in POLECAT).

use gesta::record::ActorRecord;

use super::{Dyad, degrees, text};

pub(super) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(super) fn row(dyad: &Dyad<'_>) -> [String; 40] {
    let (view, event) = (dyad.view, dyad.event);
    let record = view.record;
    let place = view.place_of(event);
    let [a0, a1, a2, a3, a4, a5, a6, a7] = party(dyad.source, event.source_span.map(|s| view.words(s)));
    let [b0, b1, b2, b3, b4, b5, b6, b7] = party(dyad.target, event.target_span.map(|s| view.words(s)));
    let named = |kinds: &[&str]| {
        let actors = record.actors.iter().filter(|a| kinds.contains(&a.kind.as_str()));
        let named = actors.filter(|a| a.mentions.iter().any(|m| m.form == "name"));
        named.map(|a| a.name.as_str()).collect::<Vec<_>>().join(";")
    };
    [
        dyad.id(),
        dyad.day().to_owned(),
        event.kind.clone(),
        text(event.mode.as_ref()),
        dyad.goldstein(),
        ["", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"]
            .get(usize::from(event.quad))
            .copied()
            .unwrap_or("")
            .to_owned(),
        event.contexts.join(";"),
        a0,
        a1,
        a2,
        a3,
        a4,
        a5,
        a6,
        a7,
        b0,
        b1,
        b2,
        b3,
        b4,
        b5,
        b6,
        b7,
        place.map(|p| p.name.clone()).unwrap_or_default(),
        place.filter(|p| p.kind == "city").map(|p| p.name.clone()).unwrap_or_default(),
        String::new(),
        text(place.and_then(|p| p.admin1.as_ref())),
        text(place.and_then(|p| p.country.as_ref())),
        degrees(place.and_then(|p| p.lat)),
        degrees(place.and_then(|p| p.lon)),
        place.and_then(|p| p.geonames).map(|g| g.to_string()).unwrap_or_default(),
        place.and_then(|p| p.mentions.first()).map(|&m| view.words(m)).unwrap_or_default(),
        place.map(|p| p.kind.clone()).unwrap_or_default(),
        dyad.publisher(),
        dyad.published().to_owned(),
        named(&["person"]),
        named(&["group", "organization"]),
        record.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(";"),
        text(record.document.language.as_ref()),
        concat!("Gesta ", env!("CARGO_PKG_VERSION")).to_owned(),
    ]
}

/// Name, country, COW number, sector, sectors, titles, words, page.
fn party(actor: Option<&ActorRecord>, words: Option<String>) -> [String; 8] {
    let country = actor.and_then(|a| a.country.as_deref());
    let cow = country
        .and_then(gesta_place::Iso3::parse)
        .and_then(gesta_place::country::by_iso3)
        .and_then(|c| c.cow);
    let sector = text(actor.and_then(|a| a.sector.as_ref()));
    [
        actor.map(|a| a.name.clone()).unwrap_or_default(),
        country.unwrap_or_default().to_owned(),
        cow.map(|n| n.to_string()).unwrap_or_default(),
        sector.clone(),
        sector,
        actor.map(|a| a.titles.join(";")).unwrap_or_default(),
        words.unwrap_or_default(),
        String::new(),
    ]
}
