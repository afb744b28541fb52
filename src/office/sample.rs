//! The sample campaign, compiled in: an office without a source tree begins with it too.

use std::{fs, io, path::Path};

use crate::folder::{Folder, FolderErrors};

/// The files of the folder `slides`, by name.
pub const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sample.rs"));

/// Writes the sample campaign into a folder, which is made.
///
/// # Errors
/// What the system says of the folder.
pub fn write(to: &Path) -> io::Result<()> {
    for (name, bytes) in FILES {
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
