//! Which cue a quotation belongs to.
//!
//! Syntax alone fails here: a quotation may hold many sentences, stand before, after or around its cue, or go on in
//! the next paragraph. So quotations that no draft covers look for a cue in the words that separate them from their
//! neighbours, and else continue the statement before them. What finds neither is a title or a scare quote.

use gesta_syntax::Upos;
use gesta_text::{TokenId, TokenSpan};

use crate::pieces::minus;
use crate::quote::Quote;
use crate::reader::{Draft, Reader};

/// How far from a quotation its cue is looked for, in tokens.
const REACH: u32 = 45;

/// Extends the content of drafts to whole quotations and gives the remaining quotations to their cues.
/// `drafts` are sorted by head.
pub(crate) fn attach(reader: &Reader, drafts: &mut [Draft]) {
    let mut owner = vec![None; reader.quotes.len()];
    let titles: Vec<bool> = reader.quotes.iter().map(|q| reader.is_title(q)).collect();
    let title = |p: &TokenSpan| {
        let quote = reader.quote_of(TokenId(p.start)).filter(|&q| titles.get(q) == Some(&true));
        quote.and_then(|q| reader.quotes.get(q)).is_some_and(|q| q.tokens.contains(*p))
    };
    for (index, draft) in drafts.iter_mut().enumerate() {
        if reader.quote_of(draft.head).is_none() {
            draft.content.retain(|p| !title(p));
        }
        extend(reader, index, draft, &mut owner);
    }
    let mut last: Option<(usize, u32)> = None;
    for (index, quote) in reader.quotes.iter().enumerate() {
        if titles.get(index) == Some(&true) {
            continue;
        }
        let continues = index.checked_sub(1).filter(|&p| {
            reader.quotes.get(p).is_some_and(|p| p.open_end && p.paragraph + 1 == quote.paragraph)
        });
        let chained = continues
            .and_then(|p| owner.get(p).copied().flatten())
            .filter(|_| starts_paragraph(reader, quote));
        let reported = directly_after(reader, drafts, quote).filter(|_| chained.is_none());
        if let Some(cue) = reported.and_then(|d| drafts.get_mut(d)) {
            // "…," said the guard, who feared that …: the quotation is what he said.
            if cue.speaker.is_none() {
                let words = inverted(reader, cue, quote);
                cue.speaker = words.and_then(|w| Some((reader.parsed.head_of(w)?, w)));
            }
            let quoted = |p: &TokenSpan| reader.quote_of(TokenId(p.start)).is_some();
            cue.content.retain(|p| match p.start < quote.tokens.end {
                true => p.end > quote.tokens.start || quoted(p),
                false => reader.holds_quote(*p),
            });
        }
        let found = owner.get(index).copied().flatten().or(chained).or(reported);
        let found = found.or_else(|| match starts_paragraph(reader, quote) {
            true => after(reader, drafts, quote).or_else(|| before(reader, drafts, quote)),
            false => before(reader, drafts, quote).or_else(|| after(reader, drafts, quote)),
        });
        let found = found.or_else(|| continued(reader, drafts, quote, last));
        let Some(draft) = found else { continue };
        if let (Some(slot), Some(cue)) = (owner.get_mut(index), drafts.get_mut(draft)) {
            if slot.replace(draft).is_none() {
                cue.content.push(quote.tokens);
            }
            if let Some(words) = between(reader, quote, cue) {
                speaks(reader, cue, words);
            }
        }
        let signed = drafts.get(draft).is_some_and(|d| d.rule == "layout/dash");
        if is_sentence(reader, quote) {
            last = Some((draft, quote.paragraph)).filter(|_| !signed);
        }
    }
    for draft in drafts.iter_mut().filter(|d| d.quotes && d.content.is_empty()) {
        draft.content.extend(block(reader, draft));
    }
}

/// The paragraph after a cue that ends its own with a colon: a quotation set off without marks.
fn block(reader: &Reader, draft: &Draft) -> Option<TokenSpan> {
    let parsed = reader.parsed;
    let colon = TokenId(draft.cue.end.checked_sub(1)?);
    let sentence = parsed.sentence_of(colon);
    let paragraph = parsed.document().paragraphs().get(sentence.paragraph as usize + 1)?;
    let next = parsed.document().tokens_in(*paragraph);
    let ends =
        reader.reads(colon, ":") && draft.cue.end == sentence.tokens.end && next.start == draft.cue.end;
    (ends && reader.quote_of(TokenId(next.start)).is_none()).then_some(next)
}

/// The words between a quotation and its cue, when they can only be the speaker: "…," the old baker said.
fn between(reader: &Reader, quote: &Quote, draft: &Draft) -> Option<TokenSpan> {
    reader.bare_phrase(TokenSpan::new(quote.tokens.end, draft.cue.start.max(quote.tokens.end)))
}

/// Makes `words` the speaker unless the parser found one among them.
fn speaks(reader: &Reader, draft: &mut Draft, words: TokenSpan) {
    let pronoun = |head| reader.parsed.upos(head) == Upos::Pron;
    let found = |(head, span): (TokenId, TokenSpan)| {
        words.contains(span) && (span.start == words.start || pronoun(head))
    };
    if draft.speaker.is_some_and(found) {
        return;
    }
    if let Some(head) = reader.parsed.head_of(words) {
        draft.speaker = Some((head, words));
        draft.content = draft.content.iter().flat_map(|p| minus(*p, words)).collect();
    }
}

/// Grows each piece that cuts a quotation to the whole of it; a statement inside a quotation stays inside.
fn extend(reader: &Reader, index: usize, draft: &mut Draft, owner: &mut [Option<usize>]) {
    let home = reader.quote_of(draft.head);
    for piece in &mut draft.content {
        while piece.start + 1 < piece.end
            && reader.parsed.form(TokenId(piece.start)).starts_with([',', ':', '—', '–'])
        {
            piece.start += 1;
        }
        if let Some(quote) = home.and_then(|q| reader.quotes.get(q)) {
            if let Some(slot) = home.filter(|_| draft.rule == "layout/label").and_then(|q| owner.get_mut(q)) {
                slot.get_or_insert(index); // the speaker's next paragraphs follow
            }
            *piece = TokenSpan::new(piece.start.max(quote.inner.start), piece.end.min(quote.inner.end));
            continue;
        }
        let first = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
        let (start, end) = (piece.start, piece.end);
        for (q, quote) in
            reader.quotes.iter().enumerate().skip(first).take_while(|(_, q)| q.tokens.start < end)
        {
            let marks_only = quote.inner.end <= start || quote.inner.start >= end;
            let speaker_inside = draft.speaker.is_some_and(|(_, s)| quote.tokens.overlaps(s));
            if marks_only || speaker_inside {
                continue;
            }
            *piece = piece.cover(quote.tokens);
            if let Some(slot) = owner.get_mut(q) {
                slot.get_or_insert(index);
            }
        }
    }
    draft.content.retain(|p| !p.is_empty());
}

fn starts_paragraph(reader: &Reader, quote: &Quote) -> bool {
    let paragraph = reader.parsed.document().paragraphs().get(quote.paragraph as usize);
    paragraph.is_some_and(|p| p.start == quote.span.start)
}

/// Drafts whose head lies in `tokens` and outside any quotation, in text order.
fn within<'d>(
    reader: &'d Reader,
    drafts: &'d [Draft],
    tokens: TokenSpan,
) -> impl DoubleEndedIterator<Item = (usize, &'d Draft)> {
    let first = drafts.partition_point(|d| d.head.0 < tokens.start);
    let end = drafts.partition_point(|d| d.head.0 < tokens.end);
    let range = drafts.get(first..end.max(first)).unwrap_or(&[]);
    range
        .iter()
        .enumerate()
        .map(move |(i, d)| (first + i, d))
        .filter(|(_, d)| d.quotes && reader.quote_of(d.head).is_none())
}

/// The cue before a quotation: in the same sentence, or in one that ends with a colon.
fn before(reader: &Reader, drafts: &[Draft], quote: &Quote) -> Option<usize> {
    let parsed = reader.parsed;
    let first = TokenId(quote.tokens.start);
    let sentence = parsed.sentence_of(first);
    let mut from = sentence.tokens.start;
    let previous = TokenId(first.0.checked_sub(1)?);
    let introduced = reader.reads(previous, ":") || reader.reads(previous, ",");
    if from == first.0 {
        let before = parsed.sentence_of(previous);
        if !introduced || before.paragraph + 1 < sentence.paragraph {
            return None;
        }
        from = before.tokens.start;
    }
    from = from.max(first.0.saturating_sub(REACH));
    let (index, draft) = within(reader, drafts, TokenSpan::new(from, first.0)).next_back()?;
    let interrupted = draft.content.iter().any(|p| p.end <= draft.cue.start)
        && draft.content.iter().all(|p| reader.quote_of(TokenId(p.start)).is_some());
    let gap = TokenSpan::new(draft.cue.end.min(first.0), first.0);
    let linked = gap.len() == 1 && gap.iter().all(|t| parsed.upos(t) == Upos::Adp);
    let adjacent = gap.is_empty() || linked || introduced;
    let whole = is_sentence(reader, quote) && reader.is_capitalised(quote);
    let long = !draft.content.is_empty() && (whole || quote.inner.len() >= 4 && !interrupted);
    let others = reader.quotes.partition_point(|q| q.tokens.start < draft.cue.end);
    let listed = reader.quotes.get(others).is_some_and(|q| q.tokens.start < first.0);
    if draft.content.is_empty() && listed && !reader.reads(previous, ":") {
        return None; // "opened with films like “Dusk,” “Dawn” and, perhaps, “Noon”"
    }
    if interrupted && whole && verb_between(reader, draft, quote) {
        return None; // "…," she said, listing a few questions, such as, "…"
    }
    if draft.speaker.is_none() && first.0 > draft.cue.end + 4 {
        return None;
    }
    let apart = draft.speaker.is_none_or(|(_, s)| !s.overlaps(quote.tokens));
    (apart && (adjacent || interrupted || long)).then_some(index)
}

/// True when a verb stands between the report and the quotation.
fn verb_between(reader: &Reader, draft: &Draft, quote: &Quote) -> bool {
    let report = draft.speaker.map_or(draft.cue, |(_, words)| draft.cue.cover(words));
    reader.holds_verb(TokenSpan::new(report.end.min(quote.tokens.start), quote.tokens.start))
}

/// "…," tweeted the guard: the words after a cue without a subject.
fn inverted(reader: &Reader, draft: &Draft, quote: &Quote) -> Option<TokenSpan> {
    let sentence = reader.parsed.sentence_of(draft.head).tokens;
    let rest = TokenSpan::new(draft.cue.end, sentence.end.max(draft.cue.end));
    let end = rest.iter().find(|&t| reader.is_punct(t)).map_or(rest.end, |t| t.0);
    let object = draft.content.first().filter(|p| p.start == draft.cue.end);
    let words = object.copied().unwrap_or(TokenSpan::new(rest.start, end));
    reader.bare_phrase(words).filter(|_| draft.cue.start == quote.tokens.end)
}

/// The cue that the comma of a quotation that begins a sentence leads to: "…," the mayor said.
fn directly_after(reader: &Reader, drafts: &[Draft], quote: &Quote) -> Option<usize> {
    if !reader.opens_sentence(quote) || !reader.ends_with_comma(quote) {
        return None;
    }
    let next = quote.tokens.end;
    let (index, draft) = within(reader, drafts, TokenSpan::new(next, next + REACH)).next()?;
    let Some((_, words)) = draft.speaker else {
        return inverted(reader, draft, quote).map(|_| index);
    };
    let report = draft.cue.cover(words);
    let adjacent = words.end == draft.cue.start || draft.cue.end == words.start;
    (adjacent && report.start == next).then_some(index)
}

/// The cue after a quotation: "…," the mayor said.
fn after(reader: &Reader, drafts: &[Draft], quote: &Quote) -> Option<usize> {
    let parsed = reader.parsed;
    let last = quote.inner.iter().next_back()?;
    let document = parsed.document();
    let total = parsed.all_tokens().end;
    let next = TokenId(quote.tokens.end);
    if next.0 >= total || quote.open_end {
        return None;
    }
    let final_form = parsed.form(last);
    let closes = final_form.ends_with([',', '.', '?', '!', '…', '—', '–', '-']);
    let comma = final_form.ends_with([',', '?', '!', '…', '—', '–', '-']);
    let aside = parsed.form(next).starts_with([',', '—', '–', '-']);
    if !closes && !aside {
        return None;
    }
    let sentence = parsed.sentence_of(next);
    if sentence.paragraph != quote.paragraph {
        return None;
    }
    let same = document.token(next).sentence == document.token(last).sentence;
    let lower = parsed.form(next).chars().next().is_some_and(char::is_lowercase);
    if !(comma || aside || lower || same) {
        return None;
    }
    let following = reader.quotes.partition_point(|q| q.tokens.start < quote.tokens.end);
    let later = reader.quotes.get(following..).unwrap_or(&[]).iter();
    let limit = later.take(2).find(|q| !reader.is_nickname(q)).map_or(total, |q| q.tokens.start);
    let gap = TokenSpan::new(next.0, sentence.tokens.end.min(limit).min(next.0 + REACH));
    let (index, draft) = within(reader, drafts, gap).next()?;
    let speech = || reader.verb(draft.head).iter().any(|c| c.frames.that && c.frames.quote);
    if !(same || lower || comma && final_form.ends_with(',') || speech()) {
        return None; // "…?” The mayor put his house up for sale."
    }
    let near =
        draft.speaker.is_some_and(|(head, _)| gap.has(head) || head.0 >= gap.end && head.0 < gap.end + 2);
    let free =
        draft.content.iter().all(|p| p.end <= draft.head.0 || reader.quote_of(TokenId(p.start)).is_some());
    (near && free).then_some(index)
}

/// A quotation without a cue of its own that goes on with what was said before it.
fn continued(reader: &Reader, drafts: &[Draft], quote: &Quote, last: Option<(usize, u32)>) -> Option<usize> {
    let parsed = reader.parsed;
    let first = TokenId(quote.tokens.start);
    let sentence = parsed.sentence_of(first);
    let opens_sentence = sentence.tokens.start == first.0 || starts_paragraph(reader, quote);
    if !opens_sentence || !is_sentence(reader, quote) {
        return None;
    }
    let paragraph = parsed.document().paragraphs().get(quote.paragraph as usize)?;
    let from = parsed.document().tokens_in(*paragraph).start;
    let here = within(reader, drafts, TokenSpan::new(from, first.0)).next_back().map(|(i, _)| i);
    // "… because “nobody knows it,” she said. “…”": her report has nothing else to say.
    let follows = |d: &Draft| {
        let report = d.speaker.map_or(d.cue, |(_, words)| d.cue.cover(words));
        report.start.checked_sub(1).is_some_and(|t| reader.quote_of(TokenId(t)).is_some())
    };
    let signed = |d: &Draft| d.rule == "layout/dash";
    let reports = |d: &Draft| d.speaker.is_some() && !signed(d) && (!d.content.is_empty() || follows(d));
    let outer = here.filter(|&i| drafts.get(i).is_some_and(reports));
    let recent = last.filter(|&(_, p)| {
        p == quote.paragraph || (p + 1 == quote.paragraph && starts_paragraph(reader, quote))
    });
    let recent = recent.map(|(d, _)| d);
    // "…," she said after hinting that the deal was off. "…": her words go on, not the hint.
    let sentence = |d: usize| drafts.get(d).map(|d| parsed.document().token(d.head).sentence);
    let free = |d: usize| {
        drafts.get(d).is_some_and(|d| {
            let pronoun = d.speaker.is_some_and(|(head, _)| parsed.upos(head) == Upos::Pron);
            pronoun && d.content.is_empty() && follows(d)
        })
    };
    match (outer, recent) {
        (Some(o), Some(r)) if sentence(o) == sentence(r) => Some(if free(o) { o } else { r }),
        _ => outer.max(recent),
    }
}

/// True for whole sentences rather than titles or single words: a finite verb, or a full stop before the closing mark.
fn is_sentence(reader: &Reader, quote: &Quote) -> bool {
    let stops = quote
        .inner
        .iter()
        .next_back()
        .is_some_and(|t| reader.parsed.form(t).ends_with(['.', '?', '!', '…', ',']));
    stops && quote.inner.len() >= 3 || reader.has_clause(quote.inner) && quote.inner.len() >= 5
}
