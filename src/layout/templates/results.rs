//! One-stop figures: large numbers, with a bar where a number is part of a whole.

use super::page_label;
use crate::{
    layout::{
        block::{Align, Block, Style},
        desk::{Desk, Draft},
        flow,
        frame::Frame,
        furniture::{self, Foot},
    },
    model::{Figure, Results},
    scene::{Face, Rect, Role},
};

pub(super) fn pages(results: &Results, desk: &mut Desk) -> Vec<Draft> {
    let frame = Frame::new(desk, &results.title);
    let date = results.as_of;
    let as_of = format!("Số liệu đến ngày {}/{}/{}", date.day(), date.month(), date.year());
    let line = Block::one_line(
        &as_of,
        frame.content.w,
        0.5,
        Style::furniture(desk.px(furniture::SIZE + 4.0), desk.theme.accent),
        desk.fonts,
    );
    let line_h = line.height() + desk.px(24.0);
    let room = Rect { y: frame.content.y + line_h, h: (frame.content.h - line_h).max(1.0), ..frame.content };
    let columns = if desk.is_wide() { 2 } else { 1 };
    let gap = desk.px(32.0);
    let width = (room.w - gap * (columns - 1) as f32) / columns as f32;
    let tiles: Vec<Tile> = results.figures.iter().map(|figure| Tile::new(figure, width, room.h, desk)).collect();
    let rows: Vec<&[Tile]> = tiles.chunks(columns).collect();
    let heights: Vec<f32> = rows.iter().map(|row| row.iter().map(|tile| tile.height).fold(0.0, f32::max)).collect();
    let pages = flow::paginate(&heights, gap, room.h, 3);
    let count = pages.len().max(1);
    (0..count)
        .map(|page| {
            let hotline = Some(desk.context.unit.hotline.clone());
            let foot = Foot { label: page_label(page, count), hotline, page: (page, count) };
            let mut draft = frame.page(desk, &foot);
            let said = line.at(room.x, frame.content.y, room.w, Align::Left);
            draft.text(said);
            let Some(range) = pages.get(page) else { return draft };
            let tall: f32 = heights[range.clone()].iter().sum::<f32>() + gap * (range.len() - 1) as f32;
            let stretch = ((room.h - tall) / range.len() as f32).clamp(0.0, desk.px(120.0));
            let mut y = room.y;
            for at in range.clone() {
                let height = heights[at] + stretch;
                for (column, tile) in rows[at].iter().enumerate() {
                    // A last figure without a neighbour has the whole width.
                    let alone = rows[at].len() < columns;
                    let w = if alone { room.w } else { width };
                    let card = Rect::new(room.x + column as f32 * (width + gap), y, w, height);
                    tile.draw(card, desk, &mut draft);
                }
                y += height + gap;
            }
            draft
        })
        .collect()
}

/// One figure on its card.
struct Tile {
    number: Block,
    label: Block,
    /// Share of the whole, 0 to 1.
    share: Option<f32>,
    height: f32,
    pad: f32,
    bar: f32,
}

impl Tile {
    fn new(figure: &Figure, width: f32, room: f32, desk: &mut Desk) -> Self {
        let (pad, bar) = (desk.px(36.0).min(width * 0.08), desk.px(30.0));
        let inner = width - 2.0 * pad;
        let number_style = Style::headline(desk.px(150.0), desk.theme.headline).role(Role::Body);
        let words = match figure.of {
            Some(whole) => format!("{}/{}", grouped(figure.value), grouped(whole)),
            None => grouped(figure.value),
        };
        let number = Block::one_line(&words, inner, 0.1, number_style, desk.fonts);
        let share = figure.of.filter(|whole| *whole > 0).map(|whole| (figure.value as f32 / whole as f32).min(1.0));
        let mut size = 76.0;
        loop {
            let style = Style::body(desk.px(size), desk.theme.on_card);
            let label = Block::filled(&figure.label, inner, style, desk.fonts);
            let bar_h = if share.is_some() { bar + desk.px(28.0) } else { 0.0 };
            let height = 2.0 * pad + number.height() + desk.px(26.0) + bar_h + label.height();
            if height <= room || size < 4.0 {
                return Self { number, label, share, height, pad, bar };
            }
            size *= 0.9;
        }
    }

    fn draw(&self, card: Rect, desk: &mut Desk, draft: &mut Draft) {
        let radius = desk.px(18.0);
        draft.shadow(card, radius, desk.px(16.0), 0.10);
        draft.round(card, radius, desk.theme.card);
        let inner = card.inset(self.pad);
        let mut y = inner.y + ((card.h - self.height) / 2.0).max(0.0);
        draft.text(self.number.at(inner.x, y, inner.w, Align::Left));
        if let Some(share) = self.share {
            let style = Style::body(desk.px(76.0), desk.theme.accent).face(Face::Bold);
            let percent = Block::of(vec![format!("{}%", (share * 100.0).floor() as u32)], style, desk.fonts);
            if self.number.width() + percent.width() + desk.px(40.0) <= inner.w {
                let baseline = y + self.number.ascent();
                draft.text(percent.on_baseline(inner.x, baseline, inner.w, Align::Right));
            }
        }
        y += self.number.height() + desk.px(26.0);
        if let Some(share) = self.share {
            let track = Rect::new(inner.x, y, inner.w, self.bar);
            draft.round(track, self.bar / 2.0, desk.theme.rule);
            let filled = Rect { w: (track.w * share).max(self.bar.min(track.w)), ..track };
            if share > 0.0 {
                draft.round(filled, self.bar / 2.0, desk.theme.accent);
            }
            y += self.bar + desk.px(28.0);
        }
        draft.text(self.label.at(inner.x, y, inner.w, Align::Left));
    }
}

/// 12.345, as numbers are written in Vietnamese.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push('.');
        }
        words.push(digit);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_dots() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1.000", "1.234.567"]);
    }
}
