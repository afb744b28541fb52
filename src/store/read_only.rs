//! A disk that is only read: for a process that looks at a store which another one owns.

use std::{io, path::Path};

use super::disk::{Disk, FolderLock, OpenFile};

/// Reads like the disk below it and writes nothing. What is to be removed or made is left as it is, for its owner.
#[derive(Debug, Clone)]
pub struct ReadOnlyDisk<D>(pub D);

fn refused<T>() -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "another process owns this store"))
}

impl<D: Disk> Disk for ReadOnlyDisk<D> {
    fn make_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn read(&self, file: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.0.read(file, cap)
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        self.0.open(file)
    }

    fn size(&self, file: &Path) -> io::Result<u64> {
        self.0.size(file)
    }

    fn create(&self, _file: &Path) -> io::Result<Box<dyn OpenFile>> {
        refused()
    }

    fn append(&self, _file: &Path) -> io::Result<Box<dyn OpenFile>> {
        refused()
    }

    fn rename(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        refused()
    }

    fn remove(&self, _file: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<(String, u64)>> {
        self.0.list(dir)
    }

    fn free(&self, _dir: &Path) -> io::Result<u64> {
        Ok(0)
    }

    fn restrict(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _file: &Path) -> io::Result<FolderLock> {
        refused()
    }
}
