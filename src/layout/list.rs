//! A list set as large as is worth its pages.

use std::ops::Range;

use super::{
    flow,
    layout_context::{LayoutContext, PageBuilder},
    row::{ListStyle, Row},
};
use crate::scene::Rect;

/// Em sizes tried for text to be read, pixels of a canvas 1080 high: 22′ of arc at 5 m on a 43″ screen, down to the
/// least that is allowed there, 16′ (docs/legibility.md §2).
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

/// Rows set, page by page.
pub(super) struct List {
    /// At least one row each; none if there are no rows.
    pub pages: Vec<ListPage>,
    spread: Spread,
}

/// The rows of one page.
pub(super) struct ListPage {
    pub look: ListStyle,
    pub rows: Vec<Row>,
    indent: f32,
}

/// All rows in one size.
struct SizedRows {
    look: ListStyle,
    rows: Vec<Row>,
    indent: f32,
    pages: Vec<Range<usize>>,
    /// Something is torn that should be whole.
    torn: bool,
    /// A row had to be parted, so that rows are no longer entries.
    parted: bool,
    /// A row is taller than the room.
    overflows: bool,
}

impl List {
    /// The rows that `make` sets at a size (pixels) and text width (pixels), in an area `width` by `room`. Beginning
    /// with the largest size, smaller ones are taken where they save enough pages; a page that has room to spare is then
    /// set larger again.
    pub fn set(
        cx: &mut LayoutContext,
        width: f32,
        room: f32,
        spread: Spread,
        mut make: impl FnMut(&mut LayoutContext, &ListStyle, f32) -> Vec<Row>,
    ) -> Self {
        let mut sets: Vec<SizedRows> =
            SIZES.iter().map(|size| SizedRows::at_size(cx, *size, width, room, spread, &mut make)).collect();
        let cost = |(size, set): (&f32, &SizedRows)| {
            let torn = if set.torn { TORN } else { 0.0 };
            set.pages.len() as f32 * spread.worth + SIZES[0] - size + torn
        };
        let costs: Vec<f32> = SIZES.iter().zip(&sets).map(cost).collect();
        let least = costs.iter().copied().fold(f32::INFINITY, f32::min);
        let chosen = costs.iter().position(|cost| *cost <= least).unwrap_or(0);
        let mut size = SIZES[SIZES.len() - 1];
        // Where not even one line has room, on a canvas that no screen has, being whole comes before being legible.
        while sets[chosen].overflows && size > 2.0 {
            size *= 0.85;
            sets[chosen] = SizedRows::at_size(cx, size, width, room, spread, &mut make);
        }
        let pages = (0..sets[chosen].pages.len())
            .map(|page| {
                let range = sets[chosen].pages[page].clone();
                let larger = sets[..chosen].iter().find(|set| !sets[chosen].parted && set.holds(&range, spread, room));
                larger.unwrap_or(&sets[chosen]).sheet(range)
            })
            .collect();
        Self { pages, spread }
    }

    /// Draws one page of the list in `area`.
    pub fn draw(&self, page: usize, cx: &mut LayoutContext, builder: &mut PageBuilder, area: Rect) {
        let Some(ListPage { look, rows, indent }) = self.pages.get(page) else { return };
        let pad = self.spread.card.unwrap_or(0.0) * look.size;
        let heights: Vec<f32> = rows.iter().map(|row| row.height(look) + 2.0 * pad).collect();
        let least = self.spread.gap * look.size;
        let tall: f32 = heights.iter().sum::<f32>() + least * (rows.len().saturating_sub(1)) as f32;
        let spare = (area.h - tall).max(0.0);
        // HeadlineRoom left over goes between the rows first, up to a point, and then above and below.
        let most = if self.spread.card.is_some() { 0.25 } else { 0.75 } * look.size;
        let more = (spare / (rows.len() as f32 + 1.0)).min(most);
        let gap = least + more;
        let mut y = area.y + ((area.h - tall - more * (rows.len().saturating_sub(1)) as f32) / 2.0).max(0.0);
        for (at, (row, height)) in rows.iter().zip(&heights).enumerate() {
            if at > 0 && self.spread.rules {
                let line = Rect::new(area.x, y - gap / 2.0 - cx.px(1.0), area.w, cx.px(2.0).max(1.0));
                builder.fill(line, cx.theme.rule);
            }
            if self.spread.card.is_some() {
                let card = Rect::new(area.x, y, area.w, *height);
                let radius = cx.px(14.0);
                builder.shadow(card, radius, cx.px(14.0), 0.10);
                builder.round(card, radius, cx.theme.card);
                let bar = Rect::new(area.x, y, cx.px(18.0), *height);
                builder.round(bar, cx.px(9.0).min(radius), look.accent);
                let inset = CARD_INSET * look.size;
                row.draw(cx, builder, look, area.x + inset, y + pad, indent - inset);
            } else {
                row.draw(cx, builder, look, area.x, y, *indent);
            }
            y += height + gap;
        }
    }

    /// The rows of a page.
    pub fn rows_on(&self, page: usize) -> &[Row] {
        self.pages.get(page).map_or(&[], |sheet| &sheet.rows)
    }
}

/// Space left of a card's text, its bar included, em.
const CARD_INSET: f32 = 0.55;

impl SizedRows {
    fn at_size(
        cx: &mut LayoutContext,
        size: f32,
        width: f32,
        room: f32,
        spread: Spread,
        make: &mut impl FnMut(&mut LayoutContext, &ListStyle, f32) -> Vec<Row>,
    ) -> Self {
        let look = ListStyle { size: cx.px(size), accent: cx.theme.accent, on_accent: cx.theme.on_accent };
        let pad = spread.card.unwrap_or(0.0) * look.size;
        let inset = if spread.card.is_some() { CARD_INSET * look.size } else { 0.0 };
        // The widest mark is not known before the rows are made; a first making tells.
        let marks = make(cx, &look, width);
        let indent = marks.iter().map(|row| look.column(row.mark)).fold(0.0, f32::max) + inset;
        let entries = make(cx, &look, (width - indent - pad).max(look.size));
        let torn = entries.iter().any(Row::is_torn);
        let count = entries.len();
        let rows: Vec<Row> = entries.into_iter().flat_map(|row| row.parts(room - 2.0 * pad, &look)).collect();
        let heights: Vec<f32> = rows.iter().map(|row| row.height(&look) + 2.0 * pad).collect();
        let pages = flow::paginate(&heights, spread.gap * look.size, room, spread.most);
        let overflows = heights.iter().any(|height| *height > room + 0.5);
        Self { look, parted: rows.len() != count, rows, indent, pages, torn, overflows }
    }

    /// Whether the rows of `range` have room on one page at this size.
    fn holds(&self, range: &Range<usize>, spread: Spread, room: f32) -> bool {
        let pad = spread.card.unwrap_or(0.0) * self.look.size;
        let rows = self.rows.get(range.clone()).unwrap_or_default();
        let tall: f32 = rows.iter().map(|row| row.height(&self.look) + 2.0 * pad).sum();
        let gaps = spread.gap * self.look.size * rows.len().saturating_sub(1) as f32;
        !self.parted && tall + gaps <= room && !rows.iter().any(Row::is_torn)
    }

    fn sheet(&self, range: Range<usize>) -> ListPage {
        ListPage { look: self.look, rows: self.rows[range].to_vec(), indent: self.indent }
    }
}
