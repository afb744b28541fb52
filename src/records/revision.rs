//! The table `revision`: what items say and said. None is ever changed.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{AccountId, Body, ItemId},
    model::{Digest, WallTime},
};

macro_rules! columns {
    () => {
        "item, digest, body, parent, author, made_ms"
    };
}

statements! {
    /// The same words again are the same revision: whoever wrote them first is its author.
    INSERT = concat!(
        "INSERT INTO revision (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (item, digest) DO NOTHING"
    );
    GET = concat!("SELECT ", columns!(), " FROM revision WHERE item = $1 AND digest = $2");
    OF_VERSION = "SELECT r.item, r.digest, r.body, r.parent, r.author, r.made_ms FROM version_item v \
                  JOIN revision r ON r.item = v.item AND r.digest = v.digest WHERE v.n = $1 ORDER BY r.item";
    OF_ITEM = concat!("SELECT ", columns!(), " FROM revision WHERE item = $1 ORDER BY made_ms, digest");
}

/// One revision.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionRow {
    /// What it is a revision of.
    pub item: ItemId,
    /// Its name.
    pub digest: Digest,
    /// What it says.
    pub body: Body,
    /// The revision it was made from.
    pub parent: Option<Digest>,
    /// Who wrote it first; `None` for the program itself.
    pub author: Option<AccountId>,
    /// When.
    pub made: WallTime,
}

fn read(row: &AnyRow) -> Result<RevisionRow, RecordsError> {
    let text = row.text("body")?;
    let body = Body::from_canonical(&text).map_err(|_| RecordsError::Value {
        column: "body",
        value: text.chars().take(80).collect(),
        expected: "revision",
    })?;
    Ok(RevisionRow {
        item: row.parsed("item", "item")?,
        digest: row.parsed("digest", "digest")?,
        body,
        parent: row.maybe_parsed("parent", "digest")?,
        author: row.maybe_text("author")?.map(AccountId),
        made: row.time("made_ms")?,
    })
}

/// Adds a revision of an item that is there, and names it by its digest. The same words again change nothing.
///
/// # Errors
/// What the engine says.
pub async fn insert(
    tx: &mut WriteTransaction,
    body: &Body,
    parent: Option<Digest>,
    author: Option<&AccountId>,
    at: WallTime,
) -> Result<Digest, RecordsError> {
    let text = body.canonical();
    let digest = Digest::of(text.as_bytes());
    sqlx::query(INSERT)
        .bind(body.item().to_string())
        .bind(digest.to_string())
        .bind(text)
        .bind(parent.map(|parent| parent.to_string()))
        .bind(author.map(|author| author.0.clone()))
        .bind(at.0)
        .execute(tx.connection())
        .await?;
    Ok(digest)
}

/// One revision.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, item: &ItemId, digest: Digest) -> Result<Option<RevisionRow>, RecordsError> {
    let get = sqlx::query(GET).bind(item.to_string()).bind(digest.to_string());
    get.fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Everything an item says and said, the oldest first.
///
/// # Errors
/// What the engine says.
pub async fn of_item(tx: &mut ReadTransaction, item: &ItemId) -> Result<Vec<RevisionRow>, RecordsError> {
    sqlx::query(OF_ITEM).bind(item.to_string()).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// What a version says.
///
/// # Errors
/// What the engine says.
pub async fn of_version(tx: &mut ReadTransaction, n: u64) -> Result<Vec<RevisionRow>, RecordsError> {
    sqlx::query(OF_VERSION).bind(to_int(n)).fetch_all(tx.connection()).await?.iter().map(read).collect()
}
