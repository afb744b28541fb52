//! The table `draft`: what somebody has typed and not sent. One a person and item, so that nobody writes over another.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{AccountId, ItemId},
    model::{Digest, WallTime},
};

macro_rules! columns {
    () => {
        "item, account, base, body, saves, saved_ms"
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO draft (", columns!(), ") VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (item, account) DO NOTHING"
    );
    UPDATE = "UPDATE draft SET base = $3, body = $4, saves = saves + 1, saved_ms = $5 \
              WHERE item = $1 AND account = $2 AND saves = $6";
    GET = concat!("SELECT ", columns!(), " FROM draft WHERE item = $1 AND account = $2");
    OF_ITEM = concat!("SELECT ", columns!(), " FROM draft WHERE item = $1 ORDER BY saved_ms DESC, account");
    OF_ACCOUNT = concat!("SELECT ", columns!(), " FROM draft WHERE account = $1 ORDER BY saved_ms DESC, item");
    LIST = concat!("SELECT ", columns!(), " FROM draft ORDER BY saved_ms DESC, item, account");
    HEADS = "SELECT item, account, saves, saved_ms FROM draft ORDER BY saved_ms DESC, item, account";
    DELETE = "DELETE FROM draft WHERE item = $1 AND account = $2";
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// What it is a draft of.
    pub item: ItemId,
    /// Who writes it.
    pub account: AccountId,
    /// The revision it was begun from; `None` for an item that has none yet.
    pub base: Option<Digest>,
    /// What the officer has typed, as JSON: a draft need not be right.
    pub body: String,
    /// How often it was saved: at least once.
    pub saves: u64,
    /// When last.
    pub saved: WallTime,
}

fn read(row: &AnyRow) -> Result<DraftRow, RecordsError> {
    Ok(DraftRow {
        item: row.parsed("item", "item")?,
        account: AccountId(row.text("account")?),
        base: row.maybe_parsed("base", "digest")?,
        body: row.text("body")?,
        saves: row.count("saves")?,
        saved: row.time("saved_ms")?,
    })
}

/// Saves a draft over the one that was saved `draft.saves` times; 0 where there was none. Returns how often it is saved
/// now; `None` where another window saved meanwhile, and then nothing was changed.
///
/// # Errors
/// What the engine says.
pub async fn save(tx: &mut WriteTransaction, draft: &DraftRow) -> Result<Option<u64>, RecordsError> {
    let statement = if draft.saves == 0 { INSERT } else { UPDATE };
    let mut save = sqlx::query(statement)
        .bind(draft.item.to_string())
        .bind(&draft.account.0)
        .bind(draft.base.map(|base| base.to_string()))
        .bind(&draft.body)
        .bind(draft.saved.0);
    if draft.saves > 0 {
        save = save.bind(to_int(draft.saves));
    }
    let done = save.execute(tx.connection()).await?;
    Ok((done.rows_affected() == 1).then_some(draft.saves + 1))
}

/// A person's draft of an item.
///
/// # Errors
/// What the engine says.
pub async fn get(
    tx: &mut ReadTransaction,
    item: &ItemId,
    account: &AccountId,
) -> Result<Option<DraftRow>, RecordsError> {
    let get = sqlx::query(GET).bind(item.to_string()).bind(&account.0);
    get.fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Every draft of an item, the last saved first.
///
/// # Errors
/// What the engine says.
pub async fn of_item(tx: &mut ReadTransaction, item: &ItemId) -> Result<Vec<DraftRow>, RecordsError> {
    sqlx::query(OF_ITEM).bind(item.to_string()).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Every draft of a person, the last saved first.
///
/// # Errors
/// What the engine says.
pub async fn of_account(tx: &mut ReadTransaction, account: &AccountId) -> Result<Vec<DraftRow>, RecordsError> {
    sqlx::query(OF_ACCOUNT).bind(&account.0).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Every draft, the last saved first.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction) -> Result<Vec<DraftRow>, RecordsError> {
    sqlx::query(LIST).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// Takes a draft away: it was sent, or given up. Returns whether there was one.
///
/// # Errors
/// What the engine says.
pub async fn delete(tx: &mut WriteTransaction, item: &ItemId, account: &AccountId) -> Result<bool, RecordsError> {
    let done = sqlx::query(DELETE).bind(item.to_string()).bind(&account.0).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Who has a draft of what, and how often and when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// What it is a draft of.
    pub item: ItemId,
    /// Who writes it.
    pub account: AccountId,
    /// How often it was saved.
    pub saves: u64,
    /// When last.
    pub saved: WallTime,
}

/// Every draft without what it says, the last saved first.
///
/// # Errors
/// What the engine says.
pub async fn heads(tx: &mut ReadTransaction) -> Result<Vec<DraftHead>, RecordsError> {
    let rows = sqlx::query(HEADS).fetch_all(tx.connection()).await?;
    let read = |row: &AnyRow| {
        Ok(DraftHead {
            item: row.parsed("item", "item")?,
            account: AccountId(row.text("account")?),
            saves: row.count("saves")?,
            saved: row.time("saved_ms")?,
        })
    };
    rows.iter().map(read).collect()
}
