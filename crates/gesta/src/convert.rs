//! From a reading, in bytes, to its record, in code points.

use gesta_actor::{Actor, ActorId, ActorKind, MentionForm};
use gesta_commitment::Commitment;
use gesta_event::Event;
use gesta_place::Place;
use gesta_statement::{Statement, StatementKind};
use gesta_text::{CharIndex, SentenceKind, Span, TokenId};
use gesta_time::{Interval, Point, Time, TimexType};
use jiff::civil::Date;

use crate::Reading;
use crate::record::*;

impl Reading {
    /// The record of this reading.
    pub fn record(&self) -> Record {
        let points = CharIndex::new(&self.article.text);
        let at = Converter { points: &points, reading: self };
        Record {
            schema_version: SCHEMA_VERSION,
            document: at.document(),
            sentences: self.parsed.sentences().map(|(_, s)| at.extent(s.span)).collect(),
            actors: self.actors.actors().iter().enumerate().map(|(i, a)| at.actor(i, a)).collect(),
            places: self.places.places.iter().enumerate().map(|(i, p)| at.place(i, p)).collect(),
            entities: at.entities(),
            dates: self.times.times.iter().enumerate().map(|(i, t)| at.date(i, t)).collect(),
            relations: at.relations(),
            statements: self
                .statements
                .statements
                .iter()
                .enumerate()
                .map(|(i, s)| at.statement(i, s))
                .collect(),
            events: self.events.events.iter().enumerate().map(|(i, e)| at.event(i, e)).collect(),
            commitments: self
                .commitments
                .commitments
                .iter()
                .enumerate()
                .map(|(i, c)| at.commitment(i, c))
                .collect(),
        }
    }

    /// The headline: the caller's, else the first that the text has.
    pub fn title(&self) -> Option<&str> {
        let headline = || {
            let found = self.parsed.sentences().find(|(_, s)| s.kind == SentenceKind::Headline);
            found.map(|(_, s)| s.span.of(self.parsed.text()))
        };
        self.article.title.as_deref().or_else(headline)
    }
}

struct Converter<'a> {
    points: &'a CharIndex<'a>,
    reading: &'a Reading,
}

fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

fn actor_ids(ids: &[ActorId]) -> Vec<String> {
    ids.iter().map(|a| id('a', a.0 as usize)).collect()
}

/// Where a length begins or ends.
pub(crate) fn point(point: Point) -> String {
    match point {
        Point::Published => "published".to_owned(),
        Point::Time(time) => id('t', time.0 as usize),
        Point::Day(day) => day.to_string(),
    }
}

fn iso(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

fn interval(days: Interval) -> Option<IntervalRecord> {
    let known = days.start.is_some() || days.end.is_some();
    known.then(|| IntervalRecord { start: iso(days.start), end: iso(days.end) })
}

fn count(number: Option<(u32, Option<u32>)>) -> Option<CountRecord> {
    number.map(|(min, max)| CountRecord { min, max })
}

/// Two decimals are what a confidence is worth, and the same on every machine.
fn rounded(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

impl Converter<'_> {
    fn extent(&self, span: Span) -> Extent {
        [self.points.char_of(span.start), self.points.char_of(span.end)]
    }

    fn extents(&self, spans: &[Span]) -> Vec<Extent> {
        spans.iter().map(|s| self.extent(*s)).collect()
    }

    fn document(&self) -> DocumentRecord {
        let Reading { article, parsed, times, .. } = self.reading;
        let warning = |code: &str, span: Option<Span>, message: &str| WarningRecord {
            code: code.to_owned(),
            span: span.map(|s| self.extent(s)),
            message: message.to_owned(),
        };
        let before = article.warnings.iter().map(|w| warning(w.code, w.span, &w.message));
        // Where we stopped reading, the text does not break off.
        let cut = article.warnings.iter().any(|w| w.code == "too-long");
        let of_text = parsed.document().warnings().iter().filter(|w| !(cut && w.code == "truncated"));
        let of_text = of_text.chain(&times.warnings);
        let after = of_text.map(|w| warning(w.code, w.span, &w.message));
        DocumentRecord {
            id: blake3::hash(article.text.as_bytes()).to_hex()[..32].to_owned(),
            key: article.key.clone(),
            uri: article.uri.clone(),
            publisher: article.publisher.clone(),
            title: self.reading.title().map(str::to_owned),
            published: iso(times.published),
            published_rule: times
                .published
                .and(article.published_rule.or(times.published_rule))
                .map(str::to_owned),
            language: parsed.document().language().map(str::to_owned),
            text: article.text.clone(),
            warnings: before.chain(after).collect(),
        }
    }

    fn actor(&self, index: usize, actor: &Actor) -> ActorRecord {
        let kind = match actor.kind {
            ActorKind::Person => "person",
            ActorKind::Group => "group",
            ActorKind::State => "state",
            ActorKind::Organization => "organization",
        };
        let mention = |m: &gesta_actor::Mention| MentionRecord {
            span: self.extent(m.span),
            form: match m.form {
                MentionForm::Name => "name",
                MentionForm::Nominal => "nominal",
                MentionForm::Pronoun => "pronoun",
            }
            .to_owned(),
        };
        ActorRecord {
            id: id('a', index),
            name: actor.name.clone(),
            kind: kind.to_owned(),
            country: actor.country.map(|c| c.to_string()),
            sector: actor.sector.map(str::to_owned),
            wikidata: actor.wikidata.clone(),
            titles: actor.titles.clone(),
            aliases: actor.aliases.clone(),
            mentions: actor.mentions.iter().map(mention).collect(),
        }
    }

    fn place(&self, index: usize, place: &Place) -> PlaceRecord {
        PlaceRecord {
            id: id('p', index),
            name: place.name.clone(),
            kind: place.kind.as_str().to_owned(),
            country: place.country.map(|c| c.to_string()),
            admin1: place.admin1.clone(),
            geonames: place.geonames,
            lat: place.lat,
            lon: place.lon,
            mentions: place.mentions.iter().map(|m| self.extent(m.span)).collect(),
        }
    }

    fn entities(&self) -> Vec<EntityRecord> {
        let parsed = &self.reading.parsed;
        let entity = |e: &gesta_syntax::Entity| EntityRecord {
            span: self.extent(parsed.span_of(e.tokens)),
            kind: e.kind.to_string(),
        };
        parsed.entities().iter().map(entity).collect()
    }

    fn date(&self, index: usize, time: &Time) -> DateRecord {
        let kind = match time.kind {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        };
        DateRecord {
            id: id('t', index),
            span: self.extent(time.span),
            text: time.span.of(self.reading.parsed.text()).to_owned(),
            kind: kind.to_owned(),
            value: time.value.clone(),
            modifier: time.modifier.map(str::to_owned),
            start: iso(time.days.start),
            end: iso(time.days.end),
            quant: time.quant.map(str::to_owned),
            freq: time.freq,
            zone: time.zone.map(str::to_owned),
            begin_point: time.begin.map(point),
            end_point: time.end.map(point),
        }
    }

    fn relations(&self) -> Vec<RelationRecord> {
        let relation = |r: &gesta_actor::ActorRelation| RelationRecord {
            kind: r.kind.as_str().to_owned(),
            subject: id('a', r.subject.0 as usize),
            object: id('a', r.object.0 as usize),
            since: iso(r.since),
            until: iso(r.until),
            evidence: self.extents(&r.evidence),
        };
        self.reading.actors.relations().iter().map(relation).collect()
    }

    fn statement(&self, index: usize, statement: &Statement) -> StatementRecord {
        let kind = match statement.kind {
            StatementKind::Direct => "direct",
            StatementKind::Mixed => "mixed",
            StatementKind::Indirect => "indirect",
        };
        StatementRecord {
            id: id('s', index),
            kind: kind.to_owned(),
            speaker: statement.speaker.map(|a| id('a', a.0 as usize)),
            speaker_span: statement.speaker_span.map(|s| self.extent(s)),
            cue: statement.cue.map(|s| self.extent(s)),
            content: self.extents(&statement.content),
            cue_class: statement.cue_class.clone(),
            anonymous: statement.anonymous,
            addressee: statement.addressee.map(|a| id('a', a.0 as usize)),
            date: statement.cue_token.and_then(|cue| self.time_of(cue)).and_then(interval),
            inside: statement.inside.map(|s| id('s', s.0 as usize)),
            unreal: statement.unreal,
            confidence: rounded(statement.confidence),
        }
    }

    /// The days of a temporal expression that modifies `verb` directly.
    fn time_of(&self, verb: TokenId) -> Option<Interval> {
        let parsed = &self.reading.parsed;
        let sentence = parsed.sentence_of(verb).tokens;
        let mut times = self.reading.times.within(sentence).map(|(_, t)| t);
        let modifies = |t: &&Time| parsed.head_of(t.tokens).and_then(|h| parsed.head(h)) == Some(verb);
        times.find(modifies).map(|t| t.phrase_days)
    }

    fn event(&self, index: usize, event: &Event) -> EventRecord {
        EventRecord {
            id: id('e', index),
            kind: event.kind.as_str().to_owned(),
            mode: event.mode.clone(),
            contexts: event.contexts.clone(),
            quad: event.kind.quad(),
            cameo: event.cameo.clone(),
            source: actor_ids(&event.source),
            target: actor_ids(&event.target),
            mutual: event.mutual,
            date: event.date.and_then(interval),
            place: event.place.map(|p| id('p', p.0 as usize)),
            factuality: event.factuality.as_str().to_owned(),
            reported_in: event.reported_in.map(|s| id('s', s.0 as usize)),
            trigger: self.extent(event.trigger),
            source_span: event.source_span.map(|s| self.extent(s)),
            target_span: event.target_span.map(|s| self.extent(s)),
            dead: count(event.dead),
            injured: count(event.injured),
            rule: event.rule.clone(),
            confidence: rounded(event.confidence),
            evidence: self.extents(&event.evidence),
        }
    }

    fn commitment(&self, index: usize, commitment: &Commitment) -> CommitmentRecord {
        let deadline = |d: gesta_commitment::Deadline| DeadlineRecord {
            span: self.extent(d.span),
            start: iso(d.days.start),
            end: iso(d.days.end),
        };
        CommitmentRecord {
            id: id('c', index),
            act: commitment.act.as_str().to_owned(),
            debtor: actor_ids(&commitment.debtor),
            debtor_span: commitment.debtor_span.map(|s| self.extent(s)),
            counterparty: actor_ids(&commitment.counterparty),
            counterparty_span: commitment.counterparty_span.map(|s| self.extent(s)),
            action: self.extent(commitment.action),
            action_type: commitment.action_type.map(|t| t.as_str().to_owned()),
            polarity: if commitment.positive { "do" } else { "not" }.to_owned(),
            deadline: commitment.deadline.map(deadline),
            condition: commitment.condition.map(|s| self.extent(s)),
            made: commitment.made.and_then(interval),
            reporter_span: commitment.reporter_span.map(|s| self.extent(s)),
            status: commitment.status.as_str().to_owned(),
            statement: commitment.statement.map(|s| id('s', s.0 as usize)),
            event: commitment.event.map(|e| id('e', e.0 as usize)),
            rule: commitment.rule.clone(),
            confidence: rounded(commitment.confidence),
            evidence: self.extents(&commitment.evidence),
        }
    }
}
