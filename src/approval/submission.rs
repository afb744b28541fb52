//! Frozen revisions that wait for somebody else's word, and who may say it.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use super::{Account, AccountId, ItemId, Refusal, Right, SubmissionState};
use crate::model::{Digest, WallTime};

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubmissionId(pub String);

impl fmt::Display for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One revision of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedRevision {
    /// The item.
    pub item: ItemId,
    /// The revision that is to be on.
    pub digest: Digest,
    /// The revision that was on when it was sent.
    pub before: Option<Digest>,
    /// Everybody who wrote some of it since the revision that is on: none of them may approve it.
    pub authors: BTreeSet<AccountId>,
}

/// Frozen revisions sent for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// Who sent it.
    pub author: AccountId,
    /// What its author says of it.
    pub note: String,
    /// When it was sent.
    pub sent: WallTime,
    /// What became of it.
    pub state: SubmissionState,
    /// Who decided, when.
    pub decided: Option<(AccountId, WallTime)>,
    /// Why it was sent back.
    pub reason: Option<String>,
    /// The version it became.
    pub version: Option<u64>,
    /// Its revisions.
    pub items: Vec<SubmittedRevision>,
}

/// What is decided about a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// Approve it: with that it is published.
    Approve,
    /// Send it back, and say why.
    Return(&'a str),
    /// Its author takes it back.
    Withdraw,
}

impl Submission {
    /// Everybody who wrote some of it.
    pub fn authors(&self) -> BTreeSet<&AccountId> {
        self.items.iter().flat_map(|item| &item.authors).chain([&self.author]).collect()
    }

    /// Whether that person may decide so; what becomes of it then.
    ///
    /// # Errors
    /// The [`Refusal`] that says why not.
    pub fn decide(&self, by: &Account, decision: Decision<'_>) -> Result<SubmissionState, Refusal> {
        if self.state != SubmissionState::Open {
            return Err(Refusal::Decided { state: self.state });
        }
        match decision {
            Decision::Withdraw if by.off.is_some() => Err(Refusal::NoRight { right: Right::Write }),
            Decision::Withdraw if by.id == self.author => Ok(SubmissionState::Withdrawn),
            Decision::Withdraw => Err(Refusal::NotYours),
            Decision::Approve | Decision::Return(_) if !by.may(Right::Approve) => {
                Err(Refusal::NoRight { right: Right::Approve })
            }
            Decision::Approve | Decision::Return(_) if self.authors().contains(&by.id) => Err(Refusal::OwnWork),
            Decision::Return(reason) if !reason.chars().any(char::is_alphanumeric) => Err(Refusal::NoReason),
            Decision::Return(_) => Ok(SubmissionState::Returned),
            Decision::Approve => Ok(SubmissionState::Approved),
        }
    }
}
