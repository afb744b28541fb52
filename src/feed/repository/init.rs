//! Makes the keys and an empty signed feed.

use sigstore_tuf::TrustedMetadataSet;

use super::{
    super::tree::TreeFile,
    Repository, RepositoryError, RootKeys,
    metadata::{self, Lifetimes, ROOT_DAYS, RootRole, envelope, expiry},
    sign::{NextVersions, Signing, hand_out_root, write},
};
use crate::model::WallTime;

impl Repository {
    /// Makes the keys and an empty signed tree. Nothing secret is written into the tree.
    ///
    /// Takes up again what an earlier call was cut off from finishing.
    ///
    /// # Errors
    /// There is a feed already, or the keys belong to another one: nothing is changed then. Or a file cannot be read or
    /// written.
    pub fn init(&self, root_keys: RootKeys, lifetimes: Lifetimes, now: WallTime) -> Result<(), RepositoryError> {
        let (tree, keys) = (self.tree(), &self.keys);
        self.refuse_existing()?;
        self.ask_sources(now)?;
        keys.make_dirs()?;
        let _lock = keys.lock()?;
        self.refuse_existing()?;
        tree.prepare()?;
        let online = match keys.find_trusted_root()? {
            Some(root) if tree.read(TreeFile::Root(1))?.as_ref() == Some(&root) => {
                let trusted = TrustedMetadataSet::from_root(&root);
                let bad =
                    |error| RepositoryError::BadRoot { at: keys.root_path().display().to_string(), source: error };
                keys.online(trusted.map_err(bad)?.root())?
            }
            Some(_) => return Err(RepositoryError::Exists { at: keys.root_path().display().to_string() }),
            None => {
                let (root, online) = keys.generate(root_keys.keys)?;
                let role = RootRole::of(&root, root_keys.threshold);
                let signed_root = metadata::root(1, expiry(now, ROOT_DAYS), &role, &online);
                let root = envelope(&signed_root, &root.iter().collect::<Vec<_>>())?;
                write(tree, TreeFile::Root(1), &root)?;
                keys.trust_root(&root)?;
                online
            }
        };
        hand_out_root(tree, &keys.trusted_root()?)?;
        let next = NextVersions { targets: 1, snapshot: 1, timestamp: 1, time_corrections: 0 };
        Signing { tree, online: &[&online], next, lifetimes, now, before: None }.targets(None)?;
        Ok(())
    }

    fn refuse_existing(&self) -> Result<(), RepositoryError> {
        match self.tree().size(TreeFile::Timestamp)? {
            Some(_) => Err(RepositoryError::Exists { at: self.tree().location(&TreeFile::Timestamp.to_string()) }),
            None => Ok(()),
        }
    }
}
