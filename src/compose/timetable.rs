//! Which page of which slide is due on a display at an instant: what a player would show, without playing.

use super::{CurrentPage, LayoutCache};
use crate::{
    fonts::Fonts,
    model::{DisplayId, Programmes, Size, WallTime},
    schedule::{Schedule, playback_audit::PageName},
};

/// Programmes on a canvas.
pub struct Timetable {
    schedule: Schedule,
    canvas: Size,
    fonts: Fonts,
    layouts: LayoutCache,
}

impl Timetable {
    /// The timetable of a display.
    pub fn new(programmes: impl Into<Programmes>, display: Option<&DisplayId>, canvas: Size, fonts: Fonts) -> Self {
        let schedule = Schedule::new(programmes, display);
        Self { schedule, canvas, fonts, layouts: LayoutCache::default() }
    }

    /// The slide due at `at`, and its page from 1.
    pub fn due(&mut self, at: WallTime) -> PageName {
        let current = self.current(at);
        (current.key.slide, current.key.page + 1)
    }

    /// What is due at `at`, for how long, and what stands under it.
    pub fn current(&mut self, at: WallTime) -> CurrentPage {
        let mut pagination = self.layouts.on(self.canvas, &mut self.fonts);
        CurrentPage::due(&self.schedule, at, &mut pagination)
    }
}
