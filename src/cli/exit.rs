//! How a command ended: the exit codes scripts rely on.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0.
    Done,
    /// 1: it was tried and did not succeed.
    Failed,
    /// 2: a flag, a path or a file that a person must mend first.
    Usage,
    /// 3: this display is not yet authorised by the feed.
    NotAuthorised,
    /// 3: what was sent waits for somebody's word.
    Waiting,
    /// 141: whoever read stdout left, as shells report of any program that a closed pipe ends (128 + SIGPIPE).
    PipeClosed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NotAuthorised | Exit::Waiting => 3,
            Exit::PipeClosed => 141,
        })
    }
}

/// An error that a person must mend before the command can be tried: it ends with exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);
