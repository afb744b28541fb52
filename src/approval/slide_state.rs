//! What state a slide is in: derived from what is known of it, never stored.

use serde::Serialize;

/// The state of a slide, as an officer reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SlideState {
    /// Nháp: somebody's unsent change, of a slide that is not on.
    Draft,
    /// Chờ duyệt: it waits for somebody else's word.
    Waiting,
    /// Đang phát: a campaign that lasts plays it.
    Playing,
    /// Chưa lên lịch: approved, and no campaign plays it.
    Unscheduled,
    /// Hết hạn: every campaign that played it is over.
    Expired,
    /// Đã gỡ: it was taken away.
    Removed,
}

impl SlideState {
    /// Every state, in the order in which pages offer them.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Waiting, Self::Playing, Self::Unscheduled, Self::Expired, Self::Removed];
}

/// What the state of a slide follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StateOf {
    /// An open submission holds a revision of it.
    pub is_submitted: bool,
    /// The newest version holds a revision of it.
    pub is_live: bool,
    /// It was in some version.
    pub was_live: bool,
    /// A campaign of the newest version that has not ended plays it.
    pub is_scheduled: bool,
    /// Campaigns of the newest version played it, and all of them have ended.
    pub has_ended: bool,
}

impl StateOf {
    /// The state.
    pub fn state(self) -> SlideState {
        match self {
            Self { is_submitted: true, .. } => SlideState::Waiting,
            Self { is_live: true, is_scheduled: true, .. } => SlideState::Playing,
            Self { is_live: true, has_ended: true, .. } => SlideState::Expired,
            Self { is_live: true, .. } => SlideState::Unscheduled,
            Self { was_live: true, .. } => SlideState::Removed,
            _ => SlideState::Draft,
        }
    }
}
