//! The table `session`: who is logged in, from where. A token is kept as its digest, so that a stolen file opens nothing.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::Columns as _,
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::AccountId,
    model::{Digest, WallTime},
};

macro_rules! columns {
    () => {
        "token, id, account, made_ms, seen_ms, until_ms, peer, agent"
    };
}

statements! {
    INSERT = concat!("INSERT INTO session (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    BY_TOKEN = concat!("SELECT ", columns!(), " FROM session WHERE token = $1");
    OF_ACCOUNT = concat!("SELECT ", columns!(), " FROM session WHERE account = $1 ORDER BY seen_ms DESC, id");
    TOUCH = "UPDATE session SET seen_ms = $2 WHERE token = $1 AND seen_ms < $2";
    END = "DELETE FROM session WHERE token = $1";
    END_ONE = "DELETE FROM session WHERE account = $1 AND id = $2";
    END_ALL = "DELETE FROM session WHERE account = $1 AND id <> $2";
    END_OLD = "DELETE FROM session WHERE until_ms <= $1 OR seen_ms <= $2";
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The digest of its token.
    pub token: Digest,
    /// The name by which it is ended from a list.
    pub id: String,
    /// Whose it is.
    pub account: AccountId,
    /// When it began.
    pub made: WallTime,
    /// When it was last used, to the minute.
    pub seen: WallTime,
    /// When it ends, however much it is used.
    pub until: WallTime,
    /// The address it was begun from.
    pub peer: String,
    /// What the browser calls itself.
    pub agent: String,
}

fn read(row: &AnyRow) -> Result<SessionRow, RecordsError> {
    Ok(SessionRow {
        token: row.parsed("token", "digest")?,
        id: row.text("id")?,
        account: AccountId(row.text("account")?),
        made: row.time("made_ms")?,
        seen: row.time("seen_ms")?,
        until: row.time("until_ms")?,
        peer: row.text("peer")?,
        agent: row.text("agent")?,
    })
}

/// Begins a session.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, session: &SessionRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(session.token.to_string())
        .bind(&session.id)
        .bind(&session.account.0)
        .bind(session.made.0)
        .bind(session.seen.0)
        .bind(session.until.0)
        .bind(&session.peer)
        .bind(&session.agent)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The session of that token, whether it has ended by now or not.
///
/// # Errors
/// What the engine says.
pub async fn by_token(tx: &mut ReadTransaction, token: Digest) -> Result<Option<SessionRow>, RecordsError> {
    sqlx::query(BY_TOKEN).bind(token.to_string()).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// A person's sessions, the last used first.
///
/// # Errors
/// What the engine says.
pub async fn of_account(tx: &mut ReadTransaction, account: &AccountId) -> Result<Vec<SessionRow>, RecordsError> {
    sqlx::query(OF_ACCOUNT).bind(&account.0).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Notes that a session was used.
///
/// # Errors
/// What the engine says.
pub async fn touch(tx: &mut WriteTransaction, token: Digest, at: WallTime) -> Result<(), RecordsError> {
    sqlx::query(TOUCH).bind(token.to_string()).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Ends the session of that token. Returns whether there was one.
///
/// # Errors
/// What the engine says.
pub async fn end(tx: &mut WriteTransaction, token: Digest) -> Result<bool, RecordsError> {
    let done = sqlx::query(END).bind(token.to_string()).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one session of a person, by its name. Returns whether there was one.
///
/// # Errors
/// What the engine says.
pub async fn end_one(tx: &mut WriteTransaction, account: &AccountId, id: &str) -> Result<bool, RecordsError> {
    let done = sqlx::query(END_ONE).bind(&account.0).bind(id).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a person's sessions but the one named, if any. Returns how many.
///
/// # Errors
/// What the engine says.
pub async fn end_all(tx: &mut WriteTransaction, account: &AccountId, but: Option<&str>) -> Result<u64, RecordsError> {
    // No session has an empty name.
    let done = sqlx::query(END_ALL).bind(&account.0).bind(but.unwrap_or_default()).execute(tx.connection()).await?;
    Ok(done.rows_affected())
}

/// Takes away what has ended: by its own end, or unused since `idle_since`.
///
/// # Errors
/// What the engine says.
pub async fn end_old(tx: &mut WriteTransaction, now: WallTime, idle_since: WallTime) -> Result<u64, RecordsError> {
    let done = sqlx::query(END_OLD).bind(now.0).bind(idle_since.0).execute(tx.connection()).await?;
    Ok(done.rows_affected())
}
