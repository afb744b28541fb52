//! Small drawings from strokes, rings and boxes: ticks, arrows, a telephone. No font is asked for them.

use crate::scene::{Color, Item, Paint, Point, Rect, Shape};

/// The drawings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Tick,
    Diamond,
    Phone,
    Clock,
    Coin,
    House,
    Pin,
    Arrow,
}

/// A painter of one icon: coordinates are shares of its square.
struct Pen {
    square: Rect,
    color: Color,
    items: Vec<Item>,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(self.square.x + x * self.square.w, self.square.y + y * self.square.h)
    }

    fn shape(&mut self, shape: Shape) {
        self.items.push(Item::Shape { shape, paint: Paint::Solid(self.color) });
    }

    fn stroke(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let (a, b) = (self.point(from.0, from.1), self.point(to.0, to.1));
        self.shape(Shape::Stroke { a, b, width: width * self.square.w });
    }

    fn path(&mut self, points: &[(f32, f32)], width: f32) {
        points.windows(2).for_each(|pair| self.stroke(pair[0], pair[1], width));
    }

    fn ring(&mut self, center: (f32, f32), radius: f32, width: f32) {
        let center = self.point(center.0, center.1);
        let scale = self.square.w;
        self.shape(Shape::Ring { center, radius: radius * scale, width: width * scale });
    }

    fn fill(&mut self, x: f32, y: f32, w: f32, h: f32, radius: f32) {
        let from = self.point(x, y);
        let rect = Rect::new(from.x, from.y, w * self.square.w, h * self.square.h);
        self.shape(Shape::Box { rect, radius: radius * self.square.w, feather: 0.0 });
    }

    fn polygon(&mut self, corners: [(f32, f32); 4]) {
        let corners = corners.map(|(x, y)| self.point(x, y));
        self.shape(Shape::Polygon(corners));
    }
}

/// The items that draw `icon` in `square`.
pub(super) fn icon(icon: Icon, square: Rect, color: Color) -> Vec<Item> {
    let mut pen = Pen { square, color, items: Vec::new() };
    match icon {
        Icon::Tick => pen.path(&[(0.14, 0.54), (0.40, 0.80), (0.88, 0.22)], 0.16),
        Icon::Diamond => pen.polygon([(0.5, 0.12), (0.88, 0.5), (0.5, 0.88), (0.12, 0.5)]),
        Icon::Arrow => {
            pen.stroke((0.10, 0.5), (0.84, 0.5), 0.13);
            pen.path(&[(0.56, 0.20), (0.88, 0.5), (0.56, 0.80)], 0.13);
        }
        Icon::Phone => {
            // A handset on the slant: two bold ends and the bow between them.
            pen.path(&[(0.24, 0.20), (0.30, 0.44), (0.56, 0.70), (0.80, 0.76)], 0.14);
            pen.stroke((0.20, 0.16), (0.34, 0.30), 0.22);
            pen.stroke((0.70, 0.66), (0.84, 0.80), 0.22);
        }
        Icon::Clock => {
            pen.ring((0.5, 0.5), 0.40, 0.10);
            pen.path(&[(0.5, 0.26), (0.5, 0.52), (0.67, 0.62)], 0.10);
        }
        Icon::Coin => {
            pen.ring((0.5, 0.5), 0.40, 0.10);
            // The letter of the đồng: a bowl, its stem and the bar across it.
            pen.ring((0.46, 0.57), 0.13, 0.08);
            pen.stroke((0.62, 0.24), (0.62, 0.72), 0.08);
            pen.stroke((0.52, 0.34), (0.72, 0.34), 0.07);
        }
        Icon::House => {
            pen.path(&[(0.08, 0.46), (0.5, 0.12), (0.92, 0.46)], 0.10);
            pen.stroke((0.20, 0.48), (0.20, 0.88), 0.10);
            pen.stroke((0.80, 0.48), (0.80, 0.88), 0.10);
            pen.stroke((0.10, 0.88), (0.90, 0.88), 0.10);
            pen.fill(0.42, 0.56, 0.16, 0.30, 0.02);
        }
        Icon::Pin => {
            pen.ring((0.5, 0.38), 0.25, 0.12);
            pen.stroke((0.26, 0.50), (0.5, 0.92), 0.11);
            pen.stroke((0.74, 0.50), (0.5, 0.92), 0.11);
        }
    }
    pen.items
}
