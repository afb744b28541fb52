//! What a display decides in a turn: which page, since when, how it comes on, and what to prepare. Pure.
//!
//! Rules:
//! 1. What is shown follows from the programmes, the display and the time; nothing is remembered but what is on screen.
//! 2. A new edition begins at the next page boundary: a page that stays as it is, is read to its end. At once it begins
//!    from the built-in default slide, from an emergency or for one; and where the page on screen is itself another in the
//!    new edition (what its slide says, its pictures, its colours or what every page says of the commune), or has no turn in
//!    it any more: who approves a correction sees it come, and what was taken away is not shown for another half minute.
//!    What is due then follows from the time as ever: positions are not shifted, and the page comes on by its transition.
//! 3. A page that is already on screen is not presented again: a still page costs no frames.
//! 4. Whatever is received, a turn takes bounded time and there are at most [`TURNS_A_SECOND`]: a programme beyond the
//!    limits is not played, an instant without a date is taken as the nearest that has one, and what is on screen is due
//!    for at least a millisecond more.

use std::sync::Arc;

use crate::{
    compose::{CurrentPage, PageKey, Pagination, TransitionStart, built_in},
    model::{
        CampaignId, DisplayId, FeedProgramme, Programme, Programmes, Slide, SlideContent, SlideId, Transition, Unit,
        WallTime,
    },
    schedule::{Schedule, why},
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

    /// Whether something must be seen outside of a screen's hours: an emergency; or what a hall shows that has not been given
    /// anything yet, for whoever sets it up stands before it. What was offered then, or while the screen is `off`, begins now:
    /// nothing is read to its end.
    pub fn must_be_seen(&mut self, now: WallTime, off: bool) -> bool {
        let waits = self.programmes().own().version == 0;
        if (off || waits)
            && let Some(staged) = self.staged.take()
        {
            self.schedule = self.plan(&staged);
        }
        self.schedule.due(now.in_calendar()).emergency || self.programmes().own().version == 0
    }

    /// What is on screen.
    pub fn current(&self) -> Option<&CurrentPage> {
        self.current.as_ref()
    }

    /// The campaign that what is on screen comes from; `None` where that is the default slide.
    pub fn campaign(&self) -> Option<&CampaignId> {
        let slot = self.schedule.due(self.current.as_ref()?.since);
        let from = why::played_by(&self.schedule, &slot)?;
        Some(&self.programmes().at(slot.feed).campaigns[from.campaign].id)
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
        let begins = at_once || at_boundary || self.current.as_ref().is_some_and(|on| !self.stays(on, &schedule, now));
        if begins {
            self.schedule = schedule;
            self.staged = None;
        }
        begins
    }

    /// Whether the page on screen is in what `next` plays as it is now. One whose campaign has ended meanwhile without
    /// anybody's doing is read to its end there too.
    fn stays(&self, on: &CurrentPage, next: &Schedule, now: WallTime) -> bool {
        let (before, slide) = (&on.key.programme, &on.key.slide);
        let place = self.programmes().iter().position(|of| Arc::ptr_eq(&of.programme, before));
        let Some((place, own)) = place.and_then(|place| Some((place, self.programmes().iter().nth(place)?))) else {
            return false;
        };
        let Some(then) = next.programmes().iter().position(|of| of.feed == own.feed) else { return false };
        let has_turn = next.has_turn(then, slide, now) || !self.schedule.has_turn(place, slide, now);
        has_turn && looks_alike(slide, before, next.programmes().at(then))
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

/// Whether the pages of a slide are the same in two programmes: all that they are laid out and drawn from is. How long it is
/// shown and how it comes on are seen at its boundaries.
fn looks_alike(slide: &SlideId, before: &Programme, after: &Programme) -> bool {
    if std::ptr::eq(before, after) {
        return true;
    }
    let of = |programme| Programme::slide(programme, slide);
    let (Some(was), Some(is)) = (of(before), of(after)) else { return false };
    let chrome = |programme: &Programme| {
        let unit = programme.unit.clone();
        // How pages come on is not on them.
        Unit { transition: Transition::Cut, transition_ms: 0, reduced_motion: false, ..unit }
    };
    let pictures = |slide: &Slide, programme: &Programme| {
        let SlideContent::Poster(poster) = &slide.content else { return Vec::new() };
        let keys = [Some(&poster.picture), poster.portrait.as_ref()].into_iter().flatten();
        keys.map(|key| programme.assets.get(key).map(|asset| asset.renditions.clone())).collect()
    };
    was.content == is.content
        && was.theme == is.theme
        && before.time_zone == after.time_zone
        && chrome(before) == chrome(after)
        && pictures(was, before) == pictures(is, after)
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
