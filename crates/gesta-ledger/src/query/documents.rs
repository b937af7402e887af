//! Articles.

use gesta::record::Record;
use rusqlite::Row;
use serde::Serialize;

use super::filter::{Filter, Where};
use super::list::{id, iso, select, select_kept};
use super::sought::Sought;
use crate::error::Result;
use crate::{Id, Kind, Ledger, LedgerError, store};

/// An article.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DocumentRow {
    /// `d1`, `d2`, …, in the order of arrival.
    pub id: Id,
    /// The caller's own id.
    pub key: Option<String>,
    /// Where it was published.
    pub uri: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// ISO date of publication.
    pub published: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The story it belongs to.
    pub story: Option<Id>,
    /// The article it copies.
    pub copy_of: Option<Id>,
    /// Share of common word 4-grams with that.
    pub similarity: Option<f64>,
    /// The version that replaces it.
    pub replaced_by: Option<Id>,
}

/// Where an article is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Where it was published.
    pub uri: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

const COLUMNS: &str =
    "SELECT d.id, d.key, d.uri, d.publisher, d.title, d.published, d.language, d.story, d.copy_of,
  d.similarity, d.newer FROM document d";

fn read(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: Id::new(Kind::Document, row.get(0)?),
        key: row.get(1)?,
        uri: row.get(2)?,
        publisher: row.get(3)?,
        title: row.get(4)?,
        published: iso(row, 5)?,
        language: row.get(6)?,
        story: id(row, 7, Kind::Story)?,
        copy_of: id(row, 8, Kind::Document)?,
        similarity: row.get(9)?,
        replaced_by: id(row, 10, Kind::Document)?,
    })
}

impl Ledger {
    /// Articles by day of publication: those whose text has the words of `text`, from `since` to `until`;
    /// `who` is the publisher. Replaced versions are left out.
    ///
    /// # Errors
    /// When the question makes no sense or the ledger cannot be read.
    pub fn documents(&self, filter: &Filter) -> Result<Vec<DocumentRow>> {
        let mut conditions = Where::default();
        conditions.always("d.newer IS NULL");
        conditions.days("d.published", filter)?;
        conditions.equal("d.publisher", filter.who.as_ref());
        let mut sought = filter.text.as_deref().map(Sought::new).transpose()?;
        if let Some(sought) = &sought {
            let found = "d.id IN (SELECT rowid FROM document_text WHERE document_text MATCH ?)";
            conditions.text(found, sought);
        }
        let keep = |d: &mut DocumentRow| match &mut sought {
            Some(sought) => sought.stands_in_document(&self.db, d.id.number),
            None => Ok(true),
        };
        select_kept(&self.db, COLUMNS, &conditions, &["d.published", "d.id"], filter.limit, read, keep)
    }

    /// One article.
    ///
    /// # Errors
    /// When it is not there.
    pub fn document(&self, id: Id) -> Result<DocumentRow> {
        let mut conditions = Where::default();
        conditions.and("d.id = ?", id.number);
        let found = select(&self.db, COLUMNS, &conditions, &["d.id"], None, read)?;
        found.into_iter().next().ok_or_else(|| LedgerError::NoEntry(id.to_string()))
    }

    /// The articles of a story, by day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn documents_of_story(&self, story: Id) -> Result<Vec<DocumentRow>> {
        let mut conditions = Where::default();
        conditions.and("d.story = ?", story.number);
        select(&self.db, COLUMNS, &conditions, &["d.published", "d.id"], None, read)
    }

    /// The whole reading of an article, as it was stored.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub fn record(&self, id: Id) -> Result<Record> {
        store::record(&self.db, id.number)
    }

    /// The readings of all articles with their documents, by day of publication, replaced versions left out: what exports are
    /// made of. One is in memory at a time.
    ///
    /// # Errors
    /// When the ledger cannot be read; each reading, when it is damaged.
    pub fn records(&self) -> Result<impl Iterator<Item = Result<(Id, Record)>> + use<'_>> {
        let mut query = self
            .db
            .prepare_cached("SELECT id FROM document WHERE newer IS NULL ORDER BY published, identity")?;
        let ids = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        Ok(ids.into_iter().map(|id| Ok((Id::new(Kind::Document, id), store::record(&self.db, id)?))))
    }

    /// Where the articles that report an event are from, by day of publication; copies are not counted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sources_of(&self, event: Id) -> Result<Vec<Source>> {
        let mut query = self.db.prepare_cached(
            "SELECT d.uri, d.publisher FROM document d JOIN
             (SELECT DISTINCT document FROM event_report WHERE event = ?1) ON document = d.id
             WHERE d.copy_of IS NULL ORDER BY d.published, d.identity",
        )?;
        let read = |row: &Row<'_>| Ok(Source { uri: row.get(0)?, publisher: row.get(1)? });
        Ok(query.query_map([event.number], read)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest day of publication in the ledger, ISO.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn newest_day(&self) -> Result<Option<String>> {
        Ok(self.db.query_row("SELECT max(published) FROM document", [], |row| iso(row, 0))?)
    }

    /// Number of articles, replaced versions and copies included.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn len(&self) -> Result<u64> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// True when there are no articles.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
}
