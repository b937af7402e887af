//! Triggers near two marked actors, and how well the frame of each reaches both of them.

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use super::Marked;
use crate::EventType;
use crate::argument::Sources;
use crate::codebook::{ANY, Codebook, Entry, TriggerPos};
use crate::frame::{Condition, Filler, Slot};
use crate::grammar::{antecedent, clause_head, is_infinitive, surface_subject};
use crate::lemma::lemma;
use crate::lexicon::{Effect, lexicon};
use crate::matcher::{Site, learnt_type, light_verb};

/// How many governors a walk looks at.
const FAR: usize = 12;

/// The two actors.
#[derive(Copy, Clone, Debug)]
pub(super) struct Dyad {
    pub(super) source: Marked,
    pub(super) target: Option<Marked>,
}

/// An entry at a trigger.
pub(super) struct Candidate<'b> {
    pub(super) entry: &'b Entry,
    pub(super) site: Site,
    /// How well the entry tells what the source does to the target: about 2 where its frame holds both.
    pub(super) score: f32,
    /// How well its frame reaches the target, 0 to 1.
    pub(super) target: f32,
    /// The trigger of another candidate of which this is the content.
    pub(super) within: Option<TokenId>,
    /// How well its frame reaches the source, 0 to 1.
    source: f32,
    /// All conditions of the entry hold.
    fits: bool,
}

/// All candidates among `words`, in their order.
pub(super) fn all<'b>(
    sources: Sources<'_>,
    book: &'b Codebook,
    dyad: Dyad,
    words: TokenSpan,
) -> Vec<Candidate<'b>> {
    let marked = |t: TokenId| dyad.source.head == t || dyad.target.is_some_and(|m| m.head == t);
    let open = words.iter().filter(|&t| !marked(t));
    let mut all: Vec<Candidate<'b>> = open.filter_map(|t| at(sources, book, dyad, t)).collect();
    for inner in 0..all.len() {
        embed(sources, &mut all, inner);
    }
    all
}

/// An act that is the content of another ("refused to meet", "lifted the embargo") is not what happened between the two:
/// the other act is, and it reaches whom its content reaches.
fn embed(sources: Sources<'_>, all: &mut [Candidate<'_>], inner: usize) {
    let Some((mut below, reach)) = all.get(inner).map(|c| (c.site.token, c.target)) else { return };
    let parsed = sources.parsed;
    if let Some(document) =
        parsed.head(below).filter(|&d| parsed.dep(below) == Dep::Acl && sources.is_document(d))
    {
        // "sent a letter to the mayor threatening …": whom the document reaches, its content reaches
        let carriers = [Some(document), parsed.head(document)];
        let carried = all.iter().filter(|c| carriers.contains(&Some(c.site.token))).map(|c| c.target);
        let most = carried.fold(reach, f32::max);
        if let Some(inner) = all.get_mut(inner).filter(|c| c.fits) {
            inner.score += most - reach + 0.2;
        }
        return;
    }
    let mut direct = true;
    for above in parsed.ancestors(below).take(FAR) {
        use Dep::*;
        let content = match parsed.dep(below) {
            Obj | Obl | Nmod | Xcomp | Ccomp | NsubjPass | Compound | Csubj => true,
            Acl => is_infinitive(parsed, below),
            Advcl => is_infinitive(parsed, below) && direct,
            _ => false,
        };
        if !content {
            return;
        }
        let outer = all.iter_mut().find(|c| c.site.token == above);
        if let Some(outer) =
            outer.filter(|o| o.fits && o.source >= 0.6 && (direct || is_verbal(o.entry.kind)))
        {
            outer.score += (reach - outer.target).max(0.0);
            if let Some(inner) = all.get_mut(inner) {
                inner.score -= 0.6;
                inner.within = Some(above);
            }
            return;
        }
        direct = false;
        below = above;
    }
}

/// Acts in which either side may be named first: who meets whom, who is host and who the guest.
fn is_mutual(entry: &Entry) -> bool {
    entry.frame.mutual || entry.kind == EventType::Consult
}

/// Acts in words, which have acts as their content.
fn is_verbal(kind: EventType) -> bool {
    matches!(kind.quad(), 1 | 3)
}

/// The best entry at one word.
fn at<'b>(sources: Sources<'_>, book: &'b Codebook, dyad: Dyad, token: TokenId) -> Option<Candidate<'b>> {
    let pos = match sources.parsed.upos(token) {
        Upos::Verb => TriggerPos::Verb,
        Upos::Noun | Upos::Propn => TriggerPos::Noun,
        Upos::Adj => TriggerPos::Adjective,
        _ => return None,
    };
    let mut best: Option<Candidate<'b>> = None;
    let names = sources.names(token);
    let known = names.iter().flatten().any(|name| book.has_trigger(name));
    let learnt = if known { None } else { learnt_type(sources.parsed, token) };
    let any = book.with_lemma(ANY).filter(|e| Some(e.kind) == learnt);
    for entry in names.iter().flatten().flat_map(|name| book.with_lemma(name)).chain(any) {
        let light = if entry.pos == TriggerPos::Noun { light_verb(sources, token) } else { None };
        let site = Site { token, pos: entry.pos, light };
        let participle = entry.pos == TriggerPos::Adjective && pos == TriggerPos::Verb;
        if (entry.pos != pos && !participle) || !sources.has_words(entry, token) {
            continue;
        }
        let found = sources.candidate(entry, site, dyad);
        if best.as_ref().is_none_or(|b| found.score > b.score) {
            best = Some(found);
        }
    }
    best
}

impl Sources<'_> {
    fn candidate<'b>(&self, entry: &'b Entry, site: Site, dyad: Dyad) -> Candidate<'b> {
        let misfits: Vec<f32> = entry.with.iter().map(|c| self.misfit(c, site, dyad)).collect();
        let unmet: f32 = misfits.iter().sum();
        let met = misfits.iter().filter(|&&m| m == 0.0).count();
        let barred = entry.without.iter().filter(|c| self.holds(c, site)).count() as f32;
        let source = self.source_reach(entry, site, dyad.source);
        let target = dyad.target.map_or(0.6, |t| self.target_reach(entry, site, t));
        let mut score = source + target + 0.3 * entry.weight - unmet - 1.2 * barred;
        score += 0.05 * (entry.words.len() + met) as f32 - self.depth(site, dyad.source);
        if entry.pos == TriggerPos::Noun && site.light.is_none() {
            score -= 0.1;
        }
        if let Some(target) = dyad.target.filter(|_| !is_mutual(entry)) {
            let turned = self.in_slots(&entry.frame.source, site, target) >= 0.9
                && self.in_slots(&entry.frame.target, site, dyad.source) >= 0.9;
            score -= if turned { 0.8 } else { 0.0 };
        }
        Candidate { entry, site, score, target, within: None, source, fits: unmet + barred == 0.0 }
    }

    /// What an unmet condition costs: less where a marked actor fills the slot, since names are in no word list, and
    /// where only the light verb or the doer of a nominal is missing.
    fn misfit(&self, condition: &Condition, site: Site, dyad: Dyad) -> f32 {
        if self.holds(condition, site) {
            return 0.0;
        }
        let any = condition.any_of.iter().any(|f| matches!(f, Filler::Anything | Filler::Actor));
        if any && site.pos == TriggerPos::Noun && condition.slots.contains(&Slot::Light) {
            return 0.6;
        }
        let named = |slot: &&Slot| !matches!(slot, Slot::Xcomp | Slot::Clause | Slot::Ccomp | Slot::Governor);
        let mut fillers = condition.slots.iter().filter(named).filter_map(|s| self.filler(s, site));
        let object = dyad.target.filter(|t| self.is_bare_object(site, t.head)).map(|t| t.head);
        let object = object.filter(|_| condition.slots.contains(&Slot::Obj));
        let marked = |f: TokenId| dyad.source.words.has(f) || dyad.target.is_some_and(|t| t.words.has(f));
        match fillers.find(|f| marked(*f)).or(object) {
            Some(name) if self.parsed.upos(name) == Upos::Propn => 0.4,
            Some(_) => 0.9,
            None if condition.any_of.contains(&Filler::Must) => 2.5,
            None => 1.5,
        }
    }
}

impl Sources<'_> {
    /// How well the best of some slots holds a marked actor: 1 for its very words, less for what they lie in.
    fn in_slots(&self, slots: &[Slot], site: Site, marked: Marked) -> f32 {
        let held =
            slots.iter().filter_map(|s| self.filler(s, site)).map(|head| self.holds_marked(head, marked));
        held.fold(0.0, f32::max)
    }

    fn holds_marked(&self, head: TokenId, marked: Marked) -> f32 {
        let parsed = self.parsed;
        let head = antecedent(parsed, head);
        for conjunct in parsed.conjuncts(head) {
            let noun = self.content_head(conjunct);
            if marked.words.has(conjunct) || marked.words.has(noun) {
                return 1.0;
            }
            if let (Some(a), Some(b)) = (self.actors.at(noun), self.actors.at(marked.head))
                && a == b
            {
                return 0.9;
            }
        }
        self.below(marked.head, head).map_or(0.0, |clauses| if clauses == 0 { 0.8 } else { 0.45 })
    }

    /// The number of clauses between a word and one above it.
    fn below(&self, token: TokenId, top: TokenId) -> Option<usize> {
        let mut clauses = 0;
        let mut at = token;
        for _ in 0..FAR {
            if at == top {
                return Some(clauses);
            }
            clauses += usize::from(self.parsed.dep(at).is_clausal());
            at = self.parsed.head(at)?;
        }
        None
    }

    fn source_reach(&self, entry: &Entry, site: Site, source: Marked) -> f32 {
        let own = self.in_slots(&entry.frame.source, site, source);
        let own =
            if entry.frame.mutual { own.max(self.in_slots(&entry.frame.target, site, source)) } else { own };
        if own > 0.0 {
            return own;
        }
        // the subject of a clause above: "announced the release", "decided to", "said that it"
        let parsed = self.parsed;
        let taken =
            entry.frame.source.iter().any(|s| self.filler(s, site).is_some_and(|f| !self.is_vague(f)));
        let most = if taken { 0.25 } else { 0.7 };
        let clauses = std::iter::once(site.token).chain(parsed.ancestors(site.token)).take(FAR);
        for (steps, clause) in clauses.enumerate() {
            let subject = surface_subject(parsed, clause);
            if subject.is_some_and(|s| self.holds_marked(s, source) >= 0.8) {
                return (most - 0.05 * steps as f32).max(0.1);
            }
        }
        if self.below(source.head, site.token).is_some() { 0.4 } else { 0.1 }
    }

    /// True for pronouns and for what merely counts.
    fn is_vague(&self, token: TokenId) -> bool {
        self.parsed.upos(token) == Upos::Pron
    }

    fn target_reach(&self, entry: &Entry, site: Site, target: Marked) -> f32 {
        let own = self.in_slots(&entry.frame.target, site, target);
        let own =
            if entry.frame.mutual { own.max(self.in_slots(&entry.frame.source, site, target)) } else { own };
        let below = |top: TokenId, near: f32, far: f32| {
            self.below(target.head, top).map_or(0.0, |clauses| if clauses == 0 { near } else { far })
        };
        let light = site.light.map_or(0.0, |(verb, _)| below(verb, 0.5, 0.4));
        let bare = entry.frame.target.contains(&Slot::Obj) && self.is_bare_object(site, target.head);
        let own = if bare { own.max(0.9) } else { own };
        let clause = clause_head(self.parsed, site.token);
        own.max(below(site.token, 0.6, 0.45)).max(light).max(below(clause, 0.35, 0.25)).max(0.1)
    }

    fn is_document(&self, noun: TokenId) -> bool {
        lexicon().in_class("document", &lemma(self.parsed, noun))
    }

    /// True for a noun right of a transitive verb and without a preposition, whatever the parser took it for.
    fn is_bare_object(&self, site: Site, noun: TokenId) -> bool {
        let parsed = self.parsed;
        site.pos == TriggerPos::Verb
            && parsed.head(noun) == Some(site.token)
            && noun > site.token
            && matches!(parsed.dep(noun), Dep::Xcomp | Dep::Nsubj | Dep::Obl | Dep::Iobj)
            && parsed.child(noun, Dep::Case).is_none()
    }

    /// What the clauses between a trigger and the clause of the source cost: little for complements, nothing for verbs
    /// that leave their content as it is ("began to"), more for what is told by the way.
    fn depth(&self, site: Site, source: Marked) -> f32 {
        let parsed = self.parsed;
        if self.below(source.head, site.token).is_some() {
            return 0.0;
        }
        let light = site.light.map(|l| l.0);
        let mut depth = 0.0;
        let mut at = site.token;
        for above in parsed.ancestors(site.token).take(FAR) {
            let same = || lexicon().effect(&lemma(parsed, above), 'v', "to") == Some(Effect::Same);
            depth += match parsed.dep(at) {
                Dep::Advcl | Dep::AclRelcl | Dep::Parataxis => 0.35,
                Dep::Acl if !is_infinitive(parsed, at) && !self.is_document(above) => 0.35,
                _ if parsed.upos(above) == Upos::Verb && Some(above) != light && !same() => 0.12,
                _ => 0.0,
            };
            let holds = |c: TokenId| {
                matches!(parsed.dep(c), Dep::Nsubj | Dep::NsubjPass | Dep::OblAgent)
                    && self.below(source.head, c).is_some()
            };
            if parsed.children(above).any(holds) {
                break;
            }
            at = above;
        }
        depth
    }
}
