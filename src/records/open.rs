//! The database, opened: its connections, and the one way to read and the one way to write.

use std::{sync::Arc, time::Duration};

use sqlx::{
    Any, AnyPool, Executor as _,
    any::{AnyPoolOptions, install_default_drivers},
    pool::PoolConnection,
};
use tokio::sync::Mutex;

use super::{
    engine::{Address, DatabaseEngine},
    error::{RecordsError, is_busy},
    line::Line,
    lock::{HeldLock, LOCK_PATIENCE, LOCK_SETTINGS, LockName, Locks, WRITES},
    migrations,
    transaction::{ReadTransaction, WriteTransaction},
};
use crate::{clock::Clock, model::limits};

/// On a power cut everything committed is there. Readers do not wait for the writer.
const SQLITE_PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                              PRAGMA busy_timeout = 2000; PRAGMA cache_size = -1024; PRAGMA trusted_schema = OFF";
/// A client that hangs in the middle of a change is thrown out: nobody else could write. One whose machine has lost its mains
/// or its network is noticed within half a minute, and not within hours: it may hold the right to publish.
const POSTGRES_SETTINGS: &str = "SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s'; \
                                 SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; \
                                 SET tcp_keepalives_count = 3";

const BEGIN_READ_SQLITE: &str = "BEGIN";
const BEGIN_READ_POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const BEGIN_WRITE_SQLITE: &str = "BEGIN IMMEDIATE";
/// Each statement sees what was committed before it began: also what the writer before this one did while this one waited.
const BEGIN_WRITE_POSTGRES: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// Wrapped, because `Any` has no type for nothing.
const LOCK_WRITES: &str = "SELECT CAST(1 AS BIGINT) AS done FROM (SELECT pg_advisory_xact_lock($1)) AS taken";
const LOCK_SESSION: &str = "SELECT CAST(1 AS BIGINT) AS done FROM (SELECT pg_advisory_lock($1)) AS taken";

/// How often another process's write is waited for; each time as long as `busy_timeout` says.
const BUSY_TRIES: u32 = 10;

/// The office's records. Cheap to clone; clones are the same database.
#[derive(Clone)]
pub struct Records {
    engine: DatabaseEngine,
    pool: AnyPool,
    /// The turn among the writers of this process: fair, where SQLite only tries again now and then; and those who wait
    /// keep no connection from readers.
    writer: Arc<Mutex<()>>,
    locks: Arc<Locks>,
    /// The address, as sqlx reads it.
    url: Arc<str>,
    line: Arc<Line>,
}

/// Without the address: there may be a password in it.
impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("engine", &self.engine).finish_non_exhaustive()
    }
}

impl Records {
    /// Opens the database at `address`, a file that is made where there is none, or `postgres://user@host/name`, and brings
    /// it to the newest form.
    ///
    /// # Errors
    /// [`RecordsError::Address`], [`RecordsError::Open`], or what hinders a migration.
    pub async fn open(address: &str, clock: &Clock) -> Result<Self, RecordsError> {
        install_default_drivers();
        let Address { engine, url, shown } = Address::read(address)?;
        let setup = match engine {
            DatabaseEngine::Sqlite => SQLITE_PRAGMAS,
            DatabaseEngine::Postgres => POSTGRES_SETTINGS,
        };
        let pool = AnyPoolOptions::new()
            .max_connections(limits::DATABASE_CONNECTIONS)
            .idle_timeout(Duration::from_secs(60))
            .acquire_timeout(Duration::from_secs(20))
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(setup)).await.map(drop) })
            })
            .connect(&url)
            .await
            .map_err(|source| RecordsError::Open { address: shown, source })?;
        let records =
            Self { engine, pool, writer: Arc::default(), locks: Arc::default(), url: url.into(), line: Arc::default() };
        let mut tx = records.write().await?;
        migrations::apply(tx.connection(), clock.now().wall).await?;
        tx.commit().await?;
        Ok(records)
    }

    /// What keeps the records.
    pub fn engine(&self) -> DatabaseEngine {
        self.engine
    }

    /// Its address, with its password.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The line on which processes tell each other what they did.
    pub(super) fn line(&self) -> &Line {
        &self.line
    }

    /// Begins to read: everything that is read is as it is now, whatever is written meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn read(&self) -> Result<ReadTransaction, RecordsError> {
        let begin = match self.engine {
            DatabaseEngine::Sqlite => BEGIN_READ_SQLITE,
            DatabaseEngine::Postgres => BEGIN_READ_POSTGRES,
        };
        Ok(ReadTransaction::new(self.pool.begin_with(begin).await?))
    }

    /// Begins a change, once every other change has ended.
    ///
    /// # Errors
    /// [`RecordsError::Busy`] where another process writes for longer than twenty seconds, or what the engine says.
    pub async fn write(&self) -> Result<WriteTransaction, RecordsError> {
        let turn = Arc::clone(&self.writer).lock_owned().await;
        let begin = match self.engine {
            DatabaseEngine::Sqlite => BEGIN_WRITE_SQLITE,
            DatabaseEngine::Postgres => BEGIN_WRITE_POSTGRES,
        };
        let mut tries = 0;
        let mut tx = loop {
            match self.pool.begin_with(begin).await {
                Ok(tx) => break tx,
                Err(error) if is_busy(&error) && tries < BUSY_TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        };
        if self.engine == DatabaseEngine::Postgres {
            sqlx::query(LOCK_WRITES).bind(WRITES).execute(&mut *tx).await?;
        }
        Ok(WriteTransaction::new(tx, turn))
    }

    /// Waits until no other task and no other process holds that lock, and takes it.
    ///
    /// A file has one process that publishes; there the lock is among its tasks.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hold(&self, lock: LockName) -> Result<HeldLock, RecordsError> {
        let here = self.locks.of(lock).lock_owned().await;
        let connection = match self.engine {
            DatabaseEngine::Sqlite => None,
            DatabaseEngine::Postgres => {
                let mut connection = self.connection().await?;
                connection.close_on_drop();
                connection.execute(sqlx::raw_sql(LOCK_PATIENCE)).await?;
                if let Err(error) = connection.execute(sqlx::raw_sql(LOCK_SETTINGS)).await {
                    tracing::debug!(%error, "a process that hangs keeps its lock: the server is older than PostgreSQL 14");
                }
                sqlx::query(LOCK_SESSION).bind(lock.number()).execute(&mut *connection).await?;
                Some(connection)
            }
        };
        Ok(HeldLock::new(connection, here))
    }

    /// A connection for what is done outside of transactions.
    pub(super) async fn connection(&self) -> Result<PoolConnection<Any>, RecordsError> {
        Ok(self.pool.acquire().await?)
    }

    /// Closes every connection, so that the file may be moved.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
