//! Arithmetic on stretches of tokens: what is left of content when cue and speaker are taken out, and how it is trimmed.

use gesta_text::{TokenId, TokenSpan};

use crate::reader::Reader;

/// `whole` without `hole`, in at most two pieces.
pub(crate) fn minus(whole: TokenSpan, hole: TokenSpan) -> Vec<TokenSpan> {
    let left = TokenSpan::new(whole.start, whole.end.min(hole.start));
    let right = TokenSpan::new(whole.start.max(hole.end), whole.end);
    [left, right].into_iter().filter(|p| !p.is_empty()).collect()
}

/// The clause headed by `content` without the words of the clause `head` that reports it.
///
/// Report and content may enclose each other ("The bridge, he said, is safe"): whatever hangs on the report but not
/// on the content is taken out.
pub(crate) fn subtree_minus(reader: &Reader, content: TokenId, head: TokenId) -> Vec<TokenSpan> {
    let parsed = reader.parsed;
    let whole = parsed.subtree(content);
    let mut hole = TokenSpan::one(head);
    for child in reader.children(head).filter(|&c| c != content && !reader.is_punct(c)) {
        hole = hole.cover(parsed.subtree(child));
    }
    if hole.contains(whole) {
        return vec![whole];
    }
    minus(whole, hole)
}

/// Merges overlapping stretches, and touching ones within a paragraph; the result is in text order.
pub(crate) fn merged(reader: &Reader, mut pieces: Vec<TokenSpan>) -> Vec<TokenSpan> {
    pieces.sort_unstable();
    let mut out: Vec<TokenSpan> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last)
                if piece.start < last.end || piece.start == last.end && !starts_paragraph(reader, piece) =>
            {
                last.end = last.end.max(piece.end)
            }
            _ => out.push(piece),
        }
    }
    out
}

fn starts_paragraph(reader: &Reader, piece: TokenSpan) -> bool {
    let document = reader.parsed.document();
    let paragraph = |t: u32| document.sentence(document.token(TokenId(t)).sentence).paragraph;
    piece.start > 0 && piece.start < piece.end && paragraph(piece.start - 1) != paragraph(piece.start)
}

/// Between "in" and "statement" there are at most this many tokens.
const CIRCUMSTANCE: u32 = 4;

/// Cuts "in a statement" and what follows it off a piece when it stands right after a quotation, or when it goes on with
/// whom the message went to ("in a letter shared with us"): it tells where the words were said.
pub(crate) fn without_circumstance(reader: &Reader, piece: TokenSpan) -> TokenSpan {
    let first = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
    let within = reader.quotes.get(first..).unwrap_or(&[]).iter().take_while(|q| q.tokens.end < piece.end);
    let message = |t: TokenId| reader.lexicon.is_message(&reader.parsed.lower(t));
    for quote in within {
        let after = TokenSpan::new(quote.tokens.end, piece.end.min(quote.tokens.end + CIRCUMSTANCE));
        if reader.reads(TokenId(after.start), "in") && after.iter().any(message) {
            return TokenSpan::new(piece.start, after.start);
        }
    }
    if let Some(start) = message_at_end(reader, piece) {
        return TokenSpan::new(piece.start, start);
    }
    let sent = reader.first_sent(TokenSpan::new(piece.start + 1, piece.end));
    sent.map_or(piece, |t| TokenSpan::new(piece.start, t.0))
}

/// "… **in a statement on Friday**": where the message begins in which something was said, when only a time follows it.
fn message_at_end(reader: &Reader, piece: TokenSpan) -> Option<u32> {
    let word = |t: u32| reader.parsed.lower(TokenId(t));
    let time = |t: &u32| reader.reads(TokenId(*t), "on") || reader.lexicon.is_time(&word(*t));
    let end = (piece.start..piece.end).rev().take(CIRCUMSTANCE as usize).find(|t| !time(t))?;
    let noun = TokenId(end);
    let first = TokenId(end.checked_sub(2)?);
    let article = TokenId(end - 1);
    let found = reader.is_message(noun)
        && reader.reads(first, "in")
        && (reader.reads(article, "a") || reader.reads(article, "an"))
        && reader.quote_of(noun).is_none();
    (found && first.0 > piece.start + 1).then_some(first.0)
}

/// Strips white space and the punctuation that belongs to the sentence rather than to what is said: commas, dashes,
/// colons and the full stop; everything within quotation marks is kept, and so is a question mark.
pub(crate) fn trimmed(reader: &Reader, mut piece: TokenSpan) -> TokenSpan {
    let stray = |t: TokenId| {
        let quoted =
            reader.quote_of(t).and_then(|q| reader.quotes.get(q)).is_some_and(|q| q.tokens.overlaps(piece));
        !quoted && reader.is_punct(t)
    };
    let brackets = |t: TokenId, kinds: &[char]| reader.parsed.form(t).starts_with(kinds);
    let mut start = piece.start;
    if piece.len() > 1 && reader.links(TokenId(start)) {
        start += 1;
    }
    while start < piece.end && stray(TokenId(start)) && !brackets(TokenId(start), &['(', '[', '$', '#', '@'])
    {
        start += 1;
    }
    let mut end = piece.end;
    let opens = |t: TokenId| {
        let quote = reader.quote_of(t).and_then(|q| reader.quotes.get(q));
        quote.is_some_and(|q| q.tokens.start == t.0 && q.tokens.end > piece.end)
    };
    while end > start && opens(TokenId(end - 1)) {
        end -= 1;
    }
    while end > start
        && stray(TokenId(end - 1))
        && !brackets(TokenId(end - 1), &[')', ']', '?', '!', '%', '…'])
    {
        end -= 1;
    }
    piece.start = start;
    piece.end = end;
    piece
}
