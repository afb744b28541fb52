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
use crate::model::{Digest, FeedId, Size, WallTime};

/// Largest pointer file that is read, bytes; a real one has about 600.
const STATE_BYTES: u64 = 64 << 10;

/// What is committed. Everything it names is an immutable blob.
///
/// A hall that follows one feed has the same file as before halls could follow several, and programs of either kind read
/// what the other has written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoreState {
    /// Counts up by one a write; the higher of two is the newer.
    pub sequence: u64,
    /// The feed of the highest authority.
    #[serde(flatten)]
    pub first: FeedState,
    /// The others, by falling authority.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<FeedState>,
    /// The clock's floor.
    pub floor_ms: Option<WallTime>,
}

impl StoreState {
    /// All feeds, highest authority first.
    pub fn feeds(&self) -> impl Iterator<Item = &FeedState> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// What is committed of that feed.
    pub fn feed(&self, id: &FeedId) -> Option<&FeedState> {
        self.feeds().find(|feed| feed.id == *id)
    }

    /// The same, to change it. A feed that is new here has the lowest authority.
    pub fn feed_mut(&mut self, id: &FeedId) -> &mut FeedState {
        if *self == (Self { sequence: self.sequence, floor_ms: self.floor_ms, ..Self::default() }) {
            self.first.id = id.clone();
        }
        if self.first.id == *id {
            return &mut self.first;
        }
        let place = self.others.iter().position(|feed| feed.id == *id).unwrap_or_else(|| {
            self.others.push(FeedState { id: id.clone(), ..FeedState::default() });
            self.others.len() - 1
        });
        &mut self.others[place]
    }

    /// Keeps these feeds only, in this order.
    pub fn set_feeds(&mut self, order: &[FeedId]) {
        let feed = |id: &FeedId| {
            self.feed(id).cloned().unwrap_or_else(|| FeedState { id: id.clone(), ..FeedState::default() })
        };
        let mut feeds: Vec<FeedState> = order.iter().map(feed).collect();
        self.others = feeds.split_off(feeds.len().min(1));
        self.first = feeds.pop().unwrap_or_default();
    }
}

/// What is committed of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FeedState {
    /// Its name in this hall.
    #[serde(rename = "feed", default = "FeedId::only")]
    pub id: FeedId,
    /// The edition that plays.
    pub current: Option<EditionName>,
    /// The one before it, kept whole in case the current one is damaged.
    pub previous: Option<EditionName>,
    /// The blob of the trusted set.
    pub trusted: Option<Digest>,
    /// The newest root ever accepted, kept apart from the set so that losing the set does not bring back revoked keys.
    pub root_floor: Option<RootFloor>,
    /// The keys that sign the time and so may have raised the floor.
    #[serde(default)]
    pub timekeepers: Option<Digest>,
    /// How often the feed has taken back what it said of the time.
    #[serde(default)]
    pub time_corrections: u64,
}

impl Default for FeedState {
    fn default() -> Self {
        let (current, previous, trusted, root_floor, timekeepers) = Default::default();
        Self { id: FeedId::only(), current, previous, trusted, root_floor, timekeepers, time_corrections: 0 }
    }
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
pub(super) fn load(disk: &dyn Disk, dir: &Path) -> Result<Vec<StoreState>, StoreError> {
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

fn parse(bytes: &[u8]) -> Option<StoreState> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (digest, json) = text.split_once('\n')?;
    (Digest::of(json.as_bytes()) == digest.parse().ok()?).then(|| serde_json::from_str(json).ok())?
}

/// Commits `state` in one step. It must have the next sequence number.
pub(super) fn save(disk: &dyn Disk, dir: &Path, state: &StoreState) -> Result<(), StoreError> {
    let path: PathBuf = dir.join(SLOTS[usize::from(state.sequence % 2 == 1)]);
    let json = serde_json::to_string(state).expect("plain data with text keys has a JSON form");
    let text = format!("{}\n{json}", Digest::of(json.as_bytes()));
    disk::replace(disk, &path, text.as_bytes()).map_err(|source| StoreError::Write { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_keep_their_order_and_what_is_no_longer_followed_is_forgotten() {
        let [province, commune, nation] = ["province", "commune", "nation"].map(|id| id.parse::<FeedId>().unwrap());
        let mut state = StoreState::default();
        state.feed_mut(&commune).time_corrections = 1;
        state.feed_mut(&province).time_corrections = 2;
        let order = |state: &StoreState| state.feeds().map(|feed| feed.id.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(order(&state), "commune province", "a new one has the lowest authority");
        state.set_feeds(&[nation, province.clone()]);
        assert_eq!(order(&state), "nation province");
        assert_eq!(state.feed(&province).unwrap().time_corrections, 2);
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<StoreState>(&text).unwrap(), state);
    }

    #[test]
    fn a_damaged_pointer_leaves_the_one_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let disk = disk::RealDisk::default();
        let at = |sequence, ms| StoreState { sequence, floor_ms: Some(WallTime(ms)), ..StoreState::default() };
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
