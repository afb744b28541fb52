//! RemovableMedia that are plugged into the machine with a feed's tree on them.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    feed::{TreeFile, transport::Folder},
    model::Digest,
};

/// Between two looks.
const LOOK: Duration = Duration::from_secs(3);

/// The places where sticks appear, and what was found there.
#[derive(Debug)]
pub struct RemovableMedia {
    places: Vec<PathBuf>,
    /// What each stick held when it was handed out: one that is written anew is news.
    seen: HashMap<PathBuf, Digest>,
}

impl RemovableMedia {
    /// Looks below these folders; without any, where the system puts sticks.
    pub fn below(places: Vec<PathBuf>) -> Self {
        let places = if places.is_empty() { usual_places() } else { places };
        Self { places, seen: HashMap::new() }
    }

    /// A tree that was not there at the last look, or has changed since.
    pub fn look(&mut self) -> Option<PathBuf> {
        // RemovableMedia are mounted by their label, here or in a folder of the user's.
        let near = self.places.iter().flat_map(|place| std::iter::once(place.clone()).chain(folders(place)));
        let all = near.flat_map(|folder| std::iter::once(folder.clone()).chain(folders(&folder)));
        let found: HashMap<PathBuf, Digest> = all.filter_map(|folder| holding(&folder)).collect();
        let fresh =
            found.iter().find(|(tree, holds)| self.seen.get(*tree) != Some(holds)).map(|(tree, _)| tree.clone());
        // What was pulled out is forgotten: plugged in again, it is looked at again.
        self.seen.retain(|tree, _| found.contains_key(tree));
        let fresh = fresh?;
        self.seen.insert(fresh.clone(), found[&fresh]);
        Some(fresh)
    }

    /// Waits for the next one.
    pub async fn plugged_in(&mut self) -> PathBuf {
        loop {
            if let Some(tree) = self.look() {
                return tree;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// The tree in a folder, and what it holds. Nobody has verified the file yet: no more of it is read than it may have.
fn holding(folder: &Path) -> Option<(PathBuf, Digest)> {
    let tree = Folder::tree_in(folder)?;
    let file = File::open(tree.join(TreeFile::Timestamp.to_string())).ok()?;
    let mut timestamp = Vec::new();
    file.take(TreeFile::Timestamp.cap()).read_to_end(&mut timestamp).ok()?;
    Some((tree, Digest::of(&timestamp)))
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

#[cfg(unix)]
fn usual_places() -> Vec<PathBuf> {
    ["/media", "/run/media"].map(PathBuf::from).into()
}

#[cfg(windows)]
fn usual_places() -> Vec<PathBuf> {
    ('D'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(stick: &Path, timestamp: &str) {
        fs::create_dir_all(stick.join("metadata")).unwrap();
        fs::write(stick.join("metadata/timestamp.json"), timestamp).unwrap();
    }

    #[test]
    fn a_stick_is_handed_out_once_and_again_when_it_was_written_or_plugged_in_anew() {
        let media = tempfile::tempdir().unwrap();
        let mut sticks = RemovableMedia::below(vec![media.path().to_owned()]);
        assert_eq!(sticks.look(), None);
        let (near, far) = (media.path().join("USB"), media.path().join("hall/USB 2/bangtin"));
        write(&near, "1");
        assert_eq!((sticks.look(), sticks.look()), (Some(near.clone()), None));
        write(&near, "2");
        write(&far, "1");
        let mut both = [sticks.look().unwrap(), sticks.look().unwrap()];
        both.sort();
        assert_eq!((both, sticks.look()), ([near.clone(), far], None));
        fs::remove_dir_all(&near).unwrap();
        assert_eq!(sticks.look(), None);
        write(&near, "2");
        assert_eq!(sticks.look(), Some(near));
    }
}
