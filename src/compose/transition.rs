//! What is on screen and how the next page comes on: decided once, for halls and previews.

use std::sync::Arc;

use super::{PageKey, Pagination};
use crate::{
    model::{Programme, StatusBar, Transition, WallTime, limits::TRANSITION_MAX_MS},
    schedule::{Schedule, Slot},
};

/// What is on screen, and for how long.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentPage {
    /// The page.
    pub key: PageKey,
    /// First instant it was due.
    pub since: WallTime,
    /// First instant it is no longer due.
    pub until: WallTime,
    /// It belongs to an emergency.
    pub emergency: bool,
    /// What stands under it.
    pub status_bar: StatusBar,
}

impl CurrentPage {
    /// What is due at `at`.
    pub fn due(schedule: &Schedule, at: WallTime, pagination: &mut (impl Pagination + ?Sized)) -> Self {
        let slot = schedule.due(at);
        Self::of(&slot, schedule.programmes().at(slot.feed), at, pagination)
    }

    /// The page due at `at`, which lies in `slot`. It is due at `at` in any case, and for a millisecond more.
    pub fn of(
        slot: &Slot,
        programme: &Arc<Programme>,
        at: WallTime,
        pagination: &mut (impl Pagination + ?Sized),
    ) -> Self {
        let span = pagination.span(programme, slot, at);
        let (slide, has_status_bar) = (slot.slide.clone(), !slot.status_bar.is_empty());
        let key = PageKey { programme: programme.clone(), slide, page: span.page, has_status_bar };
        let (from, until) = (slot.start + span.from_ms as i64, slot.start + span.until_ms as i64);
        Self {
            key,
            since: from.max(slot.since).min(at),
            until: until.min(slot.until).max(at + 1),
            emergency: slot.emergency,
            status_bar: slot.status_bar.clone(),
        }
    }

    /// Whether it is due at `at`.
    pub fn covers(&self, at: WallTime) -> bool {
        self.since <= at && at < self.until
    }
}

/// A page coming on.
#[derive(Debug, Clone, PartialEq)]
pub struct TransitionStart {
    /// What it replaces; `None` for the first picture after start.
    pub from: Option<PageKey>,
    /// How.
    pub transition: Transition,
    /// When it began.
    pub began: WallTime,
    /// How long it takes, milliseconds; 0 for a cut.
    pub lasts_ms: u64,
}

/// How late a page may come on and still be taken as on time, so that halls start their transitions together.
const ON_TIME_MS: i64 = 100;

impl TransitionStart {
    /// How `next` comes on at `now` in the place of `from`: as the slide or its unit has it, for at most half of the
    /// page's time; with a cut as the first picture, for an emergency, and where nothing may move.
    pub fn into(next: &CurrentPage, from: Option<PageKey>, now: WallTime) -> Self {
        let unit = &next.key.programme.unit;
        let transition = match from {
            Some(_) if !next.emergency && !unit.reduced_motion => {
                next.key.slide().transition.unwrap_or(unit.transition)
            }
            _ => Transition::Cut,
        };
        let half_ms = u64::try_from((next.until - next.since) / 2).unwrap_or(0);
        let lasts_ms =
            if transition == Transition::Cut { 0 } else { unit.transition_ms.min(TRANSITION_MAX_MS).min(half_ms) };
        Self { from, transition, began: next.since.max(now + -ON_TIME_MS), lasts_ms }
    }

    /// A cut from `from`, whatever comes on: a person asked for it and waits.
    pub fn cut(from: Option<PageKey>, now: WallTime) -> Self {
        Self { from, transition: Transition::Cut, began: now, lasts_ms: 0 }
    }
}
