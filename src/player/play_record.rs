//! Play records: one JSON object a line for each page that was really presented.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::model::{Digest, SlideId, WallTime};

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
}

impl PlayRecord {
    /// When it came on. `None` for a line that was not written by a player.
    pub fn wall(&self) -> Option<WallTime> {
        self.wall.parse::<jiff::Timestamp>().ok().map(WallTime::from)
    }
}

/// Where records go. A reader that went away must not stop the picture, so failing to write is only worth a warning.
pub struct PlayLog {
    out: Box<dyn Write + Send>,
    complained: bool,
}

impl PlayLog {
    /// PlayLog written to `out`, a line each, flushed at once.
    pub fn to(out: impl Write + Send + 'static) -> Self {
        Self { out: Box::new(out), complained: false }
    }

    /// Writes one down.
    pub fn write(&mut self, record: &PlayRecord) {
        let line = serde_json::to_string(record).expect("a record is plain text and numbers");
        let written = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
        if let Err(error) = written
            && !std::mem::replace(&mut self.complained, true)
        {
            tracing::warn!(%error, "play records cannot be written any more; the picture goes on");
        }
    }
}
