//! What is on: the newest version, and what each of its revisions says.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    content::{Assembled, NoCommune, assemble},
    error::OfficeError,
    office::Office,
};
use crate::{
    approval::{Body, CampaignBody, Commune, ItemId, SlideBody, Version, VersionKind},
    model::{Digest, Display, SlideId, Zone},
    records::{ReadTransaction, revision, version},
};

/// How many versions are looked back through at a time for what was on before an emergency.
const BATCH: u32 = 20;

/// A version and what its revisions say.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// The version; `None` before there is any.
    pub version: Option<Version>,
    /// Everything that is on.
    pub items: BTreeMap<ItemId, (Digest, Arc<Body>)>,
    /// The version that stopped everything, while it is in force: emergencies may have followed it.
    pub stopped: Option<u64>,
}

impl Live {
    /// Its number; 0 before there is any.
    pub fn n(&self) -> u64 {
        self.version.as_ref().map_or(0, |version| version.n)
    }

    /// The revision of an item that is on.
    pub fn digest(&self, item: &ItemId) -> Option<Digest> {
        self.items.get(item).map(|(digest, _)| *digest)
    }

    /// What an item says.
    pub fn body(&self, item: &ItemId) -> Option<&Arc<Body>> {
        self.items.get(item).map(|(_, body)| body)
    }

    /// The commune.
    pub fn commune(&self) -> Option<&Commune> {
        match &**self.body(&ItemId::Commune)? {
            Body::Commune(commune) => Some(commune),
            _ => None,
        }
    }

    /// The zone in which dates are read.
    pub fn zone(&self) -> Zone {
        self.commune().map(|commune| commune.time_zone.clone()).unwrap_or_default()
    }

    /// The displays, by id.
    pub fn displays(&self) -> impl Iterator<Item = &Display> {
        self.items
            .values()
            .filter_map(|(_, body)| if let Body::Display(display) = &**body { Some(display) } else { None })
    }

    /// The campaigns, by id; those of emergencies too.
    pub fn campaigns(&self) -> impl Iterator<Item = &CampaignBody> {
        self.items.values().filter_map(|(_, body)| if let Body::Campaign(body) = &**body { Some(body) } else { None })
    }

    /// The slides, by id; those of emergencies too.
    pub fn slides(&self) -> impl Iterator<Item = &SlideBody> {
        self.items.values().filter_map(|(_, body)| if let Body::Slide(body) = &**body { Some(body) } else { None })
    }

    /// The campaigns that play a slide.
    pub fn campaigns_of<'a>(&'a self, slide: &'a SlideId) -> impl Iterator<Item = &'a CampaignBody> {
        self.campaigns().filter(move |body| body.slides.contains(slide))
    }

    /// Its revisions as a version lists them.
    pub fn list(&self) -> Vec<(ItemId, Digest)> {
        self.items.iter().map(|(item, (digest, _))| (item.clone(), *digest)).collect()
    }
}

impl Office {
    /// What is on, as the newest version says; it is kept until there is a newer one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live(&self) -> Result<Arc<Live>, OfficeError> {
        let mut tx = self.records().read().await?;
        self.live_in(&mut tx).await
    }

    /// The same, as a transaction sees it.
    pub(super) async fn live_in(&self, tx: &mut ReadTransaction) -> Result<Arc<Live>, OfficeError> {
        let Some(newest) = version::list(tx, i64::MAX as u64, 1).await?.pop() else { return Ok(Arc::default()) };
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

    /// A version of any age and what its revisions say.
    pub(super) async fn load(&self, tx: &mut ReadTransaction, newest: Version) -> Result<Live, OfficeError> {
        let rows = revision::of_version(tx, newest.n).await?;
        let items: BTreeMap<ItemId, (Digest, Arc<Body>)> =
            rows.into_iter().map(|row| (row.item, (row.digest, Arc::new(row.body)))).collect();
        let items_of = items.iter().map(|(item, (digest, _))| (item.clone(), *digest)).collect();
        let stopped = stopped(tx, &newest).await?;
        Ok(Live { version: Some(Version { items: items_of, ..newest }), items, stopped })
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
