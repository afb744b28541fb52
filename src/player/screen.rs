//! Where the picture of a hall goes.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{rotation::Rotation, wanted_mode::WantedMode};
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
    /// A panel, driven through the kernel's display interface.
    Panel(PanelPlacement),
}

/// Which panel is driven, and how it hangs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PanelPlacement {
    /// The graphics card's file; the first card with a connector, where it is not said.
    pub card: Option<PathBuf>,
    /// The connector's name; the first with a panel, where it is not said.
    pub connector: Option<String>,
    /// The mode; the one the panel prefers, where it is not said or the panel has none such.
    pub mode: Option<WantedMode>,
    /// How the panel hangs.
    pub rotation: Rotation,
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
