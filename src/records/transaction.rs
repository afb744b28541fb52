//! What reads and what writes: everything in one happens, or nothing of it.

use std::ops::{Deref, DerefMut};

use sqlx::{Any, AnyConnection, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::error::RecordsError;

/// Records as they were at one instant. It ends when it is dropped.
pub struct ReadTransaction(Transaction<'static, Any>);

impl ReadTransaction {
    pub(super) fn new(inner: Transaction<'static, Any>) -> Self {
        Self(inner)
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

/// A change of the records: it counts once it is committed, and is undone when it is dropped before. No other is under way
/// meanwhile, in any process: so it must not wait for a network or a person.
pub struct WriteTransaction {
    read: ReadTransaction,
    /// The turn among the writers of this process.
    _turn: OwnedMutexGuard<()>,
}

impl WriteTransaction {
    pub(super) fn new(inner: Transaction<'static, Any>, turn: OwnedMutexGuard<()>) -> Self {
        Self { read: ReadTransaction(inner), _turn: turn }
    }

    /// Makes the change count: once this returns, a power cut does not undo it.
    ///
    /// # Errors
    /// What the engine says; then nothing was changed.
    pub async fn commit(self) -> Result<(), RecordsError> {
        Ok(self.read.0.commit().await?)
    }
}

/// Whoever may write may read.
impl Deref for WriteTransaction {
    type Target = ReadTransaction;
    fn deref(&self) -> &ReadTransaction {
        &self.read
    }
}

impl DerefMut for WriteTransaction {
    fn deref_mut(&mut self) -> &mut ReadTransaction {
        &mut self.read
    }
}
