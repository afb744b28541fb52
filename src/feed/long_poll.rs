//! What a hall does between two cycles: holds a request open until something changes (long poll), or asks again after a
//! while.
//!
//! The feed's own server holds a question back until there is something new; a plain one answers at once, and then the hall
//! polls. Neither is configured: the answer says which it was. How long a question may be held is found out, because proxies
//! on the way cut what is silent for too long.
//!
//! Whoever answers may be hostile. Rules:
//! 1. A hold that returns at once is no hold, and an announcement that the next cycle does not confirm is none: each waits
//!    longer than the one before, whatever else succeeds in between.
//! 2. A question that fails waits longer each time, also where the cycles between them succeed.
//! 3. However answers and failures are mixed, a budget bounds how many questions and cycles begin in any minute. A cycle that
//!    brought a timestamp signed anew gives back what it cost: nobody without the office's key can make one, so that an
//!    office which publishes again and again, an emergency last, is heard at once each time.

use std::time::Duration;

use super::{
    CollectError, Collected,
    back_off::{BackOff, RequestBudget, random_fraction},
    signed_time::TimeKeys,
    transport::{PollOutcome, Transport, TransportAnswer},
};
use crate::{
    clock::Clock,
    model::{Digest, WallTime},
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
/// Back-off of cycles: the first span, and the longest.
const RETRY: Duration = Duration::from_secs(2);
const RETRY_MOST: Duration = Duration::from_secs(300);
/// Longest back-off of questions. Cycles succeed meanwhile, and an emergency must not wait as long as for a dead line.
const QUESTION_RETRY_MOST: Duration = Duration::from_secs(60);
/// Requests that one publish costs: the question it answers, the cycle that fetches it, and the question that is put again
/// once it is on the panel.
const NEWS_REQUESTS: f64 = 3.0;
/// Longest a hall waits when a server asks many halls to spread out.
const SPREAD_MOST: Duration = Duration::from_secs(120);

/// The waiting of one hall.
#[derive(Debug)]
pub struct LongPoll {
    hold: Duration,
    uncut: u32,
    /// Holds in a row that were cut.
    cut: u32,
    cycles: BackOff,
    questions: BackOff,
    budget: RequestBudget,
    /// The timestamp that was accepted when the last wait began.
    accepted: Option<Digest>,
    /// The timestamp that was known when the feed last announced another one.
    announced_after: Option<Digest>,
}

impl Default for LongPoll {
    fn default() -> Self {
        Self {
            hold: HOLD,
            uncut: 0,
            cut: 0,
            cycles: BackOff::new(RETRY, RETRY_MOST),
            questions: BackOff::new(RETRY, QUESTION_RETRY_MOST),
            budget: RequestBudget::default(),
            accepted: None,
            announced_after: None,
        }
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
        // Another program may have taken in that the time this clock was told counts no more.
        if let Err(error) = store.follow_with(clock).and_then(|()| store.note_floor(clock.floor())) {
            tracing::warn!(%error, "the clock's floor could not be written");
        }
        let damaged = store.scrub_one().unwrap_or_else(|error| {
            tracing::warn!(%error, "a stored file could not be looked over");
            None
        });
        // A damaged file is fetched again by the next cycle, so that one is due now.
        let most = match last {
            _ if damaged.is_some() => Duration::ZERO,
            Ok(Collected::Waiting { from, .. }) => CYCLE.min(until(*from, clock)),
            _ => CYCLE,
        };
        let known = store.trusted().filter(|set| set.accepted.is_some());
        self.after_cycle(last.is_ok(), known.as_deref(), most, transport, clock).await;
    }

    /// Waits after a cycle that succeeded or failed: for `most` at the longest, or until there is more than `known`.
    async fn after_cycle(
        &mut self,
        succeeded: bool,
        known: Option<&TrustedSet>,
        most: Duration,
        transport: &dyn Transport,
        clock: &Clock,
    ) {
        self.count_news(known);
        match known.filter(|_| succeeded) {
            Some(known) => {
                self.cycles.succeeded();
                self.for_change(known, most, transport, clock).await;
            }
            None => tokio::time::sleep(self.cycles.failed()).await,
        }
        self.spend(clock).await;
    }

    /// Gives back what the cycle cost, where the timestamp that it left accepted is another than before: what is accepted
    /// only ever moves on to what was signed later.
    fn count_news(&mut self, known: Option<&TrustedSet>) {
        let accepted = known.map(timestamp_of);
        if accepted.is_some() && accepted != self.accepted {
            self.accepted = accepted;
            self.budget.give_back(NEWS_REQUESTS);
        }
    }

    /// Waits until the budget allows one more request.
    async fn spend(&mut self, clock: &Clock) {
        tokio::time::sleep(self.budget.take(clock.now().mono)).await;
    }

    /// Asks until the feed has, or says it has, another timestamp than `set`, or `most` is over.
    async fn for_change(&mut self, set: &TrustedSet, most: Duration, transport: &dyn Transport, clock: &Clock) {
        let known = set.accepted.as_ref().map_or(&[][..], |accepted| accepted.timestamp.as_bytes());
        let digest = timestamp_of(set);
        match self.announced_after.take() {
            // It announced another timestamp, and then it had none.
            Some(before) if before == digest => tokio::time::sleep(self.questions.failed()).await,
            Some(_) => self.questions.succeeded(),
            None => {}
        }
        let time_keys = TimeKeys::of_set(set);
        let begun = clock.now().mono;
        loop {
            self.spend(clock).await;
            let asked = clock.now().mono;
            let left = most.saturating_sub(asked.saturating_duration_since(begun));
            if left.is_zero() {
                return;
            }
            // Whole seconds are asked for; less than one would be none.
            let hold = self.hold.min(left.max(Duration::from_secs(1)));
            let answer = transport.news(known, hold).await;
            let after = clock.now().mono.saturating_duration_since(asked);
            if let Ok(TransportAnswer { time: Some(time), .. }) = &answer {
                time_keys.verify(time).into_iter().for_each(|sample| clock.add_sample(sample));
            }
            match answer.map(|answer| answer.content) {
                Ok(PollOutcome::Changed { halls_spread }) => {
                    self.announced_after = Some(digest);
                    return tokio::time::sleep(halls_spread.min(SPREAD_MOST).mul_f64(random_fraction())).await;
                }
                Ok(PollOutcome::Held) if after >= hold.min(HOLD_LEAST).mul_f64(0.9) => self.on_held(),
                Ok(PollOutcome::Held) => {
                    tracing::debug!(asked_s = hold.as_secs(), held_ms = after.as_millis(), "a hold that was none");
                    tokio::time::sleep(self.questions.failed()).await;
                }
                Ok(PollOutcome::NotHeld) => tokio::time::sleep(POLL.mul_f64(0.8 + 0.4 * random_fraction())).await,
                Err(error) if after < HOLD_LEAST => {
                    // Not a hold that was cut: the connection is down, or the server refuses the question. A cycle says.
                    tracing::debug!(%error, "a question failed");
                    return tokio::time::sleep(self.questions.failed()).await;
                }
                Err(error) => {
                    tracing::debug!(%error, hold_s = self.hold.as_secs(), "a held question was cut");
                    let wait = self.on_cut(after);
                    return tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// A hold came to its end: perhaps the path bears a longer one.
    fn on_held(&mut self) {
        self.questions.succeeded();
        self.cut = 0;
        self.uncut += 1;
        if self.uncut >= HOLDS_BEFORE_GROWTH {
            self.uncut = 0;
            self.hold = self.hold.mul_f64(1.25).min(HOLD_MOST);
        }
    }

    /// Something on the way cut a hold after that long: the next ones end well before. Answers how long to wait: not at
    /// all for the first cut in a row, by which a path is learnt.
    fn on_cut(&mut self, after: Duration) -> Duration {
        self.uncut = 0;
        self.cut += 1;
        self.hold = self.hold.min(after).mul_f64(0.8).max(HOLD_LEAST);
        if self.cut > 1 { self.questions.failed() } else { Duration::ZERO }
    }
}

/// The digest of the timestamp that is accepted; of nothing where there is none.
fn timestamp_of(set: &TrustedSet) -> Digest {
    Digest::of(set.accepted.as_ref().map_or(&[][..], |accepted| accepted.timestamp.as_bytes()))
}

/// How long it is until then.
fn until(then: WallTime, clock: &Clock) -> Duration {
    Duration::from_millis(u64::try_from(then - clock.now().wall).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        feed::{
            transport::{FilePieces, TransportError},
            tree::TreePath,
        },
        store::Accepted,
    };

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

    /// How a hostile server answers one question, after how long, and whether the cycle after it succeeds.
    #[derive(Debug, Clone, Copy)]
    struct Trick {
        outcome: Option<PollOutcome>,
        after_ms: u64,
        cycle_succeeds: bool,
    }

    fn trick() -> impl Strategy<Value = Trick> {
        let changed = PollOutcome::Changed { halls_spread: Duration::ZERO };
        let outcome = prop_oneof![
            Just(None),
            Just(Some(PollOutcome::Held)),
            Just(Some(PollOutcome::NotHeld)),
            Just(Some(changed)),
        ];
        let after_ms = prop_oneof![Just(0), 0..50_u64, 0..20_000_u64, 9_000..11_000_u64, 0..260_000_u64];
        (outcome, after_ms, any::<bool>()).prop_map(|(outcome, after_ms, cycle_succeeds)| Trick {
            outcome,
            after_ms,
            cycle_succeeds,
        })
    }

    /// A server that plays its tricks in turn, and notes when it was asked, in virtual milliseconds.
    struct Hostile {
        tricks: Vec<Trick>,
        asked_ms: Mutex<Vec<i64>>,
        clock: Clock,
    }

    impl Hostile {
        fn trick(&self) -> Trick {
            let asked = self.asked_ms.lock().unwrap();
            self.tricks[asked.len() % self.tricks.len()]
        }

        fn note(&self) {
            self.asked_ms.lock().unwrap().push(self.clock.now().wall.0);
        }
    }

    #[async_trait]
    impl Transport for Hostile {
        async fn get(&self, _: &TreePath, _: u64) -> Result<TransportAnswer<Option<Vec<u8>>>, TransportError> {
            unreachable!("cycles are not played here")
        }

        async fn open(&self, _: &TreePath, _: u64) -> Result<Option<FilePieces>, TransportError> {
            unreachable!("cycles are not played here")
        }

        async fn news(&self, _: &[u8], hold: Duration) -> Result<TransportAnswer<PollOutcome>, TransportError> {
            let trick = self.trick();
            self.note();
            tokio::time::sleep(Duration::from_millis(trick.after_ms).min(hold + Duration::from_secs(30))).await;
            let refused = TransportError::Status { url: "http://hostile/".to_owned(), status: 400 };
            trick.outcome.map(TransportAnswer::untimed).ok_or(refused)
        }

        fn playing(&self, _: u64) {}
    }

    /// Plays an hour of cycles and questions of a feed in which nothing is signed; answers when each began.
    fn an_hour_with(tricks: Vec<Trick>) -> Vec<i64> {
        an_hour_of(tricks, false)
    }

    fn set_with(timestamp: String) -> TrustedSet {
        let (snapshot, targets) = (String::new(), String::new());
        let accepted = Accepted { timestamp, snapshot, targets, at: WallTime(0) };
        TrustedSet { accepted: Some(accepted), ..TrustedSet::from_root(String::new()) }
    }

    /// The same, where each cycle may bring a timestamp that is signed anew; it is on the panel a tenth of a second later.
    fn an_hour_of(tricks: Vec<Trick>, signing: bool) -> Vec<i64> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let clock = Clock::fixed(WallTime(0));
            let hostile = Arc::new(Hostile { tricks, asked_ms: Mutex::default(), clock: clock.clone() });
            let ticking = {
                let clock = clock.clone();
                async move {
                    loop {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        clock.advance(50);
                    }
                }
            };
            let mut poll = LongPoll::default();
            let asking = async {
                for cycle in 0_u64.. {
                    // A cycle; what it brings is what the trick says of it.
                    let succeeds = hostile.trick().cycle_succeeds;
                    hostile.note();
                    let set = set_with(if signing { cycle } else { 0 }.to_string());
                    if signing {
                        let wait = poll.after_cycle(succeeds, Some(&set), CYCLE, &*hostile, &clock);
                        tokio::time::timeout(Duration::from_millis(100), wait).await.ok();
                    }
                    poll.after_cycle(succeeds, Some(&set), CYCLE, &*hostile, &clock).await;
                }
            };
            tokio::select! {
                () = ticking => {}
                () = asking => {}
                () = tokio::time::sleep(Duration::from_secs(3600)) => {}
            }
            Arc::into_inner(hostile).unwrap().asked_ms.into_inner().unwrap()
        })
    }

    /// The most that began in any minute.
    fn busiest_minute(asked_ms: &[i64]) -> usize {
        let within = |begin: &i64| asked_ms.iter().filter(|ms| (*begin..begin + 60_000).contains(*ms)).count();
        asked_ms.iter().map(within).max().unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        #[test]
        fn no_server_makes_a_hall_ask_more_often_than_its_budget(tricks in prop::collection::vec(trick(), 1..6)) {
            let asked = an_hour_with(tricks);
            // One more, because a minute may begin between two counts of the clock.
            prop_assert!(busiest_minute(&asked) <= RequestBudget::PER_MINUTE + 1, "{}", busiest_minute(&asked));
        }
    }

    #[test]
    fn each_answer_by_which_a_server_could_hurry_a_hall_is_asked_for_less_and_less() {
        let changed = Some(PollOutcome::Changed { halls_spread: Duration::ZERO });
        for outcome in [Some(PollOutcome::Held), changed, None] {
            let asked = an_hour_with(vec![Trick { outcome, after_ms: 1, cycle_succeeds: true }]);
            assert!(asked.len() < 360, "{outcome:?}: {} requests in an hour", asked.len());
            assert!(busiest_minute(&asked[asked.len() / 2..]) <= 20, "{outcome:?}: {:?}", busiest_minute(&asked));
        }
        let dead = an_hour_with(vec![Trick { outcome: None, after_ms: 1, cycle_succeeds: false }]);
        assert!(dead.len() < 60, "a dead line: {} cycles in an hour", dead.len());
    }

    #[test]
    fn an_office_that_signs_every_two_seconds_is_heard_each_time() {
        let changed = Some(PollOutcome::Changed { halls_spread: Duration::ZERO });
        let asked = an_hour_of(vec![Trick { outcome: changed, after_ms: 1_900, cycle_succeeds: true }], true);
        // A cycle and two questions each time.
        assert!((5_300..=5_500).contains(&asked.len()), "{}", asked.len());
        let longest = asked.windows(2).map(|pair| pair[1] - pair[0]).max();
        assert!(longest < Some(2_100), "{longest:?} ms between two requests");
    }

    #[test]
    fn an_honest_server_is_asked_as_often_as_ever() {
        let held =
            an_hour_with(vec![Trick { outcome: Some(PollOutcome::Held), after_ms: 55_000, cycle_succeeds: true }]);
        assert!((55..75).contains(&held.len()), "{}", held.len());
        let plain =
            an_hour_with(vec![Trick { outcome: Some(PollOutcome::NotHeld), after_ms: 5, cycle_succeeds: true }]);
        assert!((150..220).contains(&plain.len()), "{}", plain.len());
    }
}
