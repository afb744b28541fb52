//! The table `idempotency`: requests of programs that are done once however often they come, with the first answer.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::{Digest, WallTime};

macro_rules! columns {
    () => {
        "token, name, asked, subject, made_ms, tried_ms, status, body"
    };
}

statements! {
    INSERT = concat!("INSERT INTO idempotency (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $5, NULL, NULL)");
    GET = concat!("SELECT ", columns!(), " FROM idempotency WHERE token = $1 AND name = $2");
    COUNT = "SELECT COUNT(*) AS n FROM idempotency WHERE token = $1";
    TRY_AGAIN = "UPDATE idempotency SET tried_ms = $3 WHERE token = $1 AND name = $2 AND status IS NULL";
    ANSWER = "UPDATE idempotency SET status = $3, body = $4 WHERE token = $1 AND name = $2 AND status IS NULL";
    FORGET = "DELETE FROM idempotency WHERE token = $1 AND name = $2 AND status IS NULL";
    FORGET_OLDEST = "DELETE FROM idempotency WHERE token = $1 AND name = \
                     (SELECT name FROM idempotency WHERE token = $1 ORDER BY made_ms, name LIMIT 1)";
    FORGET_OLD = "DELETE FROM idempotency WHERE made_ms <= $1";
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRow {
    /// The name of the token that sent it.
    pub token: String,
    /// The key that the program gave it.
    pub name: String,
    /// The digest of what it asks.
    pub asked: Digest,
    /// The id that was set aside for what comes of it.
    pub subject: String,
    /// When it first came.
    pub made: WallTime,
    /// When it was last begun.
    pub tried: WallTime,
    /// The status and the body of the answer, once there is one.
    pub answer: Option<(u64, String)>,
}

fn read(row: &AnyRow) -> Result<IdempotencyRow, RecordsError> {
    Ok(IdempotencyRow {
        token: row.text("token")?,
        name: row.text("name")?,
        asked: row.parsed("asked", "digest")?,
        subject: row.text("subject")?,
        made: row.time("made_ms")?,
        tried: row.time("tried_ms")?,
        answer: row.maybe_count("status")?.zip(row.maybe_text("body")?),
    })
}

/// Notes a request that is begun; there is none of that token and name.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, row: &IdempotencyRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(&row.token)
        .bind(&row.name)
        .bind(row.asked.to_string())
        .bind(&row.subject)
        .bind(row.made.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The request of that token and name.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, token: &str, name: &str) -> Result<Option<IdempotencyRow>, RecordsError> {
    let row = sqlx::query(GET).bind(token).bind(name).fetch_optional(tx.connection()).await?;
    row.as_ref().map(read).transpose()
}

/// How many requests of that token are remembered.
///
/// # Errors
/// What the engine says.
pub async fn count(tx: &mut ReadTransaction, token: &str) -> Result<u64, RecordsError> {
    sqlx::query(COUNT).bind(token).fetch_one(tx.connection()).await?.count("n")
}

/// Notes that a request without an answer is begun again.
///
/// # Errors
/// What the engine says.
pub async fn try_again(tx: &mut WriteTransaction, token: &str, name: &str, at: WallTime) -> Result<(), RecordsError> {
    sqlx::query(TRY_AGAIN).bind(token).bind(name).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Notes the answer; the first one counts.
///
/// # Errors
/// What the engine says.
pub async fn answer(
    tx: &mut WriteTransaction,
    token: &str,
    name: &str,
    status: u64,
    body: &str,
) -> Result<(), RecordsError> {
    let answer = sqlx::query(ANSWER).bind(token).bind(name).bind(to_int(status)).bind(body);
    answer.execute(tx.connection()).await?;
    Ok(())
}

/// Forgets a request that was refused: nothing was done.
///
/// # Errors
/// What the engine says.
pub async fn forget(tx: &mut WriteTransaction, token: &str, name: &str) -> Result<(), RecordsError> {
    sqlx::query(FORGET).bind(token).bind(name).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets the oldest request of a token.
///
/// # Errors
/// What the engine says.
pub async fn forget_oldest(tx: &mut WriteTransaction, token: &str) -> Result<(), RecordsError> {
    sqlx::query(FORGET_OLDEST).bind(token).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets what first came then or before, of every token.
///
/// # Errors
/// What the engine says.
pub async fn forget_old(tx: &mut WriteTransaction, until: WallTime) -> Result<u64, RecordsError> {
    Ok(sqlx::query(FORGET_OLD).bind(until.0).execute(tx.connection()).await?.rows_affected())
}
