//! What a display may show: the campaigns of its programmes that are meant for it, looked up once.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::{Date, DateTime};

use super::{cycle::CycleEntry, edges::Edges, window};
use crate::model::{
    Campaign, Daypart, DaypartId, Display, DisplayId, PlaylistId, Priority, Programme, Programmes, SlideId, WallTime,
    Zone,
};

/// A campaign for this display.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// The place of its programme among the display's.
    pub(super) feed: usize,
    /// Its place among the programme's campaigns.
    pub(super) index: usize,
    pub(super) priority: Priority,
    from: Option<DateTime>,
    until: Option<DateTime>,
    /// It says hours; then it is off outside of them, also where none of the dayparts exists.
    has_hours: bool,
    /// Places of its dayparts in [`Plan::dayparts`].
    dayparts: Vec<usize>,
    /// Never empty. Campaigns of one playlist share it.
    pub(super) entries: Arc<[CycleEntry]>,
}

impl Planned {
    pub(super) fn is_emergency(&self) -> bool {
        self.priority == Priority::Emergency
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some() || self.has_hours
    }
}

/// Everything that may be shown on one display.
#[derive(Debug, Clone)]
pub(super) struct DisplayPlan {
    /// Highest priority first, then highest authority, then as the officer has them.
    pub(super) campaigns: Vec<Planned>,
    /// The zone of each programme.
    zones: Vec<Zone>,
    /// The dayparts that campaigns of this display name, each with the place of its programme.
    dayparts: Vec<(usize, Daypart)>,
    /// Every instant at which something begins or ends by date: ascending, each once.
    dates: Vec<WallTime>,
}

impl DisplayPlan {
    pub(super) fn new(programmes: &Programmes, display: Option<&DisplayId>) -> Self {
        let zones = programmes.iter().map(|of| of.programme.time_zone.clone()).collect();
        let mut plan = Self { campaigns: Vec::new(), zones, dayparts: Vec::new(), dates: Vec::new() };
        for (feed, of) in programmes.iter().enumerate() {
            plan.add(feed, &of.programme, display);
        }
        // The sort is stable: within a priority, the order of authorities and that of each officer are kept.
        plan.campaigns.sort_by_key(|planned| std::cmp::Reverse(planned.priority));
        plan.dates.sort_unstable();
        plan.dates.dedup();
        plan
    }

    fn add(&mut self, feed: usize, programme: &Programme, display: Option<&DisplayId>) {
        let known = display.and_then(|id| programme.display(id));
        let mut playlists = Playlists::of(programme);
        let mut named = NamedDayparts::of(programme);
        for (index, campaign) in programme.campaigns.iter().enumerate() {
            let entries = match meant_for(campaign, display, known) {
                true => playlists.entries(&campaign.playlist),
                false => continue,
            };
            if entries.is_empty() {
                continue;
            }
            let dayparts = campaign.dayparts.iter().flat_map(|id| named.places(id, feed, &mut self.dayparts)).collect();
            let last_days = entries.iter().filter_map(CycleEntry::day_after_last);
            let dates = campaign.from.into_iter().chain(campaign.until).chain(last_days);
            self.dates.extend(dates.map(|civil| programme.time_zone.instant(civil)));
            let Campaign { priority, from, until, .. } = *campaign;
            let has_hours = !campaign.dayparts.is_empty();
            self.campaigns.push(Planned { feed, index, priority, from, until, has_hours, dayparts, entries });
        }
    }

    /// What decides at `at` whether a campaign is active.
    pub(super) fn moment(&self, at: WallTime, dated_held: bool) -> PlanMoment<'_> {
        let locals: Vec<DateTime> = self.zones.iter().map(|zone| zone.local(at)).collect();
        let covers = |feed: usize, of: &Daypart| window::covers(&of.days, of.from, of.until, &locals[feed]);
        let covered = self.dayparts.iter().map(|(feed, daypart)| covers(*feed, daypart)).collect();
        PlanMoment { plan: self, locals, covered, dated_held }
    }

    /// The instants near `at` at which what is active may change.
    pub(super) fn edges(&self, at: WallTime) -> Edges<'_> {
        let mut hours: Vec<WallTime> = Vec::new();
        for (feed, daypart) in &self.dayparts {
            let zone = &self.zones[*feed];
            hours.extend(window::edges_near(daypart, zone.day(at)).map(|civil| zone.instant(civil)));
        }
        hours.sort_unstable();
        Edges { dates: &self.dates, hours }
    }
}

/// One instant, in the civil time of every programme.
pub(super) struct PlanMoment<'a> {
    plan: &'a DisplayPlan,
    locals: Vec<DateTime>,
    /// For each daypart of the plan, whether the instant lies in it.
    covered: Vec<bool>,
    dated_held: bool,
}

impl<'a> PlanMoment<'a> {
    /// The day, as the programme at that place reads it.
    pub(super) fn today(&self, feed: usize) -> Date {
        self.locals[feed].date()
    }

    /// The campaigns that are active, in their order.
    pub(super) fn active(&self) -> impl Iterator<Item = &'a Planned> {
        self.plan.campaigns.iter().filter(|planned| self.is_active(planned))
    }

    fn is_active(&self, planned: &Planned) -> bool {
        if self.dated_held && planned.is_dated() {
            return planned.is_emergency();
        }
        let local = &self.locals[planned.feed];
        let begun = planned.from.is_none_or(|from| from <= *local);
        let over = planned.until.is_some_and(|until| until <= *local);
        begun && !over && (!planned.has_hours || planned.dayparts.iter().any(|place| self.covered[*place]))
    }
}

fn meant_for(campaign: &Campaign, display: Option<&DisplayId>, known: Option<&Display>) -> bool {
    let everyone = campaign.displays.is_empty() && campaign.tags.is_empty();
    let by_name = display.is_some_and(|id| campaign.displays.contains(id));
    let by_tag = known.is_some_and(|display| campaign.tags.iter().any(|tag| display.tags.contains(tag)));
    everyone || by_name || by_tag
}

/// The dayparts of a programme, each taken into the plan when a campaign first names it: the hours of one that nobody names
/// change nothing.
struct NamedDayparts<'a> {
    known: HashMap<&'a DaypartId, Vec<&'a Daypart>>,
    places: HashMap<&'a DaypartId, Vec<usize>>,
}

impl<'a> NamedDayparts<'a> {
    fn of(programme: &'a Programme) -> Self {
        let mut known: HashMap<_, Vec<_>> = HashMap::new();
        for daypart in &programme.dayparts {
            known.entry(&daypart.id).or_default().push(daypart);
        }
        Self { known, places: HashMap::new() }
    }

    /// Where the dayparts of that name stand in `plan`.
    fn places(&mut self, id: &'a DaypartId, feed: usize, plan: &mut Vec<(usize, Daypart)>) -> Vec<usize> {
        let Self { known, places } = self;
        let take_in = || {
            let first = plan.len();
            plan.extend(known.get(id).into_iter().flatten().map(|daypart| (feed, Daypart::clone(daypart))));
            (first..plan.len()).collect()
        };
        places.entry(id).or_insert_with(take_in).clone()
    }
}

/// The entries of a programme's playlists, each looked up when it is first asked for.
struct Playlists<'a> {
    programme: &'a Programme,
    slides: HashMap<&'a SlideId, usize>,
    known: HashMap<&'a PlaylistId, Arc<[CycleEntry]>>,
}

impl<'a> Playlists<'a> {
    fn of(programme: &'a Programme) -> Self {
        let mut slides = HashMap::new();
        for (index, slide) in programme.slides.iter().enumerate() {
            // Of slides with one name the first counts.
            slides.entry(&slide.id).or_insert(index);
        }
        Self { programme, slides, known: HashMap::new() }
    }

    fn entries(&mut self, id: &'a PlaylistId) -> Arc<[CycleEntry]> {
        let Self { programme, slides, known } = self;
        let look_up = || {
            let playlist = programme.playlists.iter().find(|playlist| playlist.id == *id);
            let names = playlist.map_or(&[][..], |playlist| &playlist.slides);
            let indexes = names.iter().filter_map(|name| slides.get(name).copied());
            indexes.map(|index| CycleEntry::new(index, &programme.slides[index])).collect()
        };
        known.entry(id).or_insert_with(look_up).clone()
    }
}
