//! Signs a finished programme into a tree as its next version.
//!
//! The order of writing is what keeps halls safe: objects, programme, targets, snapshot, and the timestamp last. Until that
//! last rename, a hall sees the version before; nothing but `timestamp.json` is ever replaced.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use sigstore_tuf::TrustedMetadataSet;

use super::{
    PublishError,
    diff::Diff,
    keys::{Keys, Online},
    metadata::{self, Lifetimes, ROOT_DAYS, RootRole, envelope, expiry},
    repository_state::{RepositoryState, latest_from},
    tree::TreeFile,
};
use crate::{
    clock::BELIEVED_MS,
    model::{Digest, Programme, WallTime},
    store::disk::{self, Disk as _, RealDisk},
};

const DISK: RealDisk = RealDisk(disk::Secrecy::Public);

/// Where the current root lies for whoever installs a hall: `play --root` takes this file.
pub fn root_file(feed_dir: &Path) -> PathBuf {
    feed_dir.join("root.json")
}

/// How a new feed's root is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootKeys {
    /// How many root keys are made.
    pub keys: usize,
    /// How many of them must sign a root.
    pub threshold: usize,
}

impl Default for RootKeys {
    /// One of two: enough for one commune, and one may be lost.
    fn default() -> Self {
        Self { keys: 2, threshold: 1 }
    }
}

/// Makes the keys and an empty signed tree. Nothing secret is written into the tree.
///
/// Fails without changing anything where either folder already holds a feed or its keys; takes up again what an earlier
/// call was cut off from finishing.
pub fn init(
    feed_dir: &Path,
    keys_dir: &Path,
    root_keys: RootKeys,
    lifetimes: Lifetimes,
    now: WallTime,
) -> Result<(), PublishError> {
    let timestamp = feed_dir.join(TreeFile::Timestamp.to_string());
    if DISK.size(&timestamp).is_ok() {
        return Err(PublishError::Exists { path: timestamp });
    }
    for folder in ["metadata", "targets", "objects"] {
        let path = feed_dir.join(folder);
        DISK.make_dir(&path).map_err(|source| PublishError::Write { path, source })?;
    }
    let keys = Keys::at(keys_dir);
    let first = feed_dir.join(TreeFile::Root(1).to_string());
    let online = match keys.trusted_root() {
        Ok(root) if DISK.read(&first, TreeFile::Root(1).cap()).is_ok_and(|there| there == root) => {
            let trusted = TrustedMetadataSet::from_root(&root);
            let bad = |error: sigstore_tuf::Error| PublishError::BadTree {
                file: TreeFile::Root(1).to_string(),
                why: error.to_string(),
            };
            keys.online(trusted.map_err(bad)?.root())?
        }
        Ok(_) => return Err(PublishError::Exists { path: keys.root_path() }),
        Err(_) => {
            let (root, online) = keys.generate(root_keys.keys)?;
            let role = RootRole::of(&root, root_keys.threshold);
            let signed_root = metadata::root(1, expiry(now, ROOT_DAYS), &role, &online);
            let root = envelope(&signed_root, &root.iter().collect::<Vec<_>>())?;
            write(feed_dir, TreeFile::Root(1), &root)?;
            hand_out_root(feed_dir, &root)?;
            keys.trust_root(&root)?;
            online
        }
    };
    let _lock = keys.lock()?;
    let next = Next { targets: 1, snapshot: 1, timestamp: 1 };
    sign_lower(feed_dir, &online, next, None, lifetimes, now)?;
    Ok(())
}

/// What is to be published.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The programme; its version, issue time and epoch are set here.
    pub programme: Programme,
    /// Files it names, by digest. Those the feed has already need not be here.
    pub files: &'a BTreeMap<Digest, Vec<u8>>,
    /// For how long it is good.
    pub lifetimes: Lifetimes,
    /// Make a version even if nothing changed.
    pub force: bool,
    /// The time.
    pub now: WallTime,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version halls see now.
    pub version: u64,
    /// What is different from the version before; `None` where nothing was, and no version was made.
    pub changes: Option<Diff>,
    /// Until when halls accept the feed if nobody renews it.
    pub good_until: WallTime,
    /// Files that were added to the tree, and their bytes in all.
    pub objects: (usize, u64),
}

/// Signs the programme as the next version of the feed.
///
/// The epoch is that of the version before, so that halls on different versions agree on what did not change. A
/// programme that says nothing new makes no version, unless it is forced.
pub fn publish(feed_dir: &Path, keys_dir: &Path, publication: Publication<'_>) -> Result<Published, PublishError> {
    let Publication { mut programme, files, lifetimes, force, now } = publication;
    let keys = Keys::at(keys_dir);
    let _lock = keys.lock()?;
    let latest = latest_from(feed_dir, &keys.trusted_root()?)?;
    let online = keys.online(latest.trusted.root())?;
    let now = signing_time(&latest, now)?;

    let before = latest.programme.as_ref();
    programme.version = before.map_or(1, |before| before.version + 1);
    programme.issued_ms = now;
    if let Some(before) = before {
        programme.epoch_ms = before.epoch_ms;
        let same = Programme { version: before.version, issued_ms: before.issued_ms, ..programme.clone() } == *before;
        if same && !force {
            let good_until = latest.expires.good_until();
            return Ok(Published { version: before.version, changes: None, good_until, objects: (0, 0) });
        }
    }

    let objects = write_objects(feed_dir, &programme, files)?;
    let text = serde_json::to_vec(&programme).expect("a programme has a JSON form");
    let digest = Digest::of(&text);
    write(feed_dir, TreeFile::Programme(digest), &text)?;
    let target = Some((digest, text.len() as u64));
    let expires = sign_lower(feed_dir, &online, Next::after(&latest), target, lifetimes, now)?;
    hand_out_root(feed_dir, &latest.root)?;
    keys.trust_root(&latest.root)?;
    Ok(Published {
        version: programme.version,
        changes: Some(Diff::between(before, &programme)),
        good_until: expires.min(latest.expires.root),
        objects,
    })
}

/// The time that is signed. A machine whose clock has lost its battery must not sign that it is 1970, for halls have seen
/// a later time; nor one that runs years ahead that it is 2038, for a hall's floor never falls again.
pub(super) fn signing_time(latest: &RepositoryState, now: WallTime) -> Result<WallTime, PublishError> {
    match latest.issued {
        Some(issued) if now - issued > BELIEVED_MS => Err(PublishError::ClockAhead { now, issued }),
        Some(issued) => Ok(now.max(issued)),
        None => Ok(now),
    }
}

/// The versions a signing gives out.
#[derive(Clone, Copy)]
pub(super) struct Next {
    pub targets: u64,
    pub snapshot: u64,
    pub timestamp: u64,
}

impl Next {
    pub(super) fn after(latest: &RepositoryState) -> Self {
        let versions = latest.versions;
        Self { targets: versions.targets + 1, snapshot: versions.snapshot + 1, timestamp: versions.timestamp + 1 }
    }
}

/// Signs targets, snapshot and timestamp, in that order; answers when the first of them expires.
pub(super) fn sign_lower(
    feed_dir: &Path,
    online: &Online,
    next: Next,
    programme: Option<(Digest, u64)>,
    lifetimes: Lifetimes,
    now: WallTime,
) -> Result<WallTime, PublishError> {
    let until = expiry(now, lifetimes.targets_days);
    let targets = envelope(&metadata::targets(next.targets, until, programme), &[&online.targets])?;
    write(feed_dir, TreeFile::Targets(next.targets), &targets)?;
    Ok(sign_snapshot(feed_dir, online, next, &targets, lifetimes, now)?.min(until))
}

/// Signs snapshot and timestamp over a targets file that is in the tree.
pub(super) fn sign_snapshot(
    feed_dir: &Path,
    online: &Online,
    next: Next,
    targets: &[u8],
    lifetimes: Lifetimes,
    now: WallTime,
) -> Result<WallTime, PublishError> {
    let until = expiry(now, lifetimes.snapshot_days);
    let snapshot = metadata::snapshot(next.snapshot, until, next.targets, targets);
    let snapshot = envelope(&snapshot, &[&online.snapshot])?;
    write(feed_dir, TreeFile::Snapshot(next.snapshot), &snapshot)?;
    Ok(sign_timestamp(feed_dir, online, next, &snapshot, lifetimes, now)?.min(until))
}

/// Signs the timestamp over a snapshot that is in the tree: the step that halls see.
pub(super) fn sign_timestamp(
    feed_dir: &Path,
    online: &Online,
    next: Next,
    snapshot: &[u8],
    lifetimes: Lifetimes,
    now: WallTime,
) -> Result<WallTime, PublishError> {
    let until = expiry(now, lifetimes.timestamp_days);
    let timestamp = metadata::timestamp(next.timestamp, until, next.snapshot, snapshot, now);
    write(feed_dir, TreeFile::Timestamp, &envelope(&timestamp, &[&online.timestamp])?)?;
    Ok(until)
}

/// Copies the root to where installers look for it.
pub(super) fn hand_out_root(feed_dir: &Path, root: &[u8]) -> Result<(), PublishError> {
    let path = root_file(feed_dir);
    if DISK.read(&path, root.len() as u64).is_ok_and(|there| there == root) {
        return Ok(());
    }
    disk::replace(&DISK, &path, root).map_err(|source| PublishError::Write { path, source })
}

/// Adds the programme's files to the tree; answers how many were new and their bytes.
fn write_objects(
    feed_dir: &Path,
    programme: &Programme,
    files: &BTreeMap<Digest, Vec<u8>>,
) -> Result<(usize, u64), PublishError> {
    let (mut count, mut total) = (0, 0);
    for rendition in programme.assets.values().flat_map(|asset| &asset.renditions) {
        let file = TreeFile::Object(rendition.digest);
        let path = feed_dir.join(file.to_string());
        if DISK.size(&path).is_ok_and(|size| size == rendition.bytes) {
            continue;
        }
        let bytes = files.get(&rendition.digest).ok_or(PublishError::MissingObject(rendition.digest))?;
        let actual = Digest::of(bytes);
        if actual != rendition.digest {
            return Err(PublishError::WrongDigest { named: rendition.digest, actual });
        }
        write(feed_dir, file, bytes)?;
        count += 1;
        total += bytes.len() as u64;
    }
    Ok((count, total))
}

/// Writes one file of the tree: whole, lasting, or not at all.
pub(super) fn write(feed_dir: &Path, file: TreeFile, bytes: &[u8]) -> Result<(), PublishError> {
    if bytes.len() as u64 > file.cap() {
        return Err(PublishError::TooLarge { file: file.to_string(), bytes: bytes.len() as u64, cap: file.cap() });
    }
    let path = feed_dir.join(file.to_string());
    disk::replace(&DISK, &path, bytes).map_err(|source| PublishError::Write { path, source })
}
