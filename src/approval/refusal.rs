//! Why something may not be done.

use super::{Right, SubmissionState};

/// Why something may not be done. The page has words for each, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account has not that right.
    #[error("this account may not do that ({right:?})")]
    NoRight {
        /// The right that is missing.
        right: Right,
    },
    /// Nobody approves what he wrote.
    #[error("nobody approves what they wrote themselves")]
    OwnWork,
    /// Only whoever sent a submission takes it back.
    #[error("only whoever sent it takes it back")]
    NotYours,
    /// Sending back needs a reason.
    #[error("sending back needs a reason")]
    NoReason,
    /// It is decided already.
    #[error("it is {state} already")]
    Decided {
        /// What became of it.
        state: SubmissionState,
    },
    /// An emergency must say until when it holds, and that must lie ahead.
    #[error("an emergency needs an end that lies ahead")]
    NoEnd,
    /// Another change of the same thing was published since this one was sent.
    #[error("another change of the same thing was published meanwhile")]
    Overtaken,
    /// Everything is stopped: nothing is published until it goes on.
    #[error("everything is stopped; resume first")]
    Stopped,
    /// Nothing is stopped.
    #[error("nothing is stopped")]
    NotStopped,
    /// The displays are outside of what the person may write for.
    #[error("these displays are not in this account's care")]
    OtherDisplays,
}
