//! What expressions count from where it is not the article's day.
//!
//! "Three weeks after the minister promised to finish by the end of the month" tells its clause from a day of its own,
//! three weeks before that of the sentence. "In May they agreed to pay within six months", "Under the deal they agreed to
//! pay within six months" count from when the agreement was made.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};
use jiff::civil::Date;

use crate::atom::Atom;
use crate::calendar::{Cal, Grain};
use crate::expr::{Expr, Unit};
use crate::interval::add;
use crate::tense;

/// A date that later expressions can count from.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) cal: Cal,
    /// The start of its sentence, in bytes.
    pub(crate) sentence: u32,
    pub(crate) token: TokenId,
    /// Index of its time.
    pub(crate) time: usize,
}

/// A clause that is told from a day of its own.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) now: Date,
    /// The word that heads it, and the tokens it may reach over.
    top: TokenId,
    pub(crate) tokens: TokenSpan,
}

impl Clause {
    /// The clause that a length before "after" or "before" opens; `base` is the day of the clause around it.
    pub(crate) fn opened(
        parsed: &Parsed,
        atoms: &[Atom],
        (start, end): (usize, usize),
        expr: &Expr,
        base: Date,
    ) -> Option<Clause> {
        let amount = match expr {
            Expr::Length { amount, most: None } => *amount,
            Expr::Modified { of, .. } => match of.as_ref() {
                Expr::Length { amount, most: None } => *amount,
                _ => return None,
            },
            _ => return None,
        };
        if amount.unit < Unit::Day {
            return None;
        }
        let link = TokenId(atoms.get(end)?.token);
        let sign = match parsed.lower(link).as_str() {
            "after" => -1,
            "before" => 1,
            _ => return None,
        };
        let marked = parsed.head(link)?;
        let above = parsed.head(marked).filter(|verb| *verb > link && parsed.upos(*verb) == Upos::Verb);
        let subject = matches!(parsed.dep(marked), Dep::Nsubj | Dep::NsubjPass);
        let top = above.filter(|_| subject).unwrap_or(marked);
        // Commas around it set it off, whatever the parser took for its end.
        let comma = |atom: &&Atom| atom.span.of(parsed.text()) == ",";
        let set_off = start.checked_sub(1).and_then(|i| atoms.get(i)).filter(comma).is_some();
        let close = atoms.get(end..).unwrap_or(&[]).iter().find(comma).filter(|_| set_off);
        let last = parsed.sentence_of(link).tokens.end;
        let tokens = TokenSpan::new(link.0, close.map_or(last, |atom| atom.token));
        Some(Clause { now: add(base, amount, sign)?, top, tokens })
    }

    /// True when the token belongs to the clause.
    pub(crate) fn holds(&self, parsed: &Parsed, token: TokenId) -> bool {
        self.tokens.has(token) && parsed.is_within(token, self.top)
    }
}

/// True when the year of a date at `from` may be that of a date without one at `to` of the same sentence: it does not
/// stand in a relative clause of its own ("the men, who were caught in 2017, will be freed in June").
pub(crate) fn reaches(parsed: &Parsed, from: TokenId, to: TokenId) -> bool {
    for top in std::iter::once(from).chain(parsed.ancestors(from)).take(20) {
        if parsed.is_within(to, top) {
            return true;
        }
        if matches!(parsed.dep(top), Dep::Acl | Dep::AclRelcl | Dep::Appos) {
            return false;
        }
    }
    true
}

/// The day of an earlier time of the sentence in whose clause the time at `tokens` is reported or promised, and from
/// which its weekday counts: "On Tuesday he said he would resign on Friday". `None` where no such day governs it.
pub(crate) fn told(parsed: &Parsed, mention: &Mention, tokens: TokenSpan, now: Option<Date>) -> Option<Date> {
    let start = TokenId(tokens.start);
    let day = mention.cal.anchor().filter(|day| now.is_some_and(|now| *day <= now))?;
    if mention.cal.grain() < Grain::Day
        || mention.token >= start
        || mention.sentence != parsed.sentence_of(start).span.start
    {
        return None;
    }
    let verb = tense::verb_above(parsed, mention.token)?;
    // Down from that verb only through what it reports: "met on Tuesday and will meet on Friday" are two.
    let mut below = parsed.head_of(tokens)?;
    let mut reported = false;
    for above in parsed.ancestors(below).take(12) {
        reported |=
            matches!(parsed.dep(below), Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::AclRelcl | Dep::Advcl);
        if matches!(parsed.dep(below), Dep::Conj | Dep::Parataxis) {
            return None;
        }
        if above == verb {
            return reported.then_some(day);
        }
        below = above;
    }
    None
}

/// The day by which something was agreed or promised on which the length at `tokens` counts: one named before it in a
/// clause that governs it, or in the sentence before when this one begins with "Under the deal". `Some(None)` where
/// that is a whole year ("promised last year"), from which no day can be counted; `None` where nothing is said.
pub(crate) fn made(
    parsed: &Parsed,
    mention: &Mention,
    tokens: TokenSpan,
    previous: Option<u32>,
    now: Date,
) -> Option<Option<Date>> {
    let day = mention.cal.days().end.filter(|day| *day <= now)?;
    let start = TokenId(tokens.start);
    let sentence = parsed.sentence_of(start);
    let fine = mention.cal.grain() >= Grain::Month;
    let governs = mention.sentence == sentence.span.start
        && mention.token < start
        && tense::verb_above(parsed, mention.token).is_some_and(|verb| parsed.is_within(start, verb));
    let taken_up = previous == Some(mention.sentence) && tense::takes_up(parsed, sentence.tokens);
    (governs || taken_up).then_some(Some(day).filter(|_| fine))
}
