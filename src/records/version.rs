//! The tables `version` and `version_item`: what was signed.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{AccountId, ItemId, ItemKind, SubmissionId, Version},
    model::Digest,
};

macro_rules! columns {
    () => {
        "n, kind, repeats, submission, account, at_ms, programme, audit"
    };
}

statements! {
    INSERT = concat!("INSERT INTO version (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)");
    INSERT_ITEM = "INSERT INTO version_item (n, item, digest) VALUES ($1, $2, $3)";
    SIGNED = "UPDATE version SET programme = $2, audit = $3 WHERE n = $1";
    GET = concat!("SELECT ", columns!(), " FROM version WHERE n = $1");
    ITEMS = "SELECT item, digest FROM version_item WHERE n = $1 ORDER BY item";
    NEWEST = "SELECT MAX(n) AS n FROM version";
    LIST = concat!("SELECT ", columns!(), " FROM version WHERE n < $1 ORDER BY n DESC LIMIT $2");
    OF_ITEM = "SELECT digest, MIN(n) AS first, MAX(n) AS last FROM version_item WHERE item = $1 \
               GROUP BY digest ORDER BY MIN(n) DESC";
    /// Asked of each item, which is one look into an index, and not of each version, of which there come to be thousands.
    EVER_ON = "SELECT i.id FROM item i WHERE i.kind = $1 \
               AND EXISTS (SELECT 1 FROM version_item v WHERE v.item = i.id) ORDER BY i.id";
    UNSIGN = "UPDATE version SET programme = NULL, audit = NULL WHERE n = $1";
    /// The foreign keys of its items name the version: they follow in a row of its own.
    COPY = "INSERT INTO version (n, kind, repeats, submission, account, at_ms, programme, audit) \
            SELECT CAST($2 AS BIGINT), kind, repeats, submission, account, at_ms, programme, audit FROM version WHERE n = $1";
    MOVE_ITEMS = "UPDATE version_item SET n = $2 WHERE n = $1";
    MOVE_SUBMISSION = "UPDATE submission SET version = $2 WHERE version = $1";
    DELETE = "DELETE FROM version WHERE n = $1";
    /// What a version of that number says the same as versions that were brought in.
    IMPORTED = "SELECT DISTINCT i.item, i.digest FROM version_item i JOIN version v ON v.n = i.n \
                JOIN version_item own ON own.item = i.item AND own.digest = i.digest \
                WHERE v.kind = 'import' AND v.n <= $1 AND own.n = $1 ORDER BY i.item";
    UNSIGNED = "DELETE FROM version WHERE n = $1 AND programme IS NULL";
    UNSIGNED_ITEMS = "DELETE FROM version_item WHERE n = $1 AND EXISTS \
                      (SELECT 1 FROM version v WHERE v.n = version_item.n AND v.programme IS NULL)";
}

fn read(row: &AnyRow) -> Result<(Version, Option<Digest>), RecordsError> {
    let version = Version {
        n: row.count("n")?,
        kind: row.parsed("kind", "kind of version")?,
        of: row.maybe_count("repeats")?,
        submission: row.maybe_text("submission")?.map(SubmissionId),
        by: row.maybe_text("account")?.map(AccountId),
        at: row.time("at_ms")?,
        programme: row.maybe_parsed("programme", "digest")?,
        items: Vec::new(),
    };
    Ok((version, row.maybe_parsed("audit", "digest")?))
}

/// Adds a version with its items, whose revisions are there.
///
/// # Errors
/// [`RecordsError::Taken`] where there is one of that number, and what the engine says.
pub async fn insert(tx: &mut WriteTransaction, version: &Version) -> Result<(), RecordsError> {
    let n = to_int(version.n);
    sqlx::query(INSERT)
        .bind(n)
        .bind(version.kind.to_string())
        .bind(version.of.map(to_int))
        .bind(version.submission.as_ref().map(|id| id.0.clone()))
        .bind(version.by.as_ref().map(|by| by.0.clone()))
        .bind(version.at.0)
        .bind(version.programme.map(|programme| programme.to_string()))
        .execute(tx.connection())
        .await?;
    for (item, digest) in &version.items {
        let insert = sqlx::query(INSERT_ITEM).bind(n).bind(item.to_string()).bind(digest.to_string());
        insert.execute(tx.connection()).await?;
    }
    Ok(())
}

/// Notes that a version is signed: its programme, and the newest hash of the audit log that stands in it.
///
/// # Errors
/// What the engine says.
pub async fn signed(tx: &mut WriteTransaction, n: u64, programme: Digest, audit: Digest) -> Result<(), RecordsError> {
    let signed = sqlx::query(SIGNED).bind(to_int(n)).bind(programme.to_string()).bind(audit.to_string());
    signed.execute(tx.connection()).await?;
    Ok(())
}

/// Notes that a version is to be signed again: the feed has lost it.
///
/// # Errors
/// What the engine says.
pub async fn unsign(tx: &mut WriteTransaction, n: u64) -> Result<(), RecordsError> {
    sqlx::query(UNSIGN).bind(to_int(n)).execute(tx.connection()).await?;
    Ok(())
}

/// Gives a version another number, which is free: somebody else has used its own.
///
/// # Errors
/// What the engine says.
pub async fn renumber(tx: &mut WriteTransaction, n: u64, to: u64) -> Result<(), RecordsError> {
    for statement in [COPY, MOVE_ITEMS, MOVE_SUBMISSION] {
        sqlx::query(statement).bind(to_int(n)).bind(to_int(to)).execute(tx.connection()).await?;
    }
    sqlx::query(DELETE).bind(to_int(n)).execute(tx.connection()).await?;
    Ok(())
}

/// What of a version was brought in by whoever runs the machine, then or before.
///
/// # Errors
/// What the engine says.
pub async fn imported(tx: &mut ReadTransaction, n: u64) -> Result<Vec<(ItemId, Digest)>, RecordsError> {
    let rows = sqlx::query(IMPORTED).bind(to_int(n)).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.parsed("item", "item")?, row.parsed("digest", "digest")?))).collect()
}

/// Takes away a version that was never signed. Returns whether there was one.
///
/// # Errors
/// What the engine says.
pub async fn delete_unsigned(tx: &mut WriteTransaction, n: u64) -> Result<bool, RecordsError> {
    sqlx::query(UNSIGNED_ITEMS).bind(to_int(n)).execute(tx.connection()).await?;
    let done = sqlx::query(UNSIGNED).bind(to_int(n)).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// The version of that number, with its items.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, n: u64) -> Result<Option<Version>, RecordsError> {
    let Some(row) = sqlx::query(GET).bind(to_int(n)).fetch_optional(tx.connection()).await? else { return Ok(None) };
    let (mut version, _) = read(&row)?;
    version.items = items(tx, n).await?;
    Ok(Some(version))
}

/// The newest hash of the audit log when that version was signed.
///
/// # Errors
/// What the engine says.
pub async fn audit(tx: &mut ReadTransaction, n: u64) -> Result<Option<Digest>, RecordsError> {
    let row = sqlx::query(GET).bind(to_int(n)).fetch_optional(tx.connection()).await?;
    Ok(row.as_ref().map(read).transpose()?.and_then(|(_, audit)| audit))
}

/// The revisions of a version.
///
/// # Errors
/// What the engine says.
pub async fn items(tx: &mut ReadTransaction, n: u64) -> Result<Vec<(ItemId, Digest)>, RecordsError> {
    let rows = sqlx::query(ITEMS).bind(to_int(n)).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.parsed("item", "item")?, row.parsed("digest", "digest")?))).collect()
}

/// The newest version, with its items.
///
/// # Errors
/// What the engine says.
pub async fn newest(tx: &mut ReadTransaction) -> Result<Option<Version>, RecordsError> {
    match sqlx::query(NEWEST).fetch_one(tx.connection()).await?.maybe_count("n")? {
        Some(n) => get(tx, n).await,
        None => Ok(None),
    }
}

/// Versions before `before`, at most `most`, the newest first, without their items.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction, before: u64, most: u32) -> Result<Vec<Version>, RecordsError> {
    let rows = sqlx::query(LIST).bind(to_int(before)).bind(i64::from(most)).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok(read(row)?.0)).collect()
}

/// Where a revision was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WasOn {
    /// The revision.
    pub digest: Digest,
    /// The first version that holds it.
    pub first: u64,
    /// The last version that holds it.
    pub last: u64,
}

/// Every revision of an item that was on, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn of_item(tx: &mut ReadTransaction, item: &ItemId) -> Result<Vec<WasOn>, RecordsError> {
    let rows = sqlx::query(OF_ITEM).bind(item.to_string()).fetch_all(tx.connection()).await?;
    let read = |row: &AnyRow| {
        Ok(WasOn { digest: row.parsed("digest", "digest")?, first: row.count("first")?, last: row.count("last")? })
    };
    rows.iter().map(read).collect()
}

/// Every item of a kind that was ever on, by name.
///
/// # Errors
/// What the engine says.
pub async fn ever_on(tx: &mut ReadTransaction, kind: ItemKind) -> Result<Vec<ItemId>, RecordsError> {
    let rows = sqlx::query(EVER_ON).bind(kind.to_string()).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| row.parsed("id", "item")).collect()
}
