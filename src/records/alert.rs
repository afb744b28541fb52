//! The table `alert`: emergencies.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_json},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{AccountId, AlertRecord, AlertState},
    model::WallTime,
};

macro_rules! columns {
    () => {
        "id, account, at_ms, until_ms, state, second, second_ms, items, end_asked, end_asked_ms, ended, ended_ms"
    };
}

statements! {
    INSERT = concat!("INSERT INTO alert (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    UPDATE = "UPDATE alert SET account = $2, at_ms = $3, until_ms = $4, state = $5, second = $6, second_ms = $7, items = $8, \
              end_asked = $9, end_asked_ms = $10, ended = $11, ended_ms = $12 WHERE id = $1";
    GET = concat!("SELECT ", columns!(), " FROM alert WHERE id = $1");
    SINCE = concat!("SELECT ", columns!(), " FROM alert WHERE until_ms > $1 ORDER BY at_ms DESC, id");
    NEWEST = concat!("SELECT ", columns!(), " FROM alert ORDER BY at_ms DESC, id LIMIT $1");
}

fn read(row: &AnyRow) -> Result<AlertRecord, RecordsError> {
    let who = |who, when| Ok::<_, RecordsError>(row.maybe_text(who)?.map(AccountId).zip(row.maybe_time(when)?));
    Ok(AlertRecord {
        id: row.text("id")?,
        by: AccountId(row.text("account")?),
        at: row.time("at_ms")?,
        until: row.time("until_ms")?,
        state: row.parsed("state", "state of an alert")?,
        second: who("second", "second_ms")?,
        end_asked: who("end_asked", "end_asked_ms")?,
        ended: who("ended", "ended_ms")?,
        items: row.json("items")?,
    })
}

/// Adds an emergency.
///
/// # Errors
/// [`RecordsError::Taken`] where there is one of that id, and what the engine says.
pub async fn insert(tx: &mut WriteTransaction, alert: &AlertRecord) -> Result<(), RecordsError> {
    let (second, asked, ended) = (&alert.second, &alert.end_asked, &alert.ended);
    let by = |who: &Option<(AccountId, WallTime)>| who.as_ref().map(|(by, _)| by.0.clone());
    let at = |who: &Option<(AccountId, WallTime)>| who.as_ref().map(|(_, at)| at.0);
    sqlx::query(INSERT)
        .bind(&alert.id)
        .bind(&alert.by.0)
        .bind(alert.at.0)
        .bind(alert.until.0)
        .bind(alert.state.to_string())
        .bind(by(second))
        .bind(at(second))
        .bind(to_json(&alert.items))
        .bind(by(asked))
        .bind(at(asked))
        .bind(by(ended))
        .bind(at(ended))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Changes an emergency: who put it out last, its end, what became of it, its revisions.
///
/// # Errors
/// What the engine says.
pub async fn update(tx: &mut WriteTransaction, alert: &AlertRecord) -> Result<(), RecordsError> {
    let (second, asked, ended) = (&alert.second, &alert.end_asked, &alert.ended);
    let by = |who: &Option<(AccountId, WallTime)>| who.as_ref().map(|(by, _)| by.0.clone());
    let at = |who: &Option<(AccountId, WallTime)>| who.as_ref().map(|(_, at)| at.0);
    sqlx::query(UPDATE)
        .bind(&alert.id)
        .bind(&alert.by.0)
        .bind(alert.at.0)
        .bind(alert.until.0)
        .bind(alert.state.to_string())
        .bind(by(second))
        .bind(at(second))
        .bind(to_json(&alert.items))
        .bind(by(asked))
        .bind(at(asked))
        .bind(by(ended))
        .bind(at(ended))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The emergency of that id.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, id: &str) -> Result<Option<AlertRecord>, RecordsError> {
    sqlx::query(GET).bind(id).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Every emergency that holds longer than until `since`, ended ones too, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn since(tx: &mut ReadTransaction, since: WallTime) -> Result<Vec<AlertRecord>, RecordsError> {
    sqlx::query(SINCE).bind(since.0).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Every emergency that is on at that instant, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn on(tx: &mut ReadTransaction, now: WallTime) -> Result<Vec<AlertRecord>, RecordsError> {
    let mut alerts = since(tx, now).await?;
    alerts.retain(|alert| alert.state != AlertState::Ended);
    Ok(alerts)
}

/// The newest emergencies, at most `most`.
///
/// # Errors
/// What the engine says.
pub async fn newest(tx: &mut ReadTransaction, most: u32) -> Result<Vec<AlertRecord>, RecordsError> {
    sqlx::query(NEWEST).bind(i64::from(most)).fetch_all(tx.connection()).await?.iter().map(read).collect()
}
