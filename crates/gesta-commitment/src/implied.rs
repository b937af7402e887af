//! Demands that a threat implies: "threatened to strike unless the firm reopens the mine" asks the firm to reopen it.

use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;

use crate::Act;
use crate::Status;
use crate::clause::{is_passive, own_subject};
use crate::codebook::CODEBOOK;
use crate::context::is_negated;
use crate::draft::{Action, Agency, Draft, Reading};
use crate::words::lemma;

/// How sure an implied demand is, as a part of how sure the threat is.
const FACTOR: f32 = 0.85;

/// The demands that the conditions of these threats imply.
pub(crate) fn demands(r: &Reading<'_>, drafts: &[Draft]) -> Vec<Draft> {
    drafts.iter().filter(|d| d.act == Act::Threat).filter_map(|d| demand(r, d)).collect()
}

fn demand(r: &Reading<'_>, threat: &Draft) -> Option<Draft> {
    let p = r.parsed;
    let heads = [threat.action.head, threat.cue];
    let (verb, positive) = heads.iter().flat_map(|&h| p.children(h)).find_map(|c| asked(r, c))?;
    let who = own_subject(p, verb).filter(|&s| r.agency(s) > Agency::None)?;
    let free = !CODEBOOK.is("involuntary", lemma(p, verb)) || CODEBOOK.action(lemma(p, verb)).is_some();
    let apart = threat.debtor.is_none_or(|d| !r.same(who, d));
    (p.upos(verb) == Upos::Verb && !is_passive(p, verb) && free && apart).then(|| Draft {
        act: Act::Demand,
        rule: "condition/unless".to_owned(),
        cue: verb,
        action: Action::clause(verb),
        debtor: Some(who),
        other: threat.debtor,
        positive,
        status: Status::Open,
        weight: threat.weight * FACTOR,
    })
}

/// The verb of "unless they leave", "if they do not leave"; and whether it is to be done.
fn asked(r: &Reading<'_>, clause: TokenId) -> Option<(TokenId, bool)> {
    let p = r.parsed;
    if !matches!(p.dep(clause), Dep::Advcl | Dep::AdvclRelcl) {
        return None;
    }
    let mark = |word: &str| p.children(clause).any(|k| k < clause && p.lower(k) == word);
    let negated = is_negated(p, clause);
    if mark("unless") {
        return Some((clause, !negated));
    }
    (mark("if") && negated).then_some((clause, true))
}
