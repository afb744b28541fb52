//! What one display needs, for whoever carries it there.

use std::sync::Arc;

use super::{
    actor::Actor,
    error::OfficeError,
    office::{Office, blocking},
    publishing::log,
};
use crate::{
    approval::Right,
    feed::{self, Exported, RepositoryError, TreeStore},
    model::{DisplayId, WallTime},
};

impl Office {
    /// Writes what one display needs into another tree, as `bangtin feed export` does, and notes who took it.
    ///
    /// # Errors
    /// No right to look, the feed knows no such display, or the tree cannot be written.
    pub async fn export_for(
        &self,
        by: &Actor,
        display: &DisplayId,
        to: Arc<dyn TreeStore>,
    ) -> Result<Exported, OfficeError> {
        let (repository, id) = (self.repository().clone(), display.clone());
        let written = move || feed::export(repository.tree(), &*to, Some(&id), &|_| {});
        let exported = blocking(written).await?.map_err(|error| match error {
            RepositoryError::NoDisplay(id) => OfficeError::not_found("display", id),
            error => error.into(),
        })?;
        let mut tx = self.records().write().await?;
        by.must_now(&mut tx, Right::View).await?;
        let detail = format!("{{\"version\":{}}}", exported.version);
        log(&mut tx, Some(by), self.clock().now().wall, "usb-export", display.as_str(), &detail).await?;
        tx.commit().await?;
        Ok(exported)
    }

    /// Until when halls take in what is signed now; `None` where nothing is.
    ///
    /// # Errors
    /// The feed cannot be read.
    pub async fn good_until(&self) -> Result<Option<WallTime>, OfficeError> {
        let repository = self.repository().clone();
        let read = move || {
            if repository.tree().read_root()?.is_none() {
                return Ok(None);
            }
            Ok::<_, RepositoryError>(Some(repository.state()?.expires.good_until()))
        };
        Ok(blocking(read).await??)
    }
}
