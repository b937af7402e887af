//! Furniture: text about the article rather than of it.
//!
//! Two things find it: the grammar of what stands at the head of a paragraph ([`head`]: dates, datelines, bylines),
//! and patterns from `knowledge/en/text/furniture.tsv` ([`patterns`]). Both are meant to err on the side of reading:
//! a line that is read although it is furniture costs less than a sentence that is not read.

mod dates;
mod head;
mod patterns;

pub(crate) use dates::is_weekday;

use crate::features::View;
use crate::{Furniture, FurnitureKind, Span};
use patterns::{PATTERNS, Where};

/// How many paragraphs from the top headers and from the bottom closing lines are looked for.
const TOP: usize = 8;
const BOTTOM: usize = 4;

/// Finds the furniture of a document, paragraph by paragraph.
pub(crate) struct Finder<'t> {
    text: &'t str,
    paragraphs: &'t [Span],
    /// Several paragraphs start like `SMITH: …`; known once it was asked for.
    speakers: Option<bool>,
    pub(crate) found: Vec<Furniture>,
}

impl<'t> Finder<'t> {
    pub(crate) fn new(text: &'t str, paragraphs: &'t [Span]) -> Finder<'t> {
        Finder { text, paragraphs, speakers: None, found: Vec::new() }
    }

    /// The pieces that paragraph `index` is cut into: the indices of the tokens they end before, and whether they are
    /// furniture. What is left after the last is prose.
    pub(crate) fn paragraph(&mut self, view: View<'_>, index: usize) -> Vec<(usize, bool)> {
        let mut cuts: Vec<_> = self.heads(view, index).into_iter().map(|end| (end, true)).collect();
        let count = view.tokens.len();
        if cuts.is_empty()
            && index < TOP
            && let Some((line, start, ended)) = head::inner_dateline(view)
        {
            if !ended {
                self.add(view, FurnitureKind::Highlights, (0, start), (0, start));
            }
            self.dateline(view, start, &line);
            cuts.extend([(start, !ended), (line.end, true)]);
        }
        let cut = cuts.last().map_or(0, |c| c.0);
        if index + BOTTOM > self.paragraphs.len()
            && let Some(start) = head::sign_off(view).filter(|&start| start >= cut)
        {
            self.add(view, FurnitureKind::Agency, (start, count), (start, count));
            if start > cut {
                cuts.push((start, false));
            }
            cuts.push((count, true));
        }
        cuts
    }

    /// The pieces at the head of paragraph `index` that are furniture, as the indices of the tokens they end before;
    /// the last reaches the end of the paragraph when all of it is furniture.
    fn heads(&mut self, view: View<'_>, index: usize) -> Vec<usize> {
        let count = view.tokens.len();
        let mut cuts = Vec::new();
        let mut at = 0;
        if self.whole(view, at) {
            return vec![count];
        }
        while at < count && cuts.len() < 6 {
            let Some(end) = self.head(view, at, index) else { break };
            cuts.push(end);
            at = end;
        }
        if at > 0 && at < count && self.whole(view, at) {
            cuts.push(count);
        }
        cuts
    }

    /// Something at the head of the paragraph, from token `at` on, that is cut off.
    fn head(&mut self, view: View<'_>, at: usize, index: usize) -> Option<usize> {
        let top = index < TOP;
        if top && let Some(end) = self.date_line(view, at) {
            return Some(end);
        }
        let speakers = self.speakers();
        if let Some(line) = head::dateline(view, at, top, speakers) {
            self.dateline(view, at, &line);
            return Some(line.end);
        }
        let expected = top
            && self.found.last().is_some_and(|f| {
                matches!(f.kind, FurnitureKind::Dateline | FurnitureKind::Date | FurnitureKind::Byline)
            });
        if let Some((inner, end)) = head::agency_alone(view, at, expected) {
            self.add(view, FurnitureKind::Agency, (at, end), inner);
            return Some(end);
        }
        if (top || index + BOTTOM > self.paragraphs.len())
            && at == 0
            && let Some((name, end)) = head::byline(view)
        {
            self.add(view, FurnitureKind::Byline, (0, end), name);
            return Some(end);
        }
        let (pattern, end) = PATTERNS.find(view, at, |p| p.place == Where::Head)?;
        self.add(view, pattern.kind?, (at, end), (at + 1, end));
        Some(end)
    }

    fn date_line(&mut self, view: View<'_>, at: usize) -> Option<usize> {
        let count = view.tokens.len();
        let keyword = PATTERNS.find(view, at, |p| p.place == Where::Date).map_or(at, |(_, end)| end);
        let mut start = keyword;
        if keyword > at && matches!(view.form(start), ":" | "-" | "–" | "—" | "|") {
            start += 1;
        }
        let (from, to) = dates::date_with_time(view, start)?;
        let bare = keyword == at;
        if bare && to.max(from.1) < count {
            return None;
        }
        self.add(view, FurnitureKind::Date, (at, to), from);
        let mark = matches!(view.form(to), "." | "," | ";" | ":" | "-" | "–" | "—" | "|");
        Some(to + usize::from(mark))
    }

    fn dateline(&mut self, view: View<'_>, at: usize, line: &head::Dateline) {
        self.add(view, FurnitureKind::Dateline, (at, line.end), line.place);
        if let Some(date) = line.date {
            self.add(view, FurnitureKind::Date, date, date);
        }
        if let Some((start, end)) = line.agency {
            self.add(view, FurnitureKind::Agency, (start - 1, end + 1), (start, end));
        }
    }

    /// True, and recorded, when the whole rest of the paragraph from `at` on is furniture.
    fn whole(&mut self, view: View<'_>, at: usize) -> bool {
        let count = view.tokens.len();
        let length = count - at;
        let line = PATTERNS.find(view, at, |p| match p.place {
            Where::Line => length <= p.longest,
            Where::Is => length <= p.tokens.len() + 1 && view.ends_at_mark(at + p.tokens.len()),
            _ => false,
        });
        let found = line.or_else(|| {
            let tail = count.saturating_sub(12).max(at);
            (tail..count)
                .find_map(|i| PATTERNS.find(view, i, |p| p.place == Where::End && length <= p.longest))
        });
        let Some((pattern, end)) = found else { return false };
        let Some(kind) = pattern.kind else { return false };
        let value = match kind {
            FurnitureKind::Byline if end < count => (end, names_end(view, end)),
            _ if pattern.place == Where::Line && end < count => (end, count),
            _ => (at, count),
        };
        self.add(view, kind, (at, count), value);
        true
    }

    /// True, and recorded, when the sentence is furniture; `view` holds its tokens only.
    pub(crate) fn sentence(&mut self, view: View<'_>, index: usize) -> bool {
        let closing = index + BOTTOM >= self.paragraphs.len();
        let count = view.tokens.len();
        let found = PATTERNS.find(view, 0, |p| match p.place {
            Where::Sentence => count <= p.longest,
            Where::Closing => closing && count <= p.longest && head::mostly_names(view),
            _ => false,
        });
        let Some((kind, end)) = found.and_then(|(p, end)| Some((p.kind?, end))) else { return false };
        let value = if kind == FurnitureKind::Byline && end < count {
            (end, names_end(view, end))
        } else {
            (0, count)
        };
        self.add(view, kind, (0, count), value);
        true
    }

    fn add(&mut self, view: View<'_>, kind: FurnitureKind, span: (usize, usize), value: (usize, usize)) {
        if let (Some(span), Some(value)) = (view.span(span.0, span.1), view.span(value.0, value.1)) {
            self.found.push(Furniture { span, kind, value });
        }
    }

    /// True when paragraphs start with names in capitals and a colon, as in a transcript.
    fn speakers(&mut self) -> bool {
        *self.speakers.get_or_insert_with(|| {
            let labelled = |p: &&Span| {
                let text = p.of(self.text);
                let head = text.split_once(':').map_or("", |(head, _)| head);
                head.len() > 1 && head.len() < 60 && !head.chars().any(char::is_lowercase)
            };
            self.paragraphs.iter().filter(labelled).take(2).count() > 1
        })
    }
}

/// Where the names that start at token `from` end: before a semicolon, a bracket, a full stop.
fn names_end(view: View<'_>, from: usize) -> usize {
    let count = view.tokens.len();
    (from + 1..count).find(|&i| matches!(view.form(i), ";" | ")" | "." | "|")).unwrap_or(count)
}
