//! Who "the president" is: among those whom the text calls so, the one whom it speaks of.
//!
//! A text introduces its own president plainly ("President Ana Duarte") and others by country ("the Chilean
//! president"). The bare noun takes up whoever bore it plainly; else the only one who bears it at all; else nobody.

use std::collections::BTreeMap;

use gesta_text::TokenId;

use crate::candidate::Candidate;
use crate::clusters::{Cluster, Resolver};
use crate::tables::TABLES;
use crate::{ActorKind, MentionForm};

/// How many candidates and sentences back a bearer is looked for.
const REACH: (usize, u32) = (400, 25);
/// Words that make another office of a title.
const LESSER: [&str; 6] = ["vice", "deputy", "former", "ex", "assistant", "acting"];

/// What the mentions before tell of a bearer.
#[derive(Copy, Clone, Default)]
struct Bearer {
    mentions: i32,
    /// Of the last mention: its distance in sentences, and whether it is a subject, and one that speaks.
    distance: i32,
    subject: bool,
    speaks: bool,
}

impl Bearer {
    fn score(self) -> i32 {
        self.mentions.min(5) + 5 * i32::from(self.subject) + 3 * i32::from(self.speaks) - 3 * self.distance
    }
}

impl Resolver<'_> {
    /// The cluster that a definite singular noun for a person takes up.
    pub(crate) fn bearer(&self, i: usize, candidate: &Candidate, barred: &[usize]) -> Option<usize> {
        let noun = candidate.agent?.noun;
        let noun = without_former(noun);
        let mut plain: BTreeMap<usize, Bearer> = BTreeMap::new();
        let mut titled = plain.clone();
        let mut known = plain.clone();
        for j in (0..i).rev().take(REACH.0) {
            let Some(other) = self.candidates.get(j) else { continue };
            let distance = candidate.sentence.0.saturating_sub(other.sentence.0);
            if distance > REACH.1 {
                break;
            }
            let Some(id) = self.cluster_of.get(j).copied().flatten() else { continue };
            let Some(cluster) = self.clusters.get(id) else { continue };
            if cluster.kind != Some(ActorKind::Person)
                || barred.contains(&id)
                || candidate.tokens.has(other.head)
                || !self.may_join(candidate, cluster)
                || self.is_generic(cluster, noun)
                || !fits(candidate, cluster)
            {
                continue;
            }
            let bears = |title: &str| is_title(without_former(title), noun);
            let own = cluster.plain.iter().any(|(title, first)| *first < i && bears(title));
            let group = if own || candidate.localized && cluster.titles.iter().any(|t| bears(t)) {
                &mut plain
            } else if cluster.titles.iter().any(|t| bears(t)) {
                &mut titled
            } else if self.holds(cluster, noun, candidate.former) {
                &mut known
            } else {
                continue;
            };
            let bearer = group.entry(id).or_insert_with(|| Bearer {
                mentions: 0,
                distance: distance as i32,
                subject: self.parsed.dep(other.head).is_subject(),
                speaks: self.speaks(other.head),
            });
            bearer.mentions += 1;
        }
        let best = plain.iter().max_by_key(|(id, bearer)| (bearer.score(), **id)).map(|(id, _)| *id);
        let only = |group: &BTreeMap<usize, Bearer>| {
            let mut ids = group.keys();
            ids.next().copied().filter(|_| ids.next().is_none())
        };
        best.or_else(|| only(&titled)).or_else(|| only(&known).filter(|_| titled.is_empty()))
    }

    /// True when the table has the person in this office on the day of the article.
    fn holds(&self, cluster: &Cluster, noun: &str, former: bool) -> bool {
        cluster.entry.and_then(|e| TABLES.entry(e)).is_some_and(|e| {
            let term = TABLES.term_on(e, self.published);
            term.is_some_and(|(t, over)| t.office == noun && over == former)
        })
    }

    /// True for "a Republican president", and who "he" is after it: any one of a kind, whom "the president" does not take up.
    fn is_generic(&self, cluster: &Cluster, noun: &str) -> bool {
        let first = cluster.members.first().and_then(|m| self.candidates.get(*m));
        let any = first.is_some_and(|c| {
            c.form == MentionForm::Nominal && c.indefinite && !c.localized && !c.words.is_empty()
        });
        any && cluster.words.is_empty() && TABLES.offices.contains_key(noun)
    }

    /// True for the subject of a verb of saying.
    pub(crate) fn speaks(&self, head: TokenId) -> bool {
        let top = self.parsed.first_conjunct(head);
        self.parsed.dep(top).is_subject()
            && self.parsed.head(top).is_some_and(|g| TABLES.speech_verbs.contains(self.parsed.lemma(g)))
    }
}

fn without_former(title: &str) -> &str {
    title.strip_prefix("former ").unwrap_or(title)
}

/// True when the title is the noun or ends in it, and names no lesser office.
fn is_title(title: &str, noun: &str) -> bool {
    title == noun
        || title
            .strip_suffix(noun)
            .and_then(|front| front.strip_suffix(' '))
            .is_some_and(|front| !LESSER.iter().any(|l| front.starts_with(l)))
}

/// True when neither "former" nor a modifier of another sector ("the rebel leader") parts the two.
fn fits(candidate: &Candidate, cluster: &Cluster) -> bool {
    let sectors = match (candidate.sector, cluster.sector) {
        (Some(a), Some(b)) => a == b || candidate.words.is_empty(),
        _ => true,
    };
    sectors && candidate.former == cluster.former
}
