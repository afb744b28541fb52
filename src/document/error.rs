//! Why a document cannot be read.

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It contradicts itself, or is cut off.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// It is more than anybody puts on a screen, or a trap.
    #[error("the file has more than {most} {what}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How much is allowed.
        most: u64,
    },
    /// It is locked with a password.
    #[error("the file is locked with a password")]
    Locked,
    /// It has no words.
    #[error("the file has no words in it")]
    Empty,
}
