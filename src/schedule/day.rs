//! One display's day: which campaigns are active when, which of them take turns at the head of the loop, and when nothing
//! is due.

use super::{Schedule, cycle::CampaignPart};
use crate::model::{Priority, WallTime};

/// A while in which one campaign is active without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The place of its programme among the display's, from 0.
    pub feed: usize,
    /// Its place among the programme's campaigns, from 0.
    pub campaign: usize,
    /// First instant.
    pub from: WallTime,
    /// First instant after it.
    pub until: WallTime,
    /// Whether it plays: an emergency hides all others.
    pub plays: bool,
}

/// A while in which more than one campaign wants to be first: they take turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The campaigns: the place of the programme, and the place in it.
    pub campaigns: Vec<(usize, usize)>,
    /// First instant.
    pub from: WallTime,
    /// First instant after it.
    pub until: WallTime,
}

/// What happens between two instants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// The campaigns that are active, by when they begin, then in the order of the loop.
    pub stretches: Vec<Stretch>,
    /// When nothing is due and the default slide shows.
    pub gaps: Vec<(WallTime, WallTime)>,
    /// When several campaigns want to be first.
    pub clashes: Vec<Clash>,
}

/// What happens on the schedule's display from `from` until `until`. A campaign whose every slide is over is not active.
pub fn between(schedule: &Schedule, from: WallTime, until: WallTime) -> Day {
    let (mut at, until) = (from.in_calendar(), until.in_calendar());
    let mut day = Day::default();
    let mut open: Vec<Stretch> = Vec::new();
    while at < until {
        let next = schedule.next_change(at).map_or(until, |next| next.min(until));
        let active = active(schedule, at);
        let (kept, over): (Vec<_>, Vec<_>) = open.into_iter().partition(|stretch| {
            active.iter().any(|(feed, campaign, _, plays)| {
                (*feed, *campaign, *plays) == (stretch.feed, stretch.campaign, stretch.plays)
            })
        });
        day.stretches.extend(over);
        open = kept;
        for &(feed, campaign, _, plays) in &active {
            match open.iter_mut().find(|stretch| (stretch.feed, stretch.campaign) == (feed, campaign)) {
                Some(stretch) => stretch.until = next,
                None => open.push(Stretch { feed, campaign, from: at, until: next, plays }),
            }
        }
        if active.is_empty() {
            match day.gaps.last_mut().filter(|gap| gap.1 == at) {
                Some(gap) => gap.1 = next,
                None => day.gaps.push((at, next)),
            }
        }
        let first = active.iter().filter(|(.., priority, plays)| *plays && *priority != Priority::Normal);
        let first: Vec<_> = first.map(|(feed, campaign, ..)| (*feed, *campaign)).collect();
        if first.len() > 1 {
            match day.clashes.last_mut().filter(|clash| clash.until == at && clash.campaigns == first) {
                Some(clash) => clash.until = next,
                None => day.clashes.push(Clash { campaigns: first, from: at, until: next }),
            }
        }
        at = next;
    }
    day.stretches.extend(open);
    // Stable: what begins together stays in the order of the loop.
    day.stretches.sort_by_key(|stretch| stretch.from);
    day
}

/// The campaigns with something to show at `at`, in the order of the loop, and whether each plays.
fn active(schedule: &Schedule, at: WallTime) -> Vec<(usize, usize, Priority, bool)> {
    let moment = schedule.plan.moment(at, schedule.dated_held);
    let has_turns = |feed, entries| CampaignPart::new(feed, entries, moment.today(feed)).is_some();
    let active: Vec<_> = moment.active().filter(|planned| has_turns(planned.feed, &planned.entries)).collect();
    let highest = active.iter().filter(|planned| planned.is_emergency()).map(|planned| planned.feed).min();
    let of = |planned: &super::plan::Planned| {
        let plays = highest.is_none_or(|feed| planned.is_emergency() && planned.feed == feed);
        (planned.feed, planned.index, planned.priority, plays)
    };
    active.into_iter().map(of).collect()
}
