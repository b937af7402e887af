//! From clusters to the actors of the record: names, countries and sectors on the day of the article.

use std::collections::HashSet;

use gesta_place::{Iso3, country};
use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{SentenceKind, TokenId};

use crate::candidate::Candidate;
use crate::clusters::{Cluster, Resolver};
use crate::relations::Link;
use crate::tables::TABLES;
use crate::{
    Actor, ActorId, ActorKind, ActorRelation, Actors, Mention, MentionForm, RelationKind, fold, home,
};

/// Turns the clusters into actors in the order of their first mention.
pub(crate) fn build(resolver: &Resolver<'_>, links: &[Link]) -> Actors {
    let mut facts: Vec<Facts> = resolver.clusters.iter().map(|c| facts(resolver, c)).collect();
    inherit(&mut facts, links);
    settle(resolver, &mut facts);
    inherit(&mut facts, links);
    let related: HashSet<usize> = links.iter().flat_map(|l| [l.subject, l.object]).collect();
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (id, cluster) in resolver.clusters.iter().enumerate() {
        let first = cluster.members.iter().copied().min();
        let worth = || related.contains(&id) || is_worth_recording(resolver, cluster);
        if let Some(first) = first.filter(|_| !is_of_headlines(resolver, cluster) && worth()) {
            order.push((first, id));
        }
    }
    order.sort_unstable();
    let mut ids = vec![None; resolver.clusters.len()];
    let mut actors = Vec::with_capacity(order.len());
    for (_, id) in order {
        let (Some(cluster), Some(facts)) = (resolver.clusters.get(id), facts.get(id)) else { continue };
        if let Some(slot) = ids.get_mut(id) {
            *slot = Some(ActorId(actors.len() as u32));
        }
        actors.push(actor(resolver, cluster, facts));
    }
    let mut relations: Vec<ActorRelation> = Vec::new();
    for link in links {
        let (Some(Some(subject)), Some(Some(object))) = (ids.get(link.subject), ids.get(link.object)) else {
            continue;
        };
        let same =
            |r: &&mut ActorRelation| r.kind == link.kind && r.subject == *subject && r.object == *object;
        match relations.iter_mut().rev().take(200).find(same) {
            Some(relation) if !relation.evidence.contains(&link.evidence) => {
                relation.evidence.push(link.evidence)
            }
            Some(_) => {}
            None => relations.push(ActorRelation {
                kind: link.kind,
                subject: *subject,
                object: *object,
                since: None,
                until: None,
                evidence: vec![link.evidence],
            }),
        }
    }
    Actors::new(actors, relations).at_home(resolver.context.home())
}

/// What the record says of an actor besides its mentions.
struct Facts {
    name: Option<String>,
    kind: ActorKind,
    country: Option<Iso3>,
    sector: Option<&'static str>,
    wikidata: Option<String>,
    rule: String,
}

fn facts(resolver: &Resolver<'_>, cluster: &Cluster) -> Facts {
    let kind = cluster.kind.unwrap_or(ActorKind::Group);
    let mut facts = Facts {
        name: None,
        kind,
        country: cluster.country,
        sector: cluster.sector,
        wikidata: None,
        rule: cluster.rule.to_owned(),
    };
    if let Some(entry) = cluster.entry.and_then(|e| TABLES.entry(e)) {
        facts.name = Some(entry.name.to_owned());
        facts.wikidata = entry.wikidata.map(str::to_owned);
        facts.sector = entry.sector.or(facts.sector);
        // An international organisation is of no country, whatever the talk is of.
        facts.country = entry.iso3.or(facts.country.filter(|_| entry.sector != Some("IGO")));
        facts.rule = format!("table: {}", entry.name);
        if let Some((term, over)) = TABLES.term_on(entry, resolver.published) {
            let sector = TABLES.office_sector(term.office);
            let past = over || cluster.former;
            facts.sector = Some(if past && matches!(sector, "GOV" | "LEG" | "IGO") { "ELI" } else { sector });
            facts.country = term.iso3;
            let until = term.until.map_or(String::new(), |u| u.to_string());
            facts.rule = format!("table: {}, {} {}–{until}", entry.name, term.office, term.from);
        }
    } else if kind == ActorKind::State
        && let Some(state) = cluster.country.and_then(country::by_iso3)
    {
        facts.name = Some(state.name.to_owned());
        facts.wikidata = state.wikidata.map(str::to_owned);
    }
    facts
}

/// Spokespersons, leaders and members have the country and sector of their group, parts those of the whole, where
/// nothing else told.
fn inherit(facts: &mut [Facts], links: &[Link]) {
    for _ in 0..2 {
        for link in links {
            use RelationKind::*;
            if !matches!(link.kind, SpokespersonOf | LeaderOf | MemberOf | PartOf) {
                continue;
            }
            let Some(whole) = facts.get(link.object) else { continue };
            let (country, sector, state) = (whole.country, whole.sector, whole.kind == ActorKind::State);
            let Some(part) = facts.get_mut(link.subject) else { continue };
            if part.kind == ActorKind::State {
                continue;
            }
            part.country = part.country.or(country);
            if part.sector.is_none() && !(state && part.kind != ActorKind::Person) {
                part.sector = sector;
            }
        }
    }
}

/// Gives those for whom nothing told a country that of the article, and plain people their sector.
fn settle(resolver: &Resolver<'_>, facts: &mut [Facts]) {
    for (facts, cluster) in facts.iter_mut().zip(&resolver.clusters) {
        if facts.country.is_none()
            && let Some(home) = home::country(resolver, cluster, facts.sector)
        {
            facts.country = Some(home);
            facts.rule = home::AT_HOME.to_owned();
        }
        let mut nouns = cluster.nouns.iter();
        let people = facts.kind == ActorKind::Group
            && !cluster.nouns.is_empty()
            && nouns.all(|noun| TABLES.people.contains(*noun));
        if facts.sector.is_none() && people {
            facts.sector = Some("CVL");
            facts.rule = home::PEOPLE.to_owned();
        }
    }
}

/// True in a title without a full stop; what ends in one is a sentence, wherever it stands.
fn is_headline(parsed: &Parsed, head: TokenId) -> bool {
    let sentence = parsed.sentence_of(head);
    sentence.kind == SentenceKind::Headline
        && !sentence.span.of(parsed.text()).trim_end().ends_with(['.', '!', '”', '"'])
}

/// True when only headlines, whose grammar misleads, speak of somebody whom no table knows.
fn is_of_headlines(resolver: &Resolver<'_>, cluster: &Cluster) -> bool {
    let parsed = resolver.parsed;
    cluster.entry.is_none()
        && cluster.kind != Some(ActorKind::State)
        && cluster.members.iter().all(|m| {
            let head = resolver.candidates.get(*m).map(|c| c.head);
            head.is_some_and(|h| is_headline(parsed, h))
        })
        && parsed.sentences().any(|(_, s)| s.kind == SentenceKind::Prose)
}

/// A noun that takes part in nothing is left out: "schools" of which something is said, but which do nothing.
fn is_worth_recording(resolver: &Resolver<'_>, cluster: &Cluster) -> bool {
    if cluster.members.len() > 1 || cluster.country.is_some() || cluster.entry.is_some() {
        return true;
    }
    let Some(only) = cluster.members.first().and_then(|m| resolver.candidates.get(*m)) else { return false };
    if only.form == MentionForm::Name {
        return true;
    }
    if !only.plural && only.agent.is_some_and(|a| matches!(a.noun, "country" | "nation")) {
        return false;
    }
    use gesta_syntax::Dep::*;
    let dep = resolver.parsed.dep(resolver.parsed.first_conjunct(only.head));
    let body = only.agent.is_some_and(|a| !a.person);
    let armed = matches!(cluster.sector, Some("GOV" | "MIL" | "REB" | "UAF" | "COP" | "IGO" | "PTY" | "OPP"));
    match dep {
        Nsubj | NsubjPass | OblAgent | Iobj => true,
        Obj => !body || armed || only.definite,
        // "schools", "a charity website": places rather than parties.
        _ => cluster.sector.is_some() && (!body || armed) || only.kind == Some(ActorKind::Person),
    }
}

fn actor(resolver: &Resolver<'_>, cluster: &Cluster, facts: &Facts) -> Actor {
    let parsed = resolver.parsed;
    let mut members = cluster.members.clone();
    members.sort_unstable();
    let candidates: Vec<_> = members.iter().filter_map(|m| resolver.candidates.get(*m)).collect();
    let headline = |c: &Candidate| is_headline(parsed, c.head);
    let mut names: Vec<String> = Vec::new();
    for candidate in candidates.iter().filter(|c| c.form == MentionForm::Name) {
        let name = tidy(parsed.text_of(candidate.core));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let nominal = || {
        // Prose before headlines, and "rebels" before "its men".
        let plain = |c: &&&Candidate| {
            let owned = parsed.child(c.head, Dep::NmodPoss).is_some_and(|p| parsed.upos(p) == Upos::Pron);
            !owned && !headline(c)
        };
        let mut nominals = candidates.iter().filter(|c| c.form == MentionForm::Nominal);
        let first = nominals.clone().find(plain).or_else(|| nominals.next()).or(candidates.first());
        first.map_or(String::new(), |c| tidy(parsed.text_of(c.tokens)))
    };
    // A name of the headline only if prose has a part of it.
    let prose = |n: &&String| {
        let words = fold::words(n);
        let part = |c: &&&Candidate| c.form == MentionForm::Name && c.words.iter().all(|w| words.contains(w));
        candidates.iter().filter(part).any(|c| !headline(c))
    };
    let longest = names.iter().rev().max_by_key(|n| (prose(n), n.chars().count())).cloned();
    let name = facts.name.clone().or(longest).unwrap_or_else(nominal);
    Actor {
        aliases: names.into_iter().filter(|n| *n != name).collect(),
        name,
        kind: facts.kind,
        country: facts.country,
        sector: facts.sector,
        wikidata: facts.wikidata.clone(),
        titles: cluster.titles.iter().cloned().collect(),
        mentions: candidates
            .iter()
            .map(|c| Mention { span: parsed.span_of(c.tokens), tokens: c.tokens, head: c.head, form: c.form })
            .collect(),
        rule: facts.rule.clone(),
    }
}

/// A name on one line.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
