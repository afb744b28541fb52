//! What can go wrong with records.

/// What can go wrong with records.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The address names no database.
    #[error(
        "`{address}` is no address of a database (hint: a file such as `bangtin.db`, or `postgres://user@host/name`)"
    )]
    Address {
        /// The address, without its password.
        address: String,
    },
    /// The database cannot be opened.
    #[error("cannot open the database `{address}`")]
    Open {
        /// The address, without its password.
        address: String,
        /// What the engine says.
        source: sqlx::Error,
    },
    /// A migration failed; nothing of it was kept.
    #[error("cannot bring the database to form {number}")]
    Migrate {
        /// The migration.
        number: i64,
        /// What the engine says.
        source: sqlx::Error,
    },
    /// A newer program has made the database.
    #[error("the database has form {found}, and this program knows {known} (hint: run the newer `bangtin`)")]
    Newer {
        /// The form of the database.
        found: i64,
        /// The newest form that is known.
        known: i64,
    },
    /// The database was made by a migration of the same number and another text.
    #[error("form {number} of the database was made by another program")]
    OtherMigration {
        /// The migration.
        number: i64,
    },
    /// Something of that name is there already.
    #[error("that name is taken already")]
    Taken,
    /// Another process writes, and goes on writing.
    #[error("the database is busy (hint: another `bangtin` is writing; try again)")]
    Busy,
    /// The server has given the lock to another process.
    #[error("the right to publish was lost (hint: the database did not hear of this process for a while; try again)")]
    LockLost,
    /// The file of the database is damaged.
    #[error("the database is damaged: {what} (hint: restore a backup)")]
    Damaged {
        /// What the engine says.
        what: String,
    },
    /// Rows could not be written into a file.
    #[error("rows of the database cannot be written down")]
    Write(#[source] std::io::Error),
    /// A column holds what no program of ours has written.
    #[error("`{column}` holds `{value}`, which is no {expected}")]
    Value {
        /// The column.
        column: &'static str,
        /// What it holds, shortened.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[source] sqlx::Error),
}

impl From<sqlx::Error> for RecordsError {
    fn from(error: sqlx::Error) -> Self {
        let database = error.as_database_error();
        if database.is_some_and(|error| error.is_unique_violation()) {
            return Self::Taken;
        }
        if is_busy(&error) { Self::Busy } else { Self::Statement(error) }
    }
}

/// Whether SQLite says that another connection is writing. Its extended codes keep the kind in the low byte.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    const SQLITE_BUSY: u32 = 5;
    let code = error.as_database_error().and_then(|error| error.code());
    // PostgreSQL has codes of five characters, such as 23505; none of them is this short.
    code.filter(|code| code.len() <= 4)
        .and_then(|code| code.parse::<u32>().ok())
        .is_some_and(|code| code & 0xff == SQLITE_BUSY)
}
