//! Relations between actors that the text states: "a spokesman for X", "X-backed", "one of the groups that make up X".

use gesta_syntax::{Dep, Upos};
use gesta_text::{Span, TokenId, TokenSpan};

use crate::clusters::Resolver;
use crate::tables::{Relation, TABLES};
use crate::{ActorKind, MentionForm, RelationKind};

/// A relation between clusters.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Link {
    pub(crate) kind: RelationKind,
    pub(crate) subject: usize,
    pub(crate) object: usize,
    pub(crate) evidence: Span,
}

/// All relations, in text order, each pair and kind once per place.
pub(crate) fn find(resolver: &Resolver<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for i in 0..resolver.candidates.len() {
        links.extend(of_noun(resolver, i));
        links.extend(of_participles(resolver, i));
        links.extend(of_verb(resolver, i));
    }
    // "his minister" belongs to a government, not to a person.
    let person = |id: usize| resolver.clusters.get(id).is_some_and(|c| c.kind == Some(ActorKind::Person));
    let body = |k: RelationKind| matches!(k, RelationKind::MemberOf | RelationKind::PartOf);
    links.retain(|l: &Link| l.subject != l.object && !(body(l.kind) && person(l.object)));
    links
}

/// Parts and their wholes by the tables, where the article names both and does not say so itself; the name of the part
/// shows it.
pub(crate) fn known(resolver: &Resolver<'_>) -> Vec<Link> {
    let founded = |from: Option<i16>| resolver.published.zip(from).is_none_or(|(on, from)| from <= on.year());
    let existing = |until: Option<i16>| resolver.published.zip(until).is_none_or(|(on, u)| on.year() <= u);
    let mut links = Vec::new();
    for (subject, cluster) in resolver.clusters.iter().enumerate() {
        let Some(entry) = cluster.entry.and_then(|e| TABLES.entry(e)) else { continue };
        let whole = entry.parent.and_then(|p| resolver.entries.get(&p)).copied();
        let named = |m: &&usize| resolver.candidates.get(**m).is_some_and(|c| c.form == MentionForm::Name);
        let first = cluster.members.iter().filter(named).min().and_then(|m| resolver.candidates.get(*m));
        if let (Some(object), Some(name), true, true) =
            (whole, first, founded(entry.from), existing(entry.until))
        {
            let evidence = resolver.parsed.span_of(name.core);
            links.push(Link { kind: RelationKind::PartOf, subject, object, evidence });
        }
    }
    links
}

fn link(relation: Relation, subject: usize, object: usize, evidence: Span) -> Link {
    let (subject, object) = if relation.reversed { (object, subject) } else { (subject, object) };
    Link { kind: relation.kind, subject, object, evidence }
}

/// "leader of X", "X's spokesman", "X leader NAME".
fn of_noun(resolver: &Resolver<'_>, i: usize) -> Vec<Link> {
    let parsed = resolver.parsed;
    let Some((candidate, subject)) =
        resolver.candidates.get(i).zip(resolver.cluster_of.get(i).copied().flatten())
    else {
        return Vec::new();
    };
    let noun = match (candidate.agent, candidate.title) {
        (Some(agent), _) => agent.noun,
        (None, Some(title)) => title.text,
        _ => return Vec::new(),
    };
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let Some(relation) = TABLES.relations.get(noun).or_else(|| TABLES.relations.get(last)).copied() else {
        return Vec::new();
    };
    let mut objects: Vec<(usize, TokenSpan)> = Vec::new();
    let mut add = |head: TokenId| {
        let Some(j) = resolver.by_head.get(&head).copied() else { return };
        if let (Some(c), Some(Some(id))) = (resolver.candidates.get(j), resolver.cluster_of.get(j)) {
            objects.push((*id, c.tokens));
        }
    };
    for child in parsed.children(candidate.head) {
        let case = || parsed.child(child, Dep::Case).map(|c| parsed.lower(c));
        match parsed.dep(child) {
            Dep::Nmod if child > candidate.head => {
                let fits = case()
                    .is_some_and(|c| matches!(c.as_str(), "of" | "for" | "with" | "from" | "at" | "in"));
                if fits {
                    parsed.conjuncts(child).into_iter().for_each(&mut add);
                }
            }
            Dep::NmodPoss | Dep::Compound | Dep::Amod => add(child),
            _ => {}
        }
    }
    // "Hamas leader Ismail Haniyeh": a name inside the mention, before the person's own.
    if candidate.form == MentionForm::Name {
        (candidate.tokens.start..candidate.core.start).map(TokenId).for_each(&mut add);
    }
    let evidence = |o: TokenSpan| parsed.span_of(candidate.tokens.cover(o));
    let former = candidate.former
        && matches!(
            relation.kind,
            RelationKind::LeaderOf | RelationKind::MemberOf | RelationKind::SpokespersonOf
        );
    // Several commanders of a group are its members.
    let several = relation.kind == RelationKind::LeaderOf && candidate.plural;
    let relation = if several { Relation { kind: RelationKind::MemberOf, ..relation } } else { relation };
    let relation = if former { Relation { kind: RelationKind::Formerly, ..relation } } else { relation };
    let mut seen: Vec<usize> = Vec::new();
    objects.retain(|o| {
        !seen.contains(&o.0) && {
            seen.push(o.0);
            true
        }
    });
    objects.into_iter().map(|(object, span)| link(relation, subject, object, evidence(span))).collect()
}

/// "Iranian-backed militias": the participle before the noun.
fn of_participles(resolver: &Resolver<'_>, i: usize) -> Vec<Link> {
    let parsed = resolver.parsed;
    let Some((backer, object)) =
        resolver.candidates.get(i).zip(resolver.cluster_of.get(i).copied().flatten())
    else {
        return Vec::new();
    };
    let next = backer.tokens.end;
    if backer.form == MentionForm::Pronoun
        || next + 1 >= parsed.all_tokens().end
        || parsed.form(TokenId(next)) != "-"
    {
        return Vec::new();
    }
    let word = format!("-{}", parsed.lower(TokenId(next + 1)));
    let Some(relation) = TABLES.relations.get(word.as_str()).copied() else { return Vec::new() };
    let holder =
        resolver.candidates.get(i + 1..).unwrap_or(&[]).iter().take(4).zip(i + 1..).find(|(c, _)| {
            c.sentence == backer.sentence
                && c.tokens.end > next + 1
                && c.form != MentionForm::Pronoun
                && (c.tokens.start <= next + 2)
        });
    let around = (i.saturating_sub(3)..i).rev().filter_map(|j| resolver.candidates.get(j).map(|c| (c, j)));
    let Some((whole, j)) = holder.or_else(|| around.into_iter().find(|(c, _)| c.tokens.has(backer.head)))
    else {
        return Vec::new();
    };
    let Some(subject) = resolver.cluster_of.get(j).copied().flatten() else { return Vec::new() };
    vec![link(relation, subject, object, parsed.span_of(whole.tokens.cover(backer.tokens)))]
}

/// Verbs that relate their subject to their object: "X leads Y", "backed by X", "the groups that make up X".
fn of_verb(resolver: &Resolver<'_>, i: usize) -> Vec<Link> {
    let parsed = resolver.parsed;
    let Some((candidate, object)) =
        resolver.candidates.get(i).zip(resolver.cluster_of.get(i).copied().flatten())
    else {
        return Vec::new();
    };
    let head = candidate.head;
    let top = parsed.first_conjunct(head);
    let Some(verb) =
        parsed.head(top).filter(|v| matches!(parsed.upos(*v), Upos::Verb | Upos::Noun | Upos::Adj))
    else {
        return Vec::new();
    };
    let case = parsed.child(top, Dep::Case).map_or(String::new(), |c| parsed.lower(c));
    let particle =
        parsed.child(verb, Dep::CompoundPrt).map_or(String::new(), |p| format!(" {}", parsed.lower(p)));
    let passive = parsed.is_passive(verb) || matches!(parsed.dep(verb), Dep::Acl | Dep::Amod);
    let role = match parsed.dep(top) {
        Dep::Obj if !passive => "",
        Dep::Obl | Dep::OblAgent | Dep::Nmod => case.as_str(),
        _ => return Vec::new(),
    };
    let key = if role.is_empty() {
        format!("{}{particle} X", parsed.lemma(verb))
    } else if passive && role == "by" {
        format!("{}ed by X", parsed.lemma(verb))
    } else {
        format!("{}{particle} {role} X", parsed.lemma(verb))
    };
    let Some(relation) = TABLES.relations.get(key.as_str()).copied() else { return Vec::new() };
    let vague = relation.kind == RelationKind::MemberOf && candidate.form == MentionForm::Pronoun;
    if vague || parsed.is_negated(verb) {
        return Vec::new();
    }
    let subject = subject_of(resolver, verb);
    let Some((subject, span)) = subject else { return Vec::new() };
    let evidence = parsed.span_of(span.cover(candidate.tokens));
    vec![link(relation, subject, object, evidence)]
}

/// Whom the verb (or the participle, or "ally", "part") is said of: its subject, or what it modifies; for a relative
/// clause under a predicate noun ("is one of the groups that make up X") the subject of that noun.
fn subject_of(resolver: &Resolver<'_>, verb: TokenId) -> Option<(usize, TokenSpan)> {
    let parsed = resolver.parsed;
    let known = |t: TokenId| {
        let i = resolver.by_head.get(&t).copied()?;
        Some((resolver.cluster_of.get(i).copied().flatten()?, resolver.candidates.get(i)?.tokens))
    };
    let own = parsed.children(verb).filter(|c| parsed.dep(*c).is_subject()).find_map(known);
    if own.is_some() {
        return own;
    }
    let mut at = verb;
    for _ in 0..4 {
        let holder = parsed.head(at)?;
        if !matches!(
            parsed.dep(at),
            Dep::Acl | Dep::AclRelcl | Dep::Amod | Dep::Nmod | Dep::Conj | Dep::Xcomp | Dep::Advcl
        ) {
            return None;
        }
        if parsed.child(holder, Dep::Cop).is_some() || parsed.upos(holder) == Upos::Verb {
            let subject = parsed.children(holder).filter(|c| parsed.dep(*c).is_subject()).find_map(known);
            if subject.is_some() {
                return subject;
            }
        }
        let of = parsed.dep(holder) == Dep::Nmod || parsed.dep(at) == Dep::Conj;
        if let Some(found) = known(holder).filter(|_| !of) {
            return Some(found);
        }
        at = holder;
    }
    None
}
