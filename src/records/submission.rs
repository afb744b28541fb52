//! The tables `submission` and `submission_item`: frozen revisions that wait for somebody else's word.

use std::collections::HashMap;

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int, to_json},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{AccountId, ItemId, Submission, SubmissionId, SubmissionState, SubmittedRevision},
    model::WallTime,
};

macro_rules! columns {
    () => {
        "id, author, note, sent_ms, state, decided_by, decided_ms, reason, version"
    };
}
macro_rules! item_columns {
    () => {
        "submission, item, digest, before, authors"
    };
}

statements! {
    INSERT = concat!("INSERT INTO submission (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    INSERT_ITEM = concat!("INSERT INTO submission_item (", item_columns!(), ") VALUES ($1, $2, $3, $4, $5)");
    GET = concat!("SELECT ", columns!(), " FROM submission WHERE id = $1");
    ITEMS = concat!("SELECT ", item_columns!(), " FROM submission_item WHERE submission = $1 ORDER BY item");
    IN_STATE = concat!("SELECT ", columns!(), " FROM submission WHERE state = $1 ORDER BY sent_ms DESC, id DESC LIMIT $2");
    ITEMS_IN_STATE = "SELECT i.submission, i.item, i.digest, i.before, i.authors FROM submission_item i \
                      JOIN submission s ON s.id = i.submission WHERE s.state = $1 ORDER BY i.submission, i.item";
    NEWEST = concat!("SELECT ", columns!(), " FROM submission ORDER BY id DESC LIMIT $1");
    OF_ITEM = "SELECT s.id, s.author, s.note, s.sent_ms, s.state, s.decided_by, s.decided_ms, s.reason, s.version \
               FROM submission s JOIN submission_item i ON i.submission = s.id WHERE i.item = $1 ORDER BY s.id DESC";
    /// What let the revisions of a version through.
    APPROVED_IN = "SELECT DISTINCT s.id, s.author, s.note, s.sent_ms, s.state, s.decided_by, s.decided_ms, s.reason, s.version \
                   FROM version_item v JOIN submission_item i ON i.item = v.item AND i.digest = v.digest \
                   JOIN submission s ON s.id = i.submission WHERE v.n = $1 AND s.state = 'approved' ORDER BY s.id";
    SET_ITEM = "UPDATE submission_item SET digest = $3, before = $4, authors = $5 WHERE submission = $1 AND item = $2";
    /// Only what is open is decided, so that of two who decide at once one is refused.
    DECIDE = "UPDATE submission SET state = $2, decided_by = $3, decided_ms = $4, reason = $5, version = $6 \
              WHERE id = $1 AND state = 'open'";
}

fn read(row: &AnyRow) -> Result<Submission, RecordsError> {
    let by = row.maybe_text("decided_by")?.map(AccountId);
    Ok(Submission {
        id: SubmissionId(row.text("id")?),
        author: AccountId(row.text("author")?),
        note: row.text("note")?,
        sent: row.time("sent_ms")?,
        state: row.parsed("state", "state of a submission")?,
        decided: by.zip(row.maybe_time("decided_ms")?),
        reason: row.maybe_text("reason")?,
        version: row.maybe_count("version")?,
        items: Vec::new(),
    })
}

fn read_item(row: &AnyRow) -> Result<(SubmissionId, SubmittedRevision), RecordsError> {
    let item = SubmittedRevision {
        item: row.parsed("item", "item")?,
        digest: row.parsed("digest", "digest")?,
        before: row.maybe_parsed("before", "digest")?,
        authors: row.json("authors")?,
    };
    Ok((SubmissionId(row.text("submission")?), item))
}

/// Adds a submission with its items, whose revisions are there.
///
/// # Errors
/// What the engine says.
pub async fn insert(tx: &mut WriteTransaction, submission: &Submission) -> Result<(), RecordsError> {
    let decided = submission.decided.as_ref();
    sqlx::query(INSERT)
        .bind(&submission.id.0)
        .bind(&submission.author.0)
        .bind(&submission.note)
        .bind(submission.sent.0)
        .bind(submission.state.to_string())
        .bind(decided.map(|(by, _)| by.0.clone()))
        .bind(decided.map(|(_, at)| at.0))
        .bind(submission.reason.clone())
        .bind(submission.version.map(to_int))
        .execute(tx.connection())
        .await?;
    for item in &submission.items {
        sqlx::query(INSERT_ITEM)
            .bind(&submission.id.0)
            .bind(item.item.to_string())
            .bind(item.digest.to_string())
            .bind(item.before.map(|before| before.to_string()))
            .bind(to_json(&item.authors))
            .execute(tx.connection())
            .await?;
    }
    Ok(())
}

/// Those submissions, with the items of each.
async fn with_items(tx: &mut ReadTransaction, rows: Vec<AnyRow>) -> Result<Vec<Submission>, RecordsError> {
    let mut submissions = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut submission = read(row)?;
        for row in sqlx::query(ITEMS).bind(&submission.id.0).fetch_all(tx.connection()).await? {
            submission.items.push(read_item(&row)?.1);
        }
        submissions.push(submission);
    }
    Ok(submissions)
}

/// The submission of that id.
///
/// # Errors
/// What the engine says.
pub async fn get(tx: &mut ReadTransaction, id: &SubmissionId) -> Result<Option<Submission>, RecordsError> {
    let rows = sqlx::query(GET).bind(&id.0).fetch_all(tx.connection()).await?;
    Ok(with_items(tx, rows).await?.pop())
}

/// The newest submissions in a state, at most `most`, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn in_state(
    tx: &mut ReadTransaction,
    state: SubmissionState,
    most: u32,
) -> Result<Vec<Submission>, RecordsError> {
    let find = sqlx::query(IN_STATE).bind(state.to_string()).bind(i64::from(most));
    let rows = find.fetch_all(tx.connection()).await?;
    let mut items: HashMap<SubmissionId, Vec<SubmittedRevision>> = HashMap::new();
    for row in sqlx::query(ITEMS_IN_STATE).bind(state.to_string()).fetch_all(tx.connection()).await? {
        let (id, item) = read_item(&row)?;
        items.entry(id).or_default().push(item);
    }
    let with_items = |row| {
        let mut submission = read(row)?;
        submission.items = items.remove(&submission.id).unwrap_or_default();
        Ok(submission)
    };
    rows.iter().map(with_items).collect()
}

/// The newest submissions of any state, at most `most`, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn newest(tx: &mut ReadTransaction, most: u32) -> Result<Vec<Submission>, RecordsError> {
    let rows = sqlx::query(NEWEST).bind(i64::from(most)).fetch_all(tx.connection()).await?;
    with_items(tx, rows).await
}

/// Every submission that holds a revision of that item, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn of_item(tx: &mut ReadTransaction, item: &ItemId) -> Result<Vec<Submission>, RecordsError> {
    let rows = sqlx::query(OF_ITEM).bind(item.to_string()).fetch_all(tx.connection()).await?;
    with_items(tx, rows).await
}

/// What was decided about a submission.
#[derive(Debug, Clone)]
pub struct DecidedSubmission<'a> {
    /// What became of it.
    pub state: SubmissionState,
    /// Who decided.
    pub by: &'a AccountId,
    /// When.
    pub at: WallTime,
    /// Why it was sent back.
    pub reason: Option<&'a str>,
    /// The version it became.
    pub version: Option<u64>,
}

/// Notes what was decided about an open submission. Returns whether it was open.
///
/// # Errors
/// What the engine says.
pub async fn decide(
    tx: &mut WriteTransaction,
    id: &SubmissionId,
    decided: &DecidedSubmission<'_>,
) -> Result<bool, RecordsError> {
    let done = sqlx::query(DECIDE)
        .bind(&id.0)
        .bind(decided.state.to_string())
        .bind(&decided.by.0)
        .bind(decided.at.0)
        .bind(decided.reason.map(str::to_owned))
        .bind(decided.version.map(to_int))
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Every approved submission that holds a revision of that version.
///
/// # Errors
/// What the engine says.
pub async fn approved_in(tx: &mut ReadTransaction, n: u64) -> Result<Vec<Submission>, RecordsError> {
    let rows = sqlx::query(APPROVED_IN).bind(to_int(n)).fetch_all(tx.connection()).await?;
    with_items(tx, rows).await
}

/// Changes what an item of a submission stands for: its revision, what was on before, its authors.
///
/// # Errors
/// What the engine says.
pub async fn set_item(
    tx: &mut WriteTransaction,
    id: &SubmissionId,
    item: &SubmittedRevision,
) -> Result<(), RecordsError> {
    sqlx::query(SET_ITEM)
        .bind(&id.0)
        .bind(item.item.to_string())
        .bind(item.digest.to_string())
        .bind(item.before.map(|before| before.to_string()))
        .bind(to_json(&item.authors))
        .execute(tx.connection())
        .await?;
    Ok(())
}
