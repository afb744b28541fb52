//! The names of the files in a feed's tree: the only ones that are asked for, written or handed out.

use std::{fmt, str::FromStr};

use crate::model::{Digest, limits};

/// The one target of a feed: the programme, under the name the metadata lists it by.
pub const PROGRAMME: &str = "programme.json";

/// The field of the timestamp that carries the signed issue time, in whole milliseconds since 1970.
pub(super) const ISSUED: &str = "x-issued";

/// Field of the timestamp: how often the office has taken back what it said of the time. It never falls; each time it
/// rises, halls forget what they were told of the time before.
pub(super) const TIME_CORRECTIONS: &str = "x-time-corrections";

/// One file of the tree. Its text is the path below the feed's base, such as `metadata/3.root.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TreeFile {
    /// `metadata/N.root.json`.
    Root(u64),
    /// `metadata/N.targets.json`.
    Targets(u64),
    /// `metadata/N.snapshot.json`.
    Snapshot(u64),
    /// `metadata/timestamp.json`: the only file that is ever replaced.
    Timestamp,
    /// `targets/<sha256>.programme.json`.
    Programme(Digest),
    /// `objects/<sha256>`.
    Object(Digest),
}

impl TreeFile {
    /// Whether the file never changes once it is there.
    pub fn is_immutable(self) -> bool {
        self != Self::Timestamp
    }

    /// The most bytes it may have.
    pub fn cap(self) -> u64 {
        match self {
            Self::Root(_) | Self::Snapshot(_) | Self::Timestamp => limits::METADATA_BYTES,
            Self::Targets(_) => limits::TARGETS_BYTES,
            Self::Programme(_) => limits::PROGRAMME_BYTES,
            Self::Object(_) => limits::ASSET_BYTES,
        }
    }
}

impl fmt::Display for TreeFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(version) => write!(f, "metadata/{version}.root.json"),
            Self::Targets(version) => write!(f, "metadata/{version}.targets.json"),
            Self::Snapshot(version) => write!(f, "metadata/{version}.snapshot.json"),
            Self::Timestamp => f.write_str("metadata/timestamp.json"),
            Self::Programme(digest) => write!(f, "targets/{digest}.{PROGRAMME}"),
            Self::Object(digest) => write!(f, "objects/{digest}"),
        }
    }
}

/// A path that is no file of a feed's tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no file of a feed has that name")]
pub struct NotInTree;

impl FromStr for TreeFile {
    type Err = NotInTree;

    fn from_str(path: &str) -> Result<Self, NotInTree> {
        let file = match path.split_once('/').ok_or(NotInTree)? {
            ("metadata", "timestamp.json") => Some(Self::Timestamp),
            ("metadata", name) => match name.split_once('.').ok_or(NotInTree)? {
                (version, "root.json") => version.parse().ok().map(Self::Root),
                (version, "targets.json") => version.parse().ok().map(Self::Targets),
                (version, "snapshot.json") => version.parse().ok().map(Self::Snapshot),
                _ => None,
            },
            ("targets", name) => match name.split_once('.').ok_or(NotInTree)? {
                (digest, PROGRAMME) => digest.parse().ok().map(Self::Programme),
                _ => None,
            },
            ("objects", digest) => digest.parse().ok().map(Self::Object),
            _ => None,
        };
        // One file, one name: `07.root.json` and `+7.root.json` are not `7.root.json`.
        file.filter(|file| file.to_string() == path).ok_or(NotInTree)
    }
}

/// The path of a file below a feed's base, safe to join to a folder or an address: segments of letters, digits and
/// `-._%~`, none of them `.` or `..`.
///
/// Wider than [`TreeFile`], because the metadata of other people's feeds names files of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TreePath(String);

impl TreePath {
    /// A metadata file.
    ///
    /// # Errors
    /// [`NotInTree`] for a name that cannot be one segment of a path.
    pub fn metadata(name: &str) -> Result<Self, NotInTree> {
        Self::checked(format!("metadata/{name}"))
    }

    /// A target, by the name it has on the server.
    ///
    /// # Errors
    /// [`NotInTree`] for a name that cannot be one segment of a path.
    pub fn target(name: &str) -> Result<Self, NotInTree> {
        Self::checked(format!("targets/{name}"))
    }

    /// The path, `/` between segments.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn checked(path: String) -> Result<Self, NotInTree> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._%~".contains(c);
        let good = |segment: &str| !matches!(segment, "" | "." | "..") && segment.chars().all(allowed);
        if path.split('/').all(good) { Ok(Self(path)) } else { Err(NotInTree) }
    }
}

impl From<TreeFile> for TreePath {
    fn from(file: TreeFile) -> Self {
        Self(file.to_string())
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_itself() {
        let digest = Digest::of(b"x");
        for file in [
            TreeFile::Root(1),
            TreeFile::Targets(20),
            TreeFile::Snapshot(3),
            TreeFile::Timestamp,
            TreeFile::Programme(digest),
            TreeFile::Object(digest),
        ] {
            assert_eq!(file.to_string().parse(), Ok(file));
        }
    }

    #[test]
    fn no_other_name_is_in_the_tree() {
        let digest = Digest::of(b"x");
        for path in [
            "",
            "metadata/",
            "metadata/root.json",
            "metadata/07.root.json",
            "metadata/+7.root.json",
            "metadata/1.root.json.new",
            "metadata/../keys/root/1.pk8",
            "objects/../metadata/timestamp.json",
            "/metadata/timestamp.json",
            &format!("objects/{digest}.part"),
            &format!("targets/{digest}.other.json"),
        ] {
            assert!(path.parse::<TreeFile>().is_err(), "{path}");
        }
        assert!(TreePath::target("../../etc/passwd").is_err());
        assert!(TreePath::target("a\\b").is_err());
    }
}
