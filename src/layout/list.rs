//! A list set as large as is worth its pages.

use std::ops::Range;

use super::{
    flow,
    layout_context::{LayoutContext, PageBuilder},
    row::{ListStyle, Row},
};
use crate::scene::Rect;

/// Em sizes tried for text to be read, pixels of a canvas 1080 high: from 32′ of arc at 5 m on a 43″ screen down to 22′,
/// below which nothing that must be read is set there (docs/legibility.md §2).
const SIZES: [f32; 5] = [128.0, 112.0, 104.0, 96.0, READ];
/// Em size whose capitals are 22′ high at 5 m on a 43″ screen, pixels of a canvas 1080 high.
pub(super) const READ: f32 = 88.0;

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
    /// The condensed face is taken where it saves a page.
    pub condenses: bool,
}

/// Rows set, page by page.
pub(super) struct List {
    /// At least one row each; none if there are no rows.
    pub pages: Vec<RowsPage>,
    spread: Spread,
}

/// The rows of one page.
pub(super) struct RowsPage {
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
    /// A row is taller than the room.
    overflows: bool,
}

impl List {
    /// The rows that `make` sets in a style and text width (pixels), in an area `width` by `room`. All pages are in one
    /// size: the largest at which nothing is torn, and that makes no more pages and no more lines than the smallest does.
    /// What even the smallest would tear, such as a long address, is set in the condensed face.
    pub fn set(
        cx: &mut LayoutContext,
        width: f32,
        room: f32,
        spread: Spread,
        mut make: impl FnMut(&mut LayoutContext, &ListStyle, f32) -> Vec<Row>,
    ) -> Self {
        let sizes = SIZES.iter().map(|size| (*size, false)).chain([(READ, true)]);
        let mut sets: Vec<SizedRows> = sizes
            .map(|(size, condensed)| SizedRows::at_size(cx, size, condensed, width, room, spread, &mut make))
            .collect();
        let cost = |set: &SizedRows| {
            let condensed = set.look.is_condensed;
            (set.torn, condensed && !spread.condenses, set.pages.len(), condensed, set.line_count())
        };
        let costs: Vec<_> = sets.iter().map(cost).collect();
        // Of equal ones the first, which is the largest.
        let chosen = (0..sets.len()).min_by_key(|at| costs[*at]).unwrap_or(0);
        let mut size = READ;
        // Where not even one line has room, on a canvas that no screen has, being whole comes before being legible.
        while sets[chosen].overflows && size > 2.0 {
            size *= 0.85;
            sets[chosen] = SizedRows::at_size(cx, size, false, width, room, spread, &mut make);
        }
        let chosen = &sets[chosen];
        let pages = chosen.pages.iter().map(|range| chosen.sheet(range.clone())).collect();
        Self { pages, spread }
    }

    /// Draws one page of the list in `area`.
    pub fn draw(&self, page: usize, cx: &mut LayoutContext, builder: &mut PageBuilder, area: Rect) {
        let Some(RowsPage { look, rows, indent }) = self.pages.get(page) else { return };
        let pad = self.spread.card.unwrap_or(0.0) * look.size;
        let heights: Vec<f32> = rows.iter().map(|row| row.height(look) + 2.0 * pad).collect();
        let least = self.spread.gap * look.size;
        let tall: f32 = heights.iter().sum::<f32>() + least * (rows.len().saturating_sub(1)) as f32;
        let spare = (area.h - tall).max(0.0);
        // Room left over goes between the rows first, up to a point, and then above and below.
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
        is_condensed: bool,
        width: f32,
        room: f32,
        spread: Spread,
        make: &mut impl FnMut(&mut LayoutContext, &ListStyle, f32) -> Vec<Row>,
    ) -> Self {
        let look = ListStyle {
            size: cx.px(size),
            is_condensed,
            // A tall canvas has no width to spare.
            disc: if cx.is_wide() { 1.52 } else { 1.18 },
            accent: cx.theme.accent,
            on_accent: cx.theme.on_accent,
        };
        let pad = spread.card.unwrap_or(0.0) * look.size;
        let inset = if spread.card.is_some() { CARD_INSET * look.size } else { 0.0 };
        // The widest mark is not known before the rows are made; a first making tells.
        let marks = make(cx, &look, width);
        let indent = marks.iter().map(|row| look.column(row.mark)).fold(0.0, f32::max) + inset;
        let entries = make(cx, &look, (width - indent - pad).max(look.size));
        let torn = entries.iter().any(Row::is_torn);
        let rows: Vec<Row> = entries.into_iter().flat_map(|row| row.parts(room - 2.0 * pad, &look)).collect();
        let heights: Vec<f32> = rows.iter().map(|row| row.height(&look) + 2.0 * pad).collect();
        let pages = flow::paginate(&heights, spread.gap * look.size, room, spread.most);
        let overflows = heights.iter().any(|height| *height > room + 0.5);
        Self { look, rows, indent, pages, torn, overflows }
    }

    fn line_count(&self) -> usize {
        self.rows.iter().map(Row::line_count).sum()
    }

    fn sheet(&self, range: Range<usize>) -> RowsPage {
        RowsPage { look: self.look, rows: self.rows[range].to_vec(), indent: self.indent }
    }
}
