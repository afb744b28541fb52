//! One page as plain data: what to draw, where. No GPU, clock or file in it.
//!
//! Rules: coordinates are pixels of the scene's canvas from its top left corner; colours are sRGB with straight alpha;
//! shapes and pictures are drawn in the order of `items`, and all text lies on top of them.

mod color;
mod dump;
mod geometry;
mod item;
mod scaled;

pub use color::{Color, Paint};
pub use geometry::{Point, Rect};
pub use item::{Face, Item, PictureItem, Shape, Text, TextLine, TextRole};

use crate::model::Size;

/// One page, ready to be composed.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The canvas.
    pub size: Size,
    /// What covers the whole canvas before anything else is drawn.
    pub ground: Paint,
    /// What lies on it, back to front.
    pub items: Vec<Item>,
}

impl Scene {
    /// An empty page.
    pub fn new(size: Size, ground: Paint) -> Self {
        Self { size, ground, items: Vec::new() }
    }

    /// This page with `foot` below it, on one canvas of both their heights.
    pub fn above(mut self, foot: Self) -> Self {
        let down = self.size.height as f32;
        let area = Rect::new(0.0, down, foot.size.width as f32, foot.size.height as f32);
        let ground = Shape::Box { rect: area, radius: 0.0, feather: 0.0 };
        self.items.push(Item::Shape { shape: ground, paint: foot.ground.lowered(down) });
        self.items.extend(foot.items.into_iter().map(|item| item.lowered(down)));
        self.size.height += foot.size.height;
        self
    }

    /// All blocks of text, in order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
    }

    /// All pictures, back to front.
    pub fn pictures(&self) -> impl Iterator<Item = &PictureItem> {
        self.items.iter().filter_map(|item| match item {
            Item::Picture(picture) => Some(picture),
            _ => None,
        })
    }
}
