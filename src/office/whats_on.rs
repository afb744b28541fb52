//! Reading what is on, and putting it together.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    content::{Assembled, NoCommune, assemble},
    error::OfficeError,
    live::LiveVersion,
    office::Office,
};
use crate::{
    approval::{Body, ItemId, Version, VersionKind},
    model::Digest,
    records::{ReadTransaction, revision, version},
};

/// How many versions are looked back through at a time for what was on before an emergency.
const BATCH: u32 = 20;

impl Office {
    /// What is on, as the newest version says; it is kept until there is a newer one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live(&self) -> Result<Arc<LiveVersion>, OfficeError> {
        let mut tx = self.records().read().await?;
        self.live_in(&mut tx).await
    }

    /// The same, as a transaction sees it.
    pub(super) async fn live_in(&self, tx: &mut ReadTransaction) -> Result<Arc<LiveVersion>, OfficeError> {
        let Some(newest) = version::list(tx, u64::MAX, 1).await?.pop() else { return Ok(Arc::default()) };
        let kept = self.kept_live();
        // While it is signed nothing in it changes but that.
        if let Some(live) = kept.filter(|live| {
            live.version
                .as_ref()
                .is_some_and(|kept| (kept.n, kept.at, kept.programme) == (newest.n, newest.at, newest.programme))
        }) {
            return Ok(live);
        }
        let live = Arc::new(self.load(tx, newest).await?);
        self.keep_live(&live);
        Ok(live)
    }

    /// A version and what its revisions say.
    pub(super) async fn load(&self, tx: &mut ReadTransaction, newest: Version) -> Result<LiveVersion, OfficeError> {
        let rows = revision::of_version(tx, newest.n).await?;
        let items: BTreeMap<ItemId, (Digest, Arc<Body>)> =
            rows.into_iter().map(|row| (row.item, (row.digest, Arc::new(row.body)))).collect();
        let items_of = items.iter().map(|(item, (digest, _))| (item.clone(), *digest)).collect();
        let stopped = stopped(tx, &newest).await?;
        Ok(LiveVersion { version: Some(Version { items: items_of, ..newest }), items, stopped })
    }

    /// The version of that number and what its revisions say.
    pub(super) async fn version_in(&self, tx: &mut ReadTransaction, n: u64) -> Result<LiveVersion, OfficeError> {
        let version = version::get(tx, n).await?.ok_or_else(|| OfficeError::not_found("version", n))?;
        self.load(tx, version).await
    }

    /// What is on, put together to be published.
    pub(super) fn assembled<'a>(&self, bodies: impl IntoIterator<Item = &'a Body>) -> Result<Assembled, NoCommune> {
        let objects = self.objects().clone();
        assemble(bodies, &move |digest| objects.opener(digest))
    }
}

/// The stop that is in force at that version, if there is one: an emergency and its end leave it as it is.
async fn stopped(tx: &mut ReadTransaction, newest: &Version) -> Result<Option<u64>, OfficeError> {
    let passes = |kind| matches!(kind, VersionKind::Alert | VersionKind::AlertEnd);
    if !passes(newest.kind) {
        return Ok((newest.kind == VersionKind::Stop).then_some(newest.n));
    }
    let mut before = newest.n;
    loop {
        let earlier = version::list(tx, before, BATCH).await?;
        let Some(last) = earlier.last() else { return Ok(None) };
        if let Some(decides) = earlier.iter().find(|version| !passes(version.kind)) {
            return Ok((decides.kind == VersionKind::Stop).then_some(decides.n));
        }
        before = last.n;
    }
}
