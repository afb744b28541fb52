//! The first start: whoever reads what `serve` prints names the commune and becomes its first administrator.

use super::{
    account_refusal::AccountRefusal,
    commune_name::commune_name,
    error::OfficeError,
    new_account::{NewAccount, shown},
    office::Office,
    random,
};
use crate::{
    approval::{Account, Role},
    model::Digest,
    records::{
        ReadTransaction, RecordsError, account,
        audit::{self, Act},
        setting,
    },
};

/// How far the first start has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstStart {
    /// The commune is to be named.
    Commune,
    /// The administrator's account is to be made.
    Administrator,
    /// A second person's account is to be made, without whom nothing could ever be approved.
    SecondPerson,
    /// It is over.
    Done,
}

/// The setting that holds the digests of the codes.
const CODES: &str = "first-start";
/// How many codes are good: one for each of several servers that are started together.
const GOOD_CODES: usize = 8;

impl Office {
    /// How far the first start has come.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn first_start(&self) -> Result<FirstStart, OfficeError> {
        let mut tx = self.records().read().await?;
        Ok(match account::count(&mut tx).await? {
            0 if commune_name(&mut tx).await?.is_none() => FirstStart::Commune,
            0 => FirstStart::Administrator,
            1 => FirstStart::SecondPerson,
            _ => FirstStart::Done,
        })
    }

    /// A new code for the first start, which stands in the link that `serve` prints: whoever has it makes the first
    /// account. `None` where somebody has an account.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn first_start_code(&self) -> Result<Option<String>, OfficeError> {
        let mut tx = self.records().write().await?;
        if account::count(&mut tx).await? > 0 {
            return Ok(None);
        }
        let code = random::hex::<16>();
        let mut codes = codes(&mut tx).await?;
        codes.push(Digest::of(code.as_bytes()));
        let old = codes.len().saturating_sub(GOOD_CODES);
        let body = serde_json::to_string(&codes[old..]).expect("digests are text");
        setting::put(&mut tx, CODES, &body, self.clock().now().wall).await?;
        tx.commit().await?;
        Ok(Some(code))
    }

    /// Whether that is the code of a first start that is not over: who shows it may name the commune, too.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_first_start_code(&self, code: &str) -> Result<bool, OfficeError> {
        let mut tx = self.records().read().await?;
        Ok(is_good(&mut tx, code).await?)
    }

    /// Makes the first account, an administrator whatever else it is, and with that ends what the code is good for.
    ///
    /// # Errors
    /// [`AccountRefusal::NoFirstStart`] where the code is not right or somebody was quicker, or what is wrong with the
    /// account.
    pub async fn add_first_administrator(
        &self,
        code: &str,
        new: &NewAccount,
        peer: std::net::IpAddr,
    ) -> Result<Account, OfficeError> {
        let now = self.clock().now().wall;
        let mut first = new.account(self.new_id())?;
        first.roles.0.insert(Role::Administrator);
        let mut tx = self.records().read().await?;
        if !is_good(&mut tx, code).await? {
            return Err(AccountRefusal::NoFirstStart.into());
        }
        let commune = commune_name(&mut tx).await?;
        drop(tx);
        new.password.check(&first.login, commune.as_deref())?;
        let hash = self.passwords().hash(&new.password).await?;
        let mut tx = self.records().write().await?;
        if !is_good(&mut tx, code).await? {
            return Err(AccountRefusal::NoFirstStart.into());
        }
        account::insert(&mut tx, &first, &hash, now).await?;
        setting::delete(&mut tx, CODES).await?;
        let act = Act {
            at: now,
            account: Some(&first.id),
            ip: &shown(peer),
            act: "first-start",
            subject: &first.id.0,
            detail: &first.login,
        };
        audit::append(&mut tx, &act).await?;
        tx.commit().await?;
        Ok(first)
    }
}

async fn codes(tx: &mut ReadTransaction) -> Result<Vec<Digest>, RecordsError> {
    let body = setting::get(tx, CODES).await?;
    // What cannot be read is no good code.
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default())
}

async fn is_good(tx: &mut ReadTransaction, code: &str) -> Result<bool, RecordsError> {
    Ok(account::count(tx).await? == 0 && codes(tx).await?.contains(&Digest::of(code.as_bytes())))
}
