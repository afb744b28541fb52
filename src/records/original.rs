//! The table `original`: pictures as programs brought them, and the file that was kept in the place of each.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::AccountId,
    model::{Digest, WallTime},
};

macro_rules! columns {
    () => {
        "sha, kept, mime, bytes, account, at_ms"
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO original (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha) DO NOTHING"
    );
    GET = concat!("SELECT ", columns!(), " FROM original WHERE sha = $1");
    OF_KEPT = concat!("SELECT ", columns!(), " FROM original WHERE kept = $1 ORDER BY at_ms, sha");
}

/// One picture as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalRow {
    /// Its name.
    pub digest: Digest,
    /// The asset that was kept in its place.
    pub kept: Digest,
    /// What it is, such as `image/svg+xml`.
    pub mime: String,
    /// Its size, bytes.
    pub bytes: u64,
    /// Who brought it first.
    pub by: Option<AccountId>,
    /// When.
    pub at: WallTime,
}

fn read(row: &AnyRow) -> Result<OriginalRow, RecordsError> {
    Ok(OriginalRow {
        digest: row.parsed("sha", "digest")?,
        kept: row.parsed("kept", "digest")?,
        mime: row.text("mime")?,
        bytes: row.count("bytes")?,
        by: row.maybe_text("account")?.map(AccountId),
        at: row.time("at_ms")?,
    })
}

/// Adds an original, whose asset is there. The same bytes again change nothing.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, original: &OriginalRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(original.digest.to_string())
        .bind(original.kept.to_string())
        .bind(&original.mime)
        .bind(to_int(original.bytes))
        .bind(original.by.as_ref().map(|by| by.0.clone()))
        .bind(original.at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The original of that digest.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, digest: Digest) -> Result<Option<OriginalRow>, RecordsError> {
    sqlx::query(GET).bind(digest.to_string()).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// The originals in whose place that asset was kept, the first first.
///
/// # Errors
/// What the engine says.
pub async fn of_kept(tx: &mut ReadTransaction, kept: Digest) -> Result<Vec<OriginalRow>, RecordsError> {
    sqlx::query(OF_KEPT).bind(kept.to_string()).fetch_all(tx.connection()).await?.iter().map(read).collect()
}
