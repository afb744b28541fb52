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
    /// Its folder: keys, and whatever has no address of its own.
    pub data: PathBuf,
    /// The address of its database; `None` for `bangtin.db` in its folder.
    pub database: Option<String>,
    /// The address of its feed and its files, `s3://BUCKET/PREFIX`; `None` for its folder.
    pub objects: Option<String>,
    /// The source of time.
    pub clock: Clock,
    /// What the clock is compared with before anything is signed.
    pub time_sources: Vec<TimeSource>,
}

impl OfficeOptions {
    /// An office with everything in its folder.
    pub fn in_folder(data: impl Into<PathBuf>, clock: Clock) -> Self {
        Self { data: data.into(), database: None, objects: None, clock, time_sources: Vec::new() }
    }
}

impl Office {
    /// Opens the office in a folder, and makes the folder and the database where they are missing. A feed is not made.
    ///
    /// # Errors
    /// [`OfficeError::Disk`] where the folder cannot be made, and what hinders the database or the files.
    pub async fn open(options: OfficeOptions) -> Result<Self, OfficeError> {
        let OfficeOptions { data, database, objects, clock, time_sources } = options;
        let folder = data.clone();
        let make = move || {
            let disk = |source| OfficeError::Disk { what: format!("cannot use `{}`", folder.display()), source };
            fs::create_dir_all(&folder).map_err(disk)?;
            let database = match database {
                Some(address) => address,
                None => database_file(&folder).map_err(disk)?,
            };
            let (files, tree) = match objects {
                Some(address) => (
                    Objects::at(&address)?,
                    tree_at(&format!("{}/feed", address.trim_end_matches('/'))).map_err(RepositoryError::from)?,
                ),
                None => (Objects::in_folder(&folder)?, Arc::new(FolderTree::at(&folder.join("feed"))) as _),
            };
            let repository = Repository::new(tree, Keys::at(&folder.join("keys"))).with_time_sources(time_sources);
            Ok::<_, OfficeError>((database, files, repository))
        };
        let (database, files, repository) = blocking(make).await??;
        let records = Records::open(&database, &clock).await?;
        Ok(Self::new(&data, clock, records, files, repository))
    }
}

/// The file of the database in an office's folder, which nobody else on the machine may read: it holds the hashes of
/// passwords. It is made here, so that it never is anything else.
fn database_file(data: &Path) -> io::Result<String> {
    let path = data.join("bangtin.db");
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(&path)?;
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidFilename, "the folder's name is not UTF-8");
    path.into_os_string().into_string().map_err(not_text)
}
