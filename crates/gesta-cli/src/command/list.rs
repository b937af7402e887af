//! The ledger's lists: `due`, `commitments`, `events`, `statements`, `actors`, `places`, `timeline`, `sql`.

use std::io::Write;
use std::process::ExitCode;

use gesta_ledger::{ActorName, Columns, CommitmentRow, Due, EventRow, Filter, StatementRow};
use serde::Serialize;
use serde_json::Value;

use crate::args::{
    ActorListArgs, CommitmentArgs, Conditions, DueArgs, EventArgs, ListArgs, PlaceListArgs, SqlArgs,
    StatementArgs, TimelineArgs,
};
use crate::command::ledger::ask;
use crate::page::days;
use crate::table::{csv_line, plain, print, table};

/// Names of actors, or a dash.
pub(crate) fn names(actors: &[ActorName]) -> String {
    let names: Vec<&str> = actors.iter().map(|a| a.name.as_str()).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

const COMMITMENTS: [&str; 6] = ["id", "made", "due", "status", "act", "who: what"];
const EVENTS: [&str; 5] = ["id", "day", "type", "reports", "who → whom"];

/// The cells of a commitment.
pub(crate) fn commitment(c: &CommitmentRow) -> Vec<String> {
    let not = if c.polarity == "not" { "not: " } else { "" };
    let due = days(c.due_start.as_deref().filter(|s| c.due_end.as_deref() != Some(*s)), c.due_end.as_deref());
    let due = due.trim_start_matches("by ").to_owned();
    let disputed = if c.disputed { " (reports differ)" } else { "" };
    let status = format!("{}{disputed}", c.status);
    let made = c.made.clone().unwrap_or_default();
    let what = format!("{}: {not}{}", names(&c.debtor), c.action);
    vec![c.id.to_string(), made, due, status, c.act.clone(), what]
}

/// The cells of an event.
pub(crate) fn event(e: &EventRow) -> Vec<String> {
    let mut what = format!("{} → {}", names(&e.source), names(&e.target));
    let number = |n: gesta_ledger::Numbers, of: &str| match n.max {
        Some(max) if max > n.min => format!(", {}–{max} {of}", n.min),
        _ => format!(", {} {of}", n.min),
    };
    what += &e.dead.map_or_else(String::new, |n| number(n, "dead"));
    what += &e.injured.map_or_else(String::new, |n| number(n, "injured"));
    what += &e.place.as_ref().map_or_else(String::new, |p| format!(", {p}"));
    if e.factuality != "actual" {
        what += &format!(" ({})", e.factuality);
    }
    let kind = e.mode.as_ref().map_or_else(|| e.kind.clone(), |mode| format!("{}/{mode}", e.kind));
    let own = days(e.start.as_deref(), e.end.as_deref());
    let day = match &e.day {
        Some(day) if own.is_empty() => format!("({day})"),
        _ => own,
    };
    vec![e.id.to_string(), day, kind, e.reports.to_string(), what]
}

/// The table of some commitments.
pub(crate) fn commitments_table(rows: &[CommitmentRow]) -> String {
    table(&COMMITMENTS, &rows.iter().map(commitment).collect::<Vec<_>>())
}

/// The table of some events.
pub(crate) fn events_table(rows: &[EventRow]) -> String {
    table(&EVENTS, &rows.iter().map(event).collect::<Vec<_>>())
}

/// Prints a list; says so where it may go on.
fn print_list<T: Serialize + Columns, C: Conditions>(
    rows: &[T],
    names: &[&str],
    cells: impl Fn(&T) -> Vec<String>,
    args: &ListArgs<C>,
) -> anyhow::Result<()> {
    print(rows, names, cells, args.format)?;
    if args.cut() == Some(rows.len()) {
        anstream::eprintln!("gesta: {} are shown; --limit 0 shows all", rows.len());
    }
    Ok(())
}

/// `gesta due`.
pub(crate) fn due(args: &DueArgs) -> anyhow::Result<ExitCode> {
    let list = &args.list;
    let question = Due { on: args.on.clone(), within: args.within, filter: list.filter() };
    let ledger = ask(&list.ledger)?;
    if let (None, true, Some(day)) = (&args.on, list.format.is_for_people(), ledger.newest_day()?) {
        anstream::eprintln!("gesta: as of {day}, the day of the newest article; --on asks about another day");
    }
    let rows = ledger.due(&question)?;
    print_list(&rows, &COMMITMENTS, commitment, list)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta commitments`.
pub(crate) fn commitments(args: &ListArgs<CommitmentArgs>) -> anyhow::Result<ExitCode> {
    let rows = ask(&args.ledger)?.commitments(&args.filter())?;
    print_list(&rows, &COMMITMENTS, commitment, args)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta events`.
pub(crate) fn events(args: &ListArgs<EventArgs>) -> anyhow::Result<ExitCode> {
    let rows = ask(&args.ledger)?.events(&args.filter())?;
    print_list(&rows, &EVENTS, event, args)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta statements`.
pub(crate) fn statements(args: &ListArgs<StatementArgs>) -> anyhow::Result<ExitCode> {
    let rows = ask(&args.ledger)?.statements(&args.filter())?;
    let cells = |s: &StatementRow| {
        let speaker = s.speaker.as_ref().map(|a| a.name.clone()).or_else(|| s.speaker_words.clone());
        let (id, document) = (s.id.to_string(), s.document.to_string());
        vec![id, s.day.clone().unwrap_or_default(), document, speaker.unwrap_or_default(), s.content.clone()]
    };
    print_list(&rows, &["id", "day", "in", "speaker", "says"], cells, args)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta actors`.
pub(crate) fn actors(args: &ListArgs<ActorListArgs>) -> anyhow::Result<ExitCode> {
    let rows = ask(&args.ledger)?.actors(&args.filter())?;
    let cells = |a: &gesta_ledger::ActorRow| {
        let codes =
            [a.country.as_deref(), a.sector.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        vec![a.id.to_string(), a.articles.to_string(), a.kind.clone(), codes, a.name.clone()]
    };
    print_list(&rows, &["id", "articles", "kind", "codes", "name"], cells, args)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta places`.
pub(crate) fn places(args: &ListArgs<PlaceListArgs>) -> anyhow::Result<ExitCode> {
    let rows = ask(&args.ledger)?.places(&args.filter())?;
    let cells = |p: &gesta_ledger::PlaceRow| {
        let within =
            [p.admin1.as_deref(), p.country.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let at = p.lat.zip(p.lon).map_or_else(String::new, |(lat, lon)| format!("{lat:.2} {lon:.2}"));
        vec![p.id.to_string(), p.articles.to_string(), p.kind.clone(), within, at, p.name.clone()]
    };
    print_list(&rows, &["id", "articles", "kind", "in", "at", "name"], cells, args)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta timeline`.
pub(crate) fn timeline(args: &TimelineArgs) -> anyhow::Result<ExitCode> {
    let filter = Filter { since: args.since.clone(), until: args.until.clone(), ..Filter::default() };
    let rows = ask(&args.ledger)?.timeline(&args.of, &filter)?;
    let cells = |r: &gesta_ledger::TimelineRow| {
        vec![r.day.clone(), r.what.clone(), r.id.to_string(), r.reports.to_string(), r.text.clone()]
    };
    print(&rows, &["day", "what", "id", "reports", "in short"], cells, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// `gesta sql`.
pub(crate) fn sql(args: &SqlArgs) -> anyhow::Result<ExitCode> {
    let answer = ask(&args.ledger)?.sql(&args.query)?;
    let mut out = anstream::stdout().lock();
    if args.format.json {
        for row in answer.rows {
            let object: serde_json::Map<String, Value> = answer.columns.iter().cloned().zip(row).collect();
            writeln!(out, "{}", Value::Object(object))?;
        }
    } else if args.format.csv {
        csv_line(&mut out, answer.columns.iter().cloned())?;
        for row in &answer.rows {
            csv_line(&mut out, row.iter().map(plain))?;
        }
    } else {
        let names: Vec<&str> = answer.columns.iter().map(String::as_str).collect();
        let rows: Vec<Vec<String>> = answer.rows.iter().map(|r| r.iter().map(plain).collect()).collect();
        out.write_all(table(&names, &rows).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
