//! The programme that is signed.

use std::sync::Arc;

use super::{
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{model::Programme, records::version};

impl Office {
    /// The programme that is signed, kept until there is a newer one; `None` before there is any.
    ///
    /// # Errors
    /// The feed cannot be read.
    pub async fn programme(&self) -> Result<Option<Arc<Programme>>, OfficeError> {
        let newest = version::list(&mut self.records().read().await?, u64::MAX, 1).await?.pop();
        let Some(newest) = newest else { return Ok(None) };
        let is_newest = |programme: &Arc<Programme>| newest.programme.is_some() && programme.version == newest.n;
        if let Some(programme) = self.kept_programme().filter(is_newest) {
            return Ok(Some(programme));
        }
        let repository = self.repository().clone();
        let state = blocking(move || repository.state()).await??;
        let programme = state.programme.map(Arc::new);
        self.keep_programme(programme.as_ref());
        Ok(programme)
    }
}
