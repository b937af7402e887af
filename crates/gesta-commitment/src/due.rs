//! The day by which something is to be done: which time of the sentence is it, and which days does it mean?

use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;
use gesta_text::TokenSpan;
use gesta_time::{Interval, Relation, Time};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::clause::{clause_above, has_preposition, is_clause, is_infinitive, modal, own_subject, trim};
use crate::codebook::CODEBOOK;
use crate::context::is_past;
use crate::draft::{Draft, Reading};
use crate::extent::{is_occasion, reach};
use crate::slots::verb_of;
use crate::told_on::is_of_telling;
use crate::words::lemma;
use crate::{Deadline, Status};

/// How many tokens after the action a day may follow that the parser hung elsewhere.
const TRAIL: u32 = 8;
/// A day without a year that lies so many days ahead of an article in the past tense lies in the year before.
const NEARLY_A_YEAR: i32 = 270;

/// The deadline and, where it is a time expression, that expression's place in the text.
pub(crate) fn deadline(
    r: &Reading<'_>,
    draft: &Draft,
    action: TokenSpan,
) -> Option<(Deadline, Option<TokenSpan>)> {
    let p = r.parsed;
    let sentence = p.sentence_of(draft.cue).tokens;
    let mut best: Option<(i32, &Time)> = None;
    for (_, time) in r.times.within(sentence) {
        let Some(score) = due_score(r, draft, action, time) else { continue };
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, time));
        }
    }
    if let Some((_, time)) = best {
        return Some((Deadline { span: time.phrase, days: days_of(r, draft, time) }, Some(time.tokens)));
    }
    let clause = due_clause(r, draft.action.head, true)
        .or_else(|| due_clause(r, draft.cue, draft.cue == draft.action.head));
    let Some(clause) = clause else {
        let time = trailing(r, draft, action)?;
        return Some((Deadline { span: time.phrase, days: days_of(r, draft, time) }, Some(time.tokens)));
    };
    Some((Deadline { span: p.span_of(clause), days: Interval::default() }, None))
}

/// A day to come that ends the clause, whatever the parser hung it on: "will meet in a hall to be opened on Monday".
fn trailing<'a>(r: &Reading<'a>, draft: &Draft, action: TokenSpan) -> Option<&'a Time> {
    let p = r.parsed;
    let sentence = p.sentence_of(draft.cue).tokens;
    let rest = TokenSpan::new(action.start, sentence.end.min(action.end + TRAIL));
    let apart = |t: TokenId| {
        matches!(p.dep(t), Dep::AclRelcl | Dep::AdvclRelcl | Dep::Parataxis | Dep::Appos | Dep::Ccomp)
            || (matches!(p.dep(t), Dep::Advcl | Dep::Conj) && is_clause(p, t) && own_subject(p, t).is_some())
    };
    r.times.within(rest).map(|(_, t)| t).find(|time| {
        let Some(head) = p.head_of(time.tokens) else { return false };
        let chain: Vec<TokenId> = p.ancestors(head).take_while(|&t| t != draft.action.head).collect();
        r.may_be_due(time)
            && !is_of_telling(r, draft, time)
            && (future_of(r, time) || draft.rule.starts_with("modal"))
            && p.is_within(head, draft.action.head)
            && !chain.into_iter().any(apart)
    })
}

/// The days of a deadline: "a year-end deadline" is met by any day up to the end; "after the count ends on Friday" has
/// a first day only, "before it ends on Friday" a last one.
fn days_of(r: &Reading<'_>, draft: &Draft, time: &Time) -> Interval {
    let p = r.parsed;
    let days = time.phrase_days;
    let head = p.head_of(time.tokens);
    let chain = head.map(|h| p.ancestors(h).take_while(|&t| t != draft.action.head).collect::<Vec<_>>());
    let side = |&t: &TokenId| {
        let own = matches!(p.dep(t), Dep::Advcl | Dep::AdvclRelcl) && p.head(t) == Some(draft.action.head);
        p.children_by(t, Dep::Mark).filter(|_| own).map(|m| p.lower(m)).next()
    };
    match chain.iter().flatten().find_map(side).as_deref() {
        Some("after" | "once") => return Interval { start: days.start.or(days.end), end: None },
        Some("before") => return Interval { start: None, end: days.end },
        _ => {}
    }
    let noun = head.and_then(|h| p.head(h));
    let names_deadline = noun.is_some_and(|n| CODEBOOK.is("deadline", lemma(p, n)));
    if names_deadline && time.relation == Relation::At {
        return Interval { start: None, end: days.end };
    }
    days
}

/// The days of a deadline as the clause means them. "Was due to report by 4 May", written in June, is the May just
/// past; "will meet this week", written on a Sunday, is the week ahead.
pub(crate) fn as_meant(r: &Reading<'_>, draft: &Draft, time: &Time, days: Interval) -> Interval {
    let p = r.parsed;
    let Some(published) = r.times.published else { return days };
    let number = |t: TokenId| p.form(t).parse::<i16>().ok();
    let numbers: Vec<i16> = time.tokens.iter().filter_map(number).collect();
    let with_year = numbers.is_empty() || numbers.iter().any(|&n| n > 31);
    let far = |d: Date| d.checked_sub(NEARLY_A_YEAR.days()).is_ok_and(|d| d > published);
    if !with_year && is_past(p, draft.cue) && days.end.is_some_and(far) {
        let before = |d: Option<Date>| d.and_then(|d| d.checked_sub(1.year()).ok());
        return Interval { start: before(days.start), end: before(days.end) };
    }
    let this_week = time.tokens.len() == 2
        && p.lower(TokenId(time.tokens.start)) == "this"
        && p.lower(TokenId(time.tokens.start + 1)) == "week";
    if this_week && days.end == Some(published) && published.weekday() == Weekday::Sunday {
        return Interval { start: days.start, end: published.checked_add(1.week()).ok() };
    }
    days
}

/// How well a time fits as the deadline; `None` when it does not.
fn due_score(r: &Reading<'_>, draft: &Draft, action: TokenSpan, time: &Time) -> Option<i32> {
    let p = r.parsed;
    let head = p.head_of(time.tokens)?;
    // "promised in May to leave by the end of the month": the day may be past when the article is written
    let bound = matches!(time.relation, Relation::By | Relation::Before | Relation::Within)
        && draft.action.clause
        && (is_past(p, verb_of(r, draft.cue)) || draft.rule == "modal/would")
        && p.is_within(head, draft.action.head)
        && time.phrase_days.end.is_some()
        && !r.is_stretch(time);
    if !(r.may_be_due(time) || bound) || is_of_telling(r, draft, time) {
        return None;
    }
    let binding = matches!(
        time.relation,
        Relation::By | Relation::Until | Relation::Before | Relation::Within | Relation::After
    );
    let bonus = i32::from(binding) * 2;
    // "a year-end deadline", "the deadline of 3 May"
    if p.upos(draft.cue) == Upos::Noun && p.is_within(head, draft.cue) {
        let above = clause_above(p, head);
        let of_action = draft.action.clause && above == Some(draft.action.head);
        let direct = p.ancestors(head).take(4).any(|t| t == draft.cue);
        if of_action || direct {
            return Some(6 + bonus);
        }
    }
    let clause = if draft.action.clause { None } else { clause_above(p, head) };
    if p.is_within(head, draft.action.head) {
        let above = p.ancestors(head).find(|&t| is_clause(p, t) || t == draft.action.head)?;
        if above == draft.action.head {
            // a time after "and" may belong to the next clause
            let gap = TokenSpan::new(above.0 + 1, head.0.max(above.0 + 1));
            let and = gap.iter().any(|t| p.upos(t) == Upos::Cconj && p.lower(t) == "and");
            return Some(if and { 5 } else { 5 + bonus });
        }
        // deeper: an infinitive or participle of the action counts, a relative or adverbial clause does not
        let chain = p.ancestors(head).take_while(|&t| t != draft.action.head);
        let chain: Vec<TokenId> = chain.collect();
        // "called for calm in a letter on Thursday": the day of the letter
        let told = |&t: &TokenId| has_preposition(p, t, "in") && CODEBOOK.is("message", lemma(p, t));
        if chain.iter().any(told) {
            return None;
        }
        let when = |&t: &TokenId| {
            matches!(p.dep(t), Dep::Advcl | Dep::AdvclRelcl)
                && p.head(t) == Some(draft.action.head)
                && p.children(t).any(|k| matches!(p.lower(k).as_str(), "when" | "once" | "after" | "before"))
        };
        let today = r.times.published.is_some() && time.phrase_days.end == r.times.published;
        if chain.iter().any(when) && (future_of(r, time) || today) {
            return Some(1);
        }
        // "amid talk of a vote set for May": what is set for the day is not what is to be done
        let another = |t: TokenId| {
            let noun = p.head(t).filter(|_| p.dep(t) == Dep::Acl && !is_infinitive(p, t));
            noun.is_some_and(|n| p.head(n) != Some(draft.action.head))
        };
        let outside = chain.into_iter().any(|t| {
            another(t)
                || matches!(
                    p.dep(t),
                    Dep::AclRelcl | Dep::Advcl | Dep::AdvclRelcl | Dep::Parataxis | Dep::Appos
                )
                || (p.dep(t) == Dep::Conj && is_clause(p, t))
        });
        return (!outside && above.0 >= action.start).then_some(3 + bonus);
    }
    let verb = if p.upos(draft.cue) == Upos::Aux { p.head(draft.cue) } else { Some(draft.cue) }?;
    let on_cue = clause == Some(verb) || clause_above(p, head) == Some(verb);
    // times of a coordination's last verb hold for all, and a fronted time for the whole sentence
    let shared = p
        .conjuncts(p.first_conjunct(draft.action.head))
        .into_iter()
        .any(|c| clause_above(p, head) == Some(c));
    // "will restart within a month and fill up in about a year"
    let own_time = |t: &Time| {
        t.tokens != time.tokens
            && p.head_of(t.tokens).and_then(|h| clause_above(p, h)) == Some(draft.action.head)
    };
    let sentence = p.sentence_of(head).tokens;
    if shared && draft.action.clause && r.times.within(sentence).any(|(_, t)| own_time(t)) {
        return None;
    }
    if shared && draft.action.clause {
        return Some(2 + bonus);
    }
    // "called off a concert on Sunday": the day that the meeting had
    if !draft.action.clause && on_cue && matches!(draft.status, Status::Withdrawn | Status::Delayed) {
        return (time.tokens.start >= action.end).then_some(1);
    }
    let after_action = time.tokens.start >= action.start;
    let modal = draft.rule.starts_with("modal");
    let future = future_of(r, time);
    (on_cue && future && (after_action || binding && time.tokens.start > draft.cue.0 || modal))
        .then_some(1 + bonus)
}

/// True when the time ends after the article's day, or binds by itself.
pub(crate) fn future_of(r: &Reading<'_>, time: &Time) -> bool {
    let end = time.phrase_days.end.or(time.phrase_days.start);
    match (r.times.published, end) {
        (Some(published), Some(end)) => end > published,
        _ => matches!(time.relation, Relation::By | Relation::Until | Relation::Within),
    }
}

/// "until a new cabinet is in place", "before the rains begin", "when he takes office".
fn due_clause(r: &Reading<'_>, head: TokenId, of_action: bool) -> Option<TokenSpan> {
    let p = r.parsed;
    let marked = |&c: &TokenId| {
        let word = |k: TokenId| {
            matches!(p.lower(k).as_str(), "until" | "till" | "before" | "after" | "once" | "when")
        };
        match p.dep(c) {
            Dep::Advcl | Dep::AdvclRelcl => {
                p.children(c).any(|k| matches!(p.dep(k), Dep::Mark | Dep::Advmod) && word(k))
            }
            Dep::Obl => p.children_by(c, Dep::Case).any(|k| match p.lower(k).as_str() {
                "until" | "till" => true,
                "before" => is_occasion(r, c),
                "at" | "upon" | "on" => {
                    matches!(
                        lemma(p, c),
                        "end" | "start" | "beginning" | "completion" | "conclusion" | "closing"
                    ) && r.time_at(c).is_none()
                        && p.child(c, Dep::Nmod).is_some()
                }
                "after" => of_action && is_clause(p, head) && is_occasion(r, c),
                _ => false,
            }),
            _ => false,
        }
    };
    let late = |c: TokenId| p.children(c).any(|k| matches!(p.lower(k).as_str(), "when" | "after") && k < c);
    // "after he broke with the regime" tells of the past
    let past =
        |c: TokenId| is_past(p, c) && p.children(c).all(|k| !matches!(p.lower(k).as_str(), "until" | "till"));
    let clause = p
        .children(head)
        .find(|c| marked(c) && !past(*c) && (*c > head || modal(p, head).is_some() || !late(*c)))?;
    let all = p.subtree(clause);
    let end = reach(r, clause).clamp(all.start + 1, all.end);
    // "before the end of June": a day inside belongs to the words even when it is none to come
    let time = r.times.within(all).map(|(_, t)| t.tokens).filter(|t| t.start <= end + 1).map(|t| t.end).max();
    Some(trim(p, TokenSpan::new(all.start, end.max(time.unwrap_or(end)))))
}
