//! Back-off: how long to wait after something failed, and how many requests a minute may be made at all.

use std::time::{Duration, Instant};

/// Shortest wait: what fails at once must not be tried again at once.
const LEAST: Duration = Duration::from_millis(500);
/// Doublings after which the span is the longest, whatever it was first.
const DOUBLINGS: u32 = 16;

/// Exponential back-off with full jitter: a random part of a span that doubles with each failure, so that halls whose mains
/// came back together do not all ask together.
#[derive(Debug, Clone)]
pub(super) struct BackOff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl BackOff {
    /// No failure yet. The span is `first` after one failure and never more than `longest`.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, failures: 0 }
    }

    /// Notes a failure; answers how long to wait.
    pub fn failed(&mut self) -> Duration {
        let doublings = self.failures.min(DOUBLINGS);
        self.failures = self.failures.saturating_add(1);
        let span = self.first.saturating_mul(1 << doublings).min(self.longest);
        span.mul_f64(random_fraction()).max(LEAST)
    }

    /// Notes that it worked.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }
}

/// A token bucket: however a server answers, no more is asked of it in any minute than [`RequestBudget::PER_MINUTE`].
#[derive(Debug)]
pub(super) struct RequestBudget {
    tokens: f64,
    /// When the tokens were last counted.
    counted: Option<Instant>,
}

impl RequestBudget {
    /// Tokens that are there at once: enough for three failures that follow one another.
    const BURST: f64 = 10.0;
    /// Tokens that come back in a second: a proxy that cuts each hold after ten seconds costs no more.
    const PER_SECOND: f64 = 0.25;
    /// Most tokens that are taken in any minute.
    #[cfg(test)]
    pub const PER_MINUTE: usize = 25;

    /// Takes a token; answers how long to wait for it first.
    pub fn take(&mut self, now: Instant) -> Duration {
        let since = self.counted.map_or(Duration::ZERO, |counted| now.saturating_duration_since(counted));
        self.counted = Some(now);
        self.tokens = (self.tokens + since.as_secs_f64() * Self::PER_SECOND).min(Self::BURST) - 1.0;
        Duration::from_secs_f64((-self.tokens).max(0.0) / Self::PER_SECOND)
    }

    /// Gives so many tokens back, because what they were taken for has proved to be worth it.
    pub fn give_back(&mut self, tokens: f64) {
        self.tokens = (self.tokens + tokens).min(Self::BURST);
    }
}

impl Default for RequestBudget {
    fn default() -> Self {
        Self { tokens: Self::BURST, counted: None }
    }
}

/// A number from 0 to 1.
pub(super) fn random_fraction() -> f64 {
    let mut bytes = [0; 4];
    // Without random numbers all halls would ask together, which is slow and not wrong.
    getrandom::fill(&mut bytes).ok();
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{clock::Clock, model::WallTime};

    const FIRST: Duration = Duration::from_secs(2);
    const LONGEST: Duration = Duration::from_secs(300);

    #[test]
    fn halls_whose_mains_came_back_together_do_not_ask_together() {
        let mut seconds = BTreeMap::new();
        for _ in 0..100_000 {
            let mut back_off = BackOff { failures: 8, ..BackOff::new(FIRST, LONGEST) };
            *seconds.entry(back_off.failed().as_secs()).or_insert(0) += 1;
        }
        let busiest = seconds.values().max().unwrap();
        assert!(*busiest < 600, "of 100,000 halls {busiest} ask within one second");
    }

    #[test]
    fn waits_grow_with_each_failure_end_within_the_longest_and_begin_anew_after_a_success() {
        let mut back_off = BackOff::new(FIRST, LONGEST);
        let mut total = Duration::ZERO;
        for failures in 0..100 {
            let span = FIRST.saturating_mul(1 << failures.min(20)).min(LONGEST);
            let wait = back_off.failed();
            assert!(wait >= LEAST && wait <= span.max(LEAST), "{failures}: {wait:?}");
            total += wait;
        }
        assert!(total > 50 * LONGEST / 4, "a hundred failures took {total:?} only");
        back_off.succeeded();
        assert!(back_off.failed() <= FIRST);
    }

    #[test]
    fn a_budget_gives_a_burst_and_then_one_every_four_seconds() {
        let clock = Clock::fixed(WallTime(0));
        let mut budget = RequestBudget::default();
        for _ in 0..10 {
            assert_eq!(budget.take(clock.now().mono), Duration::ZERO);
        }
        assert_eq!(budget.take(clock.now().mono), Duration::from_secs(4));
        clock.advance(4_000);
        assert_eq!(budget.take(clock.now().mono), Duration::from_secs(4));
        clock.advance(3_600_000);
        assert_eq!(budget.take(clock.now().mono), Duration::ZERO);
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_is_never_hoarded() {
        let clock = Clock::fixed(WallTime(0));
        let mut budget = RequestBudget::default();
        (0..11).for_each(|_| _ = budget.take(clock.now().mono));
        budget.give_back(3.0);
        assert_eq!(budget.take(clock.now().mono), Duration::ZERO);
        assert_eq!(budget.take(clock.now().mono), Duration::ZERO);
        assert_eq!(budget.take(clock.now().mono), Duration::from_secs(4));
        (0..100).for_each(|_| budget.give_back(3.0));
        for _ in 0..10 {
            assert_eq!(budget.take(clock.now().mono), Duration::ZERO);
        }
        assert_eq!(budget.take(clock.now().mono), Duration::from_secs(4));
    }
}
