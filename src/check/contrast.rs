//! Whether letters stand out from what is really behind them: judged by the pixels, not by the theme's numbers.

use super::{
    finding_sink::FindingSink,
    legibility::em_angle,
    rendered_page::{RenderedPage, area},
    viewing::ViewingConditions,
};
use crate::{
    model::{FindingKind, Severity},
    scene::{Color, Face, Rect, Text, TextRole},
};

/// WCAG 2.2 SC 1.4.3 and 1.4.6: below the first it is an error, below the second a warning.
const BODY: (f64, f64) = (4.5, 7.0);
/// The same for large text.
const LARGE: (f64, f64) = (3.0, 4.5);
/// Large text of WCAG 2.2 is one of 24 CSS pixels to the em, a bold one of 18.66; a CSS pixel is 0.0213° wide as it is seen
/// from where it is read. Minutes of arc.
const LARGE_EM: f64 = 24.0 * 0.0213 * 60.0;
const LARGE_BOLD_EM: f64 = 18.66 * 0.0213 * 60.0;
/// Share of the surroundings that may be worse than what is reported: the edge of an ornament is not the background.
const WORST: f64 = 0.1;

pub(super) fn check(page: &RenderedPage<'_>, viewing: &ViewingConditions, findings: &mut FindingSink) {
    for text in page.scene.texts().filter(|text| text.role != TextRole::Mark) {
        let (least, enough) = if is_large(text, viewing) { LARGE } else { BODY };
        let worst = text.lines.iter().filter_map(|line| {
            let around = around(page, line.ink)?;
            let mut ratios: Vec<f64> = around.iter().map(|ground| text.color.contrast(*ground)).collect();
            ratios.sort_by(f64::total_cmp);
            Some((ratios[(ratios.len() as f64 * WORST) as usize], line))
        });
        let Some((ratio, line)) = worst.min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let severity = match ratio {
            ratio if ratio < least => Severity::Error,
            ratio if ratio < enough => Severity::Warning,
            _ => continue,
        };
        let kind = FindingKind::LowContrast { words: line.words.clone(), ratio, wanted: enough };
        findings.add_at(severity, kind, text.field, Some(area(line.ink, page.scene.size)));
    }
}

fn is_large(text: &Text, viewing: &ViewingConditions) -> bool {
    let least = if text.face == Face::Medium { LARGE_EM } else { LARGE_BOLD_EM };
    em_angle(text, viewing) >= least
}

/// How far outside a line's ink its surroundings begin, pixels of a canvas whose shorter side is 1080: the letters' soft
/// edges are behind, the frame of a plate is still ahead.
const DISTANCE: i64 = 3;

/// The pixels just outside a line's ink.
fn around(page: &RenderedPage<'_>, ink: Rect) -> Option<Vec<Color>> {
    let (width, height) = (page.scene.size.width as i64, page.scene.size.height as i64);
    // A small picture of the same page is judged at the same places.
    let off = (DISTANCE * width.min(height) / 1080).max(1);
    let (left, right) = (ink.x.floor() as i64 - off, ink.right().ceil() as i64 + off);
    let (top, bottom) = (ink.y.floor() as i64 - off, ink.bottom().ceil() as i64 + off);
    let at = |x: i64, y: i64| {
        let inside = (0..width).contains(&x) && (0..height).contains(&y);
        let pixel = inside.then(|| usize::try_from((y * width + x) * 4).ok()).flatten()?;
        let bytes = page.rgba.get(pixel..pixel + 4)?;
        Some(Color { r: bytes[0], g: bytes[1], b: bytes[2], a: 255 })
    };
    let rows = (left..right).flat_map(|x| [at(x, top), at(x, bottom)]);
    let columns = (top..bottom).flat_map(|y| [at(left, y), at(right, y)]);
    let found: Vec<Color> = rows.chain(columns).flatten().collect();
    (!found.is_empty()).then_some(found)
}
