//! Who keeps the accounts: a person with that right, or whoever holds the machine.

use super::{actor::Actor, error::OfficeError};
use crate::{
    approval::{Refusal, Right},
    model::WallTime,
    records::{
        RecordsError, WriteTransaction, account,
        audit::{self, Act},
    },
};

/// Who keeps the accounts.
#[derive(Debug, Clone, Copy)]
pub enum Keeper<'a> {
    /// A person at a browser.
    Person(&'a Actor),
    /// Whoever holds the machine: the command line on the data folder.
    Console,
}

impl Keeper<'_> {
    /// The address that stands in the log for the command line.
    const CONSOLE: &'static str = "console";

    /// Refuses whoever may not keep accounts, by the rights the person has at this moment: not by those of when the page
    /// was opened.
    pub(super) async fn check(&self, tx: &mut WriteTransaction) -> Result<(), OfficeError> {
        let Self::Person(person) = self else { return Ok(()) };
        let right = Right::Administer;
        let row = account::by_id(tx, person.id()).await?;
        if row.is_some_and(|row| row.account.may(right)) { Ok(()) } else { Err(Refusal::NoRight { right }.into()) }
    }

    /// Notes in the log what this transaction does.
    pub(super) async fn note(
        &self,
        tx: &mut WriteTransaction,
        at: WallTime,
        act: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), RecordsError> {
        let act = match self {
            Self::Person(person) => Act { at, account: Some(person.id()), ip: &person.ip, act, subject, detail },
            Self::Console => Act { at, account: None, ip: Self::CONSOLE, act, subject, detail },
        };
        audit::append(tx, &act).await.map(drop)
    }
}
