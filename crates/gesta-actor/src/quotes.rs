//! Stretches between quotation marks, and who speaks in them: what "we" and "I" need.

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
    quotes
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
            let outside = !near.iter().any(|q| q.has(verb));
            outside.then(|| parsed.child(verb, Dep::Nsubj)).flatten()
        })
}

/// The quotation that holds a token.
pub(crate) fn at(quotes: &[Quote], token: TokenId) -> Option<&Quote> {
    let i = quotes.partition_point(|q| q.tokens.end <= token.0);
    quotes.get(i).filter(|q| q.tokens.has(token))
}
