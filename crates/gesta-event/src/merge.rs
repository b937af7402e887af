//! One event, one record: repeated mentions of the same act in an article become one event with all its evidence.

use gesta_actor::ActorId;
use gesta_time::Interval;

use crate::lexicon::lexicon;
use crate::{Event, EventId, EventType, TriggerPos, codebook};

/// Where an event was mentioned.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mention {
    /// Its sentence.
    pub(crate) sentence: u32,
    /// True for a definite noun ("the attack"), which takes up an act that was told before.
    pub(crate) definite: bool,
    /// True in a title, which says in short what the prose tells.
    pub(crate) title: bool,
    /// True where one person is told to have been killed.
    pub(crate) death: bool,
}

/// Merges later mentions into earlier ones, and those of titles into the prose. `mentions` is parallel to `events`.
pub(crate) fn merge(events: Vec<Event>, mentions: &[Mention]) -> Vec<Event> {
    let mut merged: Vec<(Event, u32)> = Vec::new();
    let mut new_id: Vec<u32> = vec![0; events.len()];
    let mention_of = |index: usize| {
        mentions.get(index).copied().unwrap_or(Mention {
            sentence: u32::MAX,
            definite: false,
            title: false,
            death: false,
        })
    };
    let (titles, prose): (Vec<_>, Vec<_>) =
        events.into_iter().enumerate().partition(|(index, _)| mention_of(*index).title);
    for (index, event) in prose.into_iter().chain(titles) {
        let Mention { sentence, definite, title, death } = mention_of(index);
        let same = merged.iter().rposition(|(first, at)| {
            is_same(first, &event, *at == sentence)
                || (definite && *at < sentence && sentence - *at <= REACH && takes_up(first, &event))
                || (title && sums_up(&event, first))
                || (death && is_same_death(first, &event))
        });
        match same {
            Some(at) => {
                if let Some(id) = new_id.get_mut(index) {
                    *id = at as u32;
                }
                if let Some((first, _)) = merged.get_mut(at) {
                    absorb(first, event);
                }
            }
            None => {
                if let Some(id) = new_id.get_mut(index) {
                    *id = merged.len() as u32;
                }
                merged.push((event, sentence));
            }
        }
    }
    // back into the order of the text
    let mut order: Vec<usize> = (0..merged.len()).collect();
    order.sort_by_key(|&i| merged.get(i).map(|(event, _)| event.trigger_token));
    let mut place: Vec<u32> = vec![0; merged.len()];
    for (position, &index) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(index) {
            *slot = position as u32;
        }
    }
    for (index, (event, _)) in merged.iter_mut().enumerate() {
        let outer = event.within.and_then(|w| new_id.get(w.0 as usize)).filter(|&&w| w as usize != index);
        event.within = outer.and_then(|&w| place.get(w as usize)).map(|&w| EventId(w));
    }
    merged.sort_by_key(|(event, _)| event.trigger_token);
    merged.iter_mut().for_each(|(event, _)| keep_apart(event));
    merged.into_iter().map(|(event, _)| event).collect()
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
        if !repeats(first, event) {
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
    let harm = |e: &Event| {
        codebook().entry(&e.rule).is_some_and(|entry| {
            lexicon().in_class("dying", &entry.lemma) || lexicon().in_class("wounding", &entry.lemma)
        })
    };
    first.rule == event.rule || nominal(first) || nominal(event) || harm(event)
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
    first.confidence = first.confidence.max(event.confidence);
    for span in event.evidence {
        if !first.evidence.iter().any(|e| e.contains(span)) {
            first.evidence.retain(|e| !span.contains(*e));
            first.evidence.push(span);
        }
    }
}
