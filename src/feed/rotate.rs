//! Diff the keys of a feed: the old root signs a new one that names other keys.

use std::path::{Path, PathBuf};

use sigstore_tuf::{Key, Root, TrustedMetadataSet};

use super::{
    PublishError,
    keys::{Keys, Signer},
    metadata::{self, Lifetimes, ROOT_DAYS, RootRole, envelope, expiry},
    publish::{Next, RootKeys, hand_out_root, sign_lower, write},
    repository_state::latest_from,
    tree::TreeFile,
};
use crate::model::WallTime;

/// What to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// New keys for these of `targets`, `snapshot` and `timestamp`. All three, where a server was broken into: then halls
    /// also forget whatever versions the thief made up.
    pub online: Vec<&'static str>,
    /// New root keys; `None` keeps those there are.
    pub root: Option<RootKeys>,
    /// Folders with root keys, besides `KEYS/root`.
    pub root_keys_in: Vec<PathBuf>,
    /// For how long the rest is signed.
    pub lifetimes: Lifetimes,
    /// The time.
    pub now: WallTime,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The new root's version.
    pub root_version: u64,
    /// How many keys signed it.
    pub signatures: usize,
    /// Until when halls accept the feed.
    pub good_until: WallTime,
}

/// Makes the next root, with new keys as asked and five more years, and signs everything below it again.
///
/// Halls that were off for a year take every root in turn; each is signed by the one before.
pub fn rotate(feed_dir: &Path, keys_dir: &Path, rotation: &Rotation) -> Result<Rotated, PublishError> {
    let keys = Keys::at(keys_dir);
    let _lock = keys.lock()?;
    let latest = latest_from(feed_dir, &keys.trusted_root()?)?;
    let old = latest.trusted.root();
    let version = old.version + 1;

    let mut at_hand = keys.root()?;
    for dir in &rotation.root_keys_in {
        at_hand.extend(Keys::root_in(dir)?);
    }
    let (old_role, old_signers) = entitled(old, &at_hand);
    if old_signers.len() < old_role.threshold {
        return Err(PublishError::TooFewRootKeys { have: old_signers.len(), need: old_role.threshold });
    }
    let new_signers = match rotation.root {
        Some(root) => keys.next_root(version, root.keys)?,
        None => Vec::new(),
    };
    let role = match rotation.root {
        Some(root) => RootRole::of(&new_signers, root.threshold),
        None => old_role,
    };
    if !["targets", "snapshot", "timestamp"].iter().all(|role| rotation.online.contains(role)) {
        // Finishes a change that was cut off before this one begins; keys that are all replaced may as well be lost.
        keys.online(old)?;
    }
    let next = keys.next_online(&rotation.online)?;
    let signed_root = metadata::root(version, expiry(rotation.now, ROOT_DAYS), &role, &next);
    let signers: Vec<&Signer> = old_signers.iter().copied().chain(&new_signers).collect();
    let root = envelope(&signed_root, &signers)?;

    // Halls must be able to take the step before it is in the tree for good.
    let mut trusted = latest.trusted.clone();
    let file = TreeFile::Root(version);
    let refused = |error: sigstore_tuf::Error| PublishError::BadTree { file: file.to_string(), why: error.to_string() };
    TrustedMetadataSet::update_root(&mut trusted, &root).map_err(refused)?;
    write(feed_dir, file, &root)?;
    let online = keys.online(trusted.root())?;
    let until = sign_lower(feed_dir, &online, Next::after(&latest), latest.target, rotation.lifetimes, rotation.now)?;
    // Only now: if this is cut off before, the next signing starts from the old root and finishes the change.
    hand_out_root(feed_dir, &root)?;
    keys.trust_root(&root)?;
    if rotation.root.is_some() {
        for signer in keys.root()?.iter().filter(|signer| !role.keys.contains_key(signer.id())) {
            keys.retire(signer)?;
        }
    }
    Ok(Rotated { root_version: version, signatures: signers.len(), good_until: until })
}

/// Who may sign the next root, and which of them are at hand, each once.
fn entitled<'a>(root: &Root, at_hand: &'a [Signer]) -> (RootRole, Vec<&'a Signer>) {
    let Some(role) = root.role("root") else { return (RootRole::of(&[], usize::MAX), Vec::new()) };
    let public = |key: &Key| serde_json::to_value(key).ok();
    let keys = role.keyids.iter().filter_map(|id| Some((id.clone(), public(root.keys.get(id)?)?))).collect();
    let mut signers: Vec<&Signer> =
        at_hand.iter().filter(|signer| role.keyids.iter().any(|id| id == signer.id())).collect();
    signers.sort_by_key(|signer| signer.id());
    signers.dedup_by_key(|signer| signer.id());
    (RootRole { keys, threshold: role.threshold }, signers)
}
