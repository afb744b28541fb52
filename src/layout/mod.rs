//! A slide and a canvas become pages of scene.
//!
//! Rules: the same slide, context and canvas give the same pages on every machine; no text and no canvas makes it
//! fail, what does not fit is set smaller or on more pages, and what lies beyond the limits is reported in words.
//! Sizes are given as on a screen whose shorter side is 1080 pixels and scale with it.

mod block;
mod canvas;
mod chrome;
mod clean;
mod code_card;
mod context;
mod flow;
mod frame;
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
        Severity, Slide,
        limits::{FIELD_CHARS, LIST_ENTRIES},
    },
};

/// The pages `slide` makes on `canvas`: at least one. A size is the canvas of a whole screen.
pub fn lay_out(slide: &Slide, context: &Context, canvas: impl Into<Canvas>, fonts: &mut Fonts) -> Pages {
    let (slide, cut) = clean::clean(slide);
    let mut cx = layout_context::LayoutContext::new(&slide, context, canvas.into(), fonts);
    if cut {
        cx.warn(
            Severity::Error,
            "text-too-long",
            format!(
                "a text of more than {FIELD_CHARS} characters or a list of more than {LIST_ENTRIES} entries was cut"
            ),
            "What lies beyond is never shown.",
            "Shorten it or make several slides of it.",
        );
    }
    let pages = templates::pages(&slide.content, &mut cx);
    cx.finish(pages)
}
