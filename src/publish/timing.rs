//! How long a slide must be shown so that everybody has read it.

use crate::{
    fonts::Fonts,
    layout::{self, Canvas, Context, Pages},
    model::{Finding, Size, Slide, limits},
};

/// A slide's time is the larger need of these, so that it is enough whichever way round a hall's screen hangs.
const CANVASES: [Size; 2] = [Size::FULL_HD, Size::FULL_HD_PORTRAIT];

/// Fills in the time the officer left open, in whole seconds. Hands over what layout could not show as written.
/// `has_status_bar` says that it may stand above a status bar, where it has less room and perhaps more pages.
pub fn fill(slide: &mut Slide, has_status_bar: bool, context: &Context<'_>, fonts: &mut Fonts) -> Vec<Finding> {
    let above: &[bool] = if has_status_bar { &[false, true] } else { &[false] };
    let canvases = CANVASES
        .into_iter()
        .flat_map(|screen| above.iter().map(move |has_status_bar| Canvas { screen, has_status_bar: *has_status_bar }));
    let laid: Vec<Pages> = canvases.map(|canvas| layout::lay_out(slide, context, canvas, fonts)).collect();
    let need_ms = laid.iter().map(Pages::need_ms).max().unwrap_or(0);
    if slide.duration_ms.is_none() {
        let whole_ms = need_ms.div_ceil(1_000).saturating_mul(1_000);
        slide.duration_ms = Some(whole_ms.clamp(limits::SLIDE_MIN_MS, limits::SLIDE_MAX_MS));
    }
    let mut findings: Vec<Finding> = Vec::new();
    for finding in laid.into_iter().flat_map(|pages| pages.findings) {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}
