//! Campaigns that end soon.

use super::words;
use crate::{
    form::Language,
    model::{Priority, Programme},
    server::times::Times,
};

/// Campaigns that end within so many days are told of.
const SOON_MS: i64 = 30 * 86_400_000;
/// Most that are told of.
const TOLD: usize = 4;

/// One campaign.
pub(super) struct Expiring {
    pub day: String,
    pub month: String,
    pub title: String,
    pub left: String,
    pub href: String,
}

/// Campaigns that end soon, the first first. An emergency's end is told where the emergency is.
pub(super) fn expiring(programme: &Programme, times: &Times, language: Language) -> Vec<Expiring> {
    let now = times.now();
    let usual = programme.campaigns.iter().filter(|campaign| campaign.priority != Priority::Emergency);
    let mut ending: Vec<_> = usual
        .filter_map(|campaign| Some((programme.time_zone.instant(campaign.until?), campaign)))
        .filter(|(until, _)| *until > now && *until - now < SOON_MS)
        .collect();
    ending.sort_by_key(|(until, _)| *until);
    let row = |(until, campaign): (crate::model::WallTime, &crate::model::Campaign)| {
        // Midnight is the end of the day before.
        let last = programme.time_zone.day(until + -1);
        Expiring {
            day: last.day().to_string(),
            month: words::month(language, last.month()),
            title: campaign.title.clone().unwrap_or_else(|| campaign.id.to_string()),
            left: words::ends_in(language, &times.left(until)),
            href: format!("/lich/chien-dich/{}", campaign.id),
        }
    };
    ending.into_iter().take(TOLD).map(row).collect()
}
