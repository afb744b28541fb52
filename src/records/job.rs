//! The table `job`: what is to be done later, and again where it failed.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::model::WallTime;

macro_rules! columns {
    () => {
        "id, kind, body, due_ms, tries, error"
    };
}

statements! {
    INSERT = concat!("INSERT INTO job (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)");
    DUE = concat!("SELECT ", columns!(), " FROM job WHERE due_ms <= $1 ORDER BY due_ms, id LIMIT $2");
    LIST = concat!("SELECT ", columns!(), " FROM job ORDER BY due_ms, id");
    NEXT = "SELECT MIN(due_ms) AS due_ms FROM job";
    FAILED = "UPDATE job SET due_ms = $2, tries = tries + 1, error = $3 WHERE id = $1";
    DONE = "DELETE FROM job WHERE id = $1";
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// With what, as JSON.
    pub body: String,
    /// When.
    pub due: WallTime,
    /// How often it failed.
    pub tries: u64,
    /// Why it last failed.
    pub error: Option<String>,
}

fn read(row: &AnyRow) -> Result<JobRow, RecordsError> {
    Ok(JobRow {
        id: row.text("id")?,
        kind: row.text("kind")?,
        body: row.text("body")?,
        due: row.time("due_ms")?,
        tries: row.count("tries")?,
        error: row.maybe_text("error")?,
    })
}

/// Adds a job.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, job: &JobRow) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(&job.id)
        .bind(&job.kind)
        .bind(&job.body)
        .bind(job.due.0)
        .bind(to_int(job.tries))
        .bind(job.error.clone())
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// What is due, at most `most`, the longest due first.
///
/// # Errors
/// What the engine says.
pub async fn due(tx: &mut ReadTransaction, now: WallTime, most: u32) -> Result<Vec<JobRow>, RecordsError> {
    let rows = sqlx::query(DUE).bind(now.0).bind(i64::from(most)).fetch_all(tx.connection()).await?;
    rows.iter().map(read).collect()
}

/// Every job, the longest due first.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction) -> Result<Vec<JobRow>, RecordsError> {
    sqlx::query(LIST).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// When the next job is due.
///
/// # Errors
/// What the engine says.
pub async fn next(tx: &mut ReadTransaction) -> Result<Option<WallTime>, RecordsError> {
    sqlx::query(NEXT).fetch_one(tx.connection()).await?.maybe_time("due_ms")
}

/// Notes that a job failed, and when it is tried again.
///
/// # Errors
/// What the engine says.
pub async fn failed(tx: &mut WriteTransaction, id: &str, error: &str, again: WallTime) -> Result<(), RecordsError> {
    sqlx::query(FAILED).bind(id).bind(again.0).bind(error).execute(tx.connection()).await?;
    Ok(())
}

/// Takes a job away: it is done.
///
/// # Errors
/// What the engine says.
pub async fn done(tx: &mut WriteTransaction, id: &str) -> Result<(), RecordsError> {
    sqlx::query(DONE).bind(id).execute(tx.connection()).await?;
    Ok(())
}
