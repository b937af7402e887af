//! Stretches between quotation marks and turns of a transcript, and who speaks in them: what "we" and "I" need.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::tables::TABLES;

/// How far from its quotation a verb of saying is looked for, in tokens.
const REACH: u32 = 60;

/// A quotation and the subject of the verb of saying around it.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    pub(crate) tokens: TokenSpan,
    pub(crate) speaker: Option<TokenId>,
}

/// The quotations of the document, in text order; a paragraph ends an unclosed one.
pub(crate) fn find(parsed: &Parsed) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Option<(u32, u32)> = None;
    for (_, sentence) in parsed.sentences() {
        for token in sentence.tokens.iter() {
            if parsed.upos(token) != Upos::Punct {
                continue;
            }
            let form = parsed.form(token);
            let straight = matches!(form.as_ref(), "\"" | "''" | "``");
            let closes = form == "”" || (straight && open.is_some());
            let opens = matches!(form.as_ref(), "“" | "„") || (straight && open.is_none());
            if let (true, Some((start, paragraph))) = (closes, open) {
                if paragraph == sentence.paragraph && start < token.0 {
                    quotes.push(Quote { tokens: TokenSpan::new(start, token.0), speaker: None });
                    open = None;
                    continue;
                }
                open = straight.then_some((token.0 + 1, sentence.paragraph));
            } else if opens {
                open = Some((token.0 + 1, sentence.paragraph));
            }
        }
    }
    attribute(parsed, &mut quotes);
    for turn in turns(parsed) {
        let at = quotes.partition_point(|q| q.tokens.end <= turn.tokens.start);
        if quotes.get(at).is_none_or(|q| q.tokens.start >= turn.tokens.end) {
            quotes.insert(at, turn);
        }
    }
    quotes
}

/// The turns of a transcript: a paragraph behind its speaker's name in capitals and a colon ("BERGSTROM: We agree.").
fn turns(parsed: &Parsed) -> Vec<Quote> {
    let mut turns: Vec<Quote> = Vec::new();
    let mut paragraph = None;
    for (_, sentence) in parsed.sentences() {
        let tokens = sentence.tokens;
        if paragraph == Some(sentence.paragraph) {
            if let Some(turn) = turns.last_mut().filter(|t| t.tokens.end == tokens.start) {
                turn.tokens.end = tokens.end;
            }
            continue;
        }
        paragraph = Some(sentence.paragraph);
        let label = tokens.iter().take_while(|t| {
            let form = parsed.form(*t);
            form.chars().count() > 1 && form.chars().all(|c| c.is_uppercase() || c == '.')
        });
        let label = label.take(4).count() as u32;
        let colon = TokenId(tokens.start + label);
        if (1..=3).contains(&label) && colon.0 < tokens.end && parsed.form(colon) == ":" {
            let speaker = TokenId(tokens.start + label - 1);
            turns.push(Quote { tokens: TokenSpan::new(colon.0 + 1, tokens.end), speaker: Some(speaker) });
        }
    }
    turns
}

fn attribute(parsed: &Parsed, quotes: &mut [Quote]) {
    let mut last: Option<(TokenId, u32)> = None;
    let spans: Vec<TokenSpan> = quotes.iter().map(|q| q.tokens).collect();
    for quote in quotes.iter_mut() {
        let first = parsed.sentence_of(TokenId(quote.tokens.start));
        let end = parsed.sentence_of(TokenId(quote.tokens.end.saturating_sub(1)));
        let paragraph = first.paragraph;
        let around = TokenSpan::new(
            first.tokens.start.max(quote.tokens.start.saturating_sub(REACH)),
            end.tokens.end.min(quote.tokens.end + REACH),
        );
        let here = cue(parsed, around, &spans).or_else(|| {
            let next = end.tokens.end;
            let follows = (next < parsed.all_tokens().end).then(|| parsed.sentence_of(TokenId(next)))?;
            let near = TokenSpan::new(next, follows.tokens.end.min(next + REACH));
            (follows.paragraph == paragraph).then(|| cue(parsed, near, &spans)).flatten()
        });
        quote.speaker = here.or(last.filter(|l| paragraph - l.1 <= 1).map(|l| l.0));
        if let Some(speaker) = here {
            last = Some((speaker, paragraph));
        }
    }
}

/// The subject of a verb of saying outside all quotations.
fn cue(parsed: &Parsed, tokens: TokenSpan, quotes: &[TokenSpan]) -> Option<TokenId> {
    let from = quotes.partition_point(|q| q.end <= tokens.start);
    let near: Vec<TokenSpan> =
        quotes.get(from..)?.iter().copied().take_while(|q| q.start < tokens.end).collect();
    tokens
        .iter()
        .filter(|t| parsed.upos(*t) == Upos::Verb && TABLES.speech_verbs.contains(parsed.lemma(*t)))
        .find_map(|verb| {
            let outside = |t: &TokenId| !near.iter().any(|q| q.has(*t));
            // The parser may hang the subject behind a quotation on the verb inside it.
            let hung = || {
                let inner = parsed.child(verb, Dep::Ccomp).filter(|c| *c < verb)?;
                parsed.children_by(inner, Dep::Nsubj).find(|s| *s > inner && outside(s))
            };
            Some(verb).filter(outside).and_then(|v| parsed.child(v, Dep::Nsubj).or_else(hung))
        })
}

/// The quotation that holds a token.
pub(crate) fn at(quotes: &[Quote], token: TokenId) -> Option<&Quote> {
    let i = quotes.partition_point(|q| q.tokens.end <= token.0);
    quotes.get(i).filter(|q| q.tokens.has(token))
}
