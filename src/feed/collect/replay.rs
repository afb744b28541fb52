//! Tells the library again what was verified before, so that it knows every floor; and the bounds it is begun with.

use std::sync::Arc;

use sigstore_tuf::{Error, Updater, UpdaterConfig};

use super::trusted_cache::{CachedRepository, Replayed, TrustedCache, VerifiedFiles};
use crate::{
    feed::transport::Transport,
    model::limits,
    store::{Accepted, Seen, TrustedSet},
};

/// Most root rotations walked in one refresh; a feed that offers more is caught up with in the next.
const ROTATIONS: u32 = 256;

/// The library, told of everything that was verified before.
pub(super) struct Replay {
    pub updater: Updater,
    pub cache: TrustedCache,
    /// What of the set still verifies.
    pub set: TrustedSet,
}

impl Replay {
    /// A library that knows every floor of `set`. Expiry is no matter here: what was accepted is in the past.
    pub async fn of(transport: &Arc<dyn Transport>, mut set: TrustedSet) -> Result<Self, Error> {
        let (mut updater, mut cache) = begin(transport, &set)?;
        if let Some(Accepted { timestamp, snapshot, targets, .. }) = set.accepted.clone() {
            let files = Replayed { timestamp, snapshot: Some(snapshot), targets: Some(targets) };
            let (timestamp, snapshot) = (files.timestamp.clone(), files.snapshot.clone());
            if let Err(error) = replay(&mut updater, &cache, files).await {
                tracing::debug!(%error, "the metadata accepted last no longer verifies");
                set.accepted = None;
                if updater.trusted().snapshot().is_some() {
                    // Only the keys of the targets were replaced: below the other two versions nothing may go.
                    set.seen.insert(0, Seen { timestamp, snapshot });
                } else {
                    (updater, cache) = begin(transport, &set)?;
                }
            }
        }
        let mut verified_again = Vec::new();
        for seen in std::mem::take(&mut set.seen) {
            let files = Replayed { timestamp: seen.timestamp.clone(), snapshot: seen.snapshot.clone(), targets: None };
            // It ends in an error, for want of the files that did not verify when these did.
            replay(&mut updater, &cache, files).await.ok();
            let VerifiedFiles { timestamp, snapshot, .. } = cache.verified();
            let same_snapshot = snapshot.is_some_and(|(_, text)| seen.snapshot.as_ref() == Some(&text));
            if timestamp.as_ref() == Some(&seen.timestamp) && (seen.snapshot.is_none() || same_snapshot) {
                verified_again.push(seen);
            }
        }
        set.seen = verified_again;
        cache.replay(None);
        Ok(Self { updater, cache, set })
    }
}

/// A library that knows the newest root of the set and nothing else.
fn begin(transport: &Arc<dyn Transport>, set: &TrustedSet) -> Result<(Updater, TrustedCache), Error> {
    let cache = TrustedCache::default();
    let repository = CachedRepository { cache: cache.clone(), transport: transport.clone() };
    let updater = Updater::new(repository, set.root().as_bytes())?.with_config(config()).with_store(cache.clone());
    Ok((updater, cache))
}

async fn replay(updater: &mut Updater, cache: &TrustedCache, files: Replayed) -> Result<(), Error> {
    cache.replay(Some(files));
    updater.refresh(jiff::Timestamp::UNIX_EPOCH).await
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
