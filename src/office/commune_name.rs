//! What the commune is called, as far as it is known.

use crate::{
    approval::{Body, ItemId},
    model::Unit,
    records::{ReadTransaction, RecordsError, revision, setting, version},
};

/// The setting that holds what was said of the commune at the first start, until a version holds it.
pub(super) const COMMUNE: &str = "commune";

/// The name that is on, or the one of the first start.
pub(super) async fn commune_name(tx: &mut ReadTransaction) -> Result<Option<String>, RecordsError> {
    if let Some(newest) = version::newest(tx).await?
        && let Some((item, digest)) = newest.items.iter().find(|(item, _)| *item == ItemId::Commune)
        && let Some(Body::Commune(commune)) = revision::get(tx, item, *digest).await?.map(|row| row.body)
    {
        return Ok(Some(commune.unit.name));
    }
    Ok(begun_with(tx).await?.map(|unit| unit.name))
}

/// What was said of the commune at the first start.
pub(super) async fn begun_with(tx: &mut ReadTransaction) -> Result<Option<Unit>, RecordsError> {
    let Some(text) = setting::get(tx, COMMUNE).await? else { return Ok(None) };
    let wrong = |_| RecordsError::Value {
        column: "body",
        value: text.chars().take(80).collect(),
        expected: "name of a commune",
    };
    serde_json::from_str(&text).map(Some).map_err(wrong)
}
