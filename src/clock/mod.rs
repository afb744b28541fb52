//! What time it is: the only place that asks, and it answers once a turn.
//!
//! A loop calls [`Clock::freeze`] when it wakes and hands the [`Now`] to everything it decides in that turn, so that no
//! two parts of one decision disagree about the time. Tests inject a [`Clock::fixed`] and move it themselves.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::model::Millis;

/// The time, frozen.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Wall time, never before the floor.
    pub wall: Millis,
    /// Monotonic time, for timers and transitions.
    pub mono: Instant,
}

impl Now {
    /// The monotonic instant at which wall time will be `wall`; now if it is past.
    pub fn instant_of(&self, wall: Millis) -> Instant {
        self.mono + Duration::from_millis(u64::try_from(wall - self.wall).unwrap_or(0))
    }
}

/// A source of time, cheap to clone; clones share floor and, if fixed, position.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    /// Wall time is never before this: raised only by build time and signed issue times.
    floor: Arc<AtomicI64>,
}

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed { start: Instant, wall: Arc<AtomicI64>, elapsed: Arc<AtomicI64> },
}

impl Clock {
    /// The machine's clocks, with a floor of the time the program was built.
    pub fn system() -> Self {
        Self { source: Source::System, floor: Arc::new(AtomicI64::new(build_time().0)) }
    }

    /// A clock that stands still at `wall` until it is moved; for tests and for previewing another day.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn fixed(wall: Millis) -> Self {
        let wall = Arc::new(AtomicI64::new(wall.0));
        let source = Source::Fixed { start: Instant::now(), wall, elapsed: Arc::default() };
        Self { source, floor: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// The time, once a turn.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn freeze(&self) -> Now {
        let floor = Millis(self.floor.load(Ordering::Relaxed));
        match &self.source {
            Source::System => Now { wall: system_wall().max(floor), mono: Instant::now() },
            Source::Fixed { start, wall, elapsed } => {
                let elapsed_ms = u64::try_from(elapsed.load(Ordering::Relaxed)).unwrap_or(0);
                Now {
                    wall: Millis(wall.load(Ordering::Relaxed)).max(floor),
                    mono: *start + Duration::from_millis(elapsed_ms),
                }
            }
        }
    }

    /// Moves a fixed clock on by `ms`; the machine's clocks do not listen.
    pub fn advance(&self, ms: i64) {
        if let Source::Fixed { wall, elapsed, .. } = &self.source {
            wall.fetch_add(ms, Ordering::Relaxed);
            elapsed.fetch_add(ms.max(0), Ordering::Relaxed);
        }
    }

    /// Sets a fixed clock's wall time; monotonic time is not moved.
    pub fn set(&self, to: Millis) {
        if let Source::Fixed { wall, .. } = &self.source {
            wall.store(to.0, Ordering::Relaxed);
        }
    }

    /// Raises the floor to a signed issue time. Returns whether that changed anything.
    pub fn raise_floor(&self, to: Millis) -> bool {
        self.floor.fetch_max(to.0, Ordering::Relaxed) < to.0
    }

    /// The instant before which this clock never is.
    pub fn floor(&self) -> Millis {
        Millis(self.floor.load(Ordering::Relaxed))
    }
}

/// When this program was built, as the build script noted it.
pub fn build_time() -> Millis {
    Millis(env!("BANGTIN_BUILD_MS").parse().unwrap_or(0))
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn system_wall() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_lost_its_battery_is_never_before_the_build() {
        assert!(Clock::system().freeze().wall >= build_time());
    }

    #[test]
    fn the_floor_only_rises() {
        let clock = Clock::fixed(Millis(1_000));
        assert!(clock.raise_floor(Millis(5_000)));
        assert!(!clock.raise_floor(Millis(2_000)));
        assert_eq!(clock.freeze().wall, Millis(5_000));
        clock.advance(10_000);
        assert_eq!(clock.freeze().wall, Millis(11_000));
    }
}
