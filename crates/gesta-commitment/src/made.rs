//! When a commitment was made, and the due days that count from there.

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};
use gesta_time::{Interval, Relation, Time, TimexType};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Status;
use crate::clause::{clause_above, has_preposition, is_clause, own_subject};
use crate::codebook::CODEBOOK;
use crate::context::is_past;
use crate::draft::{Draft, Reading};
use crate::due::future_of;
use crate::nouns;
use crate::words::lemma;

/// When the commitment was made: a past time in the clause of its cue, or "four months after she promised".
pub(crate) fn made(r: &Reading<'_>, draft: &Draft, due: Option<TokenSpan>) -> Option<Interval> {
    let p = r.parsed;
    let cue = draft.cue;
    if draft.rule.starts_with("modal") {
        return None;
    }
    let sentence = p.sentence_of(cue).tokens;
    let past = |t: &&Time| {
        Some(t.tokens) != due
            && !matches!(t.kind, TimexType::Set | TimexType::Duration)
            // "allies since 1980, they had pledged": the pledge is younger
            && t.relation == Relation::At
            && t.value != "PRESENT_REF"
            && !future_of(r, t)
            && t.days.end.is_some()
    };
    let mut times = r.times.within(sentence).map(|(_, t)| t).filter(past);
    if p.upos(cue) == Upos::Noun {
        return times.find(|t| is_of_noun(r, draft, t)).map(|t| t.days);
    }
    let clause = times.find(|t| p.head_of(t.tokens).and_then(|h| clause_above(p, h)) == Some(cue));
    if let Some(time) = clause {
        return Some(time.days);
    }
    after_duration(r, cue).or_else(|| pact_day(r, cue))
}

/// "Saturday's decision to …", "a pledge made in March to …", "announced plans on Monday to …".
fn is_of_noun(r: &Reading<'_>, draft: &Draft, time: &Time) -> bool {
    let p = r.parsed;
    let cue = draft.cue;
    let Some(head) = p.head_of(time.tokens) else { return false };
    if p.is_within(head, cue) {
        // "a pledge made in March": a participle may stand between, another clause not
        let made =
            |t: TokenId| p.dep(t) == Dep::Acl && CODEBOOK.is("hold", lemma(p, t)) && p.head(t) == Some(cue);
        let apart =
            |t: TokenId| t == draft.action.head || p.dep(t) == Dep::Conj || is_clause(p, t) && !made(t);
        let mut between = std::iter::once(head).chain(p.ancestors(head)).take_while(|&t| t != cue);
        return !CODEBOOK.is("deadline", lemma(p, cue)) && !between.any(apart);
    }
    let verb = p.head(cue).filter(|&v| matches!(p.dep(cue), Dep::Obj | Dep::NsubjPass) && is_past(p, v));
    let makes = verb.filter(|&v| CODEBOOK.is("hold", lemma(p, v)) && nouns::status(r, cue) == Status::Open);
    makes.is_some() && clause_above(p, head) == makes
}

/// "Under the deal the rebels agreed to …": the day that the sentence before gives to the deal.
fn pact_day(r: &Reading<'_>, cue: TokenId) -> Option<Interval> {
    let p = r.parsed;
    let under = p.children_by(cue, Dep::Obl).find(|&c| has_preposition(p, c, "under"))?;
    CODEBOOK.is("pact", lemma(p, under)).then_some(())?;
    let first = p.sentence_of(cue).tokens.start;
    let before = p.sentence_of(TokenId(first.checked_sub(1)?)).tokens;
    before.iter().any(|t| CODEBOOK.is("pact", lemma(p, t))).then_some(())?;
    let past = |t: &&Time| !future_of(r, t) && t.days.end.is_some() && t.kind == TimexType::Date;
    r.times.within(before).map(|(_, t)| t).filter(past).last().map(|t| t.days)
}

/// Due days that count from the day on which the commitment was made rather than from the article's: "agreed in
/// August to leave within six months", "promised in May to pay by the end of the month".
pub(crate) fn from_made(r: &Reading<'_>, time: &Time, made: Interval) -> Option<Interval> {
    let p = r.parsed;
    let (published, made) = (r.times.published?, made.end?);
    if made >= published {
        return None;
    }
    if time.relation == Relation::Within && time.kind == TimexType::Duration {
        return Some(Interval { start: None, end: forth(made, &time.value) });
    }
    let end = time.tokens.iter().any(|t| p.lower(t) == "end");
    let unit = time.tokens.iter().next_back().map(|t| p.lower(t))?;
    let (now, then) = match unit.as_str() {
        "month" => (published.last_of_month(), made.last_of_month()),
        "year" => (published.last_of_year(), made.last_of_year()),
        _ => return None,
    };
    (end && now != then && time.phrase_days.end == Some(now))
        .then_some(Interval { start: time.phrase_days.start.map(|_| then), end: Some(then) })
}

/// The day that lies an ISO 8601 duration after a day.
fn forth(day: Date, duration: &str) -> Option<Date> {
    duration.parse::<jiff::Span>().ok().and_then(|span| day.checked_add(span).ok())
}

/// "Little over four months after she promised": the article's day less the duration, as a whole month or year
/// where the duration counts in these.
fn after_duration(r: &Reading<'_>, cue: TokenId) -> Option<Interval> {
    let p = r.parsed;
    let published = r.times.published?;
    // the parser may give the "after" to the subject
    let on_subject = || {
        let before = p.noun_phrase(own_subject(p, cue)?).start.checked_sub(1).map(TokenId);
        before.filter(|&t| p.lower(t) == "after")
    };
    let mark = p.children(cue).find(|&c| p.lower(c) == "after").or_else(on_subject)?;
    let sentence = p.sentence_of(cue).tokens;
    let before = TokenSpan::new(sentence.start, mark.0 + 1);
    // "said on Thursday, three weeks after …"
    let told = r.times.within(before).map(|(_, t)| t).find(|t| t.kind == TimexType::Date && !future_of(r, t));
    let published = told.and_then(|t| t.days.end).unwrap_or(published);
    let (_, time) = r
        .times
        .within(before)
        .last()
        .filter(|(_, t)| t.kind == TimexType::Duration && t.tokens.end + 1 >= mark.0)?;
    back(published, &time.value)
}

/// The interval that lies an ISO 8601 duration before a day.
fn back(day: Date, duration: &str) -> Option<Interval> {
    let body = duration.strip_prefix('P')?;
    let unit = body.chars().next_back()?;
    let n: i32 = body.strip_suffix(unit)?.parse().ok()?;
    let (start, end) = match unit {
        'D' => {
            let d = day.checked_sub(n.days()).ok()?;
            (d, d)
        }
        'W' => {
            let d = day.checked_sub(n.weeks()).ok()?;
            (d.checked_sub(3.days()).ok()?, d.checked_add(3.days()).ok()?)
        }
        'M' => {
            let d = day.checked_sub(n.months()).ok()?;
            (d.first_of_month(), d.last_of_month())
        }
        'Y' => {
            let d = day.checked_sub(n.years()).ok()?;
            (d.first_of_year(), d.last_of_year())
        }
        _ => return None,
    };
    Some(Interval { start: Some(start), end: Some(end) })
}
