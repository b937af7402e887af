//! One kind for a name and a document: what the tagger takes "Calder" for in one sentence and not in another, all
//! sentences decide together.

use std::collections::HashMap;

use gesta_syntax::{EntityKind, Parsed};
use gesta_text::TokenSpan;

use crate::fold;
use crate::tables::TABLES;

/// How often the tagger took a name for a person, an organisation, a place.
#[derive(Default)]
pub(crate) struct Votes {
    names: HashMap<String, [u32; 3]>,
    /// Words of names of persons that have several.
    persons: HashMap<String, u32>,
}

impl Votes {
    /// Counts the entities of a document.
    pub(crate) fn count(parsed: &Parsed) -> Votes {
        let mut votes = Votes::default();
        for entity in parsed.entities() {
            let slot = match entity.kind {
                EntityKind::Per => 0,
                EntityKind::Org => 1,
                EntityKind::Loc => 2,
                EntityKind::Misc => continue,
            };
            let (key, words) = key(parsed, entity.tokens);
            if let Some(count) = votes.names.entry(key).or_default().get_mut(slot) {
                *count += 1;
            }
            if entity.kind == EntityKind::Per && words.len() > 1 {
                for word in words {
                    *votes.persons.entry(word).or_default() += 1;
                }
            }
        }
        votes
    }

    /// What the name is in this document; `kind` is what the tagger says here, and stays unless outvoted.
    pub(crate) fn kind(&self, parsed: &Parsed, tokens: TokenSpan, kind: EntityKind) -> EntityKind {
        let (key, words) = key(parsed, tokens);
        let [mut person, body, place] = self.names.get(&key).copied().unwrap_or_default();
        if let [word] = words.as_slice() {
            person += 2 * self.persons.get(word).copied().unwrap_or(0);
        }
        let own = match kind {
            EntityKind::Per => person,
            EntityKind::Org => body,
            EntityKind::Loc => place,
            EntityKind::Misc => return kind,
        };
        let (most, count) = [(EntityKind::Per, person), (EntityKind::Org, body), (EntityKind::Loc, place)]
            .into_iter()
            .fold((kind, own), |best, next| if next.1 > best.1 { next } else { best });
        // Of as many persons and organisations, a given name decides.
        if person == body && count == person && matches!(kind, EntityKind::Per | EntityKind::Org) {
            let given = words.first().is_some_and(|w| TABLES.given_sex(w).is_some());
            return if given { EntityKind::Per } else { EntityKind::Org };
        }
        // A place by half of the votes is no person.
        let place_instead = kind == EntityKind::Per && place > 0 && place >= person;
        if place_instead && count <= place { EntityKind::Loc } else { most }
    }

    /// True when the word is part of a person's longer name.
    pub(crate) fn is_of_person(&self, word: &str) -> bool {
        fold::words(word).iter().any(|w| self.persons.contains_key(w))
    }
}

fn key(parsed: &Parsed, tokens: TokenSpan) -> (String, Vec<String>) {
    let mut words = fold::words(parsed.text_of(tokens));
    if words.len() > 1 && words.first().is_some_and(|w| w == "the") {
        words.remove(0);
    }
    (words.join(" "), words)
}
