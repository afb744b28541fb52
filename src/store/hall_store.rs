//! The folder of a hall: what is committed in it, and how that changes in one step.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    blobs::Blobs,
    disk::{Disk, RealDisk},
    edition::Edition,
    error::StoreError,
    state::{self, FeedState, RootFloor, StoreState},
    trusted::TrustedSet,
};
use crate::{
    clock::Clock,
    model::{Digest, FeedId, FeedProgramme, Programmes, WallTime},
};

/// Bytes of pictures a hall may keep, where nothing else is said: small against a 16 GB card, large against a programme.
pub const DISK_BUDGET_BYTES: u64 = 1 << 30;

/// How far the clock's floor must have risen to be worth a write of its own, milliseconds: cards wear out.
const FLOOR_STEP_MS: i64 = 6 * 3_600_000;

/// Largest trusted set that is read, bytes: four metadata files and a long history of roots.
const TRUSTED_BYTES: u64 = 16 << 20;

/// A hall's folder, looked at for one of the feeds that the hall follows; cheap to clone, and clones are the same store.
///
/// Its calls block for as long as the disk takes.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) shared: Arc<SharedStore>,
    feed: FeedId,
}

#[derive(Debug)]
pub(super) struct SharedStore {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) dir: PathBuf,
    blobs: Blobs,
    pub(super) budget: u64,
    committed: Mutex<Committed>,
    /// The file that was looked over last.
    pub(super) scrubbed: Mutex<Option<Digest>>,
}

/// What is committed, as last read or written.
#[derive(Debug, Clone, Default)]
struct Committed {
    state: StoreState,
    feeds: BTreeMap<FeedId, CommittedFeed>,
    /// Another program has taken in that an earlier word on the time counts no more; this one's clock does not know yet.
    time_taken_back: bool,
}

/// What the state names of one feed, read.
#[derive(Debug, Clone, Default)]
struct CommittedFeed {
    current: Option<Arc<Edition>>,
    trusted: Option<Arc<TrustedSet>>,
}

/// By whom and how often a feed's word on the time was given: where either changes, what was said before is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeAuthority {
    /// Names the keys that sign the time.
    pub keys: Digest,
    /// How often the feed has taken back what it said of the time; counts up.
    pub corrections: u64,
}

impl Store {
    /// Opens the folder, making it where it is missing, and finds the edition to play; looked at for a hall's only feed.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be made or read.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::on(Arc::new(RealDisk::default()), dir, DISK_BUDGET_BYTES)
    }

    /// The same on a given disk, keeping at most `budget` bytes besides what it cannot do without.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub fn on(disk: Arc<dyn Disk>, dir: &Path, budget: u64) -> Result<Self, StoreError> {
        let blobs = Blobs::in_folder(disk.clone(), dir.join("blobs"))?;
        let (committed, scrubbed) = (Mutex::default(), Mutex::default());
        let shared = Arc::new(SharedStore { disk, dir: dir.to_owned(), blobs, budget, committed, scrubbed });
        let store = Self { shared, feed: FeedId::only() };
        store.reload()?;
        Ok(store)
    }

    /// The same store, looked at for that feed.
    pub fn of_feed(&self, feed: FeedId) -> Self {
        Self { shared: self.shared.clone(), feed }
    }

    /// Says which feeds this hall follows, highest authority first. What others have left is forgotten.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written; then it is as before.
    pub fn follow(&self, feeds: &[FeedId]) -> Result<(), StoreError> {
        self.update(|committed| {
            let before = committed.state.clone();
            committed.state.set_feeds(feeds);
            committed.feeds.retain(|feed, _| feeds.contains(feed));
            committed.state != before
        })
    }

    /// The editions to play, of all feeds that have one, highest authority first.
    pub fn editions(&self) -> Vec<(FeedId, Arc<Edition>)> {
        let committed = self.committed();
        let edition = |feed: &FeedState| Some((feed.id.clone(), committed.feeds.get(&feed.id)?.current.clone()?));
        committed.state.feeds().filter_map(edition).collect()
    }

    /// What the feeds of this hall say together, highest authority first; `None` in an empty store.
    pub fn programmes(&self) -> Option<Programmes> {
        let said =
            |(feed, edition): (FeedId, Arc<Edition>)| FeedProgramme { feed, programme: edition.programme.clone() };
        Programmes::new(self.editions().into_iter().map(said).collect())
    }

    /// The immutable files.
    pub fn blobs(&self) -> &Blobs {
        &self.shared.blobs
    }

    /// The disk it lives on.
    pub fn disk(&self) -> &dyn Disk {
        &*self.shared.disk
    }

    /// The folder it lives in.
    pub fn dir(&self) -> &Path {
        &self.shared.dir
    }

    /// The feed's edition to play: the committed one; the one before it where that is damaged; `None` where there is none.
    pub fn current(&self) -> Option<Arc<Edition>> {
        self.committed().feeds.get(&self.feed)?.current.clone()
    }

    /// What is trusted of the feed's metadata.
    pub fn trusted(&self) -> Option<Arc<TrustedSet>> {
        self.committed().feeds.get(&self.feed)?.trusted.clone()
    }

    /// The clock's floor as it was last written: an instant that is certainly past.
    pub fn floor(&self) -> Option<WallTime> {
        self.committed().state.floor_ms
    }

    /// The newest root version ever accepted from the feed that began with that root file, even if the set was lost.
    pub fn root_floor(&self, origin: Digest) -> u64 {
        let committed = self.committed();
        let floor = committed.state.feed(&self.feed).and_then(|feed| feed.root_floor);
        floor.filter(|floor| floor.origin == origin).map_or(0, |floor| floor.version)
    }

    /// Makes this edition the one that plays of the feed, in one step.
    ///
    /// # Errors
    /// [`StoreError::Incomplete`] unless all of its files are here; another where it could not be written.
    pub fn commit(&self, edition: Edition, floor: WallTime) -> Result<Arc<Edition>, StoreError> {
        let missing = edition.missing(self.blobs());
        if !missing.is_empty() {
            return Err(StoreError::Incomplete(missing));
        }
        self.commit_lacking(edition, floor)
    }

    /// The same for an edition that lacks pictures, for which there is no room: its words are what matters in an emergency,
    /// and slides without their picture are passed over.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written.
    pub fn commit_lacking(&self, edition: Edition, floor: WallTime) -> Result<Arc<Edition>, StoreError> {
        let edition = Arc::new(edition);
        self.update(|committed| {
            let name = edition.name();
            let playing = committed.feeds.entry(self.feed.clone()).or_default();
            let state = committed.state.feed_mut(&self.feed);
            if state.current != Some(name) {
                // What really played is the one worth keeping: it may be the older one, if the newer was damaged.
                state.previous = playing.current.as_ref().map(|playing| playing.name());
            }
            state.current = Some(name);
            playing.current = Some(edition.clone());
            raise(&mut committed.state.floor_ms, floor);
            true
        })?;
        Ok(edition)
    }

    /// Replaces the feed's trusted metadata, in one step. `root_version` is the version of its newest root.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written; then it is as before.
    pub fn commit_trusted(&self, set: TrustedSet, root_version: u64, floor: WallTime) -> Result<(), StoreError> {
        let text = serde_json::to_vec(&set).expect("plain data with text keys has a JSON form");
        let digest = self.blobs().put(&text)?;
        let origin = set.origin();
        self.update(|committed| {
            let state = committed.state.feed_mut(&self.feed);
            let before = state.root_floor.filter(|floor| floor.origin == origin).map_or(0, |floor| floor.version);
            state.root_floor = Some(RootFloor { origin, version: root_version.max(before) });
            state.trusted = Some(digest);
            raise(&mut committed.state.floor_ms, floor);
            committed.feeds.entry(self.feed.clone()).or_default().trusted = Some(Arc::new(set));
            true
        })
    }

    /// Says whose word on the time the feed gives from now on. Where that takes back an earlier word, the floor is
    /// forgotten, for that word may have raised it, and the answer is true.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written; then it is as before.
    pub fn keep_time_by(&self, source: TimeAuthority) -> Result<bool, StoreError> {
        let known = |committed: &Committed| {
            committed.state.feed(&self.feed).is_some_and(|feed| {
                feed.timekeepers == Some(source.keys) && feed.time_corrections >= source.corrections
            })
        };
        if known(&self.committed()) {
            return Ok(false);
        }
        let mut taken_back = false;
        self.update(|committed| {
            if known(committed) {
                return false;
            }
            let state = committed.state.feed_mut(&self.feed);
            let replaced = state.timekeepers.is_some_and(|before| before != source.keys);
            taken_back = replaced || state.time_corrections < source.corrections;
            state.timekeepers = Some(source.keys);
            // The count belongs to the keys: what somebody else's key counted up to says nothing of the new ones.
            let counted = if replaced { 0 } else { state.time_corrections };
            state.time_corrections = counted.max(source.corrections);
            if taken_back {
                committed.state.floor_ms = None;
            }
            true
        })?;
        Ok(taken_back)
    }

    /// Writes the clock's floor down if it has risen by six hours since it was last written.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written; then it is as before.
    pub fn note_floor(&self, floor: WallTime) -> Result<(), StoreError> {
        let worth_it = |written: Option<WallTime>| written.is_none_or(|written| floor - written >= FLOOR_STEP_MS);
        if !worth_it(self.floor()) {
            return Ok(());
        }
        self.update(|committed| {
            let write = worth_it(committed.state.floor_ms);
            raise(&mut committed.state.floor_ms, floor);
            write
        })
    }

    /// Reads again what is committed: another process may have collected into the same folder.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be read.
    pub fn reload(&self) -> Result<(), StoreError> {
        let mut committed = self.committed();
        self.reload_into(&mut committed)
    }

    /// Whether something that is committed is not on the disk any more: somebody removed files, or the whole folder.
    pub fn has_losses(&self) -> bool {
        let lacks = |edition: &Edition| {
            !self.blobs().has(&edition.digest, edition.bytes) || !edition.missing(self.blobs()).is_empty()
        };
        self.editions().iter().any(|(_, edition)| lacks(edition)) || self.has_lost_its_pointer()
    }

    /// Puts the folder and the pointer back where they are gone, so that what is missing can be fetched again.
    ///
    /// # Errors
    /// [`StoreError`] where they cannot be written.
    pub fn mend(&self) -> Result<(), StoreError> {
        let dir = self.blobs().dir();
        let made = self.shared.disk.make_dir(dir);
        made.map_err(|source| StoreError::Open { path: dir.to_owned(), source })?;
        if self.has_lost_its_pointer() { self.update(|_| true) } else { Ok(()) }
    }

    fn has_lost_its_pointer(&self) -> bool {
        let states = || state::load(&*self.shared.disk, &self.shared.dir);
        self.committed().state.sequence > 0 && states().is_ok_and(|states| states.is_empty())
    }

    /// Whether the disk cannot be written, so that what comes is kept in memory.
    pub fn is_in_memory(&self) -> bool {
        self.shared.disk.is_refusing()
    }

    /// Brings a clock in line with what is committed, by this program or another: what was taken back is forgotten, and
    /// what is certainly past is its floor.
    ///
    /// # Errors
    /// As [`Store::reload`].
    pub fn follow_with(&self, clock: &Clock) -> Result<(), StoreError> {
        self.reload()?;
        if std::mem::take(&mut self.committed().time_taken_back) {
            clock.reset();
        }
        if let Some(floor) = self.floor() {
            clock.raise_floor(floor);
        }
        Ok(())
    }

    /// Whether the accepted metadata lies on the disk and is good.
    pub fn has_trusted(&self) -> bool {
        let named = self.committed().state.feed(&self.feed).and_then(|feed| feed.trusted);
        named.is_some_and(|digest| self.blobs().open(&digest).is_ok())
    }

    fn reload_into(&self, committed: &mut Committed) -> Result<(), StoreError> {
        let states = state::load(&*self.shared.disk, &self.shared.dir)?;
        let newest = states.first().cloned().unwrap_or_default();
        if newest.sequence <= committed.state.sequence {
            // The same; or the newer of the two files has just become unreadable, and memory knows better.
            return Ok(());
        }
        let taken_back = |new: &FeedState| {
            committed.state.feed(&new.id).is_some_and(|old| {
                old.time_corrections < new.time_corrections
                    || old.timekeepers.is_some() && old.timekeepers != new.timekeepers
            })
        };
        committed.time_taken_back |= newest.feeds().any(taken_back);
        committed.feeds = newest.feeds().map(|feed| (feed.id.clone(), self.read_feed(&feed.id, &states))).collect();
        committed.state = newest;
        Ok(())
    }

    /// What plays and is trusted of a feed, by the newest state that names something which is still good.
    fn read_feed(&self, id: &FeedId, states: &[StoreState]) -> CommittedFeed {
        let states: Vec<&FeedState> = states.iter().filter_map(|state| state.feed(id)).collect();
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
        let current = whole.or(editions.first()).cloned().map(Arc::new);
        let trusted = states.iter().filter_map(|state| state.trusted).find_map(|digest| {
            let set = self.read_trusted(&digest);
            set.inspect_err(|error| tracing::warn!(%error, "a set of metadata is passed over")).ok().map(Arc::new)
        });
        CommittedFeed { current, trusted }
    }

    fn read_trusted(&self, digest: &Digest) -> Result<TrustedSet, StoreError> {
        let text = self.blobs().read(digest, TRUSTED_BYTES)?;
        let what = "a set of trusted metadata";
        serde_json::from_slice(&text).map_err(|source| StoreError::NotA { digest: *digest, what, source })
    }

    /// Changes the state by `change`, which answers whether there is anything to write.
    fn update(&self, change: impl FnOnce(&mut Committed) -> bool) -> Result<(), StoreError> {
        let path = self.shared.dir.join("lock");
        let _lock = self.shared.disk.lock(&path).map_err(|source| StoreError::Write { path, source })?;
        let mut committed = self.committed();
        self.reload_into(&mut committed)?;
        let mut next = committed.clone();
        if !change(&mut next) {
            return Ok(());
        }
        next.state.sequence += 1;
        state::save(&*self.shared.disk, &self.shared.dir, &next.state)?;
        *committed = next;
        Ok(())
    }

    fn committed(&self) -> MutexGuard<'_, Committed> {
        self.shared.committed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn raise(floor: &mut Option<WallTime>, to: WallTime) {
    *floor = Some(floor.map_or(to, |floor| floor.max(to)));
}
