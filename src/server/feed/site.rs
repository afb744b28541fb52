//! What a server serves, and to whom it shows how the halls fare.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
};

use axum::http::HeaderMap;

use crate::{
    clock::Clock,
    feed::{OfficeClock, TreeFile},
    server::http::{FORWARDED, names_loopback},
};

/// A feed that is served.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder of the tree.
    pub feed_dir: PathBuf,
    /// The folder of its keys, where this server may sign the time.
    pub keys_dir: Option<PathBuf>,
    /// The clock that is signed.
    pub clock: Clock,
    /// Whether that clock may be signed, as the renewal of signatures finds out.
    pub office_clock: OfficeClock,
    /// Who may see which displays have asked.
    pub status_to: StatusTo,
}

impl Site {
    /// The path of the timestamp, which changes with every version.
    pub(super) fn timestamp(&self) -> PathBuf {
        file_in(&self.feed_dir, TreeFile::Timestamp)
    }
}

pub(super) fn file_in(feed_dir: &Path, file: TreeFile) -> PathBuf {
    feed_dir.join(file.to_string())
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
    /// Whether a request from that address may see it.
    pub(in crate::server) fn allows(self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        match self {
            Self::Nobody => false,
            Self::Everybody => true,
            Self::Loopback => {
                let direct = FORWARDED.iter().all(|name| !headers.contains_key(*name));
                peer.is_some_and(|peer| peer.is_loopback()) && direct && names_loopback(headers)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_who_asks_on_the_machine_itself_sees_the_status() {
        let (own, stranger) = (Some(IpAddr::from([127, 0, 0, 1])), Some(IpAddr::from([203, 0, 113, 5])));
        let local = [("host", "localhost:8080")];
        for (peer, said, allowed) in [
            (own, headers(&local), true),
            (own, headers(&[("host", "127.0.0.1:8080")]), true),
            (own, headers(&[("host", "[::1]:8080")]), true),
            (own, headers(&[("host", "tin.maiphu.gov.vn")]), false),
            (own, headers(&[("host", "localhost"), ("x-forwarded-for", "203.0.113.5")]), false),
            (own, headers(&[]), false),
            (stranger, headers(&local), false),
            (None, headers(&local), false),
        ] {
            assert_eq!(StatusTo::Loopback.allows(peer, &said), allowed, "{peer:?} {said:?}");
            assert!(StatusTo::Everybody.allows(peer, &said) && !StatusTo::Nobody.allows(peer, &said));
        }
    }
}
