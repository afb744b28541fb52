//! Which pages the picture has crashed on: twice within minutes, and a page is left out for a while.
//!
//! Rules:
//! 1. Only a crash of the picture while its parent lived counts. Nothing is written to the disk: a mains cut leaves no trace.
//! 2. Every page has another chance: after ten minutes, then after twice as long each time, up to a day.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use crate::model::Digest;

/// Crashes after which a page is left out.
const CRASHES: u32 = 2;

/// A crash longer ago than this says nothing any more.
const REMEMBERED: Duration = Duration::from_secs(600);

/// How long a page is left out at first, and at most.
const PAUSE: Duration = Duration::from_secs(600);
const PAUSE_MOST: Duration = Duration::from_secs(86_400);

/// Most pages that are remembered: an edition in which more crash has another fault.
const PAGES: usize = 1_000;

/// What is remembered of crashes.
#[derive(Debug, Default)]
pub(super) struct PageCrashes {
    pages: BTreeMap<Digest, CrashedPage>,
}

#[derive(Debug)]
struct CrashedPage {
    crashes: u32,
    last: Instant,
    /// How long it was left out the last time.
    paused: Option<Duration>,
    /// Until when it is left out.
    until: Option<Instant>,
}

impl PageCrashes {
    /// The picture crashed on that page. Answers for how long the page is left out, if it is from now on.
    pub(super) fn crashed(&mut self, what: Digest, now: Instant) -> Option<Duration> {
        if self.pages.len() >= PAGES
            && let Some(oldest) = self.pages.iter().min_by_key(|(_, page)| page.last).map(|(what, _)| *what)
        {
            self.pages.remove(&oldest);
        }
        let page = self.pages.entry(what).or_insert(CrashedPage { crashes: 0, last: now, paused: None, until: None });
        let since = now.saturating_duration_since(page.last);
        if since > REMEMBERED {
            page.crashes = 0;
        }
        // A page that was left out before has but one chance at a time, until it has kept well for as long again.
        if let Some(paused) = page.paused {
            let well = page.until.is_none_or(|until| now.saturating_duration_since(until) > paused + REMEMBERED);
            (page.crashes, page.paused) = if well { (0, None) } else { (CRASHES - 1, Some(paused)) };
        }
        page.crashes += 1;
        page.last = now;
        if page.crashes < CRASHES {
            return None;
        }
        let pause = page.paused.map_or(PAUSE, |paused| (paused * 2).min(PAUSE_MOST));
        (page.paused, page.until) = (Some(pause), Some(now + pause));
        Some(pause)
    }

    /// The pages that are left out now.
    pub(super) fn avoided(&self, now: Instant) -> BTreeSet<Digest> {
        let left_out = |page: &CrashedPage| page.until.is_some_and(|until| now < until);
        self.pages.iter().filter(|(_, page)| left_out(page)).map(|(what, _)| *what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, model::WallTime};

    #[test]
    fn a_page_is_left_out_after_two_crashes_within_minutes_and_longer_each_time() {
        let (mut crashes, what) = (PageCrashes::default(), Digest::of(b"a page"));
        let start = Clock::fixed(WallTime(0)).now().mono;
        let at = |minutes: u64| start + Duration::from_secs(minutes * 60);
        assert_eq!(crashes.crashed(what, at(0)), None);
        assert_eq!(crashes.crashed(what, at(20)), None, "the first is forgotten");
        assert_eq!(crashes.crashed(what, at(21)), Some(PAUSE));
        assert!(crashes.avoided(at(30)).contains(&what));
        assert!(crashes.avoided(at(31)).is_empty(), "another chance");
        assert_eq!(crashes.crashed(what, at(32)), Some(2 * PAUSE), "and one crash is enough now");
        assert!(crashes.avoided(at(51)).contains(&what));
        let mut now = 52;
        for _ in 0..12 {
            let pause = crashes.crashed(what, at(now)).unwrap();
            assert!(pause <= PAUSE_MOST);
            now += pause.as_secs() / 60 + 1;
        }
        assert_eq!(crashes.crashed(what, at(now + 3 * 1_440)), None, "well for days, and it begins anew");
    }
}
