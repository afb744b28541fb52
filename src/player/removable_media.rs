//! Removable media that are plugged into the machine with a feed's tree or a hall kit on them.
//!
//! Whoever plugs one in is a stranger. Rules:
//! 1. Only folders and regular files are looked into, no symbolic link is followed.
//! 2. A look has bounds: so many entries of a folder, so many folders.
//! 3. A look happens on a thread of its own. A medium that hangs delays other media, and nothing else.

use std::{
    collections::HashMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinHandle;

use super::hall_kit::HallKit;
use crate::{
    feed::{
        HALT_NOTE, TreeFile,
        transport::{FolderTransport, open_below},
    },
    model::{
        Digest,
        limits::{HALT_NOTE_BYTES, KIT_FILE_BYTES, KIT_FOLDERS, MEDIUM_ENTRIES, MEDIUM_FOLDERS},
    },
};

/// Between two looks.
const LOOK: Duration = Duration::from_secs(3);

/// What is on a medium.
#[derive(Debug, PartialEq, Eq)]
pub enum Medium {
    /// A feed's tree, in that folder.
    Tree(PathBuf),
    /// A hall kit, where it can be used.
    Kit(Option<HallKit>),
    /// A note that halts the hall or lets it go on, not yet verified.
    HaltNote(String),
}

/// By which file a hall kit is known.
const KIT: &str = "play.toml";

/// How the folders begin in which the office packs kits.
const PACKED: &str = "bangtin-";

/// In how many of them in one folder a kit is looked for: a stick is made for one hall.
const PACKED_LOOKED_AT: usize = 4;

/// Waits for removable media.
#[derive(Debug)]
pub struct RemovableMedia {
    places: Arc<MountPlaces>,
    /// The look that is under way.
    look: Option<JoinHandle<Option<Medium>>>,
}

/// The places where removable media appear, and what was found there.
#[derive(Debug)]
struct MountPlaces {
    folders: Vec<PathBuf>,
    /// Whether hall kits are looked for.
    kits: bool,
    /// What each medium held when it was handed out: one that is written anew is looked at anew.
    seen: Mutex<HashMap<PathBuf, Digest>>,
}

impl RemovableMedia {
    /// Looks below these folders for trees, and for `kits` where they count; without any folder, where the system mounts
    /// removable media.
    pub fn below(places: Vec<PathBuf>, kits: bool) -> Self {
        let folders = if places.is_empty() { usual_places() } else { places };
        Self { places: Arc::new(MountPlaces { folders, kits, seen: Mutex::default() }), look: None }
    }

    /// Looks at what is plugged in as if it came anew.
    pub fn look_again(&mut self) {
        self.places.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Waits for the next one. May be cancelled and called again: a look that is under way is gone on with.
    pub async fn plugged_in(&mut self) -> Medium {
        loop {
            let places = &self.places;
            let look = self.look.get_or_insert_with(|| {
                let places = places.clone();
                tokio::task::spawn_blocking(move || places.look())
            });
            // One that hangs is waited for, so that there is never a second one.
            let found = look.await;
            self.look = None;
            if let Ok(Some(medium)) = found {
                return medium;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl MountPlaces {
    /// What was not there at the last look, or has changed since: a kit before a tree, and a note that halts the hall before both.
    /// Blocks the thread.
    fn look(&self) -> Option<Medium> {
        // They are mounted by their label, here or in a folder of the user's.
        let near = self.folders.iter().flat_map(|place| std::iter::once(place.clone()).chain(folders(place)));
        let all = near.flat_map(|folder| std::iter::once(folder.clone()).chain(folders(&folder)));
        let all = all.take(MEDIUM_FOLDERS).enumerate().flat_map(|(n, folder)| {
            let kits = if self.kits && n < KIT_FOLDERS { kits(&folder) } else { Vec::new() };
            kits.into_iter().chain(halt_note(&folder).map(|(note, _, digest)| (note, digest))).chain(holding(&folder))
        });
        let found: HashMap<PathBuf, Digest> = all.collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = found.iter().filter(|(what, holds)| seen.get(*what) != Some(holds)).map(|(what, _)| what);
        let fresh = fresh.max_by_key(|what| (what.ends_with(HALT_NOTE), what.ends_with(KIT))).cloned();
        // What was pulled out is forgotten: plugged in again, it is looked at again.
        seen.retain(|tree, _| found.contains_key(tree));
        let fresh = fresh?;
        seen.insert(fresh.clone(), found[&fresh]);
        if fresh.ends_with(HALT_NOTE) {
            return fresh.parent().and_then(halt_note).map(|(_, text, _)| Medium::HaltNote(text));
        }
        Some(match fresh.parent().filter(|_| fresh.ends_with(KIT)) {
            Some(folder) => Medium::Kit(HallKit::in_folder(folder)),
            None => Medium::Tree(fresh),
        })
    }
}

/// The hall kits in a folder: as they lie on a stick, or in the folder that the office packs them in.
fn kits(folder: &Path) -> Vec<(PathBuf, Digest)> {
    let is_packed =
        |inside: &PathBuf| inside.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PACKED));
    let packed = folders(folder).into_iter().filter(is_packed).take(PACKED_LOOKED_AT);
    std::iter::once(folder.to_owned()).chain(packed).filter_map(|folder| kit(&folder)).collect()
}

/// The file of a hall kit in a folder, and what it says.
fn kit(folder: &Path) -> Option<(PathBuf, Digest)> {
    let mut words = Vec::new();
    open_below(folder, Path::new(KIT)).ok()?.take(KIT_FILE_BYTES).read_to_end(&mut words).ok()?;
    Some((folder.join(KIT), Digest::of(&words)))
}

/// The note in a folder that halts a hall: its file, and what it says.
fn halt_note(folder: &Path) -> Option<(PathBuf, String, Digest)> {
    let mut text = String::new();
    open_below(folder, Path::new(HALT_NOTE)).ok()?.take(HALT_NOTE_BYTES).read_to_string(&mut text).ok()?;
    let digest = Digest::of(text.as_bytes());
    Some((folder.join(HALT_NOTE), text, digest))
}

/// The tree in a folder, and what it holds. Nobody has verified the file yet: no more of it is read than it may have.
fn holding(folder: &Path) -> Option<(PathBuf, Digest)> {
    let tree = FolderTransport::tree_in(folder)?;
    let file = open_below(&tree, Path::new(&TreeFile::Timestamp.to_string())).ok()?;
    let mut timestamp = Vec::new();
    file.take(TreeFile::Timestamp.cap()).read_to_end(&mut timestamp).ok()?;
    Some((tree, Digest::of(&timestamp)))
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().take(MEDIUM_ENTRIES);
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

    fn tree(at: &Path) -> Option<Medium> {
        Some(Medium::Tree(at.to_owned()))
    }

    #[test]
    fn a_kit_comes_before_a_tree_once_and_one_that_cannot_be_used_is_told_once() {
        let media = tempfile::tempdir().unwrap();
        let stick = media.path().join("USB");
        write(&stick, "1");
        let config = "feed = \"http://10.0.0.2:8080\"\nroot = \"root.json\"\ndata = \"d\"\n";
        fs::write(stick.join("play.toml"), config).unwrap();
        let mut sticks = RemovableMedia::below(vec![media.path().to_owned()], true);
        assert_eq!(sticks.places.look(), Some(Medium::Kit(None)), "its root file is missing");
        assert_eq!((sticks.places.look(), sticks.places.look()), (tree(&stick), None));
        fs::write(stick.join("root.json"), "root").unwrap();
        sticks.look_again();
        assert!(matches!(sticks.places.look(), Some(Medium::Kit(Some(_)))));
        let given = RemovableMedia::below(vec![media.path().to_owned()], false).places;
        assert_eq!((given.look(), given.look()), (tree(&stick), None), "a hall that was told its feed takes no kit");
    }

    #[test]
    fn a_note_that_halts_a_hall_comes_before_all_else_and_again_when_it_is_plugged_in_again() {
        let media = tempfile::tempdir().unwrap();
        let stick = media.path().join("USB");
        write(&stick, "1");
        let note = |words: &str| fs::write(stick.join(HALT_NOTE), words).unwrap();
        let sticks = RemovableMedia::below(vec![media.path().to_owned()], true).places;
        let said = |words: &str| Some(Medium::HaltNote(words.to_owned()));
        note("halt");
        assert_eq!((sticks.look(), sticks.look(), sticks.look()), (said("halt"), tree(&stick), None));
        note("go on");
        assert_eq!((sticks.look(), sticks.look()), (said("go on"), None));
        fs::remove_file(stick.join(HALT_NOTE)).unwrap();
        assert_eq!(sticks.look(), None);
        note("go on");
        assert_eq!(sticks.look(), said("go on"));
        note(&"x".repeat(1 << 20));
        assert_eq!(sticks.look(), said(&"x".repeat(HALT_NOTE_BYTES as usize)), "no more of it is read");
    }

    #[test]
    fn a_stick_is_handed_out_once_and_again_when_it_was_written_or_plugged_in_anew() {
        let media = tempfile::tempdir().unwrap();
        let sticks = RemovableMedia::below(vec![media.path().to_owned()], true).places;
        assert_eq!(sticks.look(), None);
        let (near, far) = (media.path().join("USB"), media.path().join("hall/USB 2/bangtin"));
        write(&near, "1");
        assert_eq!((sticks.look(), sticks.look()), (tree(&near), None));
        write(&near, "2");
        write(&far, "1");
        let both = [sticks.look(), sticks.look()];
        assert!(both.contains(&tree(&near)) && both.contains(&tree(&far)), "{both:?}");
        assert_eq!(sticks.look(), None);
        fs::remove_dir_all(&near).unwrap();
        assert_eq!(sticks.look(), None);
        write(&near, "2");
        assert_eq!(sticks.look(), tree(&near));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_stick_full_of_pipes_links_circles_and_folders_is_looked_over_within_bounds() {
        use std::os::unix::fs::symlink;

        use rustix::fs::{CWD, FileType, Mode, mknodat};

        let media = tempfile::tempdir().unwrap();
        let pipe = media.path().join("A/metadata/timestamp.json");
        fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        fs::create_dir_all(media.path().join("B/metadata")).unwrap();
        symlink("/dev/zero", media.path().join("B/metadata/timestamp.json")).unwrap();
        fs::create_dir(media.path().join("C")).unwrap();
        symlink("..", media.path().join("C/circle")).unwrap();
        for n in 0..3_000 {
            fs::create_dir(media.path().join(format!("C/{n}"))).unwrap();
        }
        let sticks = RemovableMedia::below(vec![media.path().to_owned()], true).places;
        assert_eq!(sticks.look(), None);
        assert!(folders(&media.path().join("C")).len() <= MEDIUM_ENTRIES);
        write(&media.path().join("A/bangtin"), "1");
        assert_eq!(sticks.look(), tree(&media.path().join("A/bangtin")), "a good tree beside it is found");
    }
}
