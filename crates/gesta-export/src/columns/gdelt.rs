//! GDELT 2.0's event table.
//!
//! Empty: the actors' known group, ethnic and religion codes, `AvgTone`, the actors' own geography, every `ADM` code,
//! and `ActionGeo_CountryCode` (FIPS 10-4; our own tables carry ISO 3166). `NumMentions` counts the pieces of evidence
//! in this article, or the reports where the ledger has more; `NumSources` and `NumArticles` are 1 but for a ledger's. `DATEADDED` is the day of publication.

use gesta::record::{ActorRecord, PlaceRecord};

use super::{Dyad, country_name, degrees, text};

pub(super) const COLUMNS: [&str; 61] = [
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_Fullname",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_Fullname",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_Fullname",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

pub(super) fn row(dyad: &Dyad<'_>) -> Vec<String> {
    let (view, event) = (dyad.view, dyad.event);
    let place = view.place_of(event);
    let [year, month, day] = dyad.parts();
    let mut row = vec![
        dyad.number_id(),
        format!("{year}{month}{day}"),
        format!("{year}{month}"),
        year.clone(),
        fraction(&year, &month, &day),
    ];
    row.extend(party(dyad.source));
    row.extend(party(dyad.target));
    row.extend([
        u8::from(view.sentence(event.trigger) == Some(1)).to_string(),
        dyad.cameo().to_owned(),
        dyad.cameo_digits(3),
        dyad.cameo_digits(2),
        event.quad.to_string(),
        dyad.goldstein(),
        event.evidence.len().max(dyad.articles()).to_string(),
        dyad.publishers().len().max(1).to_string(),
        dyad.articles().to_string(),
        String::new(),
    ]);
    row.extend(vec![String::new(); 16]);
    // Country, state of the US, city of the US, city of the world, first-level division of the world.
    let kind = place.map_or("", |p| match (p.kind.as_str(), p.country.as_deref()) {
        ("country", _) => "1",
        ("admin1", Some("USA")) => "2",
        ("city", Some("USA")) => "3",
        ("admin1", _) => "5",
        _ => "4",
    });
    row.extend([
        kind.to_owned(),
        place.map(full_name).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        degrees(place.and_then(|p| p.lat)),
        degrees(place.and_then(|p| p.lon)),
        place.and_then(|p| p.geonames).map(|g| g.to_string()).unwrap_or_default(),
        added(dyad.published()),
        text(view.record.document.uri.as_ref()),
    ]);
    row
}

/// Code, name, country, four codes that we lack, three types.
fn party(actor: Option<&ActorRecord>) -> [String; 10] {
    let country = text(actor.and_then(|a| a.country.as_ref()));
    let sector = text(actor.and_then(|a| a.sector.as_ref()));
    let empty = String::new;
    [
        format!("{country}{sector}"),
        actor.map(|a| a.name.to_uppercase()).unwrap_or_default(),
        country,
        empty(),
        empty(),
        empty(),
        empty(),
        sector,
        empty(),
        empty(),
    ]
}

/// "Mosul, Nineveh, Iraq".
fn full_name(place: &PlaceRecord) -> String {
    let mut parts = vec![place.name.clone()];
    if place.kind != "country" {
        parts.extend(place.admin1.clone().filter(|a| *a != place.name));
        parts.push(country_name(place.country.as_ref()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// The year with the part of it that has passed, months of 30 days in years of 365 as in GDELT's files (its codebook's formula
/// counts the month that runs as well), four decimals.
fn fraction(year: &str, month: &str, day: &str) -> String {
    match (year.parse::<i32>(), month.parse::<u32>(), day.parse::<u32>()) {
        (Ok(y), Ok(m), Ok(d)) => {
            format!("{:.4}", f64::from(y) + f64::from(m.saturating_sub(1) * 30 + d) / 365.0)
        }
        _ => String::new(),
    }
}

/// `YYYYMMDDHHMMSS`.
fn added(published: &str) -> String {
    if published.is_empty() { String::new() } else { format!("{}000000", published.replace('-', "")) }
}
