//! The actors that are known beforehand and the words that name actors, read from `knowledge/en/actors/`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use gesta_place::Iso3;
use jiff::civil::Date;

use crate::{ActorKind, RelationKind, fold};

/// The embedded files.
pub(crate) mod files {
    /// Ministers first, so that of two offices at a time the one of a head of government is the last of the person.
    pub(crate) const PERSONS: &str = concat!(
        include_str!("../../../knowledge/en/actors/ministers.tsv"),
        include_str!("../../../knowledge/en/actors/leaders.tsv"),
    );
    pub(crate) const NOTED: &str = include_str!("../../../knowledge/en/actors/persons.tsv");
    pub(crate) const GROUPS: &str = include_str!("../../../knowledge/en/actors/groups.tsv");
    pub(crate) const ORGANIZATIONS: &str = include_str!("../../../knowledge/en/actors/organizations.tsv");
    pub(crate) const COMMON: &str = include_str!("../../../knowledge/en/actors/common_words.tsv");
    pub(crate) const ABROAD: &str = include_str!("../../../knowledge/en/actors/abroad.tsv");
    pub(crate) const ACRONYMS: &str = include_str!("../../../knowledge/en/actors/acronyms.tsv");
    pub(crate) const AGENTS: &str = include_str!("../../../knowledge/en/actors/agents.tsv");
    pub(crate) const THINGS: &str = include_str!("../../../knowledge/en/actors/things.tsv");
    pub(crate) const TITLES: &str = include_str!("../../../knowledge/en/actors/titles.tsv");
    pub(crate) const OFFICES: &str = include_str!("../../../knowledge/en/actors/offices.tsv");
    pub(crate) const MODIFIERS: &str = include_str!("../../../knowledge/en/actors/modifiers.tsv");
    pub(crate) const NAME_HEADS: &str = include_str!("../../../knowledge/en/actors/name_heads.tsv");
    pub(crate) const GIVEN_NAMES: &str = include_str!("../../../knowledge/en/actors/given_names.tsv");
    pub(crate) const RELATIONS: &str = include_str!("../../../knowledge/en/actors/relations.tsv");
    pub(crate) const PEOPLE: &str = include_str!("../../../knowledge/en/actors/people.tsv");
    pub(crate) const QUANTITIES: &str = include_str!("../../../knowledge/en/actors/quantities.tsv");
    pub(crate) const ANAPHORS: &str = include_str!("../../../knowledge/en/actors/anaphors.tsv");
    pub(crate) const METONYMY: &str = include_str!("../../../knowledge/en/actors/metonymy.tsv");
    pub(crate) const SPEECH_VERBS: &str = include_str!("../../../knowledge/en/actors/speech_verbs.tsv");
}

/// The rows of a table: lines without comments, split at tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('|').filter(|t| !t.is_empty())
}

/// A time in office.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Term {
    pub(crate) office: &'static str,
    pub(crate) iso3: Option<Iso3>,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

impl Term {
    pub(crate) fn covers(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|u| on <= u)
    }
}

/// An actor known beforehand.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) kind: ActorKind,
    pub(crate) iso3: Option<Iso3>,
    pub(crate) sector: Option<&'static str>,
    /// First and last year of a body.
    pub(crate) from: Option<i16>,
    pub(crate) until: Option<i16>,
    /// The body that it is a part of.
    pub(crate) parent: Option<EntryId>,
    /// Of persons, in the order of the table.
    pub(crate) terms: Vec<Term>,
    pub(crate) wikidata: Option<&'static str>,
}

/// Index of an [`Entry`].
pub(crate) type EntryId = usize;

/// Grammatical gender of a person.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sex {
    Male,
    Female,
}

/// A title before a name.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(crate) struct Title {
    pub(crate) text: &'static str,
    pub(crate) office: Option<&'static str>,
    pub(crate) sector: Option<&'static str>,
    pub(crate) sex: Option<Sex>,
}

/// A noun that names agents.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Agent {
    /// Its lemmas.
    pub(crate) noun: &'static str,
    /// True when the singular is one human being.
    pub(crate) person: bool,
    /// `None` where the noun does not tell.
    pub(crate) sector: Option<&'static str>,
    pub(crate) sex: Option<Sex>,
}

/// What a definite nominal may take up.
pub(crate) struct Anaphor {
    pub(crate) kinds: Vec<ActorKind>,
    /// Empty: any.
    pub(crate) sectors: Vec<&'static str>,
    /// Also an antecedent whose sector is not known.
    pub(crate) unknown: bool,
}

/// An alias as written and its entry.
pub(crate) struct Alias {
    pub(crate) words: Vec<String>,
    pub(crate) text: &'static str,
    pub(crate) entry: EntryId,
}

/// All tables.
pub(crate) struct Tables {
    pub(crate) entries: Vec<Entry>,
    /// By the first folded word; the longest first.
    pub(crate) aliases: HashMap<String, Vec<Alias>>,
    pub(crate) titles: HashMap<&'static str, Title>,
    pub(crate) agents: HashMap<&'static str, Agent>,
    /// Things that stand for their users, with their sectors.
    pub(crate) things: HashMap<&'static str, &'static str>,
    pub(crate) offices: HashMap<&'static str, Vec<&'static str>>,
    pub(crate) modifiers: HashMap<&'static str, &'static str>,
    pub(crate) name_heads: HashMap<&'static str, Option<&'static str>>,
    pub(crate) given: HashMap<String, Sex>,
    pub(crate) relations: HashMap<&'static str, Relation>,
    pub(crate) anaphors: HashMap<&'static str, Anaphor>,
    /// Pairs of role and lemma.
    pub(crate) metonymy: HashSet<(&'static str, &'static str)>,
    pub(crate) speech_verbs: HashSet<&'static str>,
    pub(crate) quantities: HashSet<&'static str>,
    /// Nouns for civilians of whom nothing else is told.
    pub(crate) people: HashSet<&'static str>,
    /// Nouns, titles and modifiers of those who are not at home where the article is.
    pub(crate) abroad: HashMap<&'static str, Origin>,
    /// Short acronyms that are understood by themselves.
    pub(crate) acronyms: HashSet<&'static str>,
    /// Persons by the last word of their name, and by its consonants.
    pub(crate) last_names: HashMap<String, Vec<EntryId>>,
    pub(crate) sounds: HashMap<String, Vec<EntryId>>,
    /// Words that names of bodies have in many countries.
    common: HashSet<&'static str>,
    /// The last day of which the tables of offices tell.
    pub(crate) last_day: Option<Date>,
    /// Persons by (country, office).
    holders: BTreeMap<(Option<Iso3>, &'static str), Vec<EntryId>>,
    office_sectors: HashMap<&'static str, &'static str>,
}

/// Why somebody is not of the country that the text speaks of.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Works or comes from elsewhere: "envoy".
    Abroad,
    /// Is of another side than its possessor: "ally".
    Apart,
    /// A word before a noun: "western".
    Foreign,
}

/// A relation and which way it points.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Relation {
    pub(crate) kind: RelationKind,
    /// True when the modifier is the subject: "X-led".
    pub(crate) reversed: bool,
}

/// The tables of English.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

pub(crate) fn known(sector: &'static str) -> Option<&'static str> {
    Some(sector).filter(|s| !s.is_empty() && *s != "UNK")
}

fn sex(code: &str) -> Option<Sex> {
    match code {
        "m" => Some(Sex::Male),
        "f" => Some(Sex::Female),
        _ => None,
    }
}

pub(crate) fn kind(code: &str) -> Option<ActorKind> {
    match code {
        "person" => Some(ActorKind::Person),
        "group" => Some(ActorKind::Group),
        "state" => Some(ActorKind::State),
        "organization" => Some(ActorKind::Organization),
        _ => None,
    }
}

pub(crate) fn abroad(code: &str) -> Option<Origin> {
    match code {
        "abroad" => Some(Origin::Abroad),
        "apart" => Some(Origin::Apart),
        "foreign" => Some(Origin::Foreign),
        _ => None,
    }
}

fn relation(code: &str) -> Option<Relation> {
    use RelationKind::*;
    let kind = match code {
        "spokesperson_of" => SpokespersonOf,
        "leader_of" | "led_by" => LeaderOf,
        "member_of" => MemberOf,
        "part_of" => PartOf,
        "backed_by" => BackedBy,
        "allied_with" => AlliedWith,
        "opposed_to" => OpposedTo,
        _ => return None,
    };
    Some(Relation { kind, reversed: code == "led_by" })
}

impl Tables {
    fn read() -> Tables {
        let (mut entries, mut named) = persons();
        let mut by_name: HashMap<&'static str, EntryId> =
            entries.iter().enumerate().map(|(id, e)| (e.name, id)).collect();
        for row in rows(files::NOTED) {
            let &[iso3, sector, name, aliases] = row.as_slice() else { continue };
            let id = *by_name.entry(name).or_insert(entries.len());
            match entries.get_mut(id) {
                Some(entry) => entry.sector = known(sector),
                None => entries.push(body(iso3, sector, name, ActorKind::Person)),
            }
            named.extend(std::iter::once(name).chain(list(aliases)).map(|a| (a, id)));
        }
        let mut parents: Vec<(EntryId, &'static str)> = Vec::new();
        let groups = rows(files::GROUPS).filter_map(|r| <[&str; 8]>::try_from(r).ok());
        let bodies = rows(files::ORGANIZATIONS).filter_map(|r| <[&str; 6]>::try_from(r).ok());
        let bodies = bodies.map(|[iso3, sector, name, aliases, from, until]| {
            ([iso3, sector, name, aliases, "", from, until, ""], ActorKind::Organization)
        });
        let groups = groups.map(|row| {
            let armed = matches!(row[1], "UAF" | "REB" | "PRM" | "CRM");
            (row, if armed { ActorKind::Group } else { ActorKind::Organization })
        });
        for ([iso3, sector, name, aliases, _, from, until, parent], kind) in groups.chain(bodies) {
            let id = entries.len();
            let entry = body(iso3, sector, name, kind);
            entries.push(Entry { from: from.parse().ok(), until: until.parse().ok(), ..entry });
            named.extend(std::iter::once(name).chain(list(aliases)).map(|a| (a, id)));
            by_name.entry(name).or_insert(id);
            parents.extend((!parent.is_empty()).then_some((id, parent)));
        }
        for (id, parent) in parents {
            let parent = by_name.get(parent).copied();
            if let Some(entry) = entries.get_mut(id) {
                entry.parent = parent;
            }
        }
        let mut holders: BTreeMap<(Option<Iso3>, &'static str), Vec<EntryId>> = BTreeMap::new();
        let mut last_names: HashMap<String, Vec<EntryId>> = HashMap::new();
        let mut sounds: HashMap<String, Vec<EntryId>> = HashMap::new();
        for (id, entry) in entries.iter().enumerate() {
            if entry.kind == ActorKind::Person
                && let Some(last) = fold::core(&fold::words(entry.name)).last()
            {
                last_names.entry((*last).to_owned()).or_default().push(id);
                sounds.entry(fold::skeleton(last)).or_default().push(id);
            }
            for term in &entry.terms {
                let held = holders.entry((term.iso3, term.office)).or_default();
                if held.last() != Some(&id) {
                    held.push(id);
                }
            }
        }
        let days = entries.iter().flat_map(|e| &e.terms).flat_map(|t| [Some(t.from), t.until]);
        let last_day = days.flatten().max();
        let titles: Vec<Title> = rows(files::TITLES)
            .filter_map(|r| {
                let &[text, office, sector, gender] = r.as_slice() else { return None };
                let office = Some(office).filter(|o| !o.is_empty());
                Some(Title { text, office, sector: known(sector), sex: sex(gender) })
            })
            .collect();
        let pairs = |table| rows(table).filter_map(|r| Some((*r.first()?, *r.get(1)?)));
        Tables {
            aliases: index(&named),
            entries,
            office_sectors: titles
                .iter()
                .rev()
                .filter(|t| t.text != "former president" && t.text != "ex-president")
                .filter_map(|t| Some((t.office?, t.sector?)))
                .collect(),
            titles: titles.into_iter().map(|t| (t.text, t)).collect(),
            agents: rows(files::AGENTS)
                .filter_map(|r| {
                    let &[noun, form, sector, gender] = r.as_slice() else { return None };
                    Some((
                        noun,
                        Agent { noun, person: form == "person", sector: known(sector), sex: sex(gender) },
                    ))
                })
                .collect(),
            things: pairs(files::THINGS).collect(),
            offices: pairs(files::OFFICES).map(|(p, o)| (p, list(o).collect())).collect(),
            modifiers: pairs(files::MODIFIERS).collect(),
            name_heads: pairs(files::NAME_HEADS).map(|(w, s)| (w, known(s))).collect(),
            given: pairs(files::GIVEN_NAMES)
                .filter_map(|(n, g)| Some((fold::words(n).join(" "), sex(g)?)))
                .collect(),
            relations: pairs(files::RELATIONS).filter_map(|(n, r)| Some((n, relation(r)?))).collect(),
            anaphors: rows(files::ANAPHORS)
                .filter_map(|r| {
                    let &[noun, kinds, sectors] = r.as_slice() else { return None };
                    let any = sectors == "*";
                    Some((
                        noun,
                        Anaphor {
                            kinds: list(kinds).filter_map(kind).collect(),
                            sectors: list(sectors).filter(|s| !any && *s != "UNK").collect(),
                            unknown: any || list(sectors).any(|s| s == "UNK"),
                        },
                    ))
                })
                .collect(),
            metonymy: pairs(files::METONYMY).collect(),
            abroad: pairs(files::ABROAD).filter_map(|(word, what)| Some((word, abroad(what)?))).collect(),
            acronyms: rows(files::ACRONYMS).filter_map(|r| r.first().copied()).collect(),
            people: rows(files::PEOPLE).filter_map(|r| r.first().copied()).collect(),
            quantities: rows(files::QUANTITIES).filter_map(|r| r.first().copied()).collect(),
            speech_verbs: rows(files::SPEECH_VERBS).filter_map(|r| r.first().copied()).collect(),
            last_names,
            sounds,
            common: rows(files::COMMON).filter_map(|r| r.first().copied()).collect(),
            last_day,
            holders,
        }
    }

    /// The entry with this id.
    pub(crate) fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// True for folded words none of which tells one country's body from another's: "foreign office", "green party".
    pub(crate) fn is_common(&self, words: &[String]) -> bool {
        !words.is_empty() && words.iter().all(|w| self.common.contains(w.as_str()))
    }

    /// Who held the first of these offices that the country has, on this day (or last, without a day); on a day of two,
    /// who came later.
    pub(crate) fn holder(
        &self,
        iso3: Option<Iso3>,
        offices: &[&'static str],
        on: Option<Date>,
    ) -> Option<EntryId> {
        offices.iter().find_map(|office| {
            let held = self.holders.get(&(iso3, *office))?;
            let since = |id: &EntryId| {
                let terms = self.entry(*id)?.terms.iter();
                let fits =
                    |t: &&Term| t.office == *office && t.iso3 == iso3 && on.is_none_or(|on| t.covers(on));
                terms.filter(fits).map(|t| t.from).max()
            };
            held.iter().filter_map(|id| Some((since(id)?, *id))).max().map(|(_, id)| id)
        })
    }

    /// True when the tables have somebody in this office of the country at any time.
    pub(crate) fn has_office(&self, iso3: Iso3, office: &'static str) -> bool {
        self.holders.contains_key(&(Some(iso3), office))
    }

    /// True for an office of a head of state or government.
    pub(crate) fn rules(&self, office: &str) -> bool {
        let heads = ["head of state", "head of government", "pope"];
        heads.iter().any(|head| self.offices.get(head).is_some_and(|offices| offices.contains(&office)))
    }

    /// The sector of an office: `GOV` where the table of titles does not say.
    pub(crate) fn office_sector(&self, office: &str) -> &'static str {
        self.office_sectors.get(office).copied().unwrap_or("GOV")
    }

    /// The office a person holds on this day, or held last before it; the flag tells whether the time is over.
    pub(crate) fn term_on<'e>(&self, entry: &'e Entry, on: Option<Date>) -> Option<(&'e Term, bool)> {
        let Some(on) = on else { return entry.terms.iter().max_by_key(|t| t.from).map(|t| (t, false)) };
        // Of several offices at a time, one of state.
        let party = |t: &&&Term| self.office_sector(t.office) == "PTY";
        let held = || entry.terms.iter().rev().filter(|t| t.covers(on));
        if let Some(term) = held().find(|t| !party(&t)).or_else(|| held().next()) {
            return Some((term, false));
        }
        entry.terms.iter().filter(|t| t.from <= on).max_by_key(|t| t.until).map(|t| (t, true))
    }

    /// The gender that a given name tells.
    pub(crate) fn given_sex(&self, folded: &str) -> Option<Sex> {
        self.given.get(folded).copied()
    }
}

/// The persons of the tables of offices, each once, with all terms, and their names and aliases.
fn persons() -> (Vec<Entry>, Vec<(&'static str, EntryId)>) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut named = Vec::new();
    let mut by_name: HashMap<&'static str, EntryId> = HashMap::new();
    for row in rows(files::PERSONS) {
        let &[iso3, office, name, aliases, from, until, wikidata] = row.as_slice() else { continue };
        let Ok(from) = from.parse::<Date>() else { continue };
        let term = Term { office, iso3: Iso3::parse(iso3), from, until: until.parse().ok() };
        let id = *by_name.entry(name).or_insert_with(|| {
            entries.push(body(iso3, "", name, ActorKind::Person));
            entries.len() - 1
        });
        if let Some(entry) = entries.get_mut(id) {
            entry.iso3 = entry.iso3.or(term.iso3);
            entry.wikidata = entry.wikidata.or(Some(wikidata).filter(|w| !w.is_empty()));
            entry.terms.push(term);
        }
        named.extend(std::iter::once(name).chain(list(aliases)).map(|a| (a, id)));
    }
    (entries, named)
}

fn body(iso3: &str, sector: &'static str, name: &'static str, kind: ActorKind) -> Entry {
    let sector = known(sector);
    let iso3 = Iso3::parse(iso3);
    Entry {
        name,
        kind,
        iso3,
        sector,
        from: None,
        until: None,
        parent: None,
        terms: Vec::new(),
        wikidata: None,
    }
}

fn index(named: &[(&'static str, EntryId)]) -> HashMap<String, Vec<Alias>> {
    let mut map: HashMap<String, Vec<Alias>> = HashMap::new();
    for &(text, entry) in named {
        let words = fold::words(text);
        let Some(first) = words.first().cloned() else { continue };
        let same = map.entry(first).or_default();
        if !same.iter().any(|a| a.words == words && a.entry == entry && a.text == text) {
            same.push(Alias { words, text, entry });
        }
    }
    for aliases in map.values_mut() {
        aliases.sort_by_key(|a| std::cmp::Reverse(a.words.len()));
    }
    map
}
