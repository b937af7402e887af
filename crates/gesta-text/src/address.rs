//! Web and mail addresses, names that start with `@` and `#`.

use crate::chars::is_word;
use crate::tokenize::Lexer;

/// The longest local part of a mail address that is looked for (RFC 5321), in bytes.
const LOCAL_PART: usize = 64;
/// The longest domain name (RFC 1035), in bytes.
const DOMAIN: usize = 255;

impl Lexer<'_> {
    /// The end of an address that starts at `pos`.
    pub(crate) fn address(&self, pos: usize) -> Option<usize> {
        if self.before(pos).is_some_and(is_word) {
            return None;
        }
        let c = self.at(pos)?;
        if matches!(c, '@' | '#') {
            let starts_name = self.at(pos + 1).is_some_and(|c| c.is_alphabetic() || c == '_');
            return starts_name.then(|| self.skip(pos + 1, self.end, is_word));
        }
        if !c.is_alphanumeric() {
            return None;
        }
        self.web(pos).or_else(|| self.mail(pos))
    }

    fn web(&self, pos: usize) -> Option<usize> {
        let head = self.slice(pos, self.end);
        let scheme = head.bytes().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
        let after = head.get(scheme..)?;
        if !(after.starts_with("://") || head.starts_with("www.")) {
            return None;
        }
        let end = self
            .skip(pos, self.end, |c| !matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '{' | '}' | '|'));
        let address = self.slice(pos, end);
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', ']', '…']);
        let trimmed = if trimmed.contains('(') { trimmed } else { trimmed.trim_end_matches([')', '.', ',']) };
        Some(pos + trimmed.len()).filter(|&e| e > pos)
    }

    fn mail(&self, pos: usize) -> Option<usize> {
        let local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
        let bytes = self.text.as_bytes().get(pos..self.end)?;
        let at = bytes.iter().take(LOCAL_PART + 1).take_while(|b| local(b)).count();
        if bytes.get(at) != Some(&b'@') {
            return None;
        }
        let domain = bytes.get(at + 1..)?;
        let length = domain
            .iter()
            .take(DOMAIN)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            .count();
        let name = std::str::from_utf8(domain.get(..length)?).ok()?.trim_end_matches(['.', '-']);
        (!name.is_empty()).then_some(pos + at + 1 + name.len())
    }
}
