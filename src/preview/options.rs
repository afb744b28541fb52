//! What a preview is told at start.

use std::path::PathBuf;

use super::Viewer;
use crate::model::{Size, WallTime};

/// A folder, and the display it is previewed for.
#[derive(Debug, Clone)]
pub struct PreviewSource {
    /// The folder.
    pub dir: PathBuf,
    /// The display.
    pub viewer: Viewer,
}

/// What a preview is told at start.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// What is looked at.
    pub source: PreviewSource,
    /// The canvas it is laid out on.
    pub canvas: Size,
    /// The time it starts at; `None` goes through all slides.
    pub at: Option<WallTime>,
    /// Inches of the panel's diagonal, for looking at it from a distance.
    pub panel_inches: f32,
}
