//! Keeping accounts: making, changing, closing and reopening them.

use super::{
    account_refusal::AccountRefusal,
    commune_name::commune_name,
    error::OfficeError,
    keeper::Keeper,
    new_account::{NewAccount, person_name, post, tags},
    office::Office,
    password::Password,
};
use crate::{
    approval::{Account, AccountId, Role, Roles},
    model::{WallTime, limits},
    records::{ReadTransaction, RecordsError, account, session, token},
};

/// One account in the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEntry {
    /// The account.
    pub account: Account,
    /// When it was made.
    pub made: WallTime,
    /// Since when it has its password.
    pub password_since: WallTime,
    /// Whether logging in asks for a six-digit code.
    pub has_codes: bool,
}

impl From<account::AccountRow> for AccountEntry {
    fn from(row: account::AccountRow) -> Self {
        Self {
            account: row.account,
            made: row.made,
            password_since: row.secrets.pass_since,
            has_codes: matches!(row.secrets.totp, Some((_, Some(_)))),
        }
    }
}

/// What may be changed of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// The person's name as others read it.
    pub name: String,
    /// The post held; may be empty.
    pub post: String,
    /// What the person is there for.
    pub roles: Roles,
    /// Whether the person may put out an emergency alone.
    pub emergency: bool,
    /// The tags of the displays the person may write for; empty for all of them.
    pub tags: Vec<String>,
}

impl Office {
    /// Every account, closed ones too, in the order in which they were made.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn accounts(&self) -> Result<Vec<AccountEntry>, OfficeError> {
        let mut tx = self.records().read().await?;
        Ok(account::list(&mut tx).await?.into_iter().map(AccountEntry::from).collect())
    }

    /// One account.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn account(&self, id: &AccountId) -> Result<Option<AccountEntry>, OfficeError> {
        let mut tx = self.records().read().await?;
        Ok(account::by_id(&mut tx, id).await?.map(AccountEntry::from))
    }

    /// The account of a login name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn account_named(&self, login: &str) -> Result<Option<AccountEntry>, OfficeError> {
        let mut tx = self.records().read().await?;
        let row = account::by_login(&mut tx, &super::new_account::login_name(login)).await?;
        Ok(row.map(AccountEntry::from))
    }

    /// Makes an account.
    ///
    /// # Errors
    /// What is wrong with it, as [`AccountRefusal`].
    pub async fn add_account(&self, by: Keeper<'_>, new: &NewAccount) -> Result<Account, OfficeError> {
        let now = self.clock().now().wall;
        let made = new.account(self.new_id())?;
        let commune = commune_name(&mut self.records().read().await?).await?;
        new.password.check(&made.login, commune.as_deref())?;
        let hash = self.passwords().hash(&new.password).await?;
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        let most = limits::ACCOUNTS;
        if account::count(&mut tx).await? >= most as u64 {
            return Err(AccountRefusal::TooMany { most }.into());
        }
        match account::insert(&mut tx, &made, &hash, now).await {
            Err(RecordsError::Taken) => return Err(AccountRefusal::LoginTaken.into()),
            inserted => inserted?,
        }
        by.note(&mut tx, now, "account-add", &made.id.0, &detail(&made)).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Changes an account.
    ///
    /// # Errors
    /// [`AccountRefusal::LastAdministrator`] where nobody would keep accounts any more, or what else is wrong with it.
    pub async fn change_account(
        &self,
        by: Keeper<'_>,
        id: &AccountId,
        change: &AccountChange,
    ) -> Result<Account, OfficeError> {
        let (name, post, tags) = (person_name(&change.name)?, post(&change.post)?, tags(&change.tags)?);
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        let before = known(&mut tx, id).await?;
        let account =
            Account { name, post, tags, roles: change.roles.clone(), emergency: change.emergency, ..before.clone() };
        keeps_an_administrator(&mut tx, &account).await?;
        if account != before {
            account::update(&mut tx, &account).await?;
            let now = self.clock().now().wall;
            by.note(&mut tx, now, "account-change", &id.0, &detail(&account)).await?;
            tx.commit().await?;
        }
        Ok(account)
    }

    /// Closes an account: whoever has it is logged out everywhere, and his programs too. What he wrote and approved stays.
    ///
    /// # Errors
    /// [`AccountRefusal::LastAdministrator`] where nobody would keep accounts any more.
    pub async fn close_account(&self, by: Keeper<'_>, id: &AccountId) -> Result<(), OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        let mut account = known(&mut tx, id).await?;
        if account.off.is_some() {
            return Ok(());
        }
        account.off = Some(now);
        keeps_an_administrator(&mut tx, &account).await?;
        account::update(&mut tx, &account).await?;
        session::end_all(&mut tx, id, None).await?;
        token::end_all(&mut tx, id).await?;
        by.note(&mut tx, now, "account-close", &id.0, &account.login).await?;
        Ok(tx.commit().await?)
    }

    /// Opens a closed account again, with the password it had.
    ///
    /// # Errors
    /// [`AccountRefusal::NoAccount`].
    pub async fn reopen_account(&self, by: Keeper<'_>, id: &AccountId) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        let mut account = known(&mut tx, id).await?;
        if account.off.take().is_none() {
            return Ok(());
        }
        account::update(&mut tx, &account).await?;
        by.note(&mut tx, self.clock().now().wall, "account-reopen", &id.0, &account.login).await?;
        Ok(tx.commit().await?)
    }

    /// Gives a person a new password, who has forgotten the old one, and logs the person out everywhere.
    ///
    /// # Errors
    /// What is wrong with the password, as [`AccountRefusal`].
    pub async fn reset_password(&self, by: Keeper<'_>, id: &AccountId, password: &Password) -> Result<(), OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let login = known(&mut tx, id).await?.login;
        let commune = commune_name(&mut tx).await?;
        drop(tx);
        password.check(&login, commune.as_deref())?;
        let hash = self.passwords().hash(password).await?;
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        account::set_pass(&mut tx, id, &hash, now).await?;
        session::end_all(&mut tx, id, None).await?;
        by.note(&mut tx, now, "password-reset", &id.0, &login).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the six-digit codes from a person who has lost the telephone that shows them.
    ///
    /// # Errors
    /// [`AccountRefusal::NoAccount`].
    pub async fn clear_codes(&self, by: Keeper<'_>, id: &AccountId) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        let login = known(&mut tx, id).await?.login;
        account::set_totp(&mut tx, id, None, 0).await?;
        by.note(&mut tx, self.clock().now().wall, "codes-clear", &id.0, &login).await?;
        Ok(tx.commit().await?)
    }
}

/// The account of that id.
pub(super) async fn known(tx: &mut ReadTransaction, id: &AccountId) -> Result<Account, OfficeError> {
    let row = account::by_id(tx, id).await?;
    Ok(row.ok_or(AccountRefusal::NoAccount)?.account)
}

/// Refuses to leave the office without anybody who keeps the accounts, where that account becomes what it is to be.
async fn keeps_an_administrator(tx: &mut ReadTransaction, to_be: &Account) -> Result<(), OfficeError> {
    let keeps = |account: &Account| account.off.is_none() && account.roles.has(Role::Administrator);
    let rows = account::list(tx).await?;
    let others = rows.iter().any(|row| row.account.id != to_be.id && keeps(&row.account));
    let was = rows.iter().any(|row| row.account.id == to_be.id && keeps(&row.account));
    if was && !keeps(to_be) && !others { Err(AccountRefusal::LastAdministrator.into()) } else { Ok(()) }
}

/// What stands in the log of an account that was made or changed.
fn detail(account: &Account) -> String {
    let Account { login, name, post, roles, emergency, tags, .. } = account;
    let detail = serde_json::json!({
        "login": login, "name": name, "post": post, "roles": roles, "emergency": emergency, "tags": tags,
    });
    detail.to_string()
}
