//! What the order of words and commas tells where the parser finds no content.
//!
//! "Those who borrow struggle, he said." is plain to a reader whatever tree it got: a subject and a verb of speech that a
//! comma sets off leave the rest of the sentence as what was said.

use gesta_syntax::{Dep, EntityKind, Tense, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::content::Found;
use crate::quote::Quote;
use crate::reader::{Draft, Reader};

/// Words before a report that is set off by a comma: fewer are an adverb or a link.
const SHORT: usize = 3;
/// A phrase that tells whose view a quotation is has at most this many tokens.
const VIEWER: u32 = 8;
/// From a quotation to the verb that nobody lists there are at most this many tokens.
const NEAR: u32 = 12;

/// The rest of the sentence around a verb of speech and its subject, which `report` covers without a gap.
pub(crate) fn rest(reader: &Reader, head: TokenId, report: TokenSpan, addressee: bool) -> Option<Found> {
    let parsed = reader.parsed;
    let sentence = parsed.sentence_of(head).tokens;
    let home = reader.quote_of(head).and_then(|q| reader.quotes.get(q)).map_or(sentence, |q| q.inner);
    let before = TokenSpan::new(sentence.start.max(home.start), report.start);
    let after = before_closing_report(reader, TokenSpan::new(report.end, sentence.end.min(home.end)));
    let comma = before.len() > SHORT && reader.reads(TokenId(report.start - 1), ",");
    let next = after.iter().next().filter(|&t| !reader.is_punct(t));
    let ends = after.iter().all(|t| reader.is_punct(t));
    let content = if comma && ends && reader.has_clause(before) {
        vec![before]
    } else if comma && next.is_none() && !reader.has_clause(before) && reader.has_clause(after) {
        vec![before, after]
    } else if next.is_some_and(|n| begins_clause(reader, head, n)) && !addressee && reader.has_clause(after) {
        vec![after]
    } else {
        return None;
    };
    Some(Found { content, linker: None, confidence: 0.7, rule: "verb/rest" })
}

/// "… because “nobody came,” **she said**": a report right after the last quotation of a sentence is no part of what was said
/// before it.
fn before_closing_report(reader: &Reader, after: TokenSpan) -> TokenSpan {
    let count = reader.quotes.partition_point(|q| q.tokens.end <= after.end);
    let last =
        count.checked_sub(1).and_then(|q| reader.quotes.get(q)).filter(|q| q.tokens.start >= after.start);
    let Some(quote) = last.filter(|q| reader.ends_with_comma(q)) else { return after };
    let rest = TokenSpan::new(quote.tokens.end, after.end);
    let reports = |t: TokenId| {
        reader.parsed.upos(t) == Upos::Verb
            && reader.verb(t).iter().any(|c| c.frames.that && c.frames.quote)
            && reader.subject(t).is_some_and(|s| rest.has(s))
    };
    match rest.len() <= NEAR as usize && rest.iter().any(reports) {
        true => TokenSpan::new(after.start, quote.tokens.end),
        false => after,
    }
}

/// True when a clause may begin with `first` after the verb of speech `head`, whose own objects the parser did not find.
fn begins_clause(reader: &Reader, head: TokenId, first: TokenId) -> bool {
    use Upos::{Adj, Det, Noun, Num, Pron, Propn};
    let parsed = reader.parsed;
    let nominal = matches!(parsed.upos(first), Adj | Det | Noun | Num | Pron | Propn);
    let main = matches!(parsed.dep(head), Dep::Root | Dep::Conj | Dep::Ccomp | Dep::Parataxis);
    nominal && main && reader.child(head, Dep::Obj).is_none()
}

/// Statements of quotations with a comma before the closing mark that are followed by a subject and a verb, or a verb and
/// its subject: "…," the guard laughed. `drafts`, sorted by head, already have the verbs of the lexicon.
pub(crate) fn quotatives(reader: &Reader, drafts: &[Draft]) -> Vec<Draft> {
    let cited = |q: &&Quote| reader.opens_sentence(q) && reader.ends_with_comma(q) && q.inner.len() >= SHORT;
    reader.quotes.iter().filter(cited).filter_map(|quote| quotative(reader, drafts, quote)).collect()
}

fn quotative(reader: &Reader, drafts: &[Draft], quote: &Quote) -> Option<Draft> {
    let parsed = reader.parsed;
    let last = quote.inner.iter().next_back()?;
    let sentence = parsed.sentence_of(TokenId(quote.tokens.end)).tokens;
    if quote.tokens.end >= parsed.all_tokens().end || parsed.sentence_of(last).tokens != sentence {
        return None;
    }
    let gap = TokenSpan::new(quote.tokens.end, sentence.end.min(quote.tokens.end + NEAR));
    let from = drafts.partition_point(|d| d.head.0 < gap.start);
    if drafts.get(from..)?.iter().take_while(|d| d.head.0 < gap.end).any(|d| d.quotes) {
        return None;
    }
    let past = |t: TokenId| parsed.morph(t).tense == Some(Tense::Past) || reader.is_finite(t);
    let verb = gap.iter().find(|&t| parsed.upos(t) == Upos::Verb && past(t))?;
    let cue = reader.verb_group(verb, None);
    let follows = || {
        let end = gap.iter().find(|&t| t > verb && reader.is_punct(t)).map_or(gap.end, |t| t.0);
        reader.bare_phrase(TokenSpan::new(cue.end, end.max(cue.end)))
    };
    let words = reader.bare_phrase(TokenSpan::new(gap.start, cue.start.max(gap.start)));
    let words = if cue.start == gap.start { follows() } else { words }?;
    let head = parsed.head_of(words).filter(|&h| !reader.is_relative(h))?;
    Some(Draft {
        head: verb,
        cue,
        class: "said",
        speaker: Some((head, words)),
        addressee: None,
        content: vec![quote.tokens],
        quotes: true,
        unreal: reader.is_unreal(verb),
        confidence: 0.6,
        rule: "quote/verb",
    })
}

/// "It matters because to her, “…”": a quotation after a phrase that names whose view it is.
pub(crate) fn viewpoints(reader: &Reader) -> Vec<Draft> {
    reader.quotes.iter().filter_map(|quote| viewpoint(reader, quote)).collect()
}

fn viewpoint(reader: &Reader, quote: &Quote) -> Option<Draft> {
    let parsed = reader.parsed;
    let comma = reader.previous(TokenId(quote.tokens.start)).filter(|&t| reader.reads(t, ","))?;
    let near = TokenSpan::new(comma.0.saturating_sub(VIEWER), comma.0);
    let linker = near.iter().rev().find(|&t| parsed.upos(t) == Upos::Adp && reader.quote_of(t).is_none())?;
    let words = reader.bare_phrase(TokenSpan::new(linker.0 + 1, comma.0))?;
    let head = parsed.head_of(words)?;
    // Only where a clause begins: "gave the book to her, “…”" names no view.
    let opens = reader.previous(linker).is_none_or(|p| {
        reader.is_punct(p) || matches!(parsed.upos(p), Upos::Sconj | Upos::Cconj) || reader.reads(p, "that")
    });
    let sentient = parsed.upos(head) == Upos::Pron
        || parsed.entity_at(head).is_some_and(|e| e.kind == EntityKind::Per)
        || reader.actors.at(head).is_some();
    let fits = (reader.reads(linker, "to") || reader.reads(linker, "for"))
        && words.start == linker.0 + 1
        && opens
        && sentient
        && reader.has_clause(quote.inner);
    fits.then(|| Draft {
        head: linker,
        cue: TokenSpan::one(linker),
        class: "thought",
        speaker: Some((head, words)),
        addressee: None,
        content: vec![quote.tokens],
        quotes: true,
        unreal: false,
        confidence: 0.6,
        rule: "quote/view",
    })
}

impl Reader<'_> {
    /// True when a quotation begins in `tokens`.
    pub(crate) fn holds_quote(&self, tokens: TokenSpan) -> bool {
        self.first_quote(tokens).is_some()
    }

    /// The first quotation that begins in `tokens`.
    pub(crate) fn first_quote(&self, tokens: TokenSpan) -> Option<&Quote> {
        let first = self.quotes.partition_point(|q| q.tokens.start < tokens.start);
        self.quotes.get(first).filter(|q| q.tokens.start < tokens.end)
    }

    /// "…, he said, pointing at the map": a participle after a comma, outside quotation marks.
    pub(crate) fn is_aside(&self, clause: TokenId) -> bool {
        let first = self.parsed.subtree(clause).iter().find(|&t| !self.is_punct(t));
        let comma = first.and_then(|f| self.previous(f)).is_some_and(|p| self.reads(p, ","));
        comma && self.is_ing(clause) && self.quote_of(clause).is_none()
    }

    /// True when a verb stands in `tokens`.
    pub(crate) fn holds_verb(&self, tokens: TokenSpan) -> bool {
        tokens.iter().any(|t| self.parsed.upos(t) == Upos::Verb)
    }

    /// True for quotations that begin with a capital.
    pub(crate) fn is_capitalised(&self, quote: &Quote) -> bool {
        let first = quote.inner.iter().find(|&t| !self.is_punct(t));
        first.is_some_and(|t| self.parsed.form(t).starts_with(char::is_uppercase))
    }

    /// True for quotations with which a sentence, an aside or a list after a colon begins.
    pub(crate) fn opens_sentence(&self, quote: &Quote) -> bool {
        let before = self.previous(TokenId(quote.tokens.start));
        before.is_none_or(|t| self.is_punct(t) && !self.reads(t, ","))
    }

    /// "…," with the comma before the closing mark, or before that of a quotation within.
    pub(crate) fn ends_with_comma(&self, quote: &Quote) -> bool {
        let mark = |t: &TokenId| self.parsed.form(*t).chars().all(|c| matches!(c, '\'' | '’' | '"' | '”'));
        quote.inner.iter().rev().find(|t| !mark(t)).is_some_and(|t| self.parsed.form(t).ends_with(','))
    }

    /// "In his book, “The Long Winter,” …": a title after the kind of work, or before it.
    pub(crate) fn is_title(&self, quote: &Quote) -> bool {
        let parsed = self.parsed;
        let before = self.previous(TokenId(quote.tokens.start));
        let before = before.filter(|&t| !self.reads(t, ",")).or_else(|| self.previous(before?));
        let after = self.next(TokenId(quote.tokens.end.saturating_sub(1)));
        let work = |t: Option<TokenId>| t.is_some_and(|t| self.lexicon.is_work(&parsed.lower(t)));
        let long = |t: &TokenId| parsed.form(*t).chars().filter(|c| c.is_alphabetic()).count() > 3;
        let capital = |t: TokenId| parsed.form(t).starts_with(|c: char| !c.is_lowercase());
        // "said on ‘Morning in Tarn’"
        let linked = |t: TokenId| matches!(parsed.upos(t), Upos::Adp | Upos::Part);
        let aired = quote.inner.len() > 1 && self.previous(TokenId(quote.tokens.start)).is_some_and(linked);
        let labelled = |t: TokenId| ["labelled", "labeled", "marked"].iter().any(|w| self.reads(t, w));
        self.previous(TokenId(quote.tokens.start)).is_some_and(|t| labelled(t) && parsed.dep(t) == Dep::Acl)
            || (work(before) || work(after) || aired) && quote.inner.iter().filter(long).all(capital)
    }

    /// "Bill ‘Big Daddy’ Ross": a few quoted words inside a name.
    pub(crate) fn is_nickname(&self, quote: &Quote) -> bool {
        let name = |t: Option<TokenId>| t.is_some_and(|t| self.parsed.upos(t) == Upos::Propn);
        quote.inner.len() <= crate::speaker::NICKNAME
            && name(self.previous(TokenId(quote.tokens.start)))
            && name(self.next(TokenId(quote.tokens.end.saturating_sub(1))))
    }
}
