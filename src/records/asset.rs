//! The table `asset`: pictures people brought, by digest. The files themselves lie beside the database.

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
        "sha, mime, w, h, bytes, name, account, at_ms"
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO asset (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sha) DO NOTHING"
    );
    GET = concat!("SELECT ", columns!(), " FROM asset WHERE sha = $1");
    LIST = concat!("SELECT ", columns!(), " FROM asset ORDER BY at_ms DESC, sha");
}

/// One asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRow {
    /// Its name.
    pub digest: Digest,
    /// What it is, such as `image/png`.
    pub mime: String,
    /// Its width, pixels.
    pub width: u32,
    /// Its height, pixels.
    pub height: u32,
    /// Its size, bytes.
    pub bytes: u64,
    /// The name of the file it came as.
    pub name: String,
    /// Who brought it first; `None` for the program itself.
    pub by: Option<AccountId>,
    /// When.
    pub at: WallTime,
}

fn read(row: &AnyRow) -> Result<AssetRow, RecordsError> {
    let pixels = |column| Ok::<_, RecordsError>(u32::try_from(row.count(column)?).unwrap_or(u32::MAX));
    Ok(AssetRow {
        digest: row.parsed("sha", "digest")?,
        mime: row.text("mime")?,
        width: pixels("w")?,
        height: pixels("h")?,
        bytes: row.count("bytes")?,
        name: row.text("name")?,
        by: row.maybe_text("account")?.map(AccountId),
        at: row.time("at_ms")?,
    })
}

/// Adds an asset. The same bytes again change nothing.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, asset: &AssetRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(asset.digest.to_string())
        .bind(&asset.mime)
        .bind(i64::from(asset.width))
        .bind(i64::from(asset.height))
        .bind(to_int(asset.bytes))
        .bind(&asset.name)
        .bind(asset.by.as_ref().map(|by| by.0.clone()))
        .bind(asset.at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The asset of that digest.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, digest: Digest) -> Result<Option<AssetRow>, RecordsError> {
    sqlx::query(GET).bind(digest.to_string()).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Every asset, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction) -> Result<Vec<AssetRow>, RecordsError> {
    sqlx::query(LIST).fetch_all(tx.connection()).await?.iter().map(read).collect()
}
