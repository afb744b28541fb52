//! Shown means shown: a page's record waits until the system has said that its picture reached the screen.

use std::time::{Duration, Instant};

use crate::{
    model::{PlayRecord, Unproven},
    render::Reached,
};

/// How long the system may take to say so: the screens of signs show at least 24 frames a second.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The record of the page that came on last, until it can be written.
#[derive(Debug, Default)]
pub(super) struct Proof {
    waiting: Option<(PlayRecord, Instant)>,
}

impl Proof {
    /// A page came on. Answers with the record of the page before, if nothing was said of it until now.
    pub fn came_on(&mut self, record: PlayRecord, now: Instant) -> Option<PlayRecord> {
        let before = self.waiting.replace((record, now));
        before.map(|(record, _)| unproven(record, Unproven::Overtaken))
    }

    /// Whether a record waits.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// What the screen says now: the record, once it can be written.
    pub fn look(&mut self, reached: Reached, now: Instant) -> Option<PlayRecord> {
        let (record, since) = self.waiting.take()?;
        match reached {
            Reached::Yes => Some(PlayRecord { shown: true, ..record }),
            Reached::Unknown => Some(unproven(record, Unproven::WindowSystemSilent)),
            Reached::NotYet if now.saturating_duration_since(since) >= PATIENCE => {
                tracing::warn!(slide = %record.slide, "the screen has not taken a frame for five seconds");
                Some(unproven(record, Unproven::NoAnswer))
            }
            Reached::NotYet => {
                self.waiting = Some((record, since));
                None
            }
        }
    }
}

fn unproven(record: PlayRecord, why: Unproven) -> PlayRecord {
    PlayRecord { shown: false, why: Some(why), ..record }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, model::WallTime};

    fn record() -> PlayRecord {
        PlayRecord { shown: false, ..PlayRecord::sample("khau-hieu", WallTime(1_764_000_000_000), 8_000) }
    }

    #[test]
    fn nothing_is_written_before_the_screen_has_spoken_and_its_silence_is_written_too() {
        let (mut proof, began) = (Proof::default(), Clock::system().now().mono);
        assert_eq!(proof.look(Reached::Yes, began), None, "no page, no record");
        assert_eq!(proof.came_on(record(), began), None);
        assert_eq!(proof.look(Reached::NotYet, began + PATIENCE / 2), None);
        assert!(proof.look(Reached::Yes, began + PATIENCE / 2).unwrap().shown && !proof.waits());
        proof.came_on(record(), began);
        let silent = proof.look(Reached::NotYet, began + PATIENCE).unwrap();
        assert_eq!((silent.shown, silent.why, silent.is_on_screen()), (false, Some(Unproven::NoAnswer), false));
        proof.came_on(record(), began);
        let overtaken = proof.came_on(record(), began).unwrap();
        assert_eq!((overtaken.shown, overtaken.why), (false, Some(Unproven::Overtaken)));
        let unknown = proof.look(Reached::Unknown, began).unwrap();
        assert_eq!((unknown.shown, unknown.is_on_screen()), (false, true), "as far as anybody can know");
    }
}
