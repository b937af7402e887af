//! `gesta place`.

use std::io::Write;
use std::process::ExitCode;

use gesta::{Atlas, Place, PlaceAnswer, look_up_place};
use serde_json::{Value, json};

use crate::args::PlaceArgs;

/// Prints the place that a name means, why, and which others have the name. An unknown name is a failure.
pub(crate) fn run(args: &PlaceArgs, atlas: &Atlas) -> anyhow::Result<ExitCode> {
    let mut out = anstream::stdout();
    let answer = look_up_place(atlas, &args.name, args.near);
    if args.json {
        let value = answer.as_ref().map_or_else(|| unknown(&args.name), object);
        writeln!(out, "{value}")?;
    } else {
        match &answer {
            Some(answer) => out.write_all(page(answer).as_bytes())?,
            None => writeln!(out, "{}: not in the gazetteer", args.name)?,
        }
    }
    Ok(if answer.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn fields(place: &Place) -> Value {
    json!({
        "name": place.name, "kind": place.kind.as_str(), "country": place.country.map(|c| c.to_string()),
        "admin1": place.admin1, "geonames": place.geonames, "lat": place.lat, "lon": place.lon,
    })
}

fn object(answer: &PlaceAnswer) -> Value {
    let mut value = fields(&answer.place);
    value["population"] = json!(rounded(answer.population));
    value["rule"] = json!(answer.place.rule);
    value["others"] = answer.others.iter().map(fields).collect();
    value
}

/// The gazetteer knows inhabitants to the nearest 4 %: two digits.
fn rounded(population: Option<u64>) -> Option<u64> {
    let step = |p: u64| 10u64.pow(p.checked_ilog10().unwrap_or(0).saturating_sub(1));
    population.map(|p| (p + step(p) / 2) / step(p) * step(p))
}

fn unknown(name: &str) -> Value {
    json!({"name": name, "kind": "unknown", "rule": "not in the gazetteer"})
}

fn page(answer: &PlaceAnswer) -> String {
    let people = rounded(answer.population).map_or(String::new(), |p| format!(", about {p} inhabitants"));
    let mut text = format!("{}{people}\n  why: {}\n", line(&answer.place), answer.place.rule);
    for other in &answer.others {
        text += &format!("  also: {}\n", line(other));
    }
    text
}

/// "Mosul, Nineveh, IRQ: city, 36.3350 43.1189, GeoNames 99072".
fn line(place: &Place) -> String {
    let country = place.country.map(|c| c.to_string());
    let parts = [Some(place.name.clone()), place.admin1.clone(), country];
    let point = place.lat.zip(place.lon).map(|(lat, lon)| format!(", {lat:.4} {lon:.4}"));
    let id = place.geonames.map(|g| format!(", GeoNames {g}"));
    let name = parts.into_iter().flatten().collect::<Vec<String>>().join(", ");
    format!("{name}: {}{}{}", place.kind.as_str(), point.unwrap_or_default(), id.unwrap_or_default())
}
