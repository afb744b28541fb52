//! How far a long transfer has come.

/// How far a cycle has come; for a progress bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectProgress {
    /// The file that is coming, as a path below the feed's base.
    pub file: String,
    /// Files that are here, of those this cycle needs.
    pub files: (usize, usize),
    /// Bytes that are here, of those this cycle needs.
    pub bytes: (u64, u64),
}
