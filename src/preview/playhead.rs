//! The place in the folder: a slide and a time within it, or an instant of a hall's time. Pure.

use super::loaded_folder::LoadedFolder;
use crate::{
    compose::{CurrentPage, PageKey, PageSpan},
    model::{Priority, Programme, SlideId, WallTime},
};

/// How the preview goes through the slides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Playhead {
    /// One after the other, `elapsed_ms` into `slide`; `None` before there are any.
    Browse {
        /// The slide.
        slide: Option<SlideId>,
        /// Milliseconds of its time.
        elapsed_ms: u64,
        /// What a hall's clock would show: the time at which the preview was started, and on from there.
        wall: WallTime,
    },
    /// As a hall would at this instant.
    Travel {
        /// The instant.
        wall: WallTime,
    },
}

/// The page that belongs to a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// What is shown there, as a hall would show it.
    pub current: CurrentPage,
    /// The page's time within the slide.
    pub span: PageSpan,
    /// Milliseconds into the slide.
    pub elapsed_ms: u64,
    /// Milliseconds into the slide at which this page is over, for whatever reason.
    pub until_ms: u64,
}

impl Position {
    /// The slide.
    pub fn slide(&self) -> &SlideId {
        &self.current.key.slide
    }

    /// The slide and its page, from 0.
    pub fn page(&self) -> (SlideId, usize) {
        (self.slide().clone(), self.span.page)
    }
}

impl Playhead {
    /// The instant that a hall's clock would show.
    pub fn wall(&self) -> WallTime {
        match self {
            Self::Browse { wall, .. } | Self::Travel { wall } => *wall,
        }
    }

    /// Where we are. `None` before there is anything.
    pub fn position(&self, folder: &LoadedFolder) -> Option<Position> {
        let programme = &folder.programme;
        match self {
            Self::Browse { slide, elapsed_ms, wall } => {
                let slide = slide.clone()?;
                let status_bar = programme.status_bar_beside(&slide);
                let span = folder.span(&slide, *elapsed_ms, !status_bar.is_empty());
                let into = |ms: u64| *wall + (i64::try_from(ms).unwrap_or(i64::MAX) - *elapsed_ms as i64);
                let current = CurrentPage {
                    since: into(span.from_ms),
                    until: into(span.until_ms),
                    emergency: is_emergency(programme, &slide),
                    key: PageKey {
                        programme: programme.clone(),
                        slide,
                        page: span.page,
                        has_status_bar: !status_bar.is_empty(),
                    },
                    status_bar,
                };
                Some(Position { current, span, elapsed_ms: *elapsed_ms, until_ms: span.until_ms })
            }
            Self::Travel { wall } => {
                let slot = folder.schedule.due(*wall);
                let into = |at: WallTime| u64::try_from(at - slot.start).unwrap_or(0);
                let current = CurrentPage::of(&slot, programme, *wall, &mut &*folder);
                let span = folder.span(&slot.slide, into(*wall), current.key.has_status_bar);
                let until_ms = span.until_ms.min(into(slot.until));
                Some(Position { current, span, elapsed_ms: into(*wall), until_ms })
            }
        }
    }

    /// The page after that position, were nothing to happen until then.
    pub fn following(&self, folder: &LoadedFolder, position: &Position) -> Option<PageKey> {
        let mut ahead = self.clone();
        ahead.tick(folder, position.until_ms.saturating_sub(position.elapsed_ms).max(1));
        ahead.position(folder).map(|position| position.current.key)
    }

    /// Goes on in a folder that was read again: at the same place if it is still there.
    pub fn settle(&mut self, folder: &LoadedFolder) {
        let Self::Browse { slide, elapsed_ms, .. } = self else { return };
        match slide {
            Some(at) if folder.pages.contains_key(at) => {
                *elapsed_ms = (*elapsed_ms).min(folder.shown_ms(at).saturating_sub(1));
            }
            _ => (*slide, *elapsed_ms) = (folder.order.first().cloned(), 0),
        }
    }

    /// `ms` have passed.
    pub fn tick(&mut self, folder: &LoadedFolder, ms: u64) {
        match self {
            Self::Travel { wall } => *wall = *wall + i64::try_from(ms).unwrap_or(i64::MAX),
            Self::Browse { slide: Some(slide), elapsed_ms, wall } => {
                *wall = *wall + i64::try_from(ms).unwrap_or(i64::MAX);
                *elapsed_ms = elapsed_ms.saturating_add(ms);
                if *elapsed_ms >= folder.shown_ms(slide) {
                    (*slide, *elapsed_ms) = (neighbour(folder, slide, 1), 0);
                }
            }
            Self::Browse { slide: None, .. } => {}
        }
    }

    /// To the beginning of the next page.
    pub fn next(&mut self, folder: &LoadedFolder) {
        let Some(position) = self.position(folder) else { return };
        match self {
            Self::Browse { slide, elapsed_ms, .. } => {
                if position.span.page + 1 < position.span.of {
                    *elapsed_ms = position.span.until_ms;
                } else {
                    (*slide, *elapsed_ms) = (Some(neighbour(folder, position.slide(), 1)), 0);
                }
            }
            Self::Travel { wall } => {
                let start = folder.schedule.due(*wall).start;
                *wall = (start + position.until_ms as i64).max(*wall + 1);
            }
        }
    }

    /// To the beginning of the page before.
    pub fn previous(&mut self, folder: &LoadedFolder) {
        let Some(position) = self.position(folder) else { return };
        match self {
            Self::Browse { slide, elapsed_ms, .. } => {
                let here = match position.span.from_ms.checked_sub(1) {
                    Some(before) => (position.slide().clone(), before),
                    None => (neighbour(folder, position.slide(), -1), u64::MAX),
                };
                let has_status_bar = !folder.programme.status_bar_beside(&here.0).is_empty();
                *elapsed_ms = folder.span(&here.0, here.1, has_status_bar).from_ms;
                *slide = Some(here.0);
            }
            Self::Travel { wall } => {
                let slot = folder.schedule.due(*wall);
                let before = (slot.start + position.span.from_ms as i64).max(slot.since) + -1;
                let slot = folder.schedule.due(before);
                let elapsed_ms = u64::try_from(before - slot.start).unwrap_or(0);
                *wall = (slot.start + folder.span(&slot.slide, elapsed_ms, !slot.status_bar.is_empty()).from_ms as i64)
                    .max(slot.since);
            }
        }
    }
}

/// The slide `by` places on in the order, round and round.
fn neighbour(folder: &LoadedFolder, slide: &SlideId, by: isize) -> SlideId {
    let at = folder.order.iter().position(|id| id == slide).unwrap_or(0) as isize;
    let index = (at + by).rem_euclid(folder.order.len().max(1) as isize) as usize;
    folder.order.get(index).unwrap_or(slide).clone()
}

/// Whether only emergency campaigns play that slide: it comes on as they do.
fn is_emergency(programme: &Programme, slide: &SlideId) -> bool {
    let lists = programme.playlists.iter().filter(|playlist| playlist.slides.contains(slide));
    let lists: Vec<_> = lists.map(|playlist| &playlist.id).collect();
    let mut campaigns = programme.campaigns.iter().filter(|campaign| lists.contains(&&campaign.playlist)).peekable();
    campaigns.peek().is_some() && campaigns.all(|campaign| campaign.priority == Priority::Emergency)
}
