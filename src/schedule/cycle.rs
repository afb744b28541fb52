//! A loop of slides, and the position in it that belongs to an instant.

use jiff::civil::{Date, DateTime};

use crate::model::{Slide, SlideContent, WallTime};

/// One slide's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CycleEntry {
    /// Index among the programme's slides; of the default slide, one beyond all of them.
    pub(super) slide: usize,
    pub(super) shown_ms: u64,
    /// The last day on which it makes sense: an event is not announced once it is over.
    last_day: Option<Date>,
}

impl CycleEntry {
    /// The index of the default slide, which is in no list.
    pub(super) const DEFAULT: usize = usize::MAX;

    pub(super) fn new(index: usize, slide: &Slide) -> Self {
        let last_day = match &slide.content {
            SlideContent::Event(event) => event.date,
            _ => None,
        };
        Self { slide: index, shown_ms: slide.shown_ms(), last_day }
    }

    /// The turn of the default slide, which has no last day.
    pub(super) fn default(slide: &Slide) -> Self {
        Self { slide: Self::DEFAULT, shown_ms: slide.shown_ms(), last_day: None }
    }

    fn is_on(&self, today: Date) -> bool {
        self.last_day.is_none_or(|last| today <= last)
    }

    /// The midnight from which it is off.
    pub(super) fn day_after_last(&self) -> Option<DateTime> {
        self.last_day.and_then(|last| last.tomorrow().ok()).map(|day| day.at(0, 0, 0, 0))
    }
}

/// The entries of one campaign that are on.
#[derive(Debug, Clone, Copy)]
pub(super) struct CampaignPart<'a> {
    /// The place of its programme among the display's.
    feed: usize,
    entries: &'a [CycleEntry],
    today: Date,
    total_ms: i64,
}

impl<'a> CampaignPart<'a> {
    /// `None` where all of `entries` are over.
    pub(super) fn new(feed: usize, entries: &'a [CycleEntry], today: Date) -> Option<Self> {
        let on = entries.iter().filter(|entry| entry.is_on(today));
        let total_ms = on.map(|entry| entry.shown_ms as i64).sum();
        (total_ms > 0).then_some(Self { feed, entries, today, total_ms })
    }

    pub(super) fn feed(&self) -> usize {
        self.feed
    }
}

/// What is active at one instant, in order: parts of at least one entry, of at least a millisecond each.
pub(super) struct Cycle<'a> {
    parts: Vec<CampaignPart<'a>>,
    epoch: WallTime,
    total_ms: i64,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct CyclePosition {
    pub(super) feed: usize,
    pub(super) entry: CycleEntry,
    /// Where the turn begins.
    pub(super) start: WallTime,
}

impl CyclePosition {
    /// Where the turn ends.
    pub(super) fn end(&self) -> WallTime {
        self.start + self.entry.shown_ms as i64
    }
}

impl<'a> Cycle<'a> {
    /// A cycle of `parts`, or of the part `otherwise` where there are none, counted from `epoch`.
    pub(super) fn new(mut parts: Vec<CampaignPart<'a>>, otherwise: Option<CampaignPart<'a>>, epoch: WallTime) -> Self {
        if parts.is_empty() {
            parts.extend(otherwise);
        }
        let total_ms = parts.iter().map(|part| part.total_ms).sum::<i64>().max(1);
        Self { parts, epoch, total_ms }
    }

    /// Whether that slide of that feed, by its index, has a turn in it.
    pub(super) fn has(&self, feed: usize, slide: usize) -> bool {
        let in_part = |part: &&CampaignPart<'_>| {
            part.feed == feed && part.entries.iter().any(|entry| entry.slide == slide && entry.is_on(part.today))
        };
        self.parts.iter().any(|part| in_part(&part))
    }

    /// Whose turn it is at `at`: a turn that begins at or before `at` and ends after it.
    pub(super) fn position(&self, at: WallTime) -> CyclePosition {
        let mut into = (at - self.epoch).rem_euclid(self.total_ms);
        for part in &self.parts {
            if into >= part.total_ms {
                into -= part.total_ms;
                continue;
            }
            for entry in part.entries.iter().filter(|entry| entry.is_on(part.today)) {
                let shown_ms = entry.shown_ms as i64;
                if into < shown_ms {
                    return CyclePosition { feed: part.feed, entry: *entry, start: at + -into };
                }
                into -= shown_ms;
            }
        }
        unreachable!("a remainder of the total lies within one of the parts")
    }
}
