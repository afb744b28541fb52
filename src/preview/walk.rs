//! The place in the folder: a slide and a time within it, or an instant of a hall's time. Pure.

use super::deck::{Deck, Place};
use crate::model::{SlideId, StatusBar, WallTime};

/// How the preview goes through the slides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Walk {
    /// One after the other, `elapsed_ms` into `slide`; `None` before there are any.
    Browse {
        /// The slide.
        slide: Option<SlideId>,
        /// Milliseconds of its time.
        elapsed_ms: u64,
    },
    /// As a hall would at this instant.
    Travel {
        /// The instant.
        wall: WallTime,
    },
}

/// The page that belongs to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The slide.
    pub slide: SlideId,
    /// Its page.
    pub place: Place,
    /// Milliseconds into the slide.
    pub elapsed_ms: u64,
    /// Milliseconds into the slide at which this page is over, for whatever reason.
    pub until_ms: u64,
    /// What stands below it.
    pub status_bar: StatusBar,
}

impl Spot {
    /// The slide and its page, from 0.
    pub fn page(self) -> (SlideId, usize) {
        (self.slide, self.place.page)
    }
}

impl Walk {
    /// Where we are. `None` before there is anything.
    pub fn spot(&self, deck: &Deck) -> Option<Spot> {
        let (slide, elapsed_ms, over_ms, status_bar) = match self {
            Self::Browse { slide, elapsed_ms } => {
                let slide = slide.clone()?;
                let status_bar = deck.programme.status_bar_beside(&slide);
                (slide, *elapsed_ms, u64::MAX, status_bar)
            }
            Self::Travel { wall } => {
                let slot = deck.schedule.due(*wall);
                let into = |at: WallTime| u64::try_from(at - slot.start).unwrap_or(0);
                let (elapsed_ms, over_ms) = (into(*wall), into(slot.until));
                (slot.slide, elapsed_ms, over_ms, slot.status_bar)
            }
        };
        let place = deck.place(&slide, elapsed_ms, !status_bar.is_empty());
        Some(Spot { until_ms: place.until_ms.min(over_ms), slide, place, elapsed_ms, status_bar })
    }

    /// Goes on in a folder that was read again: at the same place if it is still there.
    pub fn settle(&mut self, deck: &Deck) {
        let Self::Browse { slide, elapsed_ms } = self else { return };
        match slide {
            Some(at) if deck.pages.contains_key(at) => {
                *elapsed_ms = (*elapsed_ms).min(deck.shown_ms(at).saturating_sub(1));
            }
            _ => (*slide, *elapsed_ms) = (deck.order.first().cloned(), 0),
        }
    }

    /// `ms` have passed.
    pub fn tick(&mut self, deck: &Deck, ms: u64) {
        match self {
            Self::Travel { wall } => *wall = *wall + i64::try_from(ms).unwrap_or(i64::MAX),
            Self::Browse { slide: Some(slide), elapsed_ms } => {
                *elapsed_ms = elapsed_ms.saturating_add(ms);
                if *elapsed_ms >= deck.shown_ms(slide) {
                    (*slide, *elapsed_ms) = (neighbour(deck, slide, 1), 0);
                }
            }
            Self::Browse { slide: None, .. } => {}
        }
    }

    /// To the beginning of the next page.
    pub fn next(&mut self, deck: &Deck) {
        let Some(spot) = self.spot(deck) else { return };
        match self {
            Self::Browse { slide, elapsed_ms } => {
                if spot.place.page + 1 < spot.place.of {
                    *elapsed_ms = spot.place.until_ms;
                } else {
                    (*slide, *elapsed_ms) = (Some(neighbour(deck, &spot.slide, 1)), 0);
                }
            }
            Self::Travel { wall } => {
                let start = deck.schedule.due(*wall).start;
                *wall = (start + spot.until_ms as i64).max(*wall + 1);
            }
        }
    }

    /// To the beginning of the page before.
    pub fn previous(&mut self, deck: &Deck) {
        let Some(spot) = self.spot(deck) else { return };
        match self {
            Self::Browse { slide, elapsed_ms } => {
                let here = match spot.place.from_ms.checked_sub(1) {
                    Some(before) => (spot.slide, before),
                    None => (neighbour(deck, &spot.slide, -1), u64::MAX),
                };
                let has_status_bar = !deck.programme.status_bar_beside(&here.0).is_empty();
                *elapsed_ms = deck.place(&here.0, here.1, has_status_bar).from_ms;
                *slide = Some(here.0);
            }
            Self::Travel { wall } => {
                let slot = deck.schedule.due(*wall);
                let before = (slot.start + spot.place.from_ms as i64).max(slot.since) + -1;
                let slot = deck.schedule.due(before);
                let elapsed_ms = u64::try_from(before - slot.start).unwrap_or(0);
                *wall = (slot.start + deck.place(&slot.slide, elapsed_ms, !slot.status_bar.is_empty()).from_ms as i64)
                    .max(slot.since);
            }
        }
    }
}

/// The slide `by` places on in the order, round and round.
fn neighbour(deck: &Deck, slide: &SlideId, by: isize) -> SlideId {
    let at = deck.order.iter().position(|id| id == slide).unwrap_or(0) as isize;
    let index = (at + by).rem_euclid(deck.order.len().max(1) as isize) as usize;
    deck.order.get(index).unwrap_or(slide).clone()
}
