//! Speakers named by layout: `KING: …`, a quotation followed by a dash and a name, or a sentence that ends with a colon.

use gesta_syntax::{EntityKind, Upos};
use gesta_text::{SentenceKind, Span, TokenId, TokenSpan};

use crate::pieces::trimmed;
use crate::reader::{Draft, Reader};

/// A label has at most this many tokens.
const LABEL: u32 = 8;
/// A sentence that only introduces a quotation has at most this many tokens.
const INTRODUCTION: usize = 30;

/// Drafts the statements of paragraphs that begin with a speaker's name and a colon, or end with a dash and a name.
pub(crate) fn drafts(reader: &Reader) -> Vec<Draft> {
    let document = reader.parsed.document();
    let text = reader.parsed.text();
    let mut out = Vec::new();
    let dialogue = document.paragraphs().iter().filter(|p| is_turn(p.of(text))).nth(1).is_some();
    for (index, &paragraph) in document.paragraphs().iter().enumerate() {
        let tokens = document.tokens_in(paragraph);
        let Some(first) = tokens.iter().next() else { continue };
        let furniture = document.sentence(document.token(first).sentence).kind == SentenceKind::Furniture;
        if furniture && !(dialogue && is_turn(paragraph.of(text))) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|i| document.paragraphs().get(i));
        let found = labelled(reader, tokens, dialogue)
            .or_else(|| dashed(reader, paragraph, tokens))
            .or_else(|| signed(reader, *before?, tokens))
            .or_else(|| presented(reader, tokens, *document.paragraphs().get(index + 1)?));
        out.extend(found);
    }
    out
}

/// True for a line that begins with a speaker in capitals and a colon.
fn is_turn(line: &str) -> bool {
    let label = line.trim_start_matches(['"', '“', '*']).split_once(':').map_or("", |(label, _)| label);
    label.len() <= 40 && is_shouted(label)
}

fn is_shouted(label: &str) -> bool {
    label.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && !label.chars().any(char::is_lowercase)
}

/// `KING: We will not yield.` or `King: “We will not yield.”`
fn labelled(reader: &Reader, tokens: TokenSpan, dialogue: bool) -> Option<Draft> {
    let parsed = reader.parsed;
    let colon = tokens.iter().take(LABEL as usize).find(|&t| reader.reads(t, ":"))?;
    let first = tokens.iter().find(|&t| !reader.is_punct(t))?;
    let name = TokenSpan::new(first.0, colon.0);
    let content = TokenSpan::new(colon.0 + 1, tokens.end);
    if name.is_empty() || content.is_empty() {
        return None;
    }
    let label = parsed.text_of(name);
    let shouted = is_shouted(label);
    let named = name
        .iter()
        .all(|t| parsed.upos(t) == Upos::Propn || reader.is_punct(t) || parsed.form(t).ends_with('.'));
    let quoted = reader.quote_of(TokenId(content.start)).is_some();
    let head = parsed.head_of(name)?;
    let sentence = parsed.sentence_of(colon);
    // A title may end with a full stop: it is the only sentence of the first paragraph.
    let title = tokens.start == 0 && sentence.tokens == tokens;
    let headline = sentence.kind == SentenceKind::Headline || title;
    // "Poll: …", "Report: …"
    let reports = headline && name.len() == 1 && reader.is_message(head);
    let person = parsed.entity_at(head).is_some_and(|e| e.kind == EntityKind::Per);
    let names_someone = dialogue || person || reader.actors.at(head).is_some();
    if !(shouted && content.len() > 1 && names_someone || (quoted || headline) && named || reports) {
        return None;
    }
    Some(draft(colon, (head, name), content, "layout/label"))
}

/// A paragraph with nothing but a dash and a name, below a quotation.
fn signed(reader: &Reader, before: Span, tokens: TokenSpan) -> Option<Draft> {
    let parsed = reader.parsed;
    let above = parsed.document().tokens_in(before);
    let quote = reader.quote_of(TokenId(above.start)).and_then(|q| reader.quotes.get(q))?;
    let dash = tokens.iter().next().filter(|&t| is_dash(&parsed.form(t)))?;
    let name = trimmed(reader, TokenSpan::new(dash.0 + 1, tokens.end));
    let head = parsed.head_of(name).filter(|&h| parsed.upos(h) == Upos::Propn)?;
    let fits = !name.is_empty() && name.len() <= LABEL as usize * 2 && quote.span.start == before.start;
    fits.then(|| draft(dash, (head, name), quote.tokens, "layout/dash"))
}

/// "From Chairwoman Ada King:" and a paragraph without marks.
fn presented(reader: &Reader, tokens: TokenSpan, next: Span) -> Option<Draft> {
    let parsed = reader.parsed;
    let colon = tokens.iter().next_back().filter(|&t| reader.reads(t, ":") && tokens.len() > 2)?;
    let name = reader.bare_phrase(TokenSpan::new(tokens.start + 1, colon.0))?;
    let content = parsed.document().tokens_in(next);
    let from = reader.reads(TokenId(tokens.start), "from") && name.start == tokens.start + 1;
    let quoted = reader.quote_of(TokenId(content.start)).is_some();
    (from && !quoted && !content.is_empty())
        .then(|| Some(draft(colon, (parsed.head_of(name)?, name), content, "layout/label")))?
}

fn is_dash(form: &str) -> bool {
    matches!(form, "—" | "–" | "-" | "--" | "―")
}

/// `“We will not yield.” — Ada King`
fn dashed(reader: &Reader, paragraph: Span, tokens: TokenSpan) -> Option<Draft> {
    let parsed = reader.parsed;
    let quote = reader.quote_of(TokenId(tokens.start)).and_then(|q| reader.quotes.get(q))?;
    let content = quote.tokens.cover(last_line(reader, tokens, quote.tokens.end));
    let dash = TokenId(content.end);
    let name = trimmed(reader, TokenSpan::new(dash.0 + 1, tokens.end));
    if quote.span.start != paragraph.start
        || !tokens.has(dash)
        || name.is_empty()
        || name.len() > LABEL as usize * 2
    {
        return None;
    }
    let head = parsed.head_of(name)?;
    let named = parsed.upos(head) == Upos::Propn && is_dash(&parsed.form(dash));
    named.then(|| draft(dash, (head, name), content, "layout/dash"))
}

/// `“He cried ‘help.” and “fire”.” ― Rosa Lind`: where marks do not fit together, the words up to the mark before the last
/// dash, when only a name follows it. Empty where the marks fit.
fn last_line(reader: &Reader, tokens: TokenSpan, from: u32) -> TokenSpan {
    let none = TokenSpan::new(from, from);
    let tail = TokenSpan::new(from.max(tokens.end.saturating_sub(LABEL * 2)), tokens.end);
    let bar = |t: &TokenId| reader.reads(*t, "―") || reader.reads(*t, "—");
    let Some(dash) = tail.iter().rev().find(bar).filter(|d| d.0 > from) else { return none };
    let closes = reader.parsed.form(TokenId(dash.0 - 1)).ends_with(['”', '"', '’', '\'']);
    let reports = |t: TokenId| reader.quote_of(t).is_none() && reader.verb(t).iter().any(|c| c.frames.quote);
    let middle = TokenSpan::new(from, dash.0);
    match closes && !middle.iter().any(|t| bar(&t)) && !middle.iter().any(reports) {
        true => middle,
        false => none,
    }
}

/// "The commission made the following comment: “…”": a sentence without a cue that introduces a quotation.
/// `drafts` are those found so far, sorted by head.
pub(crate) fn introductions(reader: &Reader, drafts: &[Draft]) -> Vec<Draft> {
    let mut out = Vec::new();
    for quote in &reader.quotes {
        let Some(colon) = quote.tokens.start.checked_sub(1).map(TokenId).filter(|&c| reader.reads(c, ":"))
        else {
            continue;
        };
        let sentence = reader.parsed.sentence_of(colon).tokens;
        let from = drafts.partition_point(|d| d.head.0 < sentence.start);
        let covered =
            drafts.get(from..).unwrap_or(&[]).iter().take_while(|d| d.head <= colon).any(|d| d.quotes);
        if !covered && reader.quote_of(colon).is_none() {
            let near = TokenSpan::new(sentence.start.max(colon.0.saturating_sub(LABEL)), colon.0);
            let dash = near.iter().rev().find(|&t| is_dash(&reader.parsed.form(t)));
            let start = dash.map_or(sentence.start, |d| d.0 + 1);
            out.extend(introduction(reader, TokenSpan::new(start, colon.0), colon, quote.tokens));
        }
    }
    out
}

fn introduction(reader: &Reader, words: TokenSpan, colon: TokenId, content: TokenSpan) -> Option<Draft> {
    let parsed = reader.parsed;
    let head = parsed.head_of(words)?;
    if words.len() > INTRODUCTION {
        return None;
    }
    let verbal = parsed.upos(head) == Upos::Verb;
    let from = reader.reads(TokenId(words.start), "from");
    let rest = TokenSpan::new(words.start + u32::from(from), words.end);
    let named = reader.bare_phrase(rest).filter(|w| *w == rest && (from || parsed.upos(head) == Upos::Propn));
    if let Some(name) = named {
        return Some(Draft { confidence: 0.8, ..draft(colon, (head, name), content, "layout/colon") });
    }
    let (speaker, cue) = match reader.subject(head).filter(|_| verbal) {
        Some(subject) => {
            let speaker = reader.phrase(subject, Some(head));
            (speaker, TokenSpan::new(reader.verb_group(head, None).start.max(speaker.span.end), colon.0 + 1))
        }
        None if !verbal => match reader.noun(head).and_then(|_| reader.possessor(head)) {
            Some(possessor) => (possessor, TokenSpan::new(head.0, colon.0 + 1)),
            None => return None,
        },
        None => return None,
    };
    let draft = draft(head, speaker.pair(), content, "layout/colon");
    Some(Draft { cue, confidence: 0.7, ..draft })
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
