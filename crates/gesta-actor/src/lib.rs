//! Actors: who acts, under which names, for which country and sector, and how actors relate.
//!
//! [`read`] works in four steps. Each sentence gives [candidates](candidate): names (known ones by table, others from
//! the tagger), nouns that name agents, pronouns. Candidates are joined to clusters, names over the whole document,
//! then nominals and pronouns in text order. [Relations](relations) are read off the nouns and verbs that state them.
//! Last, each cluster gets its name, country and sector for the day of the article. What the world is like stands in
//! `knowledge/en/actors/`.

mod acronyms;
mod actors;
mod anaphora;
mod bearers;
mod candidate;
mod clusters;
mod context;
mod fold;
mod grammar;
mod home;
mod metonymy;
mod names;
mod nation;
mod nominals;
mod persons;
mod phrase;
mod pronouns;
mod quotes;
mod relations;
pub mod roster;
mod tables;
#[cfg(test)]
mod tables_test;
mod titled;
mod types;
mod votes;

pub use home::{AT_HOME, PEOPLE};
pub use nominals::sector_of;
pub use phrase::{PhraseReading, resolve_phrase};
pub use roster::{Listed, Roster};
pub use types::{Actor, ActorId, ActorKind, ActorRelation, Actors, Mention, MentionForm, RelationKind};

use gesta_place::Places;
use gesta_syntax::Parsed;
use gesta_text::SentenceKind;
use jiff::civil::Date;

/// Finds the actors of a document. `published` decides who held an office at the time.
pub fn read(parsed: &Parsed, places: &Places, published: Option<Date>) -> Actors {
    let mut candidates = Vec::new();
    let votes = votes::Votes::count(parsed);
    for (_, sentence) in parsed.sentences().filter(|(_, s)| s.kind != SentenceKind::Furniture) {
        let names = names::find(parsed, places, &votes, sentence);
        let mut found = nominals::find(parsed, places, sentence, &names);
        found.extend(names);
        found.extend(pronouns::find(parsed, sentence));
        found.sort_by_key(|c| (c.tokens.start, c.head));
        candidates.extend(found);
    }
    acronyms::check(parsed, places, &mut candidates);
    let context = context::Context::count(parsed, &candidates, places);
    context::check(parsed, &context, published, &mut candidates);
    let quotes = quotes::find(parsed);
    let mut resolver = clusters::Resolver::new(parsed, published, candidates, context, quotes);
    resolver.run();
    let mut links = relations::find(&resolver);
    links.extend(relations::known(&resolver));
    actors::build(&resolver, &links)
}
