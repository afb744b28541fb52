//! Why a display shows what it shows: the campaign a slot comes from, the slide's place in it, and what keeps every other
//! campaign away.

use jiff::civil::DateTime;

use super::{Schedule, Slot, cycle::CampaignPart};
use crate::model::{Campaign, DisplayId, Programme, WallTime};

/// Why a slide is on.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// What is due.
    pub slot: Slot,
    /// The campaign it comes from; `None` where nothing is due and the default slide shows.
    pub from: Option<PlayedBy>,
    /// Every other campaign of the same programme, in its order, with what keeps it away.
    pub others: Vec<(usize, Otherwise)>,
}

/// Where in a campaign a slide stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayedBy {
    /// The campaign's place among the programme's, from 0.
    pub campaign: usize,
    /// The slide's place in the playlist, from 1; the first of several.
    pub place: usize,
    /// How many slides the playlist has.
    pub slides: usize,
}

/// How another campaign stands at that instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// It plays too; its slides take turns with these.
    TakesTurns,
    /// An emergency hides it.
    Hidden,
    /// It is for other displays.
    Elsewhere,
    /// It begins later.
    NotYet(DateTime),
    /// It is over.
    Over(DateTime),
    /// It has hours, and this is none of them.
    OtherHours,
    /// It has no slide that is still worth showing.
    Empty,
}

/// Why the schedule's display, which is called `display`, shows what is due at `at`.
pub fn at(schedule: &Schedule, display: Option<&DisplayId>, at: WallTime) -> Why {
    let slot = schedule.due(at);
    let programme = &schedule.programmes().at(slot.feed).clone();
    let from = played_by(schedule, &slot);
    let others = (0..programme.campaigns.len())
        .filter(|index| from.is_none_or(|from| from.campaign != *index))
        .map(|index| (index, otherwise(schedule, programme, display, &slot, index, at)))
        .collect();
    Why { slot, from, others }
}

/// Where a slot comes from, by the schedule that gave it; `None` where nothing is due and the default slide shows.
pub fn played_by(schedule: &Schedule, slot: &Slot) -> Option<PlayedBy> {
    let programme = schedule.programmes().at(slot.feed);
    // A slide that was on when what is active changed stays until its end: it came from what was active when it began.
    let moment = schedule.plan.moment(slot.since, schedule.dated_held);
    let mut playing = moment.active().filter(|planned| planned.feed == slot.feed);
    playing.find_map(|planned| {
        let campaign = &programme.campaigns[planned.index];
        let mut slides = programme.slides_of(campaign).filter(|id| programme.slide(id).is_some());
        let place = slides.position(|id| *id == slot.slide)? + 1;
        let fits = planned.is_emergency() == slot.emergency;
        let slides = programme.slides_of(campaign).filter(|id| programme.slide(id).is_some()).count();
        fits.then_some(PlayedBy { campaign: planned.index, place, slides })
    })
}

fn otherwise(
    schedule: &Schedule,
    programme: &Programme,
    display: Option<&DisplayId>,
    slot: &Slot,
    index: usize,
    at: WallTime,
) -> Otherwise {
    let campaign: &Campaign = &programme.campaigns[index];
    let everyone = campaign.displays.is_empty() && campaign.tags.is_empty();
    let known = display.and_then(|id| programme.display(id));
    if !everyone && !known.is_some_and(|display| display.shows(campaign)) {
        return Otherwise::Elsewhere;
    }
    let local = programme.time_zone.local(at);
    if let Some(from) = campaign.from.filter(|from| local < *from) {
        return Otherwise::NotYet(from);
    }
    if let Some(until) = campaign.until.filter(|until| *until <= local) {
        return Otherwise::Over(until);
    }
    let moment = schedule.plan.moment(at, schedule.dated_held);
    let is_this = |planned: &&super::plan::Planned| (planned.feed, planned.index) == (slot.feed, index);
    let Some(planned) = schedule.plan.campaigns.iter().find(is_this) else { return Otherwise::Empty };
    if !moment.active().any(|active| is_this(&active)) {
        return Otherwise::OtherHours;
    }
    if CampaignPart::new(planned.feed, &planned.entries, moment.today(planned.feed)).is_none() {
        return Otherwise::Empty;
    }
    if slot.emergency && !planned.is_emergency() { Otherwise::Hidden } else { Otherwise::TakesTurns }
}
