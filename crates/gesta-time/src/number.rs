//! Numbers in figures and in words, and the figures of dates and clocks.

use crate::atom::Atom;
use crate::class::Class;
use crate::lexicon::{Lexicon, WordId};

/// A number that was read, and the atom after it.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(crate) struct Number {
    /// The number; negative for a count that the text leaves open ("several").
    pub(crate) value: f64,
    /// One past the last atom.
    pub(crate) end: usize,
}

/// A count that the text leaves open.
pub(crate) const VAGUE: f64 = -1.0;

/// Reads numbers of one sentence.
#[derive(Copy, Clone)]
pub(crate) struct Numbers<'a> {
    pub(crate) atoms: &'a [Atom],
    pub(crate) text: &'a str,
    pub(crate) lexicon: &'a Lexicon,
}

impl<'a> Numbers<'a> {
    /// Reads what a built-in class asks for at atom `at`.
    pub(crate) fn read(self, class: Class, at: usize) -> Option<Number> {
        use Class::*;
        let atom = self.atoms.get(at)?;
        let figure = |digits: std::ops::RangeInclusive<u8>, range: std::ops::RangeInclusive<i32>| {
            let fits = digits.contains(&atom.digits) && range.contains(&atom.number);
            (fits && !self.runs_on(at)).then_some(Number { value: f64::from(atom.number), end: at + 1 })
        };
        match class {
            Num => self.cardinal(at),
            Count => self.count(at),
            Ord => self.ordinal(at),
            Day => figure(1..=2, 1..=31).map(|n| self.with_suffix(n)).or_else(|| self.day_word(at)),
            Dd => figure(1..=2, 1..=31),
            BadDay => figure(2..=2, 32..=99),
            Mm => figure(1..=2, 1..=12),
            Year => figure(4..=4, 1000..=2999).or_else(|| self.year_words(at)),
            Era => figure(1..=4, 1..=9999),
            Yy => figure(2..=2, 0..=99),
            Hh => (matches!(atom.digits, 1 | 2) && (0..=24).contains(&atom.number))
                .then_some(Number { value: f64::from(atom.number), end: at + 1 }),
            Mi => (atom.digits == 2 && (0..60).contains(&atom.number))
                .then_some(Number { value: f64::from(atom.number), end: at + 1 }),
            Hhmm => figure(4..=4, 0..=2400).filter(|_| atom.number % 100 < 60),
            Digit => figure(1..=1, 1..=4),
            Ymd => figure(8..=8, 10_000_101..=29_991_231),
            _ => None,
        }
    }

    /// The character of a one-character atom that follows `at` without space.
    fn mark_after(self, at: usize) -> Option<char> {
        let next = self.atoms.get(at + 1).filter(|a| a.glued)?;
        next.span.of(self.text).chars().next()
    }

    /// True when a figure goes on after the digits: "15,000", "3.5", "7:39", "20%".
    fn runs_on(self, at: usize) -> bool {
        let digit_after = || self.atoms.get(at + 2).is_some_and(|a| a.glued && a.digits > 0);
        match self.mark_after(at) {
            Some('%') => true,
            Some(',') => digit_after() && self.atoms.get(at + 2).is_some_and(|a| a.digits == 3),
            Some('.' | ':') => {
                // "22.11.2021" is a date, not a decimal.
                let more = self.atoms.get(at + 4).is_some_and(|a| a.glued && a.digits > 0);
                let dotted_date = self.mark_after(at + 2) == Some('.') && more;
                digit_after() && !dotted_date && !self.is_dotted_date_tail(at)
            }
            _ => false,
        }
    }

    fn is_dotted_date_tail(self, at: usize) -> bool {
        at >= 2
            && self.atoms.get(at).is_some_and(|a| a.glued)
            && self.atoms.get(at - 1).is_some_and(|a| a.glued && a.span.of(self.text) == ".")
            && self.atoms.get(at - 2).is_some_and(|a| a.digits > 0)
    }

    fn with_suffix(self, number: Number) -> Number {
        let suffix = self.atoms.get(number.end).filter(|a| a.glued && a.letters);
        match suffix.map(|a| a.span.of(self.text)) {
            Some("st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH") => {
                Number { end: number.end + 1, ..number }
            }
            _ => number,
        }
    }

    fn word_value(self, at: usize, class: Class) -> Option<f64> {
        let atom = self.atoms.get(at).filter(|a| a.word != WordId::NONE)?;
        self.lexicon.entry(atom.word, class).map(|e| e.number)
    }

    fn is(self, at: usize, word: &str) -> bool {
        self.atoms.get(at).is_some_and(|a| a.letters && a.span.of(self.text).eq_ignore_ascii_case(word))
    }

    fn is_hyphen(self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.word != WordId::NONE && a.word == self.lexicon.word("-"))
    }

    /// Words below one hundred: "seven", "twenty-five".
    fn below_hundred(self, at: usize) -> Option<Number> {
        let value = self.word_value(at, Class::Numeral).filter(|v| *v < 100.0)?;
        if value >= 20.0 && value % 10.0 == 0.0 {
            let next = if self.is_hyphen(at + 1) { at + 2 } else { at + 1 };
            if let Some(unit) = self.word_value(next, Class::Numeral).filter(|v| (1.0..10.0).contains(v)) {
                return Some(Number { value: value + unit, end: next + 1 });
            }
        }
        Some(Number { value, end: at + 1 })
    }

    /// "12", "3,000", "2.5", "2 1/2", "twenty-five", "one hundred and twenty", "two thousand one".
    fn cardinal(self, at: usize) -> Option<Number> {
        let atom = self.atoms.get(at)?;
        if atom.digits > 0 {
            return self.figures(at);
        }
        let mut number = self.below_hundred(at).or_else(|| {
            // "hundred" and "thousand" on their own
            self.word_value(at, Class::Numeral).map(|value| Number { value, end: at + 1 })
        })?;
        for scale in [100.0, 1000.0] {
            if self.word_value(number.end, Class::Numeral) == Some(scale) && number.value < scale {
                number = Number { value: number.value * scale, end: number.end + 1 };
                let next = if self.is(number.end, "and") { number.end + 1 } else { number.end };
                if let Some(rest) = self.below_hundred(next) {
                    number = Number { value: number.value + rest.value, end: rest.end };
                }
            }
        }
        Some(number)
    }

    fn figures(self, at: usize) -> Option<Number> {
        let atom = self.atoms.get(at)?;
        if atom.number < 0 {
            return None;
        }
        let mut number = Number { value: f64::from(atom.number), end: at + 1 };
        // Thousands: ",000" groups, at most three of them.
        for _ in 0..3 {
            let group = self.atoms.get(number.end + 1);
            match (self.mark_after(number.end - 1), group) {
                (Some(','), Some(g)) if g.glued && g.digits == 3 => {
                    number =
                        Number { value: number.value * 1000.0 + f64::from(g.number), end: number.end + 2 };
                }
                _ => break,
            }
        }
        match (self.mark_after(number.end - 1), self.atoms.get(number.end + 1)) {
            (Some('.'), Some(f)) if f.glued && (1..=4).contains(&f.digits) => {
                let fraction = f64::from(f.number) / 10f64.powi(i32::from(f.digits));
                number = Number { value: number.value + fraction, end: number.end + 2 };
            }
            (Some('/'), Some(f)) if f.glued && f.number > 0 && number.end == at + 1 => {
                number = Number { value: number.value / f64::from(f.number), end: number.end + 2 };
            }
            _ => {
                // "2 1/2"
                let over = self.atoms.get(number.end).filter(|a| !a.glued && a.digits == 1);
                let slash = self.mark_after(number.end) == Some('/');
                let under =
                    self.atoms.get(number.end + 2).filter(|a| a.glued && a.number > 0 && a.digits == 1);
                if let (Some(over), true, Some(under)) = (over, slash, under) {
                    let fraction = f64::from(over.number) / f64::from(under.number);
                    number = Number { value: number.value + fraction, end: number.end + 3 };
                }
            }
        }
        Some(number)
    }

    /// A number, or a word such as "several", "a few", "a couple of", "half a", or an article.
    fn count(self, at: usize) -> Option<Number> {
        if let Some(value) = self.word_value(at, Class::Vague) {
            let text = self.atoms.get(at).map_or("", |a| a.span.of(self.text));
            if text.eq_ignore_ascii_case("a") || text.eq_ignore_ascii_case("an") {
                // "a few", "a couple of", "a hundred", "a half"
                let open = self.word_value(at + 1, Class::Vague).is_some_and(|v| v != 1.0)
                    && !self.is(at + 1, "several");
                let round = self.word_value(at + 1, Class::Numeral).is_some_and(|v| v >= 100.0);
                if open || round {
                    return self.count(at + 1);
                }
                return Some(Number { value, end: at + 1 });
            }
            let mut end = at + 1;
            if self.is(end, "of") {
                end += 1;
            }
            if (value == 0.5 || value > 1.0) && (self.is(end, "a") || self.is(end, "an")) {
                end += 1;
            }
            return Some(Number { value, end });
        }
        let mut number = self.cardinal(at)?;
        if self.is(number.end, "and") && (self.is(number.end + 1, "a") || self.is(number.end + 1, "one")) {
            let half = number.end + if self.is_hyphen(number.end + 2) { 3 } else { 2 };
            if self.is(half, "half") {
                number = Number { value: number.value + 0.5, end: half + 1 };
            }
        }
        Some(number)
    }

    /// "3rd", "third", "twenty-third".
    fn ordinal(self, at: usize) -> Option<Number> {
        let atom = self.atoms.get(at)?;
        if atom.number > 0 {
            let number = Number { value: f64::from(atom.number), end: at + 1 };
            return Some(self.with_suffix(number)).filter(|n| n.end > at + 1);
        }
        if let Some(value) = self.word_value(at, Class::Ordinal) {
            return Some(Number { value, end: at + 1 });
        }
        let tens = self.word_value(at, Class::Numeral).filter(|v| *v >= 20.0 && *v < 100.0)?;
        let next = if self.is_hyphen(at + 1) { at + 2 } else { at + 1 };
        let unit = self.word_value(next, Class::Ordinal).filter(|v| *v < 10.0)?;
        Some(Number { value: tens + unit, end: next + 1 })
    }

    fn day_word(self, at: usize) -> Option<Number> {
        self.ordinal(at).filter(|n| (1.0..=31.0).contains(&n.value))
    }

    /// "nineteen ninety-six", "two thousand one".
    fn year_words(self, at: usize) -> Option<Number> {
        let first = self.below_hundred(at)?;
        if (13.0..=20.0).contains(&first.value) {
            let next = if self.is_hyphen(first.end) { first.end + 1 } else { first.end };
            if let Some(rest) = self.below_hundred(next).filter(|n| n.value >= 10.0) {
                return Some(Number { value: first.value * 100.0 + rest.value, end: rest.end });
            }
        }
        self.cardinal(at).filter(|n| (1000.0..=2999.0).contains(&n.value))
    }
}
