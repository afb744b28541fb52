//! Why a preview cannot run.

use std::{io, path::PathBuf};

use crate::{media::MediaError, render::RenderError};

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
