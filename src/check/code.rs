//! Whether a QR code can be scanned, and leads where it says.

use super::{Findings, RenderedPage, ViewingConditions};
use crate::model::Severity;

/// People walk up to this distance to scan, metres (docs/legibility.md §4); a code must be a tenth of it wide.
const WALK_UP_M: f64 = 1.5;

pub(super) fn check(page: &RenderedPage<'_>, viewing: &ViewingConditions, findings: &mut Findings) {
    let Some(code) = page.code else { return };
    let same = |decoded: &String| decoded.trim_end_matches('/') == code.url.trim_end_matches('/');
    if !code.decoded.iter().any(same) {
        let read = code.decoded.first().map_or("nothing".to_owned(), |other| format!("`{other}`"));
        findings.add(
            Severity::Error,
            "code-does-not-scan",
            format!("the QR code should lead to `{}`, but {read} was read from the picture", code.url),
            "People hold up their telephones and nothing happens, or the wrong page opens.",
            "Shorten the address; on a poster, draw the code larger, dark on light, with a white margin.",
        );
    }
    let Some(area) = code.area else { return };
    let px_mm = viewing.pixel_mm();
    let (side_mm, wanted_mm) = (f64::from(area.w) * px_mm, WALK_UP_M * 100.0);
    if side_mm < wanted_mm {
        findings.add(
            Severity::Warning,
            "code-too-small",
            format!("the QR code is {side_mm:.0} mm wide; {wanted_mm:.0} mm scan from {WALK_UP_M} m"),
            "People must come right up to the screen to scan it.",
            "Shorten the address, or write less beside it.",
        );
    }
}
