//! What a campaign may switch on along the foot of a screen, in a zone of its own: no slide is ever covered by it.

use super::{Campaign, Size};

/// What stands along the foot of a screen while certain campaigns are active.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusBar {
    /// Date and hour.
    pub clock: bool,
    /// Sentences that run through, one after the other.
    pub ticker: Vec<String>,
}

impl StatusBar {
    /// What these campaigns ask for together.
    pub fn of<'a>(campaigns: impl Iterator<Item = &'a Campaign>) -> Self {
        let mut status_bar = Self::default();
        for campaign in campaigns {
            status_bar.clock |= campaign.clock;
            status_bar.ticker.extend(campaign.ticker.iter().filter(|words| !words.trim().is_empty()).cloned());
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
