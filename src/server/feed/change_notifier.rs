//! Notices that the tree in a folder has changed, whoever changed it, and wakes the requests that wait for it.

use std::{path::PathBuf, sync::OnceLock, time::Duration};

use tokio::sync::watch;

use super::waiting::WaitingCount;
use crate::model::Digest;

/// How often the timestamp is looked at: the most a publish waits for the first hall to hear of it.
const LOOK: Duration = Duration::from_millis(200);

/// One task that looks at the timestamp, for any number of requests that wait.
#[derive(Debug)]
pub(super) struct ChangeNotifier {
    path: PathBuf,
    /// The digest of the timestamp; the task that keeps it begins with the first request that waits.
    newest: OnceLock<watch::Receiver<Option<Digest>>>,
    waiting: WaitingCount,
}

impl ChangeNotifier {
    /// Of the tree with that timestamp.
    pub fn new(timestamp: PathBuf) -> Self {
        Self { path: timestamp, newest: OnceLock::new(), waiting: WaitingCount::default() }
    }

    /// Waits until the timestamp's digest is another than `known`, but no longer than `hold`. Answers how many requests
    /// were waiting with this one.
    pub async fn other_than(&self, known: Digest, hold: Duration) -> usize {
        let mut newest = self.newest.get_or_init(|| start(self.path.clone(), Some(known))).clone();
        let _waiting = self.waiting.one_more();
        let changed = newest.wait_for(|digest| digest.is_some_and(|digest| digest != known));
        tokio::time::timeout(hold, changed).await.ok();
        self.waiting.get()
    }
}

/// Looks until the server ends.
fn start(path: PathBuf, known: Option<Digest>) -> watch::Receiver<Option<Digest>> {
    let (sender, newest) = watch::channel(known);
    tokio::spawn(async move {
        while !sender.is_closed() {
            // Unreadable for a moment, as while a stick is copied over it, is no change.
            if let Ok(bytes) = tokio::fs::read(&path).await {
                let digest = Some(Digest::of(&bytes));
                sender.send_if_modified(|known| std::mem::replace(known, digest) != digest);
            }
            tokio::time::sleep(LOOK).await;
        }
    });
    newest
}
