//! A playlist with dates: what is shown when and where, and how it stands to the rest.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{CampaignId, DaypartId, DisplayId, PlaylistId};

/// A playlist with dates, dayparts, a priority and the displays it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its name.
    pub id: CampaignId,
    /// What officers call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it shows.
    pub playlist: PlaylistId,
    /// How it stands to other campaigns.
    #[serde(default)]
    pub priority: Priority,
    /// First instant, local time; `None` means it has always begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime>,
    /// First instant it is over, local time; `None` means it does not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime>,
    /// When in the week; empty means always.
    #[serde(default)]
    pub dayparts: Vec<DaypartId>,
    /// Displays by name. With `tags` empty too: all of them.
    #[serde(default)]
    pub displays: Vec<DisplayId>,
    /// Displays by group.
    #[serde(default)]
    pub tags: Vec<String>,
    /// While it is active, date and hour stand along the foot of the screen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock: bool,
    /// Sentences that run along the foot of the screen while it is active. An emergency's never do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticker: Vec<String>,
}

/// The three levels of Thông tư 39/2020/TT-BTTTT.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Thông thường: scheduled.
    #[default]
    Normal,
    /// Ưu tiên: first in the loop from the next boundary.
    Priority,
    /// Khẩn cấp: at once and alone.
    Emergency,
}

impl Priority {
    /// All of them, with the names files use.
    pub const ALL: [(&'static str, Self); 3] =
        [("normal", Self::Normal), ("priority", Self::Priority), ("emergency", Self::Emergency)];
}
