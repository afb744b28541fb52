//! Whether letters are large enough for old eyes at the back of the hall.

use std::f64::consts::PI;

use super::{
    finding_sink::FindingSink,
    rendered_page::{RenderedPage, area},
    viewing::ViewingConditions,
};
use crate::{
    model::{FindingKind, Severity, Shortening},
    scene::{Face, Text, TextRole},
};

/// Below this angle, minutes of arc of the capital height, nobody can be expected to read (ISO 9241-3; NUREG-0700).
const LEAST: f64 = 16.0;
/// From this angle on reading is comfortable.
const ENOUGH: f64 = 22.0;
/// What stands beside the text may be smaller: an eye of half the usual sharpness still reads it, and who needs it comes to
/// half the distance.
const CAPTION: f64 = 10.0;

/// Height of an unaccented capital, em (measured from the bundled files; docs/legibility.md §1).
fn capital(face: Face) -> f64 {
    match face {
        Face::Medium | Face::Bold | Face::ExtraBold => 0.740,
        Face::Condensed => 0.700,
    }
}

pub(super) fn check(page: &RenderedPage<'_>, viewing: &ViewingConditions, findings: &mut FindingSink) {
    for text in page.scene.texts() {
        let angle = angle(text, viewing);
        let mut words = text.lines.first().map_or(String::new(), |line| line.words.clone());
        if text.lines.len() > 1 {
            words.push('…');
        }
        let (distance_m, panel_inches) = (viewing.distance_m, viewing.panel_inches);
        let place = text.ink().map(|ink| area(ink, page.scene.size));
        match text.role {
            TextRole::Headline | TextRole::Body if angle < ENOUGH => {
                let severity = if angle < LEAST { Severity::Error } else { Severity::Warning };
                let (wanted, shortening) = (ENOUGH, Shortening::Untried);
                let kind = FindingKind::TextTooSmall { words, angle, wanted, distance_m, panel_inches, shortening };
                findings.add_at(severity, kind, text.field, place);
            }
            TextRole::Furniture if angle < CAPTION => {
                let kind = FindingKind::CaptionTooSmall { words, angle, wanted: CAPTION, distance_m };
                findings.add_at(Severity::Suggestion, kind, text.field, place);
            }
            _ => {}
        }
    }
}

/// Height of a text's capitals as they are seen, minutes of arc.
pub fn angle(text: &Text, viewing: &ViewingConditions) -> f64 {
    em_angle(text, viewing) * capital(text.face)
}

/// Height of a text's em as it is seen, minutes of arc.
pub(super) fn em_angle(text: &Text, viewing: &ViewingConditions) -> f64 {
    minutes_of_arc(f64::from(text.size) * viewing.pixel_mm(), viewing.distance_m)
}

/// The angle `height_mm` fills at that distance, minutes of arc.
fn minutes_of_arc(height_mm: f64, distance_m: f64) -> f64 {
    (height_mm / (distance_m * 1_000.0)).atan() * 180.0 * 60.0 / PI
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Size, Terms, WallTime, Zone};

    #[test]
    fn angles_agree_with_the_table_of_the_domain_page() {
        // 32 mm at 5 m are 22′; on a 43″ panel of 535 mm that is 65 pixels of 1080.
        assert!((minutes_of_arc(32.0, 5.0) - 22.0).abs() < 0.1);
        let viewing = ViewingConditions::usual(Size::FULL_HD, WallTime(0), Zone::default(), Terms::default());
        let px_mm = viewing.pixel_mm();
        assert!((px_mm * 1080.0 - 535.0).abs() < 1.0);
        assert!((minutes_of_arc(88.0 * 0.740 * px_mm, 5.0) - 22.2).abs() < 0.2);
    }
}
