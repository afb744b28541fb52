//! The part of a screen that a page has.

use crate::model::{Band, Size};

/// All of a screen, or what is left of it above a band. Letters are as large above a band as without one: switching a
/// band on makes nothing harder to read, it may make more pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// The whole screen, pixels.
    pub screen: Size,
    /// A band stands along its foot.
    pub banded: bool,
}

impl Canvas {
    /// The page's own pixels.
    pub fn size(self) -> Size {
        Band::page(self.screen, self.banded)
    }
}

impl From<Size> for Canvas {
    fn from(screen: Size) -> Self {
        Self { screen, banded: false }
    }
}
