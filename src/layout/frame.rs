//! The frame most templates share: a status bar with the title, the ground, the foot.

use super::{
    block::{Align, Block, Style},
    chrome::{self, Footer},
    headline::{self, Room},
    layout_context::{LayoutContext, PageBuilder},
};
use crate::scene::{Point, Rect, Scene};

/// Title and room of a slide's pages, the same on all of them.
pub(super) struct Frame {
    title: Block,
    status_bar: Rect,
    /// What is free between status bar and foot, within the margins.
    pub content: Rect,
}

impl Frame {
    /// A frame with `title` in the status bar.
    pub fn new(cx: &mut LayoutContext, title: &str) -> Self {
        let area = cx.area();
        let margin = cx.margin();
        let (lines, height) = if cx.is_wide() { (2, 224.0) } else { (3, 330.0) };
        let room = Room {
            width: area.w - 2.0 * margin,
            height: cx.px(height).min(area.h * 0.3),
            most: cx.px(100.0),
            enough: cx.px(84.0),
            lines,
        };
        let title = headline::fit(title, room, Style::headline(1.0, cx.theme.on_band), cx.fonts);
        let pad = cx.px(38.0).min(area.h * 0.05);
        let status_bar = Rect::new(0.0, 0.0, area.w, (title.height() + 2.0 * pad).max(cx.px(164.0).min(area.h * 0.3)));
        let air = cx.px(36.0).min(area.h * 0.04);
        let top = status_bar.bottom() + air;
        let bottom = area.h - chrome::height(cx) - air;
        let content = Rect::new(margin, top, area.w - 2.0 * margin, (bottom - top).max(1.0));
        Self { title, status_bar, content }
    }

    /// A page of it. The title is read on the first page only.
    pub fn page(&self, cx: &mut LayoutContext, footer: &Footer) -> PageBuilder {
        let mut builder = PageBuilder::new(Scene::new(cx.canvas, cx.theme.paint(cx.canvas)));
        let area = cx.area();
        // The drum lies in the status bar; the ground of the page covers what reaches below it.
        builder.fill(self.status_bar, cx.theme.status_bar);
        let radius = self.status_bar.h * 1.5;
        let center = Point::new(area.w - self.status_bar.h * 0.62, self.status_bar.h * 0.5);
        builder.drum(center, radius, cx.theme.on_band.at(0.07));
        let below = Rect::new(0.0, self.status_bar.bottom(), area.w, area.h - self.status_bar.bottom());
        builder.fill(below, cx.theme.paint(cx.canvas));
        let line = Rect::new(0.0, self.status_bar.bottom() - cx.px(6.0), area.w, cx.px(6.0));
        builder.fill(line, cx.theme.on_band.at(0.22));
        let title = self.title.centered(Rect { x: self.content.x, w: self.content.w, ..self.status_bar }, Align::Left);
        if footer.page.0 == 0 {
            builder.text(title)
        } else {
            builder.repeat(title)
        }
        chrome::footer(cx, &mut builder, footer);
        builder
    }
}
