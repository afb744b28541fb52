//! Whether a ticker can be read as it goes by.

use super::Findings;
use crate::model::{Campaign, Priority, Severity};

/// Syllables a second that can be followed in moving text (docs/legibility.md §4).
const SYLLABLES_A_SECOND: f64 = 2.0;
/// Syllables of a sentence at most (docs/legibility.md §4): a longer one is forgotten before it has gone by.
const SYLLABLES: u64 = 22;

/// One sentence of a ticker as it runs on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// The sentence.
    pub words: String,
    /// Its syllables.
    pub syllables: u64,
    /// Seconds in which its length goes by.
    pub passes_s: f64,
}

pub(super) fn check(campaign: &Campaign, running: &[Running], findings: &mut Findings) {
    if campaign.priority == Priority::Emergency && (campaign.clock || !campaign.ticker.is_empty()) {
        findings.add(
            Severity::Error,
            "ticker-in-emergency",
            format!("campaign `{}` is an emergency and has a ticker or a clock, which are never shown", campaign.id),
            "Who looks for help must not have to wait for words that run by.",
            "Say it in the alert's `actions`.",
        );
    }
    for Running { words, syllables, passes_s } in running {
        let shown: String = words.chars().take(40).collect();
        if *syllables > SYLLABLES {
            findings.add(
                Severity::Warning,
                "ticker-too-long",
                format!("the ticker's “{shown}…” has {syllables} syllables; {SYLLABLES} are followed"),
                "The beginning is forgotten before the end has come.",
                "Make two sentences of it, or a slide.",
            );
        }
        let rate = *syllables as f64 / passes_s.max(0.001);
        if rate > SYLLABLES_A_SECOND {
            findings.add(
                Severity::Warning,
                "ticker-too-fast",
                format!("the ticker's “{shown}” passes at {rate:.1} syllables a second; {SYLLABLES_A_SECOND} are read"),
                "Moving text is read more slowly than text that stands.",
                "Write out what is abbreviated, or show it as a slide.",
            );
        }
    }
}
