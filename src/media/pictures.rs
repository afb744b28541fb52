//! Where pictures come from.

use std::{collections::BTreeMap, sync::Arc};

use super::MediaError;
use crate::model::Digest;

/// Where pictures come from: the store in a hall, memory in a preview or a test.
pub trait Pictures {
    /// The bytes of the file of that name.
    ///
    /// # Errors
    /// [`MediaError::Missing`] where there is none, [`MediaError::Read`] where it cannot be read.
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError>;
}

impl<B: AsRef<[u8]>> Pictures for BTreeMap<Digest, B> {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        self.get(digest).map(|bytes| Arc::from(bytes.as_ref())).ok_or(MediaError::Missing { digest: *digest })
    }
}
