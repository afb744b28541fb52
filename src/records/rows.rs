//! Every table row by row, for a backup: out of one engine and into either.

use futures_util::TryStreamExt as _;
use serde_json::Value;
use sqlx::{Row as _, any::AnyRow};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::{
    error::RecordsError,
    transaction::{ReadTransaction, WriteTransaction},
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// TEXT.
    Text,
    /// BIGINT.
    Int,
}

/// One table, as a backup has it.
#[derive(Debug)]
pub struct TableRows {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [(&'static str, ColumnKind)],
    select: &'static str,
    insert: &'static str,
}

macro_rules! table {
    ($name:literal by $order:literal: $kind:ident $first:literal $bind:literal $(, $kinds:ident $column:literal $binds:literal)* $(,)?) => {
        TableRows {
            name: $name,
            columns: &[($first, ColumnKind::$kind) $(, ($column, ColumnKind::$kinds))*],
            select: concat!("SELECT ", $first $(, ", ", $column)*, " FROM ", $name, " ORDER BY ", $order),
            insert: concat!("INSERT INTO ", $name, " (", $first $(, ", ", $column)*, ") VALUES (", $bind $(, ", ", $binds)*, ")"),
        }
    };
}

/// Every table whose rows a backup keeps, in the order in which they are read back: each names only rows of those above it.
/// Sessions and log-ins that failed are not kept: whoever restores logs in anew.
pub const TABLES: &[TableRows] = &[
    table!("account" by "id": Text "id" "$1", Text "login" "$2", Text "name" "$3", Text "post" "$4", Text "roles" "$5",
        Int "emergency" "$6", Text "tags" "$7", Int "made_ms" "$8", Int "off_ms" "$9", Text "pass" "$10",
        Int "pass_ms" "$11", Text "totp" "$12", Int "totp_ms" "$13", Int "totp_step" "$14"),
    table!("token" by "token": Text "token" "$1", Text "id" "$2", Text "account" "$3", Text "name" "$4", Text "scope" "$5",
        Int "made_ms" "$6", Int "until_ms" "$7", Int "seen_ms" "$8"),
    table!("item" by "id": Text "id" "$1", Text "kind" "$2", Text "title" "$3", Text "search" "$4", Int "made_ms" "$5",
        Int "changed_ms" "$6"),
    table!("revision" by "item, digest": Text "item" "$1", Text "digest" "$2", Text "body" "$3", Text "parent" "$4",
        Text "author" "$5", Int "made_ms" "$6"),
    table!("draft" by "item, account": Text "item" "$1", Text "account" "$2", Text "base" "$3", Text "body" "$4",
        Int "saves" "$5", Int "saved_ms" "$6"),
    table!("submission" by "id": Text "id" "$1", Text "author" "$2", Text "note" "$3", Int "sent_ms" "$4",
        Text "state" "$5", Text "decided_by" "$6", Int "decided_ms" "$7", Text "reason" "$8", Int "version" "$9"),
    table!("submission_item" by "submission, item": Text "submission" "$1", Text "item" "$2", Text "digest" "$3",
        Text "before" "$4", Text "authors" "$5"),
    table!("version" by "n": Int "n" "$1", Text "kind" "$2", Int "repeats" "$3", Text "submission" "$4",
        Text "account" "$5", Int "at_ms" "$6", Text "programme" "$7", Text "audit" "$8"),
    table!("version_item" by "n, item": Int "n" "$1", Text "item" "$2", Text "digest" "$3"),
    table!("alert" by "id": Text "id" "$1", Text "account" "$2", Int "at_ms" "$3", Int "until_ms" "$4", Text "state" "$5",
        Text "second" "$6", Int "second_ms" "$7", Text "items" "$8", Text "end_asked" "$9", Int "end_asked_ms" "$10",
        Text "ended" "$11", Int "ended_ms" "$12"),
    table!("asset" by "sha": Text "sha" "$1", Text "mime" "$2", Int "w" "$3", Int "h" "$4", Int "bytes" "$5",
        Text "name" "$6", Text "account" "$7", Int "at_ms" "$8"),
    table!("original" by "sha": Text "sha" "$1", Text "kept" "$2", Text "mime" "$3", Int "bytes" "$4", Text "account" "$5",
        Int "at_ms" "$6"),
    table!("seen" by "display": Text "display" "$1", Int "version" "$2", Int "since_ms" "$3", Int "at_ms" "$4",
        Text "peer" "$5", Text "claims" "$6"),
    table!("arrival" by "version, display": Int "version" "$1", Text "display" "$2", Int "at_ms" "$3"),
    table!("job" by "id": Text "id" "$1", Text "kind" "$2", Text "body" "$3", Int "due_ms" "$4", Int "tries" "$5",
        Text "error" "$6"),
    table!("setting" by "name": Text "name" "$1", Text "body" "$2", Int "at_ms" "$3"),
    table!("audit" by "seq": Int "seq" "$1", Int "at_ms" "$2", Text "account" "$3", Text "ip" "$4", Text "act" "$5",
        Text "subject" "$6", Text "detail" "$7", Text "prev" "$8", Text "hash" "$9"),
];

/// Tables whose rows no backup keeps: what is good for a day at most, and what the restoring program knows itself.
pub const NOT_KEPT: &[&str] = &["session", "attempt", "idempotency", "migration"];

impl TableRows {
    /// Its statements, for the test that prepares every one.
    pub fn statements(&self) -> [&'static str; 2] {
        [self.select, self.insert]
    }

    /// Writes every row as a line: a JSON list in the order of the columns. `each` sees them too. Answers with how many.
    ///
    /// # Errors
    /// What the engine says; [`RecordsError::Write`] where they could not be written.
    pub async fn write_to(
        &self,
        tx: &mut ReadTransaction,
        out: &mut (dyn AsyncWrite + Unpin + Send),
        each: &mut (dyn FnMut(&str) + Send),
    ) -> Result<u64, RecordsError> {
        let mut count = 0;
        let mut rows = sqlx::query(self.select).fetch(tx.connection());
        while let Some(row) = rows.try_next().await? {
            let line = self.line(&row)? + "\n";
            each(&line);
            out.write_all(line.as_bytes()).await.map_err(RecordsError::Write)?;
            count += 1;
        }
        out.flush().await.map_err(RecordsError::Write)?;
        Ok(count)
    }

    fn line(&self, row: &AnyRow) -> Result<String, RecordsError> {
        let value = |(column, kind): &(&str, ColumnKind)| {
            Ok::<_, sqlx::Error>(match kind {
                ColumnKind::Text => Value::from(row.try_get::<Option<String>, _>(*column)?),
                ColumnKind::Int => Value::from(row.try_get::<Option<i64>, _>(*column)?),
            })
        };
        let values: Vec<Value> = self.columns.iter().map(value).collect::<Result<_, _>>()?;
        Ok(Value::from(values).to_string())
    }

    /// Adds a row, as [`TableRows::write_to`] wrote it where the table had those columns. Columns that came later are empty.
    ///
    /// # Errors
    /// [`RecordsError::Value`] for a line that is no such row, and what the engine says.
    pub async fn insert(&self, tx: &mut WriteTransaction, columns: &[String], line: &str) -> Result<(), RecordsError> {
        let wrong = || RecordsError::Value {
            column: self.name,
            value: line.chars().take(80).collect(),
            expected: "row of that table",
        };
        let values: Vec<Value> = serde_json::from_str(line).map_err(|_| wrong())?;
        if values.len() != columns.len() {
            return Err(wrong());
        }
        let mut insert = sqlx::query(self.insert);
        for (column, kind) in self.columns {
            let value = columns.iter().position(|name| name == column).and_then(|place| values.get(place));
            insert = match (kind, value) {
                (ColumnKind::Text, None | Some(Value::Null)) => insert.bind(None::<String>),
                (ColumnKind::Int, None | Some(Value::Null)) => insert.bind(None::<i64>),
                (ColumnKind::Text, Some(Value::String(text))) => insert.bind(text.clone()),
                (ColumnKind::Int, Some(Value::Number(number))) => insert.bind(number.as_i64().ok_or_else(wrong)?),
                _ => return Err(wrong()),
            };
        }
        insert.execute(tx.connection()).await?;
        Ok(())
    }
}

/// The table of that name.
pub fn table(name: &str) -> Option<&'static TableRows> {
    TABLES.iter().find(|table| table.name == name)
}
