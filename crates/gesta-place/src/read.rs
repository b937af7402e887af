//! From mentions to places: one for each sense, with all its mentions.

use std::collections::BTreeMap;

use gesta_syntax::Parsed;
use gesta_text::TokenId;

use crate::mention::{self, Mentions};
use crate::resolve::resolve;
use crate::sense::{Sense, SenseId};
use crate::{Place, PlaceKind, PlaceMention, Places, gazetteer};

/// Finds the places that a document names and decides which ones are meant.
pub fn read(parsed: &Parsed) -> Places {
    let mentions = mention::find(parsed);
    let senses = resolve(parsed, &mentions);
    let mut places: Vec<Place> = Vec::new();
    let mut known: BTreeMap<Result<SenseId, usize>, usize> = BTreeMap::new();
    for (found, chosen) in mentions.found.iter().zip(senses) {
        let Some(name) = mentions.names.get(found.name) else { continue };
        let sense = chosen.as_ref().and_then(|(i, reason)| Some((name.senses.get(*i)?, reason)));
        let key = sense.map_or(Err(found.name), |(s, _)| Ok(s.id));
        let at = *known.entry(key).or_insert_with(|| {
            places.push(match sense {
                Some((sense, reason)) => place(sense, reason),
                None => unknown(&mentions, found.name),
            });
            places.len() - 1
        });
        let head = parsed.head_of(found.tokens).unwrap_or(TokenId(found.tokens.start));
        if let Some(place) = places.get_mut(at) {
            place.mentions.push(PlaceMention { span: found.span, tokens: found.tokens, head });
        }
    }
    Places::new(places)
}

fn place(sense: &Sense, reason: &str) -> Place {
    let gazetteer = gazetteer::embedded();
    let division = sense.admin1.filter(|d| sense.id != SenseId::Record(*d));
    let admin1 = division.and_then(|d| {
        let row = crate::curated::data().by_record(d).map(|r| r.name.to_string());
        row.or_else(|| Some(gazetteer.name(&gazetteer.record(d)?, "")))
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

fn unknown(mentions: &Mentions, name: usize) -> Place {
    Place {
        name: mentions.names.get(name).map(|n| n.surface.clone()).unwrap_or_default(),
        kind: PlaceKind::Unknown,
        country: None,
        admin1: None,
        geonames: None,
        lat: None,
        lon: None,
        mentions: Vec::new(),
        rule: "not in the gazetteer".to_string(),
    }
}
