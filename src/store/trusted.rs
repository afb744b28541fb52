//! The last set of signed metadata that was accepted as a whole.

use serde::{Deserialize, Serialize};

use crate::model::{Digest, WallTime};

/// One accepted set of TUF metadata. The four files belong together and are stored and replaced as one, because a newer
/// timestamp beside an older snapshot would open a way to roll back after a restart.
///
/// The files are kept as the text that was signed. They are not trusted for being stored: `feed` verifies them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedSet {
    /// Every root from the one that was installed to the newest, so that the newest is never lost and the installed one
    /// is recognised.
    pub roots: Vec<String>,
    /// What the roots signed for at the time, if a refresh has ever succeeded.
    pub accepted: Option<Accepted>,
    /// Newer files that were verified in refreshes that failed later on, oldest first, at most two: below their versions
    /// nothing is accepted any more (TUF 5.4.5, 5.5.7), while the accepted files stay in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
}

/// A verified timestamp, with the snapshot it names where that was verified as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// `timestamp.json`.
    pub timestamp: String,
    /// `N.snapshot.json`.
    pub snapshot: Option<String>,
}

/// The lower three files of a set, and when they were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// `timestamp.json`.
    pub timestamp: String,
    /// `N.snapshot.json`.
    pub snapshot: String,
    /// `N.targets.json`.
    pub targets: String,
    /// The time at which none of them had expired.
    pub at: WallTime,
}

impl TrustedSet {
    /// A set that knows the installed root only.
    pub fn from_root(root: String) -> Self {
        Self { roots: vec![root], accepted: None, seen: Vec::new() }
    }

    /// The newest root.
    pub fn root(&self) -> &str {
        self.roots.last().map_or("", String::as_str)
    }

    /// Whether this set grew from that installed root file.
    pub fn grew_from(&self, root: &[u8]) -> bool {
        self.roots.iter().any(|known| known.as_bytes() == root)
    }

    /// The digest of the installed root, which names the feed.
    pub fn origin(&self) -> Digest {
        Digest::of(self.roots.first().map_or(&[][..], |root| root.as_bytes()))
    }
}
