//! The part of a screen that a page has.

use crate::model::{Size, StatusBar};

/// All of a screen, or what is left of it above a status bar. Letters are as large above a status bar as without one: switching a
/// status bar on makes nothing harder to read, it may make more pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// The whole screen, pixels.
    pub screen: Size,
    /// A status bar stands along its foot.
    pub has_status_bar: bool,
}

impl Canvas {
    /// The page's own pixels.
    pub fn size(self) -> Size {
        StatusBar::page(self.screen, self.has_status_bar)
    }
}

impl From<Size> for Canvas {
    fn from(screen: Size) -> Self {
        Self { screen, has_status_bar: false }
    }
}
