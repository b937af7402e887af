//! Deeds as evidence: somebody did what he owed, or what he had promised not to do.
//!
//! A sentence tells a deed when a finite verb of the action's class stands with an object of the action, as done or as not
//! done: not planned, required, supposed or asked. Its subject must be the debtor; where no debtor is known, the deadline and
//! the objects must agree. So does a noun that speaks of what was to take place as an occasion, when its day has come (`occasions.rs`), and a
//! verb in the present, as headlines have it, when an actual event was coded from it. An event that was coded from the verb lends its parties, its days and its factuality. The deed
//! must not lie before the commitment was made. It changes the status when it has a day of its own, or is told while the commitment is
//! new or its deadline has just passed; its confidence grows with the objects and parties it shares with the commitment. Evidence
//! that is too weak is noted without changing the status.

use std::rc::Rc;

use gesta::record::{DateRecord, EventRecord, Extent, Record};
use rusqlite::Connection;

use super::action::{Action, Deed, class, finite};
use super::commitments::{Known, party};
use super::events::Report;
use super::followup::{Entry, Source, note, subject};
use super::occasions::Occasion;
use super::owed::{DEADLINE_SPOKEN_OF, Debts, Owed};
use super::parties::{Match, Parties};
use super::places::Map;
use super::wording::{self, Token};
use super::{Page, Sentence};
use crate::error::Result;

/// From here on, evidence changes the status.
const COUNTS: f64 = 0.6;
/// From here on it is noted at all.
const NOTED: f64 = 0.4;
/// What evidence that does not count comes to at most.
const WEAK: f64 = 0.5;
/// Days after which a deed is another one, not the promised one come late.
pub(super) const LATE: i64 = 60;
/// A sentence may only seem to tell a deed.
const TOLD: f64 = 0.95;
/// A breach is a grave thing to say of somebody.
const BREACH: f64 = 0.7;
/// Days after a commitment without a deadline was made in which an undated deed is taken for it.
const FRESH: i64 = 45;

/// Days that a deadline may span and each of them be about the day it was due: a month.
const AWAITED: i64 = 31;

/// Days after which what was to take place on a day is no longer spoken of as an occasion.
const OCCASION: i64 = 7;

/// How a word tells deeds.
enum Mood {
    /// A verb, of what was done.
    Past,
    /// A verb, of what is done: about that day.
    Present,
    /// A noun, of what took place: about that day.
    Occasion(Occasion),
}

/// A word that may tell deeds, and what its sentence says besides.
struct Telling<'a> {
    mood: &'a Mood,
    /// The sentence, in the article.
    sentence: Extent,
    tokens: &'a [Token],
    /// Where the word stands in it: which one, and which code point.
    word: usize,
    at: usize,
    event: Option<&'a Report<'a>>,
    /// First and last day of the deed, where they are told.
    days: Option<(i64, i64)>,
    /// Last day of the earliest date in the sentence.
    earliest: Option<i64>,
    /// Told in passing, or as what is supposed or planned.
    background: bool,
    /// Coded as something that did not happen.
    denied: bool,
}

/// A deed as a verb tells it of a commitment.
struct Told<'a> {
    telling: &'a Telling<'a>,
    deed: Deed,
    source: Vec<i64>,
    denied: bool,
    /// It is by this that the action is not done.
    opposite: bool,
}

/// A word that may tell deeds, as the reading of its article knows it.
pub(super) struct Word {
    at: usize,
    /// Which of the article's events was coded from it.
    event: Option<usize>,
    mood: Mood,
    /// The classes of the actions that it may tell.
    classes: Vec<String>,
}

/// The words of a sentence that may tell deeds.
pub(super) fn words(record: &Record, sentence: Extent, tokens: &[Token]) -> Vec<Word> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let event = coded(&record.events, sentence, &tokens[at]);
        let actual = event.and_then(|e| record.events.get(e)).is_some_and(|e| e.factuality == "actual");
        found.extend(Mood::of(tokens, at, actual).into_iter().filter_map(|mood| {
            let classes = mood.classes(tokens, at);
            (!classes.is_empty()).then_some(Word { at, event, mood, classes })
        }));
    }
    found
}

/// The event that was coded from a word.
fn coded(events: &[EventRecord], sentence: Extent, word: &Token) -> Option<usize> {
    let place = sentence[0] + word.at as u32;
    // What is yet to come is no deed: "were to have completed their withdrawal".
    let to_come = |e: &EventRecord| e.rule.ends_with("+future");
    events.iter().position(|e| e.trigger[0] <= place && place < e.trigger[1] && !to_come(e))
}

/// Holds the sentences of an article against what is owed; `events` are those of its record, in their order.
pub(super) fn link(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    sentences: &[Sentence],
    map: &Map,
    events: &[Report<'_>],
    debts: &mut Debts<'_>,
) -> Result<()> {
    for sentence in sentences {
        for word in &sentence.deeds {
            let meant = meant(debts, &word.classes)?;
            let read = || Telling::read(page, word.event.and_then(|e| events.get(e)), sentence, word);
            let Some(telling) = (!meant.is_empty()).then(read).flatten() else { continue };
            for owed in &meant {
                for told in telling.tells(page, owed, map) {
                    if hold(db, parties, page, owed, &told)? {
                        debts.forget(owed.known.row);
                    }
                }
            }
        }
    }
    Ok(())
}

/// What a word of these classes may tell.
fn meant(debts: &mut Debts<'_>, classes: &[String]) -> Result<Vec<Rc<Owed>>> {
    let mut meant: Vec<Rc<Owed>> = Vec::new();
    for class in classes {
        for owed in debts.of_head(class)?.iter() {
            if !meant.iter().any(|m| m.known.row == owed.known.row) {
                meant.push(owed.clone());
            }
        }
    }
    Ok(meant)
}

impl Mood {
    /// How the word at `at` may tell deeds; `coded`: an actual event was coded from it.
    fn of(tokens: &[Token], at: usize, coded: bool) -> Vec<Mood> {
        let occasion = Occasion::read(tokens, at, coded).map(Mood::Occasion);
        let verb = if finite(tokens, at) {
            Some(Mood::Past)
        } else {
            Some(Mood::Present).filter(|_| coded && tokens[at].word.ends_with('s'))
        };
        occasion.into_iter().chain(verb).collect()
    }

    /// The classes of the actions that it may tell.
    fn classes(&self, tokens: &[Token], at: usize) -> Vec<String> {
        match self {
            Mood::Occasion(occasion) => occasion.classes(),
            Mood::Past | Mood::Present => class(tokens, at).map(|(class, _)| class).into_iter().collect(),
        }
    }
}

impl<'a> Telling<'a> {
    /// What the sentence says with the word; `None` when it plans, requires, supposes or asks.
    fn read(
        page: &Page<'_>,
        event: Option<&'a Report<'a>>,
        sentence: &'a Sentence,
        word: &'a Word,
    ) -> Option<Self> {
        let Sentence { extent, text, tokens, .. } = sentence;
        let Word { mood, at: word, .. } = word;
        let word = *word;
        let factuality = event.map_or("actual", |e| e.event.factuality.as_str());
        // What is called for at a summit is not the summit.
        let of_noun = matches!(mood, Mood::Occasion(_));
        let unreal = if of_noun { &wording::UNREAL[..2] } else { &wording::UNREAL };
        if wording::unreal(text, tokens, word, unreal) || !matches!(factuality, "actual" | "denied") {
            return None;
        }
        let background = wording::unreal(text, tokens, word, &["background"]) && !is_perfect(tokens, word);
        // "The hall where the council meets": every year, not this time.
        if background && matches!(mood, Mood::Present) {
            return None;
        }
        let of_event = event.and_then(|e| Some((e.start.or(e.end)?, e.end.or(e.start)?)));
        let days = of_event.or_else(|| only_day(page, *extent));
        let background = background || (days.is_none() && of_before(tokens, word));
        Some(Telling {
            mood,
            sentence: *extent,
            tokens,
            word,
            at: tokens.get(word)?.at,
            event,
            days,
            earliest: dates(page, *extent).filter_map(|(_, end)| end).min(),
            background,
            denied: factuality == "denied",
        })
    }

    /// The deeds that it tells of a commitment.
    fn tells(&'a self, page: &Page<'_>, owed: &Owed, map: &Map) -> Vec<Told<'a>> {
        let mut found = Vec::new();
        for (action, opposite) in [(&owed.action, false), (&owed.opposite, true)] {
            let Some(action) = action.as_ref().filter(|_| self.fits(&owed.known, opposite, page.published))
            else {
                continue;
            };
            let deed = match self.mood {
                Mood::Occasion(occasion) => action.took_place(self.tokens, self.word, occasion, map),
                Mood::Past | Mood::Present => action.told(self.tokens, self.word, map),
            };
            found.extend(deed.map(|deed| Told {
                telling: self,
                source: self.source(page, deed),
                denied: deed.denied || self.denied,
                deed,
                opposite,
            }));
        }
        found
    }

    /// False for an occasion or a present of other days than those when the commitment was due.
    fn fits(&self, known: &Known, opposite: bool, published: Option<i64>) -> bool {
        if matches!(self.mood, Mood::Past) {
            return true;
        }
        let (Some(due), Some(published)) = (known.due.1, published) else { return false };
        let first = known.due.0.unwrap_or(due);
        let days = self.days.unwrap_or((published, published));
        let near = published <= due + OCCASION && days.0 <= published;
        known.positive
            && !opposite
            && near
            && first <= published
            && first <= days.1
            && days.0 <= due + OCCASION
    }

    /// Who did it.
    fn source(&self, page: &Page<'_>, deed: Deed) -> Vec<i64> {
        let of =
            |e: &Report<'_>| if deed.passive && e.source.is_empty() { Vec::new() } else { e.source.clone() };
        let named = self.event.map(of).unwrap_or_default();
        match named.as_slice() {
            [] if matches!(self.mood, Mood::Occasion(_)) => subject(page, self.sentence, 0, true),
            [] if deed.passive => agent(page, self.sentence, self.tokens, self.word),
            [] => subject(page, self.sentence, self.at, false),
            _ => named,
        }
    }
}

/// "Has arrived": news, even where it is told in passing.
fn is_perfect(tokens: &[Token], verb: usize) -> bool {
    let before = verb.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|t| matches!(t.word.as_str(), "has" | "have"))
}

/// "Had vetoed", unless somebody says so, who "had" only because it is reported; "vetoed two earlier plans".
fn of_before(tokens: &[Token], verb: usize) -> bool {
    let near = tokens[..verb].iter().rev().take_while(|t| !t.parted).take(3);
    let near: Vec<&str> = near.into_iter().map(|t| t.word.as_str()).collect();
    // "Had not withdrawn" goes for the day on which it is told.
    let had = near.contains(&"had")
        && !near.iter().any(|word| wording::is(word, "negation"))
        && !tokens.iter().any(|t| wording::is(&t.word, "said"));
    let after = tokens.get(verb + 1..).unwrap_or(&[]);
    let within = after.iter().take_while(|t| !t.parted).count();
    let noun = |t: &Token| !["light", "time", "preposition"].iter().any(|class| wording::is(&t.word, class));
    let earlier = |pair: &[Token]| wording::is(&pair[0].word, "previous") && noun(&pair[1]);
    had || after[..within].windows(2).take(PREVIOUS).any(earlier)
}

/// Words after a verb in which "previous" is said of its object.
const PREVIOUS: usize = 5;

/// Those after "by" who did what a passive verb tells.
fn agent(page: &Page<'_>, sentence: Extent, tokens: &[Token], verb: usize) -> Vec<i64> {
    let by = tokens.iter().skip(verb + 1).find(|t| t.word == "by").map(|t| sentence[0] + t.at as u32 + 3);
    let mentions = page.record.actors.iter().flat_map(|a| a.mentions.iter().map(move |m| (m.span, a)));
    let near = mentions.filter(|(span, _)| {
        by.is_some_and(|by| by <= span[0] && span[0] < by + 12 && span[1] <= sentence[1])
    });
    near.filter_map(|(_, a)| page.actors.get(a.id.as_str()).copied()).collect()
}

/// First and last day of each date in a sentence.
fn dates(page: &Page<'_>, sentence: Extent) -> impl Iterator<Item = (Option<i64>, Option<i64>)> {
    let inside =
        move |d: &&DateRecord| d.kind == "DATE" && sentence[0] <= d.span[0] && d.span[1] <= sentence[1];
    let number = |d: &Option<String>| d.as_deref().and_then(crate::day::number);
    page.record.dates.iter().filter(inside).map(move |d| (number(&d.start), number(&d.end)))
}

/// The days of a sentence with one date.
fn only_day(page: &Page<'_>, sentence: Extent) -> Option<(i64, i64)> {
    let mut dates = dates(page, sentence);
    let (Some((Some(start), Some(end))), None) = (dates.next(), dates.next()) else { return None };
    (end - start <= 1).then_some((start, end))
}

/// Holds a deed against a commitment and notes what it shows; true when there was something to note.
fn hold(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    owed: &Owed,
    told: &Told<'_>,
) -> Result<bool> {
    let Told { telling, deed, .. } = told;
    let Some(published) = page.published else { return Ok(false) };
    // "Voted to open its border", printed again, is the vote and not the opening.
    let word = telling.sentence[0] + telling.at as u32;
    let itself = |(span, row): &(Extent, i64)| *row == owed.known.row && span[0] <= word && word < span[1];
    if page.reported.iter().any(itself) {
        return Ok(false);
    }
    let Some(status) = outcome(&owed.known, told, published) else { return Ok(false) };
    // Who does it must be the very debtor where the verb, or a single word with it, could be anybody's deed.
    let bare = owed.action.as_ref().is_none_or(Action::is_bare);
    let very = told.source.iter().any(|a| owed.debtor.contains(a)) || owed.debtor.is_empty();
    let vague = !on_the_day(&owed.known, telling) && deed.named.is_single();
    let of_noun = matches!(telling.mood, Mood::Occasion(_));
    if (bare || of_noun && deed.named.is_single()) && (!very || owed.debtor.is_empty()) {
        return Ok(false);
    }
    let mut on_time = timely(&owed.known, telling, published);
    if on_time == Timely::Likely && done_before(db, owed, telling)? {
        on_time = Timely::Not;
    }
    let mut confidence = likeness(db, parties, owed, told, on_time == Timely::Due)?;
    // In the days of the deadline one object says enough of the very debtor.
    let awaited = on_time == Timely::Due && owed.known.due.1.is_some_and(|due| published <= due + OCCASION);
    if on_time == Timely::Not || !(bare || deed.named.clear() || (awaited && very)) || (vague && !very) {
        confidence = confidence.min(WEAK);
    }
    let counts = confidence >= if status == "broken" { BREACH } else { COUNTS };
    let event = telling.event.map(|e| e.row);
    if confidence < NOTED || noted(db, owed.known.row, status, page.id, event, counts)? {
        return Ok(false);
    }
    let words = telling.event.and_then(|e| e.event.evidence.first().copied()).unwrap_or(telling.sentence);
    // What is told in passing may be of long ago.
    let day = telling.days.map(|(start, _)| start).or((counts || !telling.background).then_some(published));
    let entry = Entry {
        document: Some(page.id),
        words: Some(words),
        event,
        counts,
        ..Entry::new(status, Source::Event, day, confidence)
    };
    note(db, owed.known.row, &entry)?;
    Ok(true)
}

/// True when a deed without a day may be one of an earlier time: the debtor had done the like shortly before the commitment was
/// reported.
fn done_before(db: &Connection, owed: &Owed, telling: &Telling<'_>) -> Result<bool> {
    let event = telling.event.filter(|_| telling.days.is_none());
    let (Some(event), Some(made)) = (event, owed.known.made) else { return Ok(false) };
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM event e JOIN event_party p ON p.event = e.id
           WHERE e.type = ?1 AND e.day BETWEEN ?2 AND ?3 AND e.mode IS ?4 AND e.factuality = 'actual'
             AND p.role = 0 AND p.actor = ?5)",
    )?;
    for debtor in &owed.debtor {
        let (kind, mode) = (&event.event.kind, &event.event.mode);
        if query.query_row(rusqlite::params![kind, made - LATE, made - 1, mode, debtor], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How a deed and its telling lie to the days of a commitment.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Timely {
    /// About the day it was due.
    Due,
    /// On a day of its own, or while the commitment was new.
    Likely,
    /// At any time.
    Not,
}

/// First and last day of those on which it was due: "next week" is all of them.
fn due_days(known: &Known) -> Option<(i64, i64)> {
    let due = known.due.1?;
    Some((known.due.0.filter(|first| (0..=AWAITED).contains(&(due - first))).unwrap_or(due), due))
}

fn on_the_day(known: &Known, telling: &Telling<'_>) -> bool {
    let days = due_days(known).zip(telling.days);
    days.is_some_and(|((first, due), (start, _))| (first - 1..=due + 1).contains(&start))
}

fn timely(known: &Known, telling: &Telling<'_>, published: i64) -> Timely {
    if !matches!(telling.mood, Mood::Past) {
        return Timely::Due;
    }
    let fresh = match (due_days(known), known.made) {
        _ if telling.background => false,
        (Some((first, due)), _) => (first - 1..=due + DEADLINE_SPOKEN_OF).contains(&published),
        (None, Some(made)) => published <= made + FRESH,
        _ => false,
    };
    if on_the_day(known, telling) || (fresh && known.due.1.is_some()) {
        Timely::Due
    } else if fresh || (telling.days.is_some() && !telling.background) {
        Timely::Likely
    } else {
        Timely::Not
    }
}

/// What the deed would make of the commitment.
fn outcome(known: &Known, told: &Told<'_>, published: i64) -> Option<&'static str> {
    let (made, telling) = (known.made?, told.telling);
    let modes = (telling.event.and_then(|e| e.event.mode.as_ref()), known.action_mode.as_ref());
    let before = telling.days.map_or(telling.earliest, |(start, _)| Some(start)).is_some_and(|d| d < made);
    let other = !told.opposite && matches!(modes, (Some(a), Some(b)) if a != b);
    let ahead = telling.days.is_some_and(|(start, _)| start > published);
    if before || ahead || other {
        return None;
    }
    let day = telling.days.map_or(published, |(start, _)| start);
    if told.opposite {
        return (!told.denied).then_some("kept");
    }
    match (known.positive, told.denied, known.due.1) {
        (true, false, Some(due)) if day > due + LATE => None,
        // "After two days of talks" may be told with its last day.
        (true, false, Some(due)) if matches!(telling.mood, Mood::Occasion(_)) && day <= due + 1 => {
            Some("kept")
        }
        (true, false, Some(due)) if telling.days.is_some() && day > due => Some("kept-late"),
        (true, false, _) => Some("kept"),
        // "Did not withdraw", told when the day has passed.
        (true, true, Some(due)) if published > due => Some("broken"),
        (false, false, Some(until)) if day > until => None,
        // Who refused to do it once said nothing of the next time.
        (false, false, None) if known.act == "refusal" && day > made + LATE => None,
        (false, false, _) => Some("broken"),
        _ => None,
    }
}

/// How sure it is that the deed is the action, 0 to 1.
fn likeness(db: &Connection, parties: &mut Parties, owed: &Owed, told: &Told<'_>, due: bool) -> Result<f64> {
    let debtor = parties.acts_for(db, &told.source, &owed.debtor)?;
    let (single, named) = (told.deed.named.is_single(), owed.action.as_ref().is_some_and(Action::is_named));
    let base = match debtor {
        Match::Same if told.source.iter().any(|a| owed.debtor.contains(a)) => 0.45,
        Match::Same => 0.35,
        Match::Compatible => 0.3,
        // Nobody is known to owe it: then the day and the objects say that it is this.
        Match::Unknown if owed.debtor.is_empty() && told.deed.named.clear() && (!single || named) => 0.3,
        _ => return Ok(0.0),
    };
    let targets = told.telling.event.map_or(&[][..], |e| &e.target);
    let of_other = match parties.compare(db, targets, &party(db, owed.known.row, 1)?)? {
        Match::Same => 0.15,
        Match::Compatible => 0.1,
        Match::Unknown => 0.0,
        Match::Different => -0.2,
    };
    let mode = told.telling.event.and_then(|e| e.event.mode.as_ref());
    let of_mode = if mode.is_some() && mode == owed.known.action_mode.as_ref() { 0.2 } else { 0.0 };
    let of_day = if due { 0.1 } else { 0.0 };
    let sure = base + 0.1 + 0.3 * told.deed.named.share() + of_other + of_mode + of_day;
    Ok((sure.min(1.0) * TOLD * 100.0).round() / 100.0)
}

/// Lines of a history that count and say the same, at most: what more articles tell of a deed adds nothing.
const REPORTS: i64 = 3;

/// True when this adds nothing to the history: it has this event or article already, or enough that counts and says the same. What counts is
/// news after what did not; what says the same in another way ("kept", "kept late") is not.
fn noted(
    db: &Connection,
    commitment: i64,
    status: &str,
    document: i64,
    event: Option<i64>,
    counts: bool,
) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FILTER (WHERE (event = ?2 OR (document = ?4 AND alike)) AND (counts OR NOT ?5)),
           count(*) FILTER (WHERE counts AND alike),
           count(*) FILTER (WHERE counts AND alike AND status <> ?3)
         FROM (SELECT *, substr(status, 1, 4) = substr(?3, 1, 4) AS alike FROM history WHERE commitment = ?1)",
    )?;
    let values = rusqlite::params![commitment, event, status, document, counts];
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (same, alike, other): (i64, i64, i64) = query.query_row(values, read)?;
    Ok(same > 0 || other > 0 || alike >= if counts { REPORTS } else { 1 })
}
