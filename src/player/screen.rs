//! Where the picture of a hall goes.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::Size;

/// Where the picture goes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// A window.
    Window(WindowPlacement),
    /// No window: a texture of `size`, and `dir/screen.png` a copy of the picture at rest.
    Offscreen {
        /// The folder of the copy.
        dir: PathBuf,
        /// The canvas.
        size: Size,
    },
}

/// Where the window goes: the whole screen, or a place on it for demonstrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowPlacement {
    /// The whole screen.
    Full,
    /// A window of this size at this place.
    At(Size, i32, i32),
}
