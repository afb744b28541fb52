//! What cycles of collecting bring, told to the display and the log: each thing once.

use super::{
    event::{EventSender, HallEvent},
    waiting_note::waiting_note,
};
use crate::{
    feed::{CollectError, Collected},
    model::{DisplayId, Programmes},
    store::Store,
};

/// Reports what cycles bring to the display and the log: each thing once.
pub(super) struct OutcomeReporter {
    events: EventSender<HallEvent>,
    /// This display's name.
    display: Option<DisplayId>,
    failures: u32,
    /// The failure that was logged last.
    last_failure: String,
    /// What the built-in slide says.
    on_screen: &'static str,
    /// What the display was last told to play: whatever is committed, by whomever, is told once.
    told: Option<Programmes>,
}

impl OutcomeReporter {
    /// One that has told nothing yet of a display that plays what is in the store.
    pub fn new(events: EventSender<HallEvent>, display: Option<DisplayId>, store: &Store) -> Self {
        let (failures, last_failure, on_screen) = (0, String::new(), "");
        Self { events, display, failures, last_failure, on_screen, told: store.programmes() }
    }

    /// Reports what came of a cycle. Returns whether anybody still listens.
    pub fn report(&mut self, outcome: &Result<Collected, CollectError>, store: &Store) -> bool {
        let waiting_for = match outcome {
            Ok(Collected::New { edition, files, bytes }) => {
                tracing::info!(version = edition.version(), files, bytes, "new edition");
                if let Some(display) = &self.display
                    && let Err(unknown) = edition.programme.known_display(display)
                {
                    tracing::warn!("{unknown}");
                }
                None
            }
            Ok(Collected::Waiting { version, bytes, from }) => {
                tracing::info!(version, bytes, %from, "a new edition waits for its hours");
                None
            }
            Ok(Collected::Unchanged(_)) => None,
            Ok(Collected::NothingPublished) => Some("Đã kết nối. Xã chưa phát hành nội dung nào."),
            Err(error) => Some(waiting_note(error)),
        };
        self.failures = if outcome.is_ok() { 0 } else { self.failures + 1 };
        match outcome {
            Ok(_) => self.last_failure.clear(),
            Err(error) => {
                // The same failure is logged once, not at every try: a dead line must not fill the log.
                let failure = failure_kind(error);
                if failure != self.last_failure {
                    let offline = error.is_offline();
                    tracing::warn!(offline, failures = self.failures, "{}; what is on screen stays", chain(error));
                    self.last_failure = failure;
                }
            }
        }
        let committed = store.programmes();
        if committed.is_some() && committed != self.told {
            self.told = committed;
            return self.events.send(HallEvent::Programmes { note: None });
        }
        match waiting_for.filter(|words| *words != self.on_screen && store.current().is_none()) {
            Some(words) => {
                self.on_screen = words;
                self.events.send(HallEvent::Programmes { note: Some(words.to_owned()) })
            }
            None => true,
        }
    }
}

/// What two failures have in common where it is enough to log one of them: a full disk has other figures at each try.
fn failure_kind(error: &CollectError) -> String {
    if error.is_disk_full() { "the disk is full".to_owned() } else { chain(error) }
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    #[test]
    fn a_full_disk_is_one_failure_whatever_its_figures() {
        let full = |free| CollectError::Store(StoreError::NoRoom { needed: 90_000, free });
        assert_eq!(failure_kind(&full(12)), failure_kind(&full(11)));
        let other = |file: &str| failure_kind(&CollectError::Lacks { file: file.to_owned() });
        assert_ne!(other("metadata/2.snapshot.json"), other("metadata/3.snapshot.json"));
    }
}
