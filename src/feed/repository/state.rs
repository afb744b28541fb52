//! Reads back what a feed says, checked against its own keys but whatever its age.

use sigstore_tuf::{Role as _, Root, TrustedMetadataSet};

use super::{
    super::tree::{ISSUED, PROGRAMME, TIME_CORRECTIONS, TreeFile},
    BadFile, RepositoryError, TreeStore,
    clock_doubt::LastSignature,
    metadata::{DAY_MS, Lifetimes},
};
use crate::model::{Digest, Programme, WallTime};

/// What a feed says now.
#[derive(Debug, Clone)]
pub struct RepositoryState {
    /// The newest root.
    pub root: Vec<u8>,
    /// Versions of root, targets, snapshot and timestamp.
    pub versions: MetadataVersions,
    /// When each of them expires, in the same order.
    pub expires: Expires,
    /// When the timestamp was signed.
    pub issued: Option<WallTime>,
    /// How often the office has taken back what it said of the time.
    pub time_corrections: u64,
    /// The programme's digest and length, once there is one.
    pub target: Option<(Digest, u64)>,
    /// The programme itself.
    pub programme: Option<Programme>,
    /// Whether a new root is in the tree while the rest is still what the keys before it signed: halls take in nothing
    /// until it is signed again.
    pub superseded: bool,
    /// The timestamp's bytes, which the next one replaces.
    pub(super) timestamp: Vec<u8>,
    /// Whether the newest root trusts another key to tell the time than the one that signed the timestamp.
    pub(super) time_key_replaced: bool,
    /// The snapshot's bytes, to sign a new timestamp over.
    pub(super) snapshot: Vec<u8>,
    /// The targets' bytes, to sign a new snapshot over.
    pub(super) targets: Vec<u8>,
    pub(super) trusted: TrustedMetadataSet,
}

/// Versions of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct MetadataVersions {
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
    /// When the feed was last signed and for how long, by a key that still tells the time.
    pub fn last_signature(&self) -> Option<LastSignature> {
        let issued = self.issued.filter(|_| !self.time_key_replaced)?;
        Some(LastSignature { issued, until: self.expires.timestamp })
    }

    /// For how long it should be signed by whoever was told nothing else: a feed that `serve` renews is known by its short
    /// timestamp and stays one; any other is good for so many `days`.
    pub fn lifetimes_or(&self, days: u32) -> Lifetimes {
        let short = i64::from(Lifetimes::SERVED.timestamp_days) * DAY_MS;
        let served = self.issued.is_some_and(|issued| self.expires.timestamp - issued <= short);
        if served { Lifetimes::SERVED } else { Lifetimes::all(days) }
    }
}

/// Reads a feed, starting from the root file that lies beside it for installers.
///
/// # Errors
/// There is no feed, it cannot be read, or it is not what its keys signed.
pub fn repository_state(tree: &dyn TreeStore) -> Result<RepositoryState, RepositoryError> {
    let root = tree.read_root()?.ok_or_else(|| RepositoryError::NoFeed { at: tree.root_location() })?;
    state_from(tree, &root).map_err(|error| match error {
        RepositoryError::BadRoot { source, .. } => RepositoryError::BadRoot { at: tree.root_location(), source },
        error => error,
    })
}

/// Reads a feed, starting from a root that is trusted for its own sake.
pub(super) fn state_from(tree: &dyn TreeStore, root: &[u8]) -> Result<RepositoryState, RepositoryError> {
    let bad_root = |source| RepositoryError::BadRoot { at: TreeFile::Root(1).to_string(), source };
    let mut trusted = TrustedMetadataSet::from_root(root).map_err(bad_root)?;
    let mut before = None;
    loop {
        let file = TreeFile::Root(trusted.root().version + 1);
        let Some(next) = tree.read(file)? else { break };
        before = Some(trusted.clone());
        trusted.update_root(&next).map_err(bad(file))?;
    }
    let newest = trusted.clone();
    match (lower(tree, trusted, false), before) {
        // A change of keys was cut off after the new root: the rest is still what the old keys signed.
        (Err(error), Some(before)) => {
            let time_key_replaced = time_keys(before.root()) != time_keys(newest.root());
            let lower = lower(tree, before, true).map_err(|_| error)?;
            let versions = MetadataVersions { root: newest.root().version, ..lower.versions };
            let expires = Expires { root: newest.root().expires().into(), ..lower.expires };
            let root = newest.root_bytes().to_vec();
            Ok(RepositoryState { root, trusted: newest, versions, expires, time_key_replaced, ..lower })
        }
        (lower, _) => lower,
    }
}

fn time_keys(root: &Root) -> Option<Vec<String>> {
    root.role("timestamp").map(|role| role.keyids.iter().map(ToString::to_string).collect())
}

/// Reads what lies below the root.
fn lower(
    tree: &dyn TreeStore,
    mut trusted: TrustedMetadataSet,
    superseded: bool,
) -> Result<RepositoryState, RepositoryError> {
    // Nothing has expired in 1970: a feed that nobody renewed for a year must still be readable by its owner.
    let ageless = jiff::Timestamp::UNIX_EPOCH;
    let timestamp_bytes = tree.read(TreeFile::Timestamp)?;
    let timestamp_bytes = timestamp_bytes
        .ok_or_else(|| RepositoryError::NoFeed { at: tree.location(&TreeFile::Timestamp.to_string()) })?;
    trusted.update_timestamp(&timestamp_bytes, ageless).map_err(bad(TreeFile::Timestamp))?;
    let timestamp = trusted.timestamp().cloned().ok_or_else(|| lacks(TreeFile::Timestamp, "timestamp"))?;
    let pinned = timestamp.snapshot_meta().ok_or_else(|| lacks(TreeFile::Timestamp, "snapshot"))?.version;

    let snapshot_file = TreeFile::Snapshot(pinned);
    let snapshot_bytes = read(tree, snapshot_file)?;
    trusted.update_snapshot(&snapshot_bytes, ageless).map_err(bad(snapshot_file))?;
    let snapshot = trusted.snapshot().cloned().ok_or_else(|| lacks(snapshot_file, "snapshot"))?;
    let pinned = snapshot.meta.get("targets.json").ok_or_else(|| lacks(snapshot_file, "targets file"))?.version;

    let targets_file = TreeFile::Targets(pinned);
    let targets_bytes = read(tree, targets_file)?;
    let targets = trusted.update_targets(&targets_bytes, ageless).map_err(bad(targets_file))?.clone();

    let (mut target, mut programme) = (None, None);
    if let Some(listed) = targets.target(PROGRAMME) {
        let digest = listed.hashes.get("sha256").ok_or_else(|| lacks(targets_file, "SHA-256 digest"))?;
        let digest: Digest = digest.parse().map_err(|error| RepositoryError::bad_file(targets_file, error))?;
        let file = TreeFile::Programme(digest);
        let bytes = read(tree, file)?;
        let actual = Digest::of(&bytes);
        if actual != digest {
            return Err(RepositoryError::bad_file(file, BadFile::Digest { actual }));
        }
        programme = Some(serde_json::from_slice(&bytes).map_err(|error| RepositoryError::bad_file(file, error))?);
        target = Some((digest, listed.length));
    }
    Ok(RepositoryState {
        root: trusted.root_bytes().to_vec(),
        versions: MetadataVersions {
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
        time_corrections: timestamp.extra.get(TIME_CORRECTIONS).and_then(serde_json::Value::as_u64).unwrap_or(0),
        target,
        programme,
        superseded,
        timestamp: timestamp_bytes,
        time_key_replaced: false,
        snapshot: snapshot_bytes,
        targets: targets_bytes,
        trusted,
    })
}

fn bad(file: TreeFile) -> impl Fn(sigstore_tuf::Error) -> RepositoryError {
    move |error| RepositoryError::bad_file(file, error)
}

fn lacks(file: TreeFile, what: &'static str) -> RepositoryError {
    RepositoryError::bad_file(file, BadFile::Lacks(what))
}

fn read(tree: &dyn TreeStore, file: TreeFile) -> Result<Vec<u8>, RepositoryError> {
    tree.read(file)?.ok_or_else(|| RepositoryError::bad_file(file, BadFile::Missing))
}
