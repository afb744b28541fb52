//! Whether letters are large enough for old eyes at the back of the hall.

use std::f64::consts::PI;

use super::{Findings, RenderedPage, ViewingConditions};
use crate::{
    model::Severity,
    scene::{Face, Role},
};

/// Below this angle, minutes of arc of the capital height, nobody can be expected to read (ISO 9241-3; NUREG-0700).
const LEAST: f64 = 16.0;
/// From this angle on reading is comfortable.
const ENOUGH: f64 = 22.0;
/// Furniture may be smaller: who needs it walks up.
const FURNITURE: f64 = 10.0;

/// Height of an unaccented capital, em (measured from the bundled files; docs/legibility.md §1).
fn capital(face: Face) -> f64 {
    match face {
        Face::Medium | Face::Bold | Face::ExtraBold => 0.740,
        Face::Condensed => 0.700,
    }
}

pub(super) fn check(page: &RenderedPage<'_>, viewing: &ViewingConditions, findings: &mut Findings) {
    let px_mm = viewing.pixel_mm();
    for text in page.scene.texts() {
        let angle = minutes_of_arc(f64::from(text.size) * capital(text.face) * px_mm, viewing.distance_m);
        let (severity, wanted) = match text.role {
            Role::Headline | Role::Body if angle < LEAST => (Severity::Error, LEAST),
            Role::Headline | Role::Body if angle < ENOUGH => (Severity::Warning, ENOUGH),
            Role::Furniture if angle < FURNITURE => (Severity::Warning, FURNITURE),
            _ => continue,
        };
        let words = text.lines.first().map_or("", |line| line.words.as_str());
        let (inches, metres) = (viewing.panel_inches, viewing.distance_m);
        findings.add(
            severity,
            "text-too-small",
            format!("“{words}…” has capitals of {angle:.0}′ at {metres} m on {inches}″; {wanted:.0}′ are needed"),
            "People on the back benches, and old people anywhere, cannot read it.",
            "Write less on this page, or split it into two slides.",
        );
    }
}

/// The angle `height_mm` fills at that distance, minutes of arc.
fn minutes_of_arc(height_mm: f64, distance_m: f64) -> f64 {
    (height_mm / (distance_m * 1_000.0)).atan() * 180.0 * 60.0 / PI
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Size, Terms};

    #[test]
    fn angles_agree_with_the_table_of_the_domain_page() {
        // 32 mm at 5 m are 22′; on a 43″ panel of 535 mm that is 65 pixels of 1080.
        assert!((minutes_of_arc(32.0, 5.0) - 22.0).abs() < 0.1);
        let px_mm =
            ViewingConditions::usual(Size::FULL_HD, jiff::civil::date(2026, 11, 24), Terms::default()).pixel_mm();
        assert!((px_mm * 1080.0 - 535.0).abs() < 1.0);
        assert!((minutes_of_arc(88.0 * 0.740 * px_mm, 5.0) - 22.2).abs() < 0.2);
    }
}
