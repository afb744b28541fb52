//! What a slide takes from its programme.

use std::collections::BTreeMap;

use crate::model::{Asset, Programme, Unit, Zone};

/// What every slide of a programme shares.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The commune, for the page chrome.
    pub unit: &'a Unit,
    /// Pictures by the key slides use for them.
    pub assets: &'a BTreeMap<String, Asset>,
    /// The zone in which an alert's times are written.
    pub time_zone: &'a Zone,
}

impl<'a> Context<'a> {
    /// What the slides of `programme` share.
    pub fn of(programme: &'a Programme) -> Self {
        Self { unit: &programme.unit, assets: &programme.assets, time_zone: &programme.time_zone }
    }
}
