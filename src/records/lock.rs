//! Work that one process at a time does, such as signing: longer than a transaction may last.

use std::sync::Arc;

use sqlx::{Any, Connection as _, pool::PoolConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::error::RecordsError;

/// What one process at a time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Signs versions and renews signatures.
    Publishing,
    /// Carries out what is due.
    Jobs,
}

impl Lock {
    /// The number by which PostgreSQL knows it: "bangtin" and a digit, in ASCII.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Publishing => 0x6261_6e67_7469_6e31,
            Self::Jobs => 0x6261_6e67_7469_6e32,
        }
    }
}

/// The number of the lock that orders writes on PostgreSQL.
pub(super) const WRITES: i64 = 0x6261_6e67_7469_6e30;

/// A lock that is held until this is dropped, or the process ends, however it ends.
pub struct Held {
    /// The connection that holds it among processes. It is closed, not handed back: with it the lock is given up.
    connection: Option<PoolConnection<Any>>,
    /// Among the tasks of this process; dropped last.
    _here: OwnedMutexGuard<()>,
}

impl Held {
    pub(super) fn new(connection: Option<PoolConnection<Any>>, here: OwnedMutexGuard<()>) -> Self {
        Self { connection, _here: here }
    }

    /// Whether it is still held: a server that restarted has given it to others. Asked before what must not be done twice.
    ///
    /// # Errors
    /// What the engine says: then it is lost.
    pub async fn check(&mut self) -> Result<(), RecordsError> {
        match &mut self.connection {
            Some(connection) => Ok(connection.ping().await?),
            None => Ok(()),
        }
    }
}

/// The locks of one process.
#[derive(Debug, Default)]
pub(super) struct Locks {
    pub(super) publishing: Arc<Mutex<()>>,
    pub(super) jobs: Arc<Mutex<()>>,
}

impl Locks {
    pub(super) fn of(&self, lock: Lock) -> Arc<Mutex<()>> {
        Arc::clone(match lock {
            Lock::Publishing => &self.publishing,
            Lock::Jobs => &self.jobs,
        })
    }
}
