//! Opening the office.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    error::OfficeError,
    objects::Objects,
    office::{Office, blocking},
};
use crate::{
    clock::Clock,
    feed::{Keys, Repository, RepositoryError, TimeSource, repository::FolderTree, tree_at},
    records::Records,
};

/// What an office is opened with.
#[derive(Debug, Clone)]
pub struct OfficeOptions {
    /// Its folder: whatever has no address of its own.
    pub data: PathBuf,
    /// The folder of the keys; `None` for `keys` in its folder.
    pub keys: Option<PathBuf>,
    /// The address of its database; `None` for `bangtin.db` in its folder.
    pub database: Option<String>,
    /// The address of its feed and its files, `s3://BUCKET/PREFIX`; `None` for its folder. Several processes that share a
    /// database and this are one office.
    pub objects: Option<String>,
    /// The source of time.
    pub clock: Clock,
    /// What the clock is compared with before anything is signed.
    pub time_sources: Vec<TimeSource>,
}

impl OfficeOptions {
    /// An office with everything in its folder.
    pub fn in_folder(data: impl Into<PathBuf>, clock: Clock) -> Self {
        Self { data: data.into(), keys: None, database: None, objects: None, clock, time_sources: Vec::new() }
    }
}

impl Office {
    /// Opens the office in a folder, and makes the folder and the database where they are missing. A feed is not made.
    ///
    /// # Errors
    /// [`OfficeError::Disk`] where the folder cannot be made, and what hinders the database or the files.
    pub async fn open(options: OfficeOptions) -> Result<Self, OfficeError> {
        let (data, clock) = (options.data.clone(), options.clock.clone());
        let places = blocking(move || {
            let places = OfficePlaces::find(&options)?;
            places.make_database_file()?;
            Ok::<_, OfficeError>(places)
        });
        let OfficePlaces { database, objects, repository, .. } = places.await??;
        let records = Records::open(&database, &clock).await?;
        Ok(Self::new(&data, clock, records, objects, repository))
    }
}

/// Where an office keeps what it has.
pub(super) struct OfficePlaces {
    pub(super) database: String,
    /// The database, where it is a file in the office's folder.
    file: Option<PathBuf>,
    pub(super) objects: Objects,
    pub(super) repository: Repository,
}

impl OfficePlaces {
    /// Makes the folder, and finds everything in it or at its address. It blocks the thread.
    pub(super) fn find(options: &OfficeOptions) -> Result<Self, OfficeError> {
        let OfficeOptions { data, keys, database, objects, time_sources, .. } = options;
        fs::create_dir_all(data).map_err(|source| cannot_use(data, source))?;
        let (database, file) = match database {
            Some(address) => (address.clone(), None),
            None => {
                let file = data.join("bangtin.db");
                let not_text = || io::Error::new(io::ErrorKind::InvalidFilename, "the folder's name is not UTF-8");
                let address = file.to_str().ok_or_else(|| cannot_use(data, not_text()))?;
                (address.to_owned(), Some(file))
            }
        };
        let (objects, tree) = match objects {
            Some(address) => (
                Objects::at(address)?,
                tree_at(&format!("{}/feed", address.trim_end_matches('/'))).map_err(RepositoryError::from)?,
            ),
            None => (Objects::in_folder(data)?, Arc::new(FolderTree::at(&data.join("feed"))) as _),
        };
        let keys = keys.clone().unwrap_or_else(|| data.join("keys"));
        let repository = Repository::new(tree, Keys::at(&keys)).with_time_sources(time_sources.clone());
        Ok(Self { database, file, objects, repository })
    }

    /// Makes the file of the database where it is one, so that nobody else on the machine may ever read it: it holds the
    /// hashes of passwords.
    pub(super) fn make_database_file(&self) -> Result<(), OfficeError> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file).map(drop).map_err(|source| cannot_use(file, source))
    }
}

fn cannot_use(path: &Path, source: io::Error) -> OfficeError {
    OfficeError::Disk { what: format!("cannot use `{}`", path.display()), source }
}
