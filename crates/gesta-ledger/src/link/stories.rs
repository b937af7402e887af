//! Stories: each day's articles join the stories of the days before, or found new ones.

use rusqlite::{Connection, params};

use super::telling::Rarity;
use crate::error::Result;
use crate::stories::{Terms, cluster};
use crate::{day, store};

/// Days after which a story is over when nothing more is written of it.
const WINDOW: i64 = 7;

/// Articles of those days that are compared with new ones, at most: the last ones.
const MOST: usize = 5000;

/// An article as stories see it: its day and its terms.
pub(super) struct Article {
    published: Option<i64>,
    terms: Terms,
}

pub(super) fn article(record: &gesta::record::Record) -> Article {
    let d = &record.document;
    let published = d.published.as_deref().and_then(day::number);
    let title = d.title.as_deref().filter(|t| !d.text.contains(*t)).unwrap_or_default();
    Article { published, terms: Terms::new(&format!("{title}\n{}", d.text)) }
}

/// The articles of the last days, kept from one day to the next.
#[derive(Default)]
pub(super) struct Window {
    /// Documents, oldest day first.
    articles: Vec<(i64, Article, i64)>,
    /// The day and the last document the window was filled for.
    filled: Option<(Option<i64>, i64)>,
}

impl Window {
    /// Gives each of a day's articles its story. Copies are in the story of what they copy.
    pub(super) fn assign(
        &mut self,
        db: &Connection,
        published: Option<i64>,
        group: Vec<(i64, Article, Option<i64>)>,
    ) -> Result<()> {
        self.fill(db, published)?;
        let (copies, group): (Vec<_>, Vec<_>) = group.into_iter().partition(|(.., copy)| copy.is_some());
        let known = self.articles.iter().map(|(.., story)| Some(*story));
        let known: Vec<Option<i64>> = known.chain(group.iter().map(|_| None)).collect();
        let terms: Vec<&Terms> = self
            .articles
            .iter()
            .map(|(_, a, _)| &a.terms)
            .chain(group.iter().map(|(_, a, _)| &a.terms))
            .collect();
        let first_new = self.articles.len();
        let mut stories = vec![0; group.len()];
        for (story, members) in cluster(&terms, &known) {
            let new: Vec<usize> = members.iter().filter_map(|m| m.checked_sub(first_new)).collect();
            let Some((lead, ..)) = new.first().and_then(|m| group.get(*m)) else { continue };
            let story = match story {
                Some(story) => story,
                None => found(db, published, *lead)?,
            };
            for member in new {
                stories[member] = story;
            }
        }
        for ((id, article, _), story) in group.into_iter().zip(stories) {
            enter(db, id, story, published)?;
            self.articles.push((id, article, story));
        }
        for (id, _, copy) in copies {
            let mut query = db.prepare_cached("SELECT story FROM document WHERE id = ?1")?;
            let story: Option<i64> = query.query_row([copy], |row| row.get(0))?;
            if let Some(story) = story {
                enter(db, id, story, published)?;
            }
        }
        Ok(())
    }

    /// How rare words are in the window of a day, before the articles of that day that are new.
    pub(super) fn rarity(&mut self, db: &Connection, published: Option<i64>) -> Result<Rarity> {
        self.fill(db, published)?;
        Ok(Rarity::of(self.articles.iter().map(|(_, a, _)| &a.terms)))
    }

    /// Moves the window to a day: articles of the days before it come in, older ones go.
    fn fill(&mut self, db: &Connection, published: Option<i64>) -> Result<()> {
        let from = published.map(|p| p - WINDOW);
        let newest: i64 = db.query_row("SELECT coalesce(max(id), 0) FROM document", [], |row| row.get(0))?;
        if self.filled.as_ref().is_some_and(|(last, id)| *last <= published && *id == newest) {
            self.articles.retain(|(_, a, _)| a.published >= from);
            self.articles.drain(..self.articles.len().saturating_sub(MOST));
        } else {
            let mut query = db.prepare_cached(
                "SELECT id, story FROM document WHERE story IS NOT NULL AND copy_of IS NULL AND newer IS NULL
                   AND (published BETWEEN ?1 AND ?2 OR (?2 IS NULL AND published IS NULL))
                 ORDER BY published DESC, identity DESC LIMIT ?3",
            )?;
            let values = params![from, published, MOST as i64];
            let rows = query.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
            self.articles.clear();
            for row in rows {
                let (id, story) = row?;
                self.articles.push((id, article(&store::record(db, id)?), story));
            }
            self.articles.reverse();
        }
        self.filled = Some((published, newest));
        Ok(())
    }
}

fn found(db: &Connection, published: Option<i64>, lead: i64) -> Result<i64> {
    db.prepare_cached("INSERT INTO story (first, last, articles, lead) VALUES (?1, ?1, 0, ?2)")?
        .execute(params![published, lead])?;
    Ok(db.last_insert_rowid())
}

fn enter(db: &Connection, document: i64, story: i64, published: Option<i64>) -> Result<()> {
    db.prepare_cached("UPDATE document SET story = ?2 WHERE id = ?1")?.execute([document, story])?;
    db.prepare_cached(
        "UPDATE story SET articles = articles + 1, first = min(first, ?2), last = max(last, ?2) WHERE id = ?1",
    )?
    .execute(params![story, published])?;
    Ok(())
}
