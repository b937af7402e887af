//! Days in a sentence that are not the day by which something is to be done: those of the telling ("…, a newspaper
//! reported on Tuesday"), of the act itself ("refused on Tuesday to say", "Saturday's decision to leave"), and of the
//! despatch ("Oct 11 (Agency) -").

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};
use gesta_time::{Relation, Time};

use crate::Act;
use crate::clause::own_subject;
use crate::codebook::CODEBOOK;
use crate::context::{attribution, is_past};
use crate::draft::{Draft, Reading};
use crate::due::future_of;
use crate::slots::verb_of;
use crate::words::lemma;

/// How many tokens the name of an agency after a despatch's day may have, with its brackets.
const AGENCY: u32 = 5;

/// True when the time is the day of a report, of the act or of the despatch.
pub(crate) fn is_of_telling(r: &Reading<'_>, draft: &Draft, time: &Time) -> bool {
    is_reports_own(r, draft, time) || is_of_the_act(r, draft, time) || is_stamp(r, time)
}

/// "told reporters this week he would leave", "will leave, officials told a newspaper on Tuesday": the time of the
/// report, which the parser may give to what is reported.
fn is_reports_own(r: &Reading<'_>, draft: &Draft, time: &Time) -> bool {
    let p = r.parsed;
    let Some(report) = attribution(r, verb_of(r, draft.cue)).map(|a| a.verb) else { return false };
    if report.0 >= time.tokens.start || p.upos(report) != Upos::Verb {
        return false;
    }
    let breaks = |t: TokenId| {
        matches!(p.upos(t), Upos::Punct | Upos::Verb | Upos::Aux | Upos::Cconj) || p.lower(t) == "that"
    };
    let first = p.first_conjunct(draft.action.head);
    if draft.action.head < report {
        return !TokenSpan::new(report.0 + 1, time.tokens.start).iter().any(breaks);
    }
    let subject = own_subject(p, draft.action.head).or_else(|| own_subject(p, first));
    let Some(subject) = subject.filter(|_| draft.action.clause) else { return false };
    let start = p.noun_phrase(subject).start;
    let between = TokenSpan::new(time.tokens.end, start);
    time.tokens.end <= start && between.iter().all(|t| p.upos(t) != Upos::Punct && p.lower(t) != "that")
}

/// The article's day beside what was done on it: "refused on Tuesday to say", "threatened to close the port on Friday",
/// "Saturday's decision to leave".
fn is_of_the_act(r: &Reading<'_>, draft: &Draft, time: &Time) -> bool {
    let p = r.parsed;
    let today = r.times.published.is_some() && time.phrase_days.end == r.times.published;
    let later = p.lower(TokenId(time.tokens.start)) == "later";
    if !today || later || time.relation != Relation::At || future_of(r, time) {
        return false;
    }
    let cue = draft.cue;
    if p.upos(cue) == Upos::Noun {
        let before = time.tokens.end <= draft.action.head.0;
        let near = time.tokens.end + 2 >= cue.0 && time.tokens.start <= cue.0 + 2;
        return before && near && !CODEBOOK.is("deadline", lemma(p, cue));
    }
    if !draft.rule.starts_with("verb") || draft.act == Act::Intention {
        return false;
    }
    let plain = is_past(p, cue) && p.children(cue).all(|c| !matches!(p.dep(c), Dep::Aux | Dep::AuxPass));
    // "in a message posted on Thursday, called on them to stay at home on Friday": the call has a day of its own
    let head = draft.action.head;
    let other = |t: &Time| {
        t.tokens != time.tokens
            && t.days.end.is_some_and(|d| Some(d) < r.times.published)
            && t.tokens.end <= head.0
    };
    let sentence = p.sentence_of(cue).tokens;
    (plain || draft.act == Act::Refusal) && !r.times.within(sentence).any(|(_, t)| other(t))
}

/// The article's day in figures before a dash or the name of an agency: "Oct 11 (Agency) -", "10 January 2012 - 15:31".
fn is_stamp(r: &Reading<'_>, time: &Time) -> bool {
    let p = r.parsed;
    let figures = time.tokens.iter().any(|t| p.form(t).starts_with(|c: char| c.is_ascii_digit()));
    if !figures || time.days.end.is_none() || time.days.end != r.times.published {
        return false;
    }
    let sentence = p.sentence_of(TokenId(time.tokens.start)).tokens;
    let dash = |t: TokenId| sentence.has(t) && matches!(p.form(t).as_ref(), "-" | "--" | "–" | "—");
    let next = TokenId(time.tokens.end);
    let after_date = time.tokens.start >= 2
        && dash(TokenId(time.tokens.start - 1))
        && r.time_at(TokenId(time.tokens.start - 2)).is_some();
    if dash(next) || after_date {
        return true;
    }
    let rest = TokenSpan::new(next.0, sentence.end.min(next.0 + AGENCY));
    let close = rest.iter().find(|&t| p.form(t) == ")");
    let opens = sentence.has(next) && p.form(next) == "(";
    opens && close.is_some_and(|c| dash(TokenId(c.0 + 1)))
}
