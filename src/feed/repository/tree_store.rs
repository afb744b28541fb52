//! Where a feed's tree is kept.

use std::{fmt, io};

use super::{super::tree::TreeFile, object_reader::ObjectReader};

/// The name of the current root beside the tree, for whoever installs a hall. Halls never fetch it.
pub(super) const ROOT_FILE: &str = "root.json";

/// Where a feed's tree is kept: a folder, or an object store.
///
/// A file appears under its name whole and lasting, or not at all. Every method blocks the thread.
pub trait TreeStore: fmt::Debug + Send + Sync {
    /// Makes ready for the first file.
    ///
    /// # Errors
    /// The place cannot be written.
    fn prepare(&self) -> Result<(), TreeError>;

    /// The whole file, refused beyond its [`TreeFile::cap`]; `None` where the tree has none. For metadata and programmes.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    fn read(&self, file: TreeFile) -> Result<Option<Vec<u8>>, TreeError>;

    /// The file, to be read in pieces; `None` where the tree has none.
    ///
    /// # Errors
    /// The file is there and cannot be opened.
    fn open(&self, file: TreeFile) -> Result<Option<Box<dyn io::Read + Send>>, TreeError>;

    /// The file's length in bytes; `None` where the tree has none.
    ///
    /// # Errors
    /// The place cannot be asked.
    fn size(&self, file: TreeFile) -> Result<Option<u64>, TreeError>;

    /// The lengths of many files, in their order, as [`TreeStore::size`] has each: a store that is far away is asked for several
    /// at once.
    ///
    /// # Errors
    /// The place cannot be asked.
    fn sizes(&self, files: &[TreeFile]) -> Result<Vec<Option<u64>>, TreeError> {
        files.iter().map(|file| self.size(*file)).collect()
    }

    /// Puts an immutable file into the tree from a reader that gives `bytes` bytes. Where the reader fails, nothing
    /// appears under the name.
    ///
    /// # Errors
    /// The reader failed, or the file cannot be written; [`TreeError::Changed`] where somebody else has used the number that
    /// is its name meanwhile and the store can tell.
    fn write(&self, file: TreeFile, bytes: u64, from: &mut dyn io::Read) -> Result<(), TreeError>;

    /// Replaces the timestamp, if it still is what `before` says: the step that halls see.
    ///
    /// # Errors
    /// [`TreeError::Changed`] where somebody else has replaced it meanwhile and the store can tell; otherwise the file
    /// cannot be written.
    fn replace_timestamp(&self, before: Option<&[u8]>, after: &[u8]) -> Result<(), TreeError>;

    /// The root file for installers; `None` where there is none.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    fn read_root(&self) -> Result<Option<Vec<u8>>, TreeError>;

    /// Replaces the root file for installers.
    ///
    /// # Errors
    /// The file cannot be written.
    fn write_root(&self, root: &[u8]) -> Result<(), TreeError>;

    /// Where that name is kept, in words for a person: a path or an address.
    fn location(&self, name: &str) -> String;

    /// How a server reads it without blocking; `None` for a folder, which everybody reads by itself.
    fn reader(&self) -> Option<ObjectReader> {
        None
    }

    /// Where the root file is kept.
    fn root_location(&self) -> String {
        self.location(ROOT_FILE)
    }
}

/// Why a file of the tree could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The address of the tree cannot be used.
    #[error("`{address}` cannot be used as the place of a feed; hint: name a folder, or `s3://BUCKET/PREFIX`")]
    Address {
        /// The address.
        address: String,
        /// What is wrong with it.
        source: io::Error,
    },
    /// It could not be read.
    #[error("cannot read `{at}`")]
    Read {
        /// The path or address.
        at: String,
        /// What the system or the store said.
        source: io::Error,
    },
    /// It could not be written.
    #[error("cannot write `{at}`")]
    Write {
        /// The path or address.
        at: String,
        /// What the system, the store or the reader said.
        source: io::Error,
    },
    /// Somebody else signed meanwhile.
    #[error("`{at}` was replaced by somebody else meanwhile, and nothing was changed; hint: run the command again")]
    Changed {
        /// The path or address of the file, most often the timestamp.
        at: String,
    },
}
