//! What the sentences after a commitment say of its deadline: "The deadline passed last week; only a third of the
//! weapons have been delivered."

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::clause::modal;
use crate::codebook::CODEBOOK;
use crate::context::{is_negated, is_past};
use crate::draft::Reading;
use crate::words::lemma;
use crate::{Commitment, Status};

/// How many sentences back "the deadline" may point.
const SENTENCES_BACK: usize = 2;

/// Gives the status to open commitments whose deadline a later sentence says has passed, where that sentence also says
/// how far they were kept.
pub(crate) fn settle(r: &Reading<'_>, commitments: &mut [Commitment]) {
    let p = r.parsed;
    let mut starts: Vec<u32> = Vec::new();
    let mut next = 0;
    for (_, sentence) in p.sentences() {
        let words = sentence.tokens;
        starts.push(words.start);
        while commitments.get(next).is_some_and(|c| c.cue_token.0 < words.start) {
            next += 1;
        }
        let Some(status) = words.iter().find_map(|t| lapsed(r, t, words)) else { continue };
        let from = starts.iter().rev().nth(SENTENCES_BACK).copied().unwrap_or(0);
        let before = commitments.get_mut(..next).into_iter().flatten().rev();
        let open = |c: &&mut Commitment| c.status == Status::Open && c.deadline.is_some();
        if let Some(c) = before.take_while(|c| c.cue_token.0 >= from).find(open) {
            c.status = status;
        }
    }
}

/// What a sentence says of what was due, when `noun` is its lapsed deadline.
fn lapsed(r: &Reading<'_>, noun: TokenId, sentence: TokenSpan) -> Option<Status> {
    let p = r.parsed;
    if p.upos(noun) != Upos::Noun || !CODEBOOK.is("deadline", lemma(p, noun)) || !p.dep(noun).is_subject() {
        return None;
    }
    let verb = p.head(noun)?;
    let over = matches!(lemma(p, verb), "pass" | "expire" | "lapse")
        && (is_past(p, verb) || p.child(verb, Dep::Aux).is_some())
        && modal(p, verb).is_none()
        && !is_negated(p, verb);
    let says = |word: &str| sentence.iter().any(|t| t > verb && p.lower(t) == word);
    match over {
        true if says("only") => Some(Status::Partly),
        true if says("without") => Some(Status::Broken),
        _ => None,
    }
}
