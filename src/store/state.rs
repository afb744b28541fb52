//! The store's pointer: one small file that says which edition plays and which metadata is trusted.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    StoreError,
    disk::{self, Disk},
};
use crate::model::{Digest, Size, WallTime};

/// Largest pointer file that is read, bytes; a real one has about 600.
const STATE_BYTES: u64 = 64 << 10;

/// What is committed. Everything it names is an immutable blob.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Counts up by one a write; the higher of two is the newer.
    pub sequence: u64,
    /// The edition that plays.
    pub current: Option<EditionName>,
    /// The one before it, kept whole in case the current one is damaged.
    pub previous: Option<EditionName>,
    /// The blob of the trusted set.
    pub trusted: Option<Digest>,
    /// The newest root ever accepted, kept apart from the set so that losing the set does not bring back revoked keys.
    pub root_floor: Option<RootFloor>,
    /// The clock's floor.
    pub floor_ms: Option<WallTime>,
    /// The keys that sign the time and so may have raised the floor.
    #[serde(default)]
    pub timekeepers: Option<Digest>,
}

/// How an edition is named: its programme, and the canvas its files were chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EditionName {
    pub programme: Digest,
    pub bytes: u64,
    pub canvas: Size,
}

/// The newest root version accepted from the feed that began with the root file `origin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RootFloor {
    pub origin: Digest,
    pub version: u64,
}

/// Two files are written in turn, so that one of them stays whole even if a dying card damages the other. Each begins with
/// the digest of the rest.
const SLOTS: [&str; 2] = ["state.a", "state.b"];

/// Both committed states, the newer first.
pub(super) fn load(disk: &dyn Disk, dir: &Path) -> Result<Vec<State>, StoreError> {
    let mut states = Vec::new();
    for slot in SLOTS {
        let path = dir.join(slot);
        match disk.read(&path, STATE_BYTES) {
            Ok(bytes) => match parse(&bytes) {
                Some(state) => states.push(state),
                None => tracing::warn!(path = %path.display(), "a damaged pointer is passed over"),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => {
                // A bad sector under one of the two is what the other is for.
                tracing::warn!(path = %path.display(), error = %source, "an unreadable pointer is passed over");
            }
        }
    }
    states.sort_by_key(|state| std::cmp::Reverse(state.sequence));
    Ok(states)
}

fn parse(bytes: &[u8]) -> Option<State> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (digest, json) = text.split_once('\n')?;
    (Digest::of(json.as_bytes()) == digest.parse().ok()?).then(|| serde_json::from_str(json).ok())?
}

/// Commits `state` in one step. It must have the next sequence number.
pub(super) fn save(disk: &dyn Disk, dir: &Path, state: &State) -> Result<(), StoreError> {
    let path: PathBuf = dir.join(SLOTS[usize::from(state.sequence % 2 == 1)]);
    let json = serde_json::to_string(state).expect("plain data with text keys has a JSON form");
    let text = format!("{}\n{json}", Digest::of(json.as_bytes()));
    disk::replace(disk, &path, text.as_bytes()).map_err(|source| StoreError::Write { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_pointer_leaves_the_one_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let disk = disk::RealDisk::default();
        let at = |sequence, ms| State { sequence, floor_ms: Some(WallTime(ms)), ..State::default() };
        save(&disk, dir.path(), &at(1, 10)).unwrap();
        save(&disk, dir.path(), &at(2, 20)).unwrap();
        assert_eq!(load(&disk, dir.path()).unwrap(), [at(2, 20), at(1, 10)]);
        let newest = dir.path().join(SLOTS[0]);
        let mut bytes = std::fs::read(&newest).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&newest, bytes).unwrap();
        assert_eq!(load(&disk, dir.path()).unwrap(), [at(1, 10)]);
    }
}
