//! One undertaken action, one commitment: settles drafts that speak of the same or of nested actions.

use std::collections::BTreeSet;

use gesta_actor::ActorId;
use gesta_syntax::{Parsed, Upos};
use gesta_text::{SentenceKind, TokenId};

use crate::draft::{Draft, Reading};
use crate::{Act, Commitment, Status};

/// How many drafts before and after may speak of the same action; sentences are not longer, except broken ones.
const REACH: usize = 64;

/// Headlines longer than this are not looked for again.
const HEADLINE_WORDS: usize = 12;

/// The drafts that remain, in the order of their cues and actions.
pub(crate) fn settle(r: &Reading<'_>, mut drafts: Vec<Draft>) -> Vec<Draft> {
    merge_names(&mut drafts);
    let keep: Vec<bool> = (0..drafts.len()).map(|i| !is_beaten(r, &drafts, i)).collect();
    let mut keep = keep.into_iter();
    drafts.retain(|_| keep.next().unwrap_or(false));
    drafts.sort_by_key(|d| (d.cue, d.action.head));
    drafts
}

fn verb_of(r: &Reading<'_>, cue: TokenId) -> TokenId {
    let p = r.parsed;
    if p.upos(cue) == Upos::Aux { p.head(cue).unwrap_or(cue) } else { cue }
}

/// "Rejected an offer to extend the loan": the outer verb takes over the action that its object names; "announced
/// plans to close": the verb adds nothing to the noun.
fn merge_names(drafts: &mut Vec<Draft>) {
    let mut i = 0;
    while i < drafts.len() {
        let Some(outer) = drafts.get(i).cloned() else { break };
        let near = i.saturating_sub(REACH)..drafts.len().min(i + REACH);
        let inner = drafts
            .get(near)
            .into_iter()
            .flatten()
            .find(|d| d.cue == outer.action.head && d.cue != outer.cue)
            .cloned();
        match inner {
            Some(inner) if matches!(outer.act, Act::Refusal) && !outer.action.clause => {
                if let Some(d) = drafts.get_mut(i) {
                    d.action = inner.action;
                    d.other = d.other.or(inner.debtor);
                }
            }
            Some(_) if !outer.action.clause => {
                drafts.remove(i);
                continue;
            }
            _ => {}
        }
        i += 1;
    }
}

/// True when another draft says the same better.
fn is_beaten(r: &Reading<'_>, drafts: &[Draft], i: usize) -> bool {
    let p = r.parsed;
    let Some(this) = drafts.get(i) else { return true };
    drafts.iter().enumerate().skip(i.saturating_sub(REACH)).take(2 * REACH).any(|(j, other)| {
        if i == j {
            return false;
        }
        let other_verb = verb_of(r, other.cue);
        // The same action by two cues: the codebook beats the modal, then the surer one, then the first.
        if other.action.head == this.action.head && other.positive == this.positive {
            let rank = |d: &Draft| (!d.rule.starts_with("modal"), d.weight);
            let (a, b) = (rank(other), rank(this));
            return a > b || (a == b && j < i);
        }
        // "will urge", "must promise": the modal's action is itself a cue; the cue says more.
        let this_modal = this.rule.starts_with("modal") || this.rule.starts_with("mood");
        if this_modal && other.cue == this.action.head && other.weight >= 0.5 {
            return true;
        }
        // "urged B to demand that …": what is itself only to be done is no act yet. Modal cues speak for themselves.
        let nested = other.action.clause
            && verb_of(r, this.cue) == other.action.head
            && !other.rule.starts_with("mod");
        if nested && other.weight >= 0.5 {
            return true;
        }
        // "demanded that they keep their promise": they are to keep it
        let to_be_done = other.action.clause
            && p.head(this.cue) == Some(other.action.head)
            && (this.status != Status::Open || this.action.head == this.cue)
            && other.weight >= 0.5;
        if to_be_done {
            return true;
        }
        // "vowed that it would fight until they leave": clauses inside an action that only a modal marks
        this_modal
            && other.action.clause
            && other_verb != verb_of(r, this.cue)
            && p.is_within(verb_of(r, this.cue), other.action.head)
            && other.weight >= 0.5
            && this.status == Status::Open
    })
}

/// Drops what a headline says when the text says it again: the same act of the same debtor, whose action begins with
/// the same words.
pub(crate) fn drop_headlines(p: &Parsed, commitments: &mut Vec<Commitment>) {
    let is_headline = |c: &Commitment| p.sentence_of(c.cue_token).kind == SentenceKind::Headline;
    let counts = |t: &TokenId| p.upos(*t) != Upos::Punct && p.upos(*t) != Upos::Det;
    let words = |c: &Commitment| c.action_tokens.iter().filter(counts).map(|t| p.lower(t)).collect();
    let mut said: BTreeSet<(Act, Vec<ActorId>, String)> = BTreeSet::new();
    let texts: Vec<(bool, Vec<String>)> = commitments.iter().map(|c| (is_headline(c), words(c))).collect();
    for (c, (_, words)) in commitments.iter().zip(&texts).filter(|(_, t)| !t.0) {
        for n in 1..=words.len().min(HEADLINE_WORDS) {
            let start = words.get(..n).unwrap_or_default().join(" ");
            // a headline may name the debtor in a way that nobody recognises
            said.insert((c.act, Vec::new(), start.clone()));
            said.insert((c.act, c.debtor.clone(), start));
        }
    }
    let is_new = |(c, (headline, words)): (&Commitment, &(bool, Vec<String>))| {
        !headline || !said.contains(&(c.act, c.debtor.clone(), words.join(" ")))
    };
    let keep: Vec<bool> = commitments.iter().zip(&texts).map(is_new).collect();
    let mut keep = keep.into_iter();
    commitments.retain(|_| keep.next().unwrap_or(true));
}
