//! Short acronyms of bodies that the article gives no other sign of: "DUI" is no Macedonian party in a story from Ohio.

use std::collections::BTreeSet;

use gesta_place::{Iso3, Places};
use gesta_syntax::Parsed;

use crate::candidate::Candidate;
use crate::tables::{EntryId, TABLES};

/// A longer acronym is rarely another's.
const SHORT: usize = 4;

/// Takes away what short acronyms may mean where neither the body's country nor its full name is in the article; a
/// candidate with nothing left that is no named entity either goes.
pub(crate) fn check(parsed: &Parsed, places: &Places, candidates: &mut Vec<Candidate>) {
    let of_places = places.places.iter().filter_map(|p| p.country);
    let countries: BTreeSet<Iso3> = of_places.chain(candidates.iter().filter_map(|c| c.country)).collect();
    let written_out = candidates.iter().filter(|c| c.words.len() > 1).flat_map(|c| c.entries.iter().copied());
    let written_out: BTreeSet<EntryId> = written_out.collect();
    candidates.retain_mut(|candidate| {
        let form = parsed.text_of(candidate.tokens);
        let short = form.len() <= SHORT && form.chars().all(|c| c.is_ascii_uppercase());
        if !short || candidate.entries.is_empty() || TABLES.acronyms.contains(form) {
            return true;
        }
        candidate.entries.retain(|e| {
            let country = TABLES.entry(*e).and_then(|entry| entry.iso3);
            country.is_none_or(|c| countries.contains(&c)) || written_out.contains(e)
        });
        !candidate.entries.is_empty() || parsed.entity_at(candidate.head).is_some()
    });
}
