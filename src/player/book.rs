//! The slides of an edition laid out on this display's canvas, each once.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::state::{Book, Place};
use crate::{
    fonts::Fonts,
    layout::{self, Canvas, Context, Pages},
    model::{Programme, Size, Slide, SlideId, WallTime},
    schedule::Slot,
};

/// Laid-out slides, most recently used last.
pub struct PageBook {
    lay_out: LayOut,
    laid: Vec<(Arc<Programme>, SlideId, Canvas, Arc<Pages>)>,
}

/// How a slide becomes pages.
type LayOut = fn(&Slide, &Context<'_>, Canvas, &mut Fonts) -> Pages;

impl Default for PageBook {
    fn default() -> Self {
        Self {
            lay_out: |slide, context, canvas, fonts| layout::lay_out(slide, context, canvas, fonts),
            laid: Vec::new(),
        }
    }
}

/// Slides kept laid out: those on screen and next, and their neighbours while an edition changes.
const KEPT: usize = 8;

impl PageBook {
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
                let content = programme.slide(slide).unwrap_or(&programme.default_slide);
                let context = Context::of(programme);
                let lay_out = self.lay_out;
                let pages = catch_unwind(AssertUnwindSafe(|| lay_out(content, &context, canvas, fonts)));
                let pages = pages.unwrap_or_else(|_| {
                    tracing::error!(%slide, "slide replaced by the default slide: laying it out has crashed");
                    // Nobody knows in what state the crash left them.
                    *fonts = Fonts::bundled();
                    layout::lay_out(&programme.default_slide, &context, canvas, fonts)
                });
                for warning in &pages.warnings {
                    tracing::warn!(slide = %slide, page = warning.page, rule = warning.rule, "{}", warning.what);
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

    /// This book with what it needs to answer [`Book::place`].
    pub fn on<'a>(&'a mut self, canvas: Size, fonts: &'a mut Fonts) -> impl Book + 'a {
        OnCanvas { book: self, canvas, fonts }
    }
}

struct OnCanvas<'a> {
    book: &'a mut PageBook,
    canvas: Size,
    fonts: &'a mut Fonts,
}

impl Book for OnCanvas<'_> {
    fn place(&mut self, programme: &Arc<Programme>, slot: &Slot, at: WallTime) -> Place {
        let canvas = Canvas { screen: self.canvas, has_status_bar: !slot.status_bar.is_empty() };
        let pages = self.book.pages(programme, &slot.slide, canvas, self.fonts);
        let elapsed_ms = u64::try_from(at - slot.start).unwrap_or(0);
        let (page, from_ms, until_ms) = layout::page_at(&pages.pages, elapsed_ms, slot.shown_ms);
        Place { page, from_ms, until_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::builtin;

    #[test]
    fn a_slide_that_cannot_be_laid_out_is_replaced_and_the_next_is_not() {
        let mut programme = Programme::clone(&builtin::programme("Xin chào"));
        let named = |id: &str| Slide { id: id.parse().unwrap(), ..programme.default_slide.clone() };
        programme.slides = vec![named("bad"), named("good")];
        let programme = Arc::new(programme);
        let crashes: LayOut = |slide, context, canvas, fonts| {
            assert!(slide.id.as_str() != "bad", "this slide cannot be laid out");
            layout::lay_out(slide, context, canvas, fonts)
        };
        let mut book = PageBook { lay_out: crashes, ..PageBook::default() };
        let mut fonts = Fonts::bundled();
        let canvas = Canvas::from(Size::new(640, 360));
        let mut scenes = |id: &str| {
            let pages = book.pages(&programme, &id.parse().unwrap(), canvas, &mut fonts);
            pages.pages.iter().map(|page| page.scene.to_string()).collect::<Vec<_>>()
        };
        let stand_in = scenes("bad");
        assert!(!stand_in.is_empty());
        assert_eq!(stand_in, scenes("good"), "both say what the default slide says");
    }
}
