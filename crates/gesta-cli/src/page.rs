//! A record as a page for people, readable at 80 columns.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use gesta::CharIndex;
use gesta::record::{ActorRecord, CommitmentRecord, EventRecord, Extent, Record, StatementRecord};
use owo_colors::OwoColorize;

use crate::table::terminal;

/// Columns of a page; fewer on a narrower terminal.
const WIDTH: usize = 80;
static COLUMNS: LazyLock<usize> =
    LazyLock::new(|| terminal().map_or(WIDTH, |width| width.clamp(WIDTH / 2, WIDTH)));

/// The page of one article. Colours are ANSI; whoever prints it strips them where they are not wanted.
pub(crate) fn render(record: &Record, name: &str) -> String {
    let page = Page::new(record);
    let mut out = String::new();
    let document = &record.document;
    match document.title.as_deref() {
        Some(title) => wrap(&mut out, 0, title, |line| line.bold().to_string()),
        None => wrap(&mut out, 0, &format!("{name} (no headline)"), |line| line.bold().to_string()),
    }
    let published = document.published.as_deref().unwrap_or("no date");
    let from = [document.publisher.as_deref(), document.uri.as_deref(), document.key.as_deref()];
    let about = std::iter::once(published).chain(from.into_iter().flatten()).collect::<Vec<_>>().join(" · ");
    wrap(&mut out, 0, &about, |line| line.dimmed().to_string());
    for warning in &document.warnings {
        let words = warning.span.map(|s| format!(": {}", quoted(&page.words(s)))).unwrap_or_default();
        let message = format!("! {}: {}{words}", warning.code, warning.message);
        wrap(&mut out, 0, &message, |line| line.yellow().to_string());
    }
    section(&mut out, "COMMITMENTS", &record.commitments, |out, c| page.commitment(out, c));
    section(&mut out, "STATEMENTS", &record.statements, |out, s| page.statement(out, s));
    section(&mut out, "EVENTS", &record.events, |out, e| page.event(out, e));
    section(&mut out, "ACTORS", &record.actors, |out, a| page.actor(out, a));
    section(&mut out, "RELATIONS", &record.relations, |out, r| {
        let line = format!("{} {} {}", page.name(&r.subject), r.kind.replace('_', " "), page.name(&r.object));
        wrap(out, 2, &line, str::to_owned);
    });
    section(&mut out, "DATES", &record.dates, |out, d| {
        let days = days(d.start.as_deref(), d.end.as_deref());
        let value = if days.is_empty() { d.value.clone() } else { days };
        wrap(out, 2, &format!("{}: {} {value}", d.text, d.kind.to_lowercase()), str::to_owned);
    });
    section(&mut out, "PLACES", &record.places, |out, p| {
        let within =
            [p.admin1.as_deref(), p.country.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let at = match (p.lat, p.lon) {
            (Some(lat), Some(lon)) => format!(" {lat:.2} {lon:.2}"),
            _ => String::new(),
        };
        wrap(out, 2, &format!("{} ({}) {within}{at}", p.name, p.kind), str::to_owned);
    });
    out.push('\n');
    out
}

/// The first sixty characters, in quotation marks.
fn quoted(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("“{short}{more}”")
}

struct Page<'a> {
    text: CharIndex<'a>,
    /// The evidence printed last: it is not printed again for the next entry.
    shown: RefCell<Vec<Extent>>,
    names: BTreeMap<&'a str, &'a ActorRecord>,
    places: BTreeMap<&'a str, &'a str>,
}

impl<'a> Page<'a> {
    fn new(record: &'a Record) -> Page<'a> {
        Page {
            text: CharIndex::new(&record.document.text),
            shown: RefCell::default(),
            names: record.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            places: record.places.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect(),
        }
    }

    fn words(&self, span: Extent) -> String {
        self.text.words(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn name(&self, id: &str) -> String {
        self.names.get(id).map_or_else(|| id.to_owned(), |a| a.name.clone())
    }

    /// Names of actors, or the words of the text where no actor is known, or a dash.
    fn who(&self, ids: &[String], span: Option<Extent>) -> String {
        if ids.is_empty() {
            return span.map_or_else(|| "–".to_owned(), |s| self.words(s));
        }
        ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }

    fn commitment(&self, out: &mut String, c: &CommitmentRecord) {
        let unknown = c.debtor.is_empty() && c.debtor_span.is_none();
        let debtor = if unknown { "somebody".to_owned() } else { self.who(&c.debtor, c.debtor_span) };
        let mut head = format!("{} {}: {debtor}", c.id, c.act.bold());
        if !c.counterparty.is_empty() || c.counterparty_span.is_some() {
            let other = self.who(&c.counterparty, c.counterparty_span);
            let role = if c.act == "demand" { "must, says" } else { "→" };
            let _ = write!(head, " {role} {other}");
        }
        wrap(out, 2, &head, str::to_owned);
        let not = if c.polarity == "not" { "not: " } else { "" };
        wrap(out, 6, &format!("{not}{}", self.words(c.action)), |line| line.cyan().to_string());
        if let Some(d) = &c.deadline {
            let days = days(d.start.as_deref(), d.end.as_deref());
            let due = if days.is_empty() { "due".to_owned() } else { format!("due {days}") };
            wrap(out, 6, &format!("{due} ({})", self.words(d.span)), |line| line.green().to_string());
        }
        if let Some(condition) = c.condition {
            wrap(out, 6, &format!("condition: {}", self.words(condition)), str::to_owned);
        }
        if let Some(made) = &c.made {
            wrap(
                out,
                6,
                &format!("made {}", days(made.start.as_deref(), made.end.as_deref())),
                str::to_owned,
            );
        }
        if c.status != "open" {
            wrap(out, 6, &format!("status: {}", c.status), str::to_owned);
        }
        self.evidence(out, &c.evidence, &c.rule, c.confidence);
    }

    fn statement(&self, out: &mut String, s: &StatementRecord) {
        let speaker: Vec<String> = s.speaker.iter().cloned().collect();
        let mut head = format!("{} {}: {}", s.id, s.kind.bold(), self.who(&speaker, s.speaker_span));
        if let Some(cue) = s.cue {
            let _ = write!(head, " [{}]", self.words(cue));
        }
        if let Some(addressee) = &s.addressee {
            let _ = write!(head, " → {}", self.name(addressee));
        }
        if s.unreal {
            head.push_str(" (not asserted)");
        }
        wrap(out, 2, &head, str::to_owned);
        let content = s.content.iter().map(|c| self.words(*c)).collect::<Vec<_>>().join(" … ");
        wrap(out, 6, &content, |line| line.cyan().to_string());
    }

    fn event(&self, out: &mut String, e: &EventRecord) {
        let mode = e.mode.as_deref().map_or_else(String::new, |m| format!("/{m}"));
        let head = format!(
            "{} {}{mode}: {} → {}",
            e.id,
            e.kind.bold(),
            self.who(&e.source, e.source_span),
            self.who(&e.target, e.target_span)
        );
        wrap(out, 2, &head, str::to_owned);
        let mut facts = vec![e.factuality.clone()];
        facts.extend(e.date.as_ref().map(|d| days(d.start.as_deref(), d.end.as_deref())));
        let place = e.place.as_deref().and_then(|p| self.places.get(p));
        facts.extend(place.map(|p| format!("in {p}")));
        let number = |what: &str, n: &gesta::record::CountRecord| match n.max {
            Some(max) if max == n.min => format!("{} {what}", n.min),
            Some(max) => format!("{}–{max} {what}", n.min),
            None => format!("at least {} {what}", n.min),
        };
        facts.extend(e.dead.as_ref().map(|n| number("dead", n)));
        facts.extend(e.injured.as_ref().map(|n| number("injured", n)));
        wrap(out, 6, &facts.join(", "), |line| line.green().to_string());
        self.evidence(out, &e.evidence, &e.rule, e.confidence);
    }

    fn actor(&self, out: &mut String, a: &ActorRecord) {
        let codes = [a.country.as_deref(), a.sector.as_deref(), a.wikidata.as_deref()];
        let mut line = format!("{} {} ({})", a.id, a.name.bold(), a.kind);
        for code in codes.into_iter().flatten() {
            let _ = write!(line, " {code}");
        }
        if !a.titles.is_empty() {
            let _ = write!(line, "; {}", a.titles.join(", "));
        }
        if !a.aliases.is_empty() {
            let _ = write!(line, "; also {}", a.aliases.join(", "));
        }
        wrap(out, 2, &line, str::to_owned);
    }

    fn evidence(&self, out: &mut String, spans: &[Extent], rule: &str, confidence: f32) {
        let last = self.shown.replace(spans.to_vec());
        for span in spans.iter().filter(|s| !last.contains(s)) {
            wrap(out, 6, &format!("“{}”", self.words(*span)), |line| line.dimmed().to_string());
        }
        wrap(out, 6, &format!("{rule} {confidence:.2}"), |line| line.dimmed().to_string());
    }
}

fn section<T>(out: &mut String, title: &str, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    if !items.is_empty() {
        let _ = write!(out, "\n{}\n", title.bold());
        for item in items {
            write(out, item);
        }
    }
}

pub(crate) fn days(start: Option<&str>, end: Option<&str>) -> String {
    match (start, end) {
        (Some(start), Some(end)) if start == end => start.to_owned(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("by {end}"),
        (None, None) => String::new(),
    }
}

/// Writes text in lines of at most 80 columns; lines after the first are indented by two more.
pub(crate) fn wrap(out: &mut String, indent: usize, text: &str, style: impl Fn(&str) -> String) {
    for (i, line) in
        lines(text, COLUMNS.saturating_sub(indent), COLUMNS.saturating_sub(indent + 2)).iter().enumerate()
    {
        let margin = if i == 0 { indent } else { indent + 2 };
        let _ = writeln!(out, "{:margin$}{}", "", style(line));
    }
}

/// Text in lines of at most `width` columns.
pub(crate) fn wrap_at(text: &str, width: usize) -> Vec<String> {
    let found = lines(text, width, width);
    if found.is_empty() { vec![String::new()] } else { found }
}

/// Text in lines of at most `first` columns, those after the first of `others`. A longer word stands alone.
fn lines(text: &str, first: usize, others: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let width = if found.len() == 1 { first } else { others };
        match found.last_mut() {
            Some(line) if visible(line) + 1 + visible(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => found.push(word.to_owned()),
        }
    }
    found
}

/// Number of characters without ANSI colour codes.
pub(crate) fn visible(text: &str) -> usize {
    let mut count = 0;
    let mut escape = false;
    for c in text.chars() {
        match c {
            '\u{1B}' => escape = true,
            'm' if escape => escape = false,
            _ if escape => {}
            _ => count += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_eighty_columns() {
        let mut out = String::new();
        wrap(&mut out, 6, &"threatened to close the strait ".repeat(12), |line| line.red().to_string());
        assert!(out.lines().all(|line| visible(line) <= WIDTH), "{out}");
        assert_eq!(out.matches("strait").count(), 12);
    }

    #[test]
    fn intervals_are_words() {
        assert_eq!(days(Some("2021-12-31"), Some("2021-12-31")), "2021-12-31");
        assert_eq!(days(None, Some("2021-12-31")), "by 2021-12-31");
        assert_eq!(days(Some("2022-01-01"), None), "from 2022-01-01");
    }
}
