//! Opens a regular file below a folder that a stranger may have filled.
//!
//! Rules:
//! 1. Nothing but a regular file is opened: a named pipe would wait for a writer for ever, a device file may do anything.
//! 2. No symbolic link below the folder is followed: it could lead out of it, or in a circle.
//! 3. What was opened is what was judged (`fstat` of the open file), so that nothing can be exchanged in between.

use std::{fs::File, io, path::Path};

/// What stands where a regular file was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialFile {
    /// A folder.
    Folder,
    /// A symbolic link, which is not followed.
    SymbolicLink,
    /// A named pipe.
    NamedPipe,
    /// A socket.
    Socket,
    /// A character or block device.
    Device,
    /// Something else.
    Unknown,
}

impl std::fmt::Display for SpecialFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::SymbolicLink => "a symbolic link",
            Self::NamedPipe => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device file",
            Self::Unknown => "no regular file",
        })
    }
}

/// Why no regular file was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is something else.
    #[error("it is {0}, not a regular file")]
    NotRegular(SpecialFile),
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Opens the regular file at `path`, relative to `base`, for reading. `base` itself may be a link: the operator named it.
///
/// # Errors
/// [`OpenError::NotRegular`] where there is anything but a regular file, or where anything but a folder lies on the way;
/// otherwise what the system says, [`io::ErrorKind::NotFound`] for a missing file.
#[cfg(unix)]
pub fn open_below(base: &Path, path: &Path) -> Result<File, OpenError> {
    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, statat};

    // Without `NONBLOCK`, opening a named pipe waits for whoever writes to it, and reading some device files for ever.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut here = openat(CWD, base, flags | OFlags::DIRECTORY, Mode::empty()).map_err(io::Error::from)?;
    let mut parts = path.iter().peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let expected = if is_last { FileType::RegularFile } else { FileType::Directory };
        let flags = flags | OFlags::NOFOLLOW | if is_last { OFlags::empty() } else { OFlags::DIRECTORY };
        let opened = openat(&here, part, flags, Mode::empty()).map_err(io::Error::from);
        let stat = match &opened {
            Ok(file) => fstat(file),
            // A link and a socket cannot be opened so: the name itself says what it is.
            Err(_) => statat(&here, part, AtFlags::SYMLINK_NOFOLLOW),
        };
        let kind = stat.map(|stat| FileType::from_raw_mode(stat.st_mode));
        match (opened, kind) {
            (_, Ok(kind)) if kind != expected => return Err(OpenError::NotRegular(kind.into())),
            (Err(error), _) => return Err(error.into()),
            (Ok(_), Err(error)) => return Err(OpenError::Io(error.into())),
            (Ok(file), Ok(_)) => here = file,
        }
    }
    Ok(File::from(here))
}

#[cfg(unix)]
impl From<rustix::fs::FileType> for SpecialFile {
    fn from(kind: rustix::fs::FileType) -> Self {
        use rustix::fs::FileType;
        match kind {
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::SymbolicLink,
            FileType::Fifo => Self::NamedPipe,
            FileType::Socket => Self::Socket,
            FileType::CharacterDevice | FileType::BlockDevice => Self::Device,
            FileType::RegularFile | FileType::Unknown => Self::Unknown,
        }
    }
}

/// Opens the regular file at `path`, relative to `base`, for reading.
///
/// # Errors
/// [`OpenError::NotRegular`] where there is anything but a regular file, or where anything but a folder lies on the way;
/// otherwise what the system says, [`io::ErrorKind::NotFound`] for a missing file.
#[cfg(not(unix))]
pub fn open_below(base: &Path, path: &Path) -> Result<File, OpenError> {
    let mut here = base.to_owned();
    for part in path {
        here.push(part);
        let kind = here.symlink_metadata()?.file_type();
        let is_last = here == base.join(path);
        if kind.is_symlink() || (is_last && !kind.is_file()) || (!is_last && !kind.is_dir()) {
            return Err(OpenError::NotRegular(match kind {
                kind if kind.is_symlink() => SpecialFile::SymbolicLink,
                kind if kind.is_dir() => SpecialFile::Folder,
                _ => SpecialFile::Unknown,
            }));
        }
    }
    Ok(File::open(here)?)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        fs,
        io::Read as _,
        os::unix::{fs::symlink, net::UnixListener},
    };

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;

    fn kind(base: &Path, path: &str) -> SpecialFile {
        match open_below(base, Path::new(path)) {
            Err(OpenError::NotRegular(kind)) => kind,
            other => panic!("{path}: {other:?}"),
        }
    }

    #[test]
    fn a_regular_file_is_opened_and_nothing_else_ever_is() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir_all(base.join("metadata/folder")).unwrap();
        fs::write(base.join("metadata/file"), "words").unwrap();
        mknodat(CWD, base.join("metadata/pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _socket = UnixListener::bind(base.join("metadata/socket")).unwrap();
        symlink("file", base.join("metadata/link")).unwrap();
        symlink("circle", base.join("metadata/circle")).unwrap();
        symlink("/dev", base.join("devices")).unwrap();
        symlink("metadata", base.join("elsewhere")).unwrap();

        let mut words = String::new();
        open_below(base, Path::new("metadata/file")).unwrap().read_to_string(&mut words).unwrap();
        assert_eq!(words, "words");
        for (path, expected) in [
            ("metadata/folder", SpecialFile::Folder),
            ("metadata/pipe", SpecialFile::NamedPipe),
            ("metadata/socket", SpecialFile::Socket),
            ("metadata/link", SpecialFile::SymbolicLink),
            ("metadata/circle", SpecialFile::SymbolicLink),
            ("elsewhere/file", SpecialFile::SymbolicLink),
            ("devices/zero", SpecialFile::SymbolicLink),
        ] {
            assert_eq!(kind(base, path), expected, "{path}");
        }
        assert_eq!(kind(Path::new("/dev"), "null"), SpecialFile::Device);
        let missing = open_below(base, Path::new("metadata/missing"));
        assert!(matches!(missing, Err(OpenError::Io(error)) if error.kind() == io::ErrorKind::NotFound));
        let linked = tempfile::tempdir().unwrap();
        symlink(base, linked.path().join("feed")).unwrap();
        assert!(open_below(&linked.path().join("feed"), Path::new("metadata/file")).is_ok(), "the operator's own link");
    }
}
