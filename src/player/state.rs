//! What a display decides in a turn: which page, since when, how it comes on, and what to prepare. Pure.
//!
//! Rules:
//! 1. What is shown follows from the edition, the display and the time; nothing is remembered but what is on screen.
//! 2. A new edition begins at the next page boundary; at once from the built-in default slide, from an emergency or
//!    for one.
//! 3. A page that is already on screen is not presented again: a still page costs no frames.

use std::sync::Arc;

use crate::{
    compose::{PageKey, Pagination},
    model::{DisplayId, Programme, StatusBar, Transition, WallTime, limits::TRANSITION_MAX_MS},
    schedule::{Schedule, Slot},
};

/// What is on screen, and for how long.
#[derive(Debug, Clone, PartialEq)]
pub struct Showing {
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

/// A page coming on.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrance {
    /// What it replaces; `None` for the first picture after start.
    pub from: Option<PageKey>,
    /// How.
    pub transition: Transition,
    /// When it began.
    pub began: WallTime,
    /// How long it takes, milliseconds; 0 for a cut.
    pub lasts_ms: u64,
}

/// What is to be done in a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// A page that was not on screen before and now has to be.
    pub enter: Option<Entrance>,
    /// The page to have ready before the next boundary.
    pub prepare: PageKey,
    /// When to take the next turn at the latest.
    pub wake: WallTime,
}

/// What a display knows.
#[derive(Debug)]
pub struct State {
    display: Option<DisplayId>,
    programme: Arc<Programme>,
    schedule: Schedule,
    /// Whether the last turn knew the time; if not, dated content is held back.
    certain: bool,
    staged: Option<Arc<Programme>>,
    showing: Option<Showing>,
}

/// How late a page may come on and still be taken as on time, so that halls start their transitions together.
const ON_TIME_MS: i64 = 100;

impl State {
    /// A display that has `programme` and shows nothing yet.
    pub fn new(programme: Arc<Programme>, display: Option<DisplayId>) -> Self {
        let schedule = Schedule::new(programme.clone(), display.as_ref());
        Self { display, programme, schedule, certain: true, staged: None, showing: None }
    }

    /// Takes a programme in; it begins when rule 2 says so. The latest offer counts.
    pub fn offer(&mut self, programme: Arc<Programme>) {
        self.staged = Some(programme);
    }

    /// Forgets what is on screen, because the screen changed: the next turn presents anew.
    pub fn forget(&mut self) {
        self.showing = None;
    }

    /// What is on screen.
    pub fn showing(&self) -> Option<&Showing> {
        self.showing.as_ref()
    }

    /// The programme being played.
    pub fn programme(&self) -> &Arc<Programme> {
        &self.programme
    }

    /// Decides what is to be done at `now`; `certain` says whether that time is believed.
    pub fn turn(&mut self, now: WallTime, certain: bool, pagination: &mut impl Pagination) -> Turn {
        if certain != self.certain {
            self.certain = certain;
            self.schedule = self.plan(&self.programme);
        }
        let switched = self.take_staged(now);
        if !switched && let Some(showing) = self.showing.clone().filter(|on| on.since <= now && now < on.until) {
            return Turn { enter: None, prepare: self.next_page(&showing, pagination), wake: showing.until };
        }
        let showing = self.due(now, pagination);
        let enter = self.entrance(&showing, now);
        let turn = Turn { enter: Some(enter), prepare: self.next_page(&showing, pagination), wake: showing.until };
        self.showing = Some(showing);
        turn
    }

    fn take_staged(&mut self, now: WallTime) -> bool {
        let Some(staged) = &self.staged else { return false };
        let schedule = self.plan(staged);
        let at_once = self.programme.version == 0 || self.schedule.due(now).emergency || schedule.due(now).emergency;
        let at_boundary = self.showing.as_ref().is_none_or(|on| now < on.since || on.until <= now);
        if at_once || at_boundary {
            self.programme = staged.clone();
            self.schedule = schedule;
            self.staged = None;
        }
        at_once || at_boundary
    }

    fn plan(&self, programme: &Arc<Programme>) -> Schedule {
        let schedule = Schedule::new(programme.clone(), self.display.as_ref());
        if self.certain { schedule } else { schedule.holding_dated() }
    }

    fn due(&self, now: WallTime, pagination: &mut impl Pagination) -> Showing {
        let slot = self.schedule.due(now);
        self.page_of(&slot, now, pagination)
    }

    fn page_of(&self, slot: &Slot, at: WallTime, pagination: &mut impl Pagination) -> Showing {
        let span = pagination.span(&self.programme, slot, at);
        let (slide, has_status_bar) = (slot.slide.clone(), !slot.status_bar.is_empty());
        let key = PageKey { programme: self.programme.clone(), slide, page: span.page, has_status_bar };
        let (from, until) = (slot.start + span.from_ms as i64, slot.start + span.until_ms as i64);
        Showing {
            key,
            since: from.max(slot.since),
            until: until.min(slot.until),
            emergency: slot.emergency,
            status_bar: slot.status_bar.clone(),
        }
    }

    /// The page after `showing`, were nothing to happen until then.
    fn next_page(&self, showing: &Showing, pagination: &mut impl Pagination) -> PageKey {
        self.due(showing.until, pagination).key
    }

    fn entrance(&self, next: &Showing, now: WallTime) -> Entrance {
        let from = self.showing.as_ref().map(|on| on.key.clone());
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
        Entrance { from, transition, began: next.since.max(now + -ON_TIME_MS), lasts_ms }
    }
}
