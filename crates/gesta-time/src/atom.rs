//! Atoms: what the rules match on.
//!
//! Tokenisers disagree about `7:39`, `mid-2012`, `1990s` or `43-year-old`. The rules do not see tokens but atoms: runs
//! of letters, runs of digits, and single other characters, each with the token it lies in.

use gesta_text::{Document, Span, TokenSpan};

use crate::lexicon::{Lexicon, WordId};

/// A run of letters, a run of digits, or one other character.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Atom {
    /// Extent in bytes.
    pub(crate) span: Span,
    /// Index of the token it lies in.
    pub(crate) token: u32,
    /// The lower-cased word in the lexicon, [`WordId::NONE`] for words that no rule knows, and for digits.
    pub(crate) word: WordId,
    /// The number a run of digits spells, `-1` for other atoms and for more than nine digits.
    pub(crate) number: i32,
    /// Number of digits.
    pub(crate) digits: u8,
    /// No white space lies between the previous atom and this one.
    pub(crate) glued: bool,
    /// The first character is upper case.
    pub(crate) capital: bool,
    /// A run of letters.
    pub(crate) letters: bool,
}

/// Cuts the tokens of one sentence into atoms; appends them to `atoms`.
pub(crate) fn cut(document: &Document, tokens: TokenSpan, lexicon: &Lexicon, atoms: &mut Vec<Atom>) {
    let text = document.text();
    let mut last_end = u32::MAX;
    for id in tokens.iter() {
        let Some(token) = document.tokens().get(id.index()) else { break };
        let form = token.span.of(text);
        let bytes = form.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let first = bytes[at];
            let end = if first.is_ascii_digit() {
                run(bytes, at, |b| b.is_ascii_digit())
            } else if is_letter(first) {
                run(bytes, at, is_letter)
            } else {
                at + 1
            };
            // Non-ASCII bytes count as letters, so that no atom ends inside a character; typographic marks are apart.
            let (end, word) = word_at(form, at, end, lexicon);
            let span = Span::new(token.span.start as usize + at, token.span.start as usize + end);
            let digits = if first.is_ascii_digit() { (end - at).min(99) as u8 } else { 0 };
            atoms.push(Atom {
                span,
                token: id.0,
                word,
                number: if (1..=9).contains(&digits) { form[at..end].parse().unwrap_or(-1) } else { -1 },
                digits,
                glued: span.start == last_end,
                capital: first.is_ascii_uppercase(),
                letters: is_letter(first),
            });
            last_end = span.end;
            at = end;
        }
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

fn run(bytes: &[u8], from: usize, class: fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|&b| !class(b)).map_or(bytes.len(), |n| from + n)
}

/// The word at `from..end`, where typographic apostrophes and dashes are cut off as atoms of their own and mean what
/// their ASCII counterparts mean.
fn word_at(form: &str, from: usize, end: usize, lexicon: &Lexicon) -> (usize, WordId) {
    const MARKS: [(&str, &str); 6] =
        [("’", "'"), ("‘", "'"), ("–", "-"), ("‑", "-"), ("—", "--"), ("\u{AD}", "")];
    let piece = form.get(from..end).unwrap_or("");
    if piece.is_ascii() {
        return (end, lexicon.word(piece));
    }
    let cut = MARKS.iter().filter_map(|(mark, ascii)| piece.find(mark).map(|at| (at, *mark, *ascii))).min();
    match cut {
        Some((0, mark, ascii)) => (from + mark.len(), lexicon.word(ascii)),
        Some((at, ..)) => (from + at, lexicon.word(&piece[..at])),
        None => (end, lexicon.word(piece)),
    }
}
