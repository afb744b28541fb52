//! Play records: one for each page that was really presented, the proof of play.

use serde::{Deserialize, Serialize};

use super::{CampaignId, Digest, SlideId, WallTime};

/// One page that was presented, as scripts read it from the player's stdout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayRecord {
    /// When it came on: RFC 3339 with milliseconds.
    pub wall: String,
    /// The slide.
    pub slide: SlideId,
    /// The page of it, from 1.
    pub page: usize,
    /// The programme's version; 0 is the built-in default.
    pub version: u64,
    /// The campaign it belongs to; `None` where nothing is due and the default slide is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignId>,
    /// That campaign is an emergency.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emergency: bool,
    /// Until when it is due: RFC 3339 with milliseconds.
    pub until: String,
    /// SHA-256 of the composed pixels.
    pub picture: Digest,
    /// Presentation intervals that went by without their frame since the record before.
    #[serde(default)]
    pub missed: u64,
    /// The default slide was presented in the slide's place, because the slide cannot be composed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replaced: bool,
    /// The system said that the picture reached the screen.
    #[serde(default)]
    pub shown: bool,
    /// Why that is not known, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Unproven>,
    /// It came on after its time was over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The record before in the same log, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<RecordBefore>,
}

/// Why it is not known that a picture reached the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unproven {
    /// The window system took it and says nothing of what becomes of it.
    WindowSystemSilent,
    /// The graphics card did not confirm it within five seconds.
    NoAnswer,
    /// The next page came on before the graphics card had confirmed it.
    Overtaken,
}

/// What a record says of the one before it: each names the text before, so that none can be taken out or altered unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordBefore {
    /// SHA-256 of its line, without the line's end.
    pub digest: Digest,
    /// When its page gave way: RFC 3339 with milliseconds.
    pub ended: String,
    /// Milliseconds it was on.
    pub duration_ms: i64,
}

impl PlayRecord {
    /// One for tests: page 1 of a slide, on the screen from `wall` and due for `due_ms`.
    #[cfg(test)]
    pub(crate) fn sample(slide: &str, wall: WallTime, due_ms: i64) -> Self {
        Self {
            wall: wall.to_string(),
            slide: slide.parse().expect("an id in a test"),
            page: 1,
            version: 1,
            campaign: None,
            emergency: false,
            until: (wall + due_ms).to_string(),
            picture: Digest::of(b"pixels"),
            missed: 0,
            replaced: false,
            shown: true,
            why: None,
            late: false,
            before: None,
        }
    }

    /// Whether the page is on the screen as far as anybody can know.
    pub fn is_on_screen(&self) -> bool {
        self.shown || self.why == Some(Unproven::WindowSystemSilent)
    }

    /// When it came on. `None` for a line that was not written by a player.
    pub fn wall(&self) -> Option<WallTime> {
        self.wall.parse::<jiff::Timestamp>().ok().map(WallTime::from)
    }
}
