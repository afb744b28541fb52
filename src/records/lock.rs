//! Work that one process at a time does, such as signing: longer than a transaction may last.

use std::{sync::Arc, time::Duration};

use sqlx::{Any, Connection as _, pool::PoolConnection};
use tokio::{
    sync::{Mutex, OwnedMutexGuard, mpsc, oneshot},
    time::timeout,
};

use super::error::RecordsError;

/// What one process at a time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockName {
    /// Signs versions and renews signatures.
    Publishing,
    /// Carries out what is due.
    Jobs,
}

impl LockName {
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

/// How often the server hears that the holder is alive: a process that hangs must not keep the lock from the others. The server
/// gives up on it after [`LOCK_SETTINGS`].
const AWAKE: Duration = Duration::from_secs(15);
/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(20);

/// Whoever waits for a lock waits for as long as it takes.
pub(super) const LOCK_PATIENCE: &str = "SET lock_timeout = 0";
/// After so long without a word the holder hangs, and the lock is another's. PostgreSQL knows this from version 14 on.
pub(super) const LOCK_SETTINGS: &str = "SET idle_session_timeout = '60s'";

/// A lock that is held until this is dropped, or the process ends or hangs, however it does.
pub struct HeldLock {
    /// Asks for the connection that holds it among processes; dropped, it is closed, and with it the lock is given up.
    asks: Option<mpsc::Sender<oneshot::Sender<Result<(), RecordsError>>>>,
    /// Among the tasks of this process; dropped last.
    _here: OwnedMutexGuard<()>,
}

impl HeldLock {
    pub(super) fn new(connection: Option<PoolConnection<Any>>, here: OwnedMutexGuard<()>) -> Self {
        let asks = connection.map(|connection| {
            let (asks, asked) = mpsc::channel(1);
            tokio::spawn(keep(connection, asked));
            asks
        });
        Self { asks, _here: here }
    }

    /// Whether it is still held: a server that restarted, or heard nothing of us for a minute, has given it to others. Asked
    /// before what must not be done twice.
    ///
    /// # Errors
    /// [`RecordsError::LockLost`], or what the engine says: then it is lost.
    pub async fn check(&mut self) -> Result<(), RecordsError> {
        let Some(asks) = &self.asks else { return Ok(()) };
        let (answer, said) = oneshot::channel();
        asks.send(answer).await.map_err(|_| RecordsError::LockLost)?;
        said.await.map_err(|_| RecordsError::LockLost)?
    }
}

/// Keeps a connection awake and answers for it, until nobody holds its lock any more.
async fn keep(
    mut connection: PoolConnection<Any>,
    mut asked: mpsc::Receiver<oneshot::Sender<Result<(), RecordsError>>>,
) {
    loop {
        let ask = match timeout(AWAKE, asked.recv()).await {
            Ok(None) => return,
            Ok(ask) => ask,
            Err(_) => None,
        };
        let answered = match timeout(ANSWER, connection.ping()).await {
            Ok(answered) => answered.map_err(RecordsError::from),
            Err(_) => Err(RecordsError::LockLost),
        };
        let is_lost = answered.is_err();
        if let Some(ask) = ask {
            // Whoever asked may have gone.
            ask.send(answered).ok();
        }
        if is_lost {
            return;
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
    pub(super) fn of(&self, lock: LockName) -> Arc<Mutex<()>> {
        Arc::clone(match lock {
            LockName::Publishing => &self.publishing,
            LockName::Jobs => &self.jobs,
        })
    }
}
