//! Names of pages, and their share of a slide's time.

use std::sync::Arc;

use crate::{
    layout::{self, Page},
    model::{Digest, Programme, Slide, SlideId},
    scene::Scene,
};

/// One page of one slide of one programme.
#[derive(Debug, Clone)]
pub struct PageKey {
    /// The programme it is laid out from.
    pub programme: Arc<Programme>,
    /// The slide.
    pub slide: SlideId,
    /// The page of it, from 0.
    pub page: usize,
    /// It stands above a status bar, and so on a smaller canvas.
    pub has_status_bar: bool,
}

impl PartialEq for PageKey {
    fn eq(&self, other: &Self) -> bool {
        let here = (&self.slide, self.page, self.has_status_bar);
        Arc::ptr_eq(&self.programme, &other.programme) && here == (&other.slide, other.page, other.has_status_bar)
    }
}

impl PageKey {
    /// The slide, as the programme has it.
    pub fn slide(&self) -> &Slide {
        self.programme.slide(&self.slide).unwrap_or(&self.programme.default_slide)
    }

    /// The name by which the quarantine knows this page laid out as `scene`, whatever edition it stands in.
    pub(super) fn quarantine_name(&self, scene: &Scene) -> Digest {
        let pictures: Vec<Digest> = scene.pictures().map(|picture| picture.digest).collect();
        let parts = (self.slide(), self.page, scene.size.to_string(), pictures);
        Digest::of(&serde_json::to_vec(&parts).expect("a slide has a JSON form"))
    }
}

/// The page that belongs to an instant of a slide's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSpan {
    /// The page, from 0.
    pub page: usize,
    /// How many pages the slide has; at least one.
    pub of: usize,
    /// Milliseconds into the slide at which it begins.
    pub from_ms: u64,
    /// Milliseconds into the slide at which it ends.
    pub until_ms: u64,
}

impl PageSpan {
    /// The page due `elapsed_ms` into a slide of those pages that is shown for `shown_ms`; after the end, the last.
    pub fn at(pages: &[Page], elapsed_ms: u64, shown_ms: u64) -> Self {
        let (page, from_ms, until_ms) = layout::page_at(pages, elapsed_ms, shown_ms);
        Self { page, of: pages.len().max(1), from_ms, until_ms }
    }

    /// The span of that page, from 0; after the last page, of the last.
    pub fn of(pages: &[Page], page: usize, shown_ms: u64) -> Self {
        let (from_ms, until_ms) = layout::span_of(pages, page, shown_ms);
        let of = pages.len().max(1);
        Self { page: page.min(of - 1), of, from_ms, until_ms }
    }

    /// Milliseconds the page is shown.
    pub fn shown_ms(self) -> u64 {
        self.until_ms.saturating_sub(self.from_ms)
    }
}
