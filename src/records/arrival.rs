//! The table `arrival`: when each version was first heard of from each display.

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::{DisplayId, WallTime};

statements! {
    /// The first arrival counts.
    INSERT = "INSERT INTO arrival (version, display, at_ms) VALUES ($1, $2, $3) ON CONFLICT (version, display) DO NOTHING";
    OF_VERSION = "SELECT display, at_ms FROM arrival WHERE version = $1 ORDER BY at_ms, display";
    /// How many displays have each of some versions.
    COUNTS = "SELECT version, COUNT(*) AS n FROM arrival WHERE version >= $1 AND version <= $2 GROUP BY version";
}

/// Notes that a display plays a version. Returns whether that is news.
///
/// # Errors
/// What the engine says.
pub async fn insert(
    tx: &mut WriteTransaction,
    version: u64,
    display: &DisplayId,
    at: WallTime,
) -> Result<bool, RecordsError> {
    let insert = sqlx::query(INSERT).bind(to_int(version)).bind(display.to_string()).bind(at.0);
    Ok(insert.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Which displays have a version, the first first.
///
/// # Errors
/// What the engine says.
pub async fn of_version(tx: &mut ReadTransaction, version: u64) -> Result<Vec<(DisplayId, WallTime)>, RecordsError> {
    let rows = sqlx::query(OF_VERSION).bind(to_int(version)).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.parsed("display", "display")?, row.time("at_ms")?))).collect()
}

/// How many displays have each version from `first` to `last`; those without any are left out.
///
/// # Errors
/// What the engine says.
pub async fn counts(tx: &mut ReadTransaction, first: u64, last: u64) -> Result<Vec<(u64, u64)>, RecordsError> {
    let rows = sqlx::query(COUNTS).bind(to_int(first)).bind(to_int(last)).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.count("version")?, row.count("n")?))).collect()
}
