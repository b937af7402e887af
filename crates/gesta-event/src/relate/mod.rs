//! The relation between two actors that the caller marked: always one of PLOVER's types.
//!
//! Unlike [`crate::read`], which codes nothing without an entry whose frame is filled, this asks which of the acts of a
//! sentence is the one between the two. Every trigger of the codebook near them is a [`candidate`], the better the
//! closer its frame reaches both. What the act's clause says of its reality then turns cooperation to come into
//! `AGREE`, harm to come into `THREATEN`, cooperation withheld into `REJECT` (suffixes `+future`, `+threat`,
//! `+refusal` of the rule). Where no trigger is found, the words that the codebook's examples use decide ([`prior`],
//! rule `words`), and without any of them it is `CONSULT`, the commonest type of all (rule `default`).

mod candidate;
mod prior;

use gesta_actor::Actors;
use gesta_place::Places;
use gesta_statement::Statements;
use gesta_syntax::{Parsed, Upos};
use gesta_text::{Span, TokenId, TokenSpan};
use gesta_time::Times;

use crate::argument::Sources;
use crate::codebook::{TriggerPos, codebook};
use crate::factuality::{factuality, is_refused};
use crate::grammar::clause_head;
use crate::lemma::lemma;
use crate::lexicon::lexicon;
use crate::{EventType, Factuality};
use candidate::{Candidate, Dyad};

/// The type of what one actor does to another.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// PLOVER type.
    pub kind: EventType,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// The codebook entry, `words` or `default`.
    pub rule: String,
}

/// A marked actor.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Marked {
    /// Its words.
    pub(crate) words: TokenSpan,
    /// The word on which the others depend.
    pub(crate) head: TokenId,
}

impl Marked {
    fn new(parsed: &Parsed, span: Span) -> Option<Marked> {
        let words = parsed.document().tokens_in(span);
        parsed.head_of(words).map(|head| Marked { words, head })
    }
}

/// Says what `source` does to `target`, two spans of bytes of the parsed text; without a target, what `source` does.
pub fn relate(
    parsed: &Parsed,
    times: &Times,
    places: &Places,
    actors: &Actors,
    statements: &Statements,
    source: Span,
    target: Option<Span>,
) -> Relation {
    let source = Marked::new(parsed, source);
    let target = target.and_then(|span| Marked::new(parsed, span));
    let words = |m: Option<Marked>| m.map(|m| m.words).unwrap_or_default();
    let marked = [words(source), words(target)];
    let sources = Sources { parsed, times, places, actors, statements, marked };
    let scope = scope(parsed, source, target);
    let prior =
        prior::of(scope.iter().filter(|t| !marked.iter().any(|m| m.has(*t))).map(|t| parsed.lower(t)));
    let mut candidates = match source {
        Some(source) => candidate::all(sources, codebook(), Dyad { source, target }, scope),
        None => Vec::new(),
    };
    for found in &mut candidates {
        found.score += 0.3 * prior.share(found.entry.kind);
    }
    let best =
        candidates.iter().max_by(|a, b| a.score.total_cmp(&b.score).then(b.site.token.cmp(&a.site.token)));
    match best.filter(|b| b.score > 0.2 || prior.best().is_none()) {
        Some(best) => decide(sources, &candidates, best),
        None => match prior.best() {
            Some((kind, share)) => Relation { kind, confidence: 0.5 * share, rule: "words".into() },
            None => Relation { kind: EventType::Consult, confidence: 0.05, rule: "default".into() },
        },
    }
}

/// The words that may tell the relation: the sentences of both actors and what lies between them.
fn scope(parsed: &Parsed, source: Option<Marked>, target: Option<Marked>) -> TokenSpan {
    let sentences = [source, target].into_iter().flatten().map(|m| parsed.sentence_of(m.head).tokens);
    let near = |a: TokenSpan, b: TokenSpan| {
        let all = a.cover(b);
        if all.len() <= a.len() + b.len() + 200 { all } else { a }
    };
    sentences.reduce(near).unwrap_or_else(|| parsed.all_tokens())
}

/// The answer that the best candidate gives: its type, unless its clause says that the act is to come or withheld.
fn decide(sources: Sources<'_>, all: &[Candidate<'_>], best: &Candidate<'_>) -> Relation {
    let reality = reality(sources.parsed, best);
    let (kind, suffix) = match threatened(all, best) {
        Some(threat) => (threat, "+threat"),
        None => recode(sources.parsed, best, reality),
    };
    let rival = all.iter().filter(|c| c.entry.kind != best.entry.kind).map(|c| c.score).fold(0.0, f32::max);
    let confidence = (0.35 + 0.2 * best.score + 0.3 * (best.score - rival)).clamp(0.1, 0.98);
    Relation { kind, confidence, rule: format!("{}{suffix}", best.entry.id) }
}

/// Who calls on others to punish the target threatens it; who calls for an inquiry into it accuses it.
fn threatened(all: &[Candidate<'_>], best: &Candidate<'_>) -> Option<EventType> {
    if best.entry.kind != EventType::Request || best.target >= 1.0 {
        return None;
    }
    let content = |c: &&Candidate<'_>| c.within == Some(best.site.token) && c.target >= best.target;
    let inner = all.iter().filter(content).max_by(|a, b| a.score.total_cmp(&b.score))?;
    match inner.entry.kind {
        EventType::Accuse => Some(EventType::Accuse),
        kind if kind.quad() == 4 => Some(EventType::Threaten),
        _ => None,
    }
}

/// How real the act is; that of a noun also by its clause ("will lead a delegation on a visit").
fn reality(parsed: &Parsed, best: &Candidate<'_>) -> Factuality {
    let own = factuality(parsed, best.site.token, best.site.light.map(|l| l.0));
    let clause = clause_head(parsed, best.site.token);
    let carried = best.entry.pos == TriggerPos::Noun && parsed.upos(clause) == Upos::Verb;
    if carried { own.max(factuality(parsed, clause, None)) } else { own }
}

fn recode(parsed: &Parsed, best: &Candidate<'_>, reality: Factuality) -> (EventType, &'static str) {
    use EventType::*;
    let kind = best.entry.kind;
    let announced = reality == Factuality::Planned && !is_decided(parsed, best.site.token);
    match kind {
        Agree | Consult | Support | Concede | Cooperate | Aid | Retreat
            if reality == Factuality::Denied || is_refused(parsed, best.site.token) =>
        {
            (Reject, "+refusal")
        }
        Consult | Support | Cooperate | Aid | Retreat if announced || reality == Factuality::Hypothetical => {
            (Agree, "+future")
        }
        Sanction | Coerce | Mobilize | Assault | Protest if announced => (Threaten, "+threat"),
        _ => {
            let converted = best.entry.cameo.as_deref().and_then(|c| lexicon().converted(c));
            (converted.unwrap_or(kind), "")
        }
    }
}

/// True for what somebody has decided to do, which is as good as done.
fn is_decided(parsed: &Parsed, act: TokenId) -> bool {
    parsed.head(act).is_some_and(|h| lexicon().in_class("deciding", &lemma(parsed, h)))
}

impl Sources<'_> {
    /// The lemmas by which the codebook may know a word.
    pub(crate) fn names(&self, token: TokenId) -> [Option<String>; 3] {
        let parsed = self.parsed;
        [self.hyphenated(token), Some(lemma(parsed, token).into_owned()), Some(parsed.lower(token))]
    }
}
