//! Whether a QR code can be scanned, and leads where it says.

use super::{
    finding_sink::FindingSink,
    rendered_page::{RenderedPage, area},
    viewing::ViewingConditions,
};
use crate::model::{FieldPath, FindingKind, Severity};

/// People walk up to this distance to scan, metres (docs/legibility.md §4); a code must be a tenth of it wide.
const WALK_UP_M: f64 = 1.5;
/// The field of every template that says where its code leads.
const FIELD: FieldPath = FieldPath::of("url");

pub(super) fn check(page: &RenderedPage<'_>, viewing: &ViewingConditions, findings: &mut FindingSink) {
    let Some(code) = page.qr else { return };
    let place = code.area.map(|rect| area(rect, page.scene.size));
    let same = |decoded: &String| decoded.trim_end_matches('/') == code.url.trim_end_matches('/');
    if !code.decoded.iter().any(same) {
        let kind = FindingKind::CodeDoesNotScan { url: code.url.to_owned(), decoded: code.decoded.first().cloned() };
        findings.add_at(Severity::Error, kind, Some(FIELD), place);
    }
    let Some(rect) = code.area else { return };
    let (side_mm, wanted_mm) = (f64::from(rect.w) * viewing.pixel_mm(), WALK_UP_M * 100.0);
    if side_mm < wanted_mm {
        let kind = FindingKind::CodeTooSmall { side_mm, wanted_mm, distance_m: WALK_UP_M };
        findings.add_at(Severity::Warning, kind, Some(FIELD), place);
    }
}
