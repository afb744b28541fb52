//! When a picture that has ended is started again: at once, and with pauses that grow where it fails again and again.

use std::time::Duration;

/// Pauses before the first, second, … start in a row, milliseconds; the last one for all that follow.
const PAUSES_MS: [u64; 8] = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000];

/// A picture that has lived so long has not failed.
const WELL: Duration = Duration::from_secs(10);

/// Failures in a row after which the built-in slide is shown for a while.
const CALM_AFTER: usize = 4;

/// Counts failures in a row.
#[derive(Debug, Default)]
pub(super) struct Restarts {
    failures: usize,
}

impl Restarts {
    /// The picture has ended after `lived`; it had `shown` a frame, and it was ended from `outside`. Answers how long to
    /// wait before the next start.
    pub(super) fn after(&mut self, lived: Duration, shown: bool, outside: bool) -> Duration {
        if lived >= WELL || outside && shown {
            self.failures = 0;
        }
        let pause = PAUSES_MS[self.failures.min(PAUSES_MS.len() - 1)];
        self.failures += 1;
        Duration::from_millis(pause)
    }

    /// Whether the next picture should show the built-in slide until it has kept well for [`Restarts::WELL`].
    pub(super) fn calm(&self) -> bool {
        self.failures > CALM_AFTER
    }

    /// How long a picture lives until it has not failed.
    pub(super) const WELL: Duration = WELL;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_killed_is_back_at_once_and_what_fails_is_tried_less_and_less() {
        let mut restarts = Restarts::default();
        let second = Duration::from_secs(1);
        for _ in 0..100 {
            assert_eq!(restarts.after(second, true, true), Duration::ZERO);
        }
        let mut restarts = Restarts::default();
        let pauses: Vec<u64> =
            (0..10).map(|_| restarts.after(second, false, false).as_millis().try_into().unwrap()).collect();
        assert_eq!(pauses, [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
        assert!(restarts.calm());
        assert_eq!(restarts.after(WELL, true, false), Duration::ZERO, "one that lived for a while");
        assert!(!restarts.calm());
    }
}
