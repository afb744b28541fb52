//! The sample campaign, compiled in: an office without a source tree begins with it too.

use std::{fs, io, path::Path};

use crate::folder::{Folder, FolderErrors};

/// The files of the folder `slides`, each after a line with its length and its name; the build writes it.
const FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample"));

/// The files of the sample campaign, by name.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let mut rest = FILES;
    std::iter::from_fn(move || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (length, name) = std::str::from_utf8(&rest[..end]).ok()?.split_once(' ')?;
        let (bytes, after) = rest[end + 1..].split_at_checked(length.parse().ok()?)?;
        rest = after;
        Some((name, bytes))
    })
}

/// Writes the sample campaign into a folder, which is made.
///
/// # Errors
/// What the system says of the folder.
pub fn write(to: &Path) -> io::Result<()> {
    for (name, bytes) in files() {
        let path = to.join(name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// Writes it into a folder and reads it from there.
///
/// # Errors
/// What the system says of the folder, as [`FolderErrors`].
pub fn read(to: &Path) -> Result<Folder, FolderErrors> {
    write(to).map_err(|source| FolderErrors::ReadFolder { dir: to.to_owned(), source })?;
    Folder::read(to)
}
