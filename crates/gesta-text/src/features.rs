//! What the boundary model sees of a gap between two tokens.

use crate::chars::{is_closing, is_final, is_opening};
use crate::furniture::is_weekday;
use crate::tables::TABLES;
use crate::{Span, Token};

/// What is known of the tokens read so far: open quotation marks and brackets, and how far things lie back.
#[derive(Default)]
pub(crate) struct Context {
    quote: bool,
    single: bool,
    brackets: u32,
    since_final: u32,
}

impl Context {
    /// Takes the next token into account.
    pub(crate) fn step(&mut self, form: &str) {
        self.since_final += 1;
        match form {
            "\"" | "''" | "``" => self.quote = !self.quote,
            "“" | "„" | "«" => self.quote = true,
            "”" | "»" | "’’" => self.quote = false,
            "‘" => self.single = true,
            "’" => self.single = false,
            "(" | "[" | "{" => self.brackets = (self.brackets + 1).min(8),
            ")" | "]" | "}" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// A candidate was seen here.
    pub(crate) fn candidate(&mut self) {
        self.since_final = 0;
    }
}

/// A stretch of tokens of a text.
#[derive(Copy, Clone)]
pub(crate) struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
}

/// The outline of a word: what kind of characters it starts with and goes on with.
#[derive(Copy, Clone, PartialEq, Eq)]
#[repr(u32)]
enum Shape {
    Edge,
    Lower,
    Capitalised,
    Upper,
    Initial,
    Mixed,
    Figure,
    Abbreviation,
    Opening,
    Closing,
    Final,
    Dots,
    Dash,
    Comma,
    Colon,
    Symbol,
}

fn shape(form: &str) -> Shape {
    let mut chars = form.chars();
    let Some(first) = chars.next() else { return Shape::Edge };
    let second = chars.next();
    if first.is_uppercase() {
        let rest = form.get(first.len_utf8()..).unwrap_or("");
        return match second {
            None => Shape::Initial,
            Some('.') if rest.len() == 1 => Shape::Initial,
            _ if rest.contains('.') => Shape::Abbreviation,
            _ if rest.chars().any(char::is_lowercase) => Shape::Capitalised,
            _ => Shape::Upper,
        };
    }
    match first {
        c if c.is_alphabetic() => match form.chars().next_back() {
            Some('.') => Shape::Abbreviation,
            _ if form.chars().any(char::is_uppercase) => Shape::Mixed,
            _ => Shape::Lower,
        },
        c if c.is_numeric() => Shape::Figure,
        '.' | '…' if second.is_some() || first == '…' => Shape::Dots,
        c if is_final(c) => Shape::Final,
        '\'' | '"' => Shape::Closing,
        c if is_opening(c) => Shape::Opening,
        c if is_closing(c) => Shape::Closing,
        '-' | '–' | '—' => Shape::Dash,
        ',' => Shape::Comma,
        ':' | ';' => Shape::Colon,
        _ => Shape::Symbol,
    }
}

/// A hash of the lower-case form; figures count as one figure each.
fn hash(form: &str) -> u32 {
    let mut h = 0x811C_9DC5u32;
    let mut add = |b: u8| h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    for &b in form.as_bytes().iter().take(24) {
        add(if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() });
    }
    h
}

/// Mixes the number of a template with up to three values.
fn mix(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut h = template.wrapping_mul(0x9E37_79B1) ^ a;
    h = (h ^ (h >> 15)).wrapping_mul(0x85EB_CA6B).wrapping_add(b);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35).wrapping_add(c);
    h = (h ^ (h >> 16)).wrapping_mul(0x27D4_EB2F);
    h ^ (h >> 15)
}

/// Lengths and distances in classes.
fn class(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=40 => 8,
        _ => 9,
    }
}

impl<'a> View<'a> {
    /// The form at `i`; empty outside.
    pub(crate) fn form(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    /// The shape of the token at `i`; straight quotation marks open when they touch only what follows.
    fn shape(&self, i: usize) -> Shape {
        let space = |i: usize| self.tokens.get(i).is_none_or(|t| t.space_after);
        match shape(self.form(i)) {
            Shape::Closing if matches!(self.form(i), "\"" | "'") && !space(i) && space(i.wrapping_sub(1)) => {
                Shape::Opening
            }
            shape => shape,
        }
    }

    /// The extent of the tokens from `from` up to, not including, `to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        (from < to).then(|| first.span.cover(last.span))
    }

    /// True when `at` is the end, or only a mark stands there.
    pub(crate) fn ends_at_mark(&self, at: usize) -> bool {
        at >= self.tokens.len()
            || at + 1 == self.tokens.len() && !self.form(at).contains(char::is_alphanumeric)
    }

    /// True when a sentence could end after token `i`.
    pub(crate) fn is_candidate(&self, i: usize, space: bool) -> bool {
        let (left, right) = (self.shape(i), self.shape(i + 1));
        if !space {
            // "over.”We", "over.We", but no boundary inside "U.S.-led" or "and/or".
            return matches!(left, Shape::Final | Shape::Dots | Shape::Closing)
                && matches!(right, Shape::Capitalised | Shape::Opening | Shape::Upper | Shape::Initial);
        }
        // "At 9:40 p.m. Friday and …": the day belongs to the time.
        let after_noon = matches!(self.form(i), "a.m." | "p.m." | "A.M." | "P.M.");
        let weekday = self.form(i + 1).len() > 5 && is_weekday(self.form(i + 1));
        // "At 5:34 a.m. Baghdad time".
        if after_noon && (weekday || self.form(i + 2) == "time") {
            return false;
        }
        let word =
            matches!(left, Shape::Lower | Shape::Figure | Shape::Capitalised | Shape::Upper | Shape::Mixed);
        let inside = matches!(left, Shape::Opening | Shape::Comma)
            || matches!(right, Shape::Comma | Shape::Final | Shape::Colon)
            || word && right == Shape::Lower;
        !inside
    }

    /// Adds the hashed features of the gap after token `i`.
    pub(crate) fn features(&self, i: usize, context: &Context, out: &mut Vec<u32>) {
        // The mark that may end the sentence, and the word before it.
        let closing = |i: usize| matches!(self.shape(i), Shape::Closing);
        let closers = (0..3).take_while(|k| i >= *k && closing(i - k)).count();
        let end = i.wrapping_sub(closers);
        let is_mark =
            !matches!(self.shape(end), Shape::Lower | Shape::Capitalised | Shape::Upper | Shape::Mixed);
        let word = end.wrapping_sub(usize::from(is_mark));
        // The word that would start the next sentence.
        let opening = |i: usize| matches!(self.shape(i), Shape::Opening | Shape::Closing);
        let openers = (1..4).take_while(|k| opening(i + k)).count();
        let start = i + 1 + openers;

        let form = |i: usize| hash(self.form(i));
        let outline = |i: usize| self.shape(i) as u32;
        let (l0, l1, l2) = (form(i), form(i.wrapping_sub(1)), form(i.wrapping_sub(2)));
        let (r0, r1, r2) = (form(i + 1), form(i + 2), form(i + 3));
        let (e, w, s, t) = (form(end), form(word), form(start), form(start + 1));
        let (es, ws, ss, ts) = (outline(end), outline(word), outline(start), outline(start + 1));
        let (ls, rs) = (outline(i), outline(i + 1));
        let state =
            u32::from(context.quote) | u32::from(context.single) << 1 | u32::from(context.brackets > 0) << 2;
        let gap = self.gap(i);
        let abbreviation =
            u32::from(self.form(end).len() > 1 && TABLES.abbreviation(self.form(end)).is_some());
        let length = class(self.form(word).chars().take(13).count());
        let around = (closers.min(3) * 4 + openers.min(3)) as u32;
        let (from, to) = (class(i), class(self.tokens.len().saturating_sub(i + 2)));
        let since = class(context.since_final as usize);
        // Whether the paragraph starts in a small letter: its writer may do without capitals.
        let style = u32::from(matches!(self.shape(0), Shape::Lower));
        let rows: [(u32, u32, u32); 48] = [
            (l0, 0, 0),
            (l1, 0, 0),
            (l2, 0, 0),
            (r0, 0, 0),
            (r1, 0, 0),
            (r2, 0, 0),
            (e, 0, 0),
            (w, 0, 0),
            (s, 0, 0),
            (t, 0, 0),
            (es, 0, 0),
            (ws, 0, 0),
            (ss, 0, 0),
            (ts, 0, 0),
            (ls, rs, 0),
            (es, ss, 0),
            (es, ss, ts),
            (es, ws, ss),
            (e, ss, 0),
            (e, ss, ts),
            (e, s, 0),
            (w, ss, es),
            (w, s, es),
            (w, ss, s),
            (state, es, ss),
            (state, e, rs),
            (state, around, es),
            (gap, es, ss),
            (gap, ls, rs),
            (abbreviation, ss, 0),
            (abbreviation, s, 0),
            (abbreviation, e, ss),
            (length, es, ss),
            (around, es, ss),
            (from, es, ss),
            (to, es, ss),
            (since, es, ss),
            (from, to, es),
            (l0, r0, 0),
            (l1, l0, rs),
            (l0, r0, r1),
            (s, ss, 0),
            (s, t, es),
            (w, e, ss),
            (style, es, ss),
            (style, around, ss),
            (style, around * 16 + es, rs),
            (style, s, es),
        ];
        out.extend(rows.iter().enumerate().map(|(k, &(a, b, c))| mix(k as u32 + 1, a, b, c)));
    }

    /// What lies between token `i` and the next: nothing, a space, several spaces, a line break.
    fn gap(&self, i: usize) -> u32 {
        let (Some(a), Some(b)) = (self.tokens.get(i), self.tokens.get(i + 1)) else { return 0 };
        let between = self.text.get(a.span.end as usize..b.span.start as usize).unwrap_or("");
        let mut chars = between.chars().take(16);
        match chars.clone().count() {
            0 => 0,
            _ if chars.any(|c| matches!(c, '\n' | '\r')) => 3,
            1 => 1,
            _ => 2,
        }
    }
}
