//! Numbers, times, dates in figures, telephone numbers, and units written together with them.

use crate::chars::{is_attached, is_word};
use crate::tokenize::Lexer;

/// A run of figures and the single mark before it.
struct Group {
    start: usize,
    end: usize,
    mark: Option<u8>,
}

impl Lexer<'_> {
    /// Takes the number at `pos`, which starts with a figure, and returns where it ends.
    ///
    /// The whole run of figures with single marks between them is read at once and cut into the pieces that are
    /// words: `1,000`, `3.5`, `7:30`, `9/11`, `555-0100` are one, `5-10` and `1999-2004` three.
    pub(crate) fn number(&mut self, pos: usize) -> usize {
        let mut groups = vec![Group { start: pos, end: self.figures(pos), mark: None }];
        let mut end = groups.first().map_or(pos, |g| g.end);
        while let Some(c @ ('.' | ',' | ':' | '/' | '-')) = self.at(end)
            && self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            let next = self.figures(end + 1);
            groups.push(Group { start: end + 1, end: next, mark: Some(c as u8) });
            end = next;
        }
        let mut first = 0;
        while first < groups.len() {
            let last = whole(&groups, first);
            let (Some(a), Some(b)) = (groups.get(first), groups.get(last)) else { return end };
            if a.mark.is_some() && first > 0 {
                self.push(a.start - 1, a.start);
            }
            if last + 1 == groups.len() {
                return self.with_suffix(a.start, b.end);
            }
            self.push(a.start, b.end);
            first = last + 1;
        }
        end
    }

    fn figures(&self, pos: usize) -> usize {
        let rest = self.text.as_bytes().get(pos..self.end).unwrap_or(&[]);
        pos + rest.iter().take_while(|b| b.is_ascii_digit()).count()
    }

    /// Adds a number with the letters right after it: `1990s` and `4G` are one word, `5km` and `7:30pm` two.
    fn with_suffix(&mut self, start: usize, end: usize) -> usize {
        let tail = self.skip(end, self.end, |c| is_word(c) || is_attached(c));
        let suffix = self.slice(end, tail);
        if suffix.is_empty() {
            return self.bare(start, end);
        }
        let dotted = self.slice(end, (tail + 3).min(self.end)).to_ascii_lowercase();
        if matches!(dotted.as_str(), "p.m." | "a.m.") {
            self.push(start, end);
            self.push(end, tail + 3);
            return tail + 3;
        }
        if self.tables.is_unit(suffix) {
            self.push(start, end);
            self.push(end, tail);
        } else {
            self.push(start, tail);
        }
        tail
    }

    /// Adds a bare number; `1990's` is one word, `2011's` a number and a clitic.
    fn bare(&mut self, start: usize, end: usize) -> usize {
        let rest = self.slice(end, self.end);
        let clitic = ["'s", "’s"].into_iter().find(|c| rest.starts_with(c)).map_or(0, str::len);
        let stop = end + clitic;
        if clitic == 0 || self.at(stop).is_some_and(is_word) {
            self.push(start, end);
            return end;
        }
        if self.slice(start, end).ends_with('0') {
            self.push(start, stop);
        } else {
            self.push_multiword(start, &[end], stop);
        }
        stop
    }
}

/// No date, time or telephone number has more groups after its first.
const LONGEST: usize = 4;

/// The last of the groups that form one word with the group at `first`.
fn whole(groups: &[Group], first: usize) -> usize {
    let width = |i: usize| groups.get(i).map_or(0, |g| g.end - g.start);
    let mark = |i: usize| groups.get(i).and_then(|g| g.mark);
    let run = |m: u8| {
        (first + 1..groups.len()).take(LONGEST).take_while(|&i| mark(i) == Some(m)).last().unwrap_or(first)
    };
    let decimal = |from: usize| {
        (from + 1..groups.len())
            .take_while(|&i| mark(i) == Some(b'.') || mark(i) == Some(b',') && matches!(width(i), 2 | 3))
            .last()
            .unwrap_or(from)
    };
    match mark(first + 1) {
        Some(b'.' | b',') => decimal(first),
        Some(b':') => {
            let last = run(b':');
            if mark(last + 1) == Some(b'.') { decimal(last) } else { last }
        }
        Some(b'/') => {
            let last = run(b'/');
            let date = width(first) <= 2 || width(first) == 4 && last - first == 2;
            let fraction = last - first == 1 && width(first) == 1 && width(last) == 1;
            let sum = (first..=last).all(|i| width(i) <= 4);
            if date && !fraction && sum && last - first <= 2 { last } else { first }
        }
        Some(b'-') => {
            let last = run(b'-');
            let widths: Vec<_> = (first..=last).take(5).map(width).collect();
            match widths.as_slice() {
                [1 | 3, 4]
                | [3, 3, 4]
                | [1, 3, 3, 4]
                | [4, 1 | 2, 1 | 2]
                | [1 | 2, 1 | 2, 2 | 4]
                | [5, 4] => last,
                _ => first,
            }
        }
        _ => first,
    }
}
