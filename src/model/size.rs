//! Sizes in whole pixels.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::limits::{CANVAS_MAX, CANVAS_MIN};

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Size {
    /// Full HD, landscape: the canvas where nothing else is said.
    pub const FULL_HD: Self = Self { width: 1920, height: 1080 };
    /// Full HD stood on its side.
    pub const FULL_HD_PORTRAIT: Self = Self { width: 1080, height: 1920 };

    /// A size of `width` by `height` pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Taller than wide.
    pub fn is_portrait(self) -> bool {
        self.height > self.width
    }

    /// The shorter side, pixels.
    pub fn short_side(self) -> u32 {
        self.width.min(self.height)
    }

    /// Whether a canvas of this size is one that can be laid out: each side between the limits.
    pub fn is_canvas(self) -> bool {
        let fits = |side| (CANVAS_MIN..=CANVAS_MAX).contains(&side);
        fits(self.width) && fits(self.height)
    }

    /// The largest size of the same shape as `self` that lies within `bounds`; at least one pixel each way.
    pub fn contained_in(self, bounds: Self) -> Self {
        let (w, h) = (u64::from(self.width.max(1)), u64::from(self.height.max(1)));
        let (bw, bh) = (u64::from(bounds.width), u64::from(bounds.height));
        let (width, height) = if w * bh >= h * bw { (bw, (h * bw + w / 2) / w) } else { ((w * bh + h / 2) / h, bh) };
        let side = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).max(1);
        Self::new(side(width), side(height))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "`{text}` is not a size: expected WIDTHxHEIGHT with sides of {CANVAS_MIN} to {CANVAS_MAX} pixels, such as 1920x1080"
            )
        };
        let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(expected)?;
        let side = |digits: &str| digits.trim().parse::<u32>().map_err(|_| expected());
        let size = Self::new(side(width)?, side(height)?);
        if size.is_canvas() { Ok(size) } else { Err(expected()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poster_keeps_its_shape_when_contained() {
        assert_eq!(Size::new(4000, 2000).contained_in(Size::FULL_HD), Size::new(1920, 960));
        assert_eq!(Size::new(1000, 2000).contained_in(Size::FULL_HD), Size::new(540, 1080));
    }

    #[test]
    fn sizes_that_no_screen_has_are_refused() {
        assert!("1920x1080".parse::<Size>().is_ok());
        for bad in ["", "1920", "0x5", "99999x99999", "axb"] {
            assert!(bad.parse::<Size>().is_err(), "{bad}");
        }
    }
}
