//! The slides of an edition laid out on this display's canvas, each once.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::state::{Book, Place};
use crate::{
    fonts::Fonts,
    layout::{self, Canvas, Context, Pages},
    model::{Millis, Programme, Size, SlideId},
    schedule::Slot,
};

/// Laid-out slides, most recently used last.
#[derive(Default)]
pub struct PageBook {
    laid: Vec<(Arc<Programme>, SlideId, Canvas, Arc<Pages>)>,
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
                let lay_out = |fonts: &mut Fonts| layout::lay_out(content, &context, canvas, fonts);
                let pages = catch_unwind(AssertUnwindSafe(|| lay_out(fonts))).unwrap_or_else(|_| {
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
    fn place(&mut self, programme: &Arc<Programme>, slot: &Slot, at: Millis) -> Place {
        let canvas = Canvas { screen: self.canvas, banded: !slot.band.is_empty() };
        let pages = self.book.pages(programme, &slot.slide, canvas, self.fonts);
        let elapsed_ms = u64::try_from(at - slot.start).unwrap_or(0);
        let (page, from_ms, until_ms) = layout::page_at(&pages.pages, elapsed_ms, slot.shown_ms);
        Place { page, from_ms, until_ms }
    }
}
