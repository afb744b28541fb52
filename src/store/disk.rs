//! Every file operation of the store and the feed, behind one trait, so that a test can cut the power at each of them.
//!
//! The rules this module keeps:
//! - a file appears under its name whole or not at all: temporary file in the same folder, fsync, rename, fsync of the folder;
//! - nothing is written in place, except the `.part` of a download, which nobody reads before its digest is known;
//! - a read has a cap.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

/// What the store asks of a file system. [`RealDisk`] is the machine's; tests bring one that forgets what was not synced.
///
/// Every operation fails with what the system says of it.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them")]
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a folder and those above it, and makes them last.
    fn make_dir(&self, dir: &Path) -> io::Result<()>;
    /// The whole file, refused beyond `cap` bytes.
    fn read(&self, file: &Path, cap: u64) -> io::Result<Vec<u8>>;
    /// The file, to be read in pieces. Only regular files are opened.
    fn open(&self, file: &Path) -> io::Result<Box<dyn io::Read + Send>>;
    /// The file's length in bytes.
    fn size(&self, file: &Path) -> io::Result<u64>;
    /// An empty file to write to; what was there is lost.
    fn create(&self, file: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// The file to write on at its end; made where it is missing.
    fn append(&self, file: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Gives the file another name in one step; what had that name is lost.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes the file; one that is not there is no error.
    fn remove(&self, file: &Path) -> io::Result<()>;
    /// Makes the names in the folder last.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// The files of the folder with their lengths in bytes; none where the folder is missing.
    fn list(&self, dir: &Path) -> io::Result<Vec<(String, u64)>>;
    /// Bytes that can still be written in the folder; as many as there are numbers where the system does not say.
    fn free(&self, dir: &Path) -> io::Result<u64>;
    /// Closes the folder to all but its owner, where the system knows owners.
    fn restrict(&self, dir: &Path) -> io::Result<()>;
    /// Whether it refused the last write, so that what came since is in memory alone.
    fn is_refusing(&self) -> bool {
        false
    }
    /// Keeps others who ask for the same lock file waiting until the answer is dropped.
    fn lock(&self, file: &Path) -> io::Result<FolderLock>;
}

/// A file being written. Every operation fails with what the system says of it.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them")]
pub trait OpenFile: Send {
    /// Writes all of the bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written last.
    fn sync(&mut self) -> io::Result<()>;
}

/// Held while one process changes what several may read; the operating system lets go of it if the process dies.
#[derive(Debug, Default)]
pub struct FolderLock(#[expect(dead_code, reason = "held for its drop")] Option<File>);

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Whoever the system's defaults allow.
    Public,
    /// Its owner only (mode 0600).
    Private,
}

/// The machine's file system.
#[derive(Debug, Clone, Copy)]
pub struct RealDisk(pub Secrecy);

impl Default for RealDisk {
    fn default() -> Self {
        Self(Secrecy::Public)
    }
}

impl RealDisk {
    fn options(self) -> OpenOptions {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "modes are a Unix notion"))]
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        if self.0 == Secrecy::Private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options
    }
}

impl Disk for RealDisk {
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        if dir.is_dir() {
            return Ok(());
        }
        let above = parent(dir);
        self.make_dir(&above)?;
        #[cfg_attr(not(unix), expect(unused_mut, reason = "modes are a Unix notion"))]
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        if self.0 == Secrecy::Private {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        }
        match builder.create(dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.sync_dir(&above),
        }
    }

    fn read(&self, file: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open_regular(file)?.take(cap.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > cap {
            return Err(too_large(cap));
        }
        Ok(bytes)
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(open_regular(file)?))
    }

    fn size(&self, file: &Path) -> io::Result<u64> {
        Ok(fs::metadata(file)?.len())
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(self.options().write(true).create(true).truncate(true).open(file)?))
    }

    fn append(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(self.options().append(true).create(true).open(file)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        match fs::remove_file(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            outcome => outcome,
        }
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        // Windows has no handle on a folder that can be flushed; its renames are in the journal.
        if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<(String, u64)>> {
        let entries = match fs::read_dir(dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry?;
            // One file that is gone meanwhile, or that a worn card cannot tell of, hides no other.
            let Ok(about) = entry.metadata() else { continue };
            if let (true, Ok(name)) = (about.is_file(), entry.file_name().into_string()) {
                files.push((name, about.len()));
            }
        }
        files.sort();
        Ok(files)
    }

    #[cfg(unix)]
    fn free(&self, dir: &Path) -> io::Result<u64> {
        let about = rustix::fs::statvfs(dir)?;
        Ok(about.f_bavail.saturating_mul(about.f_frsize))
    }

    #[cfg(not(unix))]
    fn free(&self, _dir: &Path) -> io::Result<u64> {
        Ok(u64::MAX)
    }

    #[cfg(unix)]
    fn restrict(&self, dir: &Path) -> io::Result<()> {
        fs::set_permissions(dir, <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700))
    }

    #[cfg(not(unix))]
    fn restrict(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, file: &Path) -> io::Result<FolderLock> {
        let held = self.options().write(true).create(true).truncate(false).open(file)?;
        held.lock()?;
        Ok(FolderLock(Some(held)))
    }
}

impl OpenFile for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Bytes that are read and written at a time.
const PIECE_BYTES: usize = 256 << 10;

/// Opens a file to read, if it is a regular one or a link to one.
///
/// Opening a named pipe would wait for somebody to write into it, and a device may never end.
///
/// # Errors
/// What the system says; [`io::ErrorKind::InvalidInput`] where it is no regular file.
pub fn open_regular(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        // A pipe is then open at once, and is found out before anything is read from it.
        let flags = (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let open = options.open(file)?;
    if open.metadata()?.is_file() {
        Ok(open)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
    }
}

/// Puts `bytes` under the name `file`: whole, lasting, or not at all.
///
/// # Errors
/// Whatever the disk says; the file is then as it was.
pub fn replace(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_from(disk, file, &mut &bytes[..])
}

/// Puts all that the reader gives under the name `file`, in pieces: whole, lasting, or not at all.
///
/// # Errors
/// Whatever the reader or the disk says; the file is then as it was.
pub fn replace_from(disk: &dyn Disk, file: &Path, from: &mut dyn io::Read) -> io::Result<()> {
    let dir = parent(file);
    let temporary = beside(file, ".new");
    let written = (|| {
        let mut open = disk.create(&temporary)?;
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        loop {
            piece.clear();
            (&mut *from).take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            open.write(&piece)?;
        }
        open.sync()?;
        drop(open);
        disk.rename(&temporary, file)
    })();
    if written.is_err() {
        // The disk may be full: what is half written only makes that worse.
        disk.remove(&temporary).ok();
    }
    written?;
    disk.sync_dir(&dir)
}

/// The folder a file is in; `.` for a bare name.
pub fn parent(file: &Path) -> PathBuf {
    match file.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir.to_owned(),
        _ if file.has_root() => file.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The same path with something at the end of its name.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn too_large(cap: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than the {cap} bytes allowed here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_is_whole_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let disk = RealDisk::default();
        let nested = dir.path().join("a/b");
        disk.make_dir(&nested).unwrap();
        let file = nested.join("x");
        replace(&disk, &file, b"one").unwrap();
        replace(&disk, &file, b"two").unwrap();
        assert_eq!(disk.read(&file, 3).unwrap(), b"two");
        assert_eq!(disk.list(&nested).unwrap(), [("x".to_owned(), 3)]);
    }

    #[test]
    fn a_file_beyond_its_cap_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let disk = RealDisk::default();
        let file = dir.path().join("x");
        replace(&disk, &file, b"four").unwrap();
        assert_eq!(disk.read(&file, 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_named_pipe_is_refused_and_waits_for_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        assert_eq!(RealDisk::default().read(&pipe, 10).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(open_regular(dir.path()).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_the_owners_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let disk = RealDisk(Secrecy::Private);
        let keys = dir.path().join("keys");
        disk.make_dir(&keys).unwrap();
        replace(&disk, &keys.join("k"), b"secret").unwrap();
        assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::metadata(keys.join("k")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
