//! Which countries an article is about: what names need that are common to many ("the Senate", "Labour", a last name).

use std::collections::{BTreeMap, BTreeSet};

use gesta_place::{Iso3, Place, Places};
use gesta_syntax::Parsed;
use gesta_text::{FurnitureKind, SentenceId, SentenceKind, TokenId};
use jiff::civil::Date;

use crate::candidate::Candidate;
use crate::names;
use crate::persons::is_likely;
use crate::tables::{EntryId, TABLES};
use crate::{ActorKind, MentionForm};

/// From this share of the mentions of the first country on, a country is one that the article is about.
const SHARE: usize = 4;
/// How often an article must speak of the country at home in it, and how many times as often as of any other.
const HOME: (usize, usize) = (3, 2);
/// How many sentences are the lead of an article, its title among them.
const LEAD: usize = 4;

/// How often an article speaks of each country, by name, adjective, place, or a name that only one country has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    weights: BTreeMap<Iso3, usize>,
    most: usize,
    dateline: Option<Iso3>,
    lead: BTreeSet<Iso3>,
    home: Option<Iso3>,
}

impl Context {
    /// Counts the countries of an article's mentions and places.
    pub(crate) fn count(parsed: &Parsed, candidates: &[Candidate], places: &Places) -> Context {
        let mut weights: BTreeMap<Iso3, usize> = BTreeMap::new();
        let own = candidates.iter().filter_map(|c| {
            let [only] = c.entries.as_slice() else { return c.country };
            let distinct = !TABLES.is_common(&c.words) && c.words.len() > 1;
            c.country.or(TABLES.entry(*only).filter(|_| distinct).and_then(|e| e.iso3))
        });
        let of_places =
            places.places.iter().flat_map(|p| p.country.into_iter().cycle().take(p.mentions.len()));
        for country in own.chain(of_places) {
            *weights.entry(country).or_default() += 1;
        }
        let most = weights.values().copied().max().unwrap_or(0);
        let dateline = dateline(parsed, places);
        let lead = lead(parsed, candidates, places);
        let mut context = Context { weights, most, dateline, lead, home: None };
        context.home = context.at_home();
        context
    }

    pub(crate) fn weight(&self, country: Iso3) -> usize {
        self.weights.get(&country).copied().unwrap_or(0)
    }

    pub(crate) fn speaks_of(&self, country: Iso3) -> bool {
        self.weights.contains_key(&country)
    }

    /// True for a country that the article speaks of nearly as often as of any.
    pub(crate) fn is_about(&self, country: Iso3) -> bool {
        let weight = self.weight(country);
        weight > 0 && weight * SHARE >= self.most
    }

    /// The only country that it is about.
    pub(crate) fn only(&self) -> Option<Iso3> {
        let mut about = self.weights.keys().filter(|c| self.is_about(**c));
        about.next().copied().filter(|_| about.next().is_none())
    }

    /// The country at home in the article, whose army "the army" is: told in the lead, and spoken of twice as often as any other. The
    /// dateline's country needs less, and stands against one of which the article speaks not much oftener.
    pub(crate) fn home(&self) -> Option<Iso3> {
        self.home
    }

    fn at_home(&self) -> Option<Iso3> {
        let weight = |c: Iso3| self.weight(c);
        let second =
            |c: Iso3| self.weights.iter().filter(|(o, _)| **o != c).map(|(_, w)| *w).max().unwrap_or(0);
        let written = self.dateline.filter(|c| weight(*c) >= HOME.0);
        let there = written.filter(|c| {
            let alone = !self.lead.is_empty() && self.lead.iter().all(|l| l == c);
            2 * weight(*c) >= 3 * second(*c) || alone && 3 * weight(*c) >= 2 * second(*c)
        });
        let most = self.weights.keys().copied().max_by_key(|c| weight(*c));
        let told = |c: &Iso3| {
            let near = written.is_some_and(|w| w != *c && 4 * weight(w) > weight(*c));
            weight(*c) >= HOME.0.max(HOME.1 * second(*c)) && self.lead.contains(c) && !near
        };
        there.or_else(|| most.filter(told))
    }
}

/// The country of the first place of the dateline.
fn dateline(parsed: &Parsed, places: &Places) -> Option<Iso3> {
    let lines = parsed.document().furniture().iter().filter(|f| f.kind == FurnitureKind::Dateline);
    let first = lines.map(|f| f.value).next()?;
    places.places.iter().find(|p| p.mentions.iter().any(|m| first.contains(m.span)))?.country
}

/// The countries of which the first sentences speak.
fn lead(parsed: &Parsed, candidates: &[Candidate], places: &Places) -> BTreeSet<Iso3> {
    let prose = parsed.sentences().filter(|(_, s)| s.kind != SentenceKind::Furniture).take(LEAD);
    let sentences: BTreeSet<SentenceId> = prose.map(|(id, _)| id).collect();
    let of = |c: &Candidate| c.country.or_else(|| TABLES.entry(*c.entries.first()?)?.iso3);
    let named = candidates.iter().filter(|c| sentences.contains(&c.sentence)).filter_map(of);
    let here = |p: &&Place| {
        let at = |t: TokenId| parsed.document().token(t).sentence;
        p.mentions.iter().any(|m| !m.tokens.is_empty() && sentences.contains(&at(TokenId(m.tokens.start))))
    };
    named.chain(places.places.iter().filter(here).filter_map(|p| p.country)).collect()
}

/// Takes away what names cannot mean here: persons out of office in an article of other countries, bodies that were not yet
/// founded, bodies of other countries under common names. A common name of no known body is one of the only country in question.
pub(crate) fn check(parsed: &Parsed, context: &Context, on: Option<Date>, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut() {
        if candidate.kind == Some(ActorKind::Person) {
            if candidate.title.is_none() {
                candidate.entries.retain(|e| is_likely(*e, on, context));
            }
            continue;
        }
        let common = TABLES.is_common(&candidate.words) && candidate.form == MentionForm::Name;
        let possible = |e: &EntryId| {
            let Some(entry) = TABLES.entry(*e) else { return false };
            let founded = on.zip(entry.from).is_none_or(|(on, from)| from <= on.year());
            founded && (!common || entry.iso3.is_none_or(|c| context.is_about(c)))
        };
        let meant = !candidate.entries.is_empty();
        candidate.entries.retain(possible);
        if meant && candidate.entries.is_empty() {
            names::organization(parsed, candidate);
        }
        let state = matches!(candidate.sector, Some("GOV" | "LEG" | "JUD" | "MIL" | "COP" | "PTY"));
        if common && state && candidate.entries.is_empty() {
            candidate.country = candidate.country.or_else(|| context.only());
        }
    }
}
