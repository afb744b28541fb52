//! The table `audit`: who did what, each row chained to the one before, so that a row that is changed or taken out shows.
//!
//! A row's hash is the SHA-256 of a JSON list of everything in it, the hash before it included. Rows cut off at the end
//! show by the versions that were signed since: the newest hash stands in each.

use std::collections::BTreeSet;

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::AccountId,
    model::{Digest, WallTime},
};

macro_rules! columns {
    () => {
        "seq, at_ms, account, ip, act, subject, detail, prev, hash"
    };
}

statements! {
    INSERT = concat!("INSERT INTO audit (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    NEWEST = concat!("SELECT ", columns!(), " FROM audit ORDER BY seq DESC LIMIT 1");
    AFTER = concat!("SELECT ", columns!(), " FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2");
    BEFORE = concat!("SELECT ", columns!(), " FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
    OF_SUBJECT = concat!("SELECT ", columns!(), " FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT $2");
    FROM_THERE = "SELECT COUNT(*) AS n FROM audit WHERE subject = $1 AND act = $2 AND ip = $3 AND at_ms > $4";
    BY_HASH = "SELECT COUNT(*) AS n FROM audit WHERE hash = $1";
    NOTED = "SELECT n, audit FROM version WHERE audit IS NOT NULL ORDER BY n";
}

/// How many rows are looked at in one go.
const BATCH: i64 = 500;

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act<'a> {
    /// When.
    pub at: WallTime,
    /// Who; `None` for the program itself, and for strangers.
    pub account: Option<&'a AccountId>,
    /// The address it came from; empty for the program itself and the command line.
    pub ip: &'a str,
    /// What was done, such as `login`.
    pub act: &'a str,
    /// What it was done to, such as an item, an account or a submission.
    pub subject: &'a str,
    /// Anything else worth keeping, as JSON or words; never a secret.
    pub detail: &'a str,
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number: 1, 2, 3, …
    pub seq: u64,
    /// When.
    pub at: WallTime,
    /// Who.
    pub account: Option<AccountId>,
    /// The address it came from.
    pub ip: String,
    /// What was done.
    pub act: String,
    /// What it was done to.
    pub subject: String,
    /// Anything else.
    pub detail: String,
    /// The hash of the row before; of nothing, for the first.
    pub prev: Digest,
    /// Its own hash.
    pub hash: Digest,
}

impl AuditRow {
    /// The hash that everything else in the row asks for.
    pub fn expected_hash(&self) -> Digest {
        let row = serde_json::json!([
            self.seq,
            self.at,
            self.account,
            self.ip,
            self.act,
            self.subject,
            self.detail,
            self.prev
        ]);
        Digest::of(row.to_string().as_bytes())
    }

    /// Whether it follows a row, or begins the log.
    pub fn fits_after(&self, before: Option<&Self>) -> bool {
        let (seq, prev) = before.map_or((1, start()), |before| (before.seq + 1, before.hash));
        self.seq == seq && self.prev == prev && self.hash == self.expected_hash()
    }
}

/// What the first row follows.
fn start() -> Digest {
    Digest::of(b"")
}

fn read(row: &AnyRow) -> Result<AuditRow, RecordsError> {
    Ok(AuditRow {
        seq: row.count("seq")?,
        at: row.time("at_ms")?,
        account: row.maybe_text("account")?.map(AccountId),
        ip: row.text("ip")?,
        act: row.text("act")?,
        subject: row.text("subject")?,
        detail: row.text("detail")?,
        prev: row.parsed("prev", "digest")?,
        hash: row.parsed("hash", "digest")?,
    })
}

/// Writes into the log what this transaction does. Returns the row's hash.
///
/// # Errors
/// What the engine says.
pub async fn append(tx: &mut WriteTransaction, act: &Act<'_>) -> Result<Digest, RecordsError> {
    let before = newest(tx).await?;
    let (seq, prev) = before.map_or((1, start()), |before| (before.seq + 1, before.hash));
    let mut row = AuditRow {
        seq,
        at: act.at,
        account: act.account.cloned(),
        ip: act.ip.to_owned(),
        act: act.act.to_owned(),
        subject: act.subject.to_owned(),
        detail: act.detail.to_owned(),
        prev,
        hash: prev,
    };
    row.hash = row.expected_hash();
    sqlx::query(INSERT)
        .bind(to_int(row.seq))
        .bind(row.at.0)
        .bind(row.account.map(|account| account.0))
        .bind(row.ip)
        .bind(row.act)
        .bind(row.subject)
        .bind(row.detail)
        .bind(row.prev.to_string())
        .bind(row.hash.to_string())
        .execute(tx.connection())
        .await?;
    Ok(row.hash)
}

/// The newest row.
///
/// # Errors
/// What the engine says.
pub async fn newest(tx: &mut ReadTransaction) -> Result<Option<AuditRow>, RecordsError> {
    sqlx::query(NEWEST).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// The newest hash: what stands in each signed version.
///
/// # Errors
/// What the engine says.
pub async fn newest_hash(tx: &mut ReadTransaction) -> Result<Digest, RecordsError> {
    Ok(newest(tx).await?.map_or_else(start, |row| row.hash))
}

/// Whether a row of the log has that hash, or it is what the first row follows.
///
/// # Errors
/// What the engine says.
pub async fn has(tx: &mut ReadTransaction, hash: Digest) -> Result<bool, RecordsError> {
    let row = sqlx::query(BY_HASH).bind(hash.to_string()).fetch_one(tx.connection()).await?;
    Ok(hash == start() || row.count("n")? > 0)
}

/// Whether that was done to that subject from that address since then.
///
/// # Errors
/// What the engine says.
pub async fn was_done_from(
    tx: &mut ReadTransaction,
    act: &str,
    subject: &str,
    ip: &str,
    since: WallTime,
) -> Result<bool, RecordsError> {
    let row = sqlx::query(FROM_THERE).bind(subject).bind(act).bind(ip).bind(since.0);
    Ok(row.fetch_one(tx.connection()).await?.count("n")? > 0)
}

/// Rows before `before`, at most `most`, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction, before: u64, most: u32) -> Result<Vec<AuditRow>, RecordsError> {
    let rows = sqlx::query(BEFORE).bind(to_int(before)).bind(i64::from(most)).fetch_all(tx.connection()).await?;
    rows.iter().map(read).collect()
}

/// What was done to one subject, at most `most`, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn of_subject(tx: &mut ReadTransaction, subject: &str, most: u32) -> Result<Vec<AuditRow>, RecordsError> {
    let rows = sqlx::query(OF_SUBJECT).bind(subject).bind(i64::from(most)).fetch_all(tx.connection()).await?;
    rows.iter().map(read).collect()
}

/// What a walk through the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every row fits, and every hash that a version was signed with is there.
    Whole {
        /// How many rows there are.
        rows: u64,
        /// The newest hash.
        newest: Digest,
    },
    /// That row does not fit the one before it: it, or something before it, was changed or taken out.
    Broken {
        /// The number of the first row that does not fit.
        seq: u64,
    },
    /// A version was signed with a hash that no row has: rows were taken off the end, or the log was written anew.
    Cut {
        /// The version.
        version: u64,
        /// The hash that stands in it.
        hash: Digest,
    },
}

/// Walks through the whole log and names the first thing that does not fit.
///
/// # Errors
/// What the engine says.
pub async fn verify(tx: &mut ReadTransaction) -> Result<Verdict, RecordsError> {
    let mut noted = Vec::new();
    for row in sqlx::query(NOTED).fetch_all(tx.connection()).await? {
        noted.push((row.count("n")?, row.parsed::<Digest>("audit", "digest")?));
    }
    let mut missing: BTreeSet<Digest> = noted.iter().map(|(_, hash)| *hash).collect();
    missing.remove(&start());
    let mut before: Option<AuditRow> = None;
    loop {
        // From below every number, so that a row numbered 0 does not hide.
        let after = before.as_ref().map_or(i64::MIN, |row| to_int(row.seq));
        let rows = sqlx::query(AFTER).bind(after).bind(BATCH).fetch_all(tx.connection()).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            // A row that cannot even be read was not written by us.
            let seq = row.int("seq")?;
            match read(row) {
                Ok(row) if row.fits_after(before.as_ref()) => {
                    missing.remove(&row.hash);
                    before = Some(row);
                }
                Ok(_) | Err(RecordsError::Value { .. }) => {
                    return Ok(Verdict::Broken { seq: u64::try_from(seq).unwrap_or(0) });
                }
                Err(error) => return Err(error),
            }
        }
    }
    if let Some((version, hash)) = noted.into_iter().find(|(_, hash)| missing.contains(hash)) {
        return Ok(Verdict::Cut { version, hash });
    }
    Ok(Verdict::Whole {
        rows: before.as_ref().map_or(0, |row| row.seq),
        newest: before.map_or_else(start, |row| row.hash),
    })
}
