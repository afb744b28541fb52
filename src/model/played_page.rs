//! A page as it was shown, from beginning to end: the row of the log that a hall keeps.

use serde::{Deserialize, Serialize};

use super::{CampaignId, PlayRecord, SlideId, Unproven, WallTime};

/// One page that was shown and has given way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedPage {
    /// When it came on: RFC 3339 with milliseconds.
    pub start: String,
    /// When it gave way: RFC 3339 with milliseconds.
    pub end: String,
    /// Milliseconds it was on, by the hall's clock; 0 where that was set back meanwhile.
    pub duration_ms: i64,
    /// The slide.
    pub slide: SlideId,
    /// The page of it, from 1.
    pub page: usize,
    /// The programme's version; 0 is the built-in default.
    pub version: u64,
    /// The campaign it belongs to; `None` where the default slide was on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignId>,
    /// That campaign is an emergency.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emergency: bool,
    /// The system said that the picture reached the screen.
    pub shown: bool,
    /// Why that is not known, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Unproven>,
    /// It came on after its time was over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The default slide was on in the slide's place, because the slide cannot be composed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replaced: bool,
}

impl PlayedPage {
    /// The page of that record, which gave way at `end`. `None` for a record that no player wrote.
    pub fn of(record: PlayRecord, end: WallTime) -> Option<Self> {
        let start = record.wall()?;
        Some(Self {
            start: record.wall,
            end: end.to_string(),
            duration_ms: (end - start).max(0),
            slide: record.slide,
            page: record.page,
            version: record.version,
            campaign: record.campaign,
            emergency: record.emergency,
            shown: record.shown,
            why: record.why,
            late: record.late,
            replaced: record.replaced,
        })
    }
}
