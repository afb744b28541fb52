//! An edition: a programme whose every needed file is on disk.

use std::sync::Arc;

use super::{Blobs, StoreError, state::EditionName};
use crate::model::{Digest, Programme, Size, limits};

/// A programme whose every needed file is verified and on disk; the only thing a player plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// What the feed says.
    pub programme: Arc<Programme>,
    /// The digest of the programme's bytes as they were signed.
    pub digest: Digest,
    /// How many bytes those are.
    pub bytes: u64,
    /// The canvas its files were chosen for.
    pub canvas: Size,
}

impl Edition {
    /// The edition of a stored programme for a canvas. Its files need not be there yet.
    ///
    /// # Errors
    /// [`StoreError::Exceeds`] where the programme is larger than a hall can lay out and schedule, for it would freeze the
    /// screen at every start; [`StoreError::NotA`] where it is none; others where the file is missing or damaged.
    pub fn of(blobs: &Blobs, digest: Digest, canvas: Size) -> Result<Self, StoreError> {
        let bytes = blobs.read(&digest, limits::PROGRAMME_BYTES)?;
        let programme = serde_json::from_slice(&bytes);
        let programme: Programme =
            programme.map_err(|source| StoreError::NotA { digest, what: "a programme", source })?;
        let within = programme.within_limits();
        within.map_err(|source| StoreError::Exceeds { digest, source: Box::new(source) })?;
        Ok(Self { programme: Arc::new(programme), digest, bytes: bytes.len() as u64, canvas })
    }

    /// The files it needs that the store has not, or not with their full length.
    pub fn missing(&self, blobs: &Blobs) -> Vec<Digest> {
        let needed = self.programme.needed(self.canvas);
        needed.values().filter(|file| !blobs.has(&file.digest, file.bytes)).map(|file| file.digest).collect()
    }

    /// The programme's version.
    pub fn version(&self) -> u64 {
        self.programme.version
    }

    pub(super) fn name(&self) -> EditionName {
        EditionName { programme: self.digest, bytes: self.bytes, canvas: self.canvas }
    }
}
