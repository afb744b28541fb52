//! The feed's time, estimated from samples with it (Cristian's algorithm: the answer took half the round trip).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::model::WallTime;

/// One question to the feed and its answer.
#[derive(Debug, Clone, Copy)]
pub struct TimeSample {
    /// When the question left, by this machine's monotonic clock.
    pub sent: Instant,
    /// When the answer came.
    pub received: Instant,
    /// The feed's wall time as it wrote the answer.
    pub feed: WallTime,
}

impl TimeSample {
    fn round_trip(&self) -> Duration {
        self.received.saturating_duration_since(self.sent)
    }
}

/// The last few samples.
#[derive(Debug, Default)]
pub(super) struct TimeSamples(VecDeque<TimeSample>);

/// How many are kept: the shortest round trip among them is the one least delayed on the way.
const KEPT: usize = 16;

impl TimeSamples {
    pub(super) fn add(&mut self, sample: TimeSample) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(sample);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &TimeSample> {
        self.0.iter()
    }

    fn shortest(&self) -> Option<&TimeSample> {
        self.0.iter().min_by_key(|sample| sample.round_trip())
    }

    /// The feed's wall time at a monotonic instant, by the least delayed sample.
    pub(super) fn best(&self) -> Option<(WallTime, Instant)> {
        let sample = self.shortest()?;
        let back_ms = i64::try_from(sample.round_trip().as_millis() / 2).ok()?;
        Some((sample.feed + back_ms, sample.received))
    }

    /// The error cannot be larger than half the round trip, milliseconds.
    pub(super) fn bound_ms(&self) -> Option<i64> {
        let sample = self.shortest()?;
        i64::try_from(sample.round_trip().as_millis().div_ceil(2)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn one_slow_answer_does_not_spoil_the_estimate() {
        let start = Clock::fixed(WallTime(0)).now().mono;
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut samples = TimeSamples::default();
        samples.add(TimeSample { sent: at(0), received: at(40), feed: WallTime(1_000_020) });
        samples.add(TimeSample { sent: at(1_000), received: at(4_000), feed: WallTime(1_001_020) });
        assert_eq!(samples.best(), Some((WallTime(1_000_040), at(40))));
        assert_eq!(samples.bound_ms(), Some(20));
    }
}
