//! Statements.

use gesta::record::{Extent, Record};
use rusqlite::Row;
use serde::Serialize;

use super::actors::ActorName;
use super::filter::{Filter, STATEMENT_KINDS, Where};
use super::list::{iso, select_kept};
use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, Ledger, store};

/// A statement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StatementRow {
    /// `s1`, `s2`, …
    pub id: Id,
    /// The article.
    pub document: Id,
    /// The statement's id in the article's record.
    pub entry: String,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// Who says it, where that is known.
    pub speaker: Option<ActorName>,
    /// The words that name the speaker.
    pub speaker_words: Option<String>,
    /// To whom.
    pub addressee: Option<ActorName>,
    /// What is said.
    pub content: String,
    /// Class of the cue.
    pub cue_class: String,
    /// True for unnamed sources.
    pub anonymous: bool,
    /// True when the cue is negated or hypothetical.
    pub unreal: bool,
    /// When it was said, else when the article was published.
    pub day: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
}

const COLUMNS: &str = "SELECT s.id, s.document, s.entry, (SELECT name FROM code WHERE id = s.kind),
    (SELECT name FROM code WHERE id = s.cue_class), s.anonymous, s.unreal, s.day, s.confidence / 100.0,
    k.id, k.name, k.country, k.sector, a.id, a.name, a.country, a.sector
  FROM statement s LEFT JOIN actor k ON k.id = s.speaker LEFT JOIN actor a ON a.id = s.addressee";

fn name(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ActorName>> {
    let Some(number) = row.get::<_, Option<i64>>(column)? else { return Ok(None) };
    Ok(Some(ActorName {
        id: Id::new(Kind::Actor, number),
        name: row.get(column + 1)?,
        country: row.get(column + 2)?,
        sector: row.get(column + 3)?,
    }))
}

fn read(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow {
        id: Id::new(Kind::Statement, row.get(0)?),
        document: Id::new(Kind::Document, row.get(1)?),
        entry: format!("s{}", row.get::<_, i64>(2)?),
        kind: row.get(3)?,
        speaker: name(row, 9)?,
        speaker_words: None,
        addressee: name(row, 13)?,
        content: String::new(),
        cue_class: row.get(4)?,
        anonymous: row.get(5)?,
        unreal: row.get(6)?,
        day: iso(row, 7)?,
        confidence: row.get(8)?,
    })
}

/// The words of a record's text at given spans, with single spaces; `…` stands where pieces are apart.
pub(super) fn words(chars: &[char], spans: &[Extent]) -> String {
    let piece = |s: &Extent| -> String {
        let chars = chars.get(s[0] as usize..s[1] as usize).unwrap_or(&[]);
        chars.iter().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    spans.iter().map(piece).collect::<Vec<_>>().join(" … ")
}

fn fill(statement: &mut StatementRow, record: &Record, chars: &[char]) {
    if let Some(s) = record.statements.iter().find(|s| s.id == statement.entry) {
        statement.content = words(chars, &s.content);
        statement.speaker_words = s.speaker_span.map(|span| words(chars, &[span]));
    }
}

impl Ledger {
    /// Statements by day: by speaker (`source` or `who`), addressee (`target`), `kind`, days, the speaker's
    /// `country`, and words of what is said (`text`).
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<StatementRow>> {
        let mut conditions = Where::default();
        let sides = [
            (&filter.source, "s.speaker IN {}"),
            (&filter.target, "s.addressee IN {}"),
            (&filter.who, "s.speaker IN {}"),
        ];
        for (name, condition) in sides {
            if let Some(name) = name {
                conditions.actor(condition, name)?;
            }
        }
        filter.check_kind(&STATEMENT_KINDS)?;
        conditions.code("s.kind", filter.kind.as_ref());
        conditions.equal("k.country", filter.country.as_ref());
        conditions.days("s.day", filter)?;
        let sought = filter.text.as_deref().map(Sought::new).transpose()?;
        if let Some(sought) = &sought {
            let found = "s.id IN (SELECT rowid FROM statement_text WHERE statement_text MATCH ?)";
            conditions.text(found, sought);
        }
        self.select_statements(&conditions, filter.limit, sought.as_ref())
    }

    /// Statements in whose content the phrases stand.
    pub(super) fn select_statements(
        &self,
        conditions: &Where,
        limit: Option<u32>,
        sought: Option<&Sought>,
    ) -> Result<Vec<StatementRow>> {
        // Statements of one article stand together: each reading is unpacked once.
        let mut last: Option<(Id, Record, Vec<char>)> = None;
        let mut read_words = |statement: &mut StatementRow| -> Result<()> {
            let (_, record, chars) = match &mut last {
                Some(known) if known.0 == statement.document => &*known,
                slot => {
                    let record = store::record(&self.db, statement.document.number)?;
                    let chars = record.document.text.chars().collect();
                    &*slot.insert((statement.document, record, chars))
                }
            };
            fill(statement, record, chars);
            Ok(())
        };
        let keep = |statement: &mut StatementRow| {
            read_words(statement)?;
            Ok(sought.is_none_or(|s| s.stands_in(&statement.content)))
        };
        select_kept(&self.db, COLUMNS, conditions, &["s.day", "s.id"], limit, read, keep)
    }
}
