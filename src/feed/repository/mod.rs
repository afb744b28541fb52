//! The office's side of a feed: signs programmes into a tree of files that halls collect from.
//!
//! The rules this room keeps:
//! - What halls see changes in one step, the replacement of `timestamp.json`, after everything that it names lies in the
//!   tree. A command that is cut off anywhere leaves the old or the new version, whole, and the next one succeeds.
//! - Nothing but `timestamp.json` is ever replaced; a version number that an interrupted command has used is not used again.
//! - One command signs at a time: the keys' folder is locked.
//! - No time is signed that the office cannot account for, see [`ClockDoubt`].
//!
//! All of it blocks the thread: inside async code, call it from `spawn_blocking`.

mod assets;
mod clock_check;
mod diff;
mod error;
mod export;
mod folder_tree;
mod init;
mod keys;
mod metadata;
mod object_tree;
mod publish;
mod renew;
mod rotate;
mod sign;
mod state;
mod time_source;
mod tree_store;
mod verified;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use assets::{AssetFiles, AssetSource};
pub use clock_check::{ClockDoubt, LastSignature, OfficeClock};
pub use diff::Diff;
pub use error::{BadFile, RepositoryError};
pub use export::{Exported, export};
pub use folder_tree::FolderTree;
pub use keys::Keys;
pub use metadata::{Lifetimes, ROOT_DAYS};
pub use object_tree::ObjectTree;
pub use publish::{Publication, Published, RootKeys};
pub use renew::{Renew, Renewed};
pub use rotate::{Rotated, Rotation};
pub use state::{Expires, RepositoryState, Versions, repository_state};
pub use time_source::{BadTimeSource, TimeSource, TimeSourceError};
pub use tree_store::{TreeError, TreeStore, tree_at};

/// A feed and the keys that sign it.
#[derive(Debug, Clone)]
pub struct Repository {
    tree: Arc<dyn TreeStore>,
    keys: Keys,
    time_sources: Vec<TimeSource>,
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

    /// What the feed says now, read from the root that the keys' owner trusts.
    ///
    /// # Errors
    /// The keys or the tree cannot be read, or the tree is not what the keys signed.
    pub fn state(&self) -> Result<RepositoryState, RepositoryError> {
        state::state_from(self.tree(), &self.keys.trusted_root()?)
    }
}

/// Where the current root lies for whoever installs a hall: `play --root` takes this file.
pub fn root_file(feed_dir: &Path) -> PathBuf {
    feed_dir.join(tree_store::ROOT_FILE)
}
