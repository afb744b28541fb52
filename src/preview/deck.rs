//! Everything a folder has to show on one canvas: laid out, in order, with its pictures.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use crate::{
    layout::{self, Pages},
    media::{MediaError, Pictures},
    model::{Digest, DisplayId, Programme, Size, SlideId, Terms, Transition, WallTime, limits::TRANSITION_MAX_MS},
    schedule::Schedule,
};

/// The folder, ready to be looked at.
#[derive(Debug, Clone)]
pub struct Deck {
    /// What the slides were laid out from.
    pub programme: Arc<Programme>,
    /// When what is due, for the display that is previewed.
    pub schedule: Schedule,
    /// The canvas.
    pub canvas: Size,
    /// In which order slides are gone through.
    pub order: Vec<SlideId>,
    /// The pages of every slide in `order`; none is without pages.
    pub pages: BTreeMap<SlideId, Arc<Pages>>,
    /// The pages above a status bar of those slides that may have one below them.
    pub has_status_bar: BTreeMap<SlideId, Arc<Pages>>,
    /// Words that are no longer right.
    pub terms: Terms,
    /// The pictures on them.
    pub files: BTreeMap<Digest, Arc<[u8]>>,
}

/// A page of a slide, and its place in the slide's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The page, from 0.
    pub page: usize,
    /// How many there are.
    pub of: usize,
    /// Milliseconds into the slide at which it begins.
    pub from_ms: u64,
    /// Milliseconds into the slide at which it ends.
    pub until_ms: u64,
}

impl Deck {
    /// The pages of that slide, above a status bar or on the whole screen.
    pub fn laid(&self, slide: &SlideId, has_status_bar: bool) -> Option<&Arc<Pages>> {
        self.has_status_bar.get(slide).filter(|_| has_status_bar).or(self.pages.get(slide))
    }

    /// The page due `elapsed_ms` into that slide.
    pub fn place(&self, slide: &SlideId, elapsed_ms: u64, has_status_bar: bool) -> Place {
        let pages = self.laid(slide, has_status_bar).map_or(&[][..], |pages| &pages.pages);
        let (page, from_ms, until_ms) = layout::page_at(pages, elapsed_ms, self.shown_ms(slide));
        Place { page, of: pages.len().max(1), from_ms, until_ms }
    }

    /// Milliseconds that slide is shown.
    pub fn shown_ms(&self, slide: &SlideId) -> u64 {
        self.programme.slide(slide).unwrap_or(&self.programme.default_slide).shown_ms()
    }

    /// How that slide comes on, and for how many milliseconds, as a hall would do it.
    pub fn entrance(&self, slide: &SlideId) -> (Transition, u64) {
        let unit = &self.programme.unit;
        let own = self.programme.slide(slide).and_then(|slide| slide.transition);
        (own.unwrap_or(unit.transition), unit.transition_ms.min(TRANSITION_MAX_MS))
    }

    /// The last instant before `at` at which what is due changed, within the eight days before.
    pub fn previous_change(&self, at: WallTime) -> Option<WallTime> {
        const BACK_MS: i64 = 8 * 24 * 3_600_000;
        // More changes than this in eight days are no timetable that anybody steps through.
        const STEPS: usize = 2_000;
        let changes = std::iter::successors(Some(at + -BACK_MS), |from| self.schedule.next_change(*from));
        changes.skip(1).take(STEPS).take_while(|change| *change < at).last()
    }

    /// What `newer`, read from a folder with mistakes, can tell: slides it has are its, what a mistake has spoiled
    /// stays as it was.
    pub fn keeping_what_is_lost(mut self, newer: Self) -> Self {
        let canvas_is_kept = self.canvas == newer.canvas;
        let lost: HashSet<SlideId> = self.order.iter().filter(|id| !newer.pages.contains_key(id)).cloned().collect();
        if lost.is_empty() || !canvas_is_kept {
            return newer;
        }
        let kept = |mut pages: BTreeMap<SlideId, Arc<Pages>>, newer| {
            pages.retain(|id, _| lost.contains(id));
            pages.extend(newer);
            pages
        };
        let pages = kept(std::mem::take(&mut self.pages), newer.pages);
        let has_status_bar = kept(std::mem::take(&mut self.has_status_bar), newer.has_status_bar);
        let mut files = std::mem::take(&mut self.files);
        files.extend(newer.files);
        let mut order = std::mem::take(&mut self.order);
        order.extend(newer.order.into_iter().filter(|id| !pages.contains_key(id)));
        order.retain(|id| pages.contains_key(id));
        Self { pages, has_status_bar, files, order, terms: newer.terms, ..self }
    }
}

impl Pictures for Deck {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        self.files.get(digest).cloned().ok_or(MediaError::Missing { digest: *digest })
    }
}

/// The display whose timetable is previewed: one the programme knows, or one made up of tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    /// A display of the programme.
    pub display: Option<DisplayId>,
    /// Groups it is taken to belong to, beside its own.
    pub tags: Vec<String>,
}

impl Viewer {
    /// Its timetable. A made-up display is added to a copy of the programme.
    pub fn schedule(&self, programme: &Arc<Programme>) -> Schedule {
        if self.tags.is_empty() {
            return Schedule::new(programme.clone(), self.display.as_ref());
        }
        let mut with_tags = Programme::clone(programme);
        let id = self.display.clone().unwrap_or_else(|| "preview".parse().expect("a constant that follows the rule"));
        match with_tags.displays.iter_mut().find(|display| display.id == id) {
            Some(display) => display.tags.extend(self.tags.iter().cloned()),
            None => {
                let (label, tags) = (id.to_string(), self.tags.clone());
                with_tags.displays.push(crate::model::Display { id: id.clone(), label, tags, size: None });
            }
        }
        Schedule::new(Arc::new(with_tags), Some(&id))
    }
}
