//! The files that officers brought, each named by its SHA-256: in a folder, or in an object store.

use std::{io, path::Path, sync::Arc};

use crate::{
    feed::{
        RepositoryError, TreeFile, TreeStore,
        repository::{AssetSource, FolderTree, put_asset},
        tree_at,
    },
    model::{Digest, Hasher, limits},
    publish::OpenPicture,
    store::disk::{Disk as _, RealDisk, Secrecy},
};

/// The files that officers brought. A file appears under its name whole and lasting, or not at all. Every method blocks the
/// thread.
#[derive(Debug, Clone)]
pub struct Objects {
    tree: Arc<dyn TreeStore>,
}

/// Why a file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// It is larger than any picture may be.
    #[error("the file has {bytes} bytes, more than the {} that a picture may have", limits::PICTURE_FILE_BYTES)]
    TooLarge {
        /// Its length.
        bytes: u64,
    },
    /// It could not be read.
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
    /// It could not be kept.
    #[error("the file cannot be kept")]
    Keep(#[from] RepositoryError),
    /// The place cannot be used.
    #[error("the place of the files cannot be used")]
    Place(#[source] io::Error),
}

impl Objects {
    /// The files in the folder `objects` of `data`, for its owner's eyes alone; the folder is made where there is none.
    ///
    /// # Errors
    /// [`ObjectError::Place`].
    pub fn in_folder(data: &Path) -> Result<Self, ObjectError> {
        let disk = RealDisk(Secrecy::Private);
        disk.make_dir(&data.join("objects")).map_err(ObjectError::Place)?;
        Ok(Self { tree: Arc::new(FolderTree::on(Arc::new(disk), data)) })
    }

    /// The files at an address: a folder, or `s3://BUCKET/PREFIX`.
    ///
    /// # Errors
    /// [`ObjectError::Place`], or that the address is none.
    pub fn at(address: &str) -> Result<Self, ObjectError> {
        if address.contains("://") {
            return Ok(Self { tree: tree_at(address).map_err(RepositoryError::from)? });
        }
        Self::in_folder(Path::new(address))
    }

    /// Keeps a file and answers with its name. What is there already stays as it is.
    ///
    /// # Errors
    /// [`ObjectError`]; then no such file is there.
    pub fn put(&self, source: &dyn AssetSource) -> Result<Digest, ObjectError> {
        let bytes = source.bytes().map_err(ObjectError::Read)?;
        if bytes > limits::PICTURE_FILE_BYTES {
            return Err(ObjectError::TooLarge { bytes });
        }
        let digest = digest_of(source).map_err(ObjectError::Read)?;
        put_asset(&*self.tree, &digest, source)?;
        Ok(digest)
    }

    /// A file's length in bytes; `None` where there is none.
    ///
    /// # Errors
    /// The place cannot be asked.
    pub fn size(&self, digest: Digest) -> Result<Option<u64>, ObjectError> {
        Ok(self.tree.size(TreeFile::Object(digest)).map_err(RepositoryError::from)?)
    }

    /// A file, to be read in pieces.
    ///
    /// # Errors
    /// It is not there (`NotFound`), or cannot be read.
    pub fn open(&self, digest: Digest) -> io::Result<Box<dyn io::Read + Send>> {
        let found = self.tree.open(TreeFile::Object(digest)).map_err(io::Error::other)?;
        found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("there is no file `{digest}`")))
    }

    /// How a file is read again and again.
    pub fn opener(&self, digest: Digest) -> OpenPicture {
        let objects = self.clone();
        Arc::new(move || objects.open(digest))
    }
}

/// The digest of a file, read once from the first byte to the last.
fn digest_of(source: &dyn AssetSource) -> io::Result<Digest> {
    let (mut reader, mut hasher, mut piece) = (source.open()?, Hasher::default(), vec![0; 64 << 10]);
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(read) => hasher.update(&piece[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_file_is_kept_under_its_digest_for_its_owner_alone() {
        let data = tempfile::tempdir().unwrap();
        let objects = Objects::in_folder(data.path()).unwrap();
        let bytes = b"a picture".to_vec();
        let digest = objects.put(&bytes).unwrap();
        assert_eq!(digest, Digest::of(&bytes));
        assert_eq!(objects.put(&bytes).unwrap(), digest, "again is no mistake");
        assert_eq!(objects.size(digest).unwrap(), Some(9));
        let mut back = Vec::new();
        (objects.opener(digest))().unwrap().read_to_end(&mut back).unwrap();
        assert_eq!(back, bytes);
        let missing = objects.open(Digest::of(b"another")).map(drop).unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&data.path().join("objects")), 0o700);
            assert_eq!(mode(&data.path().join("objects").join(digest.to_string())), 0o600);
        }
    }

    #[test]
    fn a_file_that_is_too_large_or_changes_while_it_is_read_is_not_kept() {
        struct Odd(u64, std::sync::atomic::AtomicUsize);
        impl AssetSource for Odd {
            fn bytes(&self) -> io::Result<u64> {
                Ok(self.0)
            }
            fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
                let times = self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(Box::new(io::repeat(times as u8).take(self.0)))
            }
        }
        let data = tempfile::tempdir().unwrap();
        let objects = Objects::in_folder(data.path()).unwrap();
        let large = objects.put(&Odd(limits::PICTURE_FILE_BYTES + 1, 0.into()));
        assert!(matches!(large, Err(ObjectError::TooLarge { .. })));
        let changing = objects.put(&Odd(10, 0.into()));
        assert!(matches!(changing, Err(ObjectError::Keep(RepositoryError::WrongDigest { .. }))), "{changing:?}");
        let left = std::fs::read_dir(data.path().join("objects")).unwrap();
        assert_eq!(
            left.filter(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part")).count(),
            0
        );
    }
}
