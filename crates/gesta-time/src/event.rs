//! Lengths that count from an event: "two days after the vote on 3 May", "four months after he promised to leave", where
//! the article tells elsewhere when he promised; and "the day after the vote", which is a date.

use std::collections::HashMap;

use gesta_syntax::{Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::atom::Atom;
use crate::calendar::{Cal, Grain};
use crate::expr::{Amount, Expr, From, Unit};
use crate::interval::add;
use crate::{Interval, Point, Relation, Time, TimeId, TimexType, tense};

/// A length before "after" or "before".
#[derive(Copy, Clone, Debug)]
pub(crate) struct Counted {
    /// Index of its time.
    pub(crate) time: usize,
    amount: Amount,
    sign: i32,
    /// The word that names the event: the verb of the clause, or a noun.
    event: TokenId,
}

impl Counted {
    /// The length that ends before atom `end`, where an event follows.
    pub(crate) fn new(
        parsed: &Parsed,
        atoms: &[Atom],
        end: usize,
        expr: &Expr,
        time: usize,
    ) -> Option<Counted> {
        let (Expr::Length { amount, most: None } | Expr::Offset { from: From::Event, amount, of: None, .. }) =
            expr
        else {
            return None;
        };
        let link = TokenId(atoms.get(end)?.token);
        let sign = match parsed.lower(link).as_str() {
            "after" | "following" => 1,
            "before" => -1,
            _ => return None,
        };
        let event = parsed.head(link).filter(|event| *event > link)?;
        Some(Counted { time, amount: *amount, sign, event })
    }
}

/// When events happened, by the lemma of the word that names them; the last telling counts.
#[derive(Default, Debug)]
pub(crate) struct Events(HashMap<String, (Cal, usize)>);

impl Events {
    /// Remembers what the words above a time name; `time` is its index.
    pub(crate) fn tell(&mut self, parsed: &Parsed, tokens: TokenSpan, cal: &Cal, time: usize) {
        if cal.grain() < Grain::Month {
            return;
        }
        let Some(head) = parsed.head_of(tokens) else { return };
        let noun = parsed.head(head).filter(|h| parsed.upos(*h) == Upos::Noun);
        for word in noun.into_iter().chain(tense::verb_above(parsed, head)) {
            if !tense::is_light(parsed, word) {
                self.0.insert(parsed.lemma(word).to_owned(), (cal.clone(), time));
            }
        }
    }

    /// Gives the lengths of a sentence their days: from a time of the event's own clause, or from when it was told.
    pub(crate) fn place(
        &self,
        parsed: &Parsed,
        counted: &[Counted],
        cals: &[(usize, Cal)],
        times: &mut [Time],
    ) {
        for length in counted {
            let own = cals.iter().find(|(i, cal)| {
                let head = times.get(*i).and_then(|t| parsed.head_of(t.tokens));
                cal.grain() >= Grain::Month
                    && head.is_some_and(|h| h > length.event && parsed.is_within(h, length.event))
            });
            let told = || self.0.get(parsed.lemma(length.event)).map(|(cal, i)| (cal, *i));
            let Some((cal, from)) = own.map(|(i, cal)| (cal, *i)).or_else(told) else { continue };
            let Some(time) = times.get_mut(length.time).filter(|t| t.days == Interval::default()) else {
                continue;
            };
            let is_date = time.kind == TimexType::Date;
            let grain = match length.amount.unit {
                Unit::Week | Unit::Weekend if !is_date => Grain::Day,
                unit => unit.grain(),
            };
            let moved = cal.anchor().and_then(|day| add(day, length.amount, length.sign));
            if time.kind == TimexType::Duration {
                let (near, far) = (Some(Point::Time(TimeId(from as u32))), moved.map(Point::Day));
                (time.begin, time.end) = if length.sign > 0 { (near, far) } else { (far, near) };
            }
            let Some(there) = moved.and_then(|day| Cal::containing(day, grain.min(cal.grain()))) else {
                continue;
            };
            let days = there.days();
            if is_date {
                time.value = there.value();
            }
            time.days = days;
            time.phrase_days = match time.relation {
                Relation::Within => Interval { start: None, end: days.end },
                _ => days,
            };
        }
    }
}
