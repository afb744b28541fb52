//! What one process tells another of the time that it was told by signed sources.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::TimeSample;
use crate::model::WallTime;

/// All that a clock was told. Instants are written as the microseconds since then, so that the other side counts from
/// when it reads them: over a pipe between two processes of one machine that is a fraction of a millisecond.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockWord {
    /// Counts up with each change: two words of one clock with the same count say the same.
    pub revision: u64,
    /// How often everything was forgotten.
    pub resets: u64,
    /// Where the floor has risen to by now.
    pub floor: WallTime,
    /// The samples with the feed that count.
    pub samples: Vec<SampleWord>,
}

/// One sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleWord {
    /// Microseconds since the question left.
    pub sent_us: u64,
    /// Microseconds since the answer came.
    pub received_us: u64,
    /// The feed's wall time as it wrote the answer.
    pub feed: WallTime,
}

impl SampleWord {
    pub(super) fn of(sample: &TimeSample, now: Instant) -> Self {
        let since = |then: Instant| u64::try_from(now.saturating_duration_since(then).as_micros()).unwrap_or(u64::MAX);
        Self { sent_us: since(sample.sent), received_us: since(sample.received), feed: sample.feed }
    }

    /// The sample, unless this machine's monotonic time does not reach back that far.
    pub(super) fn sample(self, now: Instant) -> Option<TimeSample> {
        let then = |us: u64| now.checked_sub(Duration::from_micros(us));
        Some(TimeSample { sent: then(self.sent_us)?, received: then(self.received_us)?, feed: self.feed })
    }
}
