//! The stage: sentences in order, each expression matched, placed and put in relation.

use gesta_syntax::Parsed;
use gesta_text::{SentenceKind, Span, TokenId, TokenSpan, Warning};
use jiff::civil::Date;

use crate::anchor::{self, Clause, Mention};
use crate::atom::{self, Atom};
use crate::bounds::{self, Ends};
use crate::calendar::{Cal, Grain, plus_days};
use crate::event::{Counted, Events};
use crate::expr::{Amount, Expr, Fields, From, Unit, What};
use crate::interval::add;
use crate::matcher::{Found, Matcher};
use crate::relation::{self, Preposition};
use crate::resolve::{Placed, Scene};
use crate::rules::Knowledge;
use crate::settle::Weekday;
use crate::tense::{self, Direction};
use crate::{Interval, Relation, Time, Times, TimexType, minutes, published, settle};

pub(crate) fn read(parsed: &Parsed, given: Option<Date>) -> Times {
    let knowledge = Knowledge::english();
    let minutes = minutes::minutes(parsed.document());
    let sentences = find_all(parsed, knowledge, &minutes);
    let (published, published_rule) = published::find(parsed, given, &sentences);
    let mut reader = Reader {
        parsed,
        knowledge,
        published,
        narrative: published::is_narrative(published, &sentences),
        mention: None,
        report: None,
        previous: None,
        clause: None,
        told: None,
        weekdays: Vec::new(),
        events: Events::default(),
        counted: Vec::new(),
        cals: Vec::new(),
        length: None,
        minutes: &minutes,
        times: Times { published, published_rule, ..Times::default() },
    };
    for sentence in &sentences {
        reader.sentence(sentence);
    }
    if let Some(published) = published {
        settle::settle(&mut reader.times.times, &reader.weekdays, published);
    }
    reader.times
}

/// A sentence cut into atoms, with what was found in it.
pub(crate) struct Matched {
    pub(crate) kind: SentenceKind,
    pub(crate) span: Span,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) found: Vec<Found>,
}

fn find_all(parsed: &Parsed, knowledge: &'static Knowledge, minutes: &[u32]) -> Vec<Matched> {
    let (mut all, mut active) = (Vec::new(), Vec::new());
    for (_, sentence) in parsed.sentences() {
        let mut atoms = Vec::new();
        atom::cut(parsed.document(), sentence.tokens, &knowledge.lexicon, &mut atoms);
        if !knowledge.activate(&atoms, &mut active) {
            continue;
        }
        let found = Matcher { knowledge, parsed, atoms: &atoms, active: &active, minutes }.all();
        if !found.is_empty() {
            all.push(Matched { kind: sentence.kind, span: sentence.span, atoms, found });
        }
    }
    all
}

struct Reader<'a> {
    parsed: &'a Parsed,
    knowledge: &'static Knowledge,
    published: Option<Date>,
    narrative: bool,
    /// The stretch last mentioned.
    mention: Option<Mention>,
    /// The quarter last named.
    report: Option<Cal>,
    /// Where the sentence before this one starts, in bytes.
    previous: Option<u32>,
    /// The clause of this sentence that is told from a day of its own.
    clause: Option<Clause>,
    /// The time from which the weekdays of what is reported count.
    told: Option<Mention>,
    weekdays: Vec<Weekday>,
    /// When the events of the text happened.
    events: Events,
    /// The lengths of this sentence that count from an event, and the stretches that its times are.
    counted: Vec<Counted>,
    cals: Vec<(usize, Cal)>,
    /// How long the last time is, where it is a length whose ends are open.
    length: Option<Amount>,
    /// Where the paragraphs of a live page begin that are still to come.
    minutes: &'a [u32],
    times: Times,
}

/// One expression with the extent it has in the atoms of its sentence.
struct Piece<'e> {
    rule: &'static str,
    expr: &'e Expr,
    start: usize,
    end: usize,
    /// It begins or ends a range together with its neighbour.
    range: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &Matched) {
        if sentence.kind == SentenceKind::Furniture {
            return;
        }
        self.clause = None;
        // each paragraph of a live page is written on the day of the page, whatever the one before it told of
        let begun = self.minutes.partition_point(|&at| at < sentence.span.end);
        if begun > 0 {
            self.mention = None;
            self.minutes = self.minutes.get(begun..).unwrap_or_default();
        }
        self.previous = before(self.parsed, sentence.span.start);
        let mut pieces = Vec::new();
        for found in &sentence.found {
            match (&found.expr, found.second) {
                (Expr::Pair(a, b), Some((start, end))) => {
                    pieces.push(Piece {
                        rule: found.rule,
                        expr: a,
                        start: found.start,
                        end: found.end,
                        range: true,
                    });
                    pieces.push(Piece { rule: found.rule, expr: b, start, end, range: true });
                }
                (expr, _) => {
                    pieces.push(Piece {
                        rule: found.rule,
                        expr,
                        start: found.start,
                        end: found.end,
                        range: false,
                    });
                }
            }
        }
        let mut i = 0;
        while let Some(piece) = pieces.get(i) {
            let first = self.times.times.len();
            self.piece(sentence, piece, pieces.get(i + 1), None);
            if piece.range {
                if let Some(second) = pieces.get(i + 1) {
                    let begin = self.times.times.get(first).and_then(|t| t.days.start);
                    self.piece(sentence, second, None, begin);
                    self.join(first, sentence, piece.start);
                }
                i += 1;
            }
            i += 1;
        }
        self.events.place(self.parsed, &self.counted, &self.cals, &mut self.times.times);
        for (index, cal) in self.cals.drain(..) {
            if let Some(time) = self.times.times.get(index) {
                self.events.tell(self.parsed, time.tokens, &cal, index);
            }
        }
        self.counted.clear();
    }

    fn piece(
        &mut self,
        sentence: &Matched,
        piece: &Piece<'_>,
        next: Option<&Piece<'_>>,
        after: Option<Date>,
    ) {
        let atoms = &sentence.atoms;
        let Some([first, last]) = bounds(atoms, piece.start, piece.end) else { return };
        let tokens = TokenSpan::new(first.token, last.token + 1);
        if published::is_address(self.parsed, TokenId(first.token)) {
            return;
        }
        let preposition = relation::before(&self.knowledge.prepositions, atoms, piece.start);
        let tense = tense::read(self.parsed, tokens);
        let mut direction = tense.direction;
        let possessive = is_possessive(atoms, piece.end, self.parsed.text());
        let appointed = possessive && tense::is_appointed(self.parsed, tokens);
        if possessive && direction == Direction::Future && tense.nominal && !appointed {
            direction = Direction::Unknown; // "defied Friday's ruling"
        }
        // A preposition, not the tense, made it look ahead: the nearest such day counts.
        // "Scheduled for May 19, it was put off": a plan told in the past may be over.
        let (mut near, mut guess) = (tense.was_planned, false);
        if tense::is_moved(self.parsed, tokens)
            && follows(atoms, piece.start, self.parsed, &["to", "until", "till"])
        {
            direction = Direction::Future;
        }
        if let Some((p, from)) = preposition {
            let ahead =
                matches!(p.relation, Relation::By | Relation::Until | Relation::Before) && !possessive;
            // "Held it until Friday" looks ahead, "until Friday it had not spoken" and "held it through Friday" back.
            let extended = p.relation == Relation::Until
                && !p.inclusive
                && direction == Direction::Past
                && piece.start > 1
                && !tense.negated
                && !possessive;
            // "Agreed on a pullout by Friday", "committed to leaving by Friday".
            let pending = direction == Direction::Unknown || tense.nonfinite || tense.nominal;
            // "A march for this Saturday".
            let planned = is_this_weekday(piece.expr) && follows(atoms, piece.start, self.parsed, &["for"]);
            near |= extended;
            guess = (ahead && (direction == Direction::Unknown || tense.nonfinite)) || p.inclusive;
            // "Lost money in the six months through December".
            let last = self.times.times.last().map(|t| t.tokens.end);
            let measured = self.length.is_some() && last == atoms.get(from).map(|a| a.token);
            let over = p.inclusive && direction == Direction::Past && measured;
            if (ahead && pending && !over) || extended || p.ahead || planned {
                direction = Direction::Future;
            } else if p.back {
                direction = Direction::Past;
            }
        }
        let head = TokenId(first.token);
        let clause = self.clause.as_ref().filter(|c| c.holds(self.parsed, head));
        let now = clause.map(|c| c.now).or(self.published);
        let mention = self.mention.as_ref().filter(|m| clause.is_none_or(|c| c.tokens.has(m.token))).cloned();
        let mention = mention.as_ref();
        let weekday = bare_weekday(piece.expr);
        // "On Tuesday he promised to resign on Friday unless …": the Friday after that Tuesday, and so on.
        let told = self.told.clone().filter(|m| m.sentence == sentence.span.start);
        let counts = weekday.is_some() && direction == Direction::Future;
        let told = [told.as_ref(), mention].into_iter().flatten().filter(|_| counts).find_map(|m| {
            let day = anchor::told(self.parsed, m, tokens, now)?;
            Some((plus_days(day, 1)?, m.clone()))
        });
        // "Opens on Thursday and runs through Sunday": the Sunday after that Thursday.
        let runs = counts && preposition.is_some_and(|(p, _)| p.relation == Relation::Until);
        let opened =
            mention.filter(|m| runs && m.sentence == sentence.span.start && m.cal.grain() == Grain::Day);
        let told = told.or_else(|| {
            let day = opened.and_then(|m| m.cal.anchor()).filter(|day| now.is_some_and(|now| *day >= now))?;
            Some((plus_days(day, 1)?, opened?.clone()))
        });
        // "They were to meet on Friday", told on a Saturday, more likely means yesterday than in six days.
        let yesterday = now.and_then(|now| plus_days(now, -1)).map(|d| d.weekday().to_monday_one_offset());
        if told.is_none() && tense.was_planned && weekday.is_some_and(|w| yesterday == Some(w as i8)) {
            direction = Direction::Past;
        }
        // "At 6 a.m. ten days before the attack": of a day that nobody named.
        let adrift = next.is_some_and(|next| is_adrift(piece, next, atoms, self.parsed));
        let scene = Scene {
            published: told.as_ref().map(|(day, _)| *day).or(now).filter(|_| !adrift),
            mention: mention.map(|m| m.cal.clone()).filter(|_| !adrift),
            report: self.report.clone(),
            same_sentence: mention.is_some_and(|m| {
                m.sentence == sentence.span.start && anchor::reaches(self.parsed, m.token, head)
            }),
            narrative: self.narrative,
            direction,
            nominal: tense.nominal && !preposition.is_some_and(|(p, _)| p.ahead),
            loose: tense.loose,
            near,
            guess,
            closes: closes(direction, preposition.map(|(p, _)| p.relation))
                || tense::is_limit(self.parsed, tokens),
            feasts: &self.knowledge.feasts,
        };
        self.told = told.map(|(_, m)| m).or(self.told.take());
        let shared = shared_year(piece, next, atoms, self.parsed.text());
        let expr = shared.as_ref().unwrap_or(piece.expr);
        // "3 November, the day before the vote": the day just named.
        let named = mention.filter(|_| matches!(expr, Expr::Offset { from: From::Event, of: None, .. }));
        let named = named.filter(|m| m.cal.grain() == Grain::Day && self.is_apposition(first.span));
        let Some(mut placed) = named.map(|m| Placed::at(m.cal.clone())).or_else(|| scene.place(expr)) else {
            return;
        };
        let planned = direction == Direction::Future
            && preposition.is_some_and(|(p, _)| p.relation == Relation::By || !tense.nominal);
        if let Some(next) = next_beginning(expr).filter(|_| planned && !scene.same_sentence)
            && placed.days.end < now
        {
            placed = scene.place(&next).unwrap_or(placed);
        }
        if let Some(from) = after.filter(|from| placed.days.end.is_some_and(|end| end < *from)) {
            // "From Monday to Friday": the end is the first after the beginning.
            let later = Scene { published: Some(from), direction: Direction::Future, ..scene };
            placed = later.place(expr).unwrap_or(placed);
        }
        let span = first.span.cover(last.span);
        if let Some(Cal::Missing(..)) = placed.cal {
            self.times.warnings.push(Warning {
                code: "invalid-date",
                span: Some(span),
                message: format!("“{}” is not a date that exists", span.of(self.parsed.text())),
            });
        }
        if matches!(expr, Expr::Length { amount, .. } if amount.unit == Unit::Month && amount.count >= 6.0) {
            self.report = None; // a report on nine months compares with those of the year before
        }
        if let Some(cal) = &placed.cal {
            // What a figure is compared with is not what the text goes on to speak of.
            let compared = matches!(expr, Expr::Offset { amount, of: None, sign, .. }
                if amount.unit == Unit::Year && (!self.narrative || *sign < 0));
            // A far year in the midst of a sentence of a history does not move its clock: "the worst since 1871".
            let aside = self.narrative
                && cal.grain() <= Grain::Year
                && piece.start > 6
                && self.mention.as_ref().and_then(|m| m.cal.year()).zip(cal.year()).is_some_and(|(a, b)| {
                    (a - b).abs() > 3
                        || (self.mention.as_ref().is_some_and(|m| m.cal.grain() >= Grain::Month) && b > a)
                });
            // Nor does what had happened before it: "he had fled in 1943".
            let before = self.narrative
                && self.mention.as_ref().is_some_and(|m| cal.days().end < m.cal.days().start)
                && tense::looks_back(self.parsed, tokens);
            if !compared && !aside && !before && !matches!(cal, Cal::Missing(..) | Cal::Century(_)) {
                let sentence = sentence.span.start;
                let time = self.times.times.len();
                self.mention = Some(Mention { cal: cal.clone(), sentence, token: head, time });
                let begun =
                    self.published.is_none_or(|today| placed.days.start.is_some_and(|start| start <= today));
                let named = match expr {
                    Expr::Calendar(fields) => !fields.report,
                    // "The quarter ended March 31", "the latest quarter", not "this quarter".
                    Expr::Shift { from, steps, .. } => *from == From::Mention || *steps < 0,
                    _ => false,
                };
                if begun && named && matches!(cal, Cal::Quarter(..)) {
                    self.report = Some(cal.clone());
                }
            }
        }
        let made =
            now.zip(mention).and_then(|(now, m)| anchor::made(self.parsed, m, tokens, self.previous, now));
        let base = made.filter(|_| !self.narrative).unwrap_or(now);
        // "Agreed on a pullout over a year": the noun's, whatever the clause.
        let told = if tense.nominal && direction == Direction::Past { Direction::Unknown } else { direction };
        let (relation, phrase_days) =
            self.phrase(&placed, expr, preposition.map(|(p, _)| p), told, (now, base));
        if let (Expr::Length { .. } | Expr::Modified { .. }, Some(base)) = (expr, now) {
            let here = mention.filter(|m| m.sentence == sentence.span.start && m.cal.grain() >= Grain::Day);
            let base = here.and_then(|m| m.cal.anchor()).unwrap_or(base);
            let opened = Clause::opened(self.parsed, atoms, (piece.start, piece.end), expr, base);
            self.clause = opened.or(self.clause.take());
        }
        if let (Some(weekday), Some(day)) = (weekday, placed.days.start) {
            let time = self.times.times.len();
            let settled = tense.is_settled() && direction != Direction::Unknown;
            self.weekdays.push(Weekday { time, weekday, day, settled });
        }
        let index = self.times.times.len();
        let ends = Ends { published: self.published, now, base, mention };
        let (begin, end) = ends.points(expr, &placed, relation, phrase_days);
        let text = self.parsed.text();
        bounds::close(&mut self.times.times, text, (span, placed.days.end), self.length.take());
        self.length = placed.amount.filter(|_| begin.is_none() && end.is_none());
        self.cals.extend(placed.cal.clone().map(|cal| (index, cal)));
        self.counted.extend(Counted::new(self.parsed, atoms, piece.end, expr, index));
        let phrase = match preposition.and_then(|(_, from)| atoms.get(from)) {
            Some(from) => from.span.cover(span),
            None => span,
        };
        self.times.times.push(Time {
            span,
            tokens,
            kind: placed.kind,
            value: placed.value,
            modifier: placed.modifier,
            quant: placed.quant,
            freq: placed.freq,
            zone: placed.zone,
            begin,
            end,
            days: placed.days,
            relation,
            phrase,
            phrase_days,
            rule: piece.rule.to_owned(),
        });
    }

    /// Only a comma or a dash stands between the time before and what begins at `span`.
    fn is_apposition(&self, span: Span) -> bool {
        let end = self.times.times.last().map(|t| t.span.end).filter(|end| *end <= span.start);
        let between = end.map(|end| Span::new(end as usize, span.start as usize).of(self.parsed.text()));
        between.is_some_and(|text| matches!(text.trim(), "," | "-" | "–" | "—" | "--"))
    }

    /// The days that an expression means together with its preposition.
    fn phrase(
        &self,
        placed: &Placed,
        expr: &Expr,
        preposition: Option<&Preposition>,
        direction: Direction,
        (now, base): (Option<Date>, Option<Date>),
    ) -> (Relation, Interval) {
        let days = placed.days;
        let relation = preposition.map_or(Relation::At, |p| p.relation);
        let plus = |date: Option<Date>, n| date.and_then(|d| plus_days(d, n));
        if placed.kind == TimexType::Duration && days == Interval::default() {
            // A length counts from the article's day, or from when it was agreed: "within 60 days", "in 30 days".
            let from = if relation == Relation::Within { base } else { now };
            let end = placed.amount.zip(from).and_then(|(amount, from)| add(from, amount, 1));
            let open = Interval::default();
            return match relation {
                // "Paid back over four years" is over, or runs, or is to come.
                Relation::Within
                    if direction == Direction::Past && preposition.is_some_and(|p| p.from_now) =>
                {
                    (relation, open)
                }
                Relation::Within => {
                    let start = base.filter(|_| preposition.is_some_and(|p| p.from_now));
                    (relation, Interval { start, end })
                }
                Relation::By => (Relation::At, open), // "longer by 90 days"
                _ if direction == Direction::Future && preposition.is_some_and(|p| p.from_now) => {
                    // "In less than a week": at its end at the latest.
                    let most = matches!(placed.modifier, Some("LESS_THAN" | "EQUAL_OR_LESS"));
                    (Relation::At, Interval { start: end.filter(|_| !most), end })
                }
                _ => (relation, open),
            };
        }
        if let Expr::Window { sign, .. } = expr {
            return (if *sign > 0 { Relation::Within } else { Relation::At }, days);
        }
        let whole = placed.modifier.is_none() && placed.cal.as_ref().is_some_and(|c| c.grain() < Grain::Week);
        let phrase_days = match relation {
            Relation::At => match (expr, now) {
                // "this month" in a plan: what is left of it.
                // "This week", said of a plan on a Sunday: the one that begins.
                (Expr::Shift { steps: 0, what: What::Grain(Grain::Week), .. }, Some(today))
                    if direction == Direction::Future && days.end == Some(today) =>
                {
                    Interval { start: Some(today), end: plus(Some(today), 6) }
                }
                (Expr::Shift { steps: 0, .. }, Some(today))
                    if direction == Direction::Future
                        && days.start.is_some_and(|s| s < today)
                        && days.end.is_some_and(|e| e >= today) =>
                {
                    Interval { start: Some(today), end: days.end }
                }
                _ => days,
            },
            Relation::By => Interval { start: None, end: days.end },
            // "until 2015" ends when the year begins, "until Friday" with the day.
            Relation::Until if whole && !preposition.is_some_and(|p| p.inclusive) => {
                Interval { start: None, end: plus(days.start, -1) }
            }
            Relation::Until => Interval { start: None, end: days.end },
            // "Before the end of June": on its last day at the latest.
            Relation::Before if matches!(expr, Expr::Part { modifier: "END", edge: true, .. }) => {
                Interval { start: None, end: days.end }
            }
            Relation::Before => Interval { start: None, end: plus(days.start, -1) },
            Relation::After => Interval { start: plus(days.end, 1), end: None },
            Relation::Since => Interval { start: days.start, end: None },
            Relation::Within => days,
        };
        (relation, phrase_days)
    }

    /// The two ends of a range know the whole of it.
    fn join(&mut self, first: usize, sentence: &Matched, start: usize) {
        let Some([a, b]) = self.times.times.get_mut(first..first + 2) else { return };
        let between = Span::new(a.span.end as usize, b.span.start as usize).of(self.parsed.text());
        let whole = Interval { start: a.days.start, end: b.days.end };
        let from = start.checked_sub(1).and_then(|i| sentence.atoms.get(i));
        let word = from.map_or("", |atom| atom.span.of(self.parsed.text()));
        if matches!(between.trim(), "and" | "or") && !word.eq_ignore_ascii_case("between") {
            return; // two days, not a range
        }
        let from = from.filter(|_| word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("between"));
        let phrase = from.map_or(a.span, |f| f.span.cover(a.span)).cover(b.span);
        a.relation = Relation::Since;
        b.relation = Relation::Until;
        for time in [a, b] {
            time.phrase = phrase;
            time.phrase_days = whole;
        }
    }
}

/// A clock time right before a length that counts from an event.
fn is_adrift(piece: &Piece<'_>, next: &Piece<'_>, atoms: &[Atom], parsed: &Parsed) -> bool {
    let counts = ["before", "after"].iter().any(|word| is(atoms, next.end, parsed, word));
    let beside = next.start == piece.end || next.start == piece.end + 1 && is(atoms, piece.end, parsed, ",");
    let length = matches!(next.expr, Expr::Length { .. } | Expr::Modified { .. });
    matches!(piece.expr, Expr::Clock { of: None, .. }) && length && beside && counts
}

/// The atom is the word.
fn is(atoms: &[Atom], at: usize, parsed: &Parsed, word: &str) -> bool {
    atoms.get(at).is_some_and(|atom| atom.span.of(parsed.text()).eq_ignore_ascii_case(word))
}

/// Something is to be done by then, or is to happen then: midnight ends the day. "After midnight" begins it.
fn closes(direction: Direction, relation: Option<Relation>) -> bool {
    match relation {
        Some(Relation::By | Relation::Until | Relation::Before) => true,
        Some(Relation::After | Relation::Since) => false,
        _ => direction == Direction::Future,
    }
}

/// Where the sentence before the one that starts at `start` begins.
fn before(parsed: &Parsed, start: u32) -> Option<u32> {
    let sentences = parsed.document().sentences();
    let at = sentences.partition_point(|s| s.span.start < start);
    let read = sentences.get(..at)?.iter().rev().find(|s| s.kind != SentenceKind::Furniture);
    read.map(|s| s.span.start)
}

/// "The start of the year" that comes, for one that is over.
fn next_beginning(expr: &Expr) -> Option<Expr> {
    let Expr::Part { modifier: modifier @ "START", edge: true, now, of } = expr else { return None };
    let Expr::Shift { steps: 0, what: what @ What::Grain(_), .. } = &**of else { return None };
    let next = Expr::Shift { from: From::Article, steps: 1, what: what.clone() };
    Some(Expr::Part { modifier, edge: true, now: *now, of: Box::new(next) })
}

/// "This Saturday".
fn is_this_weekday(expr: &Expr) -> bool {
    matches!(expr, Expr::Shift { steps: 0, what: What::Fields(Fields { weekday: Some(_), .. }), .. })
}

/// One of the words stands before the expression.
fn follows(atoms: &[Atom], start: usize, parsed: &Parsed, words: &[&str]) -> bool {
    start.checked_sub(1).is_some_and(|before| words.iter().any(|word| is(atoms, before, parsed, word)))
}

/// The weekday of "Monday" and "Monday night".
fn bare_weekday(expr: &Expr) -> Option<u8> {
    match expr {
        Expr::Calendar(Fields { weekday, month: None, .. }) => *weekday,
        Expr::DayPart { of: Some(of), .. } => bare_weekday(of),
        _ => None,
    }
}

fn is_possessive(atoms: &[Atom], end: usize, text: &str) -> bool {
    let mark = |i: usize| atoms.get(i).filter(|a| a.glued).map_or("", |a| a.span.of(text));
    matches!(mark(end), "'" | "’")
}

fn bounds(atoms: &[Atom], start: usize, end: usize) -> Option<[Atom; 2]> {
    Some([*atoms.get(start)?, *atoms.get(end.checked_sub(1)?)?])
}

/// "March and April 1998", "from May 3 to June 5, 2012": the first takes the year of the second.
fn shared_year(piece: &Piece<'_>, next: Option<&Piece<'_>>, atoms: &[Atom], text: &str) -> Option<Expr> {
    let next = next?;
    let (Expr::Calendar(mine), Expr::Calendar(theirs)) = (piece.expr, next.expr) else { return None };
    if mine.year.is_some() || mine.month.is_none() || theirs.month.is_none() || theirs.year.is_none() {
        return None;
    }
    let between = atoms.get(piece.end..next.start)?;
    let [link] = between else { return None };
    let word = link.span.of(text);
    if !["and", "or", "to", "through", "until", "-", "–", "/"].iter().any(|w| word.eq_ignore_ascii_case(w))
    {
        return None;
    }
    let mut fields = *mine;
    let back = i32::from(mine.month > theirs.month);
    fields.year = theirs.year.map(|y| y - back);
    Some(Expr::Calendar(fields))
}
