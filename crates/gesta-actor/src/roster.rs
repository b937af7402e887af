//! Actors from imported files (`gesta import petrarch`, `gesta import wikidata`), which know more names than our tables.
//!
//! A file is a [block](gesta_place::block) used as it lies. Its sections:
//!
//! | section | content |
//! |---|---|
//! | index, lists | normalised name to numbers of entries |
//! | offsets | where the text of each entry begins, 8 bytes |
//! | texts | one line for each entry |
//!
//! The line of an entry has its fields between tabs: kind (`person`, `organization`, `group`; `agent` for a common noun,
//! `office` for an office), country, sector, name, Wikidata id, then five for each term: office, country, sector, first
//! and last day. Empty is unknown. An office may be the Wikidata id of an entry that names it.

use gesta_place::Iso3;
use gesta_place::block::{Block, Index, Section};
use gesta_place::gazetteer::normalise;
use jiff::civil::Date;

use crate::{Actor, ActorKind, Actors, MentionForm, PhraseReading, resolve_phrase};

/// The first bytes of a file of actors.
pub const MAGIC: &[u8; 8] = b"GESTAAC1";

/// PLOVER's sectors.
const SECTORS: &str = include_str!("../../../knowledge/en/actors/sectors.tsv");

/// The actors of some files. What several of them know comes from the first.
#[derive(Clone, Default)]
pub struct Roster {
    files: Vec<Names>,
}

impl std::fmt::Debug for Roster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster").field("files", &self.files.len()).finish()
    }
}

#[derive(Clone)]
struct Names {
    index: Index,
    offsets: Section,
    texts: Section,
}

/// What a roster says of an actor on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// Its usual name.
    pub name: String,
    /// `None` for a common noun.
    pub kind: Option<ActorKind>,
    /// Its country.
    pub country: Option<Iso3>,
    /// PLOVER sector.
    pub sector: Option<&'static str>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// The office held that day.
    pub office: Option<String>,
}

/// One line.
struct Entry<'a> {
    head: [&'a str; 5],
    terms: Vec<[&'a str; 5]>,
}

impl Entry<'_> {
    fn read(line: &str) -> Option<Entry<'_>> {
        let fields: Vec<&str> = line.split('\t').collect();
        let (head, rest) = fields.split_first_chunk::<5>()?;
        Some(Entry { head: *head, terms: rest.as_chunks::<5>().0.to_vec() })
    }

    /// The term that covers a day (without one, the latest), else the last that was over before it, else the first;
    /// with the flag whether it covers the day.
    fn term(&self, on: Option<Date>) -> Option<([&str; 5], bool)> {
        let day = |text: &str| text.parse::<Date>().ok();
        let covers = |t: &&[&str; 5]| {
            on.is_none_or(|on| day(t[3]).is_none_or(|d| d <= on) && day(t[4]).is_none_or(|d| on <= d))
        };
        let latest = self.terms.iter().filter(covers).max_by_key(|t| (day(t[3]), t[4].is_empty()));
        if let Some(term) = latest {
            return Some((*term, true));
        }
        let over = self.terms.iter().filter(|t| day(t[4]) < on).max_by_key(|t| day(t[4]));
        over.or(self.terms.first()).map(|t| (*t, false))
    }
}

impl Roster {
    /// Adds a file; false when it is none of actors.
    pub fn add(&mut self, block: &Block) -> bool {
        let names = Section::all(block, MAGIC).and_then(|[index, lists, offsets, texts]| {
            Some(Names { index: Index::new(index, lists)?, offsets, texts })
        });
        let known = names.is_some();
        self.files.extend(names);
        known
    }

    /// True when there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All that is listed under a name, as of a day; without one, as of the latest term. The first file that has the
    /// name answers.
    pub fn find(&self, name: &str, on: Option<Date>) -> Vec<Listed> {
        let key = normalise(name);
        let lines = self.files.iter().map(|f| f.lines(&key)).find(|l| !l.is_empty()).unwrap_or_default();
        lines.into_iter().filter_map(|line| self.listed(&Entry::read(line)?, on)).collect()
    }

    fn listed(&self, entry: &Entry<'_>, on: Option<Date>) -> Option<Listed> {
        let [kind, country, sector, name, wikidata] = entry.head;
        let kind = match kind {
            "person" => Some(ActorKind::Person),
            "group" => Some(ActorKind::Group),
            "organization" => Some(ActorKind::Organization),
            "agent" => None,
            _ => return None,
        };
        let term = entry.term(on);
        let held = term.filter(|t| t.1).map(|t| self.office(t.0[0]));
        let office = held.filter(|o| !o.is_empty());
        let in_office = office.as_ref().map(|o| resolve_phrase(o, on).sector.unwrap_or("GOV"));
        let was_in_office = term.is_some_and(|(t, now)| !now && !t[0].is_empty());
        let of_term = term.and_then(|(t, _)| known(t[2]));
        Some(Listed {
            name: name.to_owned(),
            kind,
            country: term.and_then(|(t, _)| Iso3::parse(t[1])).or_else(|| Iso3::parse(country)),
            sector: of_term.or(in_office).or(was_in_office.then_some("ELI")).or_else(|| known(sector)),
            wikidata: Some(wikidata).filter(|w| !w.is_empty()).map(str::to_owned),
            office,
        })
    }

    /// The name of an office that may be given by its Wikidata id.
    fn office(&self, office: &str) -> String {
        let is_id = office.strip_prefix('Q').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if !is_id {
            return office.to_owned();
        }
        let key = office.to_lowercase();
        let lines = self.files.iter().flat_map(|f| f.lines(&key));
        let mut entries = lines.filter_map(Entry::read).filter(|e| e.head[0] == "office");
        entries.next().map_or(String::new(), |e| e.head[3].to_owned())
    }

    /// Reads a phrase as [`resolve_phrase`] does, and completes what it says where one actor of that name is listed.
    pub fn resolve_phrase(&self, phrase: &str, on: Option<Date>) -> PhraseReading {
        let reading = resolve_phrase(phrase, on);
        if self.is_empty()
            || reading.country.is_some() && reading.sector.is_some() && reading.wikidata.is_some()
        {
            return reading;
        }
        let mut found = self.find(phrase, on);
        found.retain(|l| l.country == reading.country || l.country.is_none() || reading.country.is_none());
        let [listed] = found.as_slice() else { return reading };
        // A noun in a name that only the roster knows ("league") tells less than the roster does.
        let sector = match reading.name {
            Some(_) => reading.sector.or(listed.sector),
            None => listed.sector.or(reading.sector),
        };
        PhraseReading {
            name: reading.name.or_else(|| Some(listed.name.clone())),
            country: reading.country.or(listed.country),
            sector,
            wikidata: reading.wikidata.or_else(|| listed.wikidata.clone()),
            rule: format!("imported: {}", listed.name),
        }
    }

    /// Gives actors of which our tables do not know everything what the roster says: those with a name where it lists
    /// one actor that agrees with what is known, the others by their noun.
    pub fn complete(&self, actors: &mut Actors, on: Option<Date>) {
        if self.is_empty() {
            return;
        }
        for actor in &mut actors.actors {
            let named = actor.mentions.iter().any(|m| m.form == MentionForm::Name);
            let complete = actor.country.is_some() && actor.sector.is_some() && actor.wikidata.is_some();
            if complete || actor.kind == ActorKind::State {
                continue;
            }
            let found = if named { self.named(actor, on) } else { self.noun(actor, on) };
            let Some(listed) = found else { continue };
            let before = (actor.country, actor.sector, actor.wikidata.is_some());
            actor.country = actor.country.or(listed.country);
            actor.sector = actor.sector.or(listed.sector);
            actor.wikidata = actor.wikidata.take().or(listed.wikidata);
            if before != (actor.country, actor.sector, actor.wikidata.is_some()) {
                actor.rule = format!("imported: {}", listed.name);
            }
        }
    }

    fn named(&self, actor: &Actor, on: Option<Date>) -> Option<Listed> {
        std::iter::once(&actor.name).chain(&actor.aliases).find_map(|name| {
            let person = actor.kind == ActorKind::Person;
            let agrees = |l: &Listed| {
                l.kind.is_some_and(|k| (k == ActorKind::Person) == person)
                    && (l.country == actor.country || l.country.is_none() || actor.country.is_none())
                    && (l.sector == actor.sector || l.sector.is_none() || actor.sector.is_none())
            };
            // A last name or given name alone is no sign of one person.
            let tells = !person || name.trim().contains(' ');
            let mut found = if tells { self.find(name, on) } else { Vec::new() };
            found.retain(agrees);
            if found.len() == 1 { found.pop() } else { None }
        })
    }

    fn noun(&self, actor: &Actor, on: Option<Date>) -> Option<Listed> {
        if actor.sector.is_some() {
            return None;
        }
        let key = normalise(&actor.name);
        let singular = key.strip_suffix('s').unwrap_or(&key);
        let found = [key.as_str(), singular].into_iter().flat_map(|k| self.find(k, on));
        found.into_iter().find(|l| l.kind.is_none())
    }
}

impl Names {
    fn lines(&self, key: &str) -> Vec<&str> {
        self.index.find(key).into_iter().filter_map(|number| self.line(number >> 1)).collect()
    }

    fn line(&self, number: u32) -> Option<&str> {
        let start = u64::from_le_bytes(*self.offsets.item(number as usize)?);
        let rest = self.texts.as_ref().get(usize::try_from(start).ok()?..)?;
        let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        std::str::from_utf8(rest.get(..end)?).ok()
    }
}

/// The sector with this code.
fn known(code: &str) -> Option<&'static str> {
    let rows = SECTORS.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split('\t').next()).find(|s| *s == code && *s != "UNK")
}
