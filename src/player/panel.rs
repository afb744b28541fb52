//! What is on the panel: which version, as the play records say, and whether the hall is halted. So the office is told.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

use crate::model::PlayRecord;

/// What is on the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnPanel {
    /// The version; 0 for what is built into the program.
    pub version: u64,
    /// Somebody on the spot has halted the hall, so that it is that version's default slide.
    pub halted: bool,
}

/// Where that is noted; clones note the same panel.
#[derive(Debug, Clone)]
pub struct PanelStatus {
    on: watch::Sender<OnPanel>,
    lacking: Arc<Notify>,
}

impl Default for PanelStatus {
    /// A panel that shows nothing of any feed yet.
    fn default() -> Self {
        Self { on: watch::Sender::new(OnPanel::default()), lacking: Arc::default() }
    }
}

impl PanelStatus {
    /// Takes note of a play record.
    pub fn note(&self, record: &PlayRecord) {
        if record.is_on_screen() {
            self.set(|on| on.version = record.version);
        }
    }

    /// Takes note of whether the hall is halted.
    pub fn halted(&self, halted: bool) {
        self.set(|on| on.halted = halted);
    }

    fn set(&self, change: impl FnOnce(&mut OnPanel)) {
        self.on.send_if_modified(|on| {
            let before = *on;
            change(on);
            *on != before
        });
    }

    /// What is on.
    pub fn on(&self) -> OnPanel {
        *self.on.borrow()
    }

    /// The picture of something that is due is missing from the store.
    pub fn lacks(&self) {
        self.lacking.notify_one();
    }

    /// Returns when that is so.
    pub async fn lacking(&self) {
        self.lacking.notified().await;
    }

    /// Returns when something else than `known` is on.
    pub async fn other_than(&self, known: OnPanel) {
        // The sender is held here, so that it is never gone.
        self.on.subscribe().wait_for(|on| *on != known).await.ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_counts_and_what_was_not_does_not() {
        let panel = PanelStatus::default();
        let note = |version: u64, shown: &str| {
            let line = format!(
                r#"{{"wall":"2026-11-29T07:00:00Z","slide":"mot","page":1,"version":{version},
                "until":"2026-11-29T07:00:08Z","picture":"{}",{shown}}}"#,
                "0".repeat(64)
            );
            panel.note(&serde_json::from_str(&line).unwrap());
            panel.on().version
        };
        assert_eq!(note(3, r#""shown":true"#), 3);
        assert_eq!(note(4, r#""shown":false,"why":"no-answer""#), 3);
        assert_eq!(note(5, r#""shown":false,"why":"window-system-silent""#), 5, "nobody knows better");
    }
}
