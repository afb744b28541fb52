//! What is on: the newest version, and what each of its revisions says.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    approval::{Body, CampaignBody, Commune, ItemId, SlideBody, Version},
    model::{Digest, Display, SlideId, Zone},
};

/// A version and what its revisions say.
#[derive(Debug, Clone, Default)]
pub struct LiveVersion {
    /// The version; `None` before there is any.
    pub version: Option<Version>,
    /// Everything that is on.
    pub items: BTreeMap<ItemId, (Digest, Arc<Body>)>,
    /// The version that stopped everything, while it is in force: emergencies may have followed it.
    pub stopped: Option<u64>,
}

impl LiveVersion {
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
