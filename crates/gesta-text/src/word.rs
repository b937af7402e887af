//! Words: letters with what may stand inside a word, abbreviations with their stops, clitics.

use crate::chars::{is_apostrophe, is_attached, is_closing, is_space, is_word};
use crate::tables::Abbreviation;
use crate::tokenize::Lexer;

/// Clitics after an apostrophe.
const CLITICS: [&str; 6] = ["s", "d", "m", "ll", "re", "ve"];

impl Lexer<'_> {
    /// Takes the word at `pos`, which starts with a letter, and returns where it ends.
    pub(crate) fn word(&mut self, pos: usize) -> usize {
        let mut end = self.letters(pos);
        while let Some(c) = self.at(end) {
            let after = end + c.len_utf8();
            if !self.at(after).is_some_and(char::is_alphanumeric) {
                break;
            }
            let joins = match c {
                '&' => self.joins_ampersand(pos, end, after),
                '-' => self.tables.keeps_hyphen(self.slice(pos, end)),
                '/' => self.joins_slash(pos, end, after),
                '.' => return self.dotted(pos, end),
                _ => is_apostrophe(c),
            };
            if !joins {
                break;
            }
            end = self.letters(after);
        }
        match self.at(end) {
            Some('.') if self.takes_stop(pos, end) => end += 1,
            Some('$')
                if self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
                    && self.slice(pos, end).bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                end += 1;
            }
            Some(c) if is_apostrophe(c) && self.ends_in_s(end) => {
                let after = end + c.len_utf8();
                if !is_apostrophe(self.at(after).unwrap_or(' ')) && !self.closes_single() {
                    self.push_multiword(pos, &[end], after);
                    return after;
                }
            }
            _ => {}
        }
        self.word_token(pos, end);
        end
    }

    /// Adds the word at `start..end`, cut at its clitics.
    pub(crate) fn word_token(&mut self, start: usize, end: usize) {
        let word = self.slice(start, end);
        if let Some(ends) = self.tables.contraction(word) {
            let cuts: Vec<_> = ends.iter().map(|e| start + e).filter(|&e| e < end).collect();
            return self.push_multiword(start, &cuts, end);
        }
        let mut cuts = Vec::new();
        let mut rest = word;
        while let Some((at, mark)) = rest.char_indices().rfind(|&(_, c)| is_apostrophe(c)) {
            let Some((left, right)) = rest.get(..at).zip(rest.get(at + mark.len_utf8()..)) else { break };
            let cut = if right.eq_ignore_ascii_case("t") && left.ends_with(['n', 'N']) {
                at - 1
            } else if CLITICS.iter().any(|c| right.eq_ignore_ascii_case(c)) {
                at
            } else {
                break;
            };
            if cut == 0 {
                break;
            }
            cuts.push(start + cut);
            rest = rest.get(..cut).unwrap_or("");
        }
        cuts.reverse();
        self.push_multiword(start, &cuts, end);
    }

    /// Letters, figures and what is attached to them, from `pos` on.
    fn letters(&self, pos: usize) -> usize {
        self.skip(pos, self.end, |c| is_word(c) || is_attached(c))
    }

    fn ends_in_s(&self, end: usize) -> bool {
        self.before(end).is_some_and(|c| matches!(c, 's' | 'S'))
    }

    /// `AT&T`, `P&L`: short and in one case.
    fn joins_ampersand(&self, pos: usize, end: usize, after: usize) -> bool {
        let right = self.letters(after);
        let left = self.slice(pos, end);
        end - pos <= 4 && right - after <= 3 && (left.chars().all(char::is_uppercase) || end - pos == 1)
    }

    /// `w/out`, `b/c`, `n/a`: an abbreviation of two letters, or after a `w`.
    fn joins_slash(&self, pos: usize, end: usize, after: usize) -> bool {
        let right = self.letters(after);
        self.slice(pos, end).eq_ignore_ascii_case("w")
            || end - pos == 1 && right - after == 1 && self.at(right) != Some('/')
    }

    /// Letters with full stops between them, from `pos`; `end` is the end of the first part. The whole is taken at
    /// once: `U.S.`, `example.com`, or parts and stops each on their own.
    fn dotted(&mut self, pos: usize, end: usize) -> usize {
        let mut parts = vec![(pos, end)];
        let mut end = end;
        while self.at(end) == Some('.') && self.at(end + 1).is_some_and(is_word) {
            let next = self.letters(end + 1);
            parts.push((end + 1, next));
            end = next;
        }
        let short =
            |&(a, b): &(usize, usize)| self.slice(a, b).chars().filter(|c| !is_attached(*c)).count() == 1;
        let letters = parts.iter().all(short);
        if letters || self.tables.abbreviation(self.slice(pos, end)).is_some() {
            let stop = self.at(end) == Some('.');
            if stop && !(self.at(end + 1) == Some('.') && self.at(end + 2) == Some('.')) {
                end += 1;
            }
            self.word_token(pos, end);
            return end;
        }
        if self.at(end) == Some('.') && self.tables.abbreviation(self.slice(pos, end + 1)).is_some() {
            self.push(pos, end + 1);
            return end + 1;
        }
        let last = parts.last().copied().unwrap_or((pos, end));
        // Domains, file names, names of news groups.
        let lower = parts.len() > 2 && self.slice(pos, end).chars().all(|c| c == '.' || c.is_lowercase());
        if lower || self.tables.is_domain(self.slice(last.0, last.1)) {
            while self.at(end).is_some_and(|c| matches!(c, '/' | '-'))
                && self.at(end + 1).is_some_and(is_word)
            {
                end = self.letters(end + 1);
            }
            self.push(pos, end);
            return end;
        }
        // "Gen.Osman", "J.Smith": leading abbreviations keep their stops.
        let count = parts.len();
        for (i, (a, b)) in parts.into_iter().enumerate() {
            if i + 1 == count {
                return self.word_tail(a, b);
            }
            let capital = b - a == 1 && self.slice(a, b).bytes().all(|c| c.is_ascii_uppercase());
            if capital
                || self.tables.abbreviation(self.slice(a, b + 1)).is_some_and(|c| c == Abbreviation::Always)
            {
                self.push(a, b + 1);
            } else {
                self.word_token(a, b);
                self.push(b, b + 1);
            }
        }
        end
    }

    /// The last part of a dotted string: an ordinary word from `start`.
    fn word_tail(&mut self, start: usize, end: usize) -> usize {
        match self.at(end) {
            Some(c) if is_apostrophe(c) => self.word(start),
            _ => {
                self.word_token(start, end);
                end
            }
        }
    }

    /// True when the full stop at `end` belongs to the word `pos..end`.
    fn takes_stop(&self, pos: usize, end: usize) -> bool {
        let after = self.at(end + 1);
        let dots = after == Some('.') && self.at(end + 2) == Some('.');
        if dots || after.is_some_and(is_word) {
            return false;
        }
        let mut chars = self.slice(pos, end).chars();
        if let (Some(letter), None) = (chars.next(), chars.next())
            && letter.is_uppercase()
        {
            return self.takes_initial(letter, end + 1);
        }
        let Some(class) = self.tables.abbreviation(self.slice(pos, end + 1)) else { return false };
        let punctuation = after.is_some_and(|c| matches!(c, ',' | ';' | ':' | '-' | '–' | '—'));
        match class {
            Abbreviation::Always => true,
            Abbreviation::Number => self.next_char(end + 1).is_some_and(|c| c.is_ascii_digit()),
            Abbreviation::Date => {
                punctuation
                    || self.next_char(end + 1).is_some_and(|c| c.is_ascii_digit())
                    || self.follows_figure()
            }
            Abbreviation::Close => {
                punctuation
                    || after.is_some_and(|c| is_closing(c) && c != '"' && c != '”')
                    || self.next_char(end + 1).is_some_and(|c| !c.is_uppercase() && !is_closing(c))
            }
        }
    }

    /// A single capital and a stop are an initial when a name follows, or a mark other than a closing quotation mark.
    fn takes_initial(&self, letter: char, after: usize) -> bool {
        match self.at(after) {
            Some(c) => matches!(c, ',' | ';' | ':' | '-' | ')'),
            None => {
                self.next_char(after).is_some_and(|c| c.is_uppercase() && letter != 'I' || c.is_ascii_digit())
            }
        }
    }

    /// The first character after `pos` that is not white space, in the range being cut.
    fn next_char(&self, pos: usize) -> Option<char> {
        let next = self.skip(pos, self.limit, is_space);
        self.text.get(next..self.limit)?.chars().next()
    }

    fn follows_figure(&self) -> bool {
        self.tokens.last().is_some_and(|t| t.span.of(self.text).ends_with(|c: char| c.is_ascii_digit()))
    }
}
