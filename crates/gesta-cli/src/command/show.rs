//! `gesta show`, `gesta story`, `gesta set`.

use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use gesta_ledger::{
    CommitmentReport, CommitmentRow, DocumentRow, EventReport, EventRow, HistoryRow, Id, Kind, Ledger,
    Numbers, Shown, StoryRow,
};
use owo_colors::OwoColorize;

use crate::args::{SetArgs, ShowArgs};
use crate::command::ledger::{ask, path_of};
use crate::command::list::{commitments_table, event, events_table, names};
use crate::page::{days, wrap};

/// `gesta show`.
pub(crate) fn show(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let shown = ask(&args.ledger)?.show(args.id)?;
    let text = if args.json { serde_json::to_string(&shown)? + "\n" } else { page(&shown) };
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta story`: of a story, or of the story an article belongs to.
pub(crate) fn story(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let ledger = ask(&args.ledger)?;
    let id = match args.id.kind {
        Kind::Story => args.id,
        Kind::Document => match ledger.document(args.id)?.story {
            Some(story) => story,
            None => bail!("{} belongs to no story", args.id),
        },
        _ => bail!("{} is neither a story (st1) nor an article (d1)", args.id),
    };
    show(&ShowArgs {
        id,
        ledger: crate::args::LedgerArg { ledger: args.ledger.ledger.clone() },
        json: args.json,
    })
}

/// `gesta set`.
pub(crate) fn set(args: &SetArgs) -> anyhow::Result<ExitCode> {
    let mut ledger = Ledger::open(&path_of(&args.ledger)?)?;
    ledger.set_status(args.id, &args.status, &args.because, args.on.as_deref())?;
    anstream::stdout().write_all(page(&ledger.show(args.id)?).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn page(shown: &Shown) -> String {
    let mut out = String::new();
    match shown {
        Shown::Document { document, text, copies, events, commitments } => {
            of_document(&mut out, 0, document);
            for copy in copies {
                of_document(&mut out, 2, copy);
            }
            if let Some(story) = document.story {
                wrap(&mut out, 2, &format!("in {story}"), str::to_owned);
            }
            entries(&mut out, events, commitments);
            let _ = writeln!(out, "\n{}", text.trim_end());
        }
        Shown::Event { event: e, reports } => {
            wrap(&mut out, 0, &event(e).join("  "), |l| l.bold().to_string());
            reports.iter().for_each(|r| of_event_report(&mut out, r));
        }
        Shown::Statement { statement: s, document } => {
            let speaker = s.speaker.as_ref().map(|a| a.name.clone()).or_else(|| s.speaker_words.clone());
            let head = format!("{} {}: {}", s.id, s.kind, speaker.unwrap_or_else(|| "–".to_owned()));
            wrap(&mut out, 0, &head, |l| l.bold().to_string());
            wrap(&mut out, 2, &s.content, |l| l.cyan().to_string());
            of_document(&mut out, 2, document);
        }
        Shown::Commitment { commitment, reports, history } => {
            of_commitment(&mut out, commitment, reports, history)
        }
        Shown::Actor { actor, aliases, events, commitments } => {
            let codes = [actor.country.as_deref(), actor.sector.as_deref(), actor.wikidata.as_deref()];
            let codes = codes.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let head = format!("{} {} ({}) {codes}", actor.id, actor.name, actor.kind);
            wrap(&mut out, 0, &head, |l| l.bold().to_string());
            if !aliases.is_empty() {
                wrap(&mut out, 2, &format!("also {}", aliases.join(", ")), str::to_owned);
            }
            entries(&mut out, events, commitments);
        }
        Shown::Place { place, events } => {
            let head = format!("{} {} ({})", place.id, place.name, place.kind);
            wrap(&mut out, 0, &head, |l| l.bold().to_string());
            entries(&mut out, events, &[]);
        }
        Shown::Story(story) => of_story(&mut out, story),
    }
    out
}

fn of_story(out: &mut String, story: &StoryRow) {
    let title = story.title.as_deref().unwrap_or("(no headline)");
    wrap(out, 0, &format!("{} {title}", story.id), |l| l.bold().to_string());
    story.documents.iter().for_each(|d| of_document(out, 2, d));
    entries(out, &story.events, &story.commitments);
}

/// Tables of events and commitments, those that have rows.
fn entries(out: &mut String, events: &[EventRow], commitments: &[CommitmentRow]) {
    if !events.is_empty() {
        let _ = write!(out, "\n{}", events_table(events));
    }
    if !commitments.is_empty() {
        let _ = write!(out, "\n{}", commitments_table(commitments));
    }
}

/// An article in a line: id, day, where from, title.
fn of_document(out: &mut String, indent: usize, d: &DocumentRow) {
    let from = [d.publisher.as_deref(), d.uri.as_deref(), d.key.as_deref()];
    let mut line = format!("{} {}", d.id, d.published.as_deref().unwrap_or("no date"));
    for part in from.into_iter().flatten().chain(d.title.as_deref()) {
        let _ = write!(line, " · {part}");
    }
    if let Some(first) = d.copy_of {
        let _ = write!(line, " (copy of {first})");
    }
    if let Some(newer) = d.replaced_by {
        let _ = write!(line, " (replaced by {newer})");
    }
    wrap(out, indent, &line, |l| l.dimmed().to_string());
}

fn quotes(out: &mut String, words: &[String]) {
    words.iter().for_each(|w| wrap(out, 6, &format!("“{w}”"), |l| l.cyan().to_string()));
}

fn of_event_report(out: &mut String, r: &EventReport) {
    of_document(out, 2, &r.document);
    let number = |n: Numbers, what: &str| match n.max {
        Some(max) if max == n.min => format!("{max} {what}"),
        Some(max) => format!("{}–{max} {what}", n.min),
        None => format!("at least {} {what}", n.min),
    };
    let when = days(r.report.start.as_deref(), r.report.end.as_deref());
    let mut facts: Vec<String> = Some(when).filter(|w| !w.is_empty()).into_iter().collect();
    facts.extend(r.report.dead.map(|n| number(n, "dead")));
    facts.extend(r.report.injured.map(|n| number(n, "injured")));
    facts.push(format!("{} {:.2}", r.rule, r.report.confidence));
    wrap(out, 6, &facts.join(", "), str::to_owned);
    quotes(out, &r.evidence);
}

fn of_commitment(
    out: &mut String,
    c: &CommitmentRow,
    reports: &[CommitmentReport],
    history: &[(HistoryRow, Option<String>)],
) {
    let not = if c.polarity == "not" { "not: " } else { "" };
    let head = format!("{} {} · {}: {not}{}", c.id, c.act, names(&c.debtor), c.action);
    wrap(out, 0, &head, |l| l.bold().to_string());
    let due = days(c.due_start.as_deref().filter(|s| c.due_end.as_deref() != Some(*s)), c.due_end.as_deref());
    let standing = [
        Some(format!("{}{}", c.status, if c.disputed { ", but reports differ" } else { "" })),
        c.made.as_ref().map(|day| format!("made {day}")),
        Some(due.trim_start_matches("by ")).filter(|due| !due.is_empty()).map(|due| format!("due {due}")),
        c.conditional.then(|| "on a condition".to_owned()),
    ];
    wrap(out, 2, &standing.into_iter().flatten().collect::<Vec<_>>().join(" · "), str::to_owned);
    if !c.counterparty.is_empty() {
        wrap(out, 2, &format!("to or against: {}", names(&c.counterparty)), str::to_owned);
    }
    if let Some(other) = c.replaced_by {
        wrap(out, 2, &format!("its place is taken by {other}"), str::to_owned);
    }
    for r in reports {
        of_document(out, 2, &r.document);
        let by = r.deadline.as_ref().map_or_else(String::new, |d| format!(" [{d}]"));
        wrap(out, 6, &format!("{}{by}", r.action), str::to_owned);
        quotes(out, &r.evidence);
    }
    if !history.is_empty() {
        let _ = writeln!(out, "\n{}", "HISTORY".bold());
    }
    for (line, words) in history {
        let document = line.document.map(|d: Id| d.to_string()).unwrap_or_default();
        let event = line.event.map_or_else(String::new, |e| format!(" ({e})"));
        let shown = match line.source.as_str() {
            "person" => format!(", entered by a person on {}", line.entered),
            "event" => format!(" ({:.2}), by a deed that {document} tells{event}", line.confidence),
            _ => format!(" ({:.2}), says {document}", line.confidence),
        };
        let day = line.day.as_deref().unwrap_or(if line.source == "person" { "" } else { "no day" });
        let head = match (line.status.as_str(), line.counts) {
            ("mentioned", _) => format!("{day} mentioned in {document}"),
            (status, true) => format!("{day} {status}{shown}"),
            (status, false) => format!("{day} too weak to count: {status}{shown}"),
        };
        wrap(out, 2, head.trim_start(), str::to_owned);
        quotes(out, &words.iter().cloned().collect::<Vec<_>>());
        if let Some(note) = &line.note {
            wrap(out, 6, note, str::to_owned);
        }
    }
}
