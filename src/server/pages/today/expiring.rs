//! Campaigns that end soon.

use super::words;
use crate::{
    form::Language,
    model::{Priority, Programme},
    office::prolong::LastsLonger,
    server::{pages::prolong::CampaignEnd, times::Times},
};

/// Most that are told of.
const TOLD: usize = 4;

/// One campaign.
pub(super) struct Expiring {
    pub day: String,
    pub month: String,
    pub title: String,
    pub left: String,
    pub end: CampaignEnd,
}

/// Campaigns that end soon, the first first. An emergency's end is told where the emergency is.
pub(super) fn expiring(
    programme: &Programme,
    longer: &LastsLonger,
    times: &Times,
    language: Language,
) -> Vec<Expiring> {
    let usual = programme.campaigns.iter().filter(|campaign| campaign.priority != Priority::Emergency);
    let mut ending: Vec<_> = usual
        .filter_map(|campaign| {
            let until = campaign.until?;
            let of = format!("/lich/chien-dich/{}", campaign.id);
            let end = CampaignEnd::soon(&of, until, longer.campaign(&campaign.id), times, language)?;
            Some((programme.time_zone.instant(until), campaign, end))
        })
        .collect();
    ending.sort_by_key(|(until, ..)| *until);
    let row = |(until, campaign, end): (crate::model::WallTime, &crate::model::Campaign, CampaignEnd)| {
        // Midnight is the end of the day before.
        let last = programme.time_zone.day(until + -1);
        Expiring {
            day: last.day().to_string(),
            month: words::month(language, last.month()),
            title: campaign.title.clone().unwrap_or_else(|| campaign.id.to_string()),
            left: words::ends_in(language, &times.left(until)),
            end,
        }
    };
    ending.into_iter().take(TOLD).map(row).collect()
}
