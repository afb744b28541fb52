//! What a hall keeps on disk: blobs, editions, trusted metadata; survives a power cut at any write.
//!
//! The rules it keeps:
//! - bytes are named by their digest, and checked before their first use after a start;
//! - what plays changes in one step, and only to an edition that is whole;
//! - the edition before it is kept, so that damage to one does not take the picture away;
//! - a failure of any write leaves what was committed before.

mod blobs;
pub mod disk;
mod edition;
mod error;
mod gc;
mod quarantine;
mod state;
mod trusted;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub use blobs::{Blobs, Download};
use disk::{Disk, RealDisk};
pub use edition::Edition;
pub use error::StoreError;
pub use gc::{DISK_BUDGET_BYTES, Need};
pub use quarantine::{CrashLoop, Quarantine};
use state::{RootFloor, State};
pub use trusted::{Accepted, TrustedSet};

use crate::model::{Digest, WallTime};

/// How far the clock's floor must have risen to be worth a write of its own, milliseconds: cards wear out.
const FLOOR_STEP_MS: i64 = 6 * 3_600_000;

/// Largest trusted set that is read, bytes: four metadata files and a long history of roots.
const TRUSTED_BYTES: u64 = 16 << 20;

/// A hall's folder; cheap to clone, and clones are the same store.
///
/// Its calls block for as long as the disk takes.
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    blobs: Blobs,
    budget: u64,
    held: Mutex<Held>,
    /// The file that was looked over last.
    scrubbed: Mutex<Option<Digest>>,
}

/// What is committed, as last read or written.
#[derive(Debug, Default)]
struct Held {
    state: State,
    current: Option<Arc<Edition>>,
    trusted: Option<Arc<TrustedSet>>,
}

impl Store {
    /// Opens the folder, making it where it is missing, and finds the edition to play.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::on(Arc::new(RealDisk::default()), dir, DISK_BUDGET_BYTES)
    }

    /// The same on a given disk, keeping at most `budget` bytes besides what it cannot do without.
    pub fn on(disk: Arc<dyn Disk>, dir: &Path, budget: u64) -> Result<Self, StoreError> {
        let blobs = Blobs::open(disk.clone(), dir.join("blobs"))?;
        let (held, scrubbed) = (Mutex::default(), Mutex::default());
        let store = Self(Arc::new(Inner { disk, dir: dir.to_owned(), blobs, budget, held, scrubbed }));
        store.reload()?;
        Ok(store)
    }

    /// The immutable files.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// The folder it lives in.
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// The edition to play: the committed one; the one before it where that is damaged; `None` in an empty store.
    pub fn current(&self) -> Option<Arc<Edition>> {
        self.held().current.clone()
    }

    /// The metadata that was last accepted as a whole.
    pub fn trusted(&self) -> Option<Arc<TrustedSet>> {
        self.held().trusted.clone()
    }

    /// The clock's floor as it was last written: an instant that is certainly past.
    pub fn floor(&self) -> Option<WallTime> {
        self.held().state.floor_ms
    }

    /// The newest root version ever accepted from the feed that began with that root file, even if the set was lost.
    pub fn root_floor(&self, origin: Digest) -> u64 {
        self.held().state.root_floor.filter(|floor| floor.origin == origin).map_or(0, |floor| floor.version)
    }

    /// Makes this edition the one that plays, in one step. It is refused unless all of its files are here.
    pub fn commit(&self, edition: Edition, floor: WallTime) -> Result<Arc<Edition>, StoreError> {
        let missing = edition.missing(self.blobs());
        if !missing.is_empty() {
            return Err(StoreError::Incomplete(missing));
        }
        let edition = Arc::new(edition);
        self.update(|held| {
            let name = edition.name();
            if held.state.current != Some(name) {
                // What really played is the one worth keeping: it may be the older one, if the newer was damaged.
                held.state.previous = held.current.as_ref().map(|playing| playing.name());
            }
            held.state.current = Some(name);
            raise(&mut held.state.floor_ms, floor);
            held.current = Some(edition.clone());
            true
        })?;
        Ok(edition)
    }

    /// Replaces the trusted metadata, in one step. `root_version` is the version of its newest root.
    pub fn commit_trusted(&self, set: TrustedSet, root_version: u64, floor: WallTime) -> Result<(), StoreError> {
        let text = serde_json::to_vec(&set).expect("plain data with text keys has a JSON form");
        let digest = self.blobs().put(&text)?;
        let origin = set.origin();
        self.update(|held| {
            let before = held.state.root_floor.filter(|floor| floor.origin == origin).map_or(0, |floor| floor.version);
            held.state.root_floor = Some(RootFloor { origin, version: root_version.max(before) });
            held.state.trusted = Some(digest);
            raise(&mut held.state.floor_ms, floor);
            held.trusted = Some(Arc::new(set));
            true
        })
    }

    /// Says by which keys the time is signed from now on. Where it was others before, the floor they raised is forgotten
    /// and the answer is true.
    pub fn keep_time_by(&self, keys: Digest) -> Result<bool, StoreError> {
        let mut replaced = false;
        if self.held().state.timekeepers != Some(keys) {
            self.update(|held| {
                replaced = held.state.timekeepers.is_some_and(|before| before != keys);
                held.state.timekeepers = Some(keys);
                if replaced {
                    held.state.floor_ms = None;
                }
                true
            })?;
        }
        Ok(replaced)
    }

    /// Writes the clock's floor down if it has risen by six hours since it was last written.
    pub fn note_floor(&self, floor: WallTime) -> Result<(), StoreError> {
        let worth_it = |written: Option<WallTime>| written.is_none_or(|written| floor - written >= FLOOR_STEP_MS);
        if !worth_it(self.floor()) {
            return Ok(());
        }
        self.update(|held| {
            let write = worth_it(held.state.floor_ms);
            raise(&mut held.state.floor_ms, floor);
            write
        })
    }

    /// Reads again what is committed: another process may have collected into the same folder.
    pub fn reload(&self) -> Result<(), StoreError> {
        let mut held = self.held();
        self.reload_into(&mut held)
    }

    fn reload_into(&self, held: &mut Held) -> Result<(), StoreError> {
        let states = state::load(&*self.0.disk, &self.0.dir)?;
        let newest = states.first().cloned().unwrap_or_default();
        if newest.sequence <= held.state.sequence {
            // The same; or the newer of the two files has just become unreadable, and memory knows better.
            return Ok(());
        }
        let names: Vec<_> = states.iter().flat_map(|state| [state.current, state.previous]).flatten().collect();
        let editions: Vec<Edition> = names
            .into_iter()
            .filter_map(|name| {
                Edition::of(self.blobs(), name.programme, name.canvas)
                    .inspect_err(|error| tracing::warn!(%error, "an edition is passed over"))
                    .ok()
            })
            .collect();
        // The newest that is whole; failing that the newest at all: a slide without its picture is skipped, the rest play.
        let whole = editions.iter().find(|edition| edition.missing(self.blobs()).is_empty());
        held.current = whole.or(editions.first()).cloned().map(Arc::new);
        held.trusted = states.iter().filter_map(|state| state.trusted).find_map(|digest| {
            let set = self.read_trusted(&digest);
            set.inspect_err(|error| tracing::warn!(%error, "a set of metadata is passed over")).ok().map(Arc::new)
        });
        held.state = newest;
        Ok(())
    }

    fn read_trusted(&self, digest: &Digest) -> Result<TrustedSet, StoreError> {
        let text = self.blobs().read(digest, TRUSTED_BYTES)?;
        let what = "a set of trusted metadata";
        serde_json::from_slice(&text).map_err(|source| StoreError::NotA { digest: *digest, what, source })
    }

    /// Changes the state by `change`, which answers whether there is anything to write.
    fn update(&self, change: impl FnOnce(&mut Held) -> bool) -> Result<(), StoreError> {
        let path = self.0.dir.join("lock");
        let _lock = self.0.disk.lock(&path).map_err(|source| StoreError::Write { path, source })?;
        let mut held = self.held();
        self.reload_into(&mut held)?;
        let mut next = Held { state: held.state.clone(), current: held.current.clone(), trusted: held.trusted.clone() };
        if !change(&mut next) {
            return Ok(());
        }
        next.state.sequence += 1;
        state::save(&*self.0.disk, &self.0.dir, &next.state)?;
        *held = next;
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn raise(floor: &mut Option<WallTime>, to: WallTime) {
    *floor = Some(floor.map_or(to, |floor| floor.max(to)));
}
