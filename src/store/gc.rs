//! Throws away what no edition needs, and looks over what is kept, a file at a time.

use std::collections::{BTreeSet, HashSet};

use super::{edition::Edition, error::StoreError, hall_store::Store, state};
use crate::model::Digest;

/// Unneeded files up to this size are old programmes and metadata, of no use to anybody.
const SMALL_BYTES: u64 = 64 << 10;

/// Bytes that are never filled with pictures: what was trusted and what plays must always find room to be written.
const RESERVE_BYTES: u64 = 2 << 20;

/// How much is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GcMode {
    /// What exceeds the budget; pictures that may come back stay while there is room.
    WithinBudget,
    /// The disk is full: everything goes that is neither playing nor on its way in, the previous edition too.
    DiskFull,
}

impl Store {
    /// Removes files that no committed edition needs, largest first, until the store is within its budget; answers how
    /// many bytes were freed.
    ///
    /// Never touches what plays, nor anything in `staged`: the files of an edition on its way in.
    ///
    /// # Errors
    /// [`StoreError`] where a folder could not be read or a file not removed.
    pub fn gc(&self, staged: &BTreeSet<Digest>, mode: GcMode) -> Result<u64, StoreError> {
        let states = state::load(&*self.shared.disk, &self.shared.dir)?;
        let mut keep: HashSet<Digest> = staged.iter().copied().collect();
        for (n, state) in states.iter().enumerate() {
            for feed in state.feeds() {
                keep.extend(feed.trusted);
                // Of the older pointer only what the newer one may have to fall back to.
                let previous = feed.previous.filter(|_| mode == GcMode::WithinBudget && n == 0);
                for name in [feed.current.filter(|_| n == 0), previous].into_iter().flatten() {
                    keep.insert(name.programme);
                    if let Ok(edition) = Edition::of(self.blobs(), name.programme, name.canvas) {
                        keep.extend(edition.programme.needed(name.canvas).keys());
                    }
                }
            }
        }
        for (_, playing) in self.editions() {
            keep.insert(playing.digest);
            keep.extend(playing.programme.needed(playing.canvas).keys());
        }

        let mut freed = self.drop_leftovers(staged)?;
        let mut files = self.blobs().list()?;
        let mut total: u64 = files.iter().map(|(_, bytes)| bytes).sum();
        files.retain(|(digest, _)| !keep.contains(digest));
        files.sort_by_key(|&(digest, bytes)| (std::cmp::Reverse(bytes), digest));
        for (digest, bytes) in files {
            if mode == GcMode::DiskFull || total > self.shared.budget || bytes <= SMALL_BYTES {
                match self.blobs().evict(&digest) {
                    Ok(()) => (total, freed) = (total - bytes, freed + bytes),
                    Err(error) => tracing::warn!(%digest, %error, "a file could not be removed"),
                }
            }
        }
        Ok(freed)
    }

    /// Makes sure that so many bytes can come, giving up the past for them where it must; they are refused before the
    /// first of them is fetched if even that is not enough. `staged` is as in [`Store::gc`].
    ///
    /// # Errors
    /// [`StoreError::NoRoom`] where the disk is too full; another where it cannot be read.
    pub fn make_room(&self, needed: u64, staged: &BTreeSet<Digest>) -> Result<(), StoreError> {
        let dir = self.blobs().dir();
        let free = || self.shared.disk.free(dir).map_err(|source| StoreError::Read { path: dir.to_owned(), source });
        let wanted = needed.saturating_add(RESERVE_BYTES);
        if free()? >= wanted {
            return Ok(());
        }
        let freed_bytes = self.gc(staged, GcMode::DiskFull)?;
        let free = free()?;
        tracing::debug!(needed, free, freed_bytes, "the disk is nearly full");
        if free >= wanted { Ok(()) } else { Err(StoreError::NoRoom { needed, free }) }
    }

    /// Removes what interrupted writes left behind, except downloads that will go on.
    fn drop_leftovers(&self, staged: &BTreeSet<Digest>) -> Result<u64, StoreError> {
        let dir = self.blobs().dir();
        let files = self.shared.disk.list(dir).map_err(|source| StoreError::Read { path: dir.to_owned(), source })?;
        let mut freed = 0;
        for (name, bytes) in files {
            let going_on = |name: &str| {
                let digest = name.strip_suffix(".part").and_then(|name| name.parse().ok());
                digest.is_some_and(|digest: Digest| staged.contains(&digest))
            };
            if name.parse::<Digest>().is_err() && !going_on(&name) {
                let path = dir.join(name);
                match self.shared.disk.remove(&path) {
                    Ok(()) => freed += bytes,
                    Err(error) => tracing::warn!(path = %path.display(), %error, "a file could not be removed"),
                }
            }
        }
        Ok(freed)
    }

    /// Checks the next file, in turn, against its digest; called now and then, it notices a card that rots before the
    /// picture is due. A damaged file is dropped and answered, the next collect fetches it again.
    ///
    /// # Errors
    /// [`StoreError`] where the folder or the file cannot be read.
    pub fn scrub_one(&self) -> Result<Option<Digest>, StoreError> {
        let files = self.blobs().list()?;
        let next = {
            let mut last = self.shared.scrubbed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let after = files.iter().find(|(digest, _)| last.is_none_or(|last| *digest > last));
            let next = after.or(files.first()).map(|(digest, _)| *digest);
            *last = next;
            next
        };
        let Some(digest) = next else { return Ok(None) };
        match self.blobs().check_again(&digest) {
            Err(StoreError::Damaged(digest)) => Ok(Some(digest)),
            Err(StoreError::Missing(_)) | Ok(()) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
