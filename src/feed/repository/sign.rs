//! Writes signed metadata into the tree, each file after those that it names.

use super::{
    super::tree::TreeFile,
    RepositoryError,
    keys::{Online, Signer},
    metadata::{self, Lifetimes, SignedTime, envelope, expiry},
    state::RepositoryState,
    tree_store::TreeStore,
};
use crate::model::{Digest, WallTime};

/// The numbers that a signing gives out.
#[derive(Debug, Clone, Copy)]
pub(super) struct NextVersions {
    pub targets: u64,
    pub snapshot: u64,
    pub timestamp: u64,
    /// How often the office has taken back what it said of the time.
    pub time_corrections: u64,
}

impl NextVersions {
    /// Those after the newest, past any that an interrupted command has left in the tree: somebody may have fetched such a
    /// file, and an immutable file must never be another.
    pub fn after(state: &RepositoryState, tree: &dyn TreeStore) -> Result<Self, RepositoryError> {
        let unused = |file: fn(u64) -> TreeFile, mut version: u64| -> Result<u64, RepositoryError> {
            while tree.size(file(version))?.is_some() {
                version += 1;
            }
            Ok(version)
        };
        let versions = state.versions;
        Ok(Self {
            targets: unused(TreeFile::Targets, versions.targets + 1)?,
            snapshot: unused(TreeFile::Snapshot, versions.snapshot + 1)?,
            timestamp: versions.timestamp + 1,
            time_corrections: state.time_corrections,
        })
    }
}

/// One signing: where to, by whom, which versions, for how long, and when.
pub(super) struct Signing<'a> {
    pub tree: &'a dyn TreeStore,
    /// Whoever signs: one set of keys, or the old and the new ones while keys are changed.
    pub online: &'a [&'a Online],
    pub next: NextVersions,
    pub lifetimes: Lifetimes,
    pub now: WallTime,
    /// The timestamp that is replaced.
    pub before: Option<&'a [u8]>,
}

impl Signing<'_> {
    /// Signs targets, snapshot and timestamp, in that order; answers when the first of them expires.
    pub fn targets(&self, programme: Option<(Digest, u64)>) -> Result<WallTime, RepositoryError> {
        let until = expiry(self.now, self.lifetimes.targets_days);
        let signed = metadata::targets(self.next.targets, until, programme);
        let targets = envelope(&signed, &self.signers(|online| &online.targets))?;
        write(self.tree, TreeFile::Targets(self.next.targets), &targets)?;
        Ok(self.snapshot(self.next.targets, &targets)?.min(until))
    }

    /// Signs snapshot and timestamp over a targets file that is in the tree.
    pub fn snapshot(&self, targets_version: u64, targets: &[u8]) -> Result<WallTime, RepositoryError> {
        let until = expiry(self.now, self.lifetimes.snapshot_days);
        let signed = metadata::snapshot(self.next.snapshot, until, targets_version, targets);
        let snapshot = envelope(&signed, &self.signers(|online| &online.snapshot))?;
        write(self.tree, TreeFile::Snapshot(self.next.snapshot), &snapshot)?;
        Ok(self.timestamp(self.next.snapshot, &snapshot)?.min(until))
    }

    /// Signs the timestamp over a snapshot that is in the tree: the step that halls see.
    pub fn timestamp(&self, snapshot_version: u64, snapshot: &[u8]) -> Result<WallTime, RepositoryError> {
        let until = expiry(self.now, self.lifetimes.timestamp_days);
        if until <= self.now {
            // Halls refuse a timestamp that was signed after its own end.
            return Err(RepositoryError::NoLifetime { days: self.lifetimes.timestamp_days });
        }
        let time = SignedTime { issued: self.now, corrections: self.next.time_corrections };
        let signed = metadata::timestamp(self.next.timestamp, until, snapshot_version, snapshot, time);
        let timestamp = envelope(&signed, &self.signers(|online| &online.timestamp))?;
        check_size(TreeFile::Timestamp, &timestamp)?;
        self.tree.replace_timestamp(self.before, &timestamp)?;
        Ok(until)
    }

    /// The keys of one role, each once.
    fn signers(&self, role: impl Fn(&Online) -> &Signer) -> Vec<&Signer> {
        let mut signers: Vec<&Signer> = self.online.iter().map(|online| role(online)).collect();
        signers.dedup_by_key(|signer| signer.id());
        signers
    }
}

/// Copies the root to where installers look for it.
pub(super) fn hand_out_root(tree: &dyn TreeStore, root: &[u8]) -> Result<(), RepositoryError> {
    if tree.read_root()?.as_deref() != Some(root) {
        tree.write_root(root)?;
    }
    Ok(())
}

/// Writes one file of the tree from memory.
pub(super) fn write(tree: &dyn TreeStore, file: TreeFile, mut bytes: &[u8]) -> Result<(), RepositoryError> {
    check_size(file, bytes)?;
    Ok(tree.write(file, bytes.len() as u64, &mut bytes)?)
}

fn check_size(file: TreeFile, bytes: &[u8]) -> Result<(), RepositoryError> {
    let (bytes, cap) = (bytes.len() as u64, file.cap());
    if bytes > cap { Err(RepositoryError::TooLarge { file: file.to_string(), bytes, cap }) } else { Ok(()) }
}
