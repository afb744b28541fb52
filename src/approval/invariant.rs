//! The rule that every signed version keeps: nothing is on a public screen that nobody but its author has seen.

use super::{AlertRecord, ItemId, Submission, SubmissionState, Version, VersionKind};
use crate::model::Digest;

/// Everything that has happened, as far as the rule looks at it.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// Every version, oldest first.
    pub versions: &'a [Version],
    /// Every submission.
    pub submissions: &'a [Submission],
    /// Every emergency.
    pub alerts: &'a [AlertRecord],
}

/// A revision in a version that nobody entitled to it has let through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("version {version} holds `{item}` ({digest}), which nobody entitled to it has approved")]
pub struct Breach {
    /// The version.
    pub version: u64,
    /// The item.
    pub item: ItemId,
    /// The revision.
    pub digest: Digest,
}

/// Whether every revision in that version was approved by somebody who wrote none of it, was brought in by whoever runs
/// the machine, or is an emergency put out by somebody with that right. (Its end is in its campaign: halls keep it.)
///
/// # Errors
/// The first revision that was not.
pub fn holds(version: &Version, history: History<'_>) -> Result<(), Breach> {
    for (item, digest) in &version.items {
        let approved = history.submissions.iter().any(|submission| {
            let by_another = submission.decided.as_ref().is_some_and(|(by, _)| !submission.authors().contains(by));
            submission.state == SubmissionState::Approved
                && by_another
                && submission.items.iter().any(|submitted| submitted.item == *item && submitted.digest == *digest)
        });
        let imported = history.versions.iter().any(|earlier| {
            earlier.kind == VersionKind::Import
                && earlier.n <= version.n
                && earlier.items.contains(&(item.clone(), *digest))
        });
        let alert = history.alerts.iter().any(|alert| alert.items.contains(&(item.clone(), *digest)));
        if !approved && !imported && !alert {
            return Err(Breach { version: version.n, item: item.clone(), digest: *digest });
        }
    }
    Ok(())
}
