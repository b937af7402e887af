//! Tokens: the words of Universal Dependencies, as the English treebanks cut them.
//!
//! A stretch without white space (a *chunk*) is cut from left to right; each step looks at what stands at the
//! position and takes an address, a number, a word or a mark. Every step consumes what it inspects, or inspects at
//! most a fixed number of characters, so that the time is linear in the length of the text.

use unicode_segmentation::UnicodeSegmentation;

use crate::chars::{is_apostrophe, is_attached, is_closing, is_invisible, is_opening, is_space, is_word};
use crate::tables::{TABLES, Tables};
use crate::{SentenceId, Span, Token, TokenSpan};

/// Cuts ranges of a text into tokens and gathers them in order.
pub(crate) struct Lexer<'t> {
    pub(crate) text: &'t str,
    pub(crate) tables: &'static Tables,
    pub(crate) tokens: Vec<Token>,
    pub(crate) multiwords: Vec<TokenSpan>,
    /// Start and end of the chunk being cut, and the end of the range it lies in.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) limit: usize,
    /// An opening single quotation mark has not been closed yet.
    open_single: bool,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Lexer<'t> {
        Lexer {
            text,
            tables: &TABLES,
            tokens: Vec::with_capacity(text.len() / 5),
            multiwords: Vec::new(),
            start: 0,
            end: 0,
            limit: 0,
            open_single: false,
        }
    }

    /// Cuts the text in `range` and adds its tokens.
    pub(crate) fn range(&mut self, range: Span) {
        self.limit = range.end as usize;
        self.open_single = false;
        let mut pos = range.start as usize;
        loop {
            pos = self.skip(pos, self.limit, is_space);
            if pos >= self.limit {
                return;
            }
            self.start = pos;
            self.end = self.skip(pos, self.limit, |c| !is_space(c));
            let before = self.tokens.len();
            self.chunk();
            if self.tokens.len() > before
                && let Some(last) = self.tokens.last_mut()
            {
                last.space_after = true;
            }
            pos = self.end;
        }
    }

    /// The first position from `pos` on, but not after `limit`, whose character does not satisfy `test`.
    pub(crate) fn skip(&self, pos: usize, limit: usize, test: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(pos..limit).unwrap_or("");
        rest.char_indices().find(|&(_, c)| !test(c)).map_or(limit.max(pos), |(i, _)| pos + i)
    }

    /// The character at `pos` inside the chunk.
    pub(crate) fn at(&self, pos: usize) -> Option<char> {
        self.text.get(pos..self.end)?.chars().next()
    }

    /// The character before `pos` inside the chunk.
    pub(crate) fn before(&self, pos: usize) -> Option<char> {
        self.text.get(self.start..pos)?.chars().next_back()
    }

    /// The text from `start` to `end`.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Adds a token.
    pub(crate) fn push(&mut self, start: usize, end: usize) {
        if start < end {
            let span = Span::new(start, end);
            self.tokens.push(Token { span, sentence: SentenceId::default(), space_after: false });
        }
    }

    /// Adds a word made of several tokens, cut at `cuts` (positions inside `start..end`, ascending).
    pub(crate) fn push_multiword(&mut self, start: usize, cuts: &[usize], end: usize) {
        let first = self.tokens.len();
        let mut from = start;
        for &cut in cuts.iter().chain([&end]) {
            self.push(from, cut);
            from = cut;
        }
        if self.tokens.len() > first + 1 {
            self.multiwords.push(TokenSpan::new(first as u32, self.tokens.len() as u32));
        }
    }

    fn chunk(&mut self) {
        let chunk = self.slice(self.start, self.end);
        if chunk.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.word_token(self.start, self.end);
        }
        let has_address = chunk.contains(['@', '#']) || chunk.contains("://") || chunk.contains("www.");
        let mut pos = self.start;
        while let Some(c) = self.at(pos) {
            let next = if is_invisible(c) {
                pos + c.len_utf8()
            } else if let Some(end) = if has_address { self.address(pos) } else { None } {
                self.push(pos, end);
                end
            } else if c.is_ascii_digit() {
                self.number(pos)
            } else if is_word(c) {
                self.word(pos)
            } else if is_apostrophe(c) {
                self.apostrophe(pos, c)
            } else if let Some(end) = if c == '<' { self.ticker(pos) } else { None } {
                self.push(pos, end);
                end
            } else {
                self.mark(pos, c)
            };
            pos = next.max(pos + 1);
        }
    }

    /// The end of a stock symbol in angle brackets at `pos`, as wire copy has it: `<ABC.L>`.
    fn ticker(&self, pos: usize) -> Option<usize> {
        let end = self.skip(pos + 1, self.end.min(pos + 12), |c| c.is_ascii_uppercase() || c == '.');
        (end > pos + 1 && self.at(end) == Some('>')).then_some(end + 1)
    }

    /// An apostrophe or single quotation mark that stands at the start of something.
    fn apostrophe(&mut self, pos: usize, c: char) -> usize {
        let after = pos + c.len_utf8();
        let word_end = self.skip(after, self.end, |c| is_word(c) || is_attached(c));
        let word = self.slice(after, word_end);
        let opens = self.before(pos).is_none_or(|b| is_opening(b) || matches!(b, '-' | '—' | '–' | '/'));
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if opens && digits == 2 && matches!(word.get(2..), Some("" | "s")) {
            self.push(pos, word_end);
            return word_end;
        }
        let short = word.len() <= 6;
        if opens
            && short
            && matches!(word.to_ascii_lowercase().as_str(), "em" | "til" | "cause" | "round" | "n" | "bout")
        {
            self.push(pos, word_end);
            return word_end;
        }
        if !opens
            && short
            && matches!(word.to_ascii_lowercase().as_str(), "s" | "d" | "ll" | "re" | "ve" | "m")
        {
            self.push(pos, word_end);
            return word_end;
        }
        self.open_single = opens && !word.is_empty();
        self.mark(pos, c)
    }

    /// Reports and forgets whether a single quotation mark is open.
    pub(crate) fn closes_single(&mut self) -> bool {
        std::mem::take(&mut self.open_single)
    }

    /// Punctuation, a symbol, or a run of them.
    fn mark(&mut self, pos: usize, c: char) -> usize {
        if c == '‘' && self.before(pos).is_none_or(is_opening) {
            self.open_single = true;
        }
        let end = match self.emoticon(pos) {
            Some(end) => end,
            None => self.mark_end(pos, c),
        };
        self.push(pos, end);
        end
    }

    fn mark_end(&self, pos: usize, c: char) -> usize {
        let after = pos + c.len_utf8();
        let end = match c {
            '.' => {
                let dots = self.skip(after, self.end, |d| d == '.');
                if dots == after { self.skip(after, self.end, |d| matches!(d, '!' | '?')) } else { dots }
            }
            '!' | '?' => self.skip(after, self.end, |d| matches!(d, '!' | '?')),
            '…' => self.skip(after, self.end, |d| matches!(d, '.' | '…')),
            '-' | '=' | '*' | '~' | '+' | '_' | '#' | '<' | '>' | '\'' | '`' | '’' | '‘' | '$' | '|' => {
                self.skip(after, self.end, |d| d == c)
            }
            '/' => self.skip(after, self.end, |d| d == '/'),
            c if c.is_ascii() => after,
            // An emoji with its joiners and modifiers is one grapheme cluster.
            _ => self.slice(pos, self.end).graphemes(true).next().map_or(after, |g| pos + g.len()),
        };
        self.skip(end, self.end, is_attached)
    }

    /// The end of an emoticon at `pos` that no letter touches.
    fn emoticon(&self, pos: usize) -> Option<usize> {
        if self.before(pos).is_some_and(|b| b == ':' || b == '=') {
            return None;
        }
        let rest = self.slice(pos, self.end);
        let found = self.tables.emoticons.iter().find(|e| rest.starts_with(**e))?;
        let end = pos + found.len();
        let after = self.at(end);
        // `:)` may close a bracket after a colon: it stands alone, or before the end of the chunk.
        (after.is_none_or(|c| is_closing(c) || matches!(c, '.' | ',' | '!' | '?'))
            && !found.ends_with(char::is_alphanumeric)
            || after.is_none() && pos == self.start)
            .then_some(end)
    }
}
