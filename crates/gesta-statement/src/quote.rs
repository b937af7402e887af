//! Quotation marks: which of them belong together.
//!
//! Marks are collected once for each paragraph and paired from left to right; only outermost quotations are kept,
//! since what they hold is quoted anyway. A quotation that its paragraph does not close runs to the end of the
//! paragraph when the next one opens anew, when it began the paragraph, or when the text ends there; otherwise to the
//! end of its sentence. All of it takes linear time, however many marks stay unmatched.

use gesta_text::{Document, Span, TokenSpan};

/// An outermost quotation.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    /// From the opening to the closing mark, both included.
    pub(crate) span: Span,
    /// The tokens of `span`.
    pub(crate) tokens: TokenSpan,
    /// The tokens between the marks.
    pub(crate) inner: TokenSpan,
    /// Index of the paragraph.
    pub(crate) paragraph: u32,
    /// True when the paragraph ended before a closing mark came and the next paragraph goes on.
    pub(crate) open_end: bool,
}

/// How far a nested pair is looked for before the next closing mark is taken.
const NESTING_HORIZON: usize = 64;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Family {
    /// `"`, `“ ”`, `„ “`, ` `` '' `.
    Double,
    /// `« »`, `‹ ›`, `» «`, `「 」`, `『 』`.
    Angle,
    /// `‘ ’`, `'`.
    Single,
}

#[derive(Copy, Clone, Debug)]
struct Mark {
    span: Span,
    family: Family,
    opens: bool,
    closes: bool,
    /// The same sign opens and closes: `"`.
    straight: bool,
    /// A full stop, comma or the like stands before it.
    after_stop: bool,
}

/// Finds the outermost quotations of a document, in text order.
pub(crate) fn quotes(document: &Document) -> Vec<Quote> {
    let mut found = Vec::new();
    let paragraphs = document.paragraphs();
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        let marks = marks(document.text(), paragraph);
        if marks.is_empty() {
            continue;
        }
        let next = paragraphs.get(index + 1).map(|p| p.of(document.text()));
        pair(document, paragraph, index, &marks, next, &mut found);
    }
    found
}

fn pair(
    document: &Document,
    paragraph: Span,
    index: usize,
    marks: &[Mark],
    next: Option<&str>,
    found: &mut Vec<Quote>,
) {
    let closers = Closers::of(marks);
    let mut at = 0;
    while let Some(&open) = marks.get(at) {
        if !open.opens {
            at += 1;
            continue;
        }
        let closing = closing(marks, &closers, at);
        if let Some(&close) = closing.and_then(|c| marks.get(c)) {
            push(document, index, open.span, close.span, false, found);
            at = closing.map_or(at, |c| c) + 1;
            continue;
        }
        at += 1;
        if open.family == Family::Single {
            continue;
        }
        let resumed = next.is_some_and(|n| n.starts_with(['"', '“', '„', '«', '”']) || n.starts_with("``"));
        let initial = open.span.start == paragraph.start;
        let end = if resumed || initial || next.is_none() {
            paragraph.end
        } else {
            let after = document.tokens_in(Span { start: open.span.end, end: paragraph.end });
            after.iter().next().map_or(paragraph.end, |t| {
                document.sentence(document.token(t).sentence).span.end.min(paragraph.end)
            })
        };
        push(document, index, open.span, Span { start: end, end }, resumed, found);
        at = marks.partition_point(|m| m.span.start < end).max(at);
    }
}

fn push(
    document: &Document,
    paragraph: usize,
    open: Span,
    close: Span,
    open_end: bool,
    found: &mut Vec<Quote>,
) {
    let span = open.cover(close);
    let quote = Quote {
        span,
        tokens: document.tokens_in(span),
        inner: document.tokens_in(Span { start: open.end, end: close.start.max(open.end) }),
        paragraph: paragraph as u32,
        open_end,
    };
    if !quote.inner.is_empty() {
        found.push(quote);
    }
}

/// The mark that closes `marks[at]`.
fn closing(marks: &[Mark], closers: &Closers, at: usize) -> Option<usize> {
    match marks.get(at)? {
        m if m.family == Family::Single => closers.single(marks, at),
        m if m.straight => nested_close(marks, at).or_else(|| straight_close(marks, at)),
        m => nested_close(marks, at).or_else(|| closers.next(m.family, at)),
    }
}

/// The straight mark that closes the straight mark `marks[at]`, whatever curly ones stand between: a block quotation opened
/// by a straight mark may hold dialogue in curly ones.
fn straight_close(marks: &[Mark], at: usize) -> Option<usize> {
    let mut later = marks.iter().enumerate().skip(at + 1).take(NESTING_HORIZON);
    later.find(|(_, m)| m.straight).filter(|(_, m)| m.closes).map(|(i, _)| i)
}

/// The mark that closes `marks[at]`, counting pairs of the same family between them.
fn nested_close(marks: &[Mark], at: usize) -> Option<usize> {
    let open = marks.get(at)?;
    let mut depth = 0usize;
    for (i, mark) in marks.iter().enumerate().skip(at).take(NESTING_HORIZON) {
        if mark.family != open.family {
            continue;
        }
        if mark.opens && (!mark.closes || depth == 0) {
            depth += 1;
        } else if mark.closes {
            depth -= 1;
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

/// For each mark the next closing one, so that looking for it takes constant time.
struct Closers {
    double: Vec<u32>,
    angle: Vec<u32>,
    single: Vec<u32>,
    single_after_stop: Vec<u32>,
    single_open: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Closers {
    fn of(marks: &[Mark]) -> Closers {
        let next = |wanted: &dyn Fn(&Mark) -> bool| {
            let mut row = vec![NONE; marks.len() + 1];
            for (i, mark) in marks.iter().enumerate().rev() {
                row[i] = if wanted(mark) { i as u32 } else { row[i + 1] };
            }
            row
        };
        Closers {
            double: next(&|m| m.family == Family::Double && m.closes),
            angle: next(&|m| m.family == Family::Angle && m.closes),
            single: next(&|m| m.family == Family::Single && m.closes),
            single_after_stop: next(&|m| m.family == Family::Single && m.closes && m.after_stop),
            single_open: next(&|m| m.family == Family::Single && m.opens),
        }
    }

    fn next(&self, family: Family, at: usize) -> Option<usize> {
        let row = match family {
            Family::Double => &self.double,
            Family::Angle => &self.angle,
            Family::Single => &self.single,
        };
        row.get(at + 1).copied().filter(|&i| i != NONE).map(|i| i as usize)
    }

    /// An apostrophe may look like a closing mark: one after a full stop or comma is trusted most.
    fn single(&self, marks: &[Mark], at: usize) -> Option<usize> {
        let get = |row: &[u32]| row.get(at + 1).copied().filter(|&i| i != NONE).map(|i| i as usize);
        let any = get(&self.single)?;
        let opened_again = get(&self.single_open).unwrap_or(marks.len());
        Some(get(&self.single_after_stop).filter(|&c| c < opened_again).unwrap_or(any))
    }
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let body = paragraph.of(text);
    let mut marks = Vec::new();
    let mut before = ' ';
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut length = c.len_utf8();
        let family = match c {
            '"' | '“' | '”' | '„' | '‟' | '＂' => Some(Family::Double),
            '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' => Some(Family::Angle),
            '\'' | '`' | '‘' | '’' | '‚' => Some(Family::Single),
            _ => None,
        };
        let Some(mut family) = family else {
            before = c;
            continue;
        };
        if matches!(c, '\'' | '`') && chars.peek().is_some_and(|&(_, n)| n == c) {
            chars.next();
            length += 1;
            family = Family::Double;
        }
        let after = chars.peek().map_or(' ', |&(_, n)| n);
        if family == Family::Single
            && is_year(body.get(..at).unwrap_or(""), body.get(at + length..).unwrap_or(""))
        {
            before = c;
            continue;
        }
        let (opens, closes) = sides(c, family, before, after);
        if opens || closes {
            let start = paragraph.start as usize + at;
            let after_stop = matches!(before, '.' | ',' | '!' | '?' | '…');
            let span = Span::new(start, start + length);
            let straight = c == '"';
            marks.push(Mark { span, family, opens, closes, straight, after_stop });
        }
        before = c;
    }
    marks
}

/// "in **‘08**, the **‘90s**": true for an apostrophe, whatever its shape, that stands for a century: after a word, before two
/// digits.
fn is_year(before: &str, after: &str) -> bool {
    let word = before.ends_with(' ') && before.trim_end().ends_with(char::is_alphanumeric);
    let mut chars = after.chars();
    let digits = chars.by_ref().take(2).filter(char::is_ascii_digit).count() == 2;
    word && digits && chars.next().is_none_or(|c| c == 's' || !c.is_alphanumeric())
}

/// Whether a mark can open and whether it can close, by its shape and its neighbours.
fn sides(c: char, family: Family, before: char, after: char) -> (bool, bool) {
    let free_before = before.is_whitespace()
        || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | '"' | '“' | '‘' | '«' | '…');
    let free_after =
        after.is_whitespace() || (!after.is_alphanumeric() && !matches!(after, '$' | '£' | '€' | '[' | '('));
    match (family, c) {
        (Family::Double, '„') => (true, false),
        (Family::Double, '“') => {
            (!(free_after && !free_before && after.is_whitespace()), !free_before && free_after)
        }
        (Family::Double, '”') => (before.is_whitespace() && after.is_alphanumeric(), true),
        (Family::Double, _) if before.is_ascii_digit() && free_after => (false, true),
        (Family::Double, _) => match (free_before, free_after) {
            (true, false) => (true, false),
            (false, true) => (false, true),
            _ => (true, true),
        },
        (Family::Angle, '「' | '『') => (true, false),
        (Family::Angle, '」' | '』') => (false, true),
        (Family::Angle, '«' | '‹') => {
            let closes = !before.is_whitespace() && free_after;
            (!closes, closes)
        }
        (Family::Angle, _) => {
            let opens = free_before && after.is_alphanumeric();
            (opens, !opens)
        }
        (Family::Single, '‚') => (false, false),
        _ => (
            free_before && after.is_alphanumeric() && c != '’',
            !before.is_whitespace() && free_after && !matches!(c, '‘' | '`'),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the pairs that the marks of one paragraph make; expected quotations as the text has them.
    fn check(text: &str, expect: &[&str]) {
        let paragraph = Span::new(0, text.len());
        let all = marks(text, paragraph);
        let closers = Closers::of(&all);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(&open) = all.get(at) {
            let close = open.opens.then(|| closing(&all, &closers, at)).flatten();
            if let Some(&close) = close.and_then(|c| all.get(c)) {
                found.push(open.span.cover(close.span).of(text));
            }
            at = close.unwrap_or(at) + 1;
        }
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn pairs() {
        check("He said \"no\" and \"never\".", &["\"no\"", "\"never\""]);
        check("“It’s the workers’ plan,” he said. “Ours.”", &["“It’s the workers’ plan,”", "“Ours.”"]);
        check("‘It’s the workers’ plan,’ he said.", &["‘It’s the workers’ plan,’"]);
        check("“He cried ‘help’ and “fire” twice,” she said.", &["“He cried ‘help’ and “fire” twice,”"]);
        check("„Nein“, sagte er; « non », dit-elle.", &["„Nein“", "« non »"]);
        check("``We are done,'' he said.", &["``We are done,''"]);
        check("''We are done,'' he said.", &["''We are done,''"]);
        check("The workers' union and the '90s.", &[]);
        check("A 12\" pipe.", &[]);
        check("He said in ‘08 that it was “over” in the ‘90s.", &["“over”"]);
        check("\"A,\" he said, \"and B.\"", &["\"A,\"", "\"and B.\""]);
        check(
            "\"Then “no,” he said. “Never.” So it ended.\" And",
            &["\"Then “no,” he said. “Never.” So it ended.\""],
        );
        check("\"It is late,” he said. \"Go.\"", &["\"It is late,”", "\"Go.\""]);
        check("「もう遅い」と彼は言った。", &["「もう遅い」"]);
        check("»Es ist spät«, sagte er.", &["»Es ist spät«"]);
    }

    #[test]
    fn unmatched_marks_take_linear_time() {
        let text = "“x \"y «z ".repeat(20_000);
        let paragraph = Span::new(0, text.len());
        let all = marks(&text, paragraph);
        assert_eq!(all.len(), 60_000);
        let closers = Closers::of(&all);
        assert!(
            (0..all.len()).all(|at| nested_close(&all, at).is_none() || all[at].family == Family::Double)
        );
        assert_eq!(closers.next(Family::Angle, 0), None);
    }
}
