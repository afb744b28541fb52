//! Changes the keys of a feed: the old root signs a new one that names other keys.

use std::path::PathBuf;

use sigstore_tuf::{Key, Root, TrustedMetadataSet};

use super::{
    super::tree::TreeFile,
    Repository, RepositoryError, RootKeys,
    keys::Signer,
    metadata::{self, Lifetimes, ROOT_DAYS, RootRole, envelope, expiry},
    sign::{NextVersions, Signing, hand_out_root, write},
};
use crate::model::WallTime;

/// What to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRotation {
    /// New keys for these of `targets`, `snapshot` and `timestamp`. All three, where a server was broken into: then halls
    /// also forget whatever versions the thief made up.
    pub online: Vec<&'static str>,
    /// New root keys; `None` keeps those there are.
    pub root: Option<RootKeys>,
    /// Folders with root keys, besides `KEYS/root`.
    pub root_keys_in: Vec<PathBuf>,
    /// For how long the rest is signed.
    pub lifetimes: Lifetimes,
    /// The time. Whoever fetches the root keys has looked at the clock: how far it is from the last signature does not
    /// matter here, and a new timestamp key may also sign an earlier time.
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

impl Repository {
    /// Makes the next root, with new keys as asked and five more years, and signs everything below it again.
    ///
    /// Halls that were off for a year take every root in turn; each is signed by the one before. The new metadata is
    /// signed by the old keys and the new ones, and the root that names the new ones comes last, so that halls can take
    /// in the feed before and after that step. Where the old keys are lost, the root comes first, and halls wait until
    /// the rest is signed.
    ///
    /// # Errors
    /// [`RepositoryError::TooFewRootKeys`], another source of time contradicts the clock, or the keys or the tree cannot be read or written. If it was cut off, the next
    /// signing finishes the change.
    pub fn rotate(&self, rotation: &KeyRotation) -> Result<Rotated, RepositoryError> {
        let (tree, keys) = (self.tree(), &self.keys);
        self.ask_sources(rotation.now)?;
        let _lock = keys.lock()?;
        let state = self.state()?;
        let old = state.trusted.root();
        let version = old.version + 1;

        let mut at_hand = keys.root()?;
        for dir in &rotation.root_keys_in {
            at_hand.extend(keys.root_in(dir)?);
        }
        let (old_role, old_signers) = entitled(old, &at_hand);
        if old_signers.len() < old_role.threshold {
            return Err(RepositoryError::TooFewRootKeys { have: old_signers.len(), need: old_role.threshold });
        }
        let new_signers = match rotation.root {
            Some(root) => keys.next_root(version, root.keys)?,
            None => Vec::new(),
        };
        let role = match rotation.root {
            Some(root) => RootRole::of(&new_signers, root.threshold),
            None => old_role,
        };
        // Finishes a change that was cut off before this one begins; keys that are all replaced may as well be lost.
        let every = ["targets", "snapshot", "timestamp"].iter().all(|role| rotation.online.contains(role));
        let current = match keys.online(old) {
            Ok(online) => Some(online),
            Err(_) if every => None,
            Err(error) => return Err(error),
        };
        let new_time_key = rotation.online.contains(&"timestamp");
        let now =
            if new_time_key { rotation.now } else { state.issued.map_or(rotation.now, |at| rotation.now.max(at)) };
        let new = keys.next_online(&rotation.online)?;
        let signed_root = metadata::root(version, expiry(now, ROOT_DAYS), &role, &new);
        let signers: Vec<&Signer> = old_signers.iter().copied().chain(&new_signers).collect();
        let root = envelope(&signed_root, &signers)?;

        // Halls must be able to take the step before it is in the tree for good.
        let mut trusted = state.trusted.clone();
        let file = TreeFile::Root(version);
        let refused = |error: sigstore_tuf::Error| RepositoryError::bad_file(file, error);
        TrustedMetadataSet::update_root(&mut trusted, &root).map_err(refused)?;

        // The count of corrections belongs to the key that signs the time.
        let counted = if new_time_key && !state.superseded { 0 } else { state.time_corrections };
        let next = NextVersions { time_corrections: counted, ..NextVersions::after(&state, tree)? };
        let signing =
            |online| Signing { tree, online, next, lifetimes: rotation.lifetimes, now, before: Some(&state.timestamp) };
        // A time that goes back is of no use to a hall before the old time key is gone: then the root comes first.
        let time_goes_back = state.issued.is_some_and(|issued| now < issued);
        let until = match &current {
            Some(current) if !state.superseded && !time_goes_back => {
                let until = signing(&[current, &new]).targets(state.target)?;
                write(tree, file, &root)?;
                keys.online(trusted.root())?;
                until
            }
            _ => {
                write(tree, file, &root)?;
                signing(&[&keys.online(trusted.root())?]).targets(state.target)?
            }
        };
        // Only now: if this is cut off before, the next signing starts from the old root and finishes the change.
        hand_out_root(tree, &root)?;
        keys.trust_root(&root)?;
        if rotation.root.is_some() {
            for signer in keys.root()?.iter().filter(|signer| !role.keys.contains_key(signer.id())) {
                keys.retire(signer)?;
            }
        }
        Ok(Rotated { root_version: version, signatures: signers.len(), good_until: until })
    }
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
