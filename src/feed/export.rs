//! Export: writes a feed, or as much of it as one display needs, onto a stick.
//!
//! What lies on the stick is the tree itself, signed as it is; a hall takes it in by the same verification as from the
//! network, and only if it is newer than what it has. The root file is not copied: a hall has its own, and must not take
//! one from a stick.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Progress, PublishError, repository_state::repository_state, tree::TreeFile};
use crate::{
    model::{Digest, DisplayId, Programme, Size, WallTime},
    store::disk::{self, Disk as _, RealDisk},
};

const DISK: RealDisk = RealDisk(disk::Secrecy::Public);

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The version on the stick; 0 while nothing has been published.
    pub version: u64,
    /// Files that were copied; those that were there already are not counted.
    pub files: usize,
    /// Their bytes in all.
    pub bytes: u64,
    /// Until when halls accept it.
    pub good_until: WallTime,
}

/// Writes the feed onto a stick. With a display that the programme knows the size of, only that display's pictures are
/// copied; otherwise every rendition.
///
/// The timestamp is written last, so that a stick pulled out too early holds the version it held before.
pub fn export(
    feed_dir: &Path,
    to: &Path,
    display: Option<&DisplayId>,
    progress: &dyn Fn(Progress),
) -> Result<Exported, PublishError> {
    let latest = repository_state(feed_dir)?;
    let mut files: Vec<(TreeFile, u64)> = Vec::new();
    if let Some(programme) = &latest.programme {
        let size = match display {
            None => None,
            Some(id) => programme.display(id).ok_or_else(|| PublishError::NoDisplay(id.clone()))?.size,
        };
        files.extend(pictures(programme, size).into_iter().map(|(digest, bytes)| (TreeFile::Object(digest), bytes)));
    }
    files.extend(latest.target.map(|(digest, bytes)| (TreeFile::Programme(digest), bytes)));
    let versions = latest.versions;
    let metadata = (1..=versions.root).map(TreeFile::Root).chain([
        TreeFile::Targets(versions.targets),
        TreeFile::Snapshot(versions.snapshot),
        TreeFile::Timestamp,
    ]);
    for file in metadata {
        let path = feed_dir.join(file.to_string());
        // A feed may have begun with a later root than the first.
        if let Ok(bytes) = DISK.size(&path) {
            files.push((file, bytes));
        }
    }
    for folder in ["metadata", "targets", "objects"] {
        let path = to.join(folder);
        DISK.make_dir(&path).map_err(|source| PublishError::Write { path, source })?;
    }
    let total = files.iter().map(|(_, bytes)| bytes).sum();
    let (mut done, mut copied, mut written) = (0, 0, 0);
    for (n, &(file, bytes)) in files.iter().enumerate() {
        progress(Progress { file: file.to_string(), files: (n, files.len()), bytes: (done, total) });
        if copy(feed_dir, to, file)? {
            copied += 1;
            written += bytes;
        }
        done += bytes;
    }
    let version = latest.programme.as_ref().map_or(0, |programme| programme.version);
    Ok(Exported { version, files: copied, bytes: written, good_until: latest.expires.good_until() })
}

/// The files of pictures with their lengths: those a canvas needs, or all.
fn pictures(programme: &Programme, size: Option<Size>) -> BTreeMap<Digest, u64> {
    match size {
        Some(size) => programme.needed(size).into_values().map(|file| (file.digest, file.bytes)).collect(),
        None => {
            let all = programme.assets.values().flat_map(|asset| &asset.renditions);
            all.map(|file| (file.digest, file.bytes)).collect()
        }
    }
}

/// Copies one file, unless the stick has it; answers whether it did. What is named by a digest is checked on the way.
fn copy(feed_dir: &Path, to: &Path, file: TreeFile) -> Result<bool, PublishError> {
    let (from, to): (PathBuf, PathBuf) = (feed_dir.join(file.to_string()), to.join(file.to_string()));
    let bytes = DISK.read(&from, file.cap()).map_err(|source| PublishError::Read { path: from, source })?;
    if let TreeFile::Object(named) | TreeFile::Programme(named) = file {
        let actual = Digest::of(&bytes);
        if actual != named {
            return Err(PublishError::WrongDigest { named, actual });
        }
    }
    if DISK.read(&to, file.cap()).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    disk::replace(&DISK, &to, &bytes).map_err(|source| PublishError::Write { path: to, source })?;
    Ok(true)
}
