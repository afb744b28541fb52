//! The table `seen`: what each display was last heard to play. It is claimed, not proved.

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::{DisplayId, WallTime};

macro_rules! columns {
    () => {
        "display, version, since_ms, at_ms, peer, claims"
    };
}

statements! {
    /// What was heard earlier than what is known is dropped: several servers write what they heard.
    PUT = concat!(
        "INSERT INTO seen (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (display) DO UPDATE SET ",
        "version = excluded.version, since_ms = CASE WHEN seen.version = excluded.version THEN seen.since_ms ",
        "ELSE excluded.since_ms END, at_ms = excluded.at_ms, peer = excluded.peer, claims = excluded.claims ",
        "WHERE seen.at_ms <= excluded.at_ms"
    );
    LIST = concat!("SELECT ", columns!(), " FROM seen ORDER BY display");
    DELETE = "DELETE FROM seen WHERE display = $1";
}

/// What was heard of one display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRow {
    /// The display.
    pub display: DisplayId,
    /// The version it plays.
    pub version: u64,
    /// Since when it says so.
    pub since: WallTime,
    /// When it was last heard.
    pub at: WallTime,
    /// The address it asks from.
    pub peer: String,
    /// What else it says of itself.
    pub claims: Claims,
}

/// What a display says of itself beside its version: nothing proves it, and nothing but words on a page depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Claims {
    /// Its disk cannot be written: what comes is kept in memory, and gone with the power.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_memory: bool,
    /// Somebody on the spot has halted it: it shows the default slide until they let it go on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub halted: bool,
}

fn read(row: &AnyRow) -> Result<SeenRow, RecordsError> {
    Ok(SeenRow {
        display: row.parsed("display", "display")?,
        version: row.count("version")?,
        since: row.time("since_ms")?,
        at: row.time("at_ms")?,
        peer: row.text("peer")?,
        // A newer program beside this one may have written what this one does not know.
        claims: serde_json::from_str(&row.text("claims")?).unwrap_or_default(),
    })
}

/// Notes what was heard of displays; called with many at once.
///
/// # Errors
/// What the engine says.
pub async fn put(tx: &mut WriteTransaction, heard: &[SeenRow]) -> Result<(), RecordsError> {
    for seen in heard {
        sqlx::query(PUT)
            .bind(seen.display.to_string())
            .bind(to_int(seen.version))
            .bind(seen.since.0)
            .bind(seen.at.0)
            .bind(&seen.peer)
            .bind(serde_json::to_string(&seen.claims).expect("claims have no keys but text"))
            .execute(tx.connection())
            .await?;
    }
    Ok(())
}

/// What was heard of every display.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction) -> Result<Vec<SeenRow>, RecordsError> {
    sqlx::query(LIST).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Forgets a display.
///
/// # Errors
/// What the engine says.
pub async fn delete(tx: &mut WriteTransaction, display: &DisplayId) -> Result<(), RecordsError> {
    sqlx::query(DELETE).bind(display.to_string()).execute(tx.connection()).await?;
    Ok(())
}
