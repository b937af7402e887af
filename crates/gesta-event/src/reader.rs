//! From matches to events.

use std::collections::{BTreeMap, BTreeSet};

use gesta_actor::{ActorId, ActorKind};
use gesta_syntax::{Dep, Upos};
use gesta_text::{SentenceKind, TokenId, TokenSpan};

use crate::argument::{Argument, Sources};
use crate::codebook::{Codebook, TypeBook, codebook};
use crate::confidence::Grounds;
use crate::factuality::{factuality, is_announced, is_conditional, is_refused};
use crate::frame::Slot;
use crate::lemma::lemma;
use crate::lexicon::lexicon;
use crate::matcher::{Match, match_at};
use crate::merge::{Mention, Toll, merge, tells_harm};
use crate::parties::Parties;
use crate::{Event, EventId, EventType, Events, Factuality, TriggerPos};

/// Codes every sentence of news, then merges repeated mentions.
pub(crate) fn read(sources: Sources<'_>, book: &Codebook) -> Events {
    let mut events = Vec::new();
    let mut mentions = Vec::new();
    for (id, sentence) in sources.parsed.sentences() {
        if sentence.kind == SentenceKind::Furniture {
            continue;
        }
        let first = events.len();
        let mut light = Vec::new();
        for token in sentence.tokens.iter() {
            let Some(found) = match_at(sources, book, token) else { continue };
            // only a sentence with a trigger is worth the look at its other words
            if events.len() == first && is_other_news(sources, sentence.tokens) {
                break;
            }
            let event = sources.event(book, &found);
            light.extend(found.light.map(|verb| (verb, event.trigger_token, event.kind)));
            match sources.told_of(&event, &events, first) {
                // "clashes that have killed 300 people" are one event
                Some(act) => add_victims(events.get_mut(act), &event),
                None => events.push(event),
            }
        }
        // "offered their resignation": the verb is an act of its own, which has the noun for its object
        let acts: BTreeMap<TokenId, EventType> =
            events.iter().skip(first).map(|e: &Event| (e.trigger_token, e.kind)).collect();
        light.retain(|(verb, _, kind)| acts.get(verb).is_some_and(|other| other != kind));
        if !light.is_empty() {
            let borne: BTreeSet<TokenId> = light.into_iter().map(|(_, noun, _)| noun).collect();
            let own = events.split_off(first);
            events.extend(own.into_iter().filter(|e| !borne.contains(&e.trigger_token)));
        }
        sources.link_contents(book, &mut events, first);
        events.iter_mut().skip(first).for_each(|e| recode(sources, book, e));
        mentions.extend(events.iter().skip(first).map(|e| Mention {
            sentence: id.0,
            definite: is_definite(sources, e.trigger_token),
            toll: sources.toll(e),
            title: sentence.kind == SentenceKind::Headline,
            death: sources.is_death(e),
        }));
    }
    if is_disaster(sources, &events) {
        (events, mentions) = without(events, mentions, |e| e.kind == EventType::Assault);
    } else if is_crime_news(sources) {
        (events, mentions) = without(events, mentions, |e| sources.is_private_force(e));
    }
    let mut events = merge(events, &mentions);
    let mut parties = Parties::new(sources);
    events.iter_mut().for_each(|e| parties.complete(e));
    Events { events, joined: parties.joined, countries: parties.countries }
}

/// True where a text tells of an earthquake or a crash and of force only that people were killed or hurt, by nobody.
fn is_disaster(sources: Sources<'_>, events: &[Event]) -> bool {
    let mut force = events.iter().filter(|e| e.kind == EventType::Assault).peekable();
    let noun = |class: &str, t: TokenId| lexicon().in_class(class, &lemma(sources.parsed, t));
    force.peek().is_some()
        && force.all(|e| e.source.is_empty() && tells_harm(e))
        && sources.parsed.all_tokens().iter().any(|t| noun("accident", t))
        && !sources.parsed.all_tokens().iter().any(|t| noun("attack", t) || noun("blast", t))
}

/// True for a text with words of crime and none of war or revolt.
fn is_crime_news(sources: Sources<'_>) -> bool {
    let mut crimes = BTreeSet::new();
    for token in sources.parsed.all_tokens().iter() {
        let word = lemma(sources.parsed, token).to_lowercase();
        if lexicon().in_class("war-news", &word) {
            return false;
        }
        if lexicon().in_class("crime-news", &word) {
            crimes.insert(word);
        }
    }
    crimes.len() > 1
}

/// The other events, with what they say of each other.
fn without(
    events: Vec<Event>,
    mentions: Vec<Mention>,
    drops: impl Fn(&Event) -> bool,
) -> (Vec<Event>, Vec<Mention>) {
    let kept: Vec<bool> = events.iter().map(|e| !drops(e)).collect();
    let place: Vec<Option<u32>> = kept
        .iter()
        .scan(0, |next, &kept| {
            let at = *next;
            *next += u32::from(kept);
            Some(kept.then_some(at))
        })
        .collect();
    let renamed = |mut event: Event| {
        let outer = event.within.and_then(|w| place.get(w.0 as usize).copied().flatten());
        event.within = outer.map(EventId);
        event
    };
    let told = events.into_iter().zip(mentions).zip(kept).filter(|(_, kept)| *kept);
    told.map(|((event, mention), _)| (renamed(event), mention)).unzip()
}

/// Takes over what a relative clause tells of the victims of an act.
fn add_victims(act: Option<&mut Event>, event: &Event) {
    if let Some(act) = act {
        act.dead = act.dead.or(event.dead);
        act.injured = act.injured.or(event.injured);
    }
}

/// True for "the attack", "this visit", "their strike".
fn is_definite(sources: Sources<'_>, trigger: TokenId) -> bool {
    if sources.parsed.child(trigger, Dep::NmodPoss).is_some() {
        return true;
    }
    let determiner = sources.parsed.child(trigger, Dep::Det).map(|d| sources.parsed.lower(d));
    determiner.is_some_and(|d| matches!(d.as_str(), "the" | "this" | "that" | "these" | "those"))
}

/// True for sentences about sports or fiction, where attacks, defeats and shots are not what they seem.
fn is_other_news(sources: Sources<'_>, words: TokenSpan) -> bool {
    words.iter().any(|t| {
        sources.parsed.upos(t) == Upos::Noun && lexicon().in_class("other-news", &lemma(sources.parsed, t))
    })
}

impl Sources<'_> {
    /// How an event that tells of victims names the act that harmed them.
    fn toll(&self, event: &Event) -> Toll {
        let verb = event.trigger_token;
        if !tells_harm(event) || !event.source.is_empty() || self.parsed.upos(verb) != Upos::Verb {
            return Toll::Own;
        }
        let by =
            self.parsed.children(verb).find(|&c| matches!(self.parsed.dep(c), Dep::OblAgent | Dep::Nsubj));
        match by {
            Some(act) => {
                let noun = lemma(self.parsed, act);
                let force = ["attack", "blast"].iter().any(|c| lexicon().in_class(c, &noun));
                if force && is_definite(*self, act) { Toll::OfAct } else { Toll::Own }
            }
            None => Toll::Bare,
        }
    }

    /// True for force among people without any public role: neither side is armed, of an office, a public group or known
    /// by more than a trade.
    fn is_private_force(&self, event: &Event) -> bool {
        let known = |&a: &ActorId| {
            let sector = self.actors.get(a).and_then(|a| a.sector);
            sector.is_some_and(|s| !matches!(s, "CVL" | "BUS" | "EDU" | "MED" | "CRM" | "LAB"))
        };
        let public = |&head: &TokenId| {
            let noun = lemma(self.parsed, self.content_head(head)).to_lowercase();
            ["force", "institution", "civil"].iter().any(|c| lexicon().in_class(c, &noun))
        };
        event.kind == EventType::Assault
            && !event.source.iter().chain(&event.target).any(known)
            && !event.source_heads.iter().chain(&event.target_heads).any(public)
    }

    /// True where one person is told to have been killed, which happens once.
    fn is_death(&self, event: &Event) -> bool {
        let dying = codebook().entry(&event.rule).is_some_and(|e| lexicon().in_class("dying", &e.lemma));
        let person = |&a: &ActorId| self.actors.get(a).is_some_and(|a| a.kind == ActorKind::Person);
        dying && event.target.len() == 1 && event.target.iter().all(person)
    }

    fn event(&self, book: &Codebook, found: &Match<'_>) -> Event {
        let entry = found.entry;
        let grounds = Grounds::of(self.parsed, found);
        let reality = factuality(self.parsed, found.trigger, found.light);
        let kind = entry.kind;
        let words = self.clause_words(found.light.unwrap_or(found.trigger));
        // "the strikes led by Chad began on Friday": the participle within has no time of its own
        let inside = |verb: &TokenId| !self.parsed.is_within(*verb, found.trigger);
        let bearer = found.light.filter(inside).unwrap_or(found.trigger);
        let (dead, injured) = match kind {
            EventType::Assault | EventType::Protest => {
                crate::casualties::casualties(self.parsed, words, found.trigger)
            }
            _ => (None, None),
        };
        let actors = |a: &Option<Argument>| a.as_ref().map(|a| a.actors.clone()).unwrap_or_default();
        let heads = |a: &Option<Argument>| a.as_ref().map(|a| a.heads.clone()).unwrap_or_default();
        let (mut source, mut target) = (actors(&found.source), actors(&found.target));
        let one_sided = entry.frame.mutual && source.is_empty() != target.is_empty();
        if one_sided && source.len().max(target.len()) > 1 {
            if source.is_empty() { source = target.clone() } else { target = source.clone() }
        }
        let mode = entry.mode.clone().or_else(|| self.cued_mode(book.of_type(kind)?, words));
        Event {
            kind,
            mode,
            contexts: self.contexts(&entry.contexts, words),
            cameo: entry.cameo.clone(),
            source,
            target,
            date: self.date_of(bearer, reality == Factuality::Actual),
            place: self.place_of(bearer, kind).or_else(|| self.place_attacked(found.target.as_ref(), kind)),
            mutual: entry.frame.mutual,
            within: None,
            factuality: reality,
            reported_in: self.statements.around(found.trigger),
            trigger: self.parsed.span_of(self.trigger_words(found)),
            trigger_token: found.trigger,
            source_span: found.source.as_ref().map(|a| a.span),
            target_span: found.target.as_ref().map(|a| a.span),
            source_heads: heads(&found.source),
            target_heads: heads(&found.target),
            dead,
            injured,
            rule: entry.id.clone(),
            confidence: grounds.confidence(),
            grounds,
            evidence: vec![self.evidence(found, words)],
        }
    }

    /// The index of the act of which an event only tells the victims: that which its relative clause is about.
    fn told_of(&self, event: &Event, events: &[Event], first: usize) -> Option<usize> {
        let harm = event.kind == EventType::Assault && self.parsed.dep(event.trigger_token) == Dep::AclRelcl;
        let noun = self.parsed.head(event.trigger_token).filter(|_| harm)?;
        let act = events.iter().skip(first).position(|e| e.trigger_token == noun && e.kind == event.kind)?;
        Some(first + act)
    }

    fn evidence(&self, found: &Match<'_>, words: TokenSpan) -> gesta_text::Span {
        let spans = [&found.source, &found.target].into_iter().flatten().map(|a| a.span);
        spans.fold(self.parsed.span_of(words), gesta_text::Span::cover)
    }

    /// The mode that a word of the clause decides.
    fn cued_mode(&self, book: &TypeBook, words: TokenSpan) -> Option<String> {
        let has = |cue: &String| {
            words.iter().any(|t| {
                lemma(self.parsed, t).eq_ignore_ascii_case(cue)
                    || self.parsed.form(t).eq_ignore_ascii_case(cue)
            })
        };
        book.mode_cues.iter().find(|(_, cues)| cues.iter().any(has)).map(|(mode, _)| mode.clone())
    }

    /// Contexts of the entry, then those that words of the clause speak for.
    fn contexts(&self, of_entry: &[String], words: TokenSpan) -> Vec<String> {
        let mut contexts = of_entry.to_vec();
        for token in words.iter() {
            for context in lexicon().contexts_of(&lemma(self.parsed, token).to_lowercase()) {
                if !contexts.contains(context) {
                    contexts.push(context.clone());
                }
            }
        }
        contexts
    }

    /// "demanded the withdrawal of Serbian troops from Bosnia": asked is who is to act, condemned who has acted.
    fn ask_the_doer(&self, events: &mut [Event], outer: usize, inner: usize) {
        let Some((act, kind, source, span, heads)) = events
            .get(inner)
            .map(|e| (e.trigger_token, e.kind, e.source.clone(), e.source_span, e.source_heads.clone()))
        else {
            return;
        };
        let Some(event) = events.get_mut(outer) else { return };
        // "condemned the shelling of the town by the army": blamed or praised is who did it, not to whom it was done
        let judged = matches!(event.kind, EventType::Accuse | EventType::Support) && kind.quad() == 4;
        if judged && event.target_heads.first() == Some(&act) {
            event.target = source;
            event.target_span = span;
            event.target_heads = heads;
            return;
        }
        let own = source.iter().any(|a| event.source.contains(a));
        let replaces = event.target.is_empty() && span.is_some() && event.source_span != span;
        if event.kind == EventType::Request && kind == EventType::Retreat && !own && replaces {
            event.target = source;
            event.target_span = span;
            event.target_heads = heads;
        }
    }

    /// Notes which acts are the content of which verbal acts of the same sentence, and derives the mode from that.
    fn link_contents(&self, book: &Codebook, events: &mut [Event], first: usize) {
        let here: Vec<(TokenId, EventType)> =
            events.iter().skip(first).map(|e| (e.trigger_token, e.kind)).collect();
        for inner in 0..here.len() {
            let Some(&(trigger, kind)) = here.get(inner) else { continue };
            let Some(outer) = self.container(trigger, &here) else { continue };
            let mode = events.get(first + inner).and_then(|e| e.mode.clone());
            let Some(event) = events.get_mut(first + outer) else { continue };
            if event.mode.is_none()
                && let Some(modes) = book.of_type(event.kind).map(|t| &t.content_modes)
            {
                let exact = mode.and_then(|m| modes.get(&format!("{} {m}", kind.as_str())));
                event.mode = exact.or_else(|| modes.get(kind.as_str())).cloned();
            }
            let actual = event.factuality;
            self.ask_the_doer(events, first + outer, first + inner);
            if let Some(event) = events.get_mut(first + inner) {
                event.within = (event.factuality > Factuality::Actual || actual > Factuality::Actual)
                    .then_some(EventId((first + outer) as u32));
            }
        }
    }

    /// The nearest verbal act that governs a trigger.
    fn container(&self, trigger: TokenId, here: &[(TokenId, EventType)]) -> Option<usize> {
        let verbal = |kind: EventType| {
            use EventType::*;
            matches!(kind, Agree | Concede | Request | Reject | Threaten | Accuse | Support)
        };
        let mut below = trigger;
        for ancestor in self.parsed.ancestors(trigger).take(10) {
            let found = here.iter().position(|&(t, kind)| t == ancestor && verbal(kind));
            let content =
                !matches!(self.parsed.dep(below), Dep::Nsubj | Dep::Advcl | Dep::Conj | Dep::Parataxis);
            if let Some(found) = found.filter(|_| content) {
                return Some(found);
            }
            below = ancestor;
        }
        None
    }
}

/// Cooperation to come is agreement, a retreat to come a concession, unless it is the content of another act;
/// force that its own source says it will use is a threat; "will not" makes a refusal of what would be cooperation or a concession.
fn recode(sources: Sources<'_>, book: &Codebook, event: &mut Event) {
    use EventType::*;
    let yields = matches!(event.kind, Agree | Support | Concede | Cooperate | Aid | Retreat)
        || (event.kind == Consult && event.source_span.is_some());
    let refused = is_refused(sources.parsed, event.trigger_token) || is_unwilling(event);
    if yields && event.factuality == Factuality::Denied && refused {
        event.mode = match event.kind {
            Consult => Some("meet".to_owned()),
            Concede | Retreat => Some("yield".to_owned()),
            Support | Cooperate | Aid => Some("assist".to_owned()),
            _ => None,
        };
        event.kind = Reject;
        assert_today(event);
        event.rule.push_str("+refusal");
        return;
    }
    if event.factuality != Factuality::Planned || event.within.is_some() {
        return;
    }
    let (kind, suffix) = match event.kind {
        Consult | Support | Cooperate | Aid => (Agree, "+future"),
        // "will withdraw its peacekeepers unless …"
        Retreat if is_conditional(sources.parsed, event.trigger_token) => (Threaten, "+threat"),
        Retreat if !event.source.is_empty() || event.source_span.is_some() => (Concede, "+future"),
        Sanction | Coerce | Mobilize | Assault
            if !event.source.is_empty() && is_announced(sources.parsed, event.trigger_token) =>
        {
            (Threaten, "+threat")
        }
        _ => return,
    };
    let exact = event.mode.take().map(|mode| format!("{} {mode}", event.kind.as_str()));
    event.mode = book.of_type(kind).and_then(|book| {
        let modes = &book.content_modes;
        exact.and_then(|e| modes.get(&e)).or_else(|| modes.get(event.kind.as_str())).cloned()
    });
    event.kind = kind;
    let host = codebook().entry(&event.rule).is_some_and(|e| e.frame.source.first() == Some(&Slot::Obj));
    if host && !event.mutual {
        // "the king will receive the envoy": it is the king who agrees
        std::mem::swap(&mut event.source, &mut event.target);
        std::mem::swap(&mut event.source_span, &mut event.target_span);
        std::mem::swap(&mut event.source_heads, &mut event.target_heads);
    }
    assert_today(event);
    event.rule.push_str(suffix);
}

/// True for "is not willing to talk".
fn is_unwilling(event: &Event) -> bool {
    let adjective = |rule: &str| codebook().entry(rule).is_some_and(|e| e.pos == TriggerPos::Adjective);
    event.kind == EventType::Agree && adjective(&event.rule)
}

/// Turns what is to come into the verbal act of today: day and place were those of the act to come.
fn assert_today(event: &mut Event) {
    event.factuality = Factuality::Actual;
    event.cameo = None;
    event.date = None;
    event.place = None;
}
