//! Speakers named by layout: `KING: …`, a quotation followed by a dash and a name.

use gesta_syntax::Upos;
use gesta_text::{SentenceKind, Span, TokenId, TokenSpan};

use crate::reader::{Draft, Reader};

/// A label has at most this many tokens.
const LABEL: u32 = 8;

/// Drafts the statements of paragraphs that begin with a speaker's name and a colon, or end with a dash and a name.
pub(crate) fn drafts(reader: &Reader) -> Vec<Draft> {
    let document = reader.parsed.document();
    let mut out = Vec::new();
    for &paragraph in document.paragraphs() {
        let tokens = document.tokens_in(paragraph);
        let Some(first) = tokens.iter().next() else { continue };
        if document.sentence(document.token(first).sentence).kind == SentenceKind::Furniture {
            continue;
        }
        out.extend(labelled(reader, tokens).or_else(|| dashed(reader, paragraph, tokens)));
    }
    out
}

/// `KING: We will not yield.` or `King: “We will not yield.”`
fn labelled(reader: &Reader, tokens: TokenSpan) -> Option<Draft> {
    let parsed = reader.parsed;
    let colon = tokens.iter().take(LABEL as usize).find(|&t| reader.reads(t, ":"))?;
    let first = tokens.iter().find(|&t| !reader.is_punct(t))?;
    let name = TokenSpan::new(first.0, colon.0);
    let content = TokenSpan::new(colon.0 + 1, tokens.end);
    if name.is_empty() || content.is_empty() {
        return None;
    }
    let label = parsed.text_of(name);
    let shouted = label.chars().any(char::is_alphabetic) && !label.chars().any(char::is_lowercase);
    let named = name
        .iter()
        .all(|t| parsed.upos(t) == Upos::Propn || reader.is_punct(t) || parsed.form(t).ends_with('.'));
    let quoted = reader.quote_of(TokenId(content.start)).is_some();
    let head = parsed.head_of(name)?;
    let headline = parsed.sentence_of(colon).kind == SentenceKind::Headline;
    let names_someone = parsed.upos(head) == Upos::Propn || reader.actors.at(head).is_some();
    if !(shouted && label.len() > 1 && content.len() > 1 && names_someone || (quoted || headline) && named) {
        return None;
    }
    Some(draft(colon, (head, name), content, "layout/label"))
}

/// `“We will not yield.” — Ada King`
fn dashed(reader: &Reader, paragraph: Span, tokens: TokenSpan) -> Option<Draft> {
    let parsed = reader.parsed;
    let quote = reader.quote_of(TokenId(tokens.start)).and_then(|q| reader.quotes.get(q))?;
    let dash = TokenId(quote.tokens.end);
    let name = TokenSpan::new(dash.0 + 1, tokens.end);
    if quote.span.start != paragraph.start
        || !tokens.has(dash)
        || name.is_empty()
        || name.len() > LABEL as usize * 2
    {
        return None;
    }
    let head = parsed.head_of(name)?;
    let named =
        parsed.upos(head) == Upos::Propn && matches!(&*parsed.form(dash), "—" | "–" | "-" | "--" | "―");
    named.then(|| draft(dash, (head, name), quote.tokens, "layout/dash"))
}

fn draft(mark: TokenId, speaker: (TokenId, TokenSpan), content: TokenSpan, rule: &'static str) -> Draft {
    Draft {
        head: mark,
        cue: TokenSpan::one(mark),
        class: "said",
        speaker: Some(speaker),
        addressee: None,
        content: vec![content],
        quotes: true,
        unreal: false,
        confidence: 0.9,
        rule,
    }
}
