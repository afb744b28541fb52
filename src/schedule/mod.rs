//! Which slide is due at an instant, and when that answer next changes.
//!
//! Rules:
//! 1. The answer is a function of the programmes, the display and wall time: two halls agree, and a restart resumes.
//! 2. Position is counted from the epoch through the cycle of what is active, and is never shifted. What newly begins may
//!    therefore start in mid-slide.
//! 3. What is active is looked at afresh at each slide boundary; an emergency begins and ends at once, and plays alone.
//! 4. Slots tile time: each ends where the next begins. Integers of milliseconds throughout.
//! 5. Several feeds play as one, highest authority first. Of emergencies that are active at one time, only those of the
//!    highest authority play. Otherwise all campaigns of `priority` come before all of `normal`, and within each the
//!    loops of the authorities follow each other, highest first. Dates and hours are read in each programme's own time
//!    zone, displays and tags are each programme's own; the epoch and the default slide are those of the lowest
//!    authority, the commune. A display with one feed is the same with a list of one.
//! 6. Whatever the programmes say, an answer is found in bounded time. Instants are taken into the calendar
//!    ([`WallTime::in_calendar`]); looking back stops after a bounded number of changes, and each step forward passes one.

mod cycle;
pub mod day;
mod edges;
mod plan;
pub mod playback_audit;
pub mod screen_hours;
pub mod slide_order;
pub mod time_input;
pub mod why;
mod window;

use crate::model::{DisplayId, Programmes, SlideId, StatusBar, WallTime};
use cycle::{CampaignPart, Cycle, CycleEntry};
use edges::Edges;
use plan::{DisplayPlan, PlanMoment};

/// What is due at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The place of the slide's programme among the display's, from 0: whose slide it is.
    pub feed: usize,
    /// The slide.
    pub slide: SlideId,
    /// Where its full time begins: what pages are counted from. Before `since` when it was entered in mid-slide.
    pub start: WallTime,
    /// Milliseconds of its full time.
    pub shown_ms: u64,
    /// First instant at which it is really due.
    pub since: WallTime,
    /// First instant at which it is no longer due.
    pub until: WallTime,
    /// It belongs to an emergency campaign.
    pub emergency: bool,
    /// What stands along the foot of the screen meanwhile.
    pub status_bar: StatusBar,
}

/// One display's timetable.
#[derive(Debug, Clone)]
pub struct Schedule {
    programmes: Programmes,
    plan: DisplayPlan,
    /// The turn of the default slide.
    otherwise: [CycleEntry; 1],
    epoch: WallTime,
    dated_held: bool,
    longest_ms: i64,
}

/// What is active at one instant.
struct Active<'a> {
    cycle: Cycle<'a>,
    emergency: bool,
    moment: PlanMoment<'a>,
}

/// Changes looked back through for an instant at which the cycle was settled. More, closer together than the longest
/// slide, are no timetable but a mistake; the answer then starts from the last of these.
const CHANGES_BACK: usize = 64;

impl Schedule {
    /// The timetable of `display` under these programmes. `None`, or a name a programme does not know, gets what is meant
    /// for every display.
    pub fn new(programmes: impl Into<Programmes>, display: Option<&DisplayId>) -> Self {
        let programmes = programmes.into();
        let plan = DisplayPlan::new(&programmes, display);
        let otherwise = [CycleEntry::default(&programmes.own().default_slide)];
        let entries = plan.campaigns.iter().flat_map(|planned| planned.entries.iter()).chain(&otherwise);
        let longest_ms = entries.map(|entry| entry.shown_ms).max().unwrap_or(0) as i64;
        let epoch = programmes.own().epoch_ms.in_calendar();
        Self { programmes, plan, otherwise, epoch, dated_held: false, longest_ms }
    }

    /// The same timetable for a hall that does not know the time: whatever has dates or hours is held back, except an
    /// emergency, which is always shown.
    pub fn holding_dated(mut self) -> Self {
        self.dated_held = true;
        self
    }

    /// The programmes, highest authority first: what [`Slot::feed`] counts through.
    pub fn programmes(&self) -> &Programmes {
        &self.programmes
    }

    /// What is due at `at`: a slot that begins at or before `at` and ends after it. An instant that has no date is taken
    /// as the nearest that has one.
    pub fn due(&self, at: WallTime) -> Slot {
        let at = at.in_calendar();
        let edges = self.plan.edges(at);
        let active = self.active(at);
        if active.emergency {
            return self.slot(&active, at, edges.last(at), edges.next(at));
        }
        let Some(change) = edges.last(at).filter(|&change| at - change < 2 * self.longest_ms) else {
            let until = self.next_emergency(&edges, at, active.cycle.position(at).end());
            return self.slot(&active, at, None, until);
        };
        // A change is at most two slides away: go from change to change, from an instant whose answer is certain. Until
        // the next change what is active stays; it gives way at the end of the slide that is on when the change comes.
        let mut from = self.settled_before(&edges, change);
        loop {
            let active = self.active(from);
            let last = edges.next(from).filter(|change| *change <= at).map_or(at, |change| change + -1);
            let end = active.cycle.position(last).end();
            if at < end {
                let turn = active.cycle.position(at);
                let until = self.next_emergency(&edges, from.max(turn.start), turn.end());
                return self.slot(&active, at, Some(from), until);
            }
            // Not before the change that was passed, so that there are no more rounds than changes.
            from = end;
        }
    }

    /// Whether a slide has a turn in the loop of what is active at `at`; `feed` is the place of its programme among the
    /// display's, as in [`Slot::feed`].
    pub fn has_turn(&self, feed: usize, slide: &SlideId, at: WallTime) -> bool {
        let programme = self.programmes.at(feed);
        let active = self.active(at.in_calendar());
        let listed = programme.slides.iter().position(|of| of.id == *slide);
        listed.is_some_and(|index| active.cycle.has(feed, index))
            || (programme.default_slide.id == *slide && active.cycle.has(feed, CycleEntry::DEFAULT))
    }

    /// The next instant after `at` at which what is active may change, if there is one.
    pub fn next_change(&self, at: WallTime) -> Option<WallTime> {
        let at = at.in_calendar();
        self.plan.edges(at).next(at)
    }

    /// An instant at or before `change` from which going from boundary to boundary gives the true boundaries.
    fn settled_before(&self, edges: &Edges<'_>, change: WallTime) -> WallTime {
        let mut change = change;
        for _ in 0..CHANGES_BACK {
            let before = change + -1;
            let active = self.active(before);
            if active.emergency || self.active(change).emergency {
                return change;
            }
            match edges.last(before) {
                Some(earlier) if change - earlier < 2 * self.longest_ms => change = earlier,
                _ => return active.cycle.position(before).start,
            }
        }
        change
    }

    fn slot(&self, active: &Active<'_>, at: WallTime, since: Option<WallTime>, until: Option<WallTime>) -> Slot {
        let turn = active.cycle.position(at);
        let (start, end) = (turn.start, turn.end());
        let programme = self.programmes.at(turn.feed);
        Slot {
            feed: turn.feed,
            slide: programme.slides.get(turn.entry.slide).unwrap_or(&programme.default_slide).id.clone(),
            start,
            shown_ms: turn.entry.shown_ms,
            since: since.map_or(start, |since| since.max(start)),
            until: until.map_or(end, |until| until.min(end)),
            emergency: active.emergency,
            status_bar: self.status_bar(active),
        }
    }

    fn status_bar(&self, active: &Active<'_>) -> StatusBar {
        // An emergency has the whole screen to itself; where the time is not known, it may be over, and the clock's place
        // says so.
        if active.emergency {
            return StatusBar { clock: self.dated_held, ticker: Vec::new() };
        }
        let campaigns = active.moment.active();
        StatusBar::of(campaigns.map(|planned| &self.programmes.at(planned.feed).campaigns[planned.index]))
    }

    /// What is active at `at`: the emergencies of the highest authority alone, or everything else, or the default slide.
    fn active(&self, at: WallTime) -> Active<'_> {
        let moment = self.plan.moment(at, self.dated_held);
        let (mut emergencies, mut others): (Vec<CampaignPart<'_>>, Vec<CampaignPart<'_>>) = (Vec::new(), Vec::new());
        for planned in moment.active() {
            let part = CampaignPart::new(planned.feed, &planned.entries, moment.today(planned.feed));
            if planned.is_emergency() { emergencies.extend(part) } else { others.extend(part) }
        }
        let highest = emergencies.iter().map(CampaignPart::feed).min();
        emergencies.retain(|part| Some(part.feed()) == highest);
        let emergency = !emergencies.is_empty();
        let own = self.programmes.own_place();
        let otherwise = CampaignPart::new(own, &self.otherwise, moment.today(own));
        let parts = if emergency { emergencies } else { others };
        Active { cycle: Cycle::new(parts, otherwise, self.epoch), emergency, moment }
    }

    /// The first instant after `at` and before `end` at which an emergency begins.
    fn next_emergency(&self, edges: &Edges<'_>, at: WallTime, end: WallTime) -> Option<WallTime> {
        if !self.plan.campaigns.iter().any(|planned| planned.is_emergency()) {
            return None;
        }
        edges.between(at, end).into_iter().find(|edge| self.active(*edge).emergency)
    }
}
