//! An end that comes soon, as a row shows it: what a press would propose, or what waits already.

use jiff::civil::DateTime;

use super::words as w;
use crate::{
    approval::SubmissionId,
    form::Language,
    office::prolong::{SOON_MS, month_later},
    server::times::Times,
};

/// What the part `prolong/act.html` draws.
pub struct CampaignEnd {
    /// Where a press goes to.
    pub action: String,
    /// The end as it is, which the press says again: what has another end by then is not prolonged.
    pub end: String,
    /// "Gia hạn đến hết ngày 29/12".
    pub proposes: String,
    /// The proposal that waits already.
    pub waits: Option<String>,
}

impl CampaignEnd {
    /// Of something at that address, such as `/trang/a`; `None` where it does not end soon.
    pub fn soon(
        of: &str,
        end: DateTime,
        waits: Option<&SubmissionId>,
        times: &Times,
        language: Language,
    ) -> Option<Self> {
        let left = times.zone().instant(end) - times.now();
        let until = month_later(end).filter(|_| left > 0 && left < SOON_MS)?;
        Some(Self {
            action: format!("{of}/gia-han"),
            end: end.to_string(),
            proposes: w::proposes(language, &times.ending(times.zone().instant(until))),
            waits: waits.map(|sent| format!("/duyet/{sent}")),
        })
    }
}
