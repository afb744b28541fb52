//! What a campaign may switch on along the foot of a screen, in a zone of its own: no slide is ever covered by it.

use serde::{Deserialize, Serialize};

use super::{Campaign, Size, limits::TICKER_CHARS};

/// What stands along the foot of a screen while certain campaigns are active.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBar {
    /// Date and hour.
    pub clock: bool,
    /// Sentences that run through, one after the other.
    pub ticker: Vec<String>,
}

impl StatusBar {
    /// What these campaigns ask for together: of their sentences as many as [`TICKER_CHARS`] allow, in order.
    pub fn of<'a>(campaigns: impl Iterator<Item = &'a Campaign>) -> Self {
        let mut status_bar = Self::default();
        let mut left = TICKER_CHARS;
        for campaign in campaigns {
            status_bar.clock |= campaign.clock;
            for sentence in campaign.ticker.iter().filter(|words| !words.trim().is_empty()) {
                // Counted no further than what is left, because a sentence may be megabytes long.
                match left.checked_sub(sentence.chars().take(left + 1).count()) {
                    Some(rest) => {
                        left = rest;
                        status_bar.ticker.push(sentence.clone());
                    }
                    None => left = 0,
                }
            }
        }
        status_bar
    }

    /// Whether there is none: the page has the whole screen.
    pub fn is_empty(&self) -> bool {
        !self.clock && self.ticker.is_empty()
    }

    /// Its size on a screen of `canvas`: as wide, and a tenth of the shorter side high, which carries text that a
    /// 43″ screen shows legibly at 5 m.
    pub fn size(canvas: Size) -> Size {
        Size::new(canvas.width, (canvas.short_side() / 10).max(1))
    }

    /// What a page has of a screen: all of it, or what is left above a status bar.
    pub fn page(screen: Size, has_status_bar: bool) -> Size {
        let foot = if has_status_bar { Self::size(screen).height } else { 0 };
        Size::new(screen.width, screen.height.saturating_sub(foot).max(1))
    }
}
