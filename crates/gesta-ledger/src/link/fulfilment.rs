//! Events as evidence: somebody did what he owed, or what he had promised not to do.
//!
//! The event must be of the action's type, by the debtor, and not before the commitment was made. It changes the status
//! when it is told as the action itself, by its verb and an object, on a day of its own, and as done: not planned,
//! required, supposed or asked. Its confidence grows with the words and parties it shares with the commitment. Evidence
//! that is too weak is noted without changing the status.

use rusqlite::Connection;

use super::commitments::{Known, of_debtors, overlap, party, terms};
use super::events::Report;
use super::followup::{Entry, Source, note};
use super::parties::{Match, Parties};
use super::wording::{self, Action};
use super::{Page, statements};
use crate::error::Result;

/// From here on, evidence changes the status.
const COUNTS: f64 = 0.6;
/// From here on it is noted at all.
const NOTED: f64 = 0.4;
/// What evidence of the same type alone comes to.
const WEAK: f64 = 0.5;
/// Days after which a deed is another one, not the promised one come late.
const LATE: i64 = 60;
/// A breach is a grave thing to say of somebody.
const BREACH: f64 = 0.7;

/// Holds the events of an article against what their actors owe.
pub(super) fn link(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    events: &[Report<'_>],
) -> Result<()> {
    if page.copy_of.is_some() {
        return Ok(());
    }
    for report in events.iter().filter(|r| matches!(r.event.factuality.as_str(), "actual" | "denied")) {
        let Some(day) = report.day else { continue };
        let published = page.published.unwrap_or(day);
        for known in of_debtors(db, parties, &report.source, Some(published))? {
            let telling = telling(page, report, &known);
            let Some(status) = outcome(&known, report, telling, day, published) else { continue };
            let mut confidence = likeness(db, parties, page, report, &known)?;
            if telling == Telling::Kin {
                confidence = confidence.min(WEAK);
            }
            let needed = if status == "broken" { BREACH } else { COUNTS };
            if confidence < NOTED || already(db, known.row, report.row)? {
                continue;
            }
            note(
                db,
                known.row,
                &Entry {
                    document: Some(page.id),
                    words: report.event.evidence.first().copied(),
                    event: Some(report.row),
                    counts: confidence >= needed,
                    ..Entry::new(status, Source::Event, Some(day), confidence)
                },
            )?;
        }
    }
    Ok(())
}

/// How the sentence tells the event.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Telling {
    /// As the action: its verb, and an object where it has one.
    Deed,
    /// As a refusal that concerns an object of the action.
    Refusal,
    /// As something of the same type, or not as done.
    Kin,
}

fn telling(page: &Page<'_>, report: &Report<'_>, known: &Known) -> Telling {
    let event = report.event;
    let (Some(sentence), Some(action)) = (page.sentence(event.trigger), Action::read(&known.action)) else {
        return Telling::Kin;
    };
    let text = page.words(sentence);
    let tokens = wording::tokens(&text);
    let at = event.trigger[0].saturating_sub(sentence[0]) as usize;
    let verb = tokens.iter().position(|t| t.at >= at).unwrap_or(tokens.len());
    let dated = report.start.or(report.end).is_some() || event.factuality == "denied";
    if !dated
        || wording::unreal(&text, &tokens, verb, &wording::UNREAL)
        || wording::unreal(&text, &tokens, verb, &["background"])
    {
        Telling::Kin
    } else if action.told(&tokens, at) {
        Telling::Deed
    } else if event.kind == "REJECT" && action.object_in(&tokens[verb..]) {
        Telling::Refusal
    } else {
        Telling::Kin
    }
}

/// What the event would make of the commitment.
fn outcome(
    known: &Known,
    report: &Report<'_>,
    telling: Telling,
    day: i64,
    published: i64,
) -> Option<&'static str> {
    let event = report.event;
    let modes_differ = matches!((&event.mode, &known.action_mode), (Some(a), Some(b)) if a != b);
    let made = known.made?;
    if known.action_type.as_ref() != Some(&event.kind) || modes_differ || published <= made || day < made {
        return None;
    }
    let happened = event.factuality == "actual";
    let refusal = known.act == "refusal" || event.kind == "REJECT";
    match telling {
        // Saying no is how one keeps the promise not to go along.
        Telling::Refusal if !known.positive && happened => return Some("kept"),
        _ if !known.positive && refusal && telling != Telling::Deed => return None,
        _ => {}
    }
    match (known.positive, happened, known.due.1) {
        (true, true, Some(due)) if report.start.or(report.end).is_some_and(|d| d > due + LATE) => None,
        (true, true, Some(due)) if report.start.or(report.end).is_some_and(|d| d > due) => Some("kept-late"),
        // Told after the day has passed, without a day of its own: whether it was in time is not said.
        (true, true, Some(due)) if published > due + 1 && report.start.or(report.end).is_none() => None,
        (true, true, _) => Some("kept"),
        // "Did not withdraw", told when the day has passed.
        (true, false, Some(due)) if published > due => Some("broken"),
        (false, true, Some(until)) if day > until => None,
        (false, true, _) => Some("broken"),
        _ => None,
    }
}

/// How sure it is that the event is the action, 0 to 1.
fn likeness(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    report: &Report<'_>,
    known: &Known,
) -> Result<f64> {
    let debtor = parties.compare(db, &report.source, &party(db, known.row, 0)?)?;
    let words: Vec<String> = report.event.evidence.iter().map(|s| page.words(*s)).collect();
    let (share, common) = overlap(&terms(&known.action), &terms(&words.join(" ")));
    let other = parties.compare(db, &report.target, &party(db, known.row, 1)?)?;
    let same_mode = report.event.mode.is_some() && report.event.mode == known.action_mode;
    let base = match debtor {
        Match::Same => 0.35,
        Match::Compatible => 0.3,
        _ => return Ok(0.0),
    };
    let of_words = if common > 0 { 0.1 + 0.3 * share } else { 0.0 };
    let of_other = match other {
        Match::Same => 0.15,
        Match::Compatible => 0.1,
        Match::Unknown => 0.0,
        Match::Different => -0.2,
    };
    let of_mode = if same_mode { 0.2 } else { 0.0 };
    let sure = base + of_words + of_other + of_mode;
    Ok((sure * statements::confidence(report.event.confidence).max(0.5) * 100.0).round() / 100.0)
}

/// True when this event was held against this commitment before: more reports of it are no more evidence.
fn already(db: &Connection, commitment: i64, event: i64) -> Result<bool> {
    let mut query =
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM history WHERE commitment = ?1 AND event = ?2)")?;
    Ok(query.query_row([commitment, event], |row| row.get(0))?)
}
