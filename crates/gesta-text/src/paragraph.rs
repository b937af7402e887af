//! Paragraphs: blank lines separate them; a single line break does so unless the text is hard-wrapped.

use crate::Span;
use crate::chars::{is_closing, is_final, is_invisible, is_space};

/// Lines shorter than this are no sign of hard wrapping, longer than the second are no wrapped lines.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;

/// The paragraphs of a text in order, without surrounding white space; none is empty.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let blocks = blocks(text);
    let wrapped = is_wrapped(text, &blocks);
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let width = block.iter().map(|l| l.len()).max().unwrap_or(0);
        let mut current: Option<Span> = None;
        let mut previous: Option<Span> = None;
        for line in block {
            let joined = previous.is_some_and(|p| {
                let junction = Junction::between(text, p, line, width);
                if wrapped { junction.continues() } else { junction.lower && !junction.ended }
            });
            match &mut current {
                Some(paragraph) if joined => *paragraph = paragraph.cover(line),
                other => out.extend(other.replace(line)),
            }
            previous = Some(line);
        }
        out.extend(current);
    }
    out
}

/// Runs of lines without a blank line between them; lines are trimmed.
fn blocks(text: &str) -> Vec<Vec<Span>> {
    let mut blocks: Vec<Vec<Span>> = Vec::new();
    let mut open = false;
    let mut start = 0;
    let breaks = text.match_indices(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}']);
    for (at, mark) in breaks.chain([(text.len(), "")]) {
        let line = trim(text, start, at);
        // The line feed of a CRLF pair ends no line of its own.
        let pair = mark == "\n" && start == at && at > 0 && text.as_bytes().get(at - 1) == Some(&b'\r');
        start = at + mark.len();
        if pair {
            continue;
        }
        if line.is_empty() {
            open = false;
        } else if open && let Some(block) = blocks.last_mut() {
            block.push(line);
        } else {
            blocks.push(vec![line]);
            open = true;
        }
        if mark == "\u{2029}" || mark == "\u{0C}" {
            open = false;
        }
    }
    blocks
}

/// `start..end` without white space, control characters and byte order marks around it.
fn trim(text: &str, start: usize, end: usize) -> Span {
    let line = text.get(start..end).unwrap_or("");
    let blank = |c: char| is_space(c) || is_invisible(c);
    let left = line.trim_start_matches(blank);
    let start = start + line.len() - left.len();
    Span::new(start, start + left.trim_end_matches(blank).len())
}

/// What two neighbouring lines look like.
struct Junction {
    /// The second starts with a small letter.
    lower: bool,
    /// The first ends a sentence.
    ended: bool,
    /// The first word of the second would have fitted on the first.
    fits: bool,
}

impl Junction {
    fn between(text: &str, first: Span, second: Span, width: usize) -> Junction {
        let head = second.of(text);
        let word = head.find(is_space).unwrap_or(head.len());
        let tail = first.of(text).trim_end_matches(is_closing);
        Junction {
            lower: head.chars().next().is_some_and(char::is_lowercase),
            ended: tail.chars().next_back().is_some_and(|c| is_final(c) || c == ':'),
            fits: first.len() + 1 + word <= width,
        }
    }

    /// In a wrapped text: the second line goes on with the paragraph of the first.
    fn continues(&self) -> bool {
        self.lower || !self.fits || !self.ended
    }
}

/// True when the lines of the text are cut at a width rather than at paragraphs: most lines end where the next word
/// would not have fitted, and many go on in small letters. Lines of their own that are longer than any width speak
/// against it.
fn is_wrapped(text: &str, blocks: &[Vec<Span>]) -> bool {
    let (mut junctions, mut score) = (0i32, 0i32);
    for block in blocks {
        let width = block.iter().map(|l| l.len()).max().unwrap_or(0);
        if block.len() == 1 && width > *WRAP_WIDTHS.end() {
            score -= 2;
        }
        for (first, second) in block.iter().zip(block.iter().skip(1)) {
            let junction = Junction::between(text, *first, *second, width);
            junctions += 1;
            score += match junction {
                _ if !WRAP_WIDTHS.contains(&width) => -2,
                Junction { lower: true, ended: false, .. } => 3,
                Junction { fits: false, ended: false, .. } => 1,
                Junction { fits: false, .. } => 0,
                Junction { ended: true, .. } => -2,
                _ => -1,
            };
        }
    }
    junctions > 0 && score > 0
}
