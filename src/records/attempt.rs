//! The table `attempt`: log-ins that failed, by account name and by peer.

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::WallTime;

statements! {
    GET = "SELECT failures, last_ms FROM attempt WHERE subject = $1";
    PUT = "INSERT INTO attempt (subject, failures, last_ms) VALUES ($1, $2, $3) \
           ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_ms = excluded.last_ms";
    FORGET = "DELETE FROM attempt WHERE subject = $1";
    FORGET_OLD = "DELETE FROM attempt WHERE last_ms <= $1";
}

/// How often in a row it failed, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How often in a row.
    pub count: u64,
    /// When last.
    pub last: WallTime,
}

/// What failed of that subject, such as `login:` and a name.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, subject: &str) -> Result<Option<Failures>, RecordsError> {
    let row = sqlx::query(GET).bind(subject).fetch_optional(tx.connection()).await?;
    row.map(|row| Ok(Failures { count: row.count("failures")?, last: row.time("last_ms")? })).transpose()
}

/// Notes what failed.
///
/// # Errors
/// What the engine says.
pub async fn put(tx: &mut WriteTransaction, subject: &str, failures: Failures) -> Result<(), RecordsError> {
    let put = sqlx::query(PUT).bind(subject).bind(to_int(failures.count)).bind(failures.last.0);
    put.execute(tx.connection()).await?;
    Ok(())
}

/// Forgets what failed of a subject: it succeeded.
///
/// # Errors
/// What the engine says.
pub async fn forget(tx: &mut WriteTransaction, subject: &str) -> Result<(), RecordsError> {
    sqlx::query(FORGET).bind(subject).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets what last failed then or before: strangers make up names without end.
///
/// # Errors
/// What the engine says.
pub async fn forget_old(tx: &mut WriteTransaction, until: WallTime) -> Result<u64, RecordsError> {
    Ok(sqlx::query(FORGET_OLD).bind(until.0).execute(tx.connection()).await?.rows_affected())
}
