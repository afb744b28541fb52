//! What `check` says of the page that is on, from the very pixels that are shown.

use super::loaded_folder::LoadedFolder;
use crate::{
    check::{self, Code, RenderedPage, ViewingConditions},
    layout,
    media::{self, Picture},
    model::{SlideId, WallTime, Warning},
};

/// Metres to the reader where no distance is chosen: the middle of a hall (docs/legibility.md §2).
const USUAL_M: u32 = 5;

/// How the page is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewpoint {
    /// Metres.
    pub distance_m: Option<u32>,
    /// Inches of the panel's diagonal.
    pub panel_inches: f32,
    /// When.
    pub at: WallTime,
    /// It stands above a status bar.
    pub has_status_bar: bool,
}

/// Everything there is to say about that page of that slide, drawn as `picture`, perhaps with a status bar below it. `page` is
/// counted from 0.
pub fn of(folder: &LoadedFolder, slide: &SlideId, page: usize, picture: &Picture, look: Viewpoint) -> Vec<Warning> {
    let (Some(laid), Some(written)) = (folder.laid(slide, look.has_status_bar), folder.programme.slide(slide)) else {
        return Vec::new();
    };
    let Some(on) = laid.pages.get(page) else { return Vec::new() };
    let own = on.scene.size.width as usize * on.scene.size.height as usize * 4;
    let Some(rgba) = picture.rgba.get(..own) else { return Vec::new() };
    let decoded = if on.qr.is_some() { media::read_codes(picture) } else { Vec::new() };
    let (from_ms, until_ms) = layout::span_of(&laid.pages, page, written.shown_ms());
    let drawn = RenderedPage {
        number: page + 1,
        scene: &on.scene,
        rgba,
        need_ms: on.need_ms,
        shown_ms: until_ms - from_ms,
        code: on.qr.as_ref().map(|qr| Code {
            url: &qr.url,
            area: (qr.module > 0.0).then_some(qr.area),
            decoded: &decoded,
        }),
    };
    let today = folder.programme.time_zone.day(look.at);
    let viewing = ViewingConditions {
        panel_inches: f64::from(look.panel_inches),
        distance_m: f64::from(look.distance_m.unwrap_or(USUAL_M)),
        ..ViewingConditions::usual(folder.canvas, today, folder.terms.clone())
    };
    let own = laid.warnings.iter().filter(|warning| warning.page.is_none_or(|number| number == page + 1)).cloned();
    own.chain(check::slide(written, folder.programme.is_scheduled(slide, today), &[drawn], &viewing)).collect()
}
