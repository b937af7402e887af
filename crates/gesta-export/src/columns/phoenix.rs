//! Phoenix's daily event files (Open Event Data Alliance).
//!
//! Empty: the actors' `Attribute` columns. `Issues` are the PLOVER contexts; `SentenceID` is the article's id and the
//! sentence's number.

use gesta::record::ActorRecord;

use super::{Dyad, degrees, text};

pub(super) const COLUMNS: [&str; 26] = [
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScore",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryCode",
    "SentenceID",
    "URLs",
    "NewsSources",
];

pub(super) fn row(dyad: &Dyad<'_>) -> [String; 26] {
    let (view, event) = (dyad.view, dyad.event);
    let document = &view.record.document;
    let place = view.place_of(event);
    let [year, month, day] = dyad.parts();
    let [a0, a1, a2] = party(dyad.source);
    let [b0, b1, b2] = party(dyad.target);
    let sentence = view.sentence(event.trigger).map(|n| format!("_{n}")).unwrap_or_default();
    [
        dyad.id(),
        format!("{year}{month}{day}"),
        year,
        month,
        day,
        a0,
        a1,
        a2,
        String::new(),
        b0,
        b1,
        b2,
        String::new(),
        dyad.cameo().to_owned(),
        dyad.cameo_digits(2),
        event.quad.to_string(),
        dyad.goldstein(),
        event.contexts.join(";"),
        degrees(place.and_then(|p| p.lat)),
        degrees(place.and_then(|p| p.lon)),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        text(place.and_then(|p| p.admin1.as_ref())),
        text(place.and_then(|p| p.country.as_ref())),
        format!("{}{sentence}", document.id),
        dyad.uris().join(";"),
        dyad.publishers().join(";"),
    ]
}

/// Code, country, role.
fn party(actor: Option<&ActorRecord>) -> [String; 3] {
    let country = text(actor.and_then(|a| a.country.as_ref()));
    let sector = text(actor.and_then(|a| a.sector.as_ref()));
    [format!("{country}{sector}"), country, sector]
}
