//! Options of a panel that is driven without a window system.

use std::path::PathBuf;

use super::UsageError;
use crate::player::{PanelPlacement, Rotation, Screen, WantedMode};

/// Where the picture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Way {
    /// A window where there is a desktop, else the panel itself
    Auto,
    /// A window on a desktop
    Window,
    /// The panel itself, by the kernel's display interface
    Kms,
}

#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Where the picture goes
    #[arg(long, value_enum, default_value_t = Way::Auto, conflicts_with = "offscreen")]
    output: Way,
    /// The connector of the panel, such as HDMI-A-1 [default: the first with a panel]
    #[arg(long, value_name = "NAME")]
    connector: Option<String>,
    /// The panel's mode, such as 1920x1080 or 1920x1080@50 [default: the one the panel prefers]
    #[arg(long, value_name = "WxH[@HZ]")]
    mode: Option<WantedMode>,
    /// Degrees by which the picture is turned clockwise, for a panel that hangs on its side: 0, 90, 180 or 270
    #[arg(long, value_name = "DEGREES", default_value = "0")]
    rotate: Rotation,
    /// The graphics card, such as /dev/dri/card1 [default: the first with a connector]
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
}

impl Args {
    /// Whether the picture goes to a panel itself: asked for, or with neither X nor Wayland. That there is no card is no
    /// reason against it: when the machine was just switched on there is none yet.
    pub(super) fn is_wanted(&self) -> Result<bool, UsageError> {
        let turned = self.rotate != Rotation::None;
        let names_one = self.connector.is_some() || self.mode.is_some() || self.card.is_some() || turned;
        let desktop = ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
        match self.output {
            Way::Kms => Ok(true),
            Way::Window if names_one => Err(UsageError(
                "`--connector`, `--mode`, `--rotate` and `--card` are for `--output kms`, not for a window".to_owned(),
            )),
            Way::Window => Ok(false),
            Way::Auto => Ok(!desktop),
        }
    }

    pub(super) fn screen(self) -> Screen {
        let Self { card, connector, mode, rotate: rotation, .. } = self;
        Screen::Panel(PanelPlacement { card, connector, mode, rotation })
    }
}
