//! What the tagger took a name for, over the whole article.

use std::collections::{HashMap, HashSet};

use gesta_syntax::{EntityKind, Parsed};
use gesta_text::TokenSpan;

use crate::country;

/// How often the tagger took the same words for what.
#[derive(Default)]
pub(crate) struct Votes<'a> {
    places: HashMap<&'a str, u32>,
    /// Organisations by name, persons by each word of their name.
    others: HashMap<&'a str, u32>,
    /// Words of names of persons that have several.
    parts: HashSet<&'a str>,
}

impl<'a> Votes<'a> {
    pub(crate) fn count(parsed: &'a Parsed) -> Votes<'a> {
        let mut votes = Votes::default();
        for entity in parsed.entities() {
            let text = parsed.text_of(entity.tokens);
            match entity.kind {
                EntityKind::Loc => *votes.places.entry(text).or_default() += 1,
                EntityKind::Per => {
                    for token in entity.tokens.iter() {
                        let word = parsed.text_of(TokenSpan::one(token));
                        *votes.others.entry(word).or_default() += 1;
                        if entity.tokens.len() > 1 {
                            votes.parts.insert(word);
                        }
                    }
                }
                EntityKind::Org => *votes.others.entry(text).or_default() += 1,
                EntityKind::Misc => {}
            }
        }
        votes
    }

    /// True when the article mostly uses the word for a person or an organisation, and it is no country.
    pub(crate) fn against(&self, text: &str) -> bool {
        self.others.get(text) > self.places.get(text) && country::by_name(text).is_none()
    }

    /// True when a name that was taken for a person's may be that of a country or of a place that the article names
    /// otherwise: it is part of no fuller name of a person, and not mostly taken for one.
    pub(crate) fn for_place(&self, text: &str, seen: bool) -> bool {
        let open = !self.parts.contains(text) && !self.against(text);
        open && (seen || country::by_name(text).is_some())
    }
}
