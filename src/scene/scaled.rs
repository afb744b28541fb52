//! A page in another size: what a screen shows, as a small picture, with every line broken where the screen breaks it.

use super::{Item, Paint, PictureItem, Point, Rect, Scene, Shape, Text, TextLine};
use crate::model::Size;

/// By how much things become wider and higher.
#[derive(Debug, Clone, Copy)]
struct Scale {
    x: f32,
    y: f32,
}

impl Scene {
    /// The same page on a canvas of `to`, which should have its shape: nothing is laid out again.
    pub fn scaled(&self, to: Size) -> Self {
        let side = |to: u32, from: u32| to as f32 / from.max(1) as f32;
        let scale = Scale { x: side(to.width, self.size.width), y: side(to.height, self.size.height) };
        let items = self.items.iter().map(|item| scale.item(item)).collect();
        Self { size: to, ground: scale.paint(self.ground), items }
    }
}

impl Rect {
    /// The rectangle's place on a canvas of `from`, on one of `to`.
    pub fn scaled(self, from: Size, to: Size) -> Self {
        let side = |to: u32, from: u32| to as f32 / from.max(1) as f32;
        Scale { x: side(to.width, from.width), y: side(to.height, from.height) }.rect(self)
    }
}

impl Scale {
    fn point(self, point: Point) -> Point {
        Point::new(point.x * self.x, point.y * self.y)
    }

    fn rect(self, rect: Rect) -> Rect {
        Rect::new(rect.x * self.x, rect.y * self.y, rect.w * self.x, rect.h * self.y)
    }

    /// Lengths that have no direction. The two differ by the rounding of a canvas to whole pixels only.
    fn length(self, length: f32) -> f32 {
        length * self.x.min(self.y)
    }

    fn paint(self, paint: Paint) -> Paint {
        match paint {
            Paint::Solid(color) => Paint::Solid(color),
            Paint::Linear { from, to, a, b } => Paint::Linear { from: self.point(from), to: self.point(to), a, b },
            Paint::Radial { center, radius, inner, outer } => {
                Paint::Radial { center: self.point(center), radius: self.length(radius), inner, outer }
            }
        }
    }

    fn shape(self, shape: Shape) -> Shape {
        match shape {
            Shape::Box { rect, radius, feather } => {
                Shape::Box { rect: self.rect(rect), radius: self.length(radius), feather: self.length(feather) }
            }
            Shape::Ring { center, radius, width } => {
                Shape::Ring { center: self.point(center), radius: self.length(radius), width: self.length(width) }
            }
            Shape::Stroke { a, b, width } => {
                Shape::Stroke { a: self.point(a), b: self.point(b), width: self.length(width) }
            }
            Shape::Polygon(corners) => Shape::Polygon(corners.map(|corner| self.point(corner))),
            Shape::Drum { center, radius } => Shape::Drum { center: self.point(center), radius: self.length(radius) },
        }
    }

    fn item(self, item: &Item) -> Item {
        match item {
            Item::Shape { shape, paint } => Item::Shape { shape: self.shape(*shape), paint: self.paint(*paint) },
            Item::Picture(picture) => Item::Picture(PictureItem {
                rect: self.rect(picture.rect),
                blur: self.length(picture.blur),
                digest: picture.digest,
            }),
            Item::Text(text) => Item::Text(Text {
                size: self.length(text.size),
                lines: text.lines.iter().map(|line| self.line(line)).collect(),
                ..text.clone()
            }),
        }
    }

    fn line(self, line: &TextLine) -> TextLine {
        let (x, baseline) = (line.x * self.x, line.baseline * self.y);
        TextLine { words: line.words.clone(), x, baseline, ink: self.rect(line.ink) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Color;

    #[test]
    fn everything_is_in_its_place_on_the_smaller_canvas() {
        let mut scene = Scene::new(Size::FULL_HD, Paint::Solid(Color::hex(0xFFFFFF)));
        let rect = Rect::new(0.0, 540.0, 1920.0, 540.0);
        let shape = Shape::Box { rect, radius: 20.0, feather: 4.0 };
        scene.items.push(Item::Shape { shape, paint: Paint::Solid(Color::hex(0)) });
        let small = scene.scaled(Size::new(960, 540));
        assert_eq!(small.size, Size::new(960, 540));
        let Item::Shape { shape: Shape::Box { rect, radius, feather }, .. } = small.items[0] else { panic!() };
        assert_eq!((rect, radius, feather), (Rect::new(0.0, 270.0, 960.0, 270.0), 10.0, 2.0));
        assert_eq!(scene.scaled(scene.size), scene);
    }
}
