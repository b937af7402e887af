//! What the reporter adds at the end of what somebody said: an apposition, a relative clause, a remark after a dash.
//!
//! PolNeAR's guidelines leave out of the content whatever may be background that the author added ("be conservative"). An
//! aside is cut only where it ends the content, outside quotation marks, and holds no quotation itself.

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::reader::{Draft, Reader};

/// An aside begins at most this many tokens before the end of the content.
const LONGEST: u32 = 60;

/// A piece of the content of a verb without the aside at its end.
pub(crate) fn without_aside(reader: &Reader, draft: &Draft, piece: TokenSpan) -> TokenSpan {
    if !draft.rule.starts_with("verb/") || piece.start < draft.cue.end {
        return piece;
    }
    let window = TokenSpan::new((piece.start + 1).max(piece.end.saturating_sub(LONGEST)), piece.end);
    let home = reader.quote_of(draft.head);
    let outside = |t: &TokenId| reader.quote_of(*t) == home;
    let pauses = || reader.pauses_in(window).filter(outside);
    let lone = pauses().filter(|&t| !reader.reads(t, ",")).count() == 1;
    let opens = |t: &TokenId| {
        let rest = TokenSpan::new(t.0 + 1, piece.end);
        let added = match reader.reads(*t, ",") {
            true => is_apposition(reader, *t, rest) || is_background(reader, draft, *t, rest),
            false => lone && is_remark(reader, *t, rest),
        };
        added && (home.is_some() || !reader.holds_quote(rest))
    };
    let aside = pauses().find(opens);
    aside.map_or(piece, |t| TokenSpan::new(piece.start, t.0))
}

/// "the mayor, **a man of few words**": a noun with an article in apposition to the last noun.
fn is_apposition(reader: &Reader, comma: TokenId, rest: TokenSpan) -> bool {
    let parsed = reader.parsed;
    let Some(head) = parsed.head_of(rest).filter(|&h| parsed.dep(h) == Dep::Appos) else { return false };
    let article = rest.iter().next().is_some_and(|t| parsed.upos(t) == Upos::Det);
    let span = parsed.subtree(head);
    article && span.start >= comma.0 && span.end >= rest.end
}

/// "condemned the plan, **which would close the mine**": a relative clause after a noun phrase that is the whole content.
fn is_background(reader: &Reader, draft: &Draft, comma: TokenId, rest: TokenSpan) -> bool {
    let parsed = reader.parsed;
    let phrase =
        matches!(draft.rule, "verb/object" | "verb/preposition" | "verb/object-complement" | "verb/evidence");
    let Some(head) = parsed.head_of(rest).filter(|&h| parsed.dep(h) == Dep::AclRelcl) else { return false };
    let span = parsed.subtree(head);
    phrase && span.start >= comma.0 && span.end >= rest.end
}

/// " - **a charge that stung**": after a dash a noun takes up what was said, to tell something of it.
fn is_remark(reader: &Reader, dash: TokenId, rest: TokenSpan) -> bool {
    let parsed = reader.parsed;
    let Some(head) = parsed.head_of(rest).filter(|&h| parsed.upos(h) == Upos::Noun) else { return false };
    let comments = reader.child(head, Dep::AclRelcl).is_some_and(|c| c > head);
    let quoted = reader.previous(dash).is_some_and(|t| reader.quote_of(t).is_some());
    (comments || quoted) && parsed.subtree(head).end >= rest.end
}
