//! The table `token`: programs that work in a person's name. A token is kept as its digest.

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
        "token, id, account, name, scope, made_ms, until_ms, seen_ms"
    };
}

statements! {
    INSERT = concat!("INSERT INTO token (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)");
    BY_TOKEN = concat!("SELECT ", columns!(), " FROM token WHERE token = $1");
    OF_ACCOUNT = concat!("SELECT ", columns!(), " FROM token WHERE account = $1 ORDER BY id");
    TOUCH = "UPDATE token SET seen_ms = $2 WHERE token = $1";
    END = "DELETE FROM token WHERE account = $1 AND id = $2";
    END_ALL = "DELETE FROM token WHERE account = $1";
    END_OLD = "DELETE FROM token WHERE until_ms <= $1";
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its digest.
    pub token: Digest,
    /// The name by which it is ended from a list.
    pub id: String,
    /// In whose name it works.
    pub account: AccountId,
    /// What it is for, in a person's words.
    pub name: String,
    /// What it may do, as the office writes it.
    pub scope: String,
    /// When it was made.
    pub made: WallTime,
    /// When it ends.
    pub until: WallTime,
    /// When it was last used, to the minute.
    pub seen: Option<WallTime>,
}

fn read(row: &AnyRow) -> Result<TokenRow, RecordsError> {
    Ok(TokenRow {
        token: row.parsed("token", "digest")?,
        id: row.text("id")?,
        account: AccountId(row.text("account")?),
        name: row.text("name")?,
        scope: row.text("scope")?,
        made: row.time("made_ms")?,
        until: row.time("until_ms")?,
        seen: row.maybe_time("seen_ms")?,
    })
}

/// Adds a token that has never been used.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, token: &TokenRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(token.token.to_string())
        .bind(&token.id)
        .bind(&token.account.0)
        .bind(&token.name)
        .bind(&token.scope)
        .bind(token.made.0)
        .bind(token.until.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The token with that digest, whether it has ended by now or not.
///
/// # Errors
/// What the engine says.
pub async fn by_token(tx: &mut ReadTransaction, token: Digest) -> Result<Option<TokenRow>, RecordsError> {
    sqlx::query(BY_TOKEN).bind(token.to_string()).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// A person's tokens, the oldest first.
///
/// # Errors
/// What the engine says.
pub async fn of_account(tx: &mut ReadTransaction, account: &AccountId) -> Result<Vec<TokenRow>, RecordsError> {
    sqlx::query(OF_ACCOUNT).bind(&account.0).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Notes that a token was used.
///
/// # Errors
/// What the engine says.
pub async fn touch(tx: &mut WriteTransaction, token: Digest, at: WallTime) -> Result<(), RecordsError> {
    sqlx::query(TOUCH).bind(token.to_string()).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Ends one token of a person, by its name. Returns whether there was one.
///
/// # Errors
/// What the engine says.
pub async fn end(tx: &mut WriteTransaction, account: &AccountId, id: &str) -> Result<bool, RecordsError> {
    let done = sqlx::query(END).bind(&account.0).bind(id).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every token of a person. Returns how many.
///
/// # Errors
/// What the engine says.
pub async fn end_all(tx: &mut WriteTransaction, account: &AccountId) -> Result<u64, RecordsError> {
    Ok(sqlx::query(END_ALL).bind(&account.0).execute(tx.connection()).await?.rows_affected())
}

/// Takes away what has ended.
///
/// # Errors
/// What the engine says.
pub async fn end_old(tx: &mut WriteTransaction, now: WallTime) -> Result<u64, RecordsError> {
    Ok(sqlx::query(END_OLD).bind(now.0).execute(tx.connection()).await?.rows_affected())
}
