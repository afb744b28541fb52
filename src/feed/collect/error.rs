//! Why a hall did not take in what the feed offers, named by the file it failed on.

use crate::{
    feed::transport::TransportError,
    model::{LimitExceeded, WallTime},
    store::StoreError,
};

/// Why a hall did not take in what the feed offers. Whatever it is, the hall keeps what it has.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The installed root file is not one.
    #[error("the root file is not a valid root of a feed")]
    BadRoot {
        /// What is wrong with it.
        source: Box<sigstore_tuf::Error>,
    },
    /// No answer, or none that could have come from a feed.
    #[error("the feed cannot be reached")]
    Unreachable(#[source] TransportError),
    /// The answer is not signed metadata at all: a captive portal's page, or a damaged file.
    #[error("`{file}` is refused: it is not signed metadata")]
    NotMetadata {
        /// The file, as a path below the feed's base.
        file: String,
        /// What the reader stumbled over.
        source: serde_json::Error,
    },
    /// Everything is signed, but too long ago.
    #[error("`{file}` is refused: the feed's {role} expired at {expires}")]
    Expired {
        /// The file.
        file: String,
        /// The role.
        role: String,
        /// When.
        expires: WallTime,
    },
    /// A file is not what trusted keys signed.
    #[error("`{file}` is refused: {why}")]
    Refused {
        /// The file, as a path below the feed's base.
        file: String,
        /// Why.
        why: String,
    },
    /// The programme is signed, and larger than a hall can lay out and schedule.
    #[error("`{file}` is refused: the programme exceeds what halls play")]
    Exceeds {
        /// The file, as a path below the feed's base.
        file: String,
        /// By how much of what.
        source: Box<LimitExceeded>,
    },
    /// The line was cut in the middle of a file; the next cycle goes on from there.
    #[error("`{file}` was cut off: {why}")]
    Cut {
        /// The file, as a path below the feed's base.
        file: String,
        /// How far it came.
        why: String,
    },
    /// The tree lacks a file that its metadata names.
    #[error("the feed lacks `{file}`")]
    Lacks {
        /// The file, as a path below the feed's base.
        file: String,
    },
    /// The metadata names no such target.
    #[error("the feed has no target `{0}`")]
    NoTarget(String),
    /// The hall's own disk failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl CollectError {
    /// Whether this is what a dead line looks like, a captive portal's page included: nothing an operator must act on.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::NotMetadata { .. } | Self::Cut { .. })
    }

    /// Whether the cause is a full disk.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_disk_full())
    }
}
