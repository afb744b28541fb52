//! What may become of a submission.

use serde::{Deserialize, Serialize};

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum SubmissionState {
    /// It waits.
    Open,
    /// Approved, and with that published.
    Approved,
    /// Sent back with a reason.
    Returned,
    /// Taken back by its author.
    Withdrawn,
}
