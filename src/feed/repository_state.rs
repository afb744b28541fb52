//! Reads back what a feed folder says, checked against its own keys but whatever its age.

use std::path::Path;

use sigstore_tuf::{Role as _, TrustedMetadataSet};

use super::{
    PublishError,
    metadata::{DAY_MS, ISSUED, Lifetimes},
    tree::{PROGRAMME, TreeFile},
};
use crate::{
    model::{Digest, Programme, WallTime},
    store::disk::{Disk, RealDisk},
};

/// What a feed folder says now.
#[derive(Debug, Clone)]
pub struct RepositoryState {
    /// The newest root.
    pub root: Vec<u8>,
    /// Versions of root, targets, snapshot and timestamp.
    pub versions: Versions,
    /// When each of them expires, in the same order.
    pub expires: Expires,
    /// When the timestamp was signed.
    pub issued: Option<WallTime>,
    /// The programme's digest and length, once there is one.
    pub target: Option<(Digest, u64)>,
    /// The programme itself.
    pub programme: Option<Programme>,
    /// Whether a new root is in the tree while the rest is still what the keys before it signed: halls take in nothing
    /// until it is signed again.
    pub superseded: bool,
    /// The snapshot's bytes, to sign a new timestamp over.
    pub(super) snapshot: Vec<u8>,
    /// The targets' bytes, to sign a new snapshot over.
    pub(super) targets: Vec<u8>,
    pub(super) trusted: TrustedMetadataSet,
}

/// Versions of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Versions {
    pub root: u64,
    pub targets: u64,
    pub snapshot: u64,
    pub timestamp: u64,
}

/// When the metadata expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Expires {
    pub root: WallTime,
    pub targets: WallTime,
    pub snapshot: WallTime,
    pub timestamp: WallTime,
}

impl Expires {
    /// Until when halls accept the feed as it is.
    pub fn good_until(&self) -> WallTime {
        self.root.min(self.targets).min(self.snapshot).min(self.timestamp)
    }
}

impl RepositoryState {
    /// For how long it should be signed by whoever was told nothing else: a feed that `serve` renews is known by its short
    /// timestamp and stays one; any other is good for so many `days`.
    pub fn lifetimes_or(&self, days: u32) -> Lifetimes {
        let short = i64::from(Lifetimes::SERVED.timestamp_days) * DAY_MS;
        let served = self.issued.is_some_and(|issued| self.expires.timestamp - issued <= short);
        if served { Lifetimes::SERVED } else { Lifetimes::all(days) }
    }
}

/// Reads a feed folder, starting from the root file that lies in it for installers.
pub fn repository_state(feed_dir: &Path) -> Result<RepositoryState, PublishError> {
    let path = super::root_file(feed_dir);
    let root = RealDisk::default().read(&path, TreeFile::Root(1).cap());
    latest_from(feed_dir, &root.map_err(|source| PublishError::Read { path, source })?)
}

/// Reads a feed folder, starting from a root that is trusted for its own sake.
pub(super) fn latest_from(feed_dir: &Path, root: &[u8]) -> Result<RepositoryState, PublishError> {
    let mut trusted = TrustedMetadataSet::from_root(root).map_err(bad(TreeFile::Root(1)))?;
    let mut before = None;
    loop {
        let next = TreeFile::Root(trusted.root().version + 1);
        if RealDisk::default().size(&feed_dir.join(next.to_string())).is_err() {
            break;
        }
        before = Some(trusted.clone());
        trusted.update_root(&read(feed_dir, next)?).map_err(bad(next))?;
    }
    let newest = trusted.clone();
    match (lower(feed_dir, trusted, false), before) {
        // A change of keys was cut off after the new root: the rest is still what the old keys signed.
        (Err(error), Some(before)) => {
            let lower = lower(feed_dir, before, true).map_err(|_| error)?;
            let versions = Versions { root: newest.root().version, ..lower.versions };
            let expires = Expires { root: newest.root().expires().into(), ..lower.expires };
            Ok(RepositoryState { root: newest.root_bytes().to_vec(), trusted: newest, versions, expires, ..lower })
        }
        (lower, _) => lower,
    }
}

/// Reads what lies below the root.
fn lower(feed_dir: &Path, mut trusted: TrustedMetadataSet, superseded: bool) -> Result<RepositoryState, PublishError> {
    // Nothing has expired in 1970: a feed that nobody renewed for a year must still be readable by its owner.
    let ageless = jiff::Timestamp::UNIX_EPOCH;
    let timestamp_bytes = read(feed_dir, TreeFile::Timestamp)?;
    trusted.update_timestamp(&timestamp_bytes, ageless).map_err(bad(TreeFile::Timestamp))?;
    let timestamp = trusted.timestamp().cloned().ok_or_else(|| lacks(TreeFile::Timestamp, "it was not taken in"))?;
    let pinned = timestamp.snapshot_meta().ok_or_else(|| lacks(TreeFile::Timestamp, "it names no snapshot"))?.version;

    let snapshot_file = TreeFile::Snapshot(pinned);
    let snapshot_bytes = read(feed_dir, snapshot_file)?;
    trusted.update_snapshot(&snapshot_bytes, ageless).map_err(bad(snapshot_file))?;
    let snapshot = trusted.snapshot().cloned().ok_or_else(|| lacks(snapshot_file, "it was not taken in"))?;
    let pinned = snapshot.meta.get("targets.json").ok_or_else(|| lacks(snapshot_file, "it names no targets"))?.version;

    let targets_file = TreeFile::Targets(pinned);
    let targets_bytes = read(feed_dir, targets_file)?;
    let targets = trusted.update_targets(&targets_bytes, ageless).map_err(bad(targets_file))?.clone();

    let (mut target, mut programme) = (None, None);
    if let Some(listed) = targets.target(PROGRAMME) {
        let digest: Digest = listed.hashes.get("sha256").map_or("", String::as_str).parse()?;
        let file = TreeFile::Programme(digest);
        let bytes = read(feed_dir, file)?;
        if Digest::of(&bytes) != digest {
            return Err(lacks(file, "its digest is not its name"));
        }
        let parsed = serde_json::from_slice(&bytes);
        programme = Some(parsed.map_err(|error| lacks(file, &error.to_string()))?);
        target = Some((digest, listed.length));
    }
    Ok(RepositoryState {
        root: trusted.root_bytes().to_vec(),
        versions: Versions {
            root: trusted.root().version,
            targets: targets.version,
            snapshot: snapshot.version,
            timestamp: timestamp.version,
        },
        expires: Expires {
            root: trusted.root().expires().into(),
            targets: targets.expires.into(),
            snapshot: snapshot.expires.into(),
            timestamp: timestamp.expires.into(),
        },
        issued: timestamp.extra.get(ISSUED).and_then(serde_json::Value::as_i64).map(WallTime),
        target,
        programme,
        superseded,
        snapshot: snapshot_bytes,
        targets: targets_bytes,
        trusted,
    })
}

fn bad(file: TreeFile) -> impl Fn(sigstore_tuf::Error) -> PublishError {
    move |error| PublishError::BadTree { file: file.to_string(), why: error.to_string() }
}

fn lacks(file: TreeFile, what: &str) -> PublishError {
    PublishError::BadTree { file: file.to_string(), why: what.to_owned() }
}

fn read(feed_dir: &Path, file: TreeFile) -> Result<Vec<u8>, PublishError> {
    let path = feed_dir.join(file.to_string());
    RealDisk::default().read(&path, file.cap()).map_err(|source| PublishError::Read { path, source })
}
