//! The feed's time, estimated from exchanges with it (Cristian's algorithm: the answer took half the round trip).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::model::Millis;

/// One question to the feed and its answer.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    /// When the question left, by this machine's monotonic clock.
    pub sent: Instant,
    /// When the answer came.
    pub received: Instant,
    /// The feed's wall time as it wrote the answer.
    pub feed: Millis,
}

impl Exchange {
    fn round_trip(&self) -> Duration {
        self.received.saturating_duration_since(self.sent)
    }
}

/// The last few exchanges.
#[derive(Debug, Default)]
pub(super) struct Exchanges(VecDeque<Exchange>);

/// How many are kept: the shortest round trip among them is the one least delayed on the way.
const KEPT: usize = 16;

impl Exchanges {
    pub(super) fn add(&mut self, exchange: Exchange) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(exchange);
    }

    fn shortest(&self) -> Option<&Exchange> {
        self.0.iter().min_by_key(|exchange| exchange.round_trip())
    }

    /// The feed's wall time at a monotonic instant, by the least delayed exchange.
    pub(super) fn best(&self) -> Option<(Millis, Instant)> {
        let exchange = self.shortest()?;
        let back_ms = i64::try_from(exchange.round_trip().as_millis() / 2).ok()?;
        Some((exchange.feed + back_ms, exchange.received))
    }

    /// The error cannot be larger than half the round trip, milliseconds.
    pub(super) fn bound_ms(&self) -> Option<i64> {
        let exchange = self.shortest()?;
        i64::try_from(exchange.round_trip().as_millis().div_ceil(2)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn one_slow_answer_does_not_spoil_the_estimate() {
        let start = Clock::fixed(Millis(0)).freeze().mono;
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut exchanges = Exchanges::default();
        exchanges.add(Exchange { sent: at(0), received: at(40), feed: Millis(1_000_020) });
        exchanges.add(Exchange { sent: at(1_000), received: at(4_000), feed: Millis(1_001_020) });
        assert_eq!(exchanges.best(), Some((Millis(1_000_040), at(40))));
        assert_eq!(exchanges.bound_ms(), Some(20));
    }
}
