//! Which slide is due at an instant, and when that answer next changes.
//!
//! Rules:
//! 1. The answer is a function of the programme, the display and wall time: two halls agree, and a restart resumes.
//! 2. Position is counted from the programme's epoch through the cycle of what is active, and is never shifted. What
//!    newly begins may therefore start in mid-slide.
//! 3. What is active is looked at afresh at each slide boundary; an emergency begins and ends at once, and plays alone.
//! 4. Slots tile time: each ends where the next begins. Integers of milliseconds throughout.

mod cycle;
pub mod playback_audit;
pub mod slide_order;
pub mod time_input;
mod window;

use std::sync::Arc;

use crate::model::{Display, DisplayId, Priority, Programme, SlideId, StatusBar, WallTime, Zone};
use cycle::{Cycle, Entry};

/// What is due at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
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

/// One display's timetable under one programme.
#[derive(Debug, Clone)]
pub struct Schedule {
    programme: Arc<Programme>,
    zone: Zone,
    /// Campaigns for this display, most pressing first, each with its slides.
    campaigns: Vec<Planned>,
    dated_held: bool,
    longest_ms: i64,
}

#[derive(Debug, Clone)]
struct Planned {
    index: usize,
    emergency: bool,
    entries: Vec<Entry>,
}

/// Changes looked back through for an instant at which the cycle was settled. More, closer together than the longest
/// slide, are no timetable but a mistake; the answer then starts from the last of these.
const CHANGES_BACK: usize = 64;

impl Schedule {
    /// The timetable of `display` under `programme`. `None`, or a name the programme does not know, gets what is meant
    /// for every display.
    pub fn new(programme: Arc<Programme>, display: Option<&DisplayId>) -> Self {
        let zone = programme.time_zone.clone();
        let known = display.and_then(|id| programme.display(id));
        let mut campaigns: Vec<Planned> = (0..programme.campaigns.len())
            .filter(|&index| meant_for(&programme, index, display, known))
            .map(|index| Planned {
                index,
                emergency: programme.campaigns[index].priority == Priority::Emergency,
                entries: entries(&programme, index),
            })
            .filter(|planned| !planned.entries.is_empty())
            .collect();
        // The sort is stable: campaigns of one priority keep the order the officer gave them.
        campaigns.sort_by_key(|planned| std::cmp::Reverse(programme.campaigns[planned.index].priority));
        let longest = campaigns.iter().flat_map(|planned| &planned.entries).map(|entry| entry.shown_ms).max();
        let longest_ms = longest.unwrap_or(0).max(programme.default_slide.shown_ms()) as i64;
        Self { programme, zone, campaigns, dated_held: false, longest_ms }
    }

    /// The same timetable for a hall that does not know the time: whatever has dates or hours is held back, except an
    /// emergency, which is always shown.
    pub fn holding_dated(mut self) -> Self {
        self.dated_held = true;
        self
    }

    /// What is due at `at`.
    pub fn due(&self, at: WallTime) -> Slot {
        let active = self.active(at);
        if active.emergency {
            let since = self.last_edge(at);
            let until = self.next_edge(at);
            return self.slot(&active, at, since, until);
        }
        let Some(change) = self.last_edge(at).filter(|&change| at - change < 2 * self.longest_ms) else {
            let until = self.next_emergency(at, active.end(at));
            return self.slot(&active, at, None, until);
        };
        // A change is at most two slides away: walk slide by slide from an instant whose answer is certain.
        let mut from = self.settled_before(change);
        loop {
            let active = self.active(from);
            let end = active.end(from);
            if at < end {
                let until = self.next_emergency(from, end);
                return self.slot(&active, at.min(end + -1), Some(from), until);
            }
            from = end;
        }
    }

    /// The next instant after `at` at which what is active may change, if there is one.
    pub fn next_change(&self, at: WallTime) -> Option<WallTime> {
        self.next_edge(at)
    }

    /// An instant at or before `change` from which walking from boundary to boundary gives the true boundaries.
    fn settled_before(&self, change: WallTime) -> WallTime {
        let mut change = change;
        for _ in 0..CHANGES_BACK {
            let before = change + -1;
            if self.active(before).emergency || self.active(change).emergency {
                return change;
            }
            match self.last_edge(before) {
                Some(earlier) if change - earlier < 2 * self.longest_ms => change = earlier,
                _ => return self.active(before).start(before),
            }
        }
        change
    }

    fn slot(&self, active: &Cycle<'_>, at: WallTime, since: Option<WallTime>, until: Option<WallTime>) -> Slot {
        let (entry, start) = active.position(at);
        let end = start + entry.shown_ms as i64;
        Slot {
            slide: active.slide(entry).id.clone(),
            start,
            shown_ms: entry.shown_ms,
            since: since.map_or(start, |since| since.max(start)),
            until: until.map_or(end, |until| until.min(end)),
            emergency: active.emergency,
            status_bar: active.status_bar.clone(),
        }
    }

    /// What is active at `at`: the emergencies alone, or everything else, or the default slide.
    fn active(&self, at: WallTime) -> Cycle<'_> {
        let local = self.zone.local(at);
        let running = |planned: &&Planned| self.is_active(planned, &local);
        let of = |emergency: bool| -> Vec<Entry> {
            let campaigns = self.campaigns.iter().filter(|planned| planned.emergency == emergency).filter(running);
            campaigns.flat_map(|planned| &planned.entries).filter(|entry| entry.is_on(local.date())).copied().collect()
        };
        let (emergency, entries) = match of(true) {
            none if none.is_empty() => (false, of(false)),
            some => (true, some),
        };
        // An emergency has the whole screen to itself; where the time is not known, it may be over, and the clock's place
        // says so.
        let status_bar = if emergency {
            StatusBar { clock: self.dated_held, ticker: Vec::new() }
        } else {
            let planned = self.campaigns.iter().filter(running);
            StatusBar::of(planned.map(|planned| &self.programme.campaigns[planned.index]))
        };
        Cycle::new(&self.programme, entries, emergency, status_bar)
    }

    fn is_active(&self, planned: &Planned, local: &jiff::civil::DateTime) -> bool {
        let campaign = &self.programme.campaigns[planned.index];
        let dated = campaign.from.is_some() || campaign.until.is_some() || !campaign.dayparts.is_empty();
        if self.dated_held && dated {
            return planned.emergency;
        }
        let begun = campaign.from.is_none_or(|from| from <= *local);
        let over = campaign.until.is_some_and(|until| until <= *local);
        let hours = || {
            let named = self.programme.dayparts.iter().filter(|daypart| campaign.dayparts.contains(&daypart.id));
            campaign.dayparts.is_empty() || named.into_iter().any(|daypart| window::covers(daypart, local))
        };
        begun && !over && hours()
    }

    /// The instants near `at` at which a campaign may begin or end.
    fn edges(&self, at: WallTime) -> impl Iterator<Item = WallTime> + '_ {
        let local = self.zone.local(at);
        self.campaigns.iter().flat_map(move |planned| {
            let campaign = &self.programme.campaigns[planned.index];
            let dates = campaign.from.into_iter().chain(campaign.until);
            let last_days = planned.entries.iter().filter_map(|entry| entry.day_after_last());
            let dayparts = self.programme.dayparts.iter().filter(|daypart| campaign.dayparts.contains(&daypart.id));
            let hours = dayparts.flat_map(move |daypart| window::edges_near(daypart, local.date()));
            let civil: Vec<_> = dates.chain(last_days).chain(hours).collect();
            civil.into_iter().map(|civil| self.zone.instant(civil))
        })
    }

    fn last_edge(&self, at: WallTime) -> Option<WallTime> {
        self.edges(at).filter(|edge| *edge <= at).max()
    }

    fn next_edge(&self, at: WallTime) -> Option<WallTime> {
        self.edges(at).filter(|edge| *edge > at).min()
    }

    /// The first instant after `at` and before `end` at which an emergency begins.
    fn next_emergency(&self, at: WallTime, end: WallTime) -> Option<WallTime> {
        if !self.campaigns.iter().any(|planned| planned.emergency) {
            return None;
        }
        self.edges(at).filter(|edge| *edge > at && *edge < end && self.active(*edge).emergency).min()
    }
}

fn meant_for(programme: &Programme, index: usize, display: Option<&DisplayId>, known: Option<&Display>) -> bool {
    let campaign = &programme.campaigns[index];
    let everyone = campaign.displays.is_empty() && campaign.tags.is_empty();
    let by_name = display.is_some_and(|id| campaign.displays.contains(id));
    let by_tag = known.is_some_and(|display| campaign.tags.iter().any(|tag| display.tags.contains(tag)));
    everyone || by_name || by_tag
}

fn entries(programme: &Programme, index: usize) -> Vec<Entry> {
    let wanted = &programme.campaigns[index].playlist;
    let playlist = programme.playlists.iter().find(|playlist| playlist.id == *wanted);
    let names = playlist.map_or(&[][..], |playlist| &playlist.slides);
    names
        .iter()
        .filter_map(|name| programme.slides.iter().position(|slide| slide.id == *name))
        .map(|slide| Entry::new(slide, &programme.slides[slide]))
        .collect()
}
