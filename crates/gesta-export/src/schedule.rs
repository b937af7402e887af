//! Deadlines as a calendar: iCalendar (RFC 5545), one all-day event for each commitment with a last day.
//!
//! What became of a commitment stands in the summary; one that was withdrawn or superseded is cancelled. The calendar's entries carry no alarm and no time of writing: `DTSTAMP` is the day of the article, so that the same
//! records give the same file.

use std::collections::BTreeSet;
use std::io::Write;

use gesta::Date;
use gesta::record::CommitmentRecord;

use crate::view::View;
use crate::{ExportError, Writer};

/// Bytes of a line before it is folded (RFC 5545, 3.1).
const LINE: usize = 75;

pub(crate) struct ScheduleWriter<'o> {
    out: &'o mut dyn Write,
    /// Entries of a ledger that are in the calendar.
    told: BTreeSet<String>,
}

impl<'o> ScheduleWriter<'o> {
    pub(crate) fn start(out: &'o mut dyn Write) -> Result<ScheduleWriter<'o>, ExportError> {
        let mut writer = ScheduleWriter { out, told: BTreeSet::new() };
        for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gesta//Deadlines//EN", "CALSCALE:GREGORIAN"]
        {
            writer.line(line)?;
        }
        Ok(writer)
    }

    fn line(&mut self, line: &str) -> Result<(), ExportError> {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > LINE {
                self.out.write_all(b"\r\n ")?;
                width = 1;
            }
            self.out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            width += c.len_utf8();
        }
        Ok(self.out.write_all(b"\r\n")?)
    }

    /// Writes an entry, unless its day is no day of a calendar.
    fn entry(&mut self, view: &View<'_>, c: &CommitmentRecord) -> Result<bool, ExportError> {
        let Some(deadline) = &c.deadline else { return Ok(false) };
        let Some(due) = deadline.end.as_deref().and_then(day) else { return Ok(false) };
        let Ok(after) = due.tomorrow() else { return Ok(false) };
        let document = &view.record.document;
        let debtor = view.names(&c.debtor, c.debtor_span).unwrap_or_else(|| "Somebody".to_owned());
        let not = if c.polarity == "not" { "not " } else { "" };
        let entry = view.entry(&c.id);
        if entry.is_some_and(|e| !self.told.insert(e.id.clone())) {
            return Ok(false);
        }
        let status = entry.and_then(|e| e.status.as_deref()).unwrap_or(&c.status);
        let became = if status == "open" { String::new() } else { format!(", {status}") };
        let summary = format!("{debtor} ({}{became}): {not}{}", c.act, view.words(c.action));
        let source = document.uri.as_deref().or(document.key.as_deref()).unwrap_or(&document.id);
        let description = format!(
            "{}\nDeadline: {}\nSource: {source}",
            view.sentence_text(c.action),
            view.words(deadline.span)
        );
        let stamp = document.published.as_deref().and_then(day).unwrap_or(due);
        self.line("BEGIN:VEVENT")?;
        self.line(&format!("UID:{}@gesta", view.global_id(&c.id)))?;
        self.line(&format!("DTSTAMP:{}T000000Z", compact(stamp)))?;
        self.line(&format!("DTSTART;VALUE=DATE:{}", compact(due)))?;
        self.line(&format!("DTEND;VALUE=DATE:{}", compact(after)))?;
        self.line(&format!("SUMMARY:{}", escaped(&summary)))?;
        self.line(&format!("DESCRIPTION:{}", escaped(&description)))?;
        self.line(&format!("CATEGORIES:{}", escaped(&c.act)))?;
        if matches!(status, "superseded" | "withdrawn") {
            self.line("STATUS:CANCELLED")?;
        }
        self.line("TRANSP:TRANSPARENT")?;
        self.line("END:VEVENT")?;
        Ok(true)
    }
}

impl Writer for ScheduleWriter<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError> {
        let mut rows = 0;
        for commitment in &view.record.commitments {
            rows += u64::from(self.entry(view, commitment)?);
        }
        Ok(rows)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        self.line("END:VCALENDAR")?;
        Ok(self.out.flush()?)
    }
}

/// A day that iCalendar can write: years of four digits.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|d: &Date| (0..=9999).contains(&d.year()))
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
