//! What time it is: the only place that asks, and it answers once a turn.
//!
//! A loop calls [`Clock::now`] when it wakes and hands the [`Now`] to everything it decides in that turn, so that no
//! two parts of one decision disagree about the time. Tests inject a [`Clock::fixed`] and move it themselves.
//!
//! A hall has no battery clock, so the machine's wall clock is believed only within reason. Rules:
//! 1. The floor is the newest of build time, persisted floor and signed issue times. Only signed sources raise it; a
//!    wrong system clock never does.
//! 2. What the feed says of the time, taken from the sample with it, goes before the system clock: two halls of one
//!    feed then agree whatever their own clocks say.
//! 3. Without that, the system clock counts if it lies between the floor and [`BELIEVED_MS`] after it.
//! 4. Where the keys that sign the time were replaced, what the old ones said of it counts no more (Uptane: on rotation of
//!    the time server's key the clock is reset).
//! 5. Otherwise time runs on from the floor, and is marked as not certain.
//! 6. Wall time has a date: at the last instant of the calendar it stands still.

mod clock_word;
mod time_sample;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

pub use clock_word::{ClockWord, SampleWord};
pub use time_sample::TimeSample;
use time_sample::TimeSamples;

use crate::model::WallTime;

/// How far after the floor a time that nobody signed is believed, milliseconds: 400 days. A hall may stand unplugged
/// for a year; a clock that is further ahead is wrong.
pub const BELIEVED_MS: i64 = 400 * 24 * 3_600_000;

/// Nothing sleeps longer; and not every platform counts monotonic time as far as wall time.
const YEAR: Duration = Duration::from_secs(365 * 24 * 3_600);

/// The time, frozen.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Wall time, never before the floor.
    pub wall: WallTime,
    /// Monotonic time, for timers and transitions.
    pub mono: Instant,
    /// Whether wall time is believed. If not, dated content is held back.
    pub certain: bool,
}

impl Now {
    /// The monotonic instant at which wall time will be `wall`; now if it is past, and a year from now if it is further.
    pub fn instant_of(&self, wall: WallTime) -> Instant {
        self.mono + Duration::from_millis(u64::try_from(wall - self.wall).unwrap_or(0)).min(YEAR)
    }

    /// Wall time at a monotonic instant before or after this one.
    pub fn wall_at(&self, mono: Instant) -> WallTime {
        let ms = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        let (after, before) = (mono.saturating_duration_since(self.mono), self.mono.saturating_duration_since(mono));
        self.wall + (ms(after) - ms(before))
    }
}

/// A source of time, cheap to clone; clones are the same clock.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    source: ClockSource,
    built: WallTime,
    floor: Anchor,
    /// The feed's time as it is used now.
    feed: Option<Anchor>,
    samples: TimeSamples,
    revision: u64,
    resets: u64,
}

/// Wall time at a monotonic instant; it runs on from there.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    wall: WallTime,
    mono: Instant,
}

impl Anchor {
    fn at(self, mono: Instant) -> WallTime {
        let since = mono.saturating_duration_since(self.mono);
        (self.wall + i64::try_from(since.as_millis()).unwrap_or(i64::MAX)).in_calendar()
    }
}

#[derive(Debug)]
enum ClockSource {
    System,
    Fixed { wall: WallTime, mono: Instant },
}

impl ClockSource {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn read(&self) -> (WallTime, Instant) {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                (WallTime(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)), Instant::now())
            }
            Self::Fixed { wall, mono } => (*wall, *mono),
        }
    }
}

impl Clock {
    /// The machine's clocks, with a floor of the time the program was built.
    pub fn system() -> Self {
        Self::over(ClockSource::System, build_time())
    }

    /// A clock that stands still at `wall` until it is moved, and believes it; for tests and for previewing another day.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn fixed(wall: WallTime) -> Self {
        Self::over(ClockSource::Fixed { wall, mono: Instant::now() }, wall)
    }

    /// A machine whose own clock stands at `wall` and is moved by hand, running a program built at `built`; for tests.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn machine(wall: WallTime, built: WallTime) -> Self {
        Self::over(ClockSource::Fixed { wall, mono: Instant::now() }, built)
    }

    fn over(source: ClockSource, built: WallTime) -> Self {
        let (_, mono) = source.read();
        let (floor, samples) = (Anchor { wall: built, mono }, TimeSamples::default());
        Self(Arc::new(Mutex::new(Inner { source, built, floor, feed: None, samples, revision: 0, resets: 0 })))
    }

    /// The time, once a turn.
    pub fn now(&self) -> Now {
        self.inner().now()
    }

    /// Raises the floor to a signed issue time. Returns whether that changed anything.
    pub fn raise_floor(&self, to: WallTime) -> bool {
        let mut inner = self.inner();
        let raised = to > inner.floor.wall;
        if raised {
            let (_, mono) = inner.source.read();
            inner.floor = Anchor { wall: to, mono };
            inner.revision += 1;
        }
        raised
    }

    /// Forgets everything that was signed about the time: the keys that signed it are no longer trusted, and may have been
    /// used to say that it is 2038. The floor is the build time again.
    pub fn reset(&self) {
        let mut inner = self.inner();
        let (_, mono) = inner.source.read();
        inner.floor = Anchor { wall: inner.built, mono };
        (inner.feed, inner.samples) = (None, TimeSamples::default());
        inner.resets += 1;
        inner.revision += 1;
    }

    /// All that this clock was told, for a clock in another process.
    pub fn word(&self) -> ClockWord {
        let inner = self.inner();
        let (_, mono) = inner.source.read();
        let Inner { revision, resets, .. } = *inner;
        let samples = inner.samples.iter().map(|sample| SampleWord::of(sample, mono)).collect();
        ClockWord { revision, resets, floor: inner.floor.at(mono), samples }
    }

    /// Takes over what the clock of another process was told, in the place of all that this one was. As with samples that
    /// come one by one, what follows for wall time is used from the next [`Clock::apply_samples`] on.
    pub fn adopt(&self, word: &ClockWord) {
        let mut inner = self.inner();
        let (_, mono) = inner.source.read();
        let lowered = word.resets != inner.resets;
        if lowered || word.floor > inner.floor.at(mono) {
            inner.floor = Anchor { wall: word.floor, mono };
        }
        if lowered {
            inner.feed = None;
        }
        inner.samples = TimeSamples::default();
        word.samples.iter().filter_map(|sample| sample.sample(mono)).for_each(|sample| inner.samples.add(sample));
        (inner.revision, inner.resets) = (word.revision, word.resets);
    }

    /// The instant before which this clock never is: the newest signed time it knows.
    pub fn floor(&self) -> WallTime {
        self.inner().floor.wall
    }

    /// When this program was built: the floor that nobody can have led astray.
    pub fn built(&self) -> WallTime {
        self.inner().built
    }

    /// Takes in one sample with the feed. What follows from it is used from the next [`Clock::apply_samples`] on.
    ///
    /// A time no hall can live in is not even kept: it must not stand in the way of a true one.
    pub fn add_sample(&self, sample: TimeSample) {
        let mut inner = self.inner();
        if (0..=BELIEVED_MS).contains(&(sample.feed - inner.floor.wall)) {
            inner.samples.add(sample);
            inner.revision += 1;
        }
    }

    /// Adopts what the samples say of the feed's time; called at a page boundary, so that no page is cut by it.
    /// Returns by how many milliseconds wall time moved.
    pub fn apply_samples(&self) -> i64 {
        let mut inner = self.inner();
        let Some((wall, mono)) = inner.samples.best() else { return 0 };
        let before = inner.now();
        let heard = Anchor { wall, mono };
        let believed = heard.at(before.mono) - inner.floor.at(before.mono);
        if !(0..=BELIEVED_MS).contains(&believed) {
            return 0;
        }
        inner.feed = Some(heard);
        inner.now().wall - before.wall
    }

    /// How far the feed's time may be wrong by its distance, milliseconds: half the shortest round trip that counts.
    pub fn uncertainty_ms(&self) -> Option<i64> {
        self.inner().samples.bound_ms()
    }

    /// Moves a fixed clock on by `ms`; the machine's clocks do not listen.
    pub fn advance(&self, ms: i64) {
        if let ClockSource::Fixed { wall, mono } = &mut self.inner().source {
            *wall = *wall + ms;
            *mono += Duration::from_millis(u64::try_from(ms).unwrap_or(0));
        }
    }

    /// Steps a fixed clock's wall time, as somebody setting it would; monotonic time is not moved.
    pub fn set(&self, to: WallTime) {
        if let ClockSource::Fixed { wall, .. } = &mut self.inner().source {
            *wall = to;
        }
    }

    /// The lock, also after a panic elsewhere: time goes on.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn now(&self) -> Now {
        let (system, mono) = self.source.read();
        let floor = self.floor.at(mono);
        if let Some(feed) = self.feed {
            return Now { wall: feed.at(mono).max(self.floor.wall.in_calendar()), mono, certain: true };
        }
        let certain = (0..=BELIEVED_MS).contains(&(system - self.floor.wall));
        Now { wall: if certain { system.in_calendar() } else { floor }, mono, certain }
    }
}

/// When this program was built, as the build script noted it.
pub fn build_time() -> WallTime {
    WallTime(env!("BANGTIN_BUILD_MS").parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: WallTime = WallTime(1_790_000_000_000);
    const YEAR_MS: i64 = 365 * 24 * 3_600_000;

    #[test]
    fn a_clock_that_lost_its_battery_runs_on_from_the_floor_and_says_so() {
        for wrong in [WallTime(0), BUILT + -YEAR_MS, BUILT + 12 * YEAR_MS] {
            let clock = Clock::machine(wrong, BUILT);
            clock.advance(5_000);
            let now = clock.now();
            assert_eq!((now.wall, now.certain), (BUILT + 5_000, false), "{wrong}");
        }
        let right = Clock::machine(BUILT + YEAR_MS, BUILT).now();
        assert!(right.certain && right.wall == BUILT + YEAR_MS);
    }

    #[test]
    fn the_floor_only_rises_and_a_wrong_clock_never_raises_it() {
        let clock = Clock::machine(BUILT + 12 * YEAR_MS, BUILT);
        clock.now();
        assert_eq!(clock.floor(), BUILT);
        assert!(clock.raise_floor(BUILT + 9_000));
        assert!(!clock.raise_floor(BUILT + 1_000));
        clock.advance(1_000);
        assert_eq!(clock.now().wall, BUILT + 10_000);
    }

    #[test]
    fn the_feeds_time_goes_before_the_machines_from_the_next_boundary_on() {
        let clock = Clock::machine(WallTime(0), BUILT);
        let sent = clock.now().mono;
        clock.advance(80);
        clock.add_sample(TimeSample { sent, received: clock.now().mono, feed: BUILT + 3_600_000 });
        assert!(!clock.now().certain, "not before the boundary");
        clock.apply_samples();
        let now = clock.now();
        assert_eq!((now.wall, now.certain), (BUILT + 3_600_040, true), "half the round trip is the way back");
        clock.set(BUILT + 12 * YEAR_MS);
        clock.advance(1_000);
        assert_eq!(clock.now().wall, BUILT + 3_601_040, "a step of the machine's clock is not even noticed");
    }

    #[test]
    fn time_signed_for_the_end_of_the_calendar_stands_there_and_overflows_nothing() {
        for end in [WallTime(i64::MAX), WallTime::LAST, WallTime::LAST + -1] {
            let clock = Clock::machine(BUILT, BUILT);
            clock.raise_floor(end);
            clock.advance(5_000);
            let now = clock.now();
            assert_eq!((now.wall, now.certain), (WallTime::LAST, false));
            assert!(now.instant_of(WallTime(i64::MAX)) > now.mono);
            assert_eq!(now.instant_of(WallTime(i64::MIN)), now.mono);
        }
        for wall in [WallTime(i64::MAX), WallTime(i64::MIN)] {
            let now = Clock::fixed(wall).now();
            assert_eq!(now.wall, wall.in_calendar());
            assert_eq!(now.wall_at(now.mono), now.wall);
        }
    }

    #[test]
    fn a_clock_in_another_process_is_told_all_and_forgets_what_is_taken_back() {
        let (told, other) = (Clock::machine(WallTime(0), BUILT), Clock::machine(WallTime(0), BUILT));
        let mono = told.now().mono;
        told.add_sample(TimeSample { sent: mono, received: mono, feed: BUILT + 3_600_000 });
        let word: ClockWord = serde_json::from_str(&serde_json::to_string(&told.word()).unwrap()).unwrap();
        other.adopt(&word);
        assert!(!other.now().certain, "not before the boundary");
        other.apply_samples();
        let now = other.now();
        assert!(now.certain && (now.wall - (BUILT + 3_600_000)).abs() < 1_000, "{now:?}");
        told.raise_floor(BUILT + YEAR_MS);
        assert_ne!(told.word().revision, word.revision);
        told.reset();
        other.adopt(&told.word());
        assert_eq!((other.floor(), other.now().certain), (BUILT, false));
    }

    #[test]
    fn a_feed_that_claims_an_absurd_time_is_not_believed() {
        let clock = Clock::machine(BUILT + 1_000, BUILT);
        for absurd in [WallTime(0), BUILT + 2 * YEAR_MS] {
            let mono = clock.now().mono;
            clock.add_sample(TimeSample { sent: mono, received: mono, feed: absurd });
            assert_eq!(clock.apply_samples(), 0);
            assert_eq!(clock.now().wall, BUILT + 1_000);
        }
    }
}
