//! Matching: which entry of the codebook a word triggers, and what fills the slots of its frame.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::EventType;
use crate::argument::{Argument, Sources, Strength};
use crate::codebook::{ANY, Codebook, Entry, Need, TriggerPos};
use crate::confidence::Grounds;
use crate::factuality::is_indicative;
use crate::frame::{Condition, Filler, Slot};
use crate::grammar::{
    antecedent, case_is, is_infinitive, is_passive, logical_object, logical_subject, prepositional,
    surface_subject, who_is_to,
};
use crate::lemma::lemma;
use crate::lexicon::{Role, lexicon};

/// A trigger and its filled frame.
#[derive(Clone, Debug)]
pub(crate) struct Match<'b> {
    pub(crate) entry: &'b Entry,
    pub(crate) trigger: TokenId,
    /// The light verb that governs a nominal trigger.
    pub(crate) light: Option<TokenId>,
    pub(crate) source: Option<Argument>,
    pub(crate) target: Option<Argument>,
}

/// Prepositions that mark arguments of acts wherever the parser hangs them.
fn is_directed(preposition: &str) -> bool {
    matches!(preposition, "by" | "with" | "against" | "to" | "from" | "on" | "into" | "between")
}

/// A possible trigger in its syntactic surroundings.
#[derive(Copy, Clone)]
pub(crate) struct Site {
    pub(crate) token: TokenId,
    pub(crate) pos: TriggerPos,
    pub(crate) light: Option<(TokenId, Role)>,
}

/// Matches the codebook at one token; the most demanding entry that fits wins. Where none knows the word, the entries
/// for any word that the model takes for an act of their type are tried.
pub(crate) fn match_at<'b>(sources: Sources<'_>, book: &'b Codebook, token: TokenId) -> Option<Match<'b>> {
    let parsed = sources.parsed;
    let names =
        [Some(lemma(parsed, token).into_owned()), sources.hyphenated(token), Some(parsed.lower(token))];
    let known = names.iter().flatten().any(|name| book.has_trigger(name));
    let learnt = if known { None } else { learnt_type(parsed, token) };
    if !known && learnt.is_none() {
        return None;
    }
    let pos = match parsed.upos(token) {
        Upos::Verb => TriggerPos::Verb,
        Upos::Noun | Upos::Propn => TriggerPos::Noun,
        Upos::Adj => TriggerPos::Adjective,
        _ => return None,
    };
    let light = if pos == TriggerPos::Noun { light_verb(sources, token) } else { None };
    let site = Site { token, pos, light };
    let [lemma, hyphenated, form] = names;
    // "is committed to" may be tagged a verb: its form is the lemma of an adjective
    let participles = form.iter().flat_map(|f| book.with_lemma(f)).filter(|e| e.pos == TriggerPos::Adjective);
    let mut entries = hyphenated.iter().chain(&lemma).flat_map(|l| book.with_lemma(l)).chain(participles);
    let found = entries.find_map(|entry| sources.match_entry(entry, site));
    found.filter(|found| !is_no_act(parsed, found)).or_else(|| {
        let any = book.with_lemma(ANY).filter(|e| Some(e.kind) == learnt && e.pos == pos);
        any.into_iter().find_map(|entry| sources.match_entry(entry, site))
    })
}

/// The model's probability from which on a word names an act although the codebook does not know it.
const LEARNT: f32 = 0.8;
/// The confidence from which on a match is coded whose word stands for itself, where the model has a classifier of acts.
const LEAST: f32 = 0.64;

/// The type of act that the model is sure a word names.
pub(crate) fn learnt_type(parsed: &Parsed, token: TokenId) -> Option<EventType> {
    let (act, share) = parsed.acts(token)?.likeliest();
    if share >= LEARNT { EventType::parse(act.as_str()) } else { None }
}

/// True where it is too unlikely that the word names an act here: "shares retreated", "shot a video". Where the entry asks for more
/// words the model cannot tell, since the act lies in them too: "ended the sanctions", "said that they must go".
fn is_no_act(parsed: &Parsed, found: &Match<'_>) -> bool {
    let asked = !found.entry.sure && found.entry.with.is_empty();
    let grounds = Grounds::of(parsed, found);
    asked && grounds.shares.is_some() && grounds.confidence() < LEAST
}

/// The light verb that governs a noun, and what its subject is.
pub(crate) fn light_verb(sources: Sources<'_>, noun: TokenId) -> Option<(TokenId, Role)> {
    let parsed = sources.parsed;
    let noun = sources.carrier(parsed.first_conjunct(noun));
    let verb = parsed.head(noun)?;
    let bare = lemma(parsed, verb);
    let phrasal = parsed.child(verb, Dep::CompoundPrt).map(|p| format!("{bare} {}", parsed.lower(p)));
    let verb_lemma = phrasal.as_deref().unwrap_or(&bare);
    let role = match parsed.dep(noun) {
        Dep::Obj | Dep::NsubjPass => lexicon().light(verb_lemma, "-"),
        // "the attack that they launched", "attacks launched by rebels" are handled from the noun's clause below
        Dep::Obl => {
            let case = parsed.child(noun, Dep::Case).map(|c| parsed.lower(c))?;
            lexicon().light(verb_lemma, &case)
        }
        _ => None,
    };
    if let Some(role) = role {
        return Some((verb, role));
    }
    let clause = parsed.children(noun).find(|&c| {
        matches!(parsed.dep(c), Dep::Acl | Dep::AclRelcl) && lexicon().light(&lemma(parsed, c), "-").is_some()
    })?;
    let does = logical_object(parsed, clause) == Some(noun);
    does.then_some((clause, Role::Doer))
}

impl Sources<'_> {
    fn match_entry<'b>(&self, entry: &'b Entry, site: Site) -> Option<Match<'b>> {
        // "is opposed to" may be tagged a verb
        let participle = entry.pos == TriggerPos::Adjective && site.pos == TriggerPos::Verb;
        if (entry.pos != site.pos && !participle) || !self.has_words(entry, site.token) {
            return None;
        }
        let site = Site { pos: entry.pos, ..site };
        if !entry.with.iter().all(|c| self.holds(c, site))
            || entry.without.iter().any(|c| self.holds(c, site))
        {
            return None;
        }
        let source = entry.frame.source.iter().find_map(|s| self.argument_at(s, site, TokenId(u32::MAX)));
        let source_head = source.as_ref().and_then(|s| s.heads.first().copied()).unwrap_or(TokenId(u32::MAX));
        let target = entry.frame.target.iter().find_map(|s| self.argument_at(s, site, source_head));
        let target = target
            .or_else(|| self.target_of_content(entry, site, source_head))
            .or_else(|| self.target_of_measure(entry, site, source_head))
            .or_else(|| self.addressee_of_condition(entry, site, source_head));
        let (source, target) = self.captors(entry, site, source, target);
        let (source, target) = self.told_in_title(entry, site, source, target);
        let target = self.apart(&source, target);
        let [source, target] = [source, target].map(|a| self.count_heads(entry, a));
        let strength = |a: &Option<Argument>| a.as_ref().map_or(Strength::None, |a| a.strength);
        let (s, mut t) = (strength(&source), strength(&target));
        if self.is_about_own(entry, site, &source, t) {
            return None;
        }
        // a mosque or a market under fire is news, whoever fires; whoever fights a dam shoots at nobody
        let fire = entry.kind == crate::EventType::Assault && !entry.frame.mutual;
        if fire && target.as_ref().is_some_and(|t| self.is_thing(t)) {
            t = t.max(Strength::Human);
        }
        let political = s.max(t) == Strength::Political;
        let human = Strength::Human;
        // deeds are done to things too; words are addressed to actors
        let material = matches!(entry.kind.quad(), 2 | 4) || entry.kind == crate::EventType::Concede;
        let fits = match entry.need {
            Need::Source => s >= human && political,
            Need::Target => t >= human && political,
            // talks of companies among themselves are no politics
            Need::Any => s.max(t) >= human && (material || !self.is_business(&source, &target)),
            Need::Both => s >= human && t >= human && political,
            Need::Nobody => true,
        };
        let target =
            target.filter(|t| t.is_actor() || self.is_of_country(t) || (material && self.is_thing(t)));
        // "the uprising killed 300 people": the killers are not named
        let source = source.filter(|s| s.is_actor() || self.is_of_country(s));
        // "this is an attack on our values" names no attack
        let predicate = entry.pos == TriggerPos::Noun
            && self.parsed.child(self.parsed.first_conjunct(site.token), Dep::Cop).is_some();
        let fits = fits && !(predicate && material && source.is_none());
        let light = site.light.map(|l| l.0);
        fits.then_some(Match { entry, trigger: site.token, light, source, target })
    }

    pub(crate) fn has_words(&self, entry: &Entry, token: TokenId) -> bool {
        let parsed = self.parsed;
        let mut particles = parsed.children_by(token, Dep::CompoundPrt);
        let next = TokenId(token.0 + 1);
        if entry.words.is_empty() {
            // "fired back at critics"
            let back = parsed.children_by(token, Dep::Advmod).any(|a| a == next && parsed.lower(a) == "back");
            return entry.pos != TriggerPos::Verb || (particles.next().is_none() && !back);
        }
        let adverb = |word: &String| {
            entry.pos == TriggerPos::Verb
                && parsed.sentence_of(token).tokens.has(next)
                && parsed.lower(next) == *word
        };
        entry.words.iter().all(|word| {
            adverb(word)
                || parsed.children(token).any(|c| {
                    use Dep::*;
                    matches!(
                        parsed.dep(c),
                        CompoundPrt | Compound | Amod | Advmod | Obj | Nummod | Fixed | Flat | Xcomp
                    ) && (parsed.lower(c) == *word || lemma(parsed, c) == *word)
                })
        })
    }

    /// What fills a slot, without regard to what it is.
    pub(crate) fn filler(&self, slot: &Slot, site: Site) -> Option<TokenId> {
        let (parsed, token) = (self.parsed, site.token);
        match slot {
            Slot::Subj if site.pos == TriggerPos::Adjective => surface_subject(parsed, token),
            Slot::Subj => logical_subject(parsed, token),
            Slot::Obj => logical_object(parsed, token),
            Slot::Iobj => parsed.child(token, Dep::Iobj),
            Slot::Ccomp => who_is_to(parsed, token).or_else(|| {
                let clause = parsed.child(token, Dep::Ccomp)?;
                // "demanded that the editor be released": asked is who holds him, not he
                let undergoer = parsed.child(clause, Dep::NsubjPass);
                let agent = || logical_subject(parsed, clause).filter(|_| undergoer.is_some());
                let owner = || undergoer.filter(|&u| !self.is_actor(u));
                parsed.child(clause, Dep::Nsubj).or_else(agent).or_else(owner).or(Some(clause))
            }),
            Slot::Clause => parsed.child(token, Dep::Ccomp),
            Slot::Xcomp => {
                let is = |c: &TokenId| match parsed.dep(*c) {
                    Dep::Xcomp | Dep::Acl => true,
                    Dep::Ccomp | Dep::Advcl => {
                        is_infinitive(parsed, *c) && parsed.child(*c, Dep::Nsubj).is_none()
                    }
                    _ => false,
                };
                // "encouraged the clans to talk": the parser may hang the infinitive on the object
                let below_object = || {
                    let object = logical_object(parsed, token).filter(|&o| parsed.head(o) == Some(token))?;
                    parsed.children_by(object, Dep::Acl).find(|&c| is_infinitive(parsed, c))
                };
                parsed.children(token).find(is).or_else(below_object)
            }
            Slot::Poss => parsed.child(token, Dep::NmodPoss),
            Slot::Modifier => {
                let modifies =
                    |c: &TokenId| matches!(parsed.dep(*c), Dep::Amod | Dep::Compound | Dep::NmodDesc);
                parsed.children(token).filter(modifies).find(|&c| self.is_actor_modifier(c))
            }
            Slot::Light => {
                let (verb, _) = site.light.filter(|l| l.1 == Role::Doer)?;
                // "were engaged in an attack": no passive of what is done to the attack
                let engaged =
                    || surface_subject(parsed, verb).filter(|_| parsed.dep(self.carrier(token)) == Dep::Obl);
                logical_subject(parsed, verb).or_else(engaged).filter(|&s| s != token)
            }
            Slot::Undergoer => {
                let (verb, _) = site.light.filter(|l| l.1 == Role::Undergoer)?;
                logical_subject(parsed, verb).filter(|&s| s != token)
            }
            Slot::Governor => parsed.head(token),
            Slot::Trigger => Some(token),
            Slot::Prep(preposition) => self.prepositional(site, preposition),
        }
    }

    /// What a preposition governs below the trigger; also below its light verb or its object, where parsers put it.
    fn prepositional(&self, site: Site, preposition: &str) -> Option<TokenId> {
        let parsed = self.parsed;
        let own = prepositional(parsed, site.token, preposition);
        own.or_else(|| match site.pos {
            TriggerPos::Noun => {
                let light = site.light.and_then(|(verb, _)| prepositional(parsed, verb, preposition));
                let carrier = self.carrier(site.token);
                let light = light.filter(|&c| c != site.token && c != carrier);
                let carried = || {
                    Some(carrier)
                        .filter(|&c| c != site.token)
                        .and_then(|c| prepositional(parsed, c, preposition))
                };
                let light = light.or_else(|| carried().filter(|&c| c != site.token));
                let nested = light.or_else(|| self.nested(site.token, preposition));
                nested.or_else(|| self.doer_beside(site.token, preposition)).or_else(|| {
                    // "fighting broke out between …"
                    let verb = parsed.head(site.token).filter(|_| parsed.dep(site.token) == Dep::Nsubj)?;
                    let occurs = lexicon().in_class("occurring", &lemma(parsed, verb));
                    occurs.then(|| prepositional(parsed, verb, preposition)).flatten()
                })
            }
            _ => {
                let object = parsed.child(site.token, Dep::Obj);
                let within = |o: TokenId| prepositional(parsed, o, preposition);
                // "exploded a series of bombs in the town"
                let below = object.and_then(|o| within(o).or_else(|| within(self.content_head(o))));
                below.or_else(|| object.and_then(|o| self.nested(o, preposition))).or_else(|| {
                    let mut obliques = parsed.children_by(site.token, Dep::Obl);
                    obliques
                        .find_map(|o| prepositional(parsed, o, preposition))
                        .filter(|_| is_directed(preposition))
                })
            }
        })
    }

    /// The noun that stands for an act in its clause: "operations" of "strike operations", "series" of "a series of attacks".
    fn carrier(&self, act: TokenId) -> TokenId {
        let parsed = self.parsed;
        let Some(head) = parsed.head(act) else { return act };
        let is = |class| lexicon().in_class(class, &lemma(parsed, head));
        let compound = parsed.dep(act) == Dep::Compound && is("undertaking");
        let counted = parsed.dep(act) == Dep::Nmod
            && case_is(parsed, act, "of")
            && (is("transparent") || is("stretch"));
        if compound || counted { head } else { act }
    }

    /// "the killing of X by Y", where the parser hung Y on X.
    fn nested(&self, noun: TokenId, preposition: &str) -> Option<TokenId> {
        if !is_directed(preposition) {
            return None;
        }
        let mut governed = self.parsed.children_by(noun, Dep::Nmod);
        governed.find_map(|c| prepositional(self.parsed, c, preposition))
    }

    /// "condemned the killing of X by Y", where the parser hung Y on the verb, whose own doer is its subject.
    fn doer_beside(&self, noun: TokenId, preposition: &str) -> Option<TokenId> {
        let parsed = self.parsed;
        let verb = parsed.head(noun).filter(|_| parsed.dep(noun) == Dep::Obj && preposition == "by")?;
        let mut after = parsed.children_by(verb, Dep::Obl).filter(|&c| c > noun && case_is(parsed, c, "by"));
        after.find(|&c| self.is_actor(c))
    }

    fn argument_at(&self, slot: &Slot, site: Site, taken: TokenId) -> Option<Argument> {
        let head = self.filler(slot, site)?;
        let head = antecedent(self.parsed, head);
        let clause = matches!(self.parsed.upos(head), Upos::Verb | Upos::Aux | Upos::Punct);
        if head == taken || head == site.token || clause || self.is_time(head) {
            return None;
        }
        let argument = self.argument(head);
        let doer = matches!(slot, Slot::Subj | Slot::Light) && site.pos != TriggerPos::Adjective;
        if doer && !argument.heads.iter().any(|&h| self.can_act(h)) {
            return Some(Argument { actors: Vec::new(), strength: Strength::None, ..argument });
        }
        Some(argument)
    }

    fn is_time(&self, token: TokenId) -> bool {
        self.times
            .times
            .binary_search_by(|t| {
                use std::cmp::Ordering::*;
                if t.tokens.has(token) {
                    Equal
                } else if t.tokens.start > token.0 {
                    Greater
                } else {
                    Less
                }
            })
            .is_ok()
    }

    pub(crate) fn holds(&self, condition: &Condition, site: Site) -> bool {
        condition.slots.iter().any(|slot| self.filled(slot, &condition.any_of, site))
    }

    /// True when one of `any_of` fills the slot.
    fn filled(&self, slot: &Slot, any_of: &[Filler], site: Site) -> bool {
        // a preposition may occur twice ("in a crash in Lagos"): any filler will do
        if let Slot::Prep(preposition) = slot {
            let nearest = self.prepositional(site, preposition);
            if nearest.is_some_and(|c| any_of.iter().any(|f| self.is(f, c))) {
                return true;
            }
            let tops = [Some(site.token), self.parsed.child(site.token, Dep::Obj), site.light.map(|l| l.0)];
            return tops.into_iter().flatten().any(|top| {
                let governed = self.parsed.children(top).filter(|&c| c != site.token);
                governed.into_iter().any(|c| {
                    let dep = self.parsed.dep(c);
                    (matches!(dep, Dep::Obl | Dep::Nmod | Dep::OblAgent) || dep.is_clausal())
                        && (case_is(self.parsed, c, preposition) || self.marked(c, preposition))
                        && any_of.iter().any(|f| self.is(f, c))
                })
            });
        }
        let fits = |head: TokenId| any_of.iter().any(|f| self.is(f, head));
        if *slot == Slot::Modifier {
            let modifies =
                |c: &TokenId| matches!(self.parsed.dep(*c), Dep::Amod | Dep::Compound | Dep::NmodDesc);
            return self.parsed.children(site.token).filter(modifies).any(fits);
        }
        self.filler(slot, site).is_some_and(fits)
    }

    fn marked(&self, clause: TokenId, word: &str) -> bool {
        self.parsed.children_by(clause, Dep::Mark).any(|m| self.parsed.lower(m) == word)
    }

    fn is(&self, filler: &Filler, head: TokenId) -> bool {
        let parsed = self.parsed;
        let inner = self.content_head(head);
        match filler {
            Filler::Anything => true,
            Filler::Counted => parsed.child(head, Dep::Nummod).is_some() || self.is_head_count(head),
            Filler::Passive => is_passive(parsed, head),
            Filler::Must => {
                let obliged = |a: TokenId| lexicon().in_class("obligation", &parsed.lower(a));
                // "should be glad" and "should have waited" ask for nothing
                let state = (parsed.child(head, Dep::Cop).is_some()
                    && parsed.child(head, Dep::Xcomp).is_none())
                    || parsed.children_by(head, Dep::Aux).any(|a| lemma(parsed, a) == "have");
                !state && parsed.children_by(head, Dep::Aux).any(obliged)
            }
            Filler::Directive => !is_indicative(parsed, head),
            Filler::Own => parsed.child(head, Dep::NmodPoss).is_some_and(|o| parsed.upos(o) == Upos::Pron),
            Filler::Negated => parsed.is_negated(head),
            Filler::Actor => self.is_actor(head),
            Filler::Place => self.places.at(head).is_some() || self.places.at(inner).is_some(),
            Filler::Sector(sector) => {
                let actor = self.actors.at(head).or_else(|| self.actors.at(inner));
                actor.and_then(|a| self.actors.get(a)).and_then(|a| a.sector) == Some(sector.as_str())
            }
            Filler::Lemma(word) => {
                let is = |t: TokenId| {
                    lemma(parsed, t) == *word
                        || parsed.lower(t) == *word
                        || self.hyphenated(t).as_ref() == Some(word)
                };
                is(head) || is(inner)
            }
            Filler::Class(class) => {
                let is = |t: TokenId| {
                    lexicon().in_class(class, &lemma(parsed, t))
                        || lexicon().in_class(class, &parsed.lower(t))
                        || self.hyphenated(t).is_some_and(|word| lexicon().in_class(class, &word))
                };
                is(head) || is(inner) || parsed.children_by(head, Dep::Conj).any(is)
            }
        }
    }

    /// "cease-fire", whose parts are tokens; the head may be the first or the last of them.
    pub(crate) fn hyphenated(&self, token: TokenId) -> Option<String> {
        let parsed = self.parsed;
        let words = parsed.sentence_of(token).tokens;
        let is_hyphen = |t: TokenId| words.has(t) && parsed.form(t) == "-";
        let before = token.0.checked_sub(2).map(|first| (TokenId(first), TokenId(first + 1)));
        if let Some((first, _)) = before.filter(|&(first, hyphen)| words.has(first) && is_hyphen(hyphen)) {
            return Some(format!("{}-{}", parsed.lower(first), lemma(parsed, token)));
        }
        let (hyphen, last) = (TokenId(token.0 + 1), TokenId(token.0 + 2));
        (is_hyphen(hyphen) && words.has(last))
            .then(|| format!("{}-{}", parsed.lower(token), parsed.lower(last)))
    }

    /// The words that name the act: trigger, particle and modifiers of the entry, a light verb close by.
    pub(crate) fn trigger_words(&self, found: &Match<'_>) -> TokenSpan {
        let mut words = TokenSpan::one(found.trigger);
        for child in self.parsed.children(found.trigger) {
            let lower = self.parsed.lower(child);
            if found.entry.words.contains(&lower)
                || found.entry.words.iter().any(|w| *w == lemma(self.parsed, child))
            {
                words = words.cover(TokenSpan::one(child));
            }
        }
        match found.light {
            Some(light) => {
                let with_light = words.cover(TokenSpan::one(light));
                if with_light.len() <= 6 { with_light } else { words }
            }
            None => words,
        }
    }
}
