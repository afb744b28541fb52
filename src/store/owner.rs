//! Who may change a store: one process at a time, which holds its lock for as long as it runs.
//!
//! Two programs that collect into one folder would each play what it has read itself, and tell the office of what the other
//! has written. Whoever only reads needs no lock: what is committed changes in one step.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use super::StoreError;

/// The lock of a store, held. The operating system lets go of it if the process dies, however it dies.
#[derive(Debug)]
pub struct Owner {
    #[expect(dead_code, reason = "held for its lock")]
    held: Option<File>,
}

impl Owner {
    /// Becomes the owner of the store in that folder. Where the disk cannot be written the folder itself is locked, and
    /// where there is no folder there is nothing to own.
    ///
    /// # Errors
    /// [`StoreError::Owned`] where another process is, with its id where it could be read.
    pub fn of(dir: &Path) -> Result<Self, StoreError> {
        // A folder that cannot be made is found out by whoever opens the store.
        std::fs::create_dir_all(dir).ok();
        let path = name(dir);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let (file, writes) = match opened {
            Ok(file) => (file, true),
            Err(_) => match File::open(&path).or_else(|_| File::open(dir)) {
                Ok(file) => (file, false),
                Err(_) => return Ok(Self { held: None }),
            },
        };
        match file.try_lock() {
            Ok(()) => {
                if writes && let Err(error) = write_id(&file) {
                    tracing::debug!(%error, "the owner of the store could not be written down");
                }
                Ok(Self { held: Some(file) })
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Owned { path: dir.to_owned(), process: read_id(&path) }),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "this file system knows no locks: nothing keeps two programs out of one store");
                Ok(Self { held: None })
            }
        }
    }
}

fn name(dir: &Path) -> PathBuf {
    dir.join("owner")
}

fn write_id(mut file: &File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn read_id(path: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path).ok()?.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_owner_is_told_who_the_first_is_and_comes_in_once_that_has_gone() {
        let dir = tempfile::tempdir().unwrap();
        let first = Owner::of(dir.path()).unwrap();
        match Owner::of(dir.path()) {
            Err(StoreError::Owned { process, .. }) => assert_eq!(process, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        Owner::of(dir.path()).unwrap();
    }
}
