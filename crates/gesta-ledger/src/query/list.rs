//! Running a question and reading its rows.

use rusqlite::{Connection, Row};

use super::filter::Where;
use crate::error::Result;
use crate::{Id, Kind};

/// Selects rows that meet `conditions`, in `order`. With a limit, the last ones of that order, still in it.
pub(super) fn select<T>(
    db: &Connection,
    columns_from: &str,
    conditions: &Where,
    order: &[&str],
    limit: Option<u32>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    select_kept(db, columns_from, conditions, order, limit, read, |_| Ok(true))
}

/// Selects rows as [`select`] does, of those that `keep`, which may complete them, keeps. Where
/// that is not all of them, `conditions` must say that they are sifted.
pub(super) fn select_kept<T>(
    db: &Connection,
    columns_from: &str,
    conditions: &Where,
    order: &[&str],
    limit: Option<u32>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    mut keep: impl FnMut(&mut T) -> Result<bool>,
) -> Result<Vec<T>> {
    let direction = if limit.is_some() { " DESC" } else { "" };
    let order = order.iter().map(|c| format!("{c}{direction}")).collect::<Vec<_>>().join(", ");
    let limit_sql = limit.filter(|_| !conditions.sifted).map_or_else(String::new, |n| format!(" LIMIT {n}"));
    let sql = format!("{columns_from}{} ORDER BY {order}{limit_sql}", conditions.sql());
    let most = limit.map_or(usize::MAX, |n| n as usize);
    let mut query = db.prepare_cached(&sql)?;
    let mut found = query.query(conditions.params().as_slice())?;
    let mut rows = Vec::new();
    while rows.len() < most
        && let Some(row) = found.next()?
    {
        let mut row = read(row)?;
        if keep(&mut row)? {
            rows.push(row);
        }
    }
    if limit.is_some() {
        rows.reverse();
    }
    Ok(rows)
}

/// Days since 1970 in a column, as an ISO date.
pub(super) fn iso(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(crate::day::iso))
}

/// A number in a column, as an id.
pub(super) fn id(row: &Row<'_>, column: usize, kind: Kind) -> rusqlite::Result<Option<Id>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|number| Id::new(kind, number)))
}
