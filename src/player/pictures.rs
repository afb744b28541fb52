//! The store as a source of pictures.

use std::{io, sync::Arc};

use crate::{
    media::{MediaError, Pictures},
    model::{Digest, limits::OBJECT_BYTES},
    store::Store,
};

/// Pictures out of a hall's store, verified each time they are read: a card may rot while the hall plays.
#[derive(Debug, Clone)]
pub struct StorePictures(pub Store);

impl Pictures for StorePictures {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        let read = self.0.blobs().read_again(digest, OBJECT_BYTES);
        let bytes = read.map_err(|error| MediaError::Read { digest: *digest, source: io::Error::other(error) })?;
        Ok(bytes.into())
    }
}
