//! From drafts to statements: extents are trimmed, kinds told, speakers resolved to actors, nesting recorded.

use gesta_actor::ActorId;
use gesta_syntax::{Dep, EntityKind, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::pieces::{merged, trimmed, without_circumstance};
use crate::reader::{Draft, Reader};
use crate::{Statement, StatementKind, Statements};

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
    let statements = ready.iter().map(|(draft, pieces)| statement(reader, draft, pieces.clone())).collect();
    let mut all = Statements::new(statements, reader.parsed.all_tokens().len());
    for (index, (draft, _)) in ready.iter().enumerate() {
        let inside = all.around(draft.head).filter(|s| s.0 as usize != index);
        let voice = inside.and_then(|s| all.get(s)).and_then(|s| s.speaker);
        let own_voice = draft.speaker.is_some_and(|(head, _)| is_first_person(reader, head));
        if let Some(statement) = all.statements.get_mut(index) {
            statement.inside = inside;
            if own_voice {
                statement.speaker = statement.speaker.or(voice);
            }
        }
    }
    all
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
    let quoted = |t: TokenId| reader.quote_of(t).is_some();
    let direct = pieces
        .first()
        .is_some_and(|p| p.start < draft.cue.start && p.iter().filter(|&t| !reader.is_punct(t)).all(quoted));
    if direct && reader.quote_of(draft.head).is_none() {
        pieces = pieces.into_iter().flat_map(|p| quoted_parts(reader, p)).collect();
    }
    let words = |p: &TokenSpan| p.iter().any(|t| !reader.is_punct(t));
    let trimmed: Vec<TokenSpan> =
        pieces.into_iter().map(|p| trimmed(reader, without_circumstance(reader, p))).filter(words).collect();
    merged(reader, trimmed)
}

/// The stretches of a piece that stand in quotation marks: after "…," he said, only further quotations are content.
fn quoted_parts(reader: &Reader, piece: TokenSpan) -> Vec<TokenSpan> {
    let first = reader.quotes.partition_point(|q| q.tokens.end <= piece.start);
    let within = reader.quotes.get(first..).unwrap_or(&[]).iter().take_while(|q| q.tokens.start < piece.end);
    let clip = |q: &crate::quote::Quote| {
        TokenSpan::new(q.tokens.start.max(piece.start), q.tokens.end.min(piece.end))
    };
    within.map(clip).collect()
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
        speaker_span: draft.speaker.map(|(_, words)| span(words)),
        cue: Some(span(draft.cue)),
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
fn actor(reader: &Reader, head: TokenId, words: TokenSpan) -> Option<ActorId> {
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

fn is_first_person(reader: &Reader, head: TokenId) -> bool {
    reader.parsed.upos(head) == Upos::Pron && reader.parsed.morph(head).person == Some(1)
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
