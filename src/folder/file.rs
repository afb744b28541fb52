//! Opening and reading the files of a slide folder: regular files inside it, and nothing else.
//!
//! A folder comes from anywhere: a stick, a download, a colleague. A symbolic link in it may lead to any file of the
//! machine, and opening a pipe or a device may wait for ever; they are refused by name and never opened, in every part
//! of a path below the folder.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use super::FolderError;
use crate::model::limits::SLIDE_FILE_BYTES;

/// A file of a kind that is never opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{part}` is {kind}")]
pub(super) struct NotRegular {
    /// The part of the path, relative to the folder.
    pub part: String,
    /// What it is, with its article.
    pub kind: &'static str,
}

/// Opens `dir/path` for reading, if it is a regular file and every folder on the way is one. The parts of `path` are
/// parted by `/`; none of them may be `.` or `..`.
///
/// # Errors
/// What the system says, or a [`NotRegular`] inside an error of the kind `InvalidInput`.
pub(super) fn open(dir: &Path, path: &str) -> io::Result<File> {
    let parts: Vec<&str> = path.split('/').collect();
    for n in 1..=parts.len() {
        let part = parts[..n].join("/");
        let kind = fs::symlink_metadata(dir.join(&part))?.file_type();
        let last = n == parts.len();
        if !(last && kind.is_file() || !last && kind.is_dir()) {
            return Err(not_regular(NotRegular { part, kind: name_of(kind) }));
        }
    }
    opened(dir, &parts)
}

/// What was looked at may have been replaced since: every part is opened without following links, and what came of it
/// is looked at again.
#[cfg(unix)]
fn opened(dir: &Path, parts: &[&str]) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open, openat};
    let folder = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::RDONLY;
    let mut at = open(dir, folder, Mode::empty())?;
    let (last, folders) = parts.split_last().ok_or(io::ErrorKind::InvalidInput)?;
    for part in folders {
        at = openat(&at, *part, folder | OFlags::NOFOLLOW, Mode::empty())?;
    }
    let plain = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(openat(&at, *last, plain, Mode::empty())?);
    let kind = file.metadata()?.file_type();
    if kind.is_file() { Ok(file) } else { Err(not_regular(NotRegular { part: parts.join("/"), kind: name_of(kind) })) }
}

#[cfg(not(unix))]
fn opened(dir: &Path, parts: &[&str]) -> io::Result<File> {
    File::open(parts.iter().fold(dir.to_owned(), |path, part| path.join(part)))
}

fn not_regular(error: NotRegular) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}

fn name_of(kind: fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "no regular file"
    }
}

/// What is wrong with a file that cannot be opened, as a mistake: what was found, what was expected, and advice.
pub(super) fn refused(error: &io::Error) -> (String, &'static str, &'static str) {
    if let Some(odd) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotRegular>()) {
        return (odd.to_string(), "a regular file inside the folder", "copy the file itself to this place");
    }
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "create it, or correct the name",
        io::ErrorKind::PermissionDenied => "allow reading it: `chmod a+r`",
        _ => "look whether the disk or stick is still there",
    };
    (format!("cannot be read ({})", error.kind()), "a readable file", hint)
}

/// The text of `dir/file` without a byte-order mark.
pub(super) fn read_text(dir: &Path, file: &str) -> Result<String, Box<FolderError>> {
    let unreadable = |error: io::Error| {
        let (what, expected, hint) = refused(&error);
        Box::new(FolderError::in_file(file, what, expected).hint(hint))
    };
    let opened = open(dir, file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // The length may grow while it is read.
    (&opened).take(SLIDE_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let read = bytes.len() as u64;
    if read > SLIDE_FILE_BYTES {
        let length = opened.metadata().map_or(read, |file| file.len().max(read));
        let expected = format!("at most {} KiB", SLIDE_FILE_BYTES >> 10);
        let long = FolderError::in_file(file, format!("the file has {} KiB", length.div_ceil(1024)), expected);
        return Err(Box::new(long.hint("pictures belong in files of their own; keep only text here")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_utf8(file, error.as_bytes(), at)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Legacy encodings cannot be told apart for certain, so the hint names what Vietnamese offices really have.
fn not_utf8(file: &str, bytes: &[u8], at: usize) -> Box<FolderError> {
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let hint = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "the file is UTF-16: in Notepad choose Save As, Encoding: UTF-8"
    } else {
        "text typed in TCVN3 (fonts .Vn…) or VNI must be converted first, for example with Unikey (Ctrl+Shift+F6), \
         then saved with Encoding: UTF-8"
    };
    let error = FolderError::in_file(file, "the file is not UTF-8", "Unicode text saved as UTF-8 (TCVN 6909:2001)");
    Box::new(error.at(line).hint(hint))
}
