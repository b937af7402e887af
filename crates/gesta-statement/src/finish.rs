//! From drafts to statements: extents are trimmed, kinds told, speakers resolved to actors, nesting recorded.

use gesta_actor::ActorId;
use gesta_syntax::{Dep, EntityKind, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::aside::without_aside;
use crate::pieces::{merged, trimmed, without_circumstance};
use crate::reader::{Draft, Reader};
use crate::worth::adds_a_voice;
use crate::{Statement, StatementId, StatementKind, Statements};

/// A message is told of at most this many tokens before it speaks.
const MESSAGE_DISTANCE: u32 = 120;

/// Turns drafts into statements, in the order of their first content word.
pub(crate) fn finish(reader: &Reader, drafts: Vec<Draft>) -> Statements {
    let mut ready: Vec<(Draft, Vec<TokenSpan>)> = drafts
        .into_iter()
        .filter_map(|draft| {
            let pieces = clean(reader, &draft);
            (!pieces.is_empty()).then_some((draft, pieces))
        })
        .collect();
    ready.sort_by_key(|(d, pieces)| {
        (pieces.first().map(|p| p.start), pieces.last().map(|p| std::cmp::Reverse(p.end)), d.head)
    });
    let found = nest(reader, &ready);
    let around: Vec<Option<usize>> =
        ready.iter().enumerate().map(|(i, (draft, _))| enclosing(&found, draft, i)).collect();
    let mut kept = Vec::with_capacity(ready.len());
    for (index, (draft, pieces)) in ready.iter().enumerate() {
        // Of two that hold each other's cue the first is the outer one.
        let outer = around.get(index).copied().flatten();
        let outer = outer.filter(|&o| o < index || around.get(o).copied().flatten() != Some(index));
        let outer = outer.and_then(|o| ready.get(o)).map(|(outer, _)| outer);
        if outer.is_none_or(|outer| adds_a_voice(reader, draft, outer)) {
            kept.push((draft.clone(), pieces.clone()));
        }
    }
    let mut all = nest(reader, &kept);
    let issuers = issuers(reader, &kept);
    for (index, (draft, _)) in kept.iter().enumerate() {
        let inside = enclosing(&all, draft, index).map(|i| StatementId(i as u32));
        if let Some(statement) = all.statements.get_mut(index) {
            statement.inside = inside;
            statement.speaker = statement.speaker.or(issuers.get(index).copied().flatten());
        }
    }
    all
}

/// For drafts whose speaker is "the message": the actor of the statement that was told to be made in one, a few sentences
/// before.
fn issuers(reader: &Reader, drafts: &[(Draft, Vec<TokenSpan>)]) -> Vec<Option<ActorId>> {
    let parsed = reader.parsed;
    let mut by_head: Vec<(TokenId, &Draft)> = drafts.iter().map(|(d, _)| (d.head, d)).collect();
    by_head.sort_by_key(|(head, _)| *head);
    let issuer = |noun: TokenId| {
        let word = parsed.lower(noun);
        let definite = reader
            .children_by(noun, Dep::Det)
            .any(|d| ["the", "this", "that"].iter().any(|w| reader.reads(d, w)));
        if !definite || !reader.lexicon.is_message(&word) {
            return None;
        }
        let from = noun.0.saturating_sub(MESSAGE_DISTANCE);
        let earlier = TokenSpan::new(from, noun.0).iter().rev().find(|&t| parsed.lower(t) == word)?;
        let sentence = parsed.sentence_of(earlier).tokens;
        let first = by_head.partition_point(|(h, _)| h.0 < sentence.start);
        let said = by_head.get(first..).unwrap_or(&[]).iter().take_while(|(h, _)| h.0 < sentence.end);
        said.take(MESSAGE_DISTANCE as usize)
            .filter_map(|(_, d)| d.speaker.and_then(|(head, words)| actor(reader, head, words)))
            .next()
    };
    drafts.iter().map(|(d, _)| d.speaker.and_then(|(head, _)| issuer(head))).collect()
}

fn nest(reader: &Reader, drafts: &[(Draft, Vec<TokenSpan>)]) -> Statements {
    let statements = drafts.iter().map(|(draft, pieces)| statement(reader, draft, pieces.clone())).collect();
    Statements::new(statements, reader.parsed.all_tokens().len())
}

/// The innermost other statement that holds the cue of a draft.
fn enclosing(all: &Statements, draft: &Draft, index: usize) -> Option<usize> {
    all.around(draft.head).map(|s| s.0 as usize).filter(|&s| s != index)
}

/// Pieces without the cue, the speaker and stray punctuation.
fn clean(reader: &Reader, draft: &Draft) -> Vec<TokenSpan> {
    let mut pieces = merged(reader, draft.content.clone());
    let mut holes = vec![draft.cue];
    holes.extend(draft.speaker.map(|(_, span)| span).filter(|s| {
        !draft.content.iter().any(|p| p.contains(*s) && p.len() > s.len() && !adjacent(*s, draft.cue))
    }));
    for hole in holes {
        pieces = pieces.into_iter().flat_map(|p| crate::pieces::minus(p, hole)).collect();
    }
    if reader.quote_of(draft.head).is_none() {
        pieces.iter_mut().for_each(|p| *p = quotation_alone(reader, draft.cue, *p));
    }
    let quoted = |t: TokenId| reader.quote_of(t).is_some();
    let direct = pieces
        .first()
        .is_some_and(|p| p.start < draft.cue.start && p.iter().filter(|&t| !reader.is_punct(t)).all(quoted));
    if direct && reader.quote_of(draft.head).is_none() {
        pieces = pieces.into_iter().flat_map(|p| quoted_parts(reader, draft.cue, p)).collect();
    }
    let words = |p: &TokenSpan| p.iter().any(|t| !reader.is_punct(t));
    let said = |p| without_circumstance(reader, without_aside(reader, draft, p));
    let trimmed: Vec<TokenSpan> =
        pieces.into_iter().map(|p| trimmed(reader, said(p))).filter(words).collect();
    without_setting(reader, draft, merged(reader, trimmed))
}

/// "When the crowd jeered, she said, “Be quiet.”": what stands before a report that leads to a whole quotation tells when it
/// was said.
fn without_setting(reader: &Reader, draft: &Draft, pieces: Vec<TokenSpan>) -> Vec<TokenSpan> {
    let leads =
        |t: u32| reader.previous(TokenId(t)).is_some_and(|p| reader.reads(p, ",") || reader.reads(p, ":"));
    match pieces.as_slice() {
        [setting, said]
            if setting.end <= draft.cue.start && said.start >= draft.cue.end && leads(said.start) =>
        {
            let whole = reader.quote_of(TokenId(said.start)).and_then(|q| reader.quotes.get(q));
            let plain = reader.quote_of(TokenId(setting.start)).is_none();
            let tells = whole.is_some_and(|q| q.tokens == *said && plain && reader.is_capitalised(q));
            if tells { vec![*said] } else { pieces }
        }
        _ => pieces,
    }
}

/// Cuts from a piece what the reporter tells before or after a whole quotation: "He went on to list the costs: “…,” he said"
/// and "She said, “…,” but in fact it was late".
fn quotation_alone(reader: &Reader, cue: TokenSpan, piece: TokenSpan) -> TokenSpan {
    let from = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
    let mut within =
        reader.quotes.get(from..).unwrap_or(&[]).iter().take_while(|q| q.tokens.start < piece.end);
    if piece.end <= cue.start {
        let closing = |q: &&crate::quote::Quote| q.tokens.end == piece.end && q.tokens.start > piece.start;
        let parted = |t: TokenId| reader.parsed.form(t).ends_with([':', '.', '?', '!']);
        let last = within.find(closing).filter(|q| parted(TokenId(q.tokens.start - 1)));
        return TokenSpan::new(last.map_or(piece.start, |q| q.tokens.start), piece.end);
    }
    let first = within.next().filter(|q| q.tokens.start == piece.start && piece.start >= cue.end);
    let alone = first.filter(|q| reader.ends_with_comma(q) && within.next().is_none());
    TokenSpan::new(piece.start, alone.map_or(piece.end, |q| q.tokens.end.min(piece.end)))
}

/// The stretches of a piece that stand in quotation marks: after "…," he said, only further quotations are content, and none
/// that another verb introduces: "…," he said, listing questions such as, "…".
fn quoted_parts(reader: &Reader, cue: TokenSpan, piece: TokenSpan) -> Vec<TokenSpan> {
    let first = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
    let within = reader.quotes.get(first..).unwrap_or(&[]).iter().take_while(|q| q.tokens.start < piece.end);
    let clip = |q: &crate::quote::Quote| {
        TokenSpan::new(q.tokens.start.max(piece.start), q.tokens.end.min(piece.end))
    };
    let own = |q: &&crate::quote::Quote| {
        let between = TokenSpan::new(piece.start, q.tokens.start.max(piece.start));
        piece.start < cue.end || !reader.is_capitalised(q) || !reader.holds_verb(between)
    };
    within.take_while(own).filter(|q| !reader.is_title(q)).map(clip).collect()
}

fn adjacent(a: TokenSpan, b: TokenSpan) -> bool {
    a.end + 2 >= b.start && b.end + 2 >= a.start
}

fn statement(reader: &Reader, draft: &Draft, pieces: Vec<TokenSpan>) -> Statement {
    let parsed = reader.parsed;
    let span = |tokens: TokenSpan| parsed.span_of(tokens);
    Statement {
        kind: kind(reader, draft, &pieces),
        speaker: draft.speaker.and_then(|(head, words)| actor(reader, head, words)),
        speaker_span: draft.speaker.map(|(_, words)| span(words)).filter(|s| !s.is_empty()),
        cue: Some(span(draft.cue)).filter(|s| !s.is_empty()),
        cue_token: Some(draft.head),
        content: pieces.iter().map(|p| span(*p)).collect(),
        content_tokens: pieces,
        cue_class: draft.class.to_owned(),
        anonymous: draft.speaker.is_some_and(|(head, words)| is_anonymous(reader, head, words)),
        addressee: draft.addressee.and_then(|a| reader.actors.at(a)),
        unreal: draft.unreal,
        inside: None,
        confidence: draft.confidence.clamp(0.0, 1.0),
        rule: draft.rule,
    }
}

/// Direct when every word stands in quotation marks that do not also hold the cue, mixed when some do.
fn kind(reader: &Reader, draft: &Draft, pieces: &[TokenSpan]) -> StatementKind {
    let home = reader.quote_of(draft.head);
    let (mut quoted, mut plain) = (false, false);
    let word_in = |from: u32, to: u32| TokenSpan::new(from, to).iter().any(|t| !reader.is_punct(t));
    for piece in pieces {
        let mut at = piece.start;
        let first = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
        let within =
            reader.quotes.iter().enumerate().skip(first).take_while(|(_, q)| q.tokens.start < piece.end);
        for (_, quote) in within.filter(|(i, _)| home != Some(*i)) {
            plain = plain || word_in(at, quote.tokens.start);
            at = quote.tokens.end.min(piece.end);
            quoted = quoted || word_in(quote.tokens.start.max(piece.start), at);
        }
        plain = plain || word_in(at, piece.end);
    }
    match (quoted, plain) {
        (true, false) => StatementKind::Direct,
        (true, true) => StatementKind::Mixed,
        _ if draft.rule == "layout/label" => StatementKind::Direct,
        _ => StatementKind::Indirect,
    }
}

/// The actor of a speaker: that of its head, of the noun a relative pronoun stands for, or the first one it names.
pub(crate) fn actor(reader: &Reader, head: TokenId, words: TokenSpan) -> Option<ActorId> {
    let parsed = reader.parsed;
    let actors = reader.actors;
    let relative = || {
        let clause = reader.ancestors(head).find(|&a| matches!(parsed.dep(a), Dep::AclRelcl))?;
        actors.at(parsed.head(clause)?)
    };
    let pronoun = parsed.upos(head) == Upos::Pron;
    if pronoun && parsed.feats(head).contains("PronType=Rel") {
        return relative();
    }
    let near = |dep| reader.children_by(head, dep).find_map(|c| actors.at(c));
    actors
        .at(head)
        .or_else(|| near(Dep::Appos))
        .or_else(|| near(Dep::Flat))
        .or_else(|| near(Dep::Compound))
        .or_else(|| actors.within(words).next().map(|(_, a)| a).filter(|_| !pronoun))
}

/// Unnamed speakers: "a senior official", "two people close to the talks".
fn is_anonymous(reader: &Reader, head: TokenId, words: TokenSpan) -> bool {
    let parsed = reader.parsed;
    let named = || words.iter().any(|t| parsed.entity_at(t).is_some_and(|e| e.kind == EntityKind::Per));
    parsed.upos(head) != Upos::Propn && reader.lexicon.is_anonymous(&parsed.lower(head)) && !named()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gesta_text::Span;

    fn of(pieces: &[(u32, u32)]) -> Statement {
        Statement {
            kind: StatementKind::Indirect,
            speaker: None,
            speaker_span: None,
            cue: None,
            cue_token: None,
            content: vec![Span::default()],
            content_tokens: pieces.iter().map(|&(a, b)| TokenSpan::new(a, b)).collect(),
            cue_class: String::new(),
            anonymous: false,
            addressee: None,
            unreal: false,
            inside: None,
            confidence: 1.0,
            rule: "test",
        }
    }

    #[test]
    fn innermost() {
        let all = Statements::new(vec![of(&[(0, 10), (12, 14)]), of(&[(3, 6)]), of(&[(4, 5)])], 15);
        let around: Vec<Option<u32>> = (0..16).map(|t| all.around(TokenId(t)).map(|s| s.0)).collect();
        let expect = [0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 9, 9, 0, 0, 9, 9].map(|i| (i != 9).then_some(i));
        assert_eq!(around, expect);
    }
}
