//! A tree in a folder, every file fsynced before its name appears.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::tree::TreeFile,
    tree_store::{ROOT_FILE, TreeError, TreeStore},
};
use crate::store::disk::{self, Disk, RealDisk};

/// A tree in a folder of this machine, or on a stick.
#[derive(Debug, Clone)]
pub struct FolderTree {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
}

impl FolderTree {
    /// The tree in that folder; nothing is read or made yet.
    pub fn at(dir: &Path) -> Self {
        Self::on(Arc::new(RealDisk(disk::Secrecy::Public)), dir)
    }

    /// The same on any disk; for tests.
    pub fn on(disk: Arc<dyn Disk>, dir: &Path) -> Self {
        Self { dir: dir.to_owned(), disk }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn whole(&self, name: &str, cap: u64) -> Result<Option<Vec<u8>>, TreeError> {
        present(self.disk.read(&self.path(name), cap)).map_err(|source| self.unread(name, source))
    }

    fn replace(&self, name: &str, from: &mut dyn io::Read) -> Result<(), TreeError> {
        let written = disk::replace_from(&*self.disk, &self.path(name), from);
        written.map_err(|source| TreeError::Write { at: self.location(name), source })
    }

    fn unread(&self, name: &str, source: io::Error) -> TreeError {
        TreeError::Read { at: self.location(name), source }
    }
}

/// A file that is not there is no failure.
fn present<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        outcome => outcome.map(Some),
    }
}

impl TreeStore for FolderTree {
    fn prepare(&self) -> Result<(), TreeError> {
        for folder in ["metadata", "targets", "objects"] {
            let made = self.disk.make_dir(&self.path(folder));
            made.map_err(|source| TreeError::Write { at: self.location(folder), source })?;
        }
        Ok(())
    }

    fn read(&self, file: TreeFile) -> Result<Option<Vec<u8>>, TreeError> {
        self.whole(&file.to_string(), file.cap())
    }

    fn open(&self, file: TreeFile) -> Result<Option<Box<dyn io::Read + Send>>, TreeError> {
        let name = file.to_string();
        present(self.disk.open(&self.path(&name))).map_err(|source| self.unread(&name, source))
    }

    fn size(&self, file: TreeFile) -> Result<Option<u64>, TreeError> {
        let name = file.to_string();
        present(self.disk.size(&self.path(&name))).map_err(|source| self.unread(&name, source))
    }

    fn write(&self, file: TreeFile, _bytes: u64, from: &mut dyn io::Read) -> Result<(), TreeError> {
        self.replace(&file.to_string(), from)
    }

    fn replace_timestamp(&self, before: Option<&[u8]>, mut after: &[u8]) -> Result<(), TreeError> {
        let name = TreeFile::Timestamp.to_string();
        if self.read(TreeFile::Timestamp)?.as_deref() != before {
            return Err(TreeError::Changed { at: self.location(&name) });
        }
        self.replace(&name, &mut after)
    }

    fn read_root(&self) -> Result<Option<Vec<u8>>, TreeError> {
        self.whole(ROOT_FILE, TreeFile::Root(1).cap())
    }

    fn write_root(&self, mut root: &[u8]) -> Result<(), TreeError> {
        self.replace(ROOT_FILE, &mut root)
    }

    fn location(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }
}
