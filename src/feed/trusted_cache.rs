//! The two faces the verifying library looks at, made so that an interrupted refresh opens no way to roll back.
//!
//! The library on its own writes a new timestamp before it has the snapshot; after a failure there and a restart, the old
//! snapshot no longer fits and is forgotten, and with it the floor below which targets must not go. So here the library
//! never writes: at the start it is cache the last set that was accepted as a whole, at the time it was accepted, and a
//! new set replaces that one only after a refresh that succeeded.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sigstore_tuf::{Error, MetadataStore, Repository, transport::FetchFuture};

use super::{
    signed_time::TimeResponse,
    transport::{Transport, TransportError},
    tree::TreePath,
};
use crate::store::{Accepted, TrustedSet};

/// What the library is cache, shared by the two faces and the client.
#[derive(Clone)]
pub(super) struct TrustedCache(Arc<Mutex<CacheState>>);

struct CacheState {
    set: TrustedSet,
    /// Whether the network is hidden and the accepted set cache in its place.
    offline: bool,
    staged: Staged,
    /// The file that was asked for last: the one an error is about.
    asked: String,
    /// What answers said of the time, one a timestamp asked for.
    times: Vec<TimeResponse>,
}

/// What a refresh has verified so far.
#[derive(Default)]
struct Staged {
    roots: Vec<String>,
    timestamp: Option<String>,
    snapshot: Option<String>,
    targets: Option<String>,
}

impl TrustedCache {
    pub fn new(set: TrustedSet) -> Self {
        Self(Arc::new(Mutex::new(CacheState {
            set,
            offline: true,
            staged: Staged::default(),
            asked: String::new(),
            times: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, CacheState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the network answers.
    pub fn go_online(&self) {
        let mut state = self.state();
        state.offline = false;
        state.staged = Staged::default();
    }

    /// Forgets what no longer verifies under the newest root.
    pub fn forget_accepted(&self) {
        self.state().set.accepted = None;
    }

    /// What the answers said of the time since this was last asked; nothing of it is verified.
    pub fn take_times(&self) -> Vec<TimeResponse> {
        std::mem::take(&mut self.state().times)
    }

    pub fn asked(&self) -> String {
        self.state().asked.clone()
    }

    /// Takes in what the refresh verified: everything if it succeeded, and new roots in any case, since a root that the
    /// old one signed is the newest word on which keys to trust. Answers with the set, if it is new.
    pub fn adopt(&self, succeeded_at: Option<crate::model::WallTime>) -> Option<TrustedSet> {
        let mut state = self.state();
        let staged = std::mem::take(&mut state.staged);
        let before = state.set.clone();
        state.set.roots.extend(staged.roots);
        if let Some(at) = succeeded_at {
            let new = staged.timestamp.is_some() || staged.snapshot.is_some() || staged.targets.is_some();
            let old = state.set.accepted.clone();
            let or_old = |text: Option<String>, old: fn(Accepted) -> String, from: &Option<Accepted>| {
                text.or_else(|| from.clone().map(old))
            };
            let timestamp = or_old(staged.timestamp, |set| set.timestamp, &old);
            let snapshot = or_old(staged.snapshot, |set| set.snapshot, &old);
            let targets = or_old(staged.targets, |set| set.targets, &old);
            if let (true, Some(timestamp), Some(snapshot), Some(targets)) = (new, timestamp, snapshot, targets) {
                state.set.accepted = Some(Accepted { timestamp, snapshot, targets, at });
            }
        }
        (state.set != before).then(|| state.set.clone())
    }

    pub fn set(&self) -> TrustedSet {
        self.state().set.clone()
    }
}

/// The library's view of the feed.
pub(super) struct CachedRepository {
    pub cache: TrustedCache,
    pub transport: Arc<dyn Transport>,
}

impl CachedRepository {
    async fn get(&self, path: TreePath, cap: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        self.cache.state().asked = path.to_string();
        let answer = self.transport.get(&path, cap).await.map_err(|error: TransportError| {
            let message = error.to_string();
            Error::transport_with_source(message, error)
        })?;
        self.cache.state().times.extend(answer.time);
        Ok(answer.content)
    }
}

fn unknown(name: &str) -> Error {
    Error::Malformed(format!("`{name}` is not a name a feed uses"))
}

impl Repository for CachedRepository {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move {
            {
                let state = self.cache.state();
                if state.offline {
                    let accepted = state.set.accepted.as_ref();
                    return Ok(accepted.and_then(|set| accepted_file(set, name)).map(|text| text.clone().into_bytes()));
                }
            }
            self.get(TreePath::metadata(name).map_err(|_| unknown(name))?, max_length).await
        })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.get(TreePath::target(path).map_err(|_| unknown(path))?, max_length).await })
    }
}

/// The file of the accepted set that answers to `name`, with a version before it or not.
fn accepted_file<'a>(set: &'a Accepted, name: &str) -> Option<&'a String> {
    let bare =
        name.split_once('.').filter(|(version, _)| version.parse::<u64>().is_ok()).map_or(name, |(_, bare)| bare);
    match bare {
        "timestamp.json" => Some(&set.timestamp),
        "snapshot.json" => Some(&set.snapshot),
        "targets.json" => Some(&set.targets),
        _ => None,
    }
}

impl MetadataStore for TrustedCache {
    fn load(&self, name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        let state = self.state();
        Ok(state.set.accepted.as_ref().and_then(|set| accepted_file(set, name)).map(|text| text.clone().into_bytes()))
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        let mut state = self.state();
        if state.offline {
            return Ok(());
        }
        // Signed JSON is UTF-8 or it would not have been read.
        let text = String::from_utf8_lossy(bytes).into_owned();
        match name {
            "root.json" if state.set.root() != text => state.staged.roots.push(text),
            "timestamp.json" => state.staged.timestamp = Some(text),
            "snapshot.json" => state.staged.snapshot = Some(text),
            "targets.json" => state.staged.targets = Some(text),
            _ => {}
        }
        Ok(())
    }
}
