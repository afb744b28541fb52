//! Files a slide names: pictures and tables, always inside the folder.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{FolderError, diagnostics::Diagnostics, file, source::SourcePlace};
use crate::{
    form::suggest,
    model::{limits::PICTURE_FILE_BYTES, printable},
};

/// Most names that are looked through for one that was meant.
const NEIGHBOURS: usize = 1_000;

/// A picture in a folder of slides, to be read when it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// The slide's file, line and field that name it first, as messages show them.
    pub named_at: String,
    dir: PathBuf,
    key: String,
}

impl PictureFile {
    /// Begins to read it.
    ///
    /// # Errors
    /// Whatever the system says of the file; `InvalidInput` where it has become something else than a regular file.
    pub fn open(&self) -> io::Result<fs::File> {
        file::open(&self.dir, &self.key)
    }
}

/// The pictures of one folder that slides have asked for.
pub(super) struct FolderPictures<'a> {
    dir: &'a Path,
    used: RefCell<BTreeMap<String, PictureFile>>,
}

/// Why a file that a slide names cannot be used.
pub(super) struct Refused {
    what: String,
    expected: String,
    hint: Option<String>,
}

impl Refused {
    /// The same as a mistake of the field that names the file.
    pub(super) fn at(self, place: &SourcePlace, field: &str) -> FolderError {
        let error = FolderError::in_file(&place.file, self.what, self.expected).at(place.line).hint_if(self.hint);
        FolderError { field: Some(field.to_owned()), ..error }
    }
}

impl<'a> FolderPictures<'a> {
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

    /// Notes that a field names the picture `key`, or what is wrong with it.
    pub(super) fn find(&self, key: &str, field: &str, place: &SourcePlace, diagnostics: &Diagnostics) {
        if let Err(refused) = self.look(key).and_then(|()| self.short_enough(key)) {
            return diagnostics.add(refused.at(place, field));
        }
        let named_at = format!("{}:{}: `{field}`", printable(&place.file), place.line);
        let file = PictureFile { named_at, dir: self.dir.to_owned(), key: key.to_owned() };
        self.used.borrow_mut().entry(key.to_owned()).or_insert(file);
    }

    fn short_enough(&self, key: &str) -> Result<(), Refused> {
        let length = fs::metadata(self.dir.join(key)).map_or(0, |file| file.len());
        if length <= PICTURE_FILE_BYTES {
            return Ok(());
        }
        Err(Refused {
            what: format!("`{key}` has {} MiB", length >> 20),
            expected: format!("at most {} MiB", PICTURE_FILE_BYTES >> 20),
            hint: Some("save it smaller: 3840 pixels a side are enough for every screen".to_owned()),
        })
    }

    /// Whether `key` names a regular file inside the folder.
    pub(super) fn look(&self, key: &str) -> Result<(), Refused> {
        if !crate::form::is_inside(key) {
            return Err(Refused {
                what: format!("`{key}` leads elsewhere"),
                expected: "a path inside the folder, such as `posters/ba-viec.svg`".to_owned(),
                hint: Some("copy the file into the folder; separate folders with `/`".to_owned()),
            });
        }
        match file::open(self.dir, key) {
            Ok(_) => Ok(()),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                let beside = self.siblings(key);
                let meant = suggest(key, beside.iter().map(String::as_str));
                Err(Refused {
                    what: format!("there is no file `{key}`"),
                    expected: "a file of the folder".to_owned(),
                    hint: meant.map(|name| format!("did you mean `{name}`?")),
                })
            }
            Err(error) => {
                let (what, expected, hint) = file::refused(&error);
                Err(Refused { what, expected: expected.to_owned(), hint: Some(hint.to_owned()) })
            }
        }
    }

    /// The files that lie where `key` was looked for, as keys.
    fn siblings(&self, key: &str) -> Vec<String> {
        let folder = key.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let entries = fs::read_dir(self.dir.join(&folder)).into_iter().flatten().flatten().take(NEIGHBOURS);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut keys: Vec<_> = names.map(|name| format!("{folder}{name}")).collect();
        keys.sort();
        keys
    }
}
