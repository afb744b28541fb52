//! What can go wrong with a store, named by the operation that failed.

use std::{io, path::PathBuf};

use crate::model::{Digest, LimitExceeded};

/// Why the store could not do as it was asked. Whatever it is, what was committed before stays.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file could not be opened or made.
    #[error("cannot open the store at `{path}`")]
    Open {
        /// The store's folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process is its owner.
    #[error("the store `{path}` belongs to a running `bangtin`{}", .process.map_or_else(String::new, |id| format!(" (process {id})")))]
    Owned {
        /// The store's folder.
        path: PathBuf,
        /// The owner's id, where it could be read.
        process: Option<u32>,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written, or not made to last.
    #[error("cannot write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is to come is more than the disk holds, even with everything gone that can go.
    #[error(
        "{needed} bytes are to come and the disk has {free} bytes free, of which some are kept for what must be written"
    )]
    NoRoom {
        /// Bytes that are to come.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The store does not have that file.
    #[error("the store has no `{0}`")]
    Missing(Digest),
    /// The bytes on disk are not those of the name; the file has been dropped, the next collect fetches it again.
    #[error("`{0}` was damaged on disk and has been dropped; the next collect fetches it again")]
    Damaged(Digest),
    /// Bytes that arrived are not those asked for; they have been thrown away.
    #[error("the bytes are not those of `{expected}`: their digest is `{actual}`")]
    WrongDigest {
        /// The name they came under.
        expected: Digest,
        /// What they are.
        actual: Digest,
    },
    /// More bytes arrived than the file has.
    #[error("`{digest}` goes on beyond its {bytes} bytes")]
    TooLong {
        /// The file.
        digest: Digest,
        /// Its length.
        bytes: u64,
    },
    /// An edition may be committed only when it is whole.
    #[error("the edition lacks {} of its files, first `{}`", .0.len(), .0.first().map_or_else(String::new, Digest::to_string))]
    Incomplete(Vec<Digest>),
    /// A programme is larger than a hall can lay out and schedule.
    #[error("the programme `{digest}` exceeds what halls play")]
    Exceeds {
        /// Its file.
        digest: Digest,
        /// By how much of what.
        source: Box<LimitExceeded>,
    },
    /// A stored file is not what it should be.
    #[error("`{digest}` is not {what}")]
    NotA {
        /// The file.
        digest: Digest,
        /// What it should be.
        what: &'static str,
        /// Why not.
        source: serde_json::Error,
    },
}

impl StoreError {
    /// Whether the cause is a full disk: then the new is refused and the old stays.
    pub fn is_disk_full(&self) -> bool {
        if matches!(self, Self::NoRoom { .. }) {
            return true;
        }
        let (Self::Open { source, .. } | Self::Read { source, .. } | Self::Write { source, .. }) = self else {
            return false;
        };
        matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}
