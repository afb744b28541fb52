//! A disk that goes on in memory where the real one can no longer be written: a card that has become read-only or is full
//! must not keep a storm warning from a screen.
//!
//! What is refused by the disk is kept in a folder of the machine's memory (a tmpfs), at most [`SPILL_BYTES`] of it, and is
//! found there first. It is verified like anything else, and gone with the power.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::disk::{Disk, FolderLock, OpenFile, RealDisk, Secrecy};
use crate::model::{Digest, limits::SPILL_BYTES};

/// The disk; clones share what they know of it.
#[derive(Debug, Clone)]
pub struct SpillDisk {
    real: RealDisk,
    memory: RealDisk,
    /// The store's folder.
    dir: PathBuf,
    /// Its counterpart in memory; `None` where the machine has none to give.
    spill: Option<PathBuf>,
    /// The disk has refused the last write.
    refuses: Arc<AtomicBool>,
}

impl SpillDisk {
    /// The disk of the store in that folder.
    pub fn of(dir: &Path) -> Self {
        let spill = place(dir);
        if spill.is_none() {
            tracing::debug!("there is no folder in memory that this program may use");
        }
        Self::at(dir, spill)
    }

    /// The same with a given folder in memory.
    pub fn at(dir: &Path, spill: Option<PathBuf>) -> Self {
        let (real, memory) = (RealDisk::default(), RealDisk(Secrecy::Private));
        Self { real, memory, dir: dir.to_owned(), spill, refuses: Arc::default() }
    }

    /// The folder in memory.
    pub fn spill(&self) -> Option<&Path> {
        self.spill.as_deref()
    }

    /// Where that file is in memory.
    fn spilled(&self, file: &Path) -> Option<PathBuf> {
        Some(self.spill.as_ref()?.join(file.strip_prefix(&self.dir).ok()?))
    }

    /// The same, if it is there.
    fn found(&self, file: &Path) -> Option<PathBuf> {
        self.spilled(file).filter(|path| path.exists())
    }

    /// Notes whether the disk took a write; whether it is one for the memory.
    fn goes_on<T>(&self, outcome: &io::Result<T>) -> bool {
        let refused = outcome.as_ref().is_err_and(is_refusal);
        if self.refuses.swap(refused, Ordering::Relaxed) != refused {
            match outcome {
                Err(error) => tracing::warn!(%error, "the disk cannot be written; what comes is kept in memory"),
                Ok(_) => tracing::info!("the disk can be written again"),
            }
        }
        refused && self.spill.is_some()
    }

    fn left(&self) -> u64 {
        let used = self.spill.as_deref().map_or(SPILL_BYTES, used_bytes);
        SPILL_BYTES.saturating_sub(used)
    }

    fn open_spilled(&self, file: &Path, append: bool) -> io::Result<Box<dyn OpenFile>> {
        let path = self.spilled(file).ok_or(io::ErrorKind::StorageFull)?;
        self.memory.make_dir(&super::disk::parent(&path))?;
        let open = if append { self.memory.append(&path) } else { self.memory.create(&path) }?;
        Ok(Box::new(SpilledFile { open, left: self.left() }))
    }

    /// A file on the real disk, to be written.
    fn open_real(&self, file: &Path, append: bool) -> io::Result<Box<dyn OpenFile>> {
        let open = if append { self.real.append(file) } else { self.real.create(file) }?;
        // A disk without a block left still makes names.
        if self.real.free(&super::disk::parent(file)).is_ok_and(|free| free < FULL_BYTES) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(open)
    }
}

/// A disk with less than this is full: one page of a picture does not fit.
const FULL_BYTES: u64 = 64 << 10;

/// Whether a disk that says this is one that cannot be written, rather than a mistake of whoever asks.
fn is_refusal(error: &io::Error) -> bool {
    /// What a dying card says (`EIO`).
    const INPUT_OUTPUT: i32 = 5;
    matches!(
        error.kind(),
        io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::NotFound
    ) || error.raw_os_error() == Some(INPUT_OUTPUT)
}

/// A folder in memory for the store in `dir`, ours alone. It has the same name at the next start.
fn place(dir: &Path) -> Option<PathBuf> {
    let name = format!("bangtin-{}", &Digest::of(dir.as_os_str().as_encoded_bytes()).to_string()[..16]);
    let given = ["RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"].into_iter().filter_map(env::var_os);
    // systemd may name several, with colons between them.
    let given = given.filter_map(|text| env::split_paths(&text).next());
    let places = given.chain([PathBuf::from("/dev/shm")]);
    places.filter(|place| place.is_dir()).map(|place| place.join(&name)).find(|place| is_ours(place))
}

/// Makes the folder where it is missing; whether it is a folder of this user that nobody else can enter.
#[cfg(unix)]
fn is_ours(dir: &Path) -> bool {
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    fs::DirBuilder::new().mode(0o700).create(dir).ok();
    let owner = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(dir).is_ok_and(|about| about.is_dir() && about.uid() == owner && about.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_ours(_dir: &Path) -> bool {
    false
}

/// Bytes in a folder and those below it.
fn used_bytes(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let bytes = |entry: fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => used_bytes(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(bytes).sum()
}

/// A file in memory, which may take so many bytes.
struct SpilledFile {
    open: Box<dyn OpenFile>,
    left: u64,
}

impl OpenFile for SpilledFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or(io::ErrorKind::StorageFull)?;
        self.open.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for SpillDisk {
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        let made = self.real.make_dir(dir);
        match self.spilled(dir) {
            Some(spilled) if self.goes_on(&made) => self.memory.make_dir(&spilled),
            _ => made,
        }
    }

    fn read(&self, file: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.real.read(self.found(file).as_deref().unwrap_or(file), cap)
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        self.real.open(self.found(file).as_deref().unwrap_or(file))
    }

    fn size(&self, file: &Path) -> io::Result<u64> {
        self.real.size(self.found(file).as_deref().unwrap_or(file))
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        let created = self.open_real(file, false);
        if self.goes_on(&created) { self.open_spilled(file, false) } else { created }
    }

    fn append(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        // What was begun in memory goes on there.
        if self.found(file).is_some() {
            return self.open_spilled(file, true);
        }
        let opened = self.open_real(file, true);
        if !self.goes_on(&opened) {
            return opened;
        }
        // What was begun on the disk cannot go on there.
        if let (Ok(begun), Some(spilled)) = (self.real.read(file, SPILL_BYTES), self.spilled(file)) {
            self.memory.make_dir(&super::disk::parent(&spilled))?;
            fs::write(spilled, begun)?;
        }
        self.open_spilled(file, true)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        match (self.found(from), self.spilled(to)) {
            (Some(from), Some(to)) => self.memory.rename(&from, &to),
            (None, Some(older)) => {
                self.real.rename(from, to)?;
                self.memory.remove(&older)
            }
            _ => self.real.rename(from, to),
        }
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        if let Some(spilled) = self.found(file) {
            self.memory.remove(&spilled)?;
        }
        self.real.remove(file)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        match self.real.sync_dir(dir) {
            Err(error) if is_refusal(&error) && self.spill.is_some() => Ok(()),
            outcome => outcome,
        }
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<(String, u64)>> {
        let spilled = self.spilled(dir).map_or_else(|| Ok(Vec::new()), |dir| self.memory.list(&dir))?;
        let mut files = match self.real.list(dir) {
            Err(error) if is_refusal(&error) && self.spill.is_some() => Vec::new(),
            files => files?,
        };
        files.retain(|(name, _)| spilled.iter().all(|(other, _)| other != name));
        files.extend(spilled);
        files.sort();
        Ok(files)
    }

    fn free(&self, dir: &Path) -> io::Result<u64> {
        let left = self.left();
        if self.is_refusing() {
            return Ok(left);
        }
        match self.real.free(dir) {
            Err(error) if is_refusal(&error) && self.spill.is_some() => Ok(left),
            free => free,
        }
    }

    fn is_refusing(&self) -> bool {
        self.refuses.load(Ordering::Relaxed)
    }

    fn restrict(&self, dir: &Path) -> io::Result<()> {
        self.real.restrict(dir)
    }

    fn lock(&self, file: &Path) -> io::Result<FolderLock> {
        match self.real.lock(file) {
            // One process owns the store anyway.
            Err(error) if is_refusal(&error) && self.spill.is_some() => Ok(FolderLock::default()),
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    #[test]
    fn what_the_disk_refuses_is_found_in_memory_and_gives_way_to_what_the_disk_takes_later() {
        let (home, memory) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = home.path().join("missing");
        let spill = SpillDisk::at(&store, Some(memory.path().to_owned()));
        let file = store.join("blobs/x");
        // The folder is not there, and nobody may make it.
        disk::replace(&spill, &file, b"one").unwrap();
        assert!(spill.is_refusing() && !store.exists());
        assert_eq!((spill.read(&file, 9).unwrap(), spill.size(&file).unwrap()), (b"one".to_vec(), 3));
        assert_eq!(spill.list(&store.join("blobs")).unwrap(), [("x".to_owned(), 3)]);
        fs::create_dir_all(store.join("blobs")).unwrap();
        disk::replace(&spill, &file, b"two").unwrap();
        assert!(!spill.is_refusing());
        assert_eq!((spill.read(&file, 9).unwrap(), fs::read(&file).unwrap()), (b"two".to_vec(), b"two".to_vec()));
        assert_eq!(used_bytes(memory.path()), 0);
    }

    #[test]
    fn memory_has_a_limit() {
        let (home, memory) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let spill = SpillDisk::at(&home.path().join("missing"), Some(memory.path().to_owned()));
        let file = home.path().join("missing/big");
        let mut open = spill.create(&file).unwrap();
        let piece = vec![0; 1 << 20];
        let taken = (0..200).take_while(|_| open.write(&piece).is_ok()).count() as u64;
        assert_eq!(taken << 20, SPILL_BYTES);
        assert!(spill.free(&file).unwrap() < 1 << 20);
    }
}
