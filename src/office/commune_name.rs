//! What the commune is called, as far as it is known.

use super::{error::OfficeError, office::Office};
use crate::{
    approval::{Body, ItemId},
    records::{ReadTransaction, RecordsError, revision, version},
};

impl Office {
    /// The commune's name as it is on; `None` before it has been named.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn commune_name(&self) -> Result<Option<String>, OfficeError> {
        Ok(commune_name(&mut self.records().read().await?).await?)
    }
}

/// The commune's name as it is on; `None` before it has been named.
pub(super) async fn commune_name(tx: &mut ReadTransaction) -> Result<Option<String>, RecordsError> {
    let Some(newest) = version::newest(tx).await? else { return Ok(None) };
    let Some((item, digest)) = newest.items.iter().find(|(item, _)| *item == ItemId::Commune) else { return Ok(None) };
    Ok(match revision::get(tx, item, *digest).await?.map(|row| row.body) {
        Some(Body::Commune(commune)) => Some(commune.unit.name),
        _ => None,
    })
}
