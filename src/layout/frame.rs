//! The frame most templates share: a band with the title, the ground, the foot.

use super::{
    block::{Align, Block, Style},
    desk::{Desk, Draft},
    furniture::{self, Foot},
    headline::{self, Room},
};
use crate::scene::{Point, Rect, Scene};

/// Title and room of a slide's pages, the same on all of them.
pub(super) struct Frame {
    title: Block,
    band: Rect,
    /// What is free between band and foot, within the margins.
    pub content: Rect,
}

impl Frame {
    /// A frame with `title` in the band.
    pub fn new(desk: &mut Desk, title: &str) -> Self {
        let area = desk.area();
        let margin = desk.margin();
        let (lines, height) = if desk.is_wide() { (2, 224.0) } else { (3, 330.0) };
        let room = Room {
            width: area.w - 2.0 * margin,
            height: desk.px(height).min(area.h * 0.3),
            most: desk.px(100.0),
            enough: desk.px(84.0),
            lines,
        };
        let title = headline::fit(title, room, Style::headline(1.0, desk.theme.on_band), desk.fonts);
        let pad = desk.px(38.0).min(area.h * 0.05);
        let band = Rect::new(0.0, 0.0, area.w, (title.height() + 2.0 * pad).max(desk.px(164.0).min(area.h * 0.3)));
        let air = desk.px(36.0).min(area.h * 0.04);
        let top = band.bottom() + air;
        let bottom = area.h - furniture::height(desk) - air;
        let content = Rect::new(margin, top, area.w - 2.0 * margin, (bottom - top).max(1.0));
        Self { title, band, content }
    }

    /// A page of it. The title is read on the first page only.
    pub fn page(&self, desk: &mut Desk, foot: &Foot) -> Draft {
        let mut draft = Draft::new(Scene::new(desk.canvas, desk.theme.paint(desk.canvas)));
        let area = desk.area();
        // The drum lies in the band; the ground of the page covers what reaches below it.
        draft.fill(self.band, desk.theme.band);
        let radius = self.band.h * 1.5;
        let center = Point::new(area.w - self.band.h * 0.62, self.band.h * 0.5);
        draft.drum(center, radius, desk.theme.on_band.at(0.07));
        let below = Rect::new(0.0, self.band.bottom(), area.w, area.h - self.band.bottom());
        draft.fill(below, desk.theme.paint(desk.canvas));
        let line = Rect::new(0.0, self.band.bottom() - desk.px(6.0), area.w, desk.px(6.0));
        draft.fill(line, desk.theme.on_band.at(0.22));
        let title = self.title.centered(Rect { x: self.content.x, w: self.content.w, ..self.band }, Align::Left);
        if foot.page.0 == 0 {
            draft.text(title)
        } else {
            draft.repeat(title)
        }
        furniture::foot(desk, &mut draft, foot);
        draft
    }
}
