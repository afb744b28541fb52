//! What the server's handlers share.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::Semaphore;

use super::{change_notifier::ChangeNotifier, displays::Displays};
use crate::clock::Clock;

/// What the server's handlers share; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct AppState(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    /// The folder of the tree.
    pub feed_dir: PathBuf,
    /// The folder of its keys, where this server may tell the time.
    pub keys_dir: Option<PathBuf>,
    pub clock: Clock,
    pub news: ChangeNotifier,
    pub displays: Displays,
    /// Turns at opening a file: when all halls that wait are woken at once, each has a connection already, and the system
    /// would have no number left for as many files.
    pub turns: Semaphore,
}

/// How many may open a file at once.
const TURNS: usize = 256;

impl AppState {
    pub fn new(feed_dir: &Path, keys_dir: Option<&Path>, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            feed_dir: feed_dir.to_owned(),
            keys_dir: keys_dir.map(Path::to_owned),
            clock,
            news: ChangeNotifier::new(feed_dir),
            displays: Displays::default(),
            turns: Semaphore::new(TURNS),
        }))
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
