//! The kit that a hall is set up with: from a stick, and kept in the store.
//!
//! Rules:
//! 1. A hall that has none takes the first that is plugged in, and shows six digits that people compare with the office's page.
//! 2. One that has a kit takes another only with a root that it trusts already: a stick never changes whom a hall believes.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::subscription::HallOrigin;
use crate::{
    feed::transport::{FeedAddress, open_below},
    folder::{HallConfig, SetupCode},
    model::{
        DisplayId,
        limits::{KIT_FILE_BYTES, METADATA_BYTES, PERSON_NAME_CHARS},
    },
    store::{
        StoreError,
        disk::{self, Disk},
    },
};

/// Whose hall it is, where its feed is, and which root it trusts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HallKit {
    feed: String,
    root: String,
    #[serde(default)]
    display: Option<DisplayId>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    unit: Option<String>,
}

impl HallKit {
    /// The kit in a folder of a stick: `play.toml`, and beside it the root file it names. What is none, or is larger than one
    /// may be, is passed over with a word in the log. Blocks the thread.
    pub fn in_folder(folder: &Path) -> Option<Self> {
        let words = read(folder, "play.toml", KIT_FILE_BYTES)?;
        let kit = HallConfig::parse(&words).and_then(|config| Self::of(folder, config));
        kit.inspect_err(|why| tracing::warn!(folder = %folder.display(), "the hall kit cannot be used: {why}")).ok()
    }

    fn of(folder: &Path, config: HallConfig) -> Result<Self, String> {
        let (Some(feed), Some(root)) = (config.feed, config.root) else {
            return Err("`feed` and `root` are missing".to_owned());
        };
        let named = root.to_str().filter(|name| !name.contains(['/', '\\'])).ok_or("`root` lies elsewhere")?;
        let root = read(folder, named, METADATA_BYTES).ok_or_else(|| format!("its root file `{named}` is missing"))?;
        feed.parse::<FeedAddress>().map_err(|error| format!("`feed`: {error}"))?;
        let short = |words: Option<String>| words.map(|words| words.chars().take(PERSON_NAME_CHARS).collect());
        Ok(Self { feed, root, display: config.display, label: short(config.label), unit: short(config.unit) })
    }

    /// The kit that this hall was set up with, if it was.
    pub fn kept(disk: &dyn Disk, data: &Path) -> Option<Self> {
        let bytes = disk.read(&file(data), METADATA_BYTES + KIT_FILE_BYTES).ok()?;
        let kit = serde_json::from_slice(&bytes);
        kit.inspect_err(
            |error| tracing::warn!(%error, "the hall kit in the store cannot be read; another is waited for"),
        )
        .ok()
    }

    /// Keeps it: from now on this is the hall's.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn keep(&self, disk: &dyn Disk, data: &Path) -> Result<(), StoreError> {
        let path = file(data);
        let bytes = serde_json::to_vec(self).expect("text can be written as JSON");
        let kept = disk.make_dir(data).and_then(|()| disk::replace(disk, &path, &bytes));
        kept.map_err(|source| StoreError::Write { path, source })
    }

    /// What it says of the feed.
    ///
    /// # Errors
    /// What is wrong with the address, which may have been good for another program.
    pub fn origin(&self) -> Result<HallOrigin, String> {
        let feed = self.feed.parse::<FeedAddress>().map_err(|error| error.to_string())?;
        Ok(HallOrigin { feed, root: self.root.clone().into_bytes(), display: self.display.clone() })
    }

    /// The digits that the screen shows once it is set up. Takes half a second.
    pub fn code(&self) -> SetupCode {
        SetupCode::of(self.root.as_bytes(), self.display.as_ref())
    }

    /// What it says below them: whose hall it is now, and what to do.
    pub fn note(&self) -> String {
        let names = [self.label.as_deref(), self.unit.as_deref()];
        let names: Vec<&str> = names.into_iter().flatten().filter(|name| !name.trim().is_empty()).collect();
        let whose = match names[..] {
            [] => self.display.as_ref().map(ToString::to_string).unwrap_or_default(),
            _ => names.join(", "),
        };
        format!("{whose}. Mã này phải giống mã trên tờ hướng dẫn của xã. Khác nhau thì rút điện và báo xã.")
    }
}

fn file(data: &Path) -> PathBuf {
    data.join("kit.json")
}

/// A text of a stick, no longer than it may be.
fn read(folder: &Path, name: &str, cap: u64) -> Option<String> {
    let mut text = String::new();
    let file = open_below(folder, Path::new(name)).ok()?;
    let read = file.take(cap + 1).read_to_string(&mut text).ok()?;
    (read as u64 <= cap).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::disk::RealDisk;

    fn write(folder: &Path, config: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("play.toml"), config).unwrap();
        fs::write(folder.join("root.json"), "the root").unwrap();
    }

    #[test]
    fn a_kit_is_read_kept_and_found_again() {
        let stick = tempfile::tempdir().unwrap();
        let config = "feed = \"http://10.0.0.2:8080\"\nroot = \"root.json\"\ndisplay = \"mh-7f3k2\"\nlabel = \"Thôn Hữu Ninh\"\n\
                      unit = \"UBND xã Mai Phụ\"\ndata = \"du-lieu\"\n";
        write(stick.path(), config);
        let kit = HallKit::in_folder(stick.path()).unwrap();
        let store = tempfile::tempdir().unwrap();
        let data = store.path().join("hall");
        assert_eq!(HallKit::kept(&RealDisk::default(), &data), None);
        kit.keep(&RealDisk::default(), &data).unwrap();
        assert_eq!(HallKit::kept(&RealDisk::default(), &data), Some(kit.clone()));
        assert_eq!(kit.origin().unwrap().root, b"the root");
        assert_eq!(kit.code(), SetupCode::of(b"the root", Some(&"mh-7f3k2".parse().unwrap())));
        assert!(kit.note().starts_with("Thôn Hữu Ninh, UBND xã Mai Phụ. "), "{}", kit.note());
    }

    #[test]
    fn what_is_no_kit_is_passed_over() {
        let stick = tempfile::tempdir().unwrap();
        assert_eq!(HallKit::in_folder(stick.path()), None);
        for config in [
            "data = \"d\"\n".to_owned(),
            "feed = \"http://10.0.0.2\"\nroot = \"../root.json\"\ndata = \"d\"\n".to_owned(),
            "feed = \"http://10.0.0.2\"\nroot = \"/etc/passwd\"\ndata = \"d\"\n".to_owned(),
            "feed = \"http://10.0.0.2\"\nroot = \"none.json\"\ndata = \"d\"\n".to_owned(),
            "feed = \"http://10.0.0.2\"\nroot = \"root.json\"\ndata = \"d\"\nmore = 1\n".to_owned(),
            format!("feed = \"http://10.0.0.2\"\nroot = \"root.json\"\ndata = \"{}\"\n", "d".repeat(1 << 20)),
        ] {
            write(stick.path(), &config);
            assert_eq!(HallKit::in_folder(stick.path()), None, "{}", config.chars().take(80).collect::<String>());
        }
    }
}
