//! What the tagger took a name for, over the whole article.

use std::collections::HashMap;

use gesta_syntax::{EntityKind, Parsed};
use gesta_text::TokenSpan;

use crate::country;

/// How often the tagger took the same words for what.
#[derive(Default)]
pub(crate) struct Votes<'a> {
    places: HashMap<&'a str, u32>,
    /// Organisations by name, persons by each word of their name.
    others: HashMap<&'a str, u32>,
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
                        *votes.others.entry(parsed.text_of(TokenSpan::one(token))).or_default() += 1;
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
}
