//! From clusters to the actors of the record: names, countries and sectors on the day of the article.

use std::collections::HashSet;

use gesta_place::{Iso3, country};

use crate::clusters::{Cluster, Resolver};
use crate::relations::Link;
use crate::tables::TABLES;
use crate::{Actor, ActorId, ActorKind, ActorRelation, Actors, Mention, MentionForm, RelationKind};

/// Turns the clusters into actors in the order of their first mention.
pub(crate) fn build(resolver: &Resolver<'_>, links: &[Link]) -> Actors {
    let mut facts: Vec<Facts> = resolver.clusters.iter().map(|c| facts(resolver, c)).collect();
    inherit(&mut facts, links);
    let related: HashSet<usize> = links.iter().flat_map(|l| [l.subject, l.object]).collect();
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (id, cluster) in resolver.clusters.iter().enumerate() {
        let first = cluster.members.iter().copied().min();
        if let Some(first) = first.filter(|_| related.contains(&id) || is_worth_recording(resolver, cluster))
        {
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
    Actors::new(actors, relations)
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
        facts.country = entry.iso3.or(facts.country);
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

/// A nominal that tells nothing and takes no part in anything is left out.
fn is_worth_recording(resolver: &Resolver<'_>, cluster: &Cluster) -> bool {
    if cluster.members.len() > 1
        || cluster.country.is_some()
        || cluster.sector.is_some()
        || cluster.entry.is_some()
    {
        return true;
    }
    let Some(only) = cluster.members.first().and_then(|m| resolver.candidates.get(*m)) else { return false };
    only.form == MentionForm::Name || only.kind == Some(ActorKind::Person) || {
        use gesta_syntax::Dep::*;
        let dep = resolver.parsed.dep(resolver.parsed.first_conjunct(only.head));
        matches!(dep, Nsubj | NsubjPass | Obj | Iobj | OblAgent)
    }
}

fn actor(resolver: &Resolver<'_>, cluster: &Cluster, facts: &Facts) -> Actor {
    let parsed = resolver.parsed;
    let mut members = cluster.members.clone();
    members.sort_unstable();
    let candidates: Vec<_> = members.iter().filter_map(|m| resolver.candidates.get(*m)).collect();
    let mut names: Vec<String> = Vec::new();
    for candidate in candidates.iter().filter(|c| c.form == MentionForm::Name) {
        let name = tidy(parsed.text_of(candidate.core));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let nominal = || {
        let first = candidates.iter().find(|c| c.form == MentionForm::Nominal).or(candidates.first());
        first.map_or(String::new(), |c| tidy(parsed.text_of(c.tokens)))
    };
    let longest = names.iter().rev().max_by_key(|n| n.chars().count()).cloned();
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
