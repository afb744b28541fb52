//! Whether a ticker can be read as it goes by.

use super::finding_sink::FindingSink;
use crate::model::{Campaign, FieldPath, FindingKind, Priority, Severity};

/// Syllables a second that can be followed in moving text (docs/legibility.md §4).
const SYLLABLES_A_SECOND: f64 = 2.0;
/// Syllables of a sentence at most (docs/legibility.md §4): a longer one is forgotten before it has gone by.
const SYLLABLES: u64 = 22;

/// One sentence of a ticker as it runs on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningSentence {
    /// The sentence.
    pub words: String,
    /// Its syllables.
    pub syllables: u64,
    /// Seconds in which its length goes by.
    pub passes_s: f64,
}

pub(super) fn check(campaign: &Campaign, running: &[RunningSentence], findings: &mut FindingSink) {
    if campaign.priority == Priority::Emergency && (campaign.clock || !campaign.ticker.is_empty()) {
        let field = FieldPath::of(if campaign.ticker.is_empty() { "clock" } else { "ticker" });
        findings.add_at(Severity::Error, FindingKind::TickerInEmergency, Some(field), None);
    }
    for (at, RunningSentence { words, syllables, passes_s }) in running.iter().enumerate() {
        let field = Some(FieldPath::entry("ticker", at));
        let words: String = words.chars().take(40).collect();
        if *syllables > SYLLABLES {
            let kind = FindingKind::TickerTooLong { words: words.clone(), syllables: *syllables, most: SYLLABLES };
            findings.add_at(Severity::Warning, kind, field, None);
        }
        let rate = *syllables as f64 / passes_s.max(0.001);
        if rate > SYLLABLES_A_SECOND {
            let kind = FindingKind::TickerTooFast { words, rate, most: SYLLABLES_A_SECOND };
            findings.add_at(Severity::Warning, kind, field, None);
        }
    }
}
