//! The files that a programme names, handed over as readers: opened one at a time, read in pieces.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    model::Digest,
    store::disk::{Disk as _, RealDisk},
};

/// One file to be published.
pub trait AssetSource {
    /// Its length in bytes.
    ///
    /// # Errors
    /// It cannot be looked at.
    fn bytes(&self) -> io::Result<u64>;

    /// Its contents from the start.
    ///
    /// # Errors
    /// It cannot be opened.
    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>>;
}

/// Files to be published, by their digests.
pub trait AssetFiles {
    /// The file with that digest, if it is among them.
    fn asset(&self, digest: &Digest) -> Option<&dyn AssetSource>;
}

impl<S: AssetSource> AssetFiles for BTreeMap<Digest, S> {
    fn asset(&self, digest: &Digest) -> Option<&dyn AssetSource> {
        self.get(digest).map(|source| source as &dyn AssetSource)
    }
}

/// Bytes in memory.
impl AssetSource for [u8] {
    fn bytes(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        Ok(Box::new(self))
    }
}

/// Bytes in memory.
impl AssetSource for Vec<u8> {
    fn bytes(&self) -> io::Result<u64> {
        self.as_slice().bytes()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        self.as_slice().open()
    }
}

/// Bytes in memory that others hold too.
impl AssetSource for Arc<[u8]> {
    fn bytes(&self) -> io::Result<u64> {
        (**self).bytes()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        (**self).open()
    }
}

/// A file of this machine.
impl AssetSource for Path {
    fn bytes(&self) -> io::Result<u64> {
        RealDisk::default().size(self)
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        RealDisk::default().open(self)
    }
}

/// A file of this machine.
impl AssetSource for PathBuf {
    fn bytes(&self) -> io::Result<u64> {
        self.as_path().bytes()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        self.as_path().open()
    }
}
