//! The database's form, and how it came to be: numbered files, each carried out once, whole.

use sqlx::{AnyConnection, Row as _};

use super::error::RecordsError;
use crate::model::{Digest, WallTime};

/// Every migration, the first first. What stands in one that was handed out is never changed.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_office.sql"),
    include_str!("../../migrations/0002_publishing.sql"),
    include_str!("../../migrations/0003_original.sql"),
    include_str!("../../migrations/0004_idempotency.sql"),
];

statements! {
    CREATE = "CREATE TABLE IF NOT EXISTS migration (n BIGINT PRIMARY KEY, digest TEXT NOT NULL, at_ms BIGINT NOT NULL)";
    APPLIED = "SELECT n, digest FROM migration ORDER BY n";
    NOTE = "INSERT INTO migration (n, digest, at_ms) VALUES ($1, $2, $3)";
}

/// Brings the database to the newest form. The caller holds the right to write, so that no two processes do it at once.
pub(super) async fn apply(connection: &mut AnyConnection, now: WallTime) -> Result<(), RecordsError> {
    sqlx::query(CREATE).execute(&mut *connection).await?;
    let mut applied = 0;
    for row in sqlx::query(APPLIED).fetch_all(&mut *connection).await? {
        let (number, digest): (i64, String) = (row.try_get("n")?, row.try_get("digest")?);
        let known = i64::try_from(MIGRATIONS.len()).expect("there are few");
        let text = usize::try_from(number - 1).ok().and_then(|n| MIGRATIONS.get(n));
        let Some(text) = text else { return Err(RecordsError::Newer { found: number, known }) };
        if Digest::of(text.as_bytes()).to_string() != digest {
            return Err(RecordsError::OtherMigration { number });
        }
        applied += 1;
    }
    for (number, text) in (1_i64..).zip(MIGRATIONS).skip(applied) {
        let failed = |source| RecordsError::Migrate { number, source };
        sqlx::raw_sql(*text).execute(&mut *connection).await.map_err(failed)?;
        let note = sqlx::query(NOTE).bind(number).bind(Digest::of(text.as_bytes()).to_string()).bind(now.0);
        note.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}
