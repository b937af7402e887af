//! Gesta's own tables: one row for each document, statement, event or commitment.
//!
//! Every row carries its article and its id in the record, so that the tables join. Lists are joined by `; `, dates are ISO
//! 8601 days, offsets code points of the article's text. What is not known is empty. `ledger_id` says under which id a ledger
//! has the row: several rows of one id are several reports of one thing, those of a copy (`copy_of` in the table of documents)
//! among them. `status` is what the
//! article itself says of a commitment, `ledger_status` what the ledger has come to.

use std::io::Write;

use gesta::record::{ActorRecord, Extent};
use serde::{Deserialize, Serialize};

use crate::view::View;
use crate::{ExportError, Writer, goldstein};

/// One of our tables.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Table {
    /// Articles.
    Documents,
    /// Who said what.
    Statements,
    /// Who did what to whom.
    Events,
    /// Promises, threats, demands, offers, agreements, refusals, intentions.
    Commitments,
}

/// An article.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "columns are named as the record's fields, which are documented there")]
pub struct DocumentRow {
    pub document: String,
    pub key: Option<String>,
    pub uri: Option<String>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
    pub characters: u32,
    pub sentences: u32,
    pub statements: u32,
    pub events: u32,
    pub commitments: u32,
    pub warnings: String,
    pub ledger_id: Option<String>,
    pub story: Option<String>,
    pub copy_of: Option<String>,
}

/// A statement.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "columns are named as the record's fields, which are documented there")]
pub struct StatementRow {
    pub document: String,
    pub key: Option<String>,
    pub published: Option<String>,
    pub statement: String,
    pub kind: String,
    pub cue_class: String,
    pub cue: Option<String>,
    pub unreal: bool,
    pub speaker: Option<String>,
    pub speaker_words: Option<String>,
    pub speaker_country: Option<String>,
    pub speaker_sector: Option<String>,
    pub speaker_wikidata: Option<String>,
    pub anonymous: bool,
    pub addressee: Option<String>,
    pub content: String,
    pub content_start: Option<u32>,
    pub content_end: Option<u32>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub inside: Option<String>,
    pub confidence: f32,
    pub ledger_id: Option<String>,
}

/// An event.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "columns are named as the record's fields, which are documented there")]
pub struct EventRow {
    pub document: String,
    pub key: Option<String>,
    pub published: Option<String>,
    pub event: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub contexts: String,
    pub quad: u8,
    pub cameo: Option<String>,
    pub goldstein: Option<f32>,
    pub factuality: String,
    pub source: Option<String>,
    pub source_country: Option<String>,
    pub source_sector: Option<String>,
    pub target: Option<String>,
    pub target_country: Option<String>,
    pub target_sector: Option<String>,
    pub mutual: bool,
    pub start: Option<String>,
    pub end: Option<String>,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub place_admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geonames: Option<u32>,
    pub dead_min: Option<u32>,
    pub dead_max: Option<u32>,
    pub injured_min: Option<u32>,
    pub injured_max: Option<u32>,
    pub reported_in: Option<String>,
    pub trigger: String,
    pub trigger_start: u32,
    pub trigger_end: u32,
    pub sentence: String,
    pub rule: String,
    pub confidence: f32,
    pub ledger_id: Option<String>,
}

/// A commitment.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "columns are named as the record's fields, which are documented there")]
pub struct CommitmentRow {
    pub document: String,
    pub key: Option<String>,
    pub published: Option<String>,
    pub commitment: String,
    pub act: String,
    pub polarity: String,
    pub debtor: Option<String>,
    pub debtor_country: Option<String>,
    pub debtor_sector: Option<String>,
    pub counterparty: Option<String>,
    pub counterparty_country: Option<String>,
    pub counterparty_sector: Option<String>,
    pub action: String,
    pub action_type: Option<String>,
    pub action_start: u32,
    pub action_end: u32,
    pub deadline: Option<String>,
    pub due_start: Option<String>,
    pub due_end: Option<String>,
    pub condition: Option<String>,
    pub made_start: Option<String>,
    pub made_end: Option<String>,
    pub reporter: Option<String>,
    pub status: String,
    pub statement: Option<String>,
    pub event: Option<String>,
    pub sentence: String,
    pub rule: String,
    pub confidence: f32,
    pub ledger_id: Option<String>,
    pub ledger_status: Option<String>,
}

/// The row of an article.
pub fn document(view: &View<'_>) -> DocumentRow {
    let record = view.record;
    let of = record.document.clone();
    DocumentRow {
        document: of.id,
        key: of.key,
        uri: of.uri,
        publisher: of.publisher,
        title: of.title,
        published: of.published,
        language: of.language,
        characters: count(of.text.chars().count()),
        sentences: count(record.sentences.len()),
        statements: count(record.statements.len()),
        events: count(record.events.len()),
        commitments: count(record.commitments.len()),
        warnings: of.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>().join("; "),
        ledger_id: view.linked.map(|l| l.document.clone()),
        story: view.linked.and_then(|l| l.story.clone()),
        copy_of: view.linked.and_then(|l| l.copy_of.clone()),
    }
}

/// The rows of an article's statements.
pub fn statements(view: &View<'_>) -> Vec<StatementRow> {
    let row = |s: &gesta::record::StatementRecord| {
        let speaker = s.speaker.as_deref().and_then(|id| view.actor(id));
        let (document, key, published) = article(view);
        StatementRow {
            document,
            key,
            published,
            statement: s.id.clone(),
            kind: s.kind.clone(),
            cue_class: s.cue_class.clone(),
            cue: s.cue.map(|c| view.words(c)),
            unreal: s.unreal,
            speaker: speaker.map(|a| a.name.clone()),
            speaker_words: s.speaker_span.map(|w| view.words(w)),
            speaker_country: speaker.and_then(|a| a.country.clone()),
            speaker_sector: speaker.and_then(|a| a.sector.clone()),
            speaker_wikidata: speaker.and_then(|a| a.wikidata.clone()),
            anonymous: s.anonymous,
            addressee: s.addressee.as_deref().and_then(|id| view.actor(id)).map(|a| a.name.clone()),
            content: s.content.iter().map(|&c| view.words(c)).collect::<Vec<_>>().join(" … "),
            content_start: s.content.first().map(|c| c[0]),
            content_end: s.content.last().map(|c| c[1]),
            start: s.date.as_ref().and_then(|d| d.start.clone()),
            end: s.date.as_ref().and_then(|d| d.end.clone()),
            inside: s.inside.clone(),
            confidence: s.confidence,
            ledger_id: view.ledger_id(&s.id),
        }
    };
    view.record.statements.iter().map(row).collect()
}

/// The rows of an article's events.
pub fn events(view: &View<'_>) -> Vec<EventRow> {
    let row = |e: &gesta::record::EventRecord| {
        let (source, target) =
            (Side::of(view, &e.source, e.source_span), Side::of(view, &e.target, e.target_span));
        let place = view.place_of(e);
        let (document, key, published) = article(view);
        EventRow {
            document,
            key,
            published,
            event: e.id.clone(),
            kind: e.kind.clone(),
            mode: e.mode.clone(),
            contexts: e.contexts.join("; "),
            quad: e.quad,
            cameo: e.cameo.clone(),
            goldstein: e.cameo.as_deref().and_then(goldstein),
            factuality: e.factuality.clone(),
            source: source.names,
            source_country: source.countries,
            source_sector: source.sectors,
            target: target.names,
            target_country: target.countries,
            target_sector: target.sectors,
            mutual: e.mutual,
            start: e.date.as_ref().and_then(|d| d.start.clone()),
            end: e.date.as_ref().and_then(|d| d.end.clone()),
            place: place.map(|p| p.name.clone()),
            place_country: place.and_then(|p| p.country.clone()),
            place_admin1: place.and_then(|p| p.admin1.clone()),
            lat: place.and_then(|p| p.lat),
            lon: place.and_then(|p| p.lon),
            geonames: place.and_then(|p| p.geonames),
            dead_min: e.dead.as_ref().map(|c| c.min),
            dead_max: e.dead.as_ref().and_then(|c| c.max),
            injured_min: e.injured.as_ref().map(|c| c.min),
            injured_max: e.injured.as_ref().and_then(|c| c.max),
            reported_in: e.reported_in.clone(),
            trigger: view.words(e.trigger),
            trigger_start: e.trigger[0],
            trigger_end: e.trigger[1],
            sentence: view.sentence_text(e.trigger),
            rule: e.rule.clone(),
            confidence: e.confidence,
            ledger_id: view.ledger_id(&e.id),
        }
    };
    view.record.events.iter().map(row).collect()
}

/// The rows of an article's commitments.
pub fn commitments(view: &View<'_>) -> Vec<CommitmentRow> {
    let row = |c: &gesta::record::CommitmentRecord| {
        let debtor = Side::of(view, &c.debtor, c.debtor_span);
        let counterparty = Side::of(view, &c.counterparty, c.counterparty_span);
        let (document, key, published) = article(view);
        CommitmentRow {
            document,
            key,
            published,
            commitment: c.id.clone(),
            act: c.act.clone(),
            polarity: c.polarity.clone(),
            debtor: debtor.names,
            debtor_country: debtor.countries,
            debtor_sector: debtor.sectors,
            counterparty: counterparty.names,
            counterparty_country: counterparty.countries,
            counterparty_sector: counterparty.sectors,
            action: view.words(c.action),
            action_type: c.action_type.clone(),
            action_start: c.action[0],
            action_end: c.action[1],
            deadline: c.deadline.as_ref().map(|d| view.words(d.span)),
            due_start: c.deadline.as_ref().and_then(|d| d.start.clone()),
            due_end: c.deadline.as_ref().and_then(|d| d.end.clone()),
            condition: c.condition.map(|s| view.words(s)),
            made_start: c.made.as_ref().and_then(|d| d.start.clone()),
            made_end: c.made.as_ref().and_then(|d| d.end.clone()),
            reporter: c.reporter_span.map(|s| view.words(s)),
            status: c.status.clone(),
            statement: c.statement.clone(),
            event: c.event.clone(),
            sentence: view.sentence_text(c.action),
            rule: c.rule.clone(),
            confidence: c.confidence,
            ledger_id: view.ledger_id(&c.id),
            ledger_status: view.entry(&c.id).and_then(|e| e.status.clone()),
        }
    };
    view.record.commitments.iter().map(row).collect()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The columns that say in which article a row stands: its id, the caller's id, the day of publication.
fn article(view: &View<'_>) -> (String, Option<String>, Option<String>) {
    let document = &view.record.document;
    (document.id.clone(), document.key.clone(), document.published.clone())
}

/// One side of an event or commitment: names, and the countries and sectors of those that have them.
struct Side {
    names: Option<String>,
    countries: Option<String>,
    sectors: Option<String>,
}

impl Side {
    fn of(view: &View<'_>, ids: &[String], span: Option<Extent>) -> Side {
        let each = |field: fn(&ActorRecord) -> Option<&String>| {
            let mut values: Vec<&str> = Vec::new();
            for value in ids.iter().filter_map(|id| field(view.actor(id)?)) {
                if !values.contains(&value.as_str()) {
                    values.push(value);
                }
            }
            (!values.is_empty()).then(|| values.join("; "))
        };
        Side {
            names: view.names(ids, span),
            countries: each(|a| a.country.as_ref()),
            sectors: each(|a| a.sector.as_ref()),
        }
    }
}

/// Writes a table as CSV.
pub(crate) struct CsvWriter<'o> {
    table: Table,
    csv: csv::Writer<&'o mut dyn Write>,
}

impl<'o> CsvWriter<'o> {
    pub(crate) fn start(table: Table, out: &'o mut dyn Write) -> Result<CsvWriter<'o>, ExportError> {
        out.write_all(&match table {
            Table::Documents => header::<DocumentRow>()?,
            Table::Statements => header::<StatementRow>()?,
            Table::Events => header::<EventRow>()?,
            Table::Commitments => header::<CommitmentRow>()?,
        })?;
        Ok(CsvWriter { table, csv: writer().has_headers(false).from_writer(out) })
    }

    fn rows<R: Serialize>(&mut self, rows: &[R]) -> Result<u64, ExportError> {
        for row in rows {
            self.csv.serialize(row)?;
        }
        Ok(rows.len() as u64)
    }
}

/// Lines end as RFC 4180 has it.
fn writer() -> csv::WriterBuilder {
    let mut builder = csv::WriterBuilder::new();
    builder.terminator(csv::Terminator::CRLF);
    builder
}

/// The first line: the names of the columns.
fn header<R: Serialize + Default>() -> Result<Vec<u8>, ExportError> {
    let mut csv = writer().from_writer(Vec::new());
    csv.serialize(R::default())?;
    let mut lines = csv.into_inner().map_err(|e| ExportError::Io(e.into_error()))?;
    let end = lines.iter().position(|&b| b == b'\n').map_or(lines.len(), |at| at + 1);
    lines.truncate(end);
    Ok(lines)
}

impl Writer for CsvWriter<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError> {
        match self.table {
            Table::Documents => self.rows(&[document(view)]),
            Table::Statements => self.rows(&statements(view)),
            Table::Events => self.rows(&events(view)),
            Table::Commitments => self.rows(&commitments(view)),
        }
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(self.csv.flush()?)
    }
}
