//! Presentation intervals: which of them a frame is for, and how many went by without one.

use std::time::{Duration, Instant};

/// Counts the intervals of a screen while something moves on it.
#[derive(Debug)]
pub struct FrameClock {
    interval: Duration,
    run: Option<FrameRun>,
    missed: u64,
}

/// Movement without a pause.
#[derive(Debug)]
struct FrameRun {
    began: Instant,
    frame: u32,
}

/// A frame to be presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameTime {
    /// The instant of its interval: what it shows is what belongs to this instant, however late the frame itself is.
    pub at: Instant,
    /// Intervals since the frame before: 1 if none was missed, 0 for the first of a run.
    pub intervals: u32,
}

impl FrameClock {
    /// The frames of a screen that shows a new frame every `interval`.
    pub fn new(interval: Duration) -> Self {
        Self { interval: interval.max(Duration::from_millis(1)), run: None, missed: 0 }
    }

    /// Length of an interval.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// A frame is presented now. One that comes early or somewhat late is the next; one that comes later than its whole
    /// interval leaves out those that have gone by.
    pub fn beat(&mut self, now: Instant) -> FrameTime {
        let Some(run) = &mut self.run else {
            self.run = Some(FrameRun { began: now, frame: 0 });
            return FrameTime { at: now, intervals: 0 };
        };
        let passed = now.saturating_duration_since(run.began).as_nanos() / self.interval.as_nanos();
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        let intervals = passed.saturating_sub(run.frame).max(1);
        self.missed += u64::from(intervals - 1);
        run.frame = run.frame.saturating_add(intervals);
        FrameTime { at: run.began + self.interval.saturating_mul(run.frame), intervals }
    }

    /// When the next frame is due; `None` while nothing moves.
    pub fn next(&self) -> Option<Instant> {
        self.run.as_ref().map(|run| run.began + self.interval.saturating_mul(run.frame.saturating_add(1)))
    }

    /// Nothing moves any more.
    pub fn rest(&mut self) {
        self.run = None;
    }

    /// Intervals that went by without their frame, since this was last asked.
    pub fn take_missed(&mut self) -> u64 {
        std::mem::take(&mut self.missed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, model::WallTime};

    const INTERVAL: Duration = Duration::from_millis(10);

    #[test]
    fn frames_that_waver_are_still_one_interval_apart() {
        let (mut frames, start) = (FrameClock::new(INTERVAL), Clock::fixed(WallTime(0)).now().mono);
        assert_eq!(frames.beat(start), FrameTime { at: start, intervals: 0 });
        for (n, ms) in [(1, 9), (2, 29), (3, 31), (4, 44)] {
            let beat = frames.beat(start + Duration::from_millis(ms));
            assert_eq!(beat, FrameTime { at: start + INTERVAL * n, intervals: 1 }, "at {ms} ms");
        }
        assert_eq!(frames.take_missed(), 0);
        assert_eq!(frames.next(), Some(start + Duration::from_millis(50)));
    }

    #[test]
    fn a_stall_is_counted_once_and_made_up_for() {
        let (mut frames, start) = (FrameClock::new(INTERVAL), Clock::fixed(WallTime(0)).now().mono);
        frames.beat(start);
        let late = frames.beat(start + Duration::from_millis(57));
        assert_eq!(late, FrameTime { at: start + Duration::from_millis(50), intervals: 5 });
        assert_eq!((frames.take_missed(), frames.take_missed()), (4, 0));
        frames.rest();
        assert_eq!((frames.next(), frames.beat(start + INTERVAL * 90).intervals), (None, 0));
    }
}
