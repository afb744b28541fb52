//! What a backup is: a tar file in which everything has a name that is checked, and that says where it ends.
//!
//! ```text
//! backup.json               what is in it: tables with their columns, rows and digests
//! tables/<name>.jsonl       every row of a table as a JSON list, for either engine
//! objects/<sha256>          files that people brought
//! feed/…                    the signed tree, and root.json for those who install halls
//! keys/root.json            the root that is trusted, and the keys themselves where they were asked for
//! end.json                  how many files come before it, and the digest of all: what was cut off has none
//! ```

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    feed::{Repository, RepositoryError, TreeFile},
    model::{Digest, Hasher, WallTime},
};

/// The form of the file. It is counted up when an older program could not read a newer file.
pub(super) const FORMAT: u32 = 1;
/// The first file.
pub(super) const MANIFEST: &str = "backup.json";
/// The last file.
pub(super) const END: &str = "end.json";
/// Most bytes of the first and the last file.
pub(super) const MANIFEST_BYTES: u64 = 1 << 20;
/// Most bytes of one file of the keys.
pub(super) const KEY_BYTES: u64 = 1 << 20;

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The program that made it.
    pub(super) program: String,
    pub(super) made_ms: WallTime,
    pub(super) tables: Vec<TableEntry>,
    /// The newest version.
    pub(super) version: u64,
    /// Whether the keys are in it.
    pub(super) keys: bool,
    /// Files that people brought, and that were not there any more.
    pub(super) missing: Vec<Digest>,
}

/// One table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TableEntry {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
    pub(super) sha256: Digest,
}

/// What the last file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArchiveEnd {
    /// How many files come before it.
    pub(super) files: u64,
    /// The digest of their names and digests, one a line.
    pub(super) sha256: Digest,
}

/// Counts and digests what goes into a backup or comes out of it.
#[derive(Default)]
pub(super) struct Tally {
    files: u64,
    hasher: Hasher,
}

impl Tally {
    /// One more file.
    pub(super) fn add(&mut self, name: &str, digest: Digest) {
        self.files += 1;
        self.hasher.update(format!("{digest} {name}\n").as_bytes());
    }

    /// What the last file is to say.
    pub(super) fn end(&self) -> ArchiveEnd {
        ArchiveEnd { files: self.files, sha256: self.hasher.clone().finish() }
    }
}

/// Why a backup could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something of that name is there already.
    #[error("`{path}` is there already (hint: name another file)")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A backup is restored into an empty folder only.
    #[error("`{path}` is not empty (hint: restore into a new folder)")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A backup is restored into an empty database only.
    #[error("the database holds an office already (hint: make a new one)")]
    DatabaseInUse,
    /// A feed is restored where none is.
    #[error("`{at}` is there already (hint: name a place without a feed)")]
    FeedInUse {
        /// The file that is in the way.
        at: String,
    },
    /// It is no backup, or not one of ours.
    #[error("this is no backup of an office: {what}")]
    NotABackup {
        /// What is wrong with it.
        what: String,
    },
    /// A newer program made it.
    #[error("the backup has form {found}, and this program knows {FORMAT} (hint: run the newer `bangtin`)")]
    Newer {
        /// Its form.
        found: u32,
    },
    /// It ends too early.
    #[error("the backup is cut off (hint: copy it again, or take an older one)")]
    CutOff,
    /// Something in it is not what it was.
    #[error("`{name}` in the backup is damaged (hint: copy it again, or take an older one)")]
    Damaged {
        /// The file in it.
        name: String,
    },
    /// A file could not be read or written.
    #[error("cannot read or write `{path}`")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl BackupError {
    /// A file that could not be read or written.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    pub(super) fn not_a_backup(what: impl Into<String>) -> Self {
        Self::NotABackup { what: what.into() }
    }
}

/// A folder for what lies half done. What an earlier one left behind, because the machine was switched off, goes first; and
/// two at once wait for each other.
pub(super) struct ArchiveScratch {
    dir: PathBuf,
    _lock: File,
}

impl ArchiveScratch {
    /// The folder of that name inside `data`, empty, for its owner alone.
    pub(super) fn make(data: &Path, name: &str) -> Result<Self, BackupError> {
        let lock = data.join(format!("{name}.lock"));
        let file = File::create(&lock).map_err(BackupError::file(&lock))?;
        file.lock().map_err(BackupError::file(&lock))?;
        let dir = data.join(format!("{name}.part"));
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(BackupError::file(&dir))?;
        }
        #[cfg_attr(not(unix), expect(unused_mut, reason = "modes are a Unix notion"))]
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&dir).map_err(BackupError::file(&dir))?;
        Ok(Self { dir, _lock: file })
    }

    /// A file in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

impl Drop for ArchiveScratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.dir) {
            tracing::warn!(dir = %self.dir.display(), %error, "what lay half done could not be removed");
        }
    }
}

/// Counts the bytes that go through it and digests them.
pub(super) struct Digesting<R> {
    inner: R,
    hasher: Hasher,
    /// How many went through.
    pub(super) bytes: u64,
}

impl<R> Digesting<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hasher: Hasher::default(), bytes: 0 }
    }

    /// The digest of everything that went through.
    pub(super) fn digest(self) -> Digest {
        self.hasher.finish()
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(piece)?;
        self.hasher.update(&piece[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// The small files of a feed that belong together: the newest set, with every root before it, in the order in which they are
/// published.
pub(super) fn metadata(repository: &Repository) -> Result<Vec<(TreeFile, Vec<u8>)>, RepositoryError> {
    let tree = repository.tree();
    loop {
        let before = tree.read(TreeFile::Timestamp)?;
        let state = repository.state()?;
        let mut names = vec![];
        names.extend(state.target.map(|(digest, _)| TreeFile::Programme(digest)));
        names.extend((1..=state.versions.root).map(TreeFile::Root));
        names.push(TreeFile::Targets(state.versions.targets));
        names.push(TreeFile::Snapshot(state.versions.snapshot));
        let mut files = Vec::with_capacity(names.len() + 1);
        for name in names {
            // A feed may have begun with a later root than the first.
            files.extend(tree.read(name)?.map(|bytes| (name, bytes)));
        }
        // It is renewed every few minutes; then once more.
        let after = tree.read(TreeFile::Timestamp)?;
        if before == after {
            files.extend(after.map(|bytes| (TreeFile::Timestamp, bytes)));
            return Ok(files);
        }
    }
}

/// The root that is trusted, which is no secret, as it is named in the backup.
pub(super) const TRUSTED_ROOT: &str = "keys/root.json";

/// The files of the keys, by their names in the backup.
pub(super) fn key_files(keys: &Path) -> Result<Vec<(String, PathBuf)>, BackupError> {
    let mut found = Vec::new();
    let mut folders = vec![(keys.to_owned(), "keys".to_owned())];
    while let Some((folder, name)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(BackupError::file(&folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(BackupError::file(&folder))?;
            let kind = entry.file_type().map_err(BackupError::file(&entry.path()))?;
            let Ok(own) = entry.file_name().into_string() else { continue };
            let name = format!("{name}/{own}");
            if kind.is_dir() {
                folders.push((entry.path(), name));
            } else if kind.is_file() && is_key_name(&name) && name != "keys/lock" {
                found.push((name, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether that is the name of a file of the keys: nothing in it leads elsewhere.
pub(super) fn is_key_name(name: &str) -> bool {
    let segments: Vec<&str> = name.split('/').collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (2..=4).contains(&segments.len())
        && segments[0] == "keys"
        && segments.iter().all(|own| !own.is_empty() && !own.starts_with('.') && own.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_in_a_backup_leads_elsewhere() {
        for good in ["keys/root.json", "keys/root/1.pk8", "keys/next/root/2.pk8"] {
            assert!(is_key_name(good), "{good}");
        }
        for bad in
            ["keys", "keys/", "keys/../x", "keys/.lock", "/keys/x", "keys//x", "keys/a\\b", "keys/a/b/c/d", "other/x"]
        {
            assert!(!is_key_name(bad), "{bad}");
        }
    }
}
