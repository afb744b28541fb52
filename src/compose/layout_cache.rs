//! Slides laid out for a screen, each once; a slide that crashes layout costs itself and nothing else.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::PageSpan;
use crate::{
    fonts::Fonts,
    layout::{self, Canvas, Context, Pages},
    model::{Language, Programme, Size, Slide, SlideId, WallTime},
    schedule::Slot,
};

/// How a slide becomes pages.
pub(super) type LayOut = fn(&Slide, &Context<'_>, Canvas, &mut Fonts) -> Pages;

/// The way of [`layout`].
pub(super) const LAY_OUT: LayOut = |slide, context, canvas, fonts| layout::lay_out(slide, context, canvas, fonts);

/// The pages of that slide; those of the default slide where laying it out panicked, and whether that is so.
pub(super) fn lay_out_guarded(
    lay_out: LayOut,
    programme: &Programme,
    slide: &SlideId,
    canvas: Canvas,
    fonts: &mut Fonts,
) -> (Pages, bool) {
    let content = programme.slide(slide).unwrap_or(&programme.default_slide);
    let context = Context::of(programme);
    match catch_unwind(AssertUnwindSafe(|| lay_out(content, &context, canvas, fonts))) {
        Ok(pages) => (pages, false),
        Err(_) => {
            tracing::error!(%slide, "slide replaced by the default slide: laying it out has crashed");
            // Nobody knows in what state the crash left them.
            *fonts = Fonts::bundled();
            (layout::lay_out(&programme.default_slide, &context, canvas, fonts), true)
        }
    }
}

/// Whoever can say which page of a slide is due on a display's canvas.
pub trait Pagination {
    /// The page due at `at`, which lies in `slot`.
    fn span(&mut self, programme: &Arc<Programme>, slot: &Slot, at: WallTime) -> PageSpan;
}

/// Laid-out slides, most recently used last.
pub struct LayoutCache {
    lay_out: LayOut,
    laid: Vec<(Arc<Programme>, SlideId, Canvas, Arc<Pages>)>,
}

impl Default for LayoutCache {
    fn default() -> Self {
        Self { lay_out: LAY_OUT, laid: Vec::new() }
    }
}

/// Slides kept laid out: those on screen and next, and their neighbours while an edition changes.
const KEPT: usize = 8;

impl LayoutCache {
    /// The pages of a slide on `canvas`.
    pub fn pages(
        &mut self,
        programme: &Arc<Programme>,
        slide: &SlideId,
        canvas: Canvas,
        fonts: &mut Fonts,
    ) -> Arc<Pages> {
        let known =
            self.laid.iter().position(|(of, id, on, _)| Arc::ptr_eq(of, programme) && id == slide && *on == canvas);
        let entry = match known {
            Some(index) => self.laid.remove(index),
            None => {
                let (pages, _) = lay_out_guarded(self.lay_out, programme, slide, canvas, fonts);
                for finding in &pages.findings {
                    let said = finding.explain(Language::En);
                    tracing::warn!(slide = %slide, page = finding.page, rule = finding.code(), "{}", said.what);
                }
                (programme.clone(), slide.clone(), canvas, Arc::new(pages))
            }
        };
        let pages = entry.3.clone();
        self.laid.push(entry);
        if self.laid.len() > KEPT {
            self.laid.remove(0);
        }
        pages
    }

    /// This cache with what it needs to answer [`Pagination::span`].
    pub fn on<'a>(&'a mut self, screen: Size, fonts: &'a mut Fonts) -> impl Pagination + 'a {
        OnScreen { cache: self, screen, fonts }
    }
}

struct OnScreen<'a> {
    cache: &'a mut LayoutCache,
    screen: Size,
    fonts: &'a mut Fonts,
}

impl Pagination for OnScreen<'_> {
    fn span(&mut self, programme: &Arc<Programme>, slot: &Slot, at: WallTime) -> PageSpan {
        let canvas = Canvas { screen: self.screen, has_status_bar: !slot.status_bar.is_empty() };
        let pages = self.cache.pages(programme, &slot.slide, canvas, self.fonts);
        PageSpan::at(&pages.pages, u64::try_from(at - slot.start).unwrap_or(0), slot.shown_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::built_in;

    #[test]
    fn a_slide_that_cannot_be_laid_out_is_replaced_and_the_next_is_not() {
        let mut programme = Programme::clone(&built_in::programme("Xin chào"));
        let named = |id: &str| Slide { id: id.parse().unwrap(), ..programme.default_slide.clone() };
        programme.slides = vec![named("bad"), named("good")];
        let programme = Arc::new(programme);
        let crashes: LayOut = |slide, context, canvas, fonts| {
            assert!(slide.id.as_str() != "bad", "this slide cannot be laid out");
            layout::lay_out(slide, context, canvas, fonts)
        };
        let mut cache = LayoutCache { lay_out: crashes, ..LayoutCache::default() };
        let mut fonts = Fonts::bundled();
        let canvas = Canvas::from(Size::new(640, 360));
        let mut scenes = |id: &str| {
            let pages = cache.pages(&programme, &id.parse().unwrap(), canvas, &mut fonts);
            pages.pages.iter().map(|page| page.scene.to_string()).collect::<Vec<_>>()
        };
        let stand_in = scenes("bad");
        assert!(!stand_in.is_empty());
        assert_eq!(stand_in, scenes("good"), "both say what the default slide says");
    }
}
