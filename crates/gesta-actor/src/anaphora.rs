//! What a nominal refers to: the name beside it, the holder of an office, somebody mentioned before, or somebody new.

use std::collections::BTreeMap;

use gesta_place::Iso3;
use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;

use crate::candidate::Candidate;
use crate::clusters::{Cluster, Resolver};
use crate::grammar;
use crate::tables::{EntryId, Origin, TABLES};
use crate::{ActorKind, MentionForm};

/// How many candidates back an antecedent of a nominal is looked for.
const LOOK_BACK: usize = 300;
/// How many sentences back: for the same noun, and for another word.
const SENTENCES: (u32, u32) = (25, 5);

impl Resolver<'_> {
    /// The cluster of a nominal, opened if need be.
    pub(crate) fn nominal(&mut self, i: usize) -> usize {
        self.take_possessor(i);
        let Some(candidate) = self.candidates.get(i).cloned() else { return self.open() };
        if let Some(id) = self.linked(i, &candidate) {
            return id;
        }
        if let Some(id) = self.classified(&candidate) {
            return id;
        }
        if (candidate.localized || candidate.country.is_none())
            && let Some(entry) = self.holder(&candidate)
        {
            return self.entry(entry);
        }
        if let Some(country) = candidate.country.filter(|_| is_government(&candidate)) {
            return self.state(country);
        }
        // "his country" is whose it says, not that in focus
        let owned = self.parsed.child(candidate.head, Dep::NmodPoss).is_some();
        if is_government(&candidate)
            && candidate.definite
            && candidate.words.is_empty()
            && !owned
            && let Some(country) = self.country_in_focus(i)
        {
            return self.state(country);
        }
        if candidate.definite
            && !(owned && (is_country(&candidate) || is_government(&candidate)))
            && let Some(id) = self.earlier(i, &candidate)
        {
            return id;
        }
        if is_country(&candidate)
            && let Some(country) = candidate.country.or_else(|| self.country_in_focus(i).filter(|_| !owned))
        {
            return self.state(country);
        }
        if candidate.partitive
            && let Some(whole) = self.earlier(i, &candidate).and_then(|id| self.clusters.get(id))
        {
            let (country, sector) = (whole.country, whole.sector);
            let id = self.open();
            if let Some(part) = self.clusters.get_mut(id) {
                part.country = country;
                part.sector = candidate.sector.or(sector);
            }
            return id;
        }
        if !owned {
            self.take_focus(i);
        }
        let Some(candidate) = self.candidates.get(i).cloned() else { return self.open() };
        let Some(key) = generic_key(&candidate) else { return self.open() };
        if let Some(id) = self.generic.get(&key) {
            return *id;
        }
        let id = self.open();
        self.generic.insert(key, id);
        id
    }

    /// "its troops": the country of whoever the possessive pronoun takes up.
    fn take_possessor(&mut self, i: usize) {
        let Some(candidate) = self.candidates.get(i).filter(|c| c.country.is_none()) else { return };
        // "our partners" are of another country
        if candidate.agent.is_some_and(|a| TABLES.abroad.get(a.noun) == Some(&Origin::Apart)) {
            return;
        }
        let Some(possessor) = self.parsed.child(candidate.head, Dep::NmodPoss) else { return };
        let owner = self.cluster_at(possessor).and_then(|id| self.clusters.get(id));
        let country =
            owner.and_then(|c| c.country.or(c.entry.and_then(|e| TABLES.entry(e)).and_then(|e| e.iso3)));
        // "his men" are in arms as he is
        let armed =
            owner.and_then(|c| c.sector).filter(|s| matches!(*s, "MIL" | "REB" | "UAF" | "COP" | "CRM"));
        if let Some(candidate) = self.candidates.get_mut(i) {
            candidate.country = country;
            let men = candidate.plural && candidate.agent.is_some_and(|a| a.noun == "man");
            candidate.sector = candidate.sector.or(armed.filter(|_| men));
        }
    }

    /// The country that the last sentences speak of most; the nearer of two. What only a name of something else tells
    /// ("the Bank of Chile") is less than the country at home in the article.
    fn country_in_focus(&self, i: usize) -> Option<Iso3> {
        let near = self.countries_near(i).into_iter().max_by_key(|(_, rank)| *rank);
        let is_state = |j: usize| {
            let cluster = self.cluster_of.get(j).copied().flatten().and_then(|id| self.clusters.get(id));
            cluster.is_some_and(|c| c.kind == Some(ActorKind::State))
        };
        let strong =
            near.filter(|(_, (count, last))| *count > 1 || is_state(*last)).map(|(country, _)| country);
        strong.or_else(|| self.context.home()).or(near.map(|(country, _)| country))
    }

    /// "the army", "the president": the country in focus where no other one comes near it.
    fn take_focus(&mut self, i: usize) {
        let Some(candidate) = self.candidates.get(i) else { return };
        let plain = candidate.country.is_none()
            && candidate.definite
            && candidate.words.is_empty()
            && !candidate.former;
        let body = matches!(candidate.sector, Some("MIL" | "GOV" | "LEG" | "COP")) && !candidate.partitive;
        let noun = candidate.agent.map_or("", |a| a.noun);
        let office = candidate.kind == Some(ActorKind::Person) && TABLES.offices.contains_key(noun);
        let institution = candidate.agent.is_some_and(|a| !a.person) && !candidate.plural;
        // Whose occupation it is, the country in focus tells least of all.
        if noun == "occupation" || !plain || !body || !(office || institution) {
            return;
        }
        let near = self.countries_near(i);
        let mut counts: Vec<(usize, Iso3)> =
            near.into_iter().map(|(country, rank)| (rank.0, country)).collect();
        counts.sort_unstable_by_key(|c| std::cmp::Reverse(c.0));
        let second = counts.get(1).map_or(0, |c| c.0);
        let first = counts.first().filter(|c| c.0 >= 2 && c.0 >= 2 * second).map(|c| c.1);
        if let Some(candidate) = self.candidates.get_mut(i) {
            candidate.country = first;
        }
    }

    /// How often the last sentences speak of each country, and the last mention that does.
    fn countries_near(&self, i: usize) -> BTreeMap<Iso3, (usize, usize)> {
        let Some(at) = self.candidates.get(i).map(|c| c.sentence.0) else { return BTreeMap::new() };
        let mut counts: BTreeMap<Iso3, (usize, usize)> = BTreeMap::new();
        for j in (0..i).rev().take(LOOK_BACK) {
            let near = self.candidates.get(j).is_some_and(|c| c.sentence.0 + SENTENCES.1 >= at);
            if !near {
                break;
            }
            let cluster = self.cluster_of.get(j).copied().flatten().and_then(|id| self.clusters.get(id));
            let country = cluster
                .and_then(|c| c.country.or(c.entry.and_then(|e| TABLES.entry(e)).and_then(|e| e.iso3)));
            if let Some(country) = country {
                counts.entry(country).or_insert((0, j)).0 += 1;
            }
        }
        counts
    }

    /// "the Nujaba movement": the name right before a noun of its class.
    fn classified(&self, candidate: &Candidate) -> Option<usize> {
        let agent = candidate.agent.filter(|a| !a.person)?;
        let anaphor = TABLES.anaphors.get(agent.noun)?;
        if candidate.plural
            || !anaphor.kinds.iter().any(|k| matches!(k, ActorKind::Group | ActorKind::Organization))
        {
            return None;
        }
        let near = self.parsed.children_by(candidate.head, Dep::Compound);
        near.filter_map(|c| self.by_head.get(&c)).find_map(|j| {
            let name = self.candidates.get(*j)?;
            let body = matches!(name.kind, Some(ActorKind::Group | ActorKind::Organization));
            let gap = candidate.head.0.checked_sub(name.tokens.end)?;
            let adjacent = gap <= 1 && name.form == MentionForm::Name;
            (body && adjacent).then(|| self.cluster_of.get(*j).copied().flatten())?
        })
    }

    /// The cluster of a name in apposition, or of the subject of "is".
    fn linked(&self, i: usize, candidate: &Candidate) -> Option<usize> {
        let parsed = self.parsed;
        let head = candidate.head;
        let agrees = |id: usize| self.clusters.get(id).is_some_and(|c| self.may_join(candidate, c));
        let by_head = |h: TokenId| self.cluster_at(h).filter(|id| agrees(*id));
        let titled = || {
            let mut parts =
                parsed.children(head).filter(|c| matches!(parsed.dep(*c), Dep::Appos | Dep::Flat));
            parts.find_map(by_head)
        };
        let apposed = match parsed.dep(head) {
            Dep::Appos => parsed.head(head).and_then(by_head),
            _ => titled(),
        };
        // "The head of the agency is Ann Cole": the name as predicate.
        let predicate = || {
            let name = parsed.head(head).filter(|_| parsed.dep(head).is_subject() && candidate.definite)?;
            let is = parsed.child(name, Dep::Cop).is_some() && !parsed.is_negated(name);
            let named = self.by_head.get(&name).and_then(|j| self.candidates.get(*j));
            named.filter(|c| is && c.form == MentionForm::Name).and_then(|_| by_head(name))
        };
        apposed
            .or_else(predicate)
            .or_else(|| self.copula(candidate).filter(|id| agrees(*id)))
            .or_else(|| self.as_subject(candidate).filter(|id| agrees(*id)))
            .or_else(|| self.beside(i, candidate))
            .or_else(|| self.before_name(i, candidate))
    }

    /// "Republican rival Ann Cole", "His sister, Ann Cole, said", whatever the parse: the person named right after.
    fn before_name(&self, i: usize, candidate: &Candidate) -> Option<usize> {
        let parsed = self.parsed;
        if candidate.plural || candidate.kind != Some(ActorKind::Person) {
            return None;
        }
        let end = candidate.tokens.end;
        let (j, name) = (i + 1..self.candidates.len()).take(3).find_map(|j| {
            let name = self.candidates.get(j)?;
            let near = name.core.start == end || name.core.start == end + 1;
            (near && name.form == MentionForm::Name && name.sentence == candidate.sentence)
                .then_some((j, name))
        })?;
        let form =
            |t: u32| if t < parsed.all_tokens().end { parsed.lower(TokenId(t)) } else { String::new() };
        let apart = name.core.start > end;
        let first = candidate.tokens.start;
        let opens = first == parsed.sentence_of(candidate.head).tokens.start
            || parsed.upos(TokenId(first - 1)) == Upos::Punct
            || matches!(form(first - 1).as_str(), "that" | "and" | "but");
        let closed = matches!(form(name.core.end).as_str(), "," | "(" | ")" | "—");
        if apart && !(form(end) == "," && opens && closed && candidate.definite) {
            return None;
        }
        let id = self.cluster_of.get(j).copied().flatten()?;
        let cluster = self.clusters.get(id)?;
        (cluster.kind == Some(ActorKind::Person) && self.may_join(candidate, cluster)).then_some(id)
    }

    /// "X is the leader of Y": the subject.
    fn copula(&self, candidate: &Candidate) -> Option<usize> {
        let parsed = self.parsed;
        let head = candidate.head;
        parsed.child(head, Dep::Cop)?;
        if parsed.is_negated(head) || (candidate.indefinite && candidate.plural) {
            return None;
        }
        let counted = parsed.upos(head) != Upos::Noun && candidate.plural;
        let subject =
            parsed.children(head).find(|c| matches!(parsed.dep(*c), Dep::Nsubj | Dep::NsubjOuter))?;
        (!counted).then(|| self.cluster_at(subject)).flatten()
    }

    /// "X went to Rome as leader of Y": the subject, where the verb has no other person that the noun may describe.
    fn as_subject(&self, candidate: &Candidate) -> Option<usize> {
        let parsed = self.parsed;
        let case = parsed.child(candidate.head, Dep::Case).filter(|c| parsed.lemma(*c) == "as")?;
        let verb = parsed.head(candidate.head).filter(|_| parsed.dep(candidate.head) == Dep::Obl)?;
        let person = |t: TokenId| {
            let cluster = self.cluster_at(t).and_then(|id| self.clusters.get(id));
            cluster.is_some_and(|c| c.kind == Some(ActorKind::Person))
        };
        let object = parsed.children_by(verb, Dep::Obj).any(person);
        let subject = grammar::subject_of(parsed, verb).filter(|s| *s < case && person(*s))?;
        (!object && !candidate.plural && !parsed.is_negated(verb)).then(|| self.cluster_at(subject)).flatten()
    }

    /// True when a nominal may join a cluster: they agree, and no one of the two is of the state and the other in arms
    /// against it.
    pub(crate) fn may_join(&self, candidate: &Candidate, cluster: &Cluster) -> bool {
        may_be(candidate, cluster) && !self.is_opposed(candidate, cluster)
    }

    /// True for a rebel's noun and somebody of the government, or the other way round. Who was a head of state and is not
    /// said to be a *former* rebel is no rebel.
    fn is_opposed(&self, candidate: &Candidate, cluster: &Cluster) -> bool {
        if cluster.kind != Some(ActorKind::Person) || candidate.former {
            return false;
        }
        let rebel = |sector: Option<&str>| matches!(sector, Some("REB" | "UAF" | "CRM"));
        let entry = cluster.entry.and_then(|e| TABLES.entry(e));
        let ruled = entry.and_then(|e| TABLES.term_on(e, self.published)).is_some_and(|(term, _)| {
            matches!(term.office, "president" | "prime minister" | "king" | "leader" | "supreme leader")
        });
        let sector = cluster.sector.or(entry.and_then(|e| e.sector));
        rebel(candidate.sector) && (ruled || sector == Some("GOV"))
            || candidate.sector == Some("GOV") && rebel(sector)
    }

    /// "X, a spokesman for Y, said", whatever the parse: the name right before the comma, for a person's noun.
    fn beside(&self, i: usize, candidate: &Candidate) -> Option<usize> {
        let parsed = self.parsed;
        let comma = candidate.tokens.start.checked_sub(1).map(TokenId)?;
        let end = parsed.all_tokens().end;
        let closed = candidate.tokens.end >= end
            || matches!(
                parsed.form(TokenId(candidate.tokens.end)).as_ref(),
                "," | "." | ")" | "—" | "–" | "for" | "of" | "who"
            );
        if parsed.form(comma) != "," || !closed || candidate.plural || parsed.dep(candidate.head) == Dep::Conj
        {
            return None;
        }
        let determined = parsed.upos(TokenId(candidate.tokens.start)) == Upos::Det;
        let previous = (0..i).rev().take(3).find(|j| {
            self.candidates.get(*j).is_some_and(|c| c.tokens.end == comma.0 && c.form == MentionForm::Name)
        })?;
        let id = self.cluster_of.get(previous).copied().flatten()?;
        let cluster = self.clusters.get(id)?;
        let person = cluster.kind == Some(ActorKind::Person)
            && candidate.kind == Some(ActorKind::Person)
            && !self.is_opposed(candidate, cluster);
        (determined && person).then_some(id)
    }

    /// Who holds the office on the day of the article: "the Iraqi prime minister".
    pub(crate) fn holder(&self, candidate: &Candidate) -> Option<EntryId> {
        if candidate.plural
            || candidate.former
            || candidate.indefinite
            || candidate.kind != Some(ActorKind::Person)
        {
            return None;
        }
        let barred = [
            "then",
            "first",
            "previous",
            "next",
            "new",
            "deputy",
            "acting",
            "interim",
            "future",
            "assistant",
            "vice",
            "facto",
        ];
        // "the new president", but "the New Zealand president".
        let is_barred = |t: u32| barred.contains(&self.parsed.form(TokenId(t)).as_ref());
        if (candidate.tokens.start..candidate.head.0).any(is_barred) && !self.ends_with_office(candidate) {
            return None;
        }
        let on = self.published?;
        let first = candidate.tokens.start;
        // "the rebel leader", "the spiritual leader": not who leads the state.
        let another = |word: &String| {
            let sector = TABLES.modifiers.get(word.as_str()).copied();
            matches!(sector, Some("REB" | "UAF" | "CRM" | "OPP"))
                || sector == Some("REL") && candidate.sector == Some("REL")
        };
        // Up to the head, and with "of state" behind it.
        [candidate.head.0 + 3, candidate.head.0 + 1]
            .into_iter()
            .filter(|end| *end <= candidate.tokens.end)
            .find_map(|end| {
                let words: Vec<String> = (first..end).map(|t| self.parsed.lower(TokenId(t))).collect();
                let mut skips = (0..words.len()).take_while(|skip| !words.iter().take(*skip).any(another));
                skips.find_map(|skip| {
                    let phrase = words.get(skip..)?.join(" ").replace(" - ", "-");
                    let offices = TABLES.offices.get(phrase.as_str())?;
                    TABLES.holder(candidate.country, offices, Some(on))
                })
            })
    }

    /// "vice president", "crown prince": an office whose first word alone would bar it.
    fn ends_with_office(&self, candidate: &Candidate) -> bool {
        candidate.agent.is_some_and(|a| a.noun == "vice president")
    }

    /// The antecedent of a definite nominal: who bears its noun, or what its noun classes.
    fn earlier(&self, i: usize, candidate: &Candidate) -> Option<usize> {
        let noun = candidate.agent?.noun;
        let barred = self.not_itself(candidate);
        let person = candidate.kind == Some(ActorKind::Person);
        if person && let Some(id) = self.bearer(i, candidate, &barred) {
            return Some(id);
        }
        let mut by_class: Option<usize> = None;
        let mut by_noun: Option<(u32, usize)> = None;
        for j in (0..i).rev().take(LOOK_BACK) {
            let Some(other) = self.candidates.get(j) else { continue };
            let distance = candidate.sentence.0.saturating_sub(other.sentence.0);
            if distance > SENTENCES.0 || by_noun.is_some_and(|n| n.0 != distance) {
                break;
            }
            let Some(id) = self.cluster_of.get(j).copied().flatten() else { continue };
            let Some(cluster) = self.clusters.get(id) else { continue };
            if other.form == MentionForm::Pronoun
                || barred.contains(&id)
                || candidate.tokens.has(other.head)
                || !self.may_join(candidate, cluster)
            {
                continue;
            }
            // Of several in one sentence, its subject.
            if self.same_noun(noun, candidate, other, cluster) {
                if by_noun.is_none() || self.parsed.dep(other.head).is_subject() {
                    by_noun = Some((distance, id));
                }
                continue;
            }
            let near = distance <= SENTENCES.1 && !other.indefinite && by_class != Some(id);
            let several = candidate.plural && candidate.agent.is_some_and(|a| !a.person);
            let entry = cluster.entry.and_then(|e| TABLES.entry(e));
            let country = cluster.country.or(entry.and_then(|e| e.iso3));
            let placed = candidate.country.is_none_or(|c| country == Some(c));
            // "The Republican candidate": who was the subject just before, whatever he is besides.
            let in_focus = person && distance <= 1 && self.parsed.dep(other.head).is_subject();
            let classed = |described| self.is_classed(noun, candidate, other, cluster, described);
            if near && !several && placed && classed(in_focus) {
                // Of two persons near by, "the leader" may be either.
                if person && by_class.is_some() {
                    return None;
                }
                by_class = by_class.or(Some(id));
            }
        }
        by_noun.map(|n| n.1).or(by_class)
    }

    /// What a nominal cannot be: the other arguments of its verb, and its own possessor ("his successor").
    fn not_itself(&self, candidate: &Candidate) -> Vec<usize> {
        let possessor = self.parsed.child(candidate.head, Dep::NmodPoss);
        let rivals = grammar::rivals(self.parsed, candidate.head);
        rivals.into_iter().chain(possessor).filter_map(|t| self.cluster_at(t)).collect()
    }

    /// True when the noun is a word for what the antecedent is: "the group", "the country", "the government" of a state.
    /// `described`: its other words may tell something new.
    fn is_classed(
        &self,
        noun: &str,
        candidate: &Candidate,
        other: &Candidate,
        cluster: &Cluster,
        described: bool,
    ) -> bool {
        let government = noun == "government" && cluster.kind == Some(ActorKind::State);
        let class = TABLES.anaphors.get(noun).is_some_and(|a| {
            let kind = cluster.kind.is_some_and(|k| a.kinds.contains(&k));
            let table = cluster.entry.and_then(|e| TABLES.entry(e)).and_then(|e| e.sector);
            let sector = match cluster.sector.or(table) {
                Some(sector) => a.sectors.is_empty() && a.unknown || a.sectors.contains(&sector),
                None => a.unknown,
            };
            let own = |w: &String| noun.split(' ').any(|n| n == w);
            let modified = candidate.words.iter().any(|w| !cluster.words.contains(w) && !own(w));
            kind && sector && (!modified || candidate.former || described) && other.form == MentionForm::Name
        });
        government || class
    }

    /// True when the antecedent bears the noun: as its own, or at the end of its name.
    fn same_noun(&self, noun: &str, candidate: &Candidate, other: &Candidate, cluster: &Cluster) -> bool {
        if cluster.kind == Some(ActorKind::Person) {
            return false;
        }
        let named = other.form == MentionForm::Name
            && cluster.words.iter().any(|w| w == noun || *w == format!("{noun}s"))
            && cluster.kind != Some(ActorKind::State);
        let known = &cluster.words;
        let modifiers = |w: &String| known.contains(w) || other.words.contains(w);
        let fits = candidate.words.iter().all(modifiers);
        // "these groups" takes up "dozens of armed groups".
        let longer =
            |n: &&str| n.strip_suffix(noun).is_some_and(|front| front.is_empty() || front.ends_with(' '));
        let bears = cluster.nouns.iter().any(longer);
        fits && (named
            || (bears
                && (candidate.partitive || other.plural == candidate.plural)
                && (other.form == MentionForm::Nominal || candidate.words.is_empty())))
    }
}

/// "the Iraqi government": the state itself.
fn is_government(candidate: &Candidate) -> bool {
    let noun = candidate.agent.map_or("", |a| a.noun);
    let plain = candidate.words.len() <= 2 && !candidate.former;
    plain
        && matches!(noun, "government" | "authority" | "authorities" | "regime")
        && candidate.sector == Some("GOV")
}

/// "the country", "our nation": a state.
fn is_country(candidate: &Candidate) -> bool {
    !candidate.plural
        && candidate.definite
        && candidate.agent.is_some_and(|a| matches!(a.noun, "country" | "nation"))
}

/// True when a nominal and a cluster agree in kind, number, country and gender.
pub(crate) fn may_be(candidate: &Candidate, cluster: &Cluster) -> bool {
    use ActorKind::*;
    let kinds = match (candidate.kind, cluster.kind) {
        (Some(Person), Some(Person)) => !candidate.plural,
        (Some(Person), _) | (_, Some(Person)) => false,
        (Some(Group | Organization), Some(State)) => candidate
            .agent
            .is_some_and(|a| matches!(a.noun, "country" | "nation" | "republic" | "kingdom" | "government")),
        _ => true,
    };
    let countries = match (candidate.country, cluster.country) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let sexes = match (candidate.sex, cluster.sex) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    kinds && countries && sexes
}

/// What groups without a name are told apart by; `None` for one that is new each time.
fn generic_key(candidate: &Candidate) -> Option<String> {
    let agent = candidate.agent?;
    if candidate.indefinite || !(candidate.plural || candidate.kind != Some(ActorKind::Person)) {
        return None;
    }
    let country = candidate.country.map_or(String::new(), |c| c.to_string());
    if candidate.sector == Some("MIL")
        && !country.is_empty()
        && !agent.person | candidate.plural
        && candidate.words.len() <= 2
    {
        return Some(format!("forces of {country}"));
    }
    if country.is_empty() && candidate.words.is_empty() && candidate.definite {
        return None;
    }
    let words = candidate.words.join(" ");
    Some(format!("{} {words} {country} {}", agent.noun, candidate.plural))
}
