//! What a display decides in a turn: which page, since when, how it comes on, and what to prepare. Pure.
//!
//! Rules:
//! 1. What is shown follows from the programmes, the display and the time; nothing is remembered but what is on screen.
//! 2. A new edition begins at the next page boundary; at once from the built-in default slide, from an emergency or
//!    for one.
//! 3. A page that is already on screen is not presented again: a still page costs no frames.
//! 4. Whatever is received, a turn takes bounded time and there are at most [`TURNS_A_SECOND`]: a programme beyond the
//!    limits is not played, an instant without a date is taken as the nearest that has one, and what is on screen is due
//!    for at least a millisecond more.

use crate::{
    compose::{CurrentPage, PageKey, Pagination, TransitionStart, built_in},
    model::{DisplayId, FeedProgramme, Programmes, WallTime},
    schedule::Schedule,
};

/// What is to be done in a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// A page that was not on screen before and now has to be.
    pub start: Option<TransitionStart>,
    /// The page to have ready before the next boundary.
    pub prepare: PageKey,
    /// When to take the next turn at the latest.
    pub wake: WallTime,
}

/// What a display knows.
#[derive(Debug)]
pub struct PlayerState {
    display: Option<DisplayId>,
    schedule: Schedule,
    /// Whether the last turn knew the time; if not, dated content is held back.
    certain: bool,
    staged: Option<Programmes>,
    current: Option<CurrentPage>,
}

/// Most turns a second that follow from what is due. Each may write a play record and present a frame; nobody sees a
/// page that is shown for less than this many parts of a second.
pub const TURNS_A_SECOND: i64 = 100;

impl PlayerState {
    /// A display that has these programmes and shows nothing yet. One programme is a list of one.
    pub fn new(programmes: impl Into<Programmes>, display: Option<DisplayId>) -> Self {
        let schedule = Schedule::new(playable(programmes.into()), display.as_ref());
        Self { display, schedule, certain: true, staged: None, current: None }
    }

    /// Takes programmes in, in the place of all that it has; they begin when rule 2 says so. The latest offer counts.
    pub fn offer(&mut self, programmes: impl Into<Programmes>) {
        self.staged = Some(playable(programmes.into()));
    }

    /// Forgets what is on screen, because the screen changed: the next turn presents anew.
    pub fn forget(&mut self) {
        self.current = None;
    }

    /// What is on screen.
    pub fn current(&self) -> Option<&CurrentPage> {
        self.current.as_ref()
    }

    /// The programmes being played, highest authority first.
    pub fn programmes(&self) -> &Programmes {
        self.schedule.programmes()
    }

    /// Decides what is to be done at `now`; `certain` says whether that time is believed.
    pub fn turn(&mut self, now: WallTime, certain: bool, pagination: &mut impl Pagination) -> Turn {
        let now = now.in_calendar();
        if certain != self.certain {
            self.certain = certain;
            self.schedule = self.plan(self.programmes());
        }
        let switched = self.take_staged(now);
        if !switched && let Some(current) = self.current.clone().filter(|on| on.covers(now)) {
            return Turn { start: None, prepare: self.next_page(&current, pagination), wake: wake(&current, now) };
        }
        let current = self.due(now, pagination);
        let from = self.current.as_ref().map(|on| on.key.clone());
        let start = TransitionStart::into(&current, from, now);
        let turn =
            Turn { start: Some(start), prepare: self.next_page(&current, pagination), wake: wake(&current, now) };
        self.current = Some(current);
        turn
    }

    fn take_staged(&mut self, now: WallTime) -> bool {
        let Some(staged) = &self.staged else { return false };
        let schedule = self.plan(staged);
        let built_in = self.programmes().iter().all(|of| of.programme.version == 0);
        let at_once = built_in || self.schedule.due(now).emergency || schedule.due(now).emergency;
        let at_boundary = self.current.as_ref().is_none_or(|on| !on.covers(now));
        if at_once || at_boundary {
            self.schedule = schedule;
            self.staged = None;
        }
        at_once || at_boundary
    }

    fn plan(&self, programmes: &Programmes) -> Schedule {
        let schedule = Schedule::new(programmes.clone(), self.display.as_ref());
        if self.certain { schedule } else { schedule.holding_dated() }
    }

    fn due(&self, now: WallTime, pagination: &mut impl Pagination) -> CurrentPage {
        CurrentPage::due(&self.schedule, now, pagination)
    }

    /// The page after `current`, were nothing to happen until then.
    fn next_page(&self, current: &CurrentPage, pagination: &mut impl Pagination) -> PageKey {
        self.due(current.until, pagination).key
    }
}

/// When to look again for the end of what is current.
fn wake(current: &CurrentPage, now: WallTime) -> WallTime {
    current.until.max(now + 1_000 / TURNS_A_SECOND)
}

/// Those of the programmes that can be played: one with more in it than the limits allow would take a hall's time or
/// memory. It is neither signed nor collected any more, but an older version may have stored it. Without any, the
/// built-in one plays.
fn playable(programmes: Programmes) -> Programmes {
    let bounded = |of: &&FeedProgramme| {
        let within = of.programme.within_counts();
        let (feed, version) = (&of.feed, of.programme.version);
        within.inspect_err(|error| tracing::warn!(%error, %feed, version, "the programme is not played")).is_ok()
    };
    let kept: Vec<FeedProgramme> = programmes.iter().filter(bounded).cloned().collect();
    if kept.len() == programmes.iter().len() {
        return programmes;
    }
    Programmes::new(kept).unwrap_or_else(|| built_in::programme("Chương trình vượt quá giới hạn").into())
}
