//! When a screen is on: weekly windows of hours, as whoever looks after the hall says.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::Weekday;

/// One window of hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnHours {
    /// The days on which it starts; empty means every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// When it starts.
    pub from: Time,
    /// When it ends; at or before `from` means on the next day.
    pub until: Time,
}

/// When a screen is on: within any of these. Without any it is always on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenHours(pub Vec<OnHours>);

impl ScreenHours {
    /// Whether none are said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
