//! Persons by name: which other name of the article a bare last name takes up, and which known person a name means.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::candidate::Candidate;
use crate::clusters::{Cluster, Resolver};
use crate::context::Context;
use crate::tables::{EntryId, TABLES, Term};
use crate::{ActorKind, fold};

/// Shortest last name that another spelling of it may stand for.
const SPELLED: usize = 5;

impl Cluster {
    /// The mention by full name before this one, or the name alone, whichever is nearer; without any, the first after it as
    /// a negative number.
    fn position(&self, i: usize) -> i64 {
        let full = self.members.get(..self.introduced).unwrap_or(&[]);
        let at = full.partition_point(|m| *m < i);
        let before = at.checked_sub(1).and_then(|p| full.get(p));
        let since = self.members.get(self.introduced..).and_then(<[usize]>::last);
        let after = || full.get(at).map_or(i64::MIN, |m| -(*m as i64) - 1);
        before.max(since).map_or_else(after, |m| *m as i64)
    }
}

impl Resolver<'_> {
    /// The cluster of a person's name, opened if need be.
    pub(crate) fn person(&mut self, i: usize, candidate: &Candidate) -> usize {
        let words = candidate.words.clone();
        let core: Vec<&str> = fold::core(&words);
        let last = core.last().copied().unwrap_or("").to_owned();
        let single = core.len() == 1;
        let entry = self.choose(&candidate.entries);
        if let Some(id) = self.namesake(i, candidate, &core, &last) {
            let own = self.clusters.get(id).and_then(|c| c.entry);
            let ahead = self.clusters.get(id).is_some_and(|c| c.position(i) < 0);
            match entry {
                // "Obama" before anybody else of that name is the one whom everybody knows.
                Some(entry) if single && ahead && own.is_none_or(|o| !candidate.entries.contains(&o)) => {
                    return self.entry(entry);
                }
                Some(entry) if !single && own.is_none() => self.set_entry(id, entry),
                _ => {}
            }
            return id;
        }
        let entry = entry
            .or_else(|| self.office_holder(candidate, &last, single))
            .or_else(|| self.other_spelling(candidate, &core));
        if let Some(entry) = entry {
            return self.entry(entry);
        }
        let id = self.open();
        if let Some(cluster) = self.clusters.get_mut(id) {
            cluster.kind = Some(ActorKind::Person);
            cluster.words.clone_from(&words);
            cluster.sex = candidate
                .sex
                .or_else(|| if single { None } else { words.first().and_then(|w| TABLES.given_sex(w)) });
        }
        // By the last name, the given name, and the first of two family names.
        for word in core.iter().rev() {
            self.last_names.entry(fold::plain_spelling(word)).or_default().push(id);
        }
        id
    }

    /// The person of the document whom this name fits.
    fn namesake(&self, i: usize, candidate: &Candidate, core: &[&str], last: &str) -> Option<usize> {
        let known = self.last_names.get(&fold::plain_spelling(last))?;
        let given = || core.first().filter(|_| core.len() > 1).and_then(|w| TABLES.given_sex(w));
        let sex = candidate.sex.or_else(given);
        let fits = |id: &&usize| {
            let Some(cluster) = self.clusters.get(**id) else { return false };
            let other = fold::core(&cluster.words);
            let clash = matches!((sex, cluster.sex), (Some(a), Some(b)) if a != b);
            let entries = match (cluster.entry, core.len()) {
                (Some(entry), 2..) if !candidate.entries.is_empty() => candidate.entries.contains(&entry),
                _ => true,
            };
            !clash && entries && is_same_person(core, &other)
        };
        // Among several, one of the sex that the title tells, then one of this last name, then one called so before, then the
        // one mentioned last.
        let rank = |id: &&usize| {
            let cluster = self.clusters.get(**id)?;
            let alike = |m: &usize| {
                let other = self.candidates.get(*m);
                other.is_some_and(|o| o.words == candidate.words && o.title == candidate.title)
            };
            let called = cluster.members.iter().rev().take(50).any(alike);
            let family = fold::core(&cluster.words).last() == Some(&last);
            Some((sex.is_some() && cluster.sex == sex, family, called, cluster.position(i)))
        };
        known.iter().filter(fits).max_by_key(rank).copied()
    }

    /// A bare or titled last name in the table: "Foreign Minister Lavrov". A bare one may be anybody's, so the document
    /// must speak of the country of its bearer.
    fn office_holder(&self, candidate: &Candidate, last: &str, single: bool) -> Option<EntryId> {
        if !single || last.chars().count() < 3 {
            return None;
        }
        let on = self.published;
        let fits = |id: &&EntryId| {
            let Some(entry) = TABLES.entry(**id) else { return false };
            let country = candidate.country.is_none_or(|c| entry.terms.iter().any(|t| t.iso3 == Some(c)));
            let office = candidate.title.and_then(|t| t.office);
            let held = entry.terms.iter().any(|t| {
                office.is_none_or(|o| t.office == o)
                    && on.is_none_or(|on| {
                        t.from <= on && (candidate.former || office.is_none() || t.covers(on))
                    })
            });
            let spoken_of = |t: &Term| t.iso3.is_none_or(|c| self.context.speaks_of(c));
            let noted =
                entry.wikidata.is_some() && on.is_none_or(|on| entry.terms.iter().any(|t| t.covers(on)));
            country && held && (office.is_some() || noted || entry.terms.iter().any(spoken_of))
        };
        let only = |named: &[EntryId]| {
            let mut fitting = named.iter().filter(fits);
            let first = fitting.next()?;
            fitting.next().is_none().then_some(*first)
        };
        match TABLES.last_names.get(last) {
            Some(named) => only(named),
            None if last.chars().count() >= SPELLED => {
                let named = TABLES.sounds.get(&fold::skeleton(last))?;
                let spelled = |e: &&EntryId| {
                    let entry = TABLES.entry(**e);
                    entry.is_some_and(|e| {
                        fold::core(&fold::words(e.name)).last().is_some_and(|l| fold::sounds_like(l, last))
                    })
                };
                only(&named.iter().filter(spelled).copied().collect::<Vec<_>>())
            }
            None => None,
        }
    }

    /// A full name that the table spells otherwise: "Saif al-Islam Gadhafi".
    fn other_spelling(&self, candidate: &Candidate, core: &[&str]) -> Option<EntryId> {
        let (first, last) = (core.first()?, core.last()?);
        if core.len() < 2 || first.chars().count() < 3 {
            return None;
        }
        let named = TABLES.sounds.get(&fold::skeleton(last))?;
        let alike = |id: &&EntryId| {
            let Some(entry) = TABLES.entry(**id) else { return false };
            let words = fold::words(entry.name);
            let other = fold::core(&words);
            let given = other.first().is_some_and(|g| fold::sounds_like(g, first));
            let country = candidate.country.is_none_or(|c| entry.iso3 == Some(c));
            let same =
                other.len() == core.len() && other.iter().zip(core).all(|(a, b)| fold::sounds_like(a, b));
            given && country && same && is_likely(**id, self.published, &self.context)
        };
        let found: BTreeSet<EntryId> = named.iter().filter(alike).copied().collect();
        found.first().copied().filter(|_| found.len() == 1)
    }
}

/// True when two names, without particles, may be one person's: equal last names, and given names that do not differ.
pub(crate) fn is_same_person(a: &[&str], b: &[&str]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (Some(last), Some(other)) = (short.last(), long.last()) else { return false };
    if short.len() == 1 {
        let last = fold::plain_spelling(last);
        return long.iter().any(|w| fold::plain_spelling(w) == last);
    }
    if !fold::sounds_like(last, other) {
        return false;
    }
    let (Some(first), Some(given)) = (short.first(), long.first()) else { return false };
    let initial = first.chars().count() == 1 && given.starts_with(first)
        || given.chars().count() == 1 && first.starts_with(given);
    initial || fold::sounds_like(first, given) || long.get(1).is_some_and(|m| m == first && long.len() > 2)
}

/// True where an untitled name may well be the one of the table: always for the best known, else in office or where
/// the document speaks of the country. Many a minister of long ago has a namesake.
pub(crate) fn is_likely(entry: EntryId, on: Option<Date>, context: &Context) -> bool {
    let Some(entry) = TABLES.entry(entry) else { return false };
    let likely = |t: &Term| {
        on.is_none_or(|on| t.covers(on)) || t.iso3.is_none_or(|country| context.speaks_of(country))
    };
    let noted = entry.terms.is_empty() && entry.iso3.is_none_or(|c| context.speaks_of(c));
    entry.kind != ActorKind::Person || entry.wikidata.is_some() || noted || entry.terms.iter().any(likely)
}
