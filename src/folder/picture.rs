//! Files a slide names: pictures and tables, always inside the folder.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use toml::{Spanned, de::DeValue};

use super::{fields::Fields, nearest::did_you_mean};
use crate::model::limits::PICTURE_FILE_BYTES;

/// The ends of names of the pictures that can be shown.
const KINDS: [&str; 5] = ["svg", "png", "jpg", "jpeg", "webp"];

/// A picture in a folder of slides, to be read when it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// The slide's file, line and field that name it first, as messages show them.
    pub named_at: String,
    path: PathBuf,
}

impl PictureFile {
    /// Begins to read it.
    ///
    /// # Errors
    /// Whatever the system says of the file.
    pub fn open(&self) -> io::Result<fs::File> {
        fs::File::open(&self.path)
    }
}

/// The pictures of one folder that slides have asked for.
pub(super) struct Pictures<'a> {
    dir: &'a Path,
    used: RefCell<BTreeMap<String, PictureFile>>,
}

impl<'a> Pictures<'a> {
    /// None yet.
    pub(super) fn of(dir: &'a Path) -> Self {
        Self { dir, used: RefCell::default() }
    }

    /// Key → file of every picture that was asked for and is there.
    pub(super) fn into_used(self) -> BTreeMap<String, PictureFile> {
        self.used.into_inner()
    }

    /// The folder.
    pub(super) fn dir(&self) -> &'a Path {
        self.dir
    }

    /// The key of the picture a field names, once its file is known to be there.
    pub(super) fn key(&self, fields: &Fields<'_>, field: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let key = fields.one_text(field, value)?;
        let kind = Path::new(&key).extension().map(|kind| kind.to_string_lossy().to_lowercase());
        if !kind.as_deref().is_some_and(|kind| KINDS.contains(&kind)) {
            let expected = "a file ending in .svg, .png, .jpg, .jpeg or .webp";
            fields.wrong(field, value, format!("`{key}` is not a picture that can be shown"), expected, None);
            return None;
        }
        let path = self.file(fields, field, value, &key)?;
        let length = fs::metadata(&path).map_or(0, |file| file.len());
        if length > PICTURE_FILE_BYTES {
            let expected = format!("at most {} MiB", PICTURE_FILE_BYTES >> 20);
            let hint = "save it smaller: 3840 pixels a side are enough for every screen";
            fields.wrong(field, value, format!("`{key}` has {} MiB", length >> 20), expected, Some(hint.to_owned()));
            return None;
        }
        let named_at = fields.place(field, value);
        self.used.borrow_mut().entry(key.clone()).or_insert(PictureFile { named_at, path });
        Some(key)
    }

    /// The file a field names, if it is a file inside the folder.
    pub(super) fn file(
        &self,
        fields: &Fields<'_>,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        key: &str,
    ) -> Option<PathBuf> {
        let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']);
        if !key.split('/').all(plain) {
            let expected = "a path inside the folder, such as `posters/ba-viec.svg`";
            let hint = "copy the file into the folder; separate folders with `/`";
            fields.wrong(field, value, format!("`{key}` leads elsewhere"), expected, Some(hint.to_owned()));
            return None;
        }
        let path = self.dir.join(key);
        if path.is_file() {
            return Some(path);
        }
        let beside = siblings(&path, key);
        let hint = did_you_mean(key, beside.iter().map(String::as_str));
        fields.wrong(field, value, format!("there is no file `{key}`"), "a file of the folder", hint);
        None
    }
}

/// The files that lie where `key` was looked for, as keys.
fn siblings(path: &Path, key: &str) -> Vec<String> {
    let folder = key.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let entries = path.parent().and_then(|parent| fs::read_dir(parent).ok());
    let names = entries.into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut keys: Vec<_> = names.map(|name| format!("{folder}{name}")).collect();
    keys.sort();
    keys
}
