//! A loop of slides, and the position in it that belongs to an instant.

use jiff::civil::{Date, DateTime};

use crate::model::{Content, Programme, Slide, StatusBar, WallTime};

/// One slide's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    slide: usize,
    pub(super) shown_ms: u64,
    /// The last day on which it makes sense: an event is not announced once it is over.
    last_day: Option<Date>,
}

impl Entry {
    pub(super) fn new(index: usize, slide: &Slide) -> Self {
        let last_day = match &slide.content {
            Content::Event(event) => event.date,
            _ => None,
        };
        Self { slide: index, shown_ms: slide.shown_ms(), last_day }
    }

    pub(super) fn is_on(&self, today: Date) -> bool {
        self.last_day.is_none_or(|last| today <= last)
    }

    /// The midnight from which it is off.
    pub(super) fn day_after_last(&self) -> Option<DateTime> {
        self.last_day.and_then(|last| last.tomorrow().ok()).map(|day| day.at(0, 0, 0, 0))
    }
}

/// What is active at one instant, in order.
pub(super) struct Cycle<'a> {
    programme: &'a Programme,
    entries: Vec<Entry>,
    total_ms: i64,
    pub(super) emergency: bool,
    pub(super) status_bar: StatusBar,
}

/// The place of the default slide, which is in no list.
const DEFAULT: usize = usize::MAX;

impl<'a> Cycle<'a> {
    /// A cycle of `entries`; of the default slide where there are none.
    pub(super) fn new(
        programme: &'a Programme,
        mut entries: Vec<Entry>,
        emergency: bool,
        status_bar: StatusBar,
    ) -> Self {
        if entries.is_empty() {
            entries.push(Entry { slide: DEFAULT, shown_ms: programme.default_slide.shown_ms(), last_day: None });
        }
        let total_ms = entries.iter().map(|entry| entry.shown_ms as i64).sum();
        Self { programme, entries, total_ms, emergency, status_bar }
    }

    /// Whose turn it is at `at`, and since when.
    pub(super) fn position(&self, at: WallTime) -> (&Entry, WallTime) {
        let mut into = (at - self.programme.epoch_ms).rem_euclid(self.total_ms);
        for entry in &self.entries {
            let shown_ms = entry.shown_ms as i64;
            if into < shown_ms {
                return (entry, at + -into);
            }
            into -= shown_ms;
        }
        unreachable!("a remainder of the total lies within one of the parts")
    }

    /// Where the turn at `at` begins.
    pub(super) fn start(&self, at: WallTime) -> WallTime {
        self.position(at).1
    }

    /// Where the turn at `at` ends.
    pub(super) fn end(&self, at: WallTime) -> WallTime {
        let (entry, start) = self.position(at);
        start + entry.shown_ms as i64
    }

    pub(super) fn slide(&self, entry: &Entry) -> &'a Slide {
        self.programme.slides.get(entry.slide).unwrap_or(&self.programme.default_slide)
    }
}
