//! What every command on an office's folder asks for.

use std::{future::Future, path::PathBuf};

use anyhow::Context as _;

use super::exit::UsageError;
use crate::{
    approval::Refusal,
    clock::Clock,
    office::{BackupError, Office, OfficeError, OfficeOptions},
    records::RecordsError,
};

/// Which office.
#[derive(clap::Args)]
pub(super) struct OfficeAddress {
    /// Folder of the server
    #[arg(long, value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Address of its database, `postgres://USER@HOST/NAME`; without one it is `bangtin.db` in the folder
    #[arg(long, value_name = "ADDRESS")]
    pub(super) database: Option<String>,
}

impl OfficeAddress {
    pub(super) fn options(self) -> OfficeOptions {
        OfficeOptions { database: self.database, ..OfficeOptions::in_folder(self.data, Clock::system()) }
    }

    /// Opens the office and does something in it. A folder that is none of an office is not made into one.
    pub(super) fn work<T, F: Future<Output = anyhow::Result<T>>>(
        self,
        work: impl FnOnce(Office) -> F,
    ) -> anyhow::Result<T> {
        self.work_at(None, None, work)
    }

    /// The same, with its feed and its files at an address, and its keys in a folder of their own.
    pub(super) fn work_at<T, F: Future<Output = anyhow::Result<T>>>(
        self,
        objects: Option<String>,
        keys: Option<PathBuf>,
        work: impl FnOnce(Office) -> F,
    ) -> anyhow::Result<T> {
        let folder = &self.data;
        if !folder.is_dir() || self.database.is_none() && !folder.join("bangtin.db").is_file() {
            let shown = folder.display();
            let said = format!("there is no office in `{shown}` (hint: `bangtin serve --data {shown}` makes one)");
            return Err(UsageError(said).into());
        }
        on_a_runtime(async {
            let office = Office::open(OfficeOptions { objects, keys, ..self.options() }).await.map_err(usage)?;
            let done = work(office.clone()).await;
            office.records().close().await;
            done
        })
    }
}

/// Runs to its end what waits for a database.
pub(super) fn on_a_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Runtime::new().context("cannot start the runtime")?.block_on(work)
}

/// What a person must mend first; the rest is failure.
pub(super) fn usage(error: OfficeError) -> anyhow::Error {
    match error {
        OfficeError::Account(_)
        | OfficeError::Backup(
            BackupError::Exists { .. }
            | BackupError::NotEmpty { .. }
            | BackupError::DatabaseInUse
            | BackupError::FeedInUse { .. }
            | BackupError::NotABackup { .. }
            | BackupError::Newer { .. },
        )
        | OfficeError::Refused(Refusal::NoRight { .. })
        | OfficeError::Records(
            RecordsError::Address { .. } | RecordsError::Newer { .. } | RecordsError::OtherMigration { .. },
        ) => UsageError(error.to_string()).into(),
        error => error.into(),
    }
}
