//! A copy of a database that is a file, made while others write, and whether it is sound.

use std::path::Path;

use sqlx::Row as _;

use super::{engine::DatabaseEngine, error::RecordsError, open::Records};

// Of SQLite alone, so that they are in no list of what both engines understand.
const COPY: &str = "VACUUM INTO $1";
const SOUND: &str = "PRAGMA integrity_check(10)";
const WHOLE: &str = "PRAGMA foreign_key_check";

impl Records {
    /// Writes a copy of the file as it is now to a path where nothing is. Others go on writing meanwhile.
    ///
    /// # Errors
    /// What the engine says: the disk is full, or a page of the file cannot be read.
    pub async fn copy_to(&self, path: &Path) -> Result<(), RecordsError> {
        let mut connection = self.connection().await?;
        sqlx::query(COPY).bind(path.to_string_lossy().into_owned()).execute(&mut *connection).await?;
        Ok(())
    }

    /// Looks at every page of the file and at every reference. PostgreSQL does that by itself.
    ///
    /// # Errors
    /// [`RecordsError::Damaged`] with what is wrong.
    pub async fn check(&self) -> Result<(), RecordsError> {
        if self.engine() != DatabaseEngine::Sqlite {
            return Ok(());
        }
        let mut connection = self.connection().await?;
        for row in sqlx::query(SOUND).fetch_all(&mut *connection).await? {
            let said: String = row.try_get(0)?;
            if said != "ok" {
                return Err(RecordsError::Damaged { what: said });
            }
        }
        if let Some(row) = sqlx::query(WHOLE).fetch_optional(&mut *connection).await? {
            let table: String = row.try_get(0)?;
            return Err(RecordsError::Damaged { what: format!("a row of `{table}` names one that is not there") });
        }
        Ok(())
    }
}
