//! From mentions to places: one for each sense, with all its mentions.

use std::collections::{BTreeMap, HashMap};

use gesta_syntax::Parsed;
use gesta_text::TokenId;

use crate::mention::{self, Mentions, Part};
use crate::resolve::resolve;
use crate::sense::{Sense, SenseId};
use crate::words::{Role, role};
use crate::{Atlas, Iso3, Place, PlaceKind, PlaceMention, Places, curated};

/// As many times as this the publisher's country is as good as named.
const HOME: u32 = 2;
/// The most words of an unknown name in which a known one is sought.
const LONGEST: usize = 8;

/// Finds the places that a document names and decides which ones are meant, with the embedded gazetteer.
pub fn read(parsed: &Parsed) -> Places {
    read_with(parsed, &Atlas::default(), None)
}

/// As [`read`], with further gazetteers, and the country of the publisher, which names its own towns without it.
pub fn read_with(parsed: &Parsed, atlas: &Atlas, home: Option<Iso3>) -> Places {
    let mut mentions = mention::find(parsed, atlas);
    if let Some(home) = home {
        *mentions.context.entry(home).or_default() += HOME;
    }
    let senses = resolve(parsed, &mentions);
    let within = within(&mentions, &senses);
    let mut places: Vec<Place> = Vec::new();
    let mut known: BTreeMap<Result<SenseId, usize>, usize> = BTreeMap::new();
    for (found, chosen) in mentions.found.iter().zip(senses) {
        if found.role == Part::Sign {
            continue;
        }
        let Some(name) = mentions.names.get(found.name) else { continue };
        let sense = chosen.as_ref().and_then(|(i, reason)| Some((name.senses.get(*i)?, reason)));
        let key = sense.map_or(Err(found.name), |(s, _)| Ok(s.id));
        let at = match known.get(&key) {
            Some(at) => *at,
            None => {
                let new = match sense {
                    Some((sense, reason)) => Some(place(atlas, sense, reason)),
                    None => unknown(atlas, &mentions, found.name, &within),
                };
                let Some(new) = new else { continue };
                places.push(new);
                known.insert(key, places.len() - 1);
                places.len() - 1
            }
        };
        let head = parsed.head_of(found.tokens).unwrap_or(TokenId(found.tokens.start));
        if let Some(place) = places.get_mut(at) {
            let embedded = found.role == Part::Embedded;
            place.mentions.push(PlaceMention { span: found.span, tokens: found.tokens, head, embedded });
        }
    }
    estimate(&mut places);
    Places::new(places)
}

/// A first-level division, by country and name.
type Division = (Option<Iso3>, String);

/// Gives a county without coordinates the middle of the towns that the article names in its division, or else the
/// middle of the division.
fn estimate(places: &mut [Place]) {
    let mut towns: BTreeMap<Division, Vec<(f64, f64)>> = BTreeMap::new();
    for place in places.iter() {
        if let (PlaceKind::City, Some(admin1), Some(lat), Some(lon)) =
            (place.kind, &place.admin1, place.lat, place.lon)
        {
            towns.entry((place.country, admin1.clone())).or_default().push((lat, lon));
        }
    }
    for place in places.iter_mut().filter(|p| p.kind == PlaceKind::Region && p.lat.is_none()) {
        let Some(admin1) = place.admin1.clone() else { continue };
        let division = curated::regions().iter().find(|r| {
            r.kind == PlaceKind::Admin1
                && r.name == admin1
                && place.country.is_some_and(|c| r.countries.contains(&c))
        });
        let points = match towns.get(&(place.country, admin1)) {
            Some(points) => points.clone(),
            None => division.map(|r| r.point).into_iter().collect(),
        };
        if !points.is_empty() {
            let n = points.len() as f64;
            place.lat = Some(points.iter().map(|p| p.0).sum::<f64>() / n);
            place.lon = Some(points.iter().map(|p| p.1).sum::<f64>() / n);
            place.rule.push_str(", coordinates estimated");
        }
    }
}

/// The place of a sense, without mentions.
pub(crate) fn place(atlas: &Atlas, sense: &Sense, reason: &str) -> Place {
    let division = sense.admin1.filter(|d| sense.id != SenseId::Record(*d));
    let admin1 = division.and_then(|d| {
        let row = curated::data().by_record(d).map(|r| r.name.to_string());
        row.or_else(|| Some(atlas.division(d)?.name))
    });
    Place {
        name: sense.name.clone(),
        kind: sense.kind,
        country: match sense.countries.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        admin1: admin1.filter(|n| !n.is_empty()),
        geonames: sense.geonames,
        lat: sense.point.map(|p| p.0),
        lon: sense.point.map(|p| p.1),
        mentions: Vec::new(),
        rule: reason.to_string(),
    }
}

/// The sense of each name that the article uses, by key.
fn within<'a>(mentions: &'a Mentions<'_>, senses: &[Option<(usize, String)>]) -> HashMap<&'a str, &'a Sense> {
    let mut within = HashMap::new();
    let named = mentions.found.iter().zip(senses).filter(|(found, _)| found.role != Part::Sign);
    for (found, chosen) in named {
        let Some(name) = mentions.names.get(found.name) else { continue };
        if let Some(sense) = chosen.as_ref().and_then(|(i, _)| name.senses.get(*i)) {
            within.entry(name.key.as_str()).or_insert(sense);
        }
    }
    within
}

/// A place that no table knows. When its name holds that of a place which the article also names by itself ("Mosul
/// Airport"), it lies there. Without such a name, a building is none.
fn unknown(
    atlas: &Atlas,
    mentions: &Mentions<'_>,
    name: usize,
    within: &HashMap<&str, &Sense>,
) -> Option<Place> {
    let (surface, key) = mentions.names.get(name).map_or(("", ""), |n| (n.surface.as_str(), n.key.as_str()));
    let known = mentions.names.get(name).is_some_and(|n| !n.senses.is_empty());
    let words: Vec<&str> = key.split(' ').take(LONGEST).collect();
    let lengths = (1..words.len()).rev();
    let parts = lengths.flat_map(|n| words.windows(n).map(|w| w.join(" ")).collect::<Vec<_>>());
    let around = parts.into_iter().find_map(|part| within.get(part.as_str()).copied());
    if around.is_none() && words.last().is_some_and(|w| role(w) == Some(Role::Building)) {
        return None;
    }
    let mut unknown = Place {
        name: surface.to_string(),
        kind: PlaceKind::Unknown,
        country: None,
        admin1: None,
        geonames: None,
        lat: None,
        lon: None,
        mentions: Vec::new(),
        rule: if known { "namesakes only" } else { "not in the gazetteer" }.to_string(),
    };
    if let Some(sense) = around {
        let outer = place(atlas, sense, "");
        unknown.rule = format!("not in the gazetteer, lies in {}", outer.name);
        unknown = Place { country: outer.country, admin1: outer.admin1, ..unknown };
        if sense.kind == PlaceKind::City || sense.county {
            unknown = Place { lat: outer.lat, lon: outer.lon, ..unknown };
        }
    }
    Some(unknown)
}
