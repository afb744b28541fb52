//! The table `account`: people, and what they prove themselves by.

use sqlx::any::AnyRow;

use super::{
    error::RecordsError,
    row::{Columns as _, to_int, to_json},
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{
    approval::{Account, AccountId},
    model::WallTime,
};

macro_rules! columns {
    () => {
        "id, login, name, post, roles, emergency, tags, made_ms, off_ms, pass, pass_ms, totp, totp_ms, totp_step"
    };
}

statements! {
    INSERT = concat!("INSERT INTO account (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10, NULL, NULL, 0)");
    BY_ID = concat!("SELECT ", columns!(), " FROM account WHERE id = $1");
    BY_LOGIN = concat!("SELECT ", columns!(), " FROM account WHERE login = $1");
    LIST = concat!("SELECT ", columns!(), " FROM account ORDER BY id");
    COUNT = "SELECT COUNT(*) AS n FROM account";
    UPDATE = "UPDATE account SET name = $2, post = $3, roles = $4, emergency = $5, tags = $6, off_ms = $7 WHERE id = $1";
    SET_PASS = "UPDATE account SET pass = $2, pass_ms = $3 WHERE id = $1";
    SET_TOTP = "UPDATE account SET totp = $2, totp_ms = $3, totp_step = $4 WHERE id = $1";
    USE_STEP = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
}

/// What a person proves himself by. It leaves the server in no form.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The password's hash, in PHC form.
    pub pass: String,
    /// Since when.
    pub pass_since: WallTime,
    /// The secret of six-digit codes, in base 32, and since when it is confirmed; before that it does not count.
    pub totp: Option<(String, Option<WallTime>)>,
}

/// One account as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// The account.
    pub account: Account,
    /// When it was made.
    pub made: WallTime,
    /// Its secrets.
    pub secrets: Secrets,
}

fn read(row: &AnyRow) -> Result<AccountRow, RecordsError> {
    let totp = row.maybe_text("totp")?.map(|secret| Ok::<_, RecordsError>((secret, row.maybe_time("totp_ms")?)));
    Ok(AccountRow {
        account: Account {
            id: AccountId(row.text("id")?),
            login: row.text("login")?,
            name: row.text("name")?,
            post: row.text("post")?,
            roles: row.parsed("roles", "list of roles")?,
            emergency: row.int("emergency")? != 0,
            tags: row.json("tags")?,
            off: row.maybe_time("off_ms")?,
        },
        made: row.time("made_ms")?,
        secrets: Secrets { pass: row.text("pass")?, pass_since: row.time("pass_ms")?, totp: totp.transpose()? },
    })
}

/// Adds an account, with the hash of its password.
///
/// # Errors
/// [`RecordsError::Taken`] where the login name is, and what the engine says.
pub async fn insert(
    tx: &mut WriteTransaction,
    account: &Account,
    pass: &str,
    made: WallTime,
) -> Result<(), RecordsError> {
    sqlx::query(INSERT)
        .bind(&account.id.0)
        .bind(&account.login)
        .bind(&account.name)
        .bind(&account.post)
        .bind(account.roles.to_string())
        .bind(i64::from(account.emergency))
        .bind(to_json(&account.tags))
        .bind(made.0)
        .bind(pass)
        .bind(made.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The account with that id.
///
/// # Errors
/// What the engine says.
pub async fn by_id(tx: &mut ReadTransaction, id: &AccountId) -> Result<Option<AccountRow>, RecordsError> {
    sqlx::query(BY_ID).bind(&id.0).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// The account with that login name.
///
/// # Errors
/// What the engine says.
pub async fn by_login(tx: &mut ReadTransaction, login: &str) -> Result<Option<AccountRow>, RecordsError> {
    sqlx::query(BY_LOGIN).bind(login).fetch_optional(tx.connection()).await?.as_ref().map(read).transpose()
}

/// Every account, closed ones too, in the order in which they were made.
///
/// # Errors
/// What the engine says.
pub async fn list(tx: &mut ReadTransaction) -> Result<Vec<AccountRow>, RecordsError> {
    sqlx::query(LIST).fetch_all(tx.connection()).await?.iter().map(read).collect()
}

/// How many accounts there are.
///
/// # Errors
/// What the engine says.
pub async fn count(tx: &mut ReadTransaction) -> Result<u64, RecordsError> {
    sqlx::query(COUNT).fetch_one(tx.connection()).await?.count("n")
}

/// Changes everything of an account but its id, its login name and its secrets.
///
/// # Errors
/// What the engine says.
pub async fn update(tx: &mut WriteTransaction, account: &Account) -> Result<(), RecordsError> {
    sqlx::query(UPDATE)
        .bind(&account.id.0)
        .bind(&account.name)
        .bind(&account.post)
        .bind(account.roles.to_string())
        .bind(i64::from(account.emergency))
        .bind(to_json(&account.tags))
        .bind(account.off.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Gives an account another password, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn set_pass(tx: &mut WriteTransaction, id: &AccountId, pass: &str, at: WallTime) -> Result<(), RecordsError> {
    sqlx::query(SET_PASS).bind(&id.0).bind(pass).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Gives an account another secret for six-digit codes, or none; `step` is the newest that counts as used.
///
/// # Errors
/// What the engine says.
pub async fn set_totp(
    tx: &mut WriteTransaction,
    id: &AccountId,
    totp: Option<(&str, Option<WallTime>)>,
    step: u64,
) -> Result<(), RecordsError> {
    sqlx::query(SET_TOTP)
        .bind(&id.0)
        .bind(totp.map(|(secret, _)| secret))
        .bind(totp.and_then(|(_, since)| since).map(|at| at.0))
        .bind(to_int(step))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Uses up the code of a step. Returns whether neither it nor a later one had been used.
///
/// # Errors
/// What the engine says.
pub async fn use_step(tx: &mut WriteTransaction, id: &AccountId, step: u64) -> Result<bool, RecordsError> {
    let done = sqlx::query(USE_STEP).bind(&id.0).bind(to_int(step)).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}
