//! A feed with the keys that sign it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    error::RepositoryError,
    folder_tree::FolderTree,
    keys::Keys,
    state::{RepositoryState, state_from},
    time_source::TimeSource,
    tree_store::{ROOT_FILE, TreeStore},
};

/// A feed and the keys that sign it.
#[derive(Debug, Clone)]
pub struct Repository {
    tree: Arc<dyn TreeStore>,
    pub(super) keys: Keys,
    pub(super) time_sources: Vec<TimeSource>,
}

impl Repository {
    /// The feed in `tree`, signed by `keys`. Nothing is read yet.
    pub fn new(tree: Arc<dyn TreeStore>, keys: Keys) -> Self {
        Self { tree, keys, time_sources: Vec::new() }
    }

    /// The feed in a folder of this machine.
    pub fn in_folder(feed_dir: &Path, keys_dir: &Path) -> Self {
        Self::new(Arc::new(FolderTree::at(feed_dir)), Keys::at(keys_dir))
    }

    /// The same, comparing the machine's clock with these sources before anything is signed.
    pub fn with_time_sources(self, time_sources: Vec<TimeSource>) -> Self {
        Self { time_sources, ..self }
    }

    /// Where the feed lies.
    pub fn tree(&self) -> &dyn TreeStore {
        &*self.tree
    }

    /// The same, to be handed on.
    pub fn shared_tree(&self) -> Arc<dyn TreeStore> {
        Arc::clone(&self.tree)
    }

    /// The folder of the keys.
    pub fn keys_dir(&self) -> &Path {
        self.keys.dir()
    }

    /// What the feed says now, read from the root that the keys' owner trusts.
    ///
    /// # Errors
    /// The keys or the tree cannot be read, or the tree is not what the keys signed.
    pub fn state(&self) -> Result<RepositoryState, RepositoryError> {
        state_from(self.tree(), &self.keys.trusted_root()?)
    }

    /// Whether there is a feed, and the keys that sign it are here: worth knowing before long work.
    ///
    /// # Errors
    /// As [`Repository::state`]; or a key is missing or not the one that the root names.
    pub fn can_sign(&self) -> Result<(), RepositoryError> {
        self.keys.online(self.state()?.trusted.root()).map(drop)
    }
}

/// Where the current root lies for whoever installs a hall: `play --root` takes this file.
pub fn root_file(feed_dir: &Path) -> PathBuf {
    feed_dir.join(ROOT_FILE)
}
