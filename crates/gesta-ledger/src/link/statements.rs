//! Statements: one row each. What a copy repeats is not listed again.

use std::collections::BTreeSet;

use gesta::record::StatementRecord;
use rusqlite::{Connection, params};

use super::{Page, days, entry};
use crate::error::Result;
use crate::store::code;
use crate::{store, words};

fn content(chars: &[char], statement: &StatementRecord) -> String {
    let piece = |s: &[u32; 2]| chars.get(s[0] as usize..s[1] as usize).unwrap_or(&[]).iter().collect();
    statement.content.iter().map(piece).collect::<Vec<String>>().join(" ")
}

/// The words of a text without its punctuation and spacing, to tell repeated statements.
fn normal(text: &str) -> Vec<String> {
    words::words(text).collect()
}

/// Enters the statements of an article.
pub(super) fn link(db: &Connection, page: &Page<'_>) -> Result<()> {
    let mut said = BTreeSet::new();
    if let Some(first) = page.copy_of {
        let first = store::record(db, first)?;
        let chars: Vec<char> = first.document.text.chars().collect();
        said.extend(first.statements.iter().map(|s| normal(&content(&chars, s))));
    }
    let mut first = None;
    let mut insert = db.prepare_cached(
        "INSERT INTO statement
           (document, entry, kind, speaker, addressee, cue_class, anonymous, unreal, day, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut index = db.prepare_cached("INSERT INTO statement_text (rowid, content) VALUES (?1, ?2)")?;
    for s in &page.record.statements {
        let content = content(page.chars, s);
        if said.contains(&normal(&content)) {
            continue;
        }
        let row = |id: &Option<String>| id.as_deref().and_then(|id| page.actors.get(id).copied());
        let (start, end) = days(s.date.as_ref());
        insert.execute(params![
            page.id,
            entry(&s.id),
            code(db, &s.kind)?,
            row(&s.speaker),
            row(&s.addressee),
            code(db, &s.cue_class)?,
            s.anonymous,
            s.unreal,
            start.or(end).or(page.published),
            (s.confidence * 100.0).round() as i64
        ])?;
        let number = db.last_insert_rowid();
        first.get_or_insert(number);
        index.execute(params![number, content])?;
    }
    if first.is_some() {
        db.prepare_cached("UPDATE document SET statements = ?2 WHERE id = ?1")?
            .execute(params![page.id, first])?;
    }
    Ok(())
}

/// Two decimals, without the noise of a wider float.
pub(super) fn confidence(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
