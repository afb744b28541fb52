//! A window on a folder of slides: what a hall would show, while it is being written.

mod content;
mod error;
mod findings;
mod framing;
pub mod loaded_folder;
mod loader;
mod options;
mod panels;
mod playhead;
mod renderer;
pub mod state;
#[cfg(test)]
mod tests;
mod window;

pub use error::PreviewError;
pub use framing::WindowGeometry;
pub use loaded_folder::Viewer;
pub use loader::Loaded;
pub use options::{PreviewOptions, PreviewSource};
pub use renderer::{PANEL_INCHES, PreviewRenderer};

use crate::clock::Clock;

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`PreviewError`]; what is wrong with the folder is none: it is shown in the window until it is mended.
pub fn run(options: PreviewOptions, clock: Clock) -> Result<(), PreviewError> {
    window::run(options, clock)
}
