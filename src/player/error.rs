//! What ends a player.

use std::{io, path::PathBuf};

use crate::{
    feed::{CollectError, transport::TransportError},
    render::RenderError,
    store::StoreError,
};

/// What ends a player: nothing in content, network or trust, only what a person must mend.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The folder for everything it keeps cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The root file is none.
    #[error(transparent)]
    Setup(CollectError),
    /// The feed's address cannot be used.
    #[error(transparent)]
    Transport(TransportError),
    /// No GPU, not even one in software.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// No window.
    #[error("cannot open a window: {0}\nhint: without a display use `--offscreen DIR`")]
    Window(String),
    /// No graphics card can be driven.
    #[error(
        "cannot drive a graphics card: {0}\nhint: a hall's user is in the groups `video` and `render`, no desktop runs on the \
         machine, and the kernel has a driver for the card (`ls /dev/dri` shows `card0`)"
    )]
    Card(io::Error),
    /// The copy of the screen cannot be kept.
    #[error("cannot make the folder `{}` for the copy of the screen", path.display())]
    Screen {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The background could not be started.
    #[error("cannot start collecting: {0}")]
    Background(io::Error),
}
