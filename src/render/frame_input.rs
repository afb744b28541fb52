//! What is on screen at one moment.

use super::{ComposedPage, StatusBarLayer};
use crate::model::Transition;

/// What is on screen at one moment.
#[derive(Debug, Clone)]
pub struct FrameInput<'a> {
    /// The page on its way out. Without it, or where the two differ in size, the other comes on at once.
    pub from: Option<&'a ComposedPage>,
    /// The page on its way in, or at rest.
    pub to: &'a ComposedPage,
    /// How it comes on.
    pub transition: Transition,
    /// How much of the transition's time has passed, 0 to 1000.
    pub thousandths: u32,
    /// What stands under the page, on an output that is as high as both together, or on it.
    pub status_bar: Option<StatusBarLayer<'a>>,
    /// Only the status bar differs from what was presented before.
    pub page_stays: bool,
}
