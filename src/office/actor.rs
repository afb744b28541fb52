//! Who does something in the office, and from where.

use super::error::OfficeError;
use crate::{
    approval::{Account, AccountId, Refusal, Right},
    records::{ReadTransaction, account},
};

/// Who does something in the office, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub account: Account,
    /// The address the request came from; empty for the command line.
    pub ip: String,
}

impl Actor {
    /// The person's id.
    pub fn id(&self) -> &AccountId {
        &self.account.id
    }

    /// Refuses whoever has not that right.
    ///
    /// # Errors
    /// [`Refusal::NoRight`].
    pub fn must(&self, right: Right) -> Result<(), Refusal> {
        if self.account.may(right) { Ok(()) } else { Err(Refusal::NoRight { right }) }
    }

    /// The person's account as it is at this moment: not as it was when the page was opened.
    pub(super) async fn now(&self, tx: &mut ReadTransaction) -> Result<Account, OfficeError> {
        let row = account::by_id(tx, self.id()).await?;
        Ok(row.ok_or_else(|| OfficeError::not_found("account", self.id()))?.account)
    }

    /// Refuses whoever has not that right at this moment.
    pub(super) async fn must_now(&self, tx: &mut ReadTransaction, right: Right) -> Result<(), OfficeError> {
        Ok(Self { account: self.now(tx).await?, ip: String::new() }.must(right)?)
    }
}
