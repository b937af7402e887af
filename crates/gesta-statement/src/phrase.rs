//! Sources named by a phrase: "according to the police", "in the minister's view"; and adverbs: "reportedly".

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::lexicon::Phrase;
use crate::pieces::minus;
use crate::reader::{Draft, Reader};

/// The clause after "according to what" has at most this many tokens.
const CLAUSE: u32 = 20;

/// Drafts the statement of a phrase that begins at `first`.
pub(crate) fn draft(reader: &Reader, first: TokenId) -> Option<Draft> {
    let word = reader.parsed.lower(first);
    let kind = |phrase: &Phrase| phrase.words.iter().copied().find(|w| matches!(*w, "*" | "..."));
    reader.lexicon.phrases(&word).iter().find_map(|phrase| match kind(phrase) {
        Some("*") => possessive(reader, first, phrase),
        Some(_) => headed(reader, first, phrase),
        None => fixed(reader, first, phrase),
    })
}

/// "in a poll of the town": the phrase with the noun is the source of the clause, unless somebody said it there.
fn headed(reader: &Reader, first: TokenId, phrase: &Phrase) -> Option<Draft> {
    let parsed = reader.parsed;
    let noun = parsed.head(first).filter(|n| parsed.dep(first) == Dep::Case && *n > first)?;
    let last = phrase.words.last()?;
    let reads = reader.reads(noun, last) || parsed.lemma(noun) == *last;
    let governor = parsed.head(noun).filter(|_| matches!(parsed.dep(noun), Dep::Obl | Dep::Nmod))?;
    let reports = |v: TokenId| reader.verb(v).iter().any(|c| c.frames.that || c.frames.quote);
    let told = |v: TokenId| parsed.upos(v) == Upos::Verb && reports(v);
    let mut around = std::iter::once(governor).chain(reader.ancestors(governor));
    let clause = around.find(|&t| reader.is_finite(t))?;
    let speaker = reader.phrase(noun, None);
    let span = TokenSpan::new(speaker.span.start.max(first.0 + 1), speaker.span.end);
    let fits =
        reads && !told(clause) && !told(governor) && reader.quote_of(first).is_none() && !span.is_empty();
    let cue = TokenSpan::one(first);
    fits.then(|| Draft { confidence: 0.6, ..finish(reader, phrase, cue, (noun, span), cue.cover(span)) })
}

/// Drafts the statement of an adverb: the clause that it modifies, without a speaker.
pub(crate) fn adverb(reader: &Reader, head: TokenId) -> Option<Draft> {
    let parsed = reader.parsed;
    let class = reader.lexicon.adverb(&parsed.lower(head))?;
    let clause = parsed.head(head).filter(|_| parsed.dep(head) == Dep::Advmod)?;
    let verbal =
        matches!(parsed.upos(clause), Upos::Verb | Upos::Adj) || reader.child(clause, Dep::Cop).is_some();
    verbal.then(|| Draft {
        head,
        cue: TokenSpan::one(head),
        class,
        speaker: None,
        addressee: None,
        content: minus(parsed.subtree(clause), TokenSpan::one(head)),
        quotes: false,
        unreal: false,
        confidence: 0.7,
        rule: "adverb",
    })
}

/// "according to X".
fn fixed(reader: &Reader, first: TokenId, phrase: &Phrase) -> Option<Draft> {
    let parsed = reader.parsed;
    let sentence = parsed.sentence_of(first).tokens;
    let count = phrase.words.len() as u32;
    let cue = TokenSpan::new(first.0, first.0 + count);
    let reads = cue.iter().zip(&phrase.words).all(|(t, w)| sentence.has(t) && reader.reads(t, w));
    let after = TokenId(cue.end);
    if !reads
        || !sentence.has(after)
        || reader.is_punct(after) && !parsed.form(after).starts_with(['@', '“', '"'])
    {
        return None;
    }
    if let Some((speaker, end)) = informer(reader, after) {
        let hole = TokenSpan::new(cue.start, end);
        let content = minus(clause_around(reader, first, first), hole);
        return Some(Draft { content, ..finish(reader, phrase, cue, speaker, hole) });
    }
    let head = widest(reader, after, first);
    if reader.lexicon.is_no_source(&parsed.lower(head)) {
        return None;
    }
    let nominal = matches!(
        parsed.upos(head),
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::Adj
    );
    if !nominal || (count == 1 && !matches!(parsed.upos(head), Upos::Propn | Upos::Noun)) {
        return None;
    }
    if count == 1 && reader.previous(first).is_some_and(|p| reader.reads(p, "as")) {
        return None; // "as per"
    }
    if count == 1 && reader.child(head, Dep::Det).is_none() && parsed.upos(head) == Upos::Noun {
        return None; // "per day"
    }
    let speaker = reader.phrase(head, None);
    let span = TokenSpan::new(speaker.span.start.max(cue.end), speaker.span.end.max(cue.end + 1));
    Some(finish(reader, phrase, cue, (head, span), cue.cover(span)))
}

/// "according to what **the prosecutor** told us,": who says what a clause stands for, and where that clause ends.
fn informer(reader: &Reader, first: TokenId) -> Option<((TokenId, TokenSpan), u32)> {
    let parsed = reader.parsed;
    if !reader.reads(first, "what") {
        return None;
    }
    let rest = TokenSpan::new(first.0 + 1, parsed.sentence_of(first).tokens.end.min(first.0 + CLAUSE));
    let verb = rest.iter().find(|&t| matches!(parsed.upos(t), Upos::Verb | Upos::Aux))?;
    let words = reader.bare_phrase(TokenSpan::new(rest.start, verb.0))?;
    let end = rest.iter().find(|&t| t > verb && reader.is_punct(t)).map_or(rest.end, |t| t.0);
    Some(((parsed.head_of(words)?, words), end))
}

/// "in X's view".
fn possessive(reader: &Reader, first: TokenId, phrase: &Phrase) -> Option<Draft> {
    let parsed = reader.parsed;
    let noun = parsed.head(first).filter(|n| parsed.dep(first) == Dep::Case && *n > first)?;
    if !phrase.words.last().is_some_and(|w| reader.reads(noun, w)) {
        return None;
    }
    let possessor = reader.child(noun, Dep::NmodPoss).filter(|p| *p > first)?;
    let speaker = reader.phrase(possessor, None);
    let whole = TokenSpan::new(first.0, noun.0 + 1);
    Some(finish(reader, phrase, TokenSpan::one(noun), speaker.pair(), whole))
}

/// The head of the noun phrase that begins with `token`.
fn widest(reader: &Reader, token: TokenId, first: TokenId) -> TokenId {
    let parsed = reader.parsed;
    let mut top = token;
    while let Some(head) = parsed.head(top) {
        let modifies = matches!(
            parsed.dep(top),
            Dep::Det
                | Dep::DetPredet
                | Dep::Amod
                | Dep::Compound
                | Dep::Nummod
                | Dep::NmodPoss
                | Dep::NmodDesc
                | Dep::Flat
                | Dep::Advmod
                | Dep::Case
                | Dep::Punct
        );
        if !modifies || head < first {
            break;
        }
        top = head;
    }
    top
}

fn finish(
    reader: &Reader,
    phrase: &Phrase,
    cue: TokenSpan,
    speaker: (TokenId, TokenSpan),
    hole: TokenSpan,
) -> Draft {
    let whole = clause_around(reader, TokenId(hole.start), speaker.0);
    Draft {
        head: TokenId(cue.start),
        cue,
        class: phrase.class,
        speaker: Some(speaker),
        addressee: None,
        content: minus(whole, hole),
        quotes: false,
        unreal: false,
        confidence: 0.93,
        rule: "phrase",
    }
}

/// The sentence, or the subordinate clause to which the phrase is confined. A quotation that holds the phrase, or that
/// stands apart from it, bounds it too.
fn clause_around(reader: &Reader, first: TokenId, head: TokenId) -> TokenSpan {
    let parsed = reader.parsed;
    let sentence = parsed.sentence_of(first).tokens;
    let confined = reader.ancestors(head).find(|&a| {
        matches!(parsed.dep(a), Dep::Ccomp | Dep::AclRelcl) && parsed.subtree(a).start > sentence.start
    });
    let clause = confined.map_or(sentence, |top| parsed.subtree(top));
    match reader.quote_of(first).and_then(|q| reader.quotes.get(q)) {
        Some(quote) => TokenSpan::new(clause.start.max(quote.inner.start), clause.end.min(quote.inner.end)),
        None => clause,
    }
}
