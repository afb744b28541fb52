//! Colours and the ways an area is filled with them.

use super::Point;

/// sRGB with straight alpha, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity: 255 covers.
    pub a: u8,
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// The same colour at `opacity` of 0 to 1.
    pub const fn at(self, opacity: f32) -> Self {
        Self { a: (opacity * 255.0 + 0.5) as u8, ..self }
    }

    /// Relative luminance as WCAG 2.2 defines it, 0 to 1; alpha is not looked at.
    pub fn luminance(self) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// Contrast ratio as WCAG 2.2 (SC 1.4.3) defines it, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// One colour.
    Solid(Color),
    /// From `a` at `from` to `b` at `to`, along the line between them.
    Linear {
        /// Where it is all `a`.
        from: Point,
        /// Where it is all `b`.
        to: Point,
        /// The colour at `from`.
        a: Color,
        /// The colour at `to`.
        b: Color,
    },
    /// From `inner` at the centre to `outer` at `radius` and beyond.
    Radial {
        /// The middle.
        center: Point,
        /// Pixels to where it is all `outer`.
        radius: f32,
        /// The colour at the centre.
        inner: Color,
        /// The colour at the rim.
        outer: Color,
    },
}

impl Paint {
    /// The same filling `by` pixels further down.
    pub fn lowered(self, by: f32) -> Self {
        match self {
            Self::Solid(color) => Self::Solid(color),
            Self::Linear { from, to, a, b } => Self::Linear { from: from.lowered(by), to: to.lowered(by), a, b },
            Self::Radial { center, radius, inner, outer } => {
                Self::Radial { center: center.lowered(by), radius, inner, outer }
            }
        }
    }
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        Self::Solid(color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_the_figures_of_the_domain_page() {
        let banner = Color::hex(0xA30D0D);
        assert!((banner.contrast(Color::hex(0xFFFF00)) - 7.46).abs() < 0.01);
        assert!((banner.contrast(Color::hex(0xFFFFFF)) - 8.01).abs() < 0.01);
    }
}
