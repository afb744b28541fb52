//! Immutable files named by their SHA-256: programmes, renditions, trusted metadata.

use std::{
    collections::HashSet,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    StoreError,
    disk::{self, Disk, OpenFile},
};
use crate::model::{Digest, Hasher};

/// Bytes of a file that are in memory at a time.
const PIECE: usize = 256 << 10;

/// The folder of immutable files; cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    disk: Arc<dyn Disk>,
    dir: Arc<Path>,
    /// Those whose bytes were hashed since the start: a card that rots is noticed before its first use, at no later cost.
    verified: Arc<Mutex<HashSet<Digest>>>,
}

impl Blobs {
    pub(super) fn in_folder(disk: Arc<dyn Disk>, dir: PathBuf) -> Result<Self, StoreError> {
        disk.make_dir(&dir).map_err(|source| StoreError::Open { path: dir.clone(), source })?;
        Ok(Self { disk, dir: dir.into(), verified: Arc::default() })
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.dir.join(digest.to_string())
    }

    /// Whether the file is there with that many bytes.
    pub fn has(&self, digest: &Digest, bytes: u64) -> bool {
        self.disk.size(&self.path(digest)).is_ok_and(|size| size == bytes)
    }

    /// Whether the file is there with that many bytes and they are good. They are hashed, piece by piece, where they were
    /// not since the start; a damaged file is dropped.
    pub fn verify(&self, digest: &Digest, bytes: u64) -> bool {
        self.has(digest, bytes) && self.check(digest).is_ok()
    }

    /// The file, to be read in pieces. Its bytes are checked as in [`Blobs::verify`] before this returns.
    ///
    /// # Errors
    /// [`StoreError::Missing`] or [`StoreError::Damaged`]; [`StoreError::Read`] where the disk fails.
    pub fn open(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, StoreError> {
        self.check(digest)?;
        self.reader(digest)
    }

    /// Checks the file's bytes against its name if that was not done since the start.
    fn check(&self, digest: &Digest) -> Result<(), StoreError> {
        if self.verified().contains(digest) {
            return Ok(());
        }
        let mut reader = self.reader(digest)?;
        let mut hasher = Hasher::default();
        hash(&mut reader, &mut hasher).map_err(|source| StoreError::Read { path: self.path(digest), source })?;
        if hasher.finish() != *digest {
            self.drop_damaged(digest);
            return Err(StoreError::Damaged(*digest));
        }
        self.verified().insert(*digest);
        Ok(())
    }

    fn reader(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, StoreError> {
        let path = self.path(digest);
        self.disk.open(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => StoreError::Missing(*digest),
            _ => StoreError::Read { path, source },
        })
    }

    /// The bytes of a small file, at most `cap`. Their digest is checked at the first read after a start; a damaged file
    /// is dropped, so that the next collect fetches it again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] or [`StoreError::Damaged`]; [`StoreError::Read`] where the disk fails or the file has more
    /// than `cap` bytes.
    pub fn read(&self, digest: &Digest, cap: u64) -> Result<Vec<u8>, StoreError> {
        let path = self.path(digest);
        let bytes = self.disk.read(&path, cap).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => StoreError::Missing(*digest),
            _ => StoreError::Read { path: path.clone(), source },
        })?;
        if !self.verified().contains(digest) {
            if Digest::of(&bytes) != *digest {
                self.drop_damaged(digest);
                return Err(StoreError::Damaged(*digest));
            }
            self.verified().insert(*digest);
        }
        Ok(bytes)
    }

    /// [`Blobs::read`], checking the digest also where that was done before.
    ///
    /// # Errors
    /// As [`Blobs::read`].
    pub fn read_again(&self, digest: &Digest, cap: u64) -> Result<Vec<u8>, StoreError> {
        self.verified().remove(digest);
        self.read(digest, cap)
    }

    /// Checks the file's bytes against its name, even if that was done before; a damaged file is dropped.
    ///
    /// # Errors
    /// As [`Blobs::open`].
    pub fn check_again(&self, digest: &Digest) -> Result<(), StoreError> {
        self.verified().remove(digest);
        self.check(digest)
    }

    /// The folder.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Removes a file that is not needed any more.
    pub(super) fn evict(&self, digest: &Digest) -> Result<(), StoreError> {
        self.verified().remove(digest);
        let path = self.path(digest);
        self.disk.remove(&path).map_err(|source| StoreError::Write { path, source })
    }

    /// Keeps these bytes under their digest.
    ///
    /// # Errors
    /// [`StoreError::Write`] where the disk fails.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        let path = self.path(&digest);
        if !self.verify(&digest, bytes.len() as u64) {
            disk::replace(&*self.disk, &path, bytes).map_err(|source| StoreError::Write { path, source })?;
            self.verified().insert(digest);
        }
        Ok(digest)
    }

    /// Begins, or takes up again, the download of a file of `bytes` bytes.
    ///
    /// What an earlier, interrupted download left in the `.part` file is hashed, piece by piece, and kept.
    ///
    /// # Errors
    /// [`StoreError::Write`] where what is of no use cannot be removed.
    pub fn download(&self, digest: Digest, bytes: u64) -> Result<Download, StoreError> {
        let part = disk::beside(&self.path(&digest), ".part");
        let hash_kept = || {
            let mut hasher = Hasher::default();
            // One byte more than there may be shows that there are too many.
            let mut kept = self.disk.open(&part)?.take(bytes.saturating_add(1));
            let have = hash(&mut kept, &mut hasher)?;
            if have > bytes { Err(disk::too_large(bytes)) } else { Ok((hasher, have)) }
        };
        let (hasher, have) = match hash_kept() {
            Ok(kept) => kept,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
            // Longer than the whole file, or unreadable: of no use.
            Err(_) => {
                self.disk.remove(&part).map_err(|source| StoreError::Write { path: part.clone(), source })?;
                Default::default()
            }
        };
        Ok(Download { blobs: self.clone(), digest, bytes, part, file: None, hasher, have })
    }

    /// Bytes of the file that an interrupted download left here.
    pub fn begun(&self, digest: &Digest) -> u64 {
        self.disk.size(&disk::beside(&self.path(digest), ".part")).unwrap_or(0)
    }

    /// Every file that is whole, with its length in bytes.
    ///
    /// # Errors
    /// [`StoreError::Read`] where the folder cannot be read.
    pub fn list(&self) -> Result<Vec<(Digest, u64)>, StoreError> {
        let files = self.disk.list(&self.dir);
        let files = files.map_err(|source| StoreError::Read { path: self.dir.to_path_buf(), source })?;
        Ok(files.into_iter().filter_map(|(name, bytes)| Some((name.parse().ok()?, bytes))).collect())
    }

    fn drop_damaged(&self, digest: &Digest) {
        tracing::warn!(%digest, "a stored file was damaged and is dropped");
        if let Err(error) = self.disk.remove(&self.path(digest)) {
            tracing::warn!(%digest, %error, "the damaged file could not be removed");
        }
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashSet<Digest>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hashes all that a reader gives; answers how many bytes that was.
fn hash(reader: &mut impl Read, hasher: &mut Hasher) -> io::Result<u64> {
    let mut piece = vec![0; PIECE];
    let mut bytes = 0;
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(bytes),
            Ok(read) => {
                hasher.update(&piece[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A file on its way into the store. Dropped unfinished, it leaves its `.part` for the next attempt.
pub struct Download {
    blobs: Blobs,
    digest: Digest,
    bytes: u64,
    part: PathBuf,
    file: Option<Box<dyn OpenFile>>,
    hasher: Hasher,
    have: u64,
}

impl Download {
    /// Bytes that are here already: the offset to ask from.
    pub fn have(&self) -> u64 {
        self.have
    }

    /// Bytes the whole file has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the next piece in.
    ///
    /// # Errors
    /// [`StoreError::TooLong`] where the file would have more bytes than it has; [`StoreError::Write`] where the disk fails.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        if self.have + piece.len() as u64 > self.bytes {
            self.forget()?;
            return Err(StoreError::TooLong { digest: self.digest, bytes: self.bytes });
        }
        let failed = |path: &Path, source| StoreError::Write { path: path.to_owned(), source };
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let opened = self.blobs.disk.append(&self.part).map_err(|source| failed(&self.part, source))?;
                self.file.insert(opened)
            }
        };
        file.write(piece).map_err(|source| failed(&self.part, source))?;
        self.hasher.update(piece);
        self.have += piece.len() as u64;
        Ok(())
    }

    /// Throws away what is here, to begin again from the first byte.
    ///
    /// # Errors
    /// [`StoreError::Write`] where the disk fails.
    pub fn forget(&mut self) -> Result<(), StoreError> {
        self.file = None;
        self.hasher = Hasher::default();
        self.have = 0;
        let removed = self.blobs.disk.remove(&self.part);
        removed.map_err(|source| StoreError::Write { path: self.part.clone(), source })
    }

    /// The file is complete: checks its digest, makes it last and gives it its name.
    ///
    /// Bytes with another digest are thrown away.
    ///
    /// # Errors
    /// [`StoreError::WrongDigest`] for such bytes; [`StoreError::Write`] where the disk fails.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let actual = self.hasher.clone().finish();
        if actual != self.digest {
            self.forget()?;
            return Err(StoreError::WrongDigest { expected: self.digest, actual });
        }
        let disk = &self.blobs.disk;
        let path = self.blobs.path(&self.digest);
        let lasting = (|| {
            // Opened again where an earlier run wrote it all and died before this point; that run may not have synced.
            let mut file = match self.file.take() {
                Some(file) => file,
                None => disk.append(&self.part)?,
            };
            file.sync()?;
            drop(file);
            disk.rename(&self.part, &path)?;
            disk.sync_dir(&self.blobs.dir)
        })();
        lasting.map_err(|source| StoreError::Write { path, source })?;
        self.blobs.verified().insert(self.digest);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs(dir: &Path) -> Blobs {
        Blobs::in_folder(Arc::new(disk::RealDisk::default()), dir.join("blobs")).unwrap()
    }

    #[test]
    fn what_was_put_is_read_back_and_a_flipped_bit_is_noticed_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let digest = blobs(dir.path()).put(b"a poster").unwrap();
        assert_eq!(blobs(dir.path()).read(&digest, 100).unwrap(), b"a poster");
        std::fs::write(dir.path().join("blobs").join(digest.to_string()), b"a Poster").unwrap();
        let later = blobs(dir.path());
        assert!(matches!(later.read(&digest, 100), Err(StoreError::Damaged(_))));
        assert!(!later.has(&digest, 8));
    }

    #[test]
    fn an_interrupted_download_goes_on_where_it_stopped() {
        let dir = tempfile::tempdir().unwrap();
        let digest = Digest::of(b"hello world");
        let mut first = blobs(dir.path()).download(digest, 11).unwrap();
        first.write(b"hello ").unwrap();
        drop(first);
        let blobs = blobs(dir.path());
        let mut second = blobs.download(digest, 11).unwrap();
        assert_eq!(second.have(), 6);
        second.write(b"world").unwrap();
        second.finish().unwrap();
        assert_eq!(blobs.read(&digest, 11).unwrap(), b"hello world");
    }

    #[test]
    fn bytes_of_another_file_never_get_the_name() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = blobs(dir.path());
        let digest = Digest::of(b"hello world");
        let mut download = blobs.download(digest, 11).unwrap();
        download.write(b"hello forge").unwrap();
        assert!(matches!(download.finish(), Err(StoreError::WrongDigest { .. })));
        assert_eq!(blobs.download(digest, 11).unwrap().have(), 0);
        let mut endless = blobs.download(digest, 11).unwrap();
        assert!(matches!(endless.write(b"hello world and more"), Err(StoreError::TooLong { .. })));
        assert!(!blobs.has(&digest, 11));
    }
}
