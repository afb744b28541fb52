//! The schedule of one feed as it was first written: slide by slide from a settled instant, everything looked up anew. Too
//! slow for a hostile programme, and kept as what the schedule must agree with on every other.

use std::sync::Arc;

use bangtin::{
    model::{
        Daypart, Display, DisplayId, Priority, Programme, Slide, SlideContent, StatusBar, WallTime, Weekday, Zone,
    },
    schedule::Slot,
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

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
            feed: 0,
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

    fn is_active(&self, planned: &Planned, local: &DateTime) -> bool {
        let campaign = &self.programme.campaigns[planned.index];
        let dated = campaign.from.is_some() || campaign.until.is_some() || !campaign.dayparts.is_empty();
        if self.dated_held && dated {
            return planned.emergency;
        }
        let begun = campaign.from.is_none_or(|from| from <= *local);
        let over = campaign.until.is_some_and(|until| until <= *local);
        let hours = || {
            let named = self.programme.dayparts.iter().filter(|daypart| campaign.dayparts.contains(&daypart.id));
            campaign.dayparts.is_empty() || named.into_iter().any(|daypart| covers(daypart, local))
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
            let hours = dayparts.flat_map(move |daypart| edges_near(daypart, local.date()));
            let civil: Vec<DateTime> = dates.chain(last_days).chain(hours).collect();
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

/// One slide's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    slide: usize,
    shown_ms: u64,
    /// The last day on which it makes sense: an event is not announced once it is over.
    last_day: Option<Date>,
}

impl Entry {
    fn new(index: usize, slide: &Slide) -> Self {
        let last_day = match &slide.content {
            SlideContent::Event(event) => event.date,
            _ => None,
        };
        Self { slide: index, shown_ms: slide.shown_ms(), last_day }
    }

    fn is_on(&self, today: Date) -> bool {
        self.last_day.is_none_or(|last| today <= last)
    }

    /// The midnight from which it is off.
    fn day_after_last(&self) -> Option<DateTime> {
        self.last_day.and_then(|last| last.tomorrow().ok()).map(|day| day.at(0, 0, 0, 0))
    }
}

/// What is active at one instant, in order.
struct Cycle<'a> {
    programme: &'a Programme,
    entries: Vec<Entry>,
    total_ms: i64,
    emergency: bool,
    status_bar: StatusBar,
}

/// The place of the default slide, which is in no list.
const DEFAULT: usize = usize::MAX;

impl<'a> Cycle<'a> {
    /// A cycle of `entries`; of the default slide where there are none.
    fn new(programme: &'a Programme, mut entries: Vec<Entry>, emergency: bool, status_bar: StatusBar) -> Self {
        if entries.is_empty() {
            entries.push(Entry { slide: DEFAULT, shown_ms: programme.default_slide.shown_ms(), last_day: None });
        }
        let total_ms = entries.iter().map(|entry| entry.shown_ms as i64).sum();
        Self { programme, entries, total_ms, emergency, status_bar }
    }

    /// Whose turn it is at `at`, and since when.
    fn position(&self, at: WallTime) -> (&Entry, WallTime) {
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
    fn start(&self, at: WallTime) -> WallTime {
        self.position(at).1
    }

    /// Where the turn at `at` ends.
    fn end(&self, at: WallTime) -> WallTime {
        let (entry, start) = self.position(at);
        start + entry.shown_ms as i64
    }

    fn slide(&self, entry: &Entry) -> &'a Slide {
        self.programme.slides.get(entry.slide).unwrap_or(&self.programme.default_slide)
    }
}

/// Whether `local` lies in the daypart: begun today, or begun yesterday and running past midnight.
fn covers(daypart: &Daypart, local: &DateTime) -> bool {
    let today = local.date();
    let yesterday = today.yesterday().ok();
    [Some(today), yesterday]
        .into_iter()
        .flatten()
        .any(|day| window_on(daypart, day).is_some_and(|(from, until)| from <= *local && *local < until))
}

/// Begin and end of the daypart on the days from eight before to eight after `day`: every edge a week can hold, and
/// one more for zones that change their clocks.
fn edges_near(daypart: &Daypart, day: Date) -> impl Iterator<Item = DateTime> + '_ {
    (-8..=8).filter_map(move |offset| day.checked_add(i64::from(offset).days()).ok()).flat_map(|day| {
        let window = window_on(daypart, day);
        window.into_iter().flat_map(|(from, until)| [from, until])
    })
}

fn window_on(daypart: &Daypart, day: Date) -> Option<(DateTime, DateTime)> {
    let starts = daypart.days.is_empty() || daypart.days.contains(&weekday(day));
    let last = if daypart.until <= daypart.from { day.tomorrow().ok()? } else { day };
    starts.then(|| (day.to_datetime(daypart.from), last.to_datetime(daypart.until)))
}

fn weekday(day: Date) -> Weekday {
    let index = day.weekday().to_monday_zero_offset();
    Weekday::ALL[index.unsigned_abs() as usize].1
}
