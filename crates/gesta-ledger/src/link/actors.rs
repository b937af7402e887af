//! Actors: the same id for the same actor in all articles.
//!
//! Those with a Wikidata id, states, and whoever is named are the same wherever they appear under that name. A person
//! named by one word only ("Ortega") and people without names ("two drivers") belong to their article, unless the words
//! say whose they are ("Chadian troops").

use gesta::record::{ActorRecord, Record};
use rusqlite::{Connection, params};

use super::Page;
use crate::error::Result;
use crate::words::{stem, words};

/// What tells one actor from another, and whether it is the same in other articles.
fn identity(actor: &ActorRecord, document: i64) -> (String, bool) {
    let name = || words(&actor.name).collect::<Vec<_>>();
    let named = actor.mentions.iter().any(|m| m.form == "name");
    let country = actor.country.as_deref();
    match (&actor.wikidata, actor.kind.as_str(), country) {
        (Some(wikidata), ..) => (format!("wikidata {wikidata}"), true),
        (None, "state", Some(country)) => (format!("state {country}"), true),
        (None, "person", _) if named && name().len() > 1 => (format!("person {}", name().join(" ")), true),
        (None, "group" | "organization", _) if named => (format!("group {}", name().join(" ")), true),
        (None, "group" | "organization", Some(country)) => {
            let role: Vec<String> = name().iter().map(|w| stem(w)).collect();
            let sector = actor.sector.as_deref().unwrap_or("-");
            (format!("role {country} {sector} {}", role.join(" ")), true)
        }
        _ => (format!("d{document} {}", actor.id), false),
    }
}

/// Finds or makes the actors of an article. Those that belong to it alone are kept only when something hangs on them.
pub(super) fn link(db: &Connection, page: &mut Page<'_>) -> Result<()> {
    let parties = used(page.record);
    for actor in &page.record.actors {
        let (identity, shared) = identity(actor, page.id);
        if !shared && !parties.contains(&actor.id.as_str()) {
            continue;
        }
        let row = insert(db, &identity, actor)?;
        page.actors.insert(&actor.id, row);
        if shared {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                alias(db, row, name)?;
            }
        } else {
            alias(db, row, &actor.name)?;
        }
    }
    Ok(())
}

/// Ids of actors that say, do, suffer or owe something.
fn used(record: &Record) -> Vec<&str> {
    let statements = record.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.addressee));
    let events = record.events.iter().flat_map(|e| e.source.iter().chain(&e.target));
    let commitments = record.commitments.iter().flat_map(|c| c.debtor.iter().chain(&c.counterparty));
    statements.chain(events).chain(commitments).map(String::as_str).collect()
}

/// The actor's row; a later article may know what an earlier one did not.
fn insert(db: &Connection, identity: &str, actor: &ActorRecord) -> Result<i64> {
    let mut insert = db.prepare_cached(
        "INSERT INTO actor (identity, name, kind, country, sector, wikidata, articles)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
         ON CONFLICT (identity) DO UPDATE SET articles = articles + 1,
           country = coalesce(country, excluded.country), sector = coalesce(sector, excluded.sector)
         RETURNING id",
    )?;
    let values = params![identity, actor.name, actor.kind, actor.country, actor.sector, actor.wikidata];
    Ok(insert.query_row(values, |row| row.get(0))?)
}

fn alias(db: &Connection, actor: i64, name: &str) -> Result<()> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO actor_alias (actor, name) VALUES (?1, ?2)")?;
    if insert.execute(params![actor, name])? > 0 {
        db.prepare_cached("INSERT INTO actor_name (rowid, name) VALUES (?1, ?2)")?
            .execute(params![db.last_insert_rowid(), name])?;
    }
    Ok(())
}
