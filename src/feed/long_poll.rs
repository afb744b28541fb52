//! What a hall does between two cycles: holds the line open for news, or asks again after a while.
//!
//! The feed's own server holds a question back until there is news; a plain one answers at once, and then the hall polls.
//! Neither is configured: the answer says which it was. How long a question may be held is found out, because proxies on
//! the way cut what is silent for too long.

use std::time::Duration;

use aws_lc_rs::rand;

use super::{
    CollectError, Collected,
    signed_time::TimeKeys,
    transport::{Answer, PollOutcome, Transport},
};
use crate::{
    clock::Clock,
    model::WallTime,
    store::{Store, TrustedSet},
};

/// How long a question is held at first; cut to what the path bears, grown while it bears it.
const HOLD: Duration = Duration::from_secs(55);
const HOLD_LEAST: Duration = Duration::from_secs(10);
const HOLD_MOST: Duration = Duration::from_secs(240);
/// After so many holds that were not cut, the next one is longer.
const HOLDS_BEFORE_GROWTH: u32 = 5;
/// Between two questions to a server that does not hold them.
const POLL: Duration = Duration::from_secs(20);
/// Longest between two full cycles even if nothing is new: an edition that has run out must be noticed.
const CYCLE: Duration = Duration::from_secs(3600);
/// First wait after a failure; it doubles with each, up to the longest.
const RETRY: Duration = Duration::from_secs(2);
const RETRY_MOST: Duration = Duration::from_secs(300);
/// Longest a hall waits when a server asks many halls to spread out.
const SPREAD_MOST: Duration = Duration::from_secs(120);

/// The waiting of one hall.
#[derive(Debug)]
pub struct LongPoll {
    hold: Duration,
    uncut: u32,
    failures: u32,
}

impl Default for LongPoll {
    fn default() -> Self {
        Self { hold: HOLD, uncut: 0, failures: 0 }
    }
}

impl LongPoll {
    /// Returns when it is time for the next cycle, given how the last one ended.
    ///
    /// Uses the time to look over one file of the store and to write the clock's floor down.
    pub async fn wait(
        &mut self,
        last: &Result<Collected, CollectError>,
        store: &Store,
        transport: &dyn Transport,
        clock: &Clock,
    ) {
        if let Err(error) = store.note_floor(clock.floor()) {
            tracing::warn!(%error, "the clock's floor could not be written");
        }
        match store.scrub_one() {
            // The next cycle fetches it again, so it is due now.
            Ok(Some(_)) if last.is_ok() => return,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a stored file could not be looked over"),
        }
        self.failures = if last.is_ok() { 0 } else { self.failures.saturating_add(1) };
        match store.trusted().filter(|set| last.is_ok() && set.accepted.is_some()) {
            Some(known) => {
                let most = match last {
                    Ok(Collected::Waiting { from, .. }) => CYCLE.min(until(*from, clock)),
                    _ => CYCLE,
                };
                self.for_news(&known, most, transport, clock).await;
            }
            None => tokio::time::sleep(self.retry()).await,
        }
    }

    async fn for_news(&mut self, set: &TrustedSet, most: Duration, transport: &dyn Transport, clock: &Clock) {
        let known = set.accepted.as_ref().map_or(&[][..], |accepted| accepted.timestamp.as_bytes());
        let time_keys = TimeKeys::of_set(set);
        let begun = clock.now().mono;
        loop {
            let asked = clock.now().mono;
            let left = most.saturating_sub(asked.saturating_duration_since(begun));
            if left.is_zero() {
                return;
            }
            // Whole seconds are asked for; less than one would be none.
            let answer = transport.news(known, self.hold.min(left.max(Duration::from_secs(1)))).await;
            if let Ok(Answer { time: Some(time), .. }) = &answer {
                time_keys.verify(time).into_iter().for_each(|sample| clock.add_sample(sample));
            }
            match answer.map(|answer| answer.content) {
                Ok(PollOutcome::Changed { halls_spread }) => {
                    return tokio::time::sleep(halls_spread.min(SPREAD_MOST).mul_f64(chance())).await;
                }
                Ok(PollOutcome::Held) => self.on_held(),
                Ok(PollOutcome::NotHeld) => tokio::time::sleep(POLL.mul_f64(0.8 + 0.4 * chance())).await,
                Err(error) => {
                    let after = clock.now().mono.saturating_duration_since(asked);
                    if after < HOLD_LEAST {
                        // Not a hold that was cut: the line is down. The next cycle will say so.
                        self.failures = 1;
                        return tokio::time::sleep(self.retry()).await;
                    }
                    self.on_cut(after);
                    tracing::debug!(%error, hold_s = self.hold.as_secs(), "a held question was cut");
                    return;
                }
            }
        }
    }

    /// A hold came to its end: perhaps the path bears a longer one.
    fn on_held(&mut self) {
        self.uncut += 1;
        if self.uncut >= HOLDS_BEFORE_GROWTH {
            self.uncut = 0;
            self.hold = self.hold.mul_f64(1.25).min(HOLD_MOST);
        }
    }

    /// Something on the way cut a hold after that long: the next ones end well before.
    fn on_cut(&mut self, after: Duration) {
        self.uncut = 0;
        self.hold = self.hold.min(after).mul_f64(0.8).max(HOLD_LEAST);
    }

    /// How long to wait after failures: a random part of a doubling span ("full jitter"), so that halls whose mains came
    /// back together do not all ask together.
    fn retry(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(10);
        let span = RETRY.saturating_mul(1 << doublings).min(RETRY_MOST);
        span.mul_f64(chance()).max(Duration::from_millis(500))
    }
}

/// How long it is until then.
fn until(then: WallTime, clock: &Clock) -> Duration {
    Duration::from_millis(u64::try_from(then - clock.now().wall).unwrap_or(0))
}

/// A number from 0 to 1.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    // Without chance all halls would ask together, which is slow and not wrong.
    rand::fill(&mut bytes).ok();
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_cuts_at_thirty_seconds_is_learnt_and_stays_learnt() {
        let mut poll = LongPoll::default();
        poll.on_cut(Duration::from_secs(30));
        assert_eq!(poll.hold, Duration::from_secs(24));
        (0..HOLDS_BEFORE_GROWTH).for_each(|_| poll.on_held());
        assert_eq!(poll.hold, Duration::from_secs(30));
        poll.on_cut(Duration::from_secs(30));
        assert_eq!(poll.hold, Duration::from_secs(24));
        (0..100).for_each(|_| poll.on_held());
        assert_eq!(poll.hold, HOLD_MOST, "and where nothing cuts, it grows to four minutes");
    }

    #[test]
    fn halls_whose_mains_came_back_together_do_not_ask_together() {
        let mut seconds = std::collections::BTreeMap::new();
        for _ in 0..100_000 {
            let poll = LongPoll { failures: 9, ..LongPoll::default() };
            *seconds.entry(poll.retry().as_secs()).or_insert(0) += 1;
        }
        let busiest = seconds.values().max().unwrap();
        assert!(*busiest < 600, "of 100,000 halls {busiest} ask within one second");
    }

    #[test]
    fn waits_after_failures_end_within_five_minutes() {
        for failures in 0..100 {
            let wait = LongPoll { failures, ..LongPoll::default() }.retry();
            assert!(wait <= RETRY_MOST && wait >= Duration::from_millis(500));
        }
    }
}
