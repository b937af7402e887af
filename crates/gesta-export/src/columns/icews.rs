//! ICEWS's coded events (Boschee et al., Harvard Dataverse).
//!
//! Empty: `District`. `Event Text` is the PLOVER type and mode, as CAMEO's texts are not ours to give; `Intensity` is
//! Goldstein's value.

use super::{Dyad, country_name, degrees, text};

pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) fn row(dyad: &Dyad<'_>) -> [String; 20] {
    let (view, event) = (dyad.view, dyad.event);
    let place = view.place_of(event);
    let mode = event.mode.as_ref().map(|m| format!(" ({m})")).unwrap_or_default();
    [
        dyad.number_id(),
        dyad.day().to_owned(),
        dyad.source.map(|a| a.name.clone()).unwrap_or_default(),
        text(dyad.source.and_then(|a| a.sector.as_ref())),
        country_name(dyad.source.and_then(|a| a.country.as_ref())),
        format!("{}{mode}", event.kind),
        dyad.cameo().to_owned(),
        dyad.goldstein(),
        dyad.target.map(|a| a.name.clone()).unwrap_or_default(),
        text(dyad.target.and_then(|a| a.sector.as_ref())),
        country_name(dyad.target.and_then(|a| a.country.as_ref())),
        view.record.document.id.clone(),
        view.sentence(event.trigger).map(|n| n.to_string()).unwrap_or_default(),
        dyad.publisher(),
        place.filter(|p| p.kind == "city").map(|p| p.name.clone()).unwrap_or_default(),
        String::new(),
        text(place.and_then(|p| p.admin1.as_ref())),
        country_name(place.and_then(|p| p.country.as_ref())),
        degrees(place.and_then(|p| p.lat)),
        degrees(place.and_then(|p| p.lon)),
    ]
}
