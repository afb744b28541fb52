//! Whether a page stays long enough to be read, and not so long that nobody looks any more.

use super::{finding_sink::FindingSink, rendered_page::RenderedPage};
use crate::model::{FieldPath, FindingKind, Severity};

/// A page that needs longer should be two (docs/legibility.md §3), milliseconds.
const LONG_MS: u64 = 30_000;
/// Share of the needed time that is let pass without a word: reading speeds differ by far more.
const SLACK: f64 = 0.9;
/// The hard ceiling of 3.7 syllables a second stands to the usual 2.5 as this to 1: faster is out of reach.
const CEILING: f64 = 2.5 / 3.7;

pub(super) fn check(page: &RenderedPage<'_>, findings: &mut FindingSink) {
    let (need_s, shown_s) = (page.need_ms as f64 / 1_000.0, page.shown_ms as f64 / 1_000.0);
    if shown_s < need_s * SLACK {
        let severity = if shown_s < need_s * CEILING { Severity::Error } else { Severity::Warning };
        findings.add_at(
            severity,
            FindingKind::TooLittleTime { shown_s, need_s },
            Some(FieldPath::of("duration_s")),
            None,
        );
    }
    if page.need_ms > LONG_MS {
        findings.add(Severity::Warning, FindingKind::TooMuchOnAPage { need_s });
    }
}
