//! A list set as large as is worth its pages.

use std::ops::Range;

use super::{
    desk::{Desk, Draft},
    flow,
    row::{Look, Row},
};
use crate::scene::Rect;

/// Em sizes tried for text to be read, pixels of a canvas 1080 high: 22′ of arc at 5 m on a 43″ screen, down to the
/// least that is allowed there, 16′ (domain §5.1).
const SIZES: [f32; 5] = [88.0, 82.0, 76.0, 70.0, 64.0];
/// So many pixels of size are given up to keep an address or a number and its unit whole.
const TORN: f32 = 40.0;

/// How a list is spread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    /// Least space between rows, em.
    pub gap: f32,
    /// Space a card leaves round its text, em; none draws no card.
    pub card: Option<f32>,
    /// Hairlines between rows.
    pub rules: bool,
    /// Most rows on one page.
    pub most: usize,
    /// So many pixels of size, on a canvas 1080 high, are given up to save a page.
    pub worth: f32,
}

/// Rows set, and which stand on which page.
pub(super) struct List {
    pub look: Look,
    pub pages: Vec<Range<usize>>,
    rows: Vec<Row>,
    spread: Spread,
    indent: f32,
    torn: bool,
    overflows: bool,
}

impl List {
    /// The rows that `make` sets at a size (pixels) and text width (pixels), in an area `width` by `room`. Beginning
    /// with the largest size, smaller ones are taken where they save enough pages.
    pub fn set(
        desk: &mut Desk,
        width: f32,
        room: f32,
        spread: Spread,
        mut make: impl FnMut(&mut Desk, &Look, f32) -> Vec<Row>,
    ) -> Self {
        let mut best: Option<(f32, Self)> = None;
        for size in SIZES {
            let list = Self::at_size(desk, size, width, room, spread, &mut make);
            let torn = if list.torn { TORN } else { 0.0 };
            let cost = list.pages.len() as f32 * spread.worth + SIZES[0] - size + torn;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, list));
            }
        }
        let mut size = SIZES[SIZES.len() - 1];
        let mut list = best.map_or_else(|| Self::at_size(desk, size, width, room, spread, &mut make), |(_, list)| list);
        // Where not even one line has room, on a canvas that no screen has, being whole comes before being legible.
        while list.overflows && size > 2.0 {
            size *= 0.85;
            list = Self::at_size(desk, size, width, room, spread, &mut make);
        }
        list
    }

    fn at_size(
        desk: &mut Desk,
        size: f32,
        width: f32,
        room: f32,
        spread: Spread,
        make: &mut impl FnMut(&mut Desk, &Look, f32) -> Vec<Row>,
    ) -> Self {
        let look = Look { size: desk.px(size), accent: desk.theme.accent, on_accent: desk.theme.on_accent };
        let pad = spread.card.unwrap_or(0.0) * look.size;
        let bar = if spread.card.is_some() { 0.55 * look.size } else { 0.0 };
        // The widest mark is not known before the rows are made; a first making tells.
        let marks = make(desk, &look, width);
        let indent = marks.iter().map(|row| look.column(row.mark)).fold(0.0, f32::max) + bar;
        let rows = make(desk, &look, (width - indent - pad).max(look.size));
        let torn = rows.iter().any(Row::is_torn);
        let rows: Vec<Row> = rows.into_iter().flat_map(|row| row.parts(room - 2.0 * pad, &look)).collect();
        let heights: Vec<f32> = rows.iter().map(|row| row.height(&look) + 2.0 * pad).collect();
        let pages = flow::paginate(&heights, spread.gap * look.size, room, spread.most);
        let overflows = heights.iter().any(|height| *height > room + 0.5);
        Self { look, pages, rows, spread, indent, torn, overflows }
    }

    /// Draws one page of the list in `area`.
    pub fn draw(&self, page: usize, desk: &mut Desk, draft: &mut Draft, area: Rect) {
        let Some(range) = self.pages.get(page) else { return };
        let rows = &self.rows[range.clone()];
        let pad = self.spread.card.unwrap_or(0.0) * self.look.size;
        let heights: Vec<f32> = rows.iter().map(|row| row.height(&self.look) + 2.0 * pad).collect();
        let least = self.spread.gap * self.look.size;
        let tall: f32 = heights.iter().sum::<f32>() + least * (rows.len().saturating_sub(1)) as f32;
        let spare = (area.h - tall).max(0.0);
        // Room left over goes between the rows first, up to a point, and then above and below.
        let most = if self.spread.card.is_some() { 0.25 } else { 0.75 } * self.look.size;
        let more = (spare / (rows.len() as f32 + 1.0)).min(most);
        let gap = least + more;
        let mut y = area.y + ((area.h - tall - more * (rows.len().saturating_sub(1)) as f32) / 2.0).max(0.0);
        for (at, (row, height)) in rows.iter().zip(&heights).enumerate() {
            if at > 0 && self.spread.rules {
                let line = Rect::new(area.x, y - gap / 2.0 - desk.px(1.0), area.w, desk.px(2.0).max(1.0));
                draft.fill(line, desk.theme.rule);
            }
            let mut x = area.x;
            if self.spread.card.is_some() {
                let card = Rect::new(area.x, y, area.w, *height);
                let radius = desk.px(14.0);
                draft.shadow(card, radius, desk.px(14.0), 0.10);
                draft.round(card, radius, desk.theme.card);
                let bar = Rect::new(area.x, y, desk.px(18.0), *height);
                draft.round(bar, desk.px(9.0).min(radius), self.look.accent);
                x += 0.55 * self.look.size;
                row.draw(desk, draft, &self.look, x, y + pad, self.indent - 0.55 * self.look.size);
            } else {
                row.draw(desk, draft, &self.look, x, y, self.indent);
            }
            y += height + gap;
        }
    }

    /// The row of a page that stands first, counted from 0, and how many there are on it.
    pub fn rows_on(&self, page: usize) -> &[Row] {
        self.pages.get(page).map_or(&[], |range| &self.rows[range.clone()])
    }
}
