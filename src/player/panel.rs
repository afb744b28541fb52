//! Which version is on the panel: what the play records say, and so what the office is told.

use std::sync::Arc;

use serde::Deserialize;
use tokio::sync::{Notify, watch};

/// Where the version on the panel is noted; clones note the same panel.
#[derive(Debug, Clone)]
pub struct Panel {
    version: watch::Sender<u64>,
    lacking: Arc<Notify>,
}

/// What of a play record is of interest here.
#[derive(Deserialize)]
struct Shown {
    version: u64,
    /// Records say so where a frame was not shown.
    #[serde(default = "yes")]
    shown: bool,
}

fn yes() -> bool {
    true
}

impl Default for Panel {
    /// A panel that shows nothing of any feed yet.
    fn default() -> Self {
        Self { version: watch::Sender::new(0), lacking: Arc::default() }
    }
}

impl Panel {
    /// Takes note of a play record, as its line.
    pub fn note(&self, line: &[u8]) {
        let Ok(Shown { version, shown: true }) = serde_json::from_slice(line) else { return };
        self.version.send_if_modified(|on| std::mem::replace(on, version) != version);
    }

    /// The version that is on.
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// The picture of something that is due is missing from the store.
    pub fn lacks(&self) {
        self.lacking.notify_one();
    }

    /// Returns when that is so.
    pub async fn lacking(&self) {
        self.lacking.notified().await;
    }

    /// Returns when another version than `known` is on.
    pub async fn other_than(&self, known: u64) {
        // The sender is held here, so that it is never gone.
        self.version.subscribe().wait_for(|on| *on != known).await.ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_counts_and_what_was_not_does_not() {
        let panel = Panel::default();
        panel.note(br#"{"version":3,"slide":"mot"}"#);
        assert_eq!(panel.version(), 3);
        panel.note(br#"{"version":4,"shown":false}"#);
        panel.note(b"nonsense");
        assert_eq!(panel.version(), 3);
    }
}
