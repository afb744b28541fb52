//! The table `item`: what is written and approved, by name, with what a search looks through.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::Columns as _,
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{ItemId, ItemKind},
    model::WallTime,
};

macro_rules! columns {
    () => {
        "id, kind, title, search, made_ms, changed_ms"
    };
}

statements! {
    /// An item that is there keeps the day it was made.
    PUT = concat!(
        "INSERT INTO item (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (id) DO UPDATE SET ",
        "title = excluded.title, search = excluded.search, changed_ms = excluded.changed_ms"
    );
    GET = concat!("SELECT ", columns!(), " FROM item WHERE id = $1");
    OF_KIND = concat!("SELECT ", columns!(), " FROM item WHERE kind = $1 ORDER BY changed_ms DESC, id");
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Its name.
    pub id: ItemId,
    /// What a list calls it.
    pub title: String,
    /// What a search looks through: folded, without diacritics.
    pub search: String,
    /// When it was first written.
    pub made: WallTime,
    /// When something of it was last written.
    pub changed: WallTime,
}

fn read(row: &AnyRow) -> Result<ItemRow, RecordsError> {
    Ok(ItemRow {
        id: row.parsed("id", "item")?,
        title: row.text("title")?,
        search: row.text("search")?,
        made: row.time("made_ms")?,
        changed: row.time("changed_ms")?,
    })
}

/// Adds an item, or changes its title and what is searched.
///
/// # Errors
/// What the engine says.
pub async fn put(
    tx: &mut WriteTransaction,
    id: &ItemId,
    title: &str,
    search: &str,
    at: WallTime,
) -> Result<(), RecordsError> {
    let put = sqlx::query(PUT).bind(id.to_string()).bind(id.kind().to_string()).bind(title).bind(search).bind(at.0);
    put.execute(tx.connection()).await?;
    Ok(())
}

/// The item of that name.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, id: &ItemId) -> Result<Option<ItemRow>, RecordsError> {
    sqlx::query(GET).bind(id.to_string()).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Every item of a kind, the last changed first.
///
/// # Errors
/// What the engine says.
pub async fn of_kind(tx: &mut ReadTransaction, kind: ItemKind) -> Result<Vec<ItemRow>, RecordsError> {
    sqlx::query(OF_KIND).bind(kind.to_string()).fetch_all(tx.connection()).await?.iter().map(read).collect()
}
