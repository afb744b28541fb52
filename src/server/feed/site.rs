//! What a server serves, and to whom it shows how the halls fare.

use std::path::PathBuf;

use super::place::FeedPlace;
use crate::{clock::Clock, feed::OfficeClock, server::http::Caller};

/// A feed that is served.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where the tree lies.
    pub feed: FeedPlace,
    /// The folder of its keys, where this server may sign the time.
    pub keys_dir: Option<PathBuf>,
    /// The clock that is signed.
    pub clock: Clock,
    /// Whether that clock may be signed, as the renewal of signatures finds out.
    pub office_clock: OfficeClock,
    /// Who may see which displays have asked.
    pub status_to: StatusTo,
}

/// Who may see, at `/`, the version that is out and which displays play it. Everybody else learns that this is a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatusTo {
    /// No one: for a server behind a proxy on the same machine that says nothing of whom it speaks for.
    Nobody,
    /// Whoever asks on this machine itself, by one of its own names (`localhost`, `127.0.0.1`) and through no proxy.
    #[default]
    Loopback,
    /// Everyone who can reach the server: for a network of one's own.
    Everybody,
}

impl StatusTo {
    /// Whether that caller may see it.
    pub(in crate::server) fn allows(self, caller: Caller) -> bool {
        match self {
            Self::Nobody => false,
            Self::Everybody => true,
            Self::Loopback => caller.is_local,
        }
    }
}
