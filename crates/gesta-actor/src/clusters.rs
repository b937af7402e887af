//! Who is who: joins the mentions of one actor. Names first, over the whole document; then nominals and pronouns in
//! text order, each to the nearest antecedent that fits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gesta_place::Iso3;
use gesta_syntax::Parsed;
use gesta_text::TokenId;
use jiff::civil::Date;

use crate::candidate::Candidate;
use crate::quotes::Quote;
use crate::tables::{EntryId, Sex, TABLES, Term};
use crate::{ActorKind, MentionForm, fold, pronouns};

/// The mentions of one actor and what they tell together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    /// Indices of candidates, unordered.
    pub(crate) members: Vec<usize>,
    pub(crate) kind: Option<ActorKind>,
    pub(crate) plural: bool,
    pub(crate) sex: Option<Sex>,
    pub(crate) country: Option<Iso3>,
    pub(crate) sector: Option<&'static str>,
    pub(crate) entry: Option<EntryId>,
    /// Folded words of the fullest name.
    pub(crate) words: Vec<String>,
    /// Lemmas of its nominals.
    pub(crate) nouns: BTreeSet<&'static str>,
    /// Titles and offices, in lower case.
    pub(crate) titles: BTreeSet<String>,
    /// Person's nouns that it bore without a country ("President Obama", "the president"), and where first.
    pub(crate) plain: BTreeMap<&'static str, usize>,
    pub(crate) former: bool,
    pub(crate) rule: &'static str,
}

/// The state of the resolution.
pub(crate) struct Resolver<'p> {
    pub(crate) parsed: &'p Parsed,
    pub(crate) published: Option<Date>,
    /// In text order.
    pub(crate) candidates: Vec<Candidate>,
    /// The cluster of each candidate.
    pub(crate) cluster_of: Vec<Option<usize>>,
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) quotes: Vec<Quote>,
    /// Candidate by its head token.
    pub(crate) by_head: HashMap<TokenId, usize>,
    pub(crate) states: BTreeMap<Iso3, usize>,
    pub(crate) entries: HashMap<EntryId, usize>,
    /// Persons by the last word of their name.
    last_names: HashMap<String, Vec<usize>>,
    /// Organisations by their folded name, and by introduced abbreviations.
    organizations: HashMap<String, usize>,
    /// Groups of people by what they are called.
    pub(crate) generic: HashMap<String, usize>,
    countries: BTreeMap<Iso3, usize>,
}

impl<'p> Resolver<'p> {
    pub(crate) fn new(
        parsed: &'p Parsed,
        published: Option<Date>,
        mut candidates: Vec<Candidate>,
        quotes: Vec<Quote>,
    ) -> Self {
        let mut countries = BTreeMap::new();
        for country in candidates.iter().filter_map(|c| c.country) {
            *countries.entry(country).or_default() += 1;
        }
        for candidate in &mut candidates {
            if candidate.kind == Some(ActorKind::Person) && candidate.title.is_none() {
                candidate.entries.retain(|e| is_likely(*e, published, &countries));
            }
        }
        let mut by_head = HashMap::new();
        for (i, candidate) in candidates.iter().enumerate() {
            let held = by_head.entry(candidate.head).or_insert(i);
            if candidates.get(*held).is_some_and(|h| h.tokens.len() < candidate.tokens.len()) {
                *held = i;
            }
        }
        Resolver {
            parsed,
            published,
            cluster_of: vec![None; candidates.len()],
            candidates,
            clusters: Vec::new(),
            quotes,
            by_head,
            states: BTreeMap::new(),
            entries: HashMap::new(),
            last_names: HashMap::new(),
            organizations: HashMap::new(),
            generic: HashMap::new(),
            countries,
        }
    }

    /// Joins everything.
    pub(crate) fn run(&mut self) {
        for i in 0..self.candidates.len() {
            if self.candidates.get(i).is_some_and(|c| c.form == MentionForm::Name) {
                let cluster = self.name(i);
                self.join(i, cluster);
            }
        }
        for i in 0..self.candidates.len() {
            let cluster = match self.candidates.get(i).map(|c| c.form) {
                Some(MentionForm::Nominal) => Some(self.nominal(i)),
                Some(MentionForm::Pronoun) => self.antecedent(i),
                _ => None,
            };
            if let Some(cluster) = cluster {
                self.join(i, cluster);
            }
        }
        // "We agree," he said: the speaker stands after the quotation.
        for i in 0..self.candidates.len() {
            if self.cluster_of.get(i).is_some_and(Option::is_none)
                && let Some(cluster) = self.speaker(i)
            {
                self.join(i, cluster);
            }
        }
    }

    /// The cluster of the mention headed by a token.
    pub(crate) fn cluster_at(&self, head: TokenId) -> Option<usize> {
        self.by_head.get(&head).and_then(|i| self.cluster_of.get(*i).copied().flatten())
    }

    /// A new, empty cluster.
    pub(crate) fn open(&mut self) -> usize {
        self.clusters.push(Cluster::default());
        self.clusters.len() - 1
    }

    /// Puts a candidate into a cluster and takes over what it tells.
    pub(crate) fn join(&mut self, i: usize, id: usize) {
        let (Some(candidate), Some(cluster)) = (self.candidates.get(i), self.clusters.get_mut(id)) else {
            return;
        };
        if let Some(slot) = self.cluster_of.get_mut(i) {
            *slot = Some(id);
        }
        cluster.members.push(i);
        if candidate.form == MentionForm::Pronoun {
            if cluster.kind == Some(ActorKind::Person) {
                cluster.sex = cluster.sex.or_else(|| pronouns::sex(&self.parsed.lower(candidate.head)));
            }
            return;
        }
        let first = cluster.members.len() == 1;
        let named = candidate.form == MentionForm::Name;
        cluster.kind = match (cluster.kind, candidate.kind) {
            (None, kind) => kind,
            (Some(ActorKind::Organization), Some(ActorKind::Group)) => Some(ActorKind::Group),
            (kind, _) => kind,
        };
        cluster.plural = if first || named { candidate.plural } else { cluster.plural };
        cluster.sex = cluster.sex.or(candidate.sex);
        cluster.country = cluster.country.or(candidate.country);
        if cluster.sector.is_none() {
            cluster.sector = candidate.sector;
        }
        if cluster.rule.is_empty() || cluster.rule == "name" {
            cluster.rule = candidate.rule;
        }
        cluster.former |= candidate.former;
        let noun = candidate.agent.map(|a| a.noun).or(candidate.title.map(|t| t.text));
        if let Some(noun) = noun.filter(|_| !candidate.localized && !candidate.former) {
            let first = cluster.plain.entry(noun).or_insert(i);
            *first = i.min(*first);
        }
        // "Mr" and "man" are no titles.
        if let Some(title) =
            candidate.title.filter(|t| t.office.is_some() || t.sector.is_some() || t.sex.is_none())
        {
            cluster.titles.insert(title.text.to_owned());
        }
        if let Some(agent) = candidate.agent {
            cluster.nouns.insert(agent.noun);
            let office =
                agent.sector.is_some_and(|s| s != "CVL") || TABLES.relations.contains_key(agent.noun);
            if agent.person && office && cluster.kind == Some(ActorKind::Person) {
                cluster.titles.insert(agent.noun.to_owned());
            }
        }
        if named && candidate.words.len() > cluster.words.len() {
            cluster.words = candidate.words.clone();
        }
    }

    /// The cluster of a name, opened if need be.
    fn name(&mut self, i: usize) -> usize {
        let Some(candidate) = self.candidates.get(i).cloned() else { return self.open() };
        match candidate.kind {
            Some(ActorKind::State) => match candidate.country {
                Some(country) => self.state(country),
                None => self.open(),
            },
            Some(ActorKind::Person) => self.person(&candidate),
            _ => self.organization(i, &candidate),
        }
    }

    /// The cluster of a state, opened if need be.
    pub(crate) fn state(&mut self, country: Iso3) -> usize {
        if let Some(id) = self.states.get(&country) {
            return *id;
        }
        let id = self.open();
        if let Some(cluster) = self.clusters.get_mut(id) {
            cluster.kind = Some(ActorKind::State);
            cluster.country = Some(country);
            cluster.sector = Some("GOV");
        }
        self.states.insert(country, id);
        id
    }

    /// The cluster of a table entry, opened if need be.
    pub(crate) fn entry(&mut self, entry: EntryId) -> usize {
        if let Some(id) = self.entries.get(&entry) {
            return *id;
        }
        let id = self.open();
        self.set_entry(id, entry);
        id
    }

    fn set_entry(&mut self, id: usize, entry: EntryId) {
        self.entries.entry(entry).or_insert(id);
        let (Some(known), Some(cluster)) = (TABLES.entry(entry), self.clusters.get_mut(id)) else { return };
        cluster.entry = Some(entry);
        cluster.kind = Some(known.kind);
        cluster.words = fold::words(known.name);
        if known.kind == ActorKind::Person {
            cluster.sex = cluster.sex.or_else(|| cluster.words.iter().find_map(|w| TABLES.given_sex(w)));
            if let Some(last) = fold::core(&cluster.words).last() {
                self.last_names.entry((*last).to_owned()).or_default().push(id);
            }
        }
    }

    fn person(&mut self, candidate: &Candidate) -> usize {
        let words = candidate.words.clone();
        let core: Vec<&str> = fold::core(&words);
        let last = core.last().copied().unwrap_or("").to_owned();
        let single = core.len() == 1;
        if let Some(id) = self.namesake(candidate, &core, &last) {
            if let (Some(entry), Some(None)) =
                (candidate.entries.first(), self.clusters.get(id).map(|c| c.entry))
                && !single
            {
                self.set_entry(id, *entry);
            }
            return id;
        }
        let entry = self.choose(&candidate.entries).or_else(|| self.office_holder(candidate, &last, single));
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
        self.last_names.entry(last).or_default().push(id);
        // By the given name, and by the first of two family names.
        for word in core.iter().rev().skip(1) {
            self.last_names.entry((*word).to_owned()).or_default().push(id);
        }
        id
    }

    /// The latest person of the document whom this name fits.
    fn namesake(&self, candidate: &Candidate, core: &[&str], last: &str) -> Option<usize> {
        let known = self.last_names.get(last)?;
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
        // Among several, one of the sex that the title tells, then one called so before, then the one mentioned last.
        let rank = |id: &&usize| {
            let cluster = self.clusters.get(**id)?;
            let alike = |m: &usize| {
                let other = self.candidates.get(*m);
                other.is_some_and(|o| o.words == candidate.words && o.title == candidate.title)
            };
            let called = cluster.members.iter().rev().take(50).any(alike);
            Some((sex.is_some() && cluster.sex == sex, called, cluster.members.last().copied()))
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
            let spoken_of = |t: &Term| t.iso3.is_none_or(|c| self.countries.contains_key(&c));
            let noted =
                entry.wikidata.is_some() && on.is_none_or(|on| entry.terms.iter().any(|t| t.covers(on)));
            country && held && (office.is_some() || noted || entry.terms.iter().any(spoken_of))
        };
        let named = TABLES.last_names.get(last)?;
        let mut fitting = named.iter().filter(fits);
        let first = fitting.next()?;
        (fitting.next().is_none()).then_some(*first)
    }

    /// Among several entries of one alias, the one whose country the document speaks of most.
    fn choose(&self, entries: &[EntryId]) -> Option<EntryId> {
        let weight = |id: &EntryId| {
            let country = TABLES.entry(*id).and_then(|e| e.iso3);
            country.and_then(|c| self.countries.get(&c).copied()).unwrap_or(0)
        };
        entries.iter().rev().max_by_key(|id| weight(id)).copied()
    }

    fn organization(&mut self, i: usize, candidate: &Candidate) -> usize {
        let key = candidate.words.join(" ");
        let key = key.strip_prefix("the ").unwrap_or(&key).to_owned();
        let entry = self.choose(&candidate.entries);
        let bracketed = self.bracketed(i);
        let known =
            entry.and_then(|e| self.entries.get(&e)).or_else(|| self.organizations.get(&key)).copied();
        let known = known.or_else(|| self.longer_name(candidate, entry));
        let id = match (known, bracketed, entry) {
            (_, Some(id), _) | (Some(id), None, _) => id,
            (None, None, Some(entry)) => self.entry(entry),
            (None, None, None) => self.open(),
        };
        if let (Some(entry), Some(None)) = (entry, self.clusters.get(id).map(|c| c.entry)) {
            self.set_entry(id, entry);
        }
        self.organizations.entry(key).or_insert(id);
        id
    }

    /// "Popular Mobilization Forces (PMF)": the name right before the bracket in which this one stands.
    fn bracketed(&self, i: usize) -> Option<usize> {
        let candidate = self.candidates.get(i)?;
        let open = candidate.tokens.start.checked_sub(1)?;
        if self.parsed.form(TokenId(open)) != "(" || candidate.tokens.len() > 1 {
            return None;
        }
        let before = self.candidates.get(i.checked_sub(1)?)?;
        let near = open.checked_sub(before.tokens.end)? <= 1 && before.form == MentionForm::Name;
        let body = matches!(before.kind, Some(ActorKind::Group | ActorKind::Organization));
        let short = self.parsed.form(candidate.head);
        (near && body && fold::is_initials(&short, &before.words))
            .then(|| self.cluster_of.get(i - 1).copied().flatten())?
    }

    /// A name whose words are the last or first ones of a longer one of the document ("the Nujaba Movement").
    fn longer_name(&self, candidate: &Candidate, entry: Option<EntryId>) -> Option<usize> {
        if entry.is_some() || candidate.words.is_empty() {
            return None;
        }
        let text = self.parsed.text_of(candidate.core);
        self.clusters.iter().enumerate().rev().take(200).find_map(|(id, cluster)| {
            let body = matches!(cluster.kind, Some(ActorKind::Group | ActorKind::Organization));
            let own = cluster.members.first().and_then(|m| self.candidates.get(*m))?;
            if !body || own.form != MentionForm::Name || cluster.words.len() <= candidate.words.len() {
                return None;
            }
            let words = &cluster.words;
            let part = candidate.words.len() > 1 && words.ends_with(&candidate.words)
                || (words.starts_with(&candidate.words) && cluster.entry.is_none());
            (part || fold::is_initials(text, words)).then_some(id)
        })
    }
}

/// True when two names, without particles, may be one person's: equal last names, and given names that do not differ.
pub(crate) fn is_same_person(a: &[&str], b: &[&str]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (Some(last), Some(other)) = (short.last(), long.last()) else { return false };
    if short.len() == 1 {
        return fold::sounds_like(last, other) || long.iter().any(|w| w == last);
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
fn is_likely(entry: EntryId, on: Option<Date>, countries: &BTreeMap<Iso3, usize>) -> bool {
    let Some(entry) = TABLES.entry(entry) else { return false };
    let likely = |t: &Term| {
        on.is_none_or(|on| t.covers(on)) || t.iso3.is_none_or(|country| countries.contains_key(&country))
    };
    let noted = entry.terms.is_empty() && entry.iso3.is_none_or(|c| countries.contains_key(&c));
    entry.kind != ActorKind::Person || entry.wikidata.is_some() || noted || entry.terms.iter().any(likely)
}
