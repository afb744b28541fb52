//! What the processes of one office tell each other: that something is signed. On PostgreSQL it is heard at once; a file has
//! one process, and nobody to tell.

use tokio::sync::watch;

use super::{
    engine::DatabaseEngine,
    error::RecordsError,
    line::{CHANNEL, Notices},
    open::Records,
    transaction::WriteTransaction,
};

/// Wrapped, because `Any` has no type for nothing. It goes out when the transaction is committed, and not before.
const TELL: &str = "SELECT CAST(1 AS BIGINT) AS done FROM (SELECT pg_notify($1, $2)) AS told";

impl Records {
    /// Tells every process of the office what was done, as soon as the transaction is committed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell(&self, tx: &mut WriteTransaction, what: &str) -> Result<(), RecordsError> {
        if self.engine() == DatabaseEngine::Postgres {
            sqlx::query(TELL).bind(CHANNEL).bind(what).execute(tx.connection()).await?;
        }
        Ok(())
    }

    /// What is told from now on, by this process too. It is called where a runtime is.
    pub fn notices(&self) -> watch::Receiver<Notices> {
        self.line().heard((self.engine() == DatabaseEngine::Postgres).then(|| self.url()))
    }
}
