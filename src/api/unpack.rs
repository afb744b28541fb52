//! A tar that came from elsewhere becomes files in a folder: regular ones, inside it, as many as a content may have.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use crate::{form::is_inside, model::limits};

/// Most files of a content: its slides, what stands beside them, and both pictures of each poster.
const FILES: usize = 3 * limits::SLIDES + limits::ASSETS;

/// Why nothing was unpacked, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// It is larger than any content.
    #[error("what comes is larger than any content; nothing was written")]
    TooMuch,
    /// It cannot be read as a tar, or its end is missing.
    #[error("what came is no whole content; nothing was written; hint: run the same again")]
    Broken(#[source] io::Error),
    /// It has something in it that no content has.
    #[error("what came holds `{0}`, which is no file of a content; nothing was written")]
    Strange(String),
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Writes the files of a tar into a folder, each whole or not at all, once all of it has been looked at. Answers with how
/// many.
///
/// # Errors
/// [`UnpackError`].
pub(super) fn unpack(mut from: impl Read + Seek, to: &Path) -> Result<usize, UnpackError> {
    let mut names = BTreeSet::new();
    each(&mut from, &mut |name, mut entry| {
        let is_new = names.insert(name.to_owned());
        if names.len() > FILES {
            return Err(UnpackError::TooMuch);
        }
        if !is_new {
            return Err(UnpackError::Strange(name.to_owned()));
        }
        io::copy(&mut entry, &mut io::sink()).map(drop).map_err(UnpackError::Broken)
    })?;
    // Without one there is no folder of slides.
    if !names.contains("campaign.toml") {
        return Err(UnpackError::Broken(io::ErrorKind::UnexpectedEof.into()));
    }
    from.seek(SeekFrom::Start(0)).map_err(UnpackError::Broken)?;
    each(&mut from, &mut |name, mut entry| {
        let path = name.split('/').fold(to.to_owned(), |path, part| path.join(part));
        write(&path, &mut entry).map_err(|source| UnpackError::Write { path, source })
    })?;
    Ok(names.len())
}

/// Calls `work` with the name of each file and the file.
fn each(
    from: &mut impl Read,
    work: &mut dyn FnMut(&str, &mut dyn Read) -> Result<(), UnpackError>,
) -> Result<(), UnpackError> {
    let mut tar = tar::Archive::new(from);
    let mut long = None;
    // As they lie in the tar: what else says the name of the next file would be read into memory whole, however long it is.
    for entry in tar.entries().map_err(UnpackError::Broken)?.raw(true) {
        let mut entry = entry.map_err(UnpackError::Broken)?;
        if entry.header().entry_type().is_gnu_longname() && long.is_none() && entry.size() <= limits::TAR_NAME_BYTES {
            let mut name = Vec::new();
            entry.read_to_end(&mut name).map_err(UnpackError::Broken)?;
            long = Some(name.strip_suffix(b"\0").map(<[u8]>::to_vec).unwrap_or(name));
            continue;
        }
        let name = long.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        let name = String::from_utf8_lossy(&name).into_owned();
        if !entry.header().entry_type().is_file() || !is_inside(&name) || !is_of_content(&name) {
            return Err(UnpackError::Strange(name.chars().take(100).collect()));
        }
        work(&name, &mut entry)?;
    }
    Ok(())
}

/// Whether a content has files of such names: texts beside each other, and pictures anywhere.
fn is_of_content(name: &str) -> bool {
    const PICTURES: [&str; 5] = [".svg", ".png", ".jpg", ".jpeg", ".webp"];
    let lower = name.to_ascii_lowercase();
    let is_text = lower.ends_with(".toml") && !name.contains('/') && !name.starts_with('.');
    is_text || PICTURES.iter().any(|ending| lower.ends_with(ending))
}

fn write(path: &Path, from: &mut dyn Read) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let mut file = fs::File::create(&unfinished)?;
    io::copy(from, &mut file)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn packed(files: &[(&str, tar::EntryType, &[u8])]) -> Cursor<Vec<u8>> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, kind, bytes) in files {
            let mut header = tar::Header::new_gnu();
            // A name that leads out of the folder is refused by whoever packs with the usual function.
            let field = &mut header.as_old_mut().name;
            field[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            tar.append(&header, *bytes).unwrap();
        }
        Cursor::new(tar.into_inner().unwrap())
    }

    const FILE: tar::EntryType = tar::EntryType::Regular;

    #[test]
    fn files_are_written_and_what_leads_out_of_the_folder_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("to");
        let good = packed(&[("campaign.toml", FILE, b"x"), ("tranh/a.png", FILE, b"y")]);
        assert_eq!(unpack(good, &to).unwrap(), 2);
        assert_eq!(fs::read(to.join("tranh/a.png")).unwrap(), b"y");
        for (name, kind) in [
            ("../a.toml", FILE),
            ("/etc/a", FILE),
            ("a/../../b", FILE),
            (".bashrc", FILE),
            ("a.toml", tar::EntryType::Symlink),
            ("a", tar::EntryType::Directory),
        ] {
            let fresh = dir.path().join("fresh");
            let bad = packed(&[("campaign.toml", FILE, b"x"), (name, kind, b"")]);
            assert!(matches!(unpack(bad, &fresh), Err(UnpackError::Strange(_))), "{name}");
            assert!(!fresh.exists(), "{name}: nothing is written");
        }
    }

    #[test]
    fn a_long_name_is_taken_and_an_endless_one_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let name = format!("{}/{}.png", "tranh".repeat(15), "a".repeat(90));
        let long = [name.as_bytes(), b"\0"].concat();
        let kind = tar::EntryType::GNULongName;
        let texts = ("campaign.toml", FILE, &b"x"[..]);
        let good = packed(&[texts, ("././@LongLink", kind, &long), ("tranh", FILE, b"y")]);
        assert_eq!(unpack(good, &dir.path().join("good")).unwrap(), 2);
        assert_eq!(fs::read(dir.path().join("good").join(&name)).unwrap(), b"y");
        let endless = vec![b'a'; limits::TAR_NAME_BYTES as usize + 1];
        for kind in [kind, tar::EntryType::GNULongLink, tar::EntryType::XHeader, tar::EntryType::XGlobalHeader] {
            let bad = packed(&[texts, ("././@LongLink", kind, &endless), ("a.png", FILE, b"y")]);
            assert!(matches!(unpack(bad, &dir.path().join("bad")), Err(UnpackError::Strange(_))), "{kind:?}");
        }
        let twice = packed(&[texts, ("././@LongLink", kind, &long), ("././@LongLink", kind, &long)]);
        assert!(unpack(twice, &dir.path().join("bad")).is_err());
        assert!(!dir.path().join("bad").exists());
    }

    #[test]
    fn a_tar_whose_end_is_missing_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("to");
        let whole = packed(&[("campaign.toml", FILE, b"x"), ("a.png", FILE, &[7; 3_000])]).into_inner();
        for cut in [0, 100, 512, 1_100, 2_000] {
            assert!(unpack(Cursor::new(whole[..cut].to_vec()), &to).is_err(), "{cut}");
            assert!(!to.exists());
        }
    }
}
