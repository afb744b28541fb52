//! Files of keys: written whole or not at all, and a key is for its owner alone.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use super::error::TlsError;

/// Writes a file; nobody else on the machine may read one that is `private`.
pub(super) fn write(path: &Path, text: &str, private: bool) -> Result<(), TlsError> {
    let put = || -> io::Result<()> {
        let part = path.with_extension("part");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if private { 0o600 } else { 0o644 });
        let mut file = options.open(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(part, path)
    };
    put().map_err(|source| TlsError::File { path: path.to_owned(), source })
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<String, TlsError> {
    fs::read_to_string(path).map_err(|source| TlsError::File { path: path.to_owned(), source })
}
