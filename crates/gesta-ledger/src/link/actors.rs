//! Actors: the same id for the same actor in all articles.
//!
//! Those with a Wikidata id, states, and whoever is named are the same wherever they appear under that name. A person
//! named by one word only ("Ortega") and people without names ("two drivers") belong to their article, unless the words
//! say whose they are ("Chadian troops").

use gesta::record::{ActorRecord, Record};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Page;
use crate::error::Result;
use crate::store::code;
use crate::words::{hash, stem, words};

/// How far an actor is the same.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Scope {
    /// In its article.
    Article = 0,
    /// In its country: "Chadian troops".
    Role = 1,
    /// Wherever it is named.
    Everywhere = 2,
}

/// What tells one actor from another, and how far that holds.
fn identity(actor: &ActorRecord) -> (Option<String>, Scope) {
    let name = || words(&actor.name).collect::<Vec<_>>();
    let named = named(actor);
    let country = actor.country.as_deref();
    let everywhere = |identity: String| (Some(identity), Scope::Everywhere);
    match (&actor.wikidata, actor.kind.as_str(), country) {
        (Some(wikidata), ..) => everywhere(format!("wikidata {wikidata}")),
        (None, "state", Some(country)) => everywhere(format!("state {country}")),
        (None, "person", _) if named && name().len() > 1 => {
            everywhere(format!("person {}", name().join(" ")))
        }
        (None, "group" | "organization", _) if named => everywhere(format!("group {}", name().join(" "))),
        (None, "group" | "organization", Some(country)) => {
            let role: Vec<String> = name().iter().map(|w| stem(w)).collect();
            let sector = actor.sector.as_deref().unwrap_or("-");
            (Some(format!("role {country} {sector} {}", role.join(" "))), Scope::Role)
        }
        _ => (None, Scope::Article),
    }
}

fn named(actor: &ActorRecord) -> bool {
    actor.mentions.iter().any(|m| m.form == "name")
}

/// Finds or makes the actors of an article. Those that belong to it alone are kept only when something hangs on them, and
/// are found by name only when they have one.
pub(super) fn link(db: &Connection, page: &mut Page<'_>) -> Result<()> {
    let parties = used(page.record);
    for actor in &page.record.actors {
        let (identity, scope) = identity(actor);
        if scope == Scope::Article && !parties.contains(&actor.id.as_str()) {
            continue;
        }
        let known = find(db, identity.as_deref(), actor)?;
        let row = match &known {
            Some((row, _)) => *row,
            None => insert(db, identity.as_deref(), scope, actor)?,
        };
        page.actors.insert(&actor.id, row);
        if scope != Scope::Article || named(actor) {
            let own = known.as_ref().map_or(&actor.name, |(_, own)| own);
            if known.is_none() {
                index(db, row * 2, own)?;
            }
            let names = std::iter::once(&actor.name).chain(&actor.aliases);
            for name in names.filter(|name| *name != own) {
                enter_alias(db, row, name)?;
            }
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

/// The row of an actor that is known, and its name there; a later article may know what an earlier one did not.
fn find(db: &Connection, identity: Option<&str>, actor: &ActorRecord) -> Result<Option<(i64, String)>> {
    let Some(identity) = identity else { return Ok(None) };
    let mut query = db.prepare_cached("SELECT id, name FROM actor WHERE identity = ?1")?;
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?));
    let known = query.query_row([hash(identity.as_bytes()) as i64], read).optional()?;
    if let Some((row, _)) = &known {
        db.prepare_cached(
            "UPDATE actor SET articles = articles + 1, country = coalesce(country, ?2), sector = coalesce(sector, ?3)
             WHERE id = ?1",
        )?
        .execute(params![row, actor.country, actor.sector])?;
    }
    Ok(known)
}

fn insert(db: &Connection, identity: Option<&str>, scope: Scope, actor: &ActorRecord) -> Result<i64> {
    let mut insert = db.prepare_cached(
        "INSERT INTO actor (identity, scope, name, kind, country, sector, wikidata, articles)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)",
    )?;
    let hash = identity.map(|i| hash(i.as_bytes()) as i64);
    let (a, kind) = (actor, code(db, &actor.kind)?);
    insert.execute(params![hash, scope as i64, a.name, kind, a.country, a.sector, a.wikidata])?;
    Ok(db.last_insert_rowid())
}

/// Enters another name of an actor, once.
fn enter_alias(db: &Connection, actor: i64, name: &str) -> Result<()> {
    let mut known = db.prepare_cached("SELECT 1 FROM actor_alias WHERE actor = ?1 AND name = ?2")?;
    if known.exists(params![actor, name])? {
        return Ok(());
    }
    db.prepare_cached("INSERT INTO actor_alias (actor, name) VALUES (?1, ?2)")?
        .execute(params![actor, name])?;
    index(db, db.last_insert_rowid() * 2 + 1, name)
}

/// Makes an actor be found by a name.
fn index(db: &Connection, number: i64, name: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO actor_name (rowid, name) VALUES (?1, ?2)")?
        .execute(params![number, name])?;
    Ok(())
}
