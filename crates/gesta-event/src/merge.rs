//! One event, one record: repeated mentions of the same act in an article become one event with all its evidence.
//!
//! Each mention looks for the latest earlier event that can be the same act: among the last few events (a noun that
//! takes up a verb, victims told in the next sentence), and among those of its type that share a party or a toll with it.
//! Both lists are bounded, so that the work grows with the number of events, not with its square.

use std::collections::HashMap;

use gesta_actor::ActorId;
use gesta_time::Interval;

use crate::lexicon::lexicon;
use crate::{Event, EventId, EventType, Factuality, TriggerPos, codebook};

/// Where an event was mentioned.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mention {
    /// Its sentence.
    pub(crate) sentence: u32,
    /// True for a definite noun ("the attack"), which takes up an act that was told before.
    pub(crate) definite: bool,
    /// True for victims of such a noun ("the attack killed nine people"), or told without anybody who harmed them.
    pub(crate) toll: Toll,
    /// True in a title, which says in short what the prose tells.
    pub(crate) title: bool,
    /// True where one person is told to have been killed.
    pub(crate) death: bool,
}

/// How a mention that tells of victims names the act that harmed them.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Toll {
    /// It tells of no victims, or by whom or where they were harmed.
    Own,
    /// "Twelve people were killed."
    Bare,
    /// "The attack killed twelve people."
    OfAct,
}

/// How many of the last events, and of those with a party in common, a mention is compared with.
const WINDOW: usize = 48;

/// The events found so far, and which of a type have an actor on either side or tell a number of dead.
#[derive(Default)]
struct Merged {
    events: Vec<(Event, Mention)>,
    by_actor: HashMap<(EventType, ActorId), Vec<usize>>,
    by_dead: HashMap<(u32, Option<u32>), Vec<usize>>,
}

impl Merged {
    /// The latest event that `same` holds for.
    fn find(&self, event: &Event, same: impl Fn(&Event, Mention) -> bool) -> Option<usize> {
        let holds = |&&at: &&usize| self.events.get(at).is_some_and(|(first, mention)| same(first, *mention));
        let last = |list: &Vec<usize>| list.iter().rev().take(WINDOW).find(holds).copied();
        let recent = self.events.len().saturating_sub(WINDOW)..self.events.len();
        let recent = recent.rev().find(|at| holds(&at));
        let actors = event.source.iter().chain(&event.target).take(WINDOW);
        let shared = actors.filter_map(|&a| self.by_actor.get(&(event.kind, a)).and_then(last)).max();
        let toll = event.dead.and_then(|dead| self.by_dead.get(&dead).and_then(last));
        [recent, shared, toll].into_iter().flatten().max()
    }

    fn push(&mut self, event: Event, mention: Mention) -> usize {
        self.events.push((event, mention));
        let at = self.events.len() - 1;
        self.index(at);
        at
    }

    /// Notes the actors and the toll of an event, also those that a later mention added.
    fn index(&mut self, at: usize) {
        let Some((event, _)) = self.events.get(at) else { return };
        let note = |list: &mut Vec<usize>| {
            if !list.iter().rev().take(WINDOW).any(|&known| known == at) {
                list.push(at);
            }
        };
        for &actor in event.source.iter().chain(&event.target) {
            note(self.by_actor.entry((event.kind, actor)).or_default());
        }
        if let Some(dead) = event.dead {
            note(self.by_dead.entry(dead).or_default());
        }
    }
}

/// Merges later mentions into earlier ones, and those of titles into the prose. `mentions` is parallel to `events`.
pub(crate) fn merge(events: Vec<Event>, mentions: &[Mention]) -> Vec<Event> {
    let mut merged = Merged::default();
    let mut new_id: Vec<usize> = vec![0; events.len()];
    let told = events.into_iter().zip(mentions.iter().copied()).enumerate();
    let (titles, prose): (Vec<_>, Vec<_>) = told.partition(|(_, (_, mention))| mention.title);
    for (index, (event, mention)) in prose.into_iter().chain(titles) {
        let same = merged.find(&event, |first, at| is_one(first, at, &event, mention));
        let at = match same {
            Some(at) => {
                if let Some((first, _)) = merged.events.get_mut(at) {
                    absorb(first, event);
                }
                merged.index(at);
                at
            }
            None => merged.push(event, mention),
        };
        if let Some(id) = new_id.get_mut(index) {
            *id = at;
        }
    }
    in_order(merged.events.into_iter().map(|(event, _)| event).collect(), &new_id)
}

/// Puts events back into the order of the text; `new_id` says where each mention went.
fn in_order(mut merged: Vec<Event>, new_id: &[usize]) -> Vec<Event> {
    let mut order: Vec<usize> = (0..merged.len()).collect();
    order.sort_by_key(|&i| merged.get(i).map(|event| event.trigger_token));
    let mut place: Vec<u32> = vec![0; merged.len()];
    for (position, &index) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(index) {
            *slot = position as u32;
        }
    }
    for (index, event) in merged.iter_mut().enumerate() {
        let outer = event.within.and_then(|w| new_id.get(w.0 as usize)).filter(|&&w| w != index);
        event.within = outer.and_then(|&w| place.get(w)).map(|&w| EventId(w));
    }
    merged.sort_by_key(|event| event.trigger_token);
    merged.iter_mut().for_each(keep_apart);
    merged
}

/// True when a mention can report the act of an earlier event.
fn is_one(first: &Event, at: Mention, event: &Event, mention: Mention) -> bool {
    let apart = mention.sentence.abs_diff(at.sentence);
    let later = !mention.title && at.sentence < mention.sentence;
    is_same(first, event, apart == 0)
        || (mention.definite && later && apart <= REACH && takes_up(first, event))
        || (mention.toll == Toll::OfAct && later && apart <= REACH && counts_victims(first, event))
        || (mention.toll == Toll::Bare && later && apart <= 1 && !at.title && counts_victims(first, event))
        || (mention.title && sums_up(event, first))
        || (mention.death && is_same_death(first, event))
        || is_same_toll(first, event)
}

/// True when victims that are told after an act of force can be its own: no other toll, day, place or doer.
fn counts_victims(first: &Event, event: &Event) -> bool {
    first.kind == EventType::Assault
        && event.kind == EventType::Assault
        && first.factuality == Factuality::Actual
        && event.factuality == Factuality::Actual
        && !tells_harm(first)
        && (first.dead.is_none() || event.dead.is_none() || first.dead == event.dead)
        && (first.injured.is_none() || event.injured.is_none() || first.injured == event.injured)
        && overlap(first.date, event.date)
        && (event.place.is_none() || first.place == event.place)
        && (event.source.is_empty() || open(&first.source, &event.source))
}

/// True for "killed", "wounded": the act is told by what it did to somebody.
pub(crate) fn tells_harm(event: &Event) -> bool {
    codebook().entry(&event.rule).is_some_and(|entry| {
        lexicon().in_class("dying", &entry.lemma) || lexicon().in_class("wounding", &entry.lemma)
    })
}

/// True when both tell that the same number of people was killed on a day that both name.
fn is_same_toll(first: &Event, event: &Event) -> bool {
    let count = |e: &Event| e.dead.filter(|dead| dead.0 > 2);
    first.kind == EventType::Assault
        && event.kind == first.kind
        && first.factuality == event.factuality
        && count(first).is_some()
        && count(first) == count(event)
        && first.date.is_some()
        && first.date == event.date
        && (first.place.is_none() || event.place.is_none() || first.place == event.place)
        && open(&first.source, &event.source)
        && (tells_harm(first) || open(&first.target, &event.target))
}

/// True when a title can mean an act of the prose: of the same type, with an actor in common (or none named in the
/// title), none that differs, and none that the prose leaves out unless the word for the act is the same.
fn sums_up(title: &Event, prose: &Event) -> bool {
    let common = |a: &[ActorId], b: &[ActorId]| a.iter().any(|x| b.contains(x));
    let nameless = title.source.is_empty() && title.target.is_empty();
    let told = |a: &[ActorId], b: &[ActorId]| a.is_empty() || !b.is_empty() || title.rule == prose.rule;
    title.kind == prose.kind
        && told(&title.source, &prose.source)
        && told(&title.target, &prose.target)
        && open(&title.source, &prose.source)
        && open(&title.target, &prose.target)
        && (nameless || common(&title.source, &prose.source) || common(&title.target, &prose.target))
}

/// True when both tell that the same person was killed: once, whoever did it.
fn is_same_death(first: &Event, event: &Event) -> bool {
    let killed = codebook().entry(&first.rule).is_some_and(|e| lexicon().in_class("dying", &e.lemma));
    killed
        && first.target == event.target
        && first.factuality == event.factuality
        && open(&first.source, &event.source)
}

/// How many sentences back a definite noun finds the act that it takes up.
const REACH: u32 = 5;

/// True when a definite noun can mean an act that was told before: nothing that is known of both differs.
fn takes_up(first: &Event, event: &Event) -> bool {
    let open = |a: &[ActorId], b: &[ActorId]| a.is_empty() || b.is_empty() || a == b;
    let shared = |a: &[ActorId], b: &[ActorId]| !a.is_empty() && a == b;
    first.kind == event.kind
        && first.factuality == event.factuality
        && overlap(first.date, event.date)
        && (event.place.is_none() || first.place == event.place)
        && (event.dead.is_none() || first.dead == event.dead)
        && open(&first.source, &event.source)
        && open(&first.target, &event.target)
        && (shared(&first.source, &event.source) || shared(&first.target, &event.target))
}

/// True when two mentions report one act. Within a sentence arguments may be missing on one side ("killed 19 people
/// in an attack on a market"); across sentences both must be known and agree.
fn is_same(first: &Event, event: &Event, same_sentence: bool) -> bool {
    let modes = first.mode.is_none() || event.mode.is_none() || first.mode == event.mode;
    let alike = first.kind == event.kind
        && first.factuality == event.factuality
        && overlap(first.date, event.date)
        && (first.place.is_none() || event.place.is_none() || first.place == event.place)
        && (first.dead.is_none() || event.dead.is_none() || first.dead == event.dead);
    if !alike {
        return false;
    }
    if same_sentence {
        if harms(first, event) {
            return open(&first.source, &event.source);
        }
        let marched = lasts(first) && !first.source.is_empty() && first.source == event.source;
        if !marched && !repeats(first, event) {
            return false;
        }
        return open(&first.source, &event.source) && open(&first.target, &event.target);
    }
    let same = |a: &[ActorId], b: &[ActorId]| !a.is_empty() && a == b;
    modes
        && match (same(&first.source, &event.source), same(&first.target, &event.target)) {
            (true, true) => true,
            (true, false) => lasts(first) && open(&first.target, &event.target),
            (false, true) => lasts(first) && first.source.is_empty() && event.source.is_empty(),
            (false, false) => false,
        }
}

/// True for acts that go on while a story is told: a strike, weeks of protest.
fn lasts(event: &Event) -> bool {
    event.kind == EventType::Protest
}

/// True when one tells the dead and the other the wounded of one act ("a driver was killed and two guards wounded").
fn harms(first: &Event, event: &Event) -> bool {
    let tells = |class: &str, e: &Event| {
        codebook().entry(&e.rule).is_some_and(|entry| lexicon().in_class(class, &entry.lemma))
    };
    (tells("dying", first) && tells("wounding", event)) || (tells("wounding", first) && tells("dying", event))
}

/// True where one is unknown or they share an actor.
fn open(a: &[ActorId], b: &[ActorId]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|x| b.contains(x))
}

/// True when the second of two mentions in a sentence can name the act of the first: a noun takes up a verb ("killed
/// ten people in an attack"), or it tells what the act did ("attacked a post, killing ten people and wounding nine").
fn repeats(first: &Event, event: &Event) -> bool {
    let nominal = |e: &Event| codebook().entry(&e.rule).is_some_and(|entry| entry.pos == TriggerPos::Noun);
    first.rule == event.rule || nominal(first) || nominal(event) || tells_harm(event)
}

fn overlap(a: Option<Interval>, b: Option<Interval>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let before = |end: Option<_>, start: Option<_>| matches!((end, start), (Some(e), Some(s)) if e < s);
    !before(a.end, b.start) && !before(b.end, a.start)
}

/// Nobody acts on himself; all parties to a mutual act may stand on both sides.
fn keep_apart(event: &mut Event) {
    if event.mutual && event.source.len() > 1 {
        return;
    }
    let before = event.target.len();
    let source = &event.source;
    event.target.retain(|a| !source.contains(a));
    if event.target.is_empty() && before > 0 {
        event.target_span = None;
        event.target_heads.clear();
    }
}

fn absorb(first: &mut Event, event: Event) {
    let told_together = harms(first, &event);
    let known = first.target.clone();
    if first.source.is_empty() {
        first.source = event.source;
        if event.source_span.is_some() {
            first.source_heads = event.source_heads;
        }
        first.source_span = event.source_span.or(first.source_span);
    }
    if first.target.is_empty() {
        first.target = event.target;
        if event.target_span.is_some() {
            first.target_heads = event.target_heads;
        }
        first.target_span = event.target_span.or(first.target_span);
    } else if told_together {
        // the wounded besides the dead
        first.target.extend(event.target.iter().filter(|a| !known.contains(a)));
    }
    first.source_span = first.source_span.or(event.source_span);
    first.target_span = first.target_span.or(event.target_span);
    first.mode = first.mode.take().or(event.mode);
    first.cameo = first.cameo.take().or(event.cameo);
    first.date = first.date.or(event.date);
    first.place = first.place.or(event.place);
    first.dead = first.dead.or(event.dead);
    first.injured = first.injured.or(event.injured);
    first.reported_in = first.reported_in.or(event.reported_in);
    for context in event.contexts {
        if !first.contexts.contains(&context) {
            first.contexts.push(context);
        }
    }
    if event.confidence > first.confidence {
        (first.confidence, first.grounds) = (event.confidence, event.grounds);
    }
    for span in event.evidence {
        if !first.evidence.iter().any(|e| e.contains(span)) {
            first.evidence.retain(|e| !span.contains(*e));
            first.evidence.push(span);
        }
    }
}
