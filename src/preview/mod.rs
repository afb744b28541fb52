//! A window on a folder of slides: what a hall would show, while it is being written.

mod content;
mod findings;
mod framing;
pub mod loaded_folder;
mod loader;
mod panels;
mod playhead;
mod renderer;
pub mod state;
#[cfg(test)]
mod tests;
mod window;

use std::{io, path::PathBuf};

pub use framing::WindowGeometry;
pub use loaded_folder::Viewer;
pub use loader::Loaded;
pub use renderer::{PANEL_INCHES, PreviewRenderer};

use crate::{
    clock::Clock,
    media::MediaError,
    model::{Size, WallTime},
    render::RenderError,
};

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

/// Why a preview cannot run.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// No window can be opened.
    #[error("cannot open a window: {0}; hint: `bangtin render` makes pictures without one")]
    EventLoop(#[from] winit::error::EventLoopError),
    /// The window cannot be made.
    #[error("cannot open a window: {0}")]
    Window(#[from] winit::error::OsError),
    /// The folder cannot be watched.
    #[error("cannot watch the folder `{}`: {source}", dir.display())]
    Watch {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: notify::Error,
    },
    /// The thread that reads the folder cannot be started.
    #[error("cannot start the thread that reads the folder: {0}")]
    Thread(io::Error),
    /// Nothing can be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The page cannot be encoded.
    #[error(transparent)]
    Encode(#[from] MediaError),
    /// The page cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Save {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`PreviewError`]; what is wrong with the folder is none: it is shown in the window until it is mended.
pub fn run(options: PreviewOptions, clock: Clock) -> Result<(), PreviewError> {
    window::run(options, clock)
}
