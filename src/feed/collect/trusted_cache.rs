//! The two faces the verifying library looks at, made so that an interrupted refresh opens no way to roll back.
//!
//! The rules it keeps:
//! - The library on its own writes a new timestamp before it has the snapshot; after a failure there and a restart, the old
//!   snapshot no longer fits and is forgotten, and with it the floor below which targets must not go. So the library never
//!   writes here: what it verified is kept in memory, and [`super::Client`] decides what of it is stored.
//! - Stored files are fed to the library again before the network is asked ("replayed"), so that it knows every floor.
//! - A new root ends the refresh it came in. What was verified under the old one is replayed under the new one first.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sigstore_tuf::{Error, MetadataStore, Repository, transport::FetchFuture};

use crate::{
    feed::{
        signed_time::TimeResponse,
        transport::{Transport, TransportError},
        tree::{TreeFile, TreePath},
    },
    model::limits,
};

/// What the library was given and has verified, shared by its two faces and the client.
#[derive(Clone, Default)]
pub(super) struct TrustedCache(Arc<Mutex<CacheState>>);

#[derive(Default)]
struct CacheState {
    /// The stored files that answer in place of the network, while there are some to be replayed.
    replayed: Option<Replayed>,
    verified: VerifiedFiles,
    new_roots: NewRoots,
    asked: LastAsked,
    times: Vec<TimeResponse>,
}

/// Stored files that are fed to the library again.
pub(super) struct Replayed {
    pub timestamp: String,
    pub snapshot: Option<String>,
    pub targets: Option<String>,
}

/// The files the library has verified and not thrown away since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct VerifiedFiles {
    pub timestamp: Option<String>,
    /// The newest snapshot, after the timestamp that named it: a later one may name the same snapshot.
    pub snapshot: Option<(String, String)>,
    pub targets: Option<String>,
    /// Files of roles that the targets delegate to, by their names in the feed.
    pub delegated: BTreeMap<String, String>,
}

/// Roots that came over the network, each signed by the one before it.
#[derive(Debug, Clone, Default)]
pub(super) struct NewRoots {
    pub files: Vec<String>,
    /// They ended the refresh they came in.
    pub ended_refresh: bool,
}

/// The file that was asked for last: the one an error is about.
#[derive(Debug, Clone, Default)]
pub(super) struct LastAsked {
    /// Its path below the feed's base.
    pub file: String,
    /// There was none.
    pub lacking: bool,
    /// The timestamp as it last came, verified or not.
    pub timestamp: Option<Vec<u8>>,
}

impl TrustedCache {
    fn state(&self) -> MutexGuard<'_, CacheState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on these files answer, or the network where there are none.
    pub fn replay(&self, files: Option<Replayed>) {
        self.state().replayed = files;
    }

    /// What the library has verified.
    pub fn verified(&self) -> VerifiedFiles {
        self.state().verified.clone()
    }

    /// The roots that came since this was last asked.
    pub fn take_new_roots(&self) -> NewRoots {
        std::mem::take(&mut self.state().new_roots)
    }

    /// What the answers said of the time since this was last asked; nothing of it is verified.
    pub fn take_times(&self) -> Vec<TimeResponse> {
        std::mem::take(&mut self.state().times)
    }

    /// Asks for the timestamp beside the library; it is looked at, and nothing is trusted for it. A failure changes nothing.
    pub async fn ask_for_timestamp(&self, transport: &dyn Transport) {
        if let Ok(answer) = transport.get(&TreeFile::Timestamp.into(), limits::METADATA_BYTES).await {
            let mut state = self.state();
            state.times.extend(answer.time);
            state.asked.timestamp = answer.content;
        }
    }

    /// What was asked for last.
    pub fn asked(&self) -> LastAsked {
        self.state().asked.clone()
    }
}

/// The library's view of the feed.
pub(super) struct CachedRepository {
    pub cache: TrustedCache,
    pub transport: Arc<dyn Transport>,
}

impl CachedRepository {
    async fn get(&self, path: TreePath, cap: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        {
            let asked = &mut self.cache.state().asked;
            (asked.file, asked.lacking) = (path.to_string(), false);
        }
        let answer = self.transport.get(&path, cap).await.map_err(|error: TransportError| {
            let message = error.to_string();
            Error::transport_with_source(message, error)
        })?;
        let mut state = self.cache.state();
        state.times.extend(answer.time);
        state.asked.lacking = answer.content.is_none();
        Ok(answer.content)
    }
}

fn unknown(name: &str) -> Error {
    Error::Malformed(format!("`{name}` is not a name a feed uses"))
}

const TIMESTAMP: &str = "timestamp.json";

impl Repository for CachedRepository {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move {
            {
                let mut state = self.cache.state();
                if let Some(replayed) = &state.replayed {
                    return Ok(replayed.file(name).map(|text| text.clone().into_bytes()));
                }
                if name == TIMESTAMP && !state.new_roots.files.is_empty() {
                    state.new_roots.ended_refresh = true;
                    return Err(Error::Malformed("a new root came: everything below it is verified anew".to_owned()));
                }
            }
            let bytes = self.get(TreePath::metadata(name).map_err(|_| unknown(name))?, max_length).await?;
            if name == TIMESTAMP {
                self.cache.state().asked.timestamp.clone_from(&bytes);
            }
            Ok(bytes)
        })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.get(TreePath::target(path).map_err(|_| unknown(path))?, max_length).await })
    }
}

impl Replayed {
    /// The file that answers to `name`, with a version before it or not.
    fn file(&self, name: &str) -> Option<&String> {
        let versioned = name.split_once('.').filter(|(version, _)| version.parse::<u64>().is_ok());
        match versioned.map_or(name, |(_, bare)| bare) {
            TIMESTAMP => Some(&self.timestamp),
            "snapshot.json" => self.snapshot.as_ref(),
            "targets.json" => self.targets.as_ref(),
            _ => None,
        }
    }
}

impl MetadataStore for TrustedCache {
    /// Nothing: what is stored is replayed, in an order that keeps every floor.
    fn load(&self, _name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        let mut state = self.state();
        // Signed JSON is UTF-8 or it would not have been read.
        let text = || String::from_utf8_lossy(bytes).into_owned();
        match name {
            // The library writes the root it was made with as well, before the first question.
            "root.json" if state.asked.file.ends_with(".root.json") => state.new_roots.files.push(text()),
            TIMESTAMP => state.verified.timestamp = Some(text()),
            "snapshot.json" => {
                let named_by = state.verified.timestamp.clone().unwrap_or_default();
                state.verified.snapshot = Some((named_by, text()));
                state.verified.targets = None;
                state.verified.delegated.clear();
            }
            "targets.json" => state.verified.targets = Some(text()),
            "root.json" => {}
            // Names with a folder are copies, of older roots and of targets.
            _ => {
                if let Some(role) = name.strip_suffix(".json").filter(|role| !role.contains('/'))
                    && !role.ends_with(".snapshot")
                {
                    state.verified.delegated.insert(role.to_owned(), text());
                }
            }
        }
        Ok(())
    }
}
