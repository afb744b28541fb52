//! The table `setting`: what the office itself remembers, by name, as JSON.

use super::{
    error::RecordsError,
    row::Columns as _,
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::WallTime;

statements! {
    GET = "SELECT body FROM setting WHERE name = $1";
    PUT = "INSERT INTO setting (name, body, at_ms) VALUES ($1, $2, $3) \
           ON CONFLICT (name) DO UPDATE SET body = excluded.body, at_ms = excluded.at_ms";
    DELETE = "DELETE FROM setting WHERE name = $1";
}

/// The setting of that name, as it was put.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, name: &str) -> Result<Option<String>, RecordsError> {
    let row = sqlx::query(GET).bind(name).fetch_optional(tx.connection()).await?;
    row.map(|row| row.text("body")).transpose()
}

/// Puts a setting, over the one before.
///
/// # Errors
/// What the engine says.
pub async fn put(tx: &mut WriteTransaction, name: &str, body: &str, at: WallTime) -> Result<(), RecordsError> {
    sqlx::query(PUT).bind(name).bind(body).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Takes a setting away.
///
/// # Errors
/// What the engine says.
pub async fn delete(tx: &mut WriteTransaction, name: &str) -> Result<(), RecordsError> {
    sqlx::query(DELETE).bind(name).execute(tx.connection()).await?;
    Ok(())
}
