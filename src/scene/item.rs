//! The things a page is made of.

use super::{Color, Paint, Point, Rect};
use crate::model::{Digest, FieldPath};

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A filled area.
    Shape {
        /// Its outline.
        shape: Shape,
        /// Its filling.
        paint: Paint,
    },
    /// A decoded picture.
    Picture(PictureItem),
    /// Lines of text, already broken and placed.
    Text(Text),
}

impl Item {
    /// The same thing `by` pixels further down.
    pub fn lowered(self, by: f32) -> Self {
        match self {
            Self::Shape { shape, paint } => Self::Shape { shape: shape.lowered(by), paint: paint.lowered(by) },
            Self::Picture(picture) => Self::Picture(PictureItem { rect: picture.rect.lowered(by), ..picture }),
            Self::Text(mut text) => {
                for line in &mut text.lines {
                    (line.baseline, line.ink) = (line.baseline + by, line.ink.lowered(by));
                }
                Self::Text(text)
            }
        }
    }
}

/// The outlines the renderer can fill, all with smooth edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A rectangle with round corners. `feather` softens its edge over that many pixels each side: a shadow.
    Box {
        /// Where it is.
        rect: Rect,
        /// Corner radius, pixels.
        radius: f32,
        /// Softness, pixels; 0 is a crisp edge.
        feather: f32,
    },
    /// A circle's line.
    Ring {
        /// Its middle.
        center: Point,
        /// To the middle of the line, pixels.
        radius: f32,
        /// Thickness of the line, pixels.
        width: f32,
    },
    /// A straight stroke with round ends: ticks, arrows and crosses are made of these.
    Stroke {
        /// One end.
        a: Point,
        /// The other end.
        b: Point,
        /// Thickness, pixels.
        width: f32,
    },
    /// A convex polygon of three or four corners, clockwise; a triangle repeats its last corner.
    Polygon([Point; 4]),
    /// The ornament of the family: the face of a bronze drum, star and rings, drawn in one piece.
    Drum {
        /// Its middle; may lie off the canvas.
        center: Point,
        /// To the outermost ring, pixels.
        radius: f32,
    },
}

impl Shape {
    fn lowered(self, by: f32) -> Self {
        match self {
            Self::Box { rect, radius, feather } => Self::Box { rect: rect.lowered(by), radius, feather },
            Self::Ring { center, radius, width } => Self::Ring { center: center.lowered(by), radius, width },
            Self::Stroke { a, b, width } => Self::Stroke { a: a.lowered(by), b: b.lowered(by), width },
            Self::Polygon(corners) => Self::Polygon(corners.map(|corner| corner.lowered(by))),
            Self::Drum { center, radius } => Self::Drum { center: center.lowered(by), radius },
        }
    }
}

/// A picture in its place. It fills `rect` exactly; keeping its shape is layout's business.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureItem {
    /// The rendition to draw.
    pub digest: Digest,
    /// Where it goes. May reach beyond the canvas, for a ground that covers.
    pub rect: Rect,
    /// Radius of a blur over it, in pixels of the canvas; 0 draws it sharp.
    pub blur: f32,
}

/// A block of text in one face, size and colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What the text is to the reader: sets what `check` asks of it.
    pub role: TextRole,
    /// The field of the slide it comes from; `None` for page chrome and for what layout itself writes.
    pub field: Option<FieldPath>,
    /// The face.
    pub face: Face,
    /// Em size, pixels.
    pub size: f32,
    /// Space added after each letter, em. 0 is the face's own.
    pub tracking: f32,
    /// Colour.
    pub color: Color,
    /// The lines, top to bottom.
    pub lines: Vec<TextLine>,
}

impl Text {
    /// The smallest area that holds the ink of all its lines.
    pub fn ink(&self) -> Option<Rect> {
        self.lines.iter().map(|line| line.ink).reduce(Rect::union)
    }
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The words, NFC, nothing to be broken or trimmed.
    pub words: String,
    /// Left end of the first letter's advance, pixels.
    pub x: f32,
    /// The baseline, pixels.
    pub baseline: f32,
    /// The measured ink: no pixel of the line lies outside.
    pub ink: Rect,
}

/// What a text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextRole {
    /// The slogan, title or alert headline.
    Headline,
    /// What is to be read.
    Body,
    /// Unit, page number, source, hotline: what may be small.
    Furniture,
    /// A mark that is part of a drawing, such as a numeral in a circle.
    Mark,
}

/// The bundled faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Be Vietnam Pro 500: running text.
    Medium,
    /// Be Vietnam Pro 700: emphasis, furniture.
    Bold,
    /// Be Vietnam Pro 800: headlines.
    ExtraBold,
    /// Barlow Condensed 700: long slogans.
    Condensed,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Medium, Self::Bold, Self::ExtraBold, Self::Condensed];
}
