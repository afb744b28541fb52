//! Making the feed at the first start.

use super::{
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{
    feed::{Lifetimes, RepositoryError, RootKeys, TreeFile},
    records::LockName,
};

impl Office {
    /// Makes an empty signed feed and its keys where there is no feed yet, and answers whether it did. Of several processes
    /// that are started together one makes it; the others must have its keys, or at least know its root.
    ///
    /// # Errors
    /// There is a feed and it is not known here, or of other keys; a file cannot be read or written; or the clock is in doubt.
    pub async fn begin_feed(&self) -> Result<bool, OfficeError> {
        let _held = self.records().hold(LockName::Publishing).await?;
        let _file = self.lock_file().await?;
        let (repository, now) = (self.repository().clone(), self.clock().now().wall);
        let begun = blocking(move || {
            if repository.tree().size(TreeFile::Timestamp)?.is_some() {
                // Whether it can be signed is seen when it must be: halls are served what is signed already.
                repository.state()?;
                return Ok(false);
            }
            repository.init(RootKeys::default(), Lifetimes::SERVED, now)?;
            Ok::<_, RepositoryError>(true)
        });
        Ok(begun.await??)
    }
}
