//! A client of one feed: asks, verifies by the full workflow of the TUF specification, and hands over targets.

use std::sync::Arc;

use sigstore_tuf::{Error, Updater, UpdaterConfig};

use super::{
    CollectError,
    repository::ISSUED,
    signed_time::TimeKeys,
    transport::{Transport, TransportError},
    tree::TreeFile,
    trusted_cache::{CachedRepository, TrustedCache},
};
use crate::{
    clock::TimeSample,
    model::{Digest, WallTime, limits},
    store::TrustedSet,
};

/// Most root rotations walked in one refresh; a feed that offers more is caught up with in the next.
const ROTATIONS: u32 = 256;

/// A client of one feed.
///
/// It starts from a root that was installed by hand, or from the set of metadata it accepted last, and knows no time of
/// its own.
pub struct Client {
    updater: Updater,
    cache: TrustedCache,
    root_floor: u64,
}

/// What a refresh found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The set to keep in place of the last one; `None` where nothing is new.
    pub set: Option<TrustedSet>,
    /// When the feed signed its timestamp: an instant that is certainly past.
    pub issued: Option<WallTime>,
}

/// A target as the trusted metadata names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetFile {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Client {
    /// A client that trusts `root`, the root file installed by hand, and whatever `last` proves to have grown from it.
    ///
    /// `root_floor` is the newest root version this hall has ever accepted; older ones may list keys that were stolen.
    pub async fn new(
        transport: Arc<dyn Transport>,
        root: &[u8],
        last: Option<&TrustedSet>,
        root_floor: u64,
    ) -> Result<Self, CollectError> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        // A root file that the last set did not grow from is the operator's word: it begins a new history, and what was
        // accepted before counts only if its keys did sign it.
        let (grown, set) = match last {
            Some(last) if last.grew_from(root) => (true, last.clone()),
            Some(last) => (false, TrustedSet { accepted: last.accepted.clone(), ..TrustedSet::from_root(text(root)) }),
            None => (false, TrustedSet::from_root(text(root))),
        };
        let cache = TrustedCache::new(set);
        let build = |cache: &TrustedCache| {
            let line = CachedRepository { cache: cache.clone(), transport: transport.clone() };
            let newest = cache.set().root().to_owned();
            Ok(Updater::new(line, newest.as_bytes())?.with_config(config()).with_store(cache.clone()))
        };
        let bad_root = |error: Error| CollectError::BadRoot { why: chain(&error) };
        let mut updater = build(&cache).map_err(bad_root)?;
        if let Some(accepted) = cache.set().accepted
            && let Err(error) = updater.refresh(accepted.at.timestamp()).await
        {
            if grown {
                tracing::warn!(%error, "the metadata accepted last no longer verifies and is forgotten");
            }
            cache.forget_accepted();
            updater = build(&cache).map_err(bad_root)?;
        }
        cache.go_online();
        let version = updater.trusted().root().version;
        if version < root_floor {
            tracing::warn!(version, root_floor, "starting again from an old root; the newer ones must come first");
        }
        Ok(Self { updater, cache, root_floor })
    }

    /// Asks the feed for news and verifies it as of `now`. On failure nothing it said counts, except a newer root that
    /// the old one signed.
    pub async fn refresh(&mut self, now: WallTime) -> Result<Refreshed, Rejected> {
        let outcome = self.updater.refresh(now.timestamp()).await;
        let version = self.updater.trusted().root().version;
        let outcome = outcome.map_err(|error| self.explain(error)).and_then(|()| {
            if version < self.root_floor {
                let file = TreeFile::Root(version + 1).to_string();
                return Err(CollectError::Lacks { file });
            }
            Ok(())
        });
        let set = self.cache.adopt(outcome.is_ok().then_some(now));
        match outcome {
            Ok(()) => Ok(Refreshed { set, issued: self.issued() }),
            Err(error) => Err(Rejected { error, set }),
        }
    }

    /// When the feed signed the timestamp that is trusted now.
    pub fn issued(&self) -> Option<WallTime> {
        let issued = self.updater.trusted().timestamp()?.extra.get(ISSUED)?.as_i64()?;
        Some(WallTime(issued))
    }

    /// The feed's time as the answers of the last refresh told it, where they are signed by a key that signs the feed's
    /// timestamps.
    pub fn take_samples(&mut self) -> Vec<TimeSample> {
        let keys = TimeKeys::of(self.updater.trusted().root());
        self.cache.take_times().iter().filter_map(|time| keys.verify(time)).collect()
    }

    /// Names the keys by which the newest root has timestamps, and so the time, signed.
    pub fn timekeepers(&self) -> Digest {
        let role = self.updater.trusted().root().role("timestamp");
        let mut ids: Vec<String> = role.iter().flat_map(|role| &role.keyids).map(ToString::to_string).collect();
        ids.sort();
        Digest::of(ids.join(" ").as_bytes())
    }

    /// Version of the newest root.
    pub fn root_version(&self) -> u64 {
        self.updater.trusted().root().version
    }

    /// The target of that name, if the feed has one.
    pub async fn target(&mut self, name: &str, now: WallTime) -> Result<Option<TargetFile>, CollectError> {
        let listed = self.updater.get_target_info(name, now.timestamp()).await;
        let Some(listed) = listed.map_err(|error| self.explain(error))? else { return Ok(None) };
        let digest = listed.hashes.get("sha256").and_then(|digest| digest.parse().ok());
        let digest = digest.ok_or_else(|| CollectError::Refused {
            file: "metadata/targets.json".to_owned(),
            why: format!("it names `{name}` without a SHA-256 digest"),
        })?;
        Ok(Some(TargetFile { digest, bytes: listed.length }))
    }

    /// The bytes of the target of that name, verified.
    pub async fn fetch(&mut self, name: &str, now: WallTime) -> Result<Vec<u8>, CollectError> {
        let listed = self.updater.get_target_info(name, now.timestamp()).await;
        let listed = listed.map_err(|error| self.explain(error))?;
        let listed = listed.ok_or_else(|| CollectError::NoTarget(name.to_owned()))?;
        self.updater.download_target(&listed, name).await.map_err(|error| self.explain(error))
    }

    /// An error of the library in our words, with the file it is about.
    fn explain(&self, error: Error) -> CollectError {
        let file = self.cache.asked();
        match error {
            Error::Transport { message, source } => match source.map(|source| source.downcast::<TransportError>()) {
                Some(Ok(error)) => match *error {
                    TransportError::TooLarge { .. } => CollectError::Refused { file, why: error.to_string() },
                    error => CollectError::Unreachable(error),
                },
                Some(Err(_)) => CollectError::Refused { file, why: message },
                None if message.contains("not found") => CollectError::Lacks { file },
                None => CollectError::Refused { file, why: message },
            },
            Error::Json(source) => CollectError::NotMetadata { file, why: source.to_string() },
            Error::Expired { role, expires } => CollectError::Expired { file, role, expires: expires.into() },
            Error::TargetNotFound(name) => CollectError::NoTarget(name),
            error => CollectError::Refused { file, why: chain(&error) },
        }
    }
}

/// A refresh that failed, and what of it counts all the same.
#[derive(Debug)]
pub struct Rejected {
    /// Why.
    pub error: CollectError,
    /// The last set with newer roots, where the old ones signed them.
    pub set: Option<TrustedSet>,
}

fn config() -> UpdaterConfig {
    let mut config = UpdaterConfig::default();
    config.root_max_length = limits::METADATA_BYTES;
    config.timestamp_max_length = limits::METADATA_BYTES;
    config.snapshot_max_length = limits::METADATA_BYTES;
    config.targets_max_length = limits::TARGETS_BYTES;
    config.target_max_length = limits::PROGRAMME_BYTES;
    config.max_root_rotations = ROTATIONS;
    config
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
