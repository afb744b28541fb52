//! `play.toml`: what one hall is started with, as the office hands it out in a hall kit.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::model::{DisplayId, ScreenHours, limits::SLIDE_FILE_BYTES};

/// What one hall is started with. Without `feed` and `root` it waits for a stick with its kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HallConfig {
    /// Address of the feed, such as `http://10.0.0.2:8080`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// The feed's root file. A path that is not absolute begins where the file lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<PathBuf>,
    /// Which of the feed's displays this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<DisplayId>,
    /// What people call the display: whoever sets it up reads it on the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whose feed it is, in people's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Folder for everything the hall keeps. A path that is not absolute begins where the file lies.
    pub data: PathBuf,
    /// When the screen is on; without any hours, always.
    #[serde(default, skip_serializing_if = "ScreenHours::is_empty")]
    pub screen_on: ScreenHours,
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
        let wrong = |said| HallConfigError::Form { path: path.to_owned(), said };
        let mut config = Self::parse(&text).map_err(wrong)?;
        let dir = path.parent().unwrap_or(Path::new(""));
        config.root = config.root.map(|root| dir.join(root));
        config.data = dir.join(&config.data);
        Ok(config)
    }

    /// The words of such a file; paths in it are as they were written.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| error.to_string().trim_end().to_owned())?;
        match (&config.feed, &config.root) {
            (Some(_), None) => Err("`feed` is there, and its root file, `root`, is missing".to_owned()),
            (None, Some(_)) => Err("`root` is there, and the address it belongs to, `feed`, is missing".to_owned()),
            _ => Ok(config),
        }
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
            feed: Some("http://10.0.0.2:8080".to_owned()),
            root: Some("root.json".into()),
            display: Some("mh-7f3k2".parse().unwrap()),
            label: Some("Thôn Hữu Ninh".to_owned()),
            unit: Some("UBND xã Mai Phụ".to_owned()),
            data: "du-lieu".into(),
            screen_on: ScreenHours::default(),
        };
        let path = kit.path().join("play.toml");
        fs::write(&path, written.to_toml()).unwrap();
        let read = HallConfig::read(&path).unwrap();
        assert_eq!(read.root, Some(kit.path().join("root.json")));
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

    #[test]
    fn the_hours_of_a_screen_are_written_as_people_write_them() {
        let config = HallConfig::parse(
            "data = \"d\"\n[[screen_on]]\ndays = [\"mon\", \"sat\"]\nfrom = \"06:00\"\nuntil = \"21:30\"\n[[screen_on]]\nfrom = \"19:00\"\n\
             until = \"00:00\"\n",
        )
        .unwrap();
        assert_eq!(config.screen_on.0.len(), 2);
        assert_eq!(HallConfig::parse(&config.to_toml()), Ok(config));
        for wrong in [
            "from = \"6 giờ\"\nuntil = \"21:30\"",
            "from = \"06:00\"",
            "days = [\"t2\"]\nfrom = \"06:00\"\nuntil = \"07:00\"",
        ] {
            assert!(HallConfig::parse(&format!("data = \"d\"\n[[screen_on]]\n{wrong}\n")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_hall_without_feed_waits_for_its_kit_and_half_a_feed_is_a_mistake() {
        assert_eq!(HallConfig::parse("data = \"d\"").unwrap().feed, None);
        assert!(HallConfig::parse("feed = \"http://10.0.0.2\"\ndata = \"d\"").unwrap_err().contains("`root`"));
        assert!(HallConfig::parse("root = \"root.json\"\ndata = \"d\"").unwrap_err().contains("`feed`"));
    }
}
