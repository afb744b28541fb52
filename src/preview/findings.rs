//! What `check` says of the page that is on, from the very pixels that are shown.

use super::loaded_folder::LoadedFolder;
use crate::{
    check::{self, ViewingConditions},
    media::Picture,
    model::{Finding, SlideId, WallTime, merged},
    publish,
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
pub fn of(folder: &LoadedFolder, slide: &SlideId, page: usize, picture: &Picture, look: Viewpoint) -> Vec<Finding> {
    let (Some(laid), Some(written)) = (folder.laid(slide, look.has_status_bar), folder.programme.slide(slide)) else {
        return Vec::new();
    };
    let Some(on) = laid.pages.get(page) else { return Vec::new() };
    let viewing = ViewingConditions {
        screen: folder.canvas,
        panel_inches: f64::from(look.panel_inches),
        distance_m: f64::from(look.distance_m.unwrap_or(USUAL_M)),
        ..publish::usual_viewing(&folder.programme, look.at, folder.terms.clone())
    };
    let scheduled = folder.programme.is_scheduled(slide, viewing.local());
    let mut found: Vec<Finding> =
        laid.findings.iter().filter(|finding| finding.page.is_none_or(|number| number == page + 1)).cloned().collect();
    found.extend(check::content(written, scheduled, &[(page + 1, &on.scene)], &viewing));
    found.extend(publish::inspect_page(written, laid, page, picture, &viewing));
    let mut found = merged(found);
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}
