//! The displays that a person may write for.

use super::live::LiveVersion;
use crate::{
    approval::{Account, Body, ItemId, Refusal},
    model::{Campaign, Display},
};

/// Whether that account may write for that display.
fn is_in_care(account: &Account, display: &Display) -> bool {
    account.tags.is_empty() || display.tags.iter().any(|tag| account.tags.contains(tag))
}

/// Refuses a campaign that would be shown on displays outside of the account's care: now, or once a display joins one of its
/// groups.
pub(super) fn must_care_for(account: &Account, live: &LiveVersion, campaign: &Campaign) -> Result<(), Refusal> {
    let everywhere = campaign.displays.is_empty() && campaign.tags.is_empty();
    let shown = || live.displays().filter(|display| display.shows(campaign));
    let cares = account.tags.is_empty()
        || !everywhere
            && shown().all(|display| is_in_care(account, display))
            && campaign.tags.iter().all(|tag| account.tags.contains(tag));
    if cares { Ok(()) } else { Err(Refusal::OtherDisplays) }
}

/// The same for a change of any item: a slide is judged by the campaigns that play it, now and with `changes`.
pub(super) fn must_care_for_all<'a>(
    account: &Account,
    live: &LiveVersion,
    changes: impl Iterator<Item = &'a Body> + Clone,
) -> Result<(), Refusal> {
    if account.tags.is_empty() {
        return Ok(());
    }
    for body in changes {
        match body {
            Body::Campaign(body) => {
                must_care_for(account, live, &body.campaign)?;
                let before = live.campaigns().find(|live| live.campaign.id == body.campaign.id);
                before.map_or(Ok(()), |before| must_care_for(account, live, &before.campaign))?;
            }
            Body::Slide(body) => {
                for playing in live.campaigns_of(&body.slide.id) {
                    must_care_for(account, live, &playing.campaign)?;
                }
            }
            Body::Display(display) => {
                let before = live.displays().find(|live| live.id == display.id);
                if [Some(display), before].into_iter().flatten().any(|display| !is_in_care(account, display)) {
                    return Err(Refusal::OtherDisplays);
                }
            }
            // What every slide bears is everybody's.
            Body::Commune(_) => return Err(Refusal::OtherDisplays),
            Body::Removed(tombstone) => match &tombstone.item {
                ItemId::Slide(id) => {
                    for playing in live.campaigns_of(id) {
                        must_care_for(account, live, &playing.campaign)?;
                    }
                }
                item => match live.body(item).map(|body| &**body) {
                    Some(Body::Campaign(body)) => must_care_for(account, live, &body.campaign)?,
                    Some(Body::Display(display)) if !is_in_care(account, display) => {
                        return Err(Refusal::OtherDisplays);
                    }
                    _ => {}
                },
            },
        }
    }
    Ok(())
}
