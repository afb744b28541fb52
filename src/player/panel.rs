//! Which version is on the panel: what the play records say, and so what the office is told.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

use crate::model::PlayRecord;

/// Where the version on the panel is noted; clones note the same panel.
#[derive(Debug, Clone)]
pub struct PanelVersion {
    version: watch::Sender<u64>,
    lacking: Arc<Notify>,
}

impl Default for PanelVersion {
    /// A panel that shows nothing of any feed yet.
    fn default() -> Self {
        Self { version: watch::Sender::new(0), lacking: Arc::default() }
    }
}

impl PanelVersion {
    /// Takes note of a play record.
    pub fn note(&self, record: &PlayRecord) {
        if record.is_on_screen() {
            self.version.send_if_modified(|on| std::mem::replace(on, record.version) != record.version);
        }
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
        let panel = PanelVersion::default();
        let note = |version: u64, shown: &str| {
            let line = format!(
                r#"{{"wall":"2026-11-29T07:00:00Z","slide":"mot","page":1,"version":{version},
                "until":"2026-11-29T07:00:08Z","picture":"{}",{shown}}}"#,
                "0".repeat(64)
            );
            panel.note(&serde_json::from_str(&line).unwrap());
            panel.version()
        };
        assert_eq!(note(3, r#""shown":true"#), 3);
        assert_eq!(note(4, r#""shown":false,"why":"no-answer""#), 3);
        assert_eq!(note(5, r#""shown":false,"why":"window-system-silent""#), 5, "nobody knows better");
    }
}
