//! What can go wrong on the way into a programme.

use std::io;

use crate::{
    media::MediaError,
    model::{LimitExceeded, printable},
};

/// What can go wrong on the way into a programme.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It is not there any more or cannot be read.
    #[error("{named_at}: cannot read `{}`", printable(key))]
    Read {
        /// Where it is named.
        named_at: String,
        /// Its key.
        key: String,
        /// Why.
        source: io::Error,
    },
    /// It is no picture that can be shown.
    #[error("{named_at}: `{}` cannot be shown", printable(key))]
    Picture {
        /// Where it is named.
        named_at: String,
        /// Its key.
        key: String,
        /// Why.
        source: MediaError,
    },
    /// There is more of something than a hall takes.
    #[error("halls would refuse this: {0}\nhint: shorten it, or make several of it")]
    Limit(#[from] LimitExceeded),
}
