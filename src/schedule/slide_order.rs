//! In which order slides are looked at.

use std::collections::BTreeSet;

use super::Schedule;
use crate::model::{Programme, SlideId, WallTime};

/// Every slide once: as playlists have them, then those that wait unscheduled, last the default slide.
pub fn everything(programme: &Programme) -> Vec<SlideId> {
    let listed = programme.playlists.iter().flat_map(|playlist| &playlist.slides);
    let known = listed.filter(|id| programme.slide(id).is_some());
    let rest = programme.slides.iter().chain([&programme.default_slide]).map(|slide| &slide.id);
    let mut seen = BTreeSet::new();
    known.chain(rest).filter(|id| seen.insert(*id)).cloned().collect()
}

/// What a display shows from `at` on, each slide once, for one round.
pub fn from(schedule: &Schedule, at: WallTime) -> Vec<SlideId> {
    let (mut at, mut repeats) = (at, 0);
    let mut order: Vec<SlideId> = Vec::new();
    // A list may hold a slide twice: the round is over when nothing new has come for as long as it is.
    while repeats <= order.len() {
        let slot = schedule.due(at);
        if order.contains(&slot.slide) {
            repeats += 1;
        } else {
            order.push(slot.slide);
            repeats = 0;
        }
        at = slot.until;
    }
    order
}
