//! Which displays have asked, and what they played then: "did it arrive?".

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderName};

use crate::{
    feed::{DISPLAY_HEADER, EDITION_HEADER},
    model::{DisplayId, WallTime},
};

/// Most displays that are remembered: the names are whatever a request claims, and must not fill the memory.
const DISPLAYS: usize = 20_000;

/// The last word of each display.
#[derive(Debug, Default)]
pub struct Displays(Mutex<BTreeMap<DisplayId, LastSeen>>);

/// What a display said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSeen {
    /// When.
    pub at: WallTime,
    /// The version it played; 0 is the built-in default.
    pub version: u64,
    /// Since when it has played that version, as far as this server has heard.
    pub since: WallTime,
}

impl Displays {
    /// Notes what a request says of itself. Nothing is trusted to be true, and nothing depends on it.
    pub(super) fn note(&self, headers: &HeaderMap, now: WallTime) {
        let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(display) = said(DISPLAY_HEADER).and_then(|id| id.parse::<DisplayId>().ok()) else { return };
        let version = said(EDITION_HEADER).and_then(|version| version.parse().ok()).unwrap_or(0);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= DISPLAYS && !seen.contains_key(&display) {
            return;
        }
        let before = seen.get(&display).filter(|before| before.version == version);
        let since = before.map_or(now, |before| before.since);
        seen.insert(display, LastSeen { at: now, version, since });
    }

    /// All of them by name.
    pub fn all(&self) -> Vec<(DisplayId, LastSeen)> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().map(|(display, seen)| (display.clone(), *seen)).collect()
    }
}
