//! Which place a name means by itself, without an article.

use std::cmp::Reverse;

use crate::atlas::Atlas;
use crate::gazetteer::{normalise, title_case};
use crate::read::place;
use crate::sense::{Sense, by_abbreviation, rank, senses};
use crate::{Iso3, Place, PlaceKind, country};

/// How much nearer to us a place of the country asked for is, in decades of inhabitants: Lima in Ohio goes before that in
/// Peru, the village of China in Maine not before the country.
const NEAR: f64 = 3.5;
/// The most places of the name that are told besides the one meant.
const OTHERS: usize = 9;

/// The place a name means, and which others have the name.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The place; [`Place::rule`] says why this one.
    pub place: Place,
    /// Its inhabitants, where they are known.
    pub population: Option<u64>,
    /// Other places of the name, the most prominent first.
    pub others: Vec<Place>,
}

/// Finds the place that `name` means: "Mosul", "Paris, Texas", "Portland, Me.". Places in the country `near` go before
/// others. `None` when no table knows the name, or none of its places lies where the name says.
///
/// ```
/// use gesta_place::{Atlas, Iso3, look_up};
/// let atlas = Atlas::default();
/// assert_eq!(look_up(&atlas, "London", None).unwrap().place.country, Iso3::parse("GBR"));
/// assert_eq!(look_up(&atlas, "London", Iso3::parse("CAN")).unwrap().place.admin1.unwrap(), "Ontario");
/// assert_eq!(look_up(&atlas, "Paris, Texas", None).unwrap().place.rule, "lies in Texas");
/// ```
pub fn look_up(atlas: &Atlas, name: &str, near: Option<Iso3>) -> Option<Answer> {
    let whole = meanings(atlas, name.trim());
    let mut containers: Vec<&str> = name.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    let mut found = whole;
    let mut outer = None;
    if found.is_empty() && containers.len() > 1 {
        found = meanings(atlas, containers.remove(0));
        for container in containers {
            let outers = match by_abbreviation(atlas, container) {
                Some(division) => vec![division],
                None => meanings(atlas, container),
            };
            found.retain(|s| outers.iter().any(|o| s.lies_in(o)));
            let holds = |o: &&Sense| found.iter().any(|s| s.lies_in(o));
            outer = outer.or_else(|| outers.iter().find(holds).map(|o| o.name.clone()));
        }
    }
    let is_near = |s: &Sense| near.is_some_and(|n| s.countries.contains(&n));
    found.sort_by_key(|s| Reverse(((s.prior + if is_near(s) { NEAR } else { 0.0 }) * 1e3) as i64));
    let (best, rest) = found.split_first()?;
    let reason = match (outer, best.kind) {
        (Some(outer), _) => format!("lies in {outer}"),
        _ if rest.is_empty() => "only sense".to_string(),
        _ if is_near(best) && rest.iter().any(|s| s.prior > best.prior) => {
            let country = near.and_then(country::by_iso3).map_or("the country", |c| c.name);
            format!("most prominent in {country}")
        }
        (_, PlaceKind::Country) => "country".to_string(),
        _ => format!("most prominent of {}", rest.len() + 1),
    };
    Some(Answer {
        place: place(atlas, best, &reason),
        population: best.population,
        others: rest.iter().take(OTHERS).map(|s| place(atlas, s, "namesake")).collect(),
    })
}

/// The senses of a name as it is written, or with a capital at each word.
fn meanings(atlas: &Atlas, name: &str) -> Vec<Sense> {
    let key = normalise(name);
    let mut found = senses(atlas, name, &key);
    if found.is_empty() {
        let bare = key.strip_prefix("the ").unwrap_or(&key);
        found = senses(atlas, &title_case(bare), bare);
    }
    rank(&mut found);
    found
}
