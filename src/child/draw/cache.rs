//! Drawings that were made before: in memory, and those of lists in a folder.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use super::drawing::Drawing;
use crate::model::{Digest, limits};

/// Drawings in memory; what was not asked for longest goes first.
#[derive(Default)]
pub(super) struct MemoryCache {
    kept: HashMap<Digest, (Arc<Drawing>, u64)>,
    bytes: usize,
    uses: u64,
}

impl MemoryCache {
    /// The drawing of that request.
    pub(super) fn get(&mut self, digest: &Digest) -> Option<Arc<Drawing>> {
        self.uses += 1;
        let (drawing, used) = self.kept.get_mut(digest)?;
        *used = self.uses;
        Some(drawing.clone())
    }

    /// Keeps it.
    pub(super) fn put(&mut self, digest: Digest, drawing: Arc<Drawing>) {
        self.uses += 1;
        self.bytes += drawing.weight();
        if let Some((before, _)) = self.kept.insert(digest, (drawing, self.uses)) {
            self.bytes -= before.weight();
        }
        while self.bytes > limits::DRAW_CACHE_BYTES {
            let oldest = self.kept.iter().min_by_key(|(_, (_, used))| *used).map(|(digest, _)| *digest);
            let Some((gone, _)) = oldest.and_then(|digest| self.kept.remove(&digest)) else { return };
            self.bytes -= gone.weight();
        }
    }
}

/// Drawings in a folder of their own, by the build that made them: another build may draw otherwise.
#[derive(Debug)]
pub(super) struct FolderCache {
    folder: PathBuf,
    /// Bytes in it, near enough.
    bytes: u64,
}

impl FolderCache {
    /// Opens the folder, and removes from it what other builds have drawn.
    ///
    /// # Errors
    /// What the system says of the folder.
    pub(super) fn open(within: &Path, build: &str) -> io::Result<Self> {
        let folder = within.join(build);
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(within)?.flatten() {
            if entry.file_name() != *build {
                // A folder that cannot be removed takes room and does no other harm.
                fs::remove_dir_all(entry.path()).ok();
            }
        }
        let bytes = files(&folder)?.iter().map(|file| file.bytes).sum();
        Ok(Self { folder, bytes })
    }

    /// The drawing of that request. One that cannot be read is drawn again.
    pub(super) fn get(&self, digest: &Digest) -> Option<Drawing> {
        Drawing::from_bytes(&fs::read(self.folder.join(digest.to_string())).ok()?).ok()
    }

    /// Keeps it.
    ///
    /// # Errors
    /// What the system says: nothing depends on it.
    pub(super) fn put(&mut self, digest: &Digest, drawing: &Drawing) -> io::Result<()> {
        let bytes = drawing.to_bytes()?;
        let (part, whole) = (self.folder.join(format!("{digest}.part")), self.folder.join(digest.to_string()));
        fs::write(&part, &bytes)?;
        fs::rename(&part, whole)?;
        self.bytes += bytes.len() as u64;
        if self.bytes > limits::DRAW_FOLDER_BYTES { self.shrink() } else { Ok(()) }
    }

    /// Removes the oldest files until a quarter of the room is free.
    fn shrink(&mut self) -> io::Result<()> {
        let mut kept = files(&self.folder)?;
        kept.sort_by_key(|file| file.written);
        self.bytes = kept.iter().map(|file| file.bytes).sum();
        for file in kept {
            if self.bytes <= limits::DRAW_FOLDER_BYTES / 4 * 3 {
                break;
            }
            fs::remove_file(&file.path)?;
            self.bytes -= file.bytes;
        }
        Ok(())
    }
}

struct CachedFile {
    path: PathBuf,
    bytes: u64,
    written: SystemTime,
}

fn files(folder: &Path) -> io::Result<Vec<CachedFile>> {
    let file = |entry: fs::DirEntry| {
        let about = entry.metadata().ok()?;
        Some(CachedFile { path: entry.path(), bytes: about.len(), written: about.modified().ok()? })
    };
    Ok(fs::read_dir(folder)?.flatten().filter_map(file).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        child::draw::drawing::{BilingualText, DrawnPage},
        model::Size,
    };

    fn drawing(bytes: usize) -> Drawing {
        let page = DrawnPage {
            label: BilingualText::default(),
            fields: Vec::new(),
            shown_ms: 8_000,
            picture: Some(vec![7; bytes].into()),
        };
        let size = Size::new(960, 540);
        Drawing { size, pages: vec![page], shown_ms: 8_000, need_ms: 1, findings: Vec::new(), stand_in: false }
    }

    #[test]
    fn memory_stays_within_its_limit_and_keeps_what_is_asked_for() {
        let mut cache = MemoryCache::default();
        let names = [0, 1, 2, 3].map(|n| Digest::of(&[n]));
        for name in &names[..3] {
            cache.put(*name, Arc::new(drawing(limits::DRAW_CACHE_BYTES / 3 - 10_000)));
        }
        assert!(cache.get(&names[0]).is_some());
        cache.put(names[3], Arc::new(drawing(limits::DRAW_CACHE_BYTES / 3 - 10_000)));
        assert!(cache.get(&names[1]).is_none(), "the one that nobody asked for is gone");
        assert!(cache.get(&names[0]).is_some() && cache.get(&names[3]).is_some());
        assert!(cache.bytes <= limits::DRAW_CACHE_BYTES);
    }

    #[test]
    fn a_folder_gives_back_what_this_build_drew_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let name = Digest::of(b"a");
        let mut cache = FolderCache::open(folder.path(), "one").unwrap();
        assert!(cache.get(&name).is_none());
        cache.put(&name, &drawing(3)).unwrap();
        assert_eq!(FolderCache::open(folder.path(), "one").unwrap().get(&name), Some(drawing(3)));
        fs::write(folder.path().join("one").join(name.to_string()), b"cut off").unwrap();
        assert!(cache.get(&name).is_none(), "a file that rots is drawn again");
        assert!(FolderCache::open(folder.path(), "two").unwrap().get(&name).is_none());
        assert!(!folder.path().join("one").exists());
    }
}
