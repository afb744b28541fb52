//! Whether somebody on the spot has halted the hall: a file in the store's folder, which holds through restarts and mains cuts.
//!
//! The file may be put there and taken away by hand as well; what stands in it is for people.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{StoreError, disk, hall_store::Store};

impl Store {
    /// Whether the hall is halted. A question to the disk.
    pub fn is_halted(&self) -> bool {
        // A disk that fails to answer is no reason to show another picture.
        self.disk().size(&file(self.dir())).is_ok()
    }

    /// Halts the hall; `words` say since when and how, to whoever finds the file.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn halt(&self, words: &str) -> Result<(), StoreError> {
        let path = file(self.dir());
        let written = self.disk().make_dir(self.dir()).and_then(|()| {
            let text = format!("{words}\n");
            disk::replace(self.disk(), &path, text.as_bytes())
        });
        written.map_err(|source| StoreError::Write { path, source })
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// [`StoreError::Write`] where the file could not be removed: then it is halted still.
    pub fn go_on(&self) -> Result<(), StoreError> {
        let path = file(self.dir());
        let removed = self.disk().remove(&path).and_then(|()| match self.disk().sync_dir(self.dir()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            synced => synced,
        });
        removed.map_err(|source| StoreError::Write { path, source })
    }
}

fn file(store: &Path) -> PathBuf {
    store.join("halted")
}
