//! Emergencies among what is on: which of them are over, so that the next version goes without them.

use std::collections::BTreeSet;

use super::{
    error::OfficeError,
    live::LiveVersion,
    publishing::{OVER_MS, PublishedItems},
};
use crate::{
    approval::{AlertRecord, AlertState, ItemId},
    model::WallTime,
    records::{ReadTransaction, alert},
};

/// What the ids of emergencies begin with; what tells that one is over has the same and an ending.
pub(super) const PREFIX: &str = "khan-cap-";
/// The ending of what tells that an emergency is over.
pub(super) const OVER: &str = "-het";

/// The emergency that an item belongs to, as far as its name tells.
pub(super) fn alert_of(item: &ItemId) -> Option<&str> {
    let (ItemId::Slide(_) | ItemId::Campaign(_)) = item else { return None };
    let own = item.own();
    own.starts_with(PREFIX).then(|| own.strip_suffix(OVER).unwrap_or(own))
}

/// Whether an item belongs to an emergency, or is named so that it would: no one else writes such.
pub fn is_of_alert(item: &ItemId) -> bool {
    alert_of(item).is_some()
}

/// The emergencies whose slides are among what is on.
pub(super) async fn alerts_of(tx: &mut ReadTransaction, live: &LiveVersion) -> Result<Vec<AlertRecord>, OfficeError> {
    let ids: BTreeSet<&str> = live.items.keys().filter_map(alert_of).collect();
    let mut alerts = Vec::new();
    for id in ids {
        alerts.extend(alert::get(tx, id).await?);
    }
    Ok(alerts)
}

/// Until when something of an emergency is shown: that it is over is told for ten minutes.
pub(super) fn shown_until(alert: &AlertRecord) -> WallTime {
    let end = alert.ended.as_ref().filter(|_| alert.state == AlertState::Ended).map_or(alert.until, |(_, at)| *at);
    end.min(alert.until) + OVER_MS
}

/// What is on without the emergencies that are over.
pub(super) async fn without_over(
    tx: &mut ReadTransaction,
    live: &LiveVersion,
    now: WallTime,
) -> Result<PublishedItems, OfficeError> {
    let over: Vec<AlertRecord> =
        alerts_of(tx, live).await?.into_iter().filter(|alert| shown_until(alert) <= now).collect();
    let mut items = live.items.clone();
    items.retain(|item, _| !over.iter().any(|alert| alert_of(item) == Some(alert.id.as_str())));
    Ok(items)
}

/// Items without those of any emergency.
pub(super) async fn without_alerts(
    tx: &mut ReadTransaction,
    live: &LiveVersion,
) -> Result<PublishedItems, OfficeError> {
    let alerts = alerts_of(tx, live).await?;
    let mut items = live.items.clone();
    items.retain(|item, _| !alerts.iter().any(|alert| alert_of(item) == Some(alert.id.as_str())));
    Ok(items)
}
