//! Turns a picture for a panel that hangs on its side.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::Size;

/// How far the picture is turned, clockwise, so that it stands upright on a panel that hangs turned the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// The panel hangs as it was made.
    #[default]
    None,
    /// A quarter.
    Quarter,
    /// Upside down.
    Half,
    /// Three quarters.
    ThreeQuarters,
}

impl FromStr for Rotation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "0" => Ok(Self::None),
            "90" => Ok(Self::Quarter),
            "180" => Ok(Self::Half),
            "270" => Ok(Self::ThreeQuarters),
            _ => Err(format!("`{text}` is no rotation: 0, 90, 180 or 270 degrees clockwise")),
        }
    }
}

impl Rotation {
    /// The canvas of a panel of that size; and back again.
    pub fn turned(self, size: Size) -> Size {
        match self {
            Self::None | Self::Half => size,
            Self::Quarter | Self::ThreeQuarters => Size::new(size.height, size.width),
        }
    }

    /// Writes the picture of `canvas` pixels onto a `panel` buffer, both row by row from the top.
    pub fn turn(self, canvas: Size, from: &[u32], panel: &mut [u32]) {
        let width = canvas.width as usize;
        match self {
            Self::None => panel.copy_from_slice(from),
            Self::Quarter => bangtin_pixels::quarter_turn(from, width, panel),
            Self::Half => bangtin_pixels::half_turn(from, panel),
            Self::ThreeQuarters => bangtin_pixels::three_quarter_turn(from, width, panel),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_picture_has_its_top_left_corner_where_the_panel_was_turned_from() {
        let canvas = Size::new(3, 2);
        let picture = [1, 2, 3, 4, 5, 6];
        let turned = |rotation: Rotation| {
            let mut panel = [0; 6];
            rotation.turn(canvas, &picture, &mut panel);
            panel
        };
        assert_eq!(turned(Rotation::None), picture);
        assert_eq!(turned(Rotation::Quarter), [4, 1, 5, 2, 6, 3]);
        assert_eq!(turned(Rotation::Half), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turned(Rotation::ThreeQuarters), [3, 6, 2, 5, 1, 4]);
        assert_eq!(Rotation::Quarter.turned(canvas), Size::new(2, 3));
    }
}
