//! Contents that stand away from their cue: before the report, on a relative word, or on a noun after it.

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::content::Found;
use crate::lexicon::{Cue, Frames};
use crate::reader::Reader;

/// Between a verb and a clause that the parser hung elsewhere there are at most this many tokens.
const DISTANT: u32 = 20;

/// "Told reporters in the hall of the old port **that** it was late": the first clause with "that" after the verb, if the
/// parser hung it on a noun between them and nothing between them reports.
pub(crate) fn distant(reader: &Reader, head: TokenId, frames: &Frames) -> Option<Found> {
    let parsed = reader.parsed;
    let end = parsed.sentence_of(head).tokens.end.min(head.0 + 1 + DISTANT);
    let rest = TokenSpan::new(head.0 + 1, end);
    let that = rest.iter().find(|&t| frames.that && parsed.dep(t) == Dep::Mark && reader.reads(t, "that"))?;
    let clause = parsed.head(that).filter(|&c| c > that && reader.quote_of(that) == reader.quote_of(head))?;
    let between = TokenSpan::new(head.0 + 1, that.0);
    let reports = |t: TokenId| match parsed.upos(t) {
        Upos::Verb => parsed.dep(t) != Dep::Acl || reader.verb(t).iter().any(|c| c.frames.that),
        Upos::Adj => reader.lexicon.adjective(&parsed.lower(t)).is_some(),
        Upos::Noun => !reader.is_message(t) && reader.noun(t).is_some_and(|c| c.frames.that),
        _ => false,
    };
    let hung = reader.ancestors(clause).any(|a| a == head) && reader.has_clause(TokenSpan::new(that.0, end));
    let fits = hung && !between.is_empty() && !between.iter().any(reports);
    fits.then(|| Found::new(vec![TokenSpan::new(that.0, parsed.subtree(clause).end)], 0.7, "verb/clause"))
}

/// "**What** officials called **a crime**", "**which** he said **was late**": a relative word before the subject is the object
/// or subject of what is said.
pub(crate) fn relative(reader: &Reader, head: TokenId, cue: &Cue) -> Option<Found> {
    let parsed = reader.parsed;
    let subject = reader.subject(head).filter(|&s| s < head)?;
    let word = reader.previous(TokenId(parsed.subtree(subject).start))?;
    let fits = ["what", "which", "whom"].iter().any(|w| reader.reads(word, w));
    let group = reader.verb_group(head, cue.particle);
    let rest = TokenSpan::new(group.end, parsed.subtree(head).end.max(group.end));
    let first = rest.iter().next().filter(|&t| fits && !reader.is_punct(t))?;
    let judged = (cue.frames.obj_pred || cue.frames.obj_preps.iter().any(|p| reader.reads(first, p)))
        && parsed.upos(first) != Upos::Sconj;
    let verbal =
        matches!(parsed.upos(first), Upos::Aux | Upos::Verb) && reader.has_clause(TokenSpan::one(first));
    let clause = parsed.head(first).filter(|_| parsed.upos(first) == Upos::Aux).unwrap_or(first);
    let end = rest.end.max(parsed.subtree(clause).end);
    let rest = match cue.frames.that && verbal {
        true => TokenSpan::new(rest.start, end),
        false if judged => rest,
        false => return None,
    };
    Some(Found::new(vec![TokenSpan::one(word), rest], 0.8, "verb/relative"))
}

/// "She said it was late because “nobody came,” **she said**": a pronoun that only repeats whose report the sentence is.
pub(crate) fn echoes(reader: &Reader, head: TokenId, content: TokenId) -> bool {
    let reports = || reader.verb(content).iter().any(|c| c.frames.that && c.frames.quote);
    let repeats = |s: TokenId| {
        let quoted = reader.previous(s).is_some_and(|p| reader.quote_of(p).is_some());
        reader.parsed.upos(s) == Upos::Pron && s < head && quoted
    };
    content < head
        && reader.quote_of(content).is_none()
        && reports()
        && reader.subject(content).is_some()
        && reader.subject(head).is_some_and(repeats)
}

/// "**In his town**, he said, the wells are dry": what stands before a report that commas set off belongs to what follows it.
pub(crate) fn fronted(reader: &Reader, head: TokenId) -> Option<TokenSpan> {
    let parsed = reader.parsed;
    let subject = reader.subject(head).filter(|&s| s < head)?;
    let report = parsed.subtree(subject).cover(reader.verb_group(head, None));
    let comma = reader.previous(TokenId(report.start)).filter(|&t| reader.reads(t, ","))?;
    reader.next(TokenId(report.end - 1)).filter(|&t| reader.reads(t, ","))?;
    let home = reader.quote_of(head);
    let start = home.and_then(|q| reader.quotes.get(q)).map_or(0, |q| q.inner.start);
    let front = TokenSpan::new(parsed.sentence_of(head).tokens.start.max(start), comma.0);
    let first = front.iter().next()?;
    // "Asked about the fire, he said, …"
    let circumstance = matches!(parsed.upos(first), Upos::Verb | Upos::Cconj | Upos::Intj | Upos::Punct);
    let link = front.len() == 1 && !parsed.form(first).ends_with("ly");
    let fits = report.has(head)
        && !circumstance
        && !link
        && reader.quote_of(first) == home
        && !reader.holds_quote(front);
    fits.then_some(front)
}
