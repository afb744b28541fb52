//! What stands above every view of the schedule: its name, the switch between views, and the one thing to do.

use super::words;
use crate::form::Words;

/// One of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScheduleView {
    /// What each display plays on one day.
    Day,
    /// What one display plays in a week.
    Week,
    /// The campaigns and their playlists.
    Campaigns,
}

impl ScheduleView {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Campaigns];

    /// Its address.
    pub fn href(self) -> &'static str {
        match self {
            Self::Day => "/lich",
            Self::Week => "/lich/tuan",
            Self::Campaigns => "/lich/chien-dich",
        }
    }

    /// Its word.
    pub fn words(self) -> Words {
        match self {
            Self::Day => words::IN_A_DAY,
            Self::Week => words::IN_A_WEEK,
            Self::Campaigns => words::CAMPAIGNS,
        }
    }
}
