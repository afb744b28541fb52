//! Who does something in the office, and from where.

use crate::approval::{Account, AccountId, Refusal, Right};

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
}
