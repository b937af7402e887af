//! Who is who: joins the mentions of one actor. Names first, over the whole document; then nominals and pronouns in
//! text order, each to the nearest antecedent that fits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gesta_place::Iso3;
use gesta_syntax::Parsed;
use gesta_text::{SentenceId, TokenId};
use jiff::civil::Date;

use crate::candidate::Candidate;
use crate::context::Context;
use crate::quotes::{self, Quote};
use crate::tables::{EntryId, Sex, TABLES};
use crate::{ActorKind, MentionForm, fold, pronouns};

/// The mentions of one actor and what they tell together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    /// Indices of candidates: names but bare last ones, these, then nominals and pronouns, each in text order.
    pub(crate) members: Vec<usize>,
    /// How many members are names but bare last ones.
    pub(crate) introduced: usize,
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
    /// For each sentence, how many up to it are not inside a quotation.
    narrated: Vec<u32>,
    /// Candidate by its head token.
    pub(crate) by_head: HashMap<TokenId, usize>,
    pub(crate) states: BTreeMap<Iso3, usize>,
    pub(crate) entries: HashMap<EntryId, usize>,
    /// Persons by the words of their name.
    pub(crate) last_names: HashMap<String, Vec<usize>>,
    /// Organisations by their folded name, and by introduced abbreviations.
    organizations: HashMap<String, usize>,
    /// Groups of people by what they are called.
    pub(crate) generic: HashMap<String, usize>,
    pub(crate) context: Context,
}

impl<'p> Resolver<'p> {
    pub(crate) fn new(
        parsed: &'p Parsed,
        published: Option<Date>,
        candidates: Vec<Candidate>,
        context: Context,
        quotes: Vec<Quote>,
    ) -> Self {
        let mut by_head = HashMap::new();
        for (i, candidate) in candidates.iter().enumerate() {
            let held = by_head.entry(candidate.head).or_insert(i);
            if candidates.get(*held).is_some_and(|h| h.tokens.len() < candidate.tokens.len()) {
                *held = i;
            }
        }
        let narrated = parsed.sentences().scan(0, |count, (_, sentence)| {
            let middle = TokenId(sentence.tokens.start + sentence.tokens.len() as u32 / 2);
            let whole = |t: u32| quotes::at(&quotes, TokenId(t)).is_some();
            let (first, last) = (sentence.tokens.start + 1, sentence.tokens.end.saturating_sub(3));
            let quoted = sentence.tokens.len() > 3 && whole(first) && whole(last) && whole(middle.0);
            *count += u32::from(!quoted);
            Some(*count)
        });
        let narrated = narrated.collect();
        Resolver {
            parsed,
            published,
            narrated,
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
            context,
        }
    }

    /// Joins everything.
    pub(crate) fn run(&mut self) {
        // A last name may stand before the full one.
        for bare in [false, true] {
            for i in 0..self.candidates.len() {
                if self.candidates.get(i).is_some_and(|c| c.form == MentionForm::Name && is_bare(c) == bare) {
                    let cluster = self.name(i);
                    self.join(i, cluster);
                }
            }
            if !bare {
                self.clusters.iter_mut().for_each(|c| c.introduced = c.members.len());
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

    /// How many sentences apart two are, not counting those of quotations between them when the later one is outside.
    pub(crate) fn distance(&self, from: SentenceId, to: SentenceId) -> u32 {
        let count = |s: u32| self.narrated.get(s as usize).copied().unwrap_or(0);
        let inside = to.0.checked_sub(1).is_some_and(|before| count(before) == count(to.0));
        if inside { to.0.saturating_sub(from.0) } else { count(to.0).saturating_sub(count(from.0)) }
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
        let armed = matches!(candidate.sector, Some("UAF" | "REB" | "PRM" | "CRM"));
        cluster.kind = match (cluster.kind, candidate.kind) {
            (None, kind) => kind,
            (Some(ActorKind::Organization), Some(ActorKind::Group))
                if cluster.entry.is_none() && (named || armed) =>
            {
                Some(ActorKind::Group)
            }
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
            Some(ActorKind::Person) => self.person(i, &candidate),
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

    pub(crate) fn set_entry(&mut self, id: usize, entry: EntryId) {
        self.entries.entry(entry).or_insert(id);
        let (Some(known), Some(cluster)) = (TABLES.entry(entry), self.clusters.get_mut(id)) else { return };
        cluster.entry = Some(entry);
        cluster.kind = Some(known.kind);
        cluster.words = fold::words(known.name);
        if known.kind == ActorKind::Person {
            cluster.sex = cluster.sex.or_else(|| cluster.words.iter().find_map(|w| TABLES.given_sex(w)));
            for word in fold::core(&cluster.words) {
                self.last_names.entry(fold::plain_spelling(word)).or_default().push(id);
            }
        }
    }

    /// Among several entries of one alias, the one whose country the document speaks of most.
    pub(crate) fn choose(&self, entries: &[EntryId]) -> Option<EntryId> {
        let weight = |id: &EntryId| {
            let entry = TABLES.entry(*id);
            let over = entry.and_then(|e| e.until).zip(self.published).is_some_and(|(u, on)| u < on.year());
            (entry.and_then(|e| e.iso3).map_or(0, |c| self.context.weight(c)), !over)
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
        if let Some(entry) = entry.filter(|e| self.may_name(*e, id)) {
            self.set_entry(id, entry);
        }
        self.organizations.entry(key).or_insert(id);
        id
    }

    /// True when a table entry may be what an unknown name means. The letters in "Highland Farmers' Union (HFU)" stand for this name
    /// here, so an entry under the same letters must share most of its words.
    fn may_name(&self, entry: EntryId, id: usize) -> bool {
        let (Some(cluster), Some(known)) = (self.clusters.get(id), TABLES.entry(entry)) else { return false };
        let words = fold::words(known.name);
        let shared = cluster.words.iter().filter(|w| words.contains(w)).count();
        cluster.entry.is_none() && (cluster.words.len() < 2 || 2 * shared >= cluster.words.len())
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
        let clash = match (self.choose(&candidate.entries), self.choose(&before.entries)) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        };
        let closed = candidate.tokens.end < self.parsed.all_tokens().end
            && self.parsed.form(TokenId(candidate.tokens.end)) == ")";
        let acronym = closed && !clash && before.core.len() > 1 && is_acronym(&short, &before.words);
        (near && body && (fold::is_initials(&short, &before.words) || acronym))
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
            let the =
                candidate.core.start.checked_sub(1).is_some_and(|t| self.parsed.lower(TokenId(t)) == "the");
            // "League foreign ministers met"
            let classed =
                || candidate.words.first().is_some_and(|w| TABLES.anaphors.contains_key(w.as_str()));
            let part = (candidate.words.len() > 1 || the || classed()) && words.ends_with(&candidate.words)
                || (words.starts_with(&candidate.words) && cluster.entry.is_none());
            (part || fold::is_initials(text, words)).then_some(id)
        })
    }
}

/// True for a person's name of one word: mostly the last name of somebody whom the article names in full.
fn is_bare(candidate: &Candidate) -> bool {
    candidate.kind == Some(ActorKind::Person) && fold::core(&candidate.words).len() == 1
}

/// True for capitals that may abbreviate the name in another language or by inner letters: all stand in it in this order.
fn is_acronym(short: &str, words: &[String]) -> bool {
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let name = words.join("");
    let mut rest = name.chars();
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let starts = letters.first().is_some_and(|f| words.iter().any(|w| w.starts_with(*f)));
    capitals * 2 > letters.len()
        && letters.len() > 1
        && starts
        && letters.iter().all(|l| rest.any(|c| c == *l))
}
