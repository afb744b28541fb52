//! `play.toml`: what one hall is started with, as the office hands it out in a hall kit.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::model::{DisplayId, limits::SLIDE_FILE_BYTES};

/// What one hall is started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HallConfig {
    /// Address of the feed, such as `http://10.0.0.2:8080`.
    pub feed: String,
    /// The feed's root file. A path that is not absolute begins where the file lies.
    pub root: PathBuf,
    /// Which of the feed's displays this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<DisplayId>,
    /// Folder for everything the hall keeps. A path that is not absolute begins where the file lies.
    pub data: PathBuf,
}

/// Why a `play.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HallConfigError {
    /// It cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It says something else than a hall's start.
    #[error(
        "`{}` is not what a hall is started with: {said}\nhint: it has `feed`, `root`, `data` and `display`, as in a hall kit",
        path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        said: String,
    },
}

impl HallConfig {
    /// Reads a file; the paths in it are then those from here.
    ///
    /// # Errors
    /// [`HallConfigError`].
    pub fn read(path: &Path) -> Result<Self, HallConfigError> {
        let failed = |source| HallConfigError::Read { path: path.to_owned(), source };
        if fs::metadata(path).map_err(failed)?.len() > SLIDE_FILE_BYTES {
            return Err(failed(io::Error::new(io::ErrorKind::FileTooLarge, "it is far too large")));
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let wrong = |error: toml::de::Error| {
            let said = error.to_string().trim_end().to_owned();
            HallConfigError::Form { path: path.to_owned(), said }
        };
        let mut config: Self = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(wrong)?;
        let dir = path.parent().unwrap_or(Path::new(""));
        config.root = dir.join(&config.root);
        config.data = dir.join(&config.data);
        Ok(config)
    }

    /// The file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("texts and paths that are UTF-8 can be written as TOML")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hall_reads_what_the_office_writes_and_finds_its_files_beside_it() {
        let kit = tempfile::tempdir().unwrap();
        let written = HallConfig {
            feed: "http://10.0.0.2:8080".to_owned(),
            root: "root.json".into(),
            display: Some("mh-7f3k2".parse().unwrap()),
            data: "du-lieu".into(),
        };
        let path = kit.path().join("play.toml");
        fs::write(&path, written.to_toml()).unwrap();
        let read = HallConfig::read(&path).unwrap();
        assert_eq!(read.root, kit.path().join("root.json"));
        assert_eq!((read.feed, read.display, read.data), (written.feed, written.display, kit.path().join("du-lieu")));
    }

    #[test]
    fn what_is_mistyped_is_named() {
        let kit = tempfile::tempdir().unwrap();
        let path = kit.path().join("play.toml");
        fs::write(&path, "feed = \"http://10.0.0.2\"\nroots = \"root.json\"\ndata = \"d\"\n").unwrap();
        let said = HallConfig::read(&path).unwrap_err().to_string();
        assert!(said.contains("roots") && said.contains("hint:"), "{said}");
        assert!(matches!(HallConfig::read(&kit.path().join("none")), Err(HallConfigError::Read { .. })));
    }
}
