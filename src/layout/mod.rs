//! A slide and a canvas become pages of scene.
//!
//! Rules: the same slide, context and canvas give the same pages on every machine; no text and no canvas makes it
//! fail, what does not fit is set smaller or on more pages, and what lies beyond the limits is reported in words. Laying
//! out has a budget, counted in text that is measured and not in seconds, so that all machines agree: a slide that
//! exceeds it is an error to its author, and the name of the commune stands in its place.
//! Sizes are given as on a screen whose shorter side is 1080 pixels and scale with it.

mod block;
mod canvas;
mod chrome;
mod clean;
mod code_card;
mod context;
mod flow;
mod headline;
mod icons;
mod layout_context;
mod list;
mod page_label;
mod pages;
mod qr;
mod row;
mod status_bar;
mod templates;
mod theme;
mod titled_page;

pub use canvas::Canvas;
pub use context::Context;
pub use pages::{Page, Pages, Qr, page_at, span_of};
pub use status_bar::{
    STANDS_MS, StatusBarScene, clock_words, resting, screenful, sentence_width, status_bar_scene, ticker, ticker_pace,
};
pub use theme::Theme;

use crate::{
    fonts::Fonts,
    model::{
        DefaultContent, FindingKind, Slide, SlideContent,
        limits::{FIELD_CHARS, LAYOUT_BYTES, LIST_ENTRIES, SLIDE_CHARS},
    },
};

/// The pages `slide` makes on `canvas`: at least one. A size is the canvas of a whole screen.
pub fn lay_out(slide: &Slide, context: &Context, canvas: impl Into<Canvas>, fonts: &mut Fonts) -> Pages {
    let clean::Cleaned { slide, cut, letters } = clean::clean(slide);
    let mut cx = layout_context::LayoutContext::new(&slide, context, canvas.into(), fonts);
    if cut {
        cx.find(FindingKind::TextTooLong { chars: FIELD_CHARS, entries: LIST_ENTRIES }, None);
    }
    cx.fonts.begin_budget(LAYOUT_BYTES);
    let pages = if letters <= SLIDE_CHARS { templates::pages(&slide.content, &mut cx) } else { Vec::new() };
    let budget = cx.fonts.end_budget();
    if letters <= SLIDE_CHARS && !budget.is_exceeded() {
        return cx.finish(pages);
    }
    cx.find(FindingKind::SlideTooLarge { chars: letters, most: SLIDE_CHARS }, None);
    let text = context.unit.name.chars().take(STAND_IN_CHARS).collect();
    let pages = templates::pages(&SlideContent::Default(DefaultContent { text, note: None }), &mut cx);
    cx.finish(pages)
}

/// As much of the commune's name as stands in the place of a slide that cannot be laid out, characters.
const STAND_IN_CHARS: usize = 120;
