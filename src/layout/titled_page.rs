//! The page most templates share: a bar with the title, the ground, the footer.

use super::{
    block::{Align, Block, TextStyle},
    chrome::{self, Footer},
    headline::{self, HeadlineRoom},
    layout_context::{LayoutContext, PageBuilder},
    list::READ,
};
use crate::{
    model::FieldPath,
    scene::{Point, Rect, Scene},
};

/// Title and room of a slide's pages, the same on all of them.
pub(super) struct TitledPage {
    title: Block,
    title_bar: Rect,
    /// What is free between title bar and footer, within the margins.
    pub content: Rect,
}

impl TitledPage {
    /// Pages with `title`, the words of that field, in the title bar.
    pub fn new(cx: &mut LayoutContext, field: &'static str, title: &str) -> Self {
        let area = cx.area();
        let margin = cx.margin();
        let (lines, height) = if cx.is_wide() { (2, 224.0) } else { (3, 330.0) };
        let room = HeadlineRoom {
            width: area.w - 2.0 * margin,
            height: cx.px(height).min(area.h * 0.3),
            most: cx.px(100.0),
            enough: cx.px(READ),
            read: cx.px(READ),
            lines,
            // What a title takes is taken from the text of every page.
            line: if cx.is_wide() { 0.80 } else { 0.86 },
            condensed: 0.86,
        };
        let title = headline::fit(
            title,
            room,
            TextStyle::headline(1.0, cx.theme.on_title_bar).field(FieldPath::of(field)),
            cx.fonts,
        );
        let pad = cx.px(38.0).min(area.h * 0.05);
        let title_bar = Rect::new(0.0, 0.0, area.w, (title.height() + 2.0 * pad).max(cx.px(164.0).min(area.h * 0.3)));
        let air = cx.px(30.0).min(area.h * 0.04);
        let top = title_bar.bottom() + air;
        let bottom = area.h - chrome::height(cx) - air;
        let content = Rect::new(margin, top, area.w - 2.0 * margin, (bottom - top).max(1.0));
        Self { title, title_bar, content }
    }

    /// A page of it. The title is read on the first page only.
    pub fn page(&self, cx: &mut LayoutContext, footer: &Footer) -> PageBuilder {
        let mut builder = PageBuilder::new(Scene::new(cx.canvas, cx.theme.paint(cx.canvas)));
        let area = cx.area();
        // The drum lies in the title bar; the ground of the page covers what reaches below it.
        builder.fill(self.title_bar, cx.theme.title_bar);
        let radius = self.title_bar.h * 1.5;
        let center = Point::new(area.w - self.title_bar.h * 0.62, self.title_bar.h * 0.5);
        builder.drum(center, radius, cx.theme.on_title_bar.at(0.07));
        let below = Rect::new(0.0, self.title_bar.bottom(), area.w, area.h - self.title_bar.bottom());
        builder.fill(below, cx.theme.paint(cx.canvas));
        let line = Rect::new(0.0, self.title_bar.bottom() - cx.px(6.0), area.w, cx.px(6.0));
        builder.fill(line, cx.theme.on_title_bar.at(0.22));
        let title = self.title.centered(Rect { x: self.content.x, w: self.content.w, ..self.title_bar }, Align::Left);
        if footer.page.0 == 0 {
            builder.text(title)
        } else {
            builder.repeat(title)
        }
        chrome::footer(cx, &mut builder, footer);
        builder
    }
}
