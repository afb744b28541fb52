//! What the server's handlers share.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{displays::Displays, news::Newsroom};
use crate::clock::Clock;

/// What the server's handlers share; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Shared(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    /// The folder of the tree.
    pub feed_dir: PathBuf,
    /// The folder of its keys, where this server may tell the time.
    pub keys_dir: Option<PathBuf>,
    pub clock: Clock,
    pub news: Newsroom,
    pub displays: Displays,
}

impl Shared {
    pub fn new(feed_dir: &Path, keys_dir: Option<&Path>, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            feed_dir: feed_dir.to_owned(),
            keys_dir: keys_dir.map(Path::to_owned),
            clock,
            news: Newsroom::new(feed_dir),
            displays: Displays::default(),
        }))
    }
}

impl Deref for Shared {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
