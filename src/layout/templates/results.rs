//! One-stop figures: large numbers, with a bar where a number is part of a whole.

use super::page_label;
use crate::{
    layout::{
        block::{Align, Block, TextStyle},
        chrome::{self, Footer},
        flow,
        layout_context::{LayoutContext, PageBuilder},
        list::READ,
        titled_page::TitledPage,
    },
    model::{FieldPath, Figure, Results},
    scene::{Face, Rect, TextRole},
};

pub(super) fn pages(results: &Results, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "title", &results.title);
    let date = results.as_of;
    let as_of = format!("Số liệu đến ngày {}/{}/{}", date.day(), date.month(), date.year());
    let style = TextStyle::chrome(cx.px(chrome::SIZE + 4.0), cx.theme.accent);
    let line = Block::one_line(&as_of, frame.content.w, 0.5, style, cx.fonts);
    let line_h = line.height() + cx.px(14.0);
    let room = Rect { y: frame.content.y + line_h, h: (frame.content.h - line_h).max(1.0), ..frame.content };
    let gap = cx.px(16.0);
    let tiles: Vec<FigureCard> =
        results.figures.iter().enumerate().map(|(at, figure)| FigureCard::new(at, figure, room, cx)).collect();
    let heights: Vec<f32> = tiles.iter().map(|tile| tile.height).collect();
    let pages = flow::paginate(&heights, gap, room.h, 4);
    let count = pages.len().max(1);
    cx.made_of(count)
        .map(|page| {
            let hotline = Some(cx.context.unit.hotline.clone());
            let footer = Footer { label: page_label(page, count), hotline, page: (page, count) };
            let mut builder = frame.page(cx, &footer);
            builder.text(line.at(room.x, frame.content.y, room.w, Align::Left));
            let Some(range) = pages.get(page) else { return builder };
            let tall: f32 = heights[range.clone()].iter().sum::<f32>() + gap * (range.len() - 1) as f32;
            let stretch = ((room.h - tall) / range.len() as f32).clamp(0.0, cx.px(70.0));
            let mut y = room.y;
            for tile in &tiles[range.clone()] {
                let card = Rect::new(room.x, y, room.w, tile.height + stretch);
                tile.draw(card, cx, &mut builder);
                y += card.h + gap;
            }
            builder
        })
        .collect()
}

/// One figure on its card: the number beside its label on a wide canvas, above it on a tall one.
struct FigureCard {
    number: Block,
    label: Block,
    percent: Option<Block>,
    /// Share of the whole, 0 to 1.
    share: Option<f32>,
    /// Pixels kept for the number, left of the label; none where it stands above.
    column: Option<f32>,
    height: f32,
    pad: f32,
    bar: f32,
    gap: f32,
}

impl FigureCard {
    fn new(at: usize, figure: &Figure, room: Rect, cx: &mut LayoutContext) -> Self {
        let (pad, bar, gap) = (cx.px(16.0).min(room.w * 0.06), cx.px(28.0), cx.px(22.0));
        let inner = room.w - 2.0 * pad;
        let field = FieldPath::entry("figure", at);
        let column = cx.is_wide().then_some(inner * 0.33);
        let number_style =
            TextStyle::headline(cx.px(128.0), cx.theme.headline).role(TextRole::Body).field(field.part("value"));
        let words = match figure.of {
            Some(whole) => format!("{}/{}", grouped(figure.value), grouped(whole)),
            None => grouped(figure.value),
        };
        let wide = column.map_or(inner, |column| column * 0.92);
        let mut number = Block::one_line(&words, wide, 0.1, number_style, cx.fonts);
        if number.style.size < cx.px(READ) {
            number = Block::one_line_as_high(&words, wide, 0.1, number_style.sized(cx.px(READ)), cx.fonts);
        }
        let share = figure.of.filter(|whole| *whole > 0).map(|whole| (figure.value as f32 / whole as f32).min(1.0));
        let percent = share.map(|share| {
            let style = TextStyle::body(cx.px(READ), cx.theme.accent).face(Face::Bold);
            Block::of(vec![format!("{}%", (share * 100.0).floor() as u32)], style, cx.fonts)
        });
        let width = (inner - column.unwrap_or(0.0)).max(1.0);
        let style =
            TextStyle { pitch: 1.22, ..TextStyle::body(cx.px(READ), cx.theme.on_card).field(field.part("label")) };
        let few_lines = if share.is_some() { 1 } else { 2 };
        let mut label = Block::filled(&figure.label, width, style, cx.fonts);
        if label.line_count() > few_lines {
            let condensed = Block::filled(&figure.label, width, style.condensed(), cx.fonts);
            if condensed.line_count() < label.line_count() {
                label = condensed;
            }
        }
        let mut size = READ;
        loop {
            let bar_h = percent.as_ref().map_or(0.0, |percent| percent.height().max(bar) + gap * 0.4);
            let text = label.height() + bar_h;
            let height =
                2.0 * pad + if column.is_some() { text.max(number.height()) } else { text + number.height() + gap };
            if height <= room.h || size < 4.0 {
                return Self { number, label, percent, share, column, height, pad, bar, gap };
            }
            // Below what can be read from 5 m only where not even one figure has room.
            size *= 0.92;
            label = Block::filled(&figure.label, width, style.sized(cx.px(size)), cx.fonts);
        }
    }

    fn draw(&self, card: Rect, cx: &mut LayoutContext, builder: &mut PageBuilder) {
        let radius = cx.px(18.0);
        builder.shadow(card, radius, cx.px(16.0), 0.10);
        builder.round(card, radius, cx.theme.card);
        let inner = Rect { x: card.x + self.pad, w: card.w - 2.0 * self.pad, ..card };
        let bar_h = self.percent.as_ref().map_or(0.0, |percent| percent.height().max(self.bar) + self.gap * 0.4);
        let text_h = self.label.height() + bar_h;
        let (text, mut y);
        if let Some(column) = self.column {
            builder.text(self.number.centered(Rect { w: column, ..inner }, Align::Left));
            text = Rect { x: inner.x + column, w: inner.w - column, ..inner };
            y = card.y + (card.h - text_h) / 2.0;
        } else {
            let top = card.y + (card.h - text_h - self.gap - self.number.height()) / 2.0;
            builder.text(self.number.at(inner.x, top, inner.w, Align::Left));
            text = inner;
            y = top + self.number.height() + self.gap;
        }
        builder.text(self.label.at(text.x, y, text.w, Align::Left));
        y += self.label.height();
        if let (Some(share), Some(percent)) = (self.share, &self.percent) {
            let line = Rect { y: y + self.gap * 0.4, h: bar_h - self.gap * 0.4, ..text };
            builder.text(percent.centered(line, Align::Right));
            let w = (text.w - percent.width() - self.gap).max(1.0);
            let track = Rect::new(text.x, line.y + (line.h - self.bar) / 2.0, w, self.bar);
            builder.round(track, self.bar / 2.0, cx.theme.rule);
            let filled = Rect { w: (track.w * share).max(self.bar.min(track.w)), ..track };
            if share > 0.0 {
                builder.round(filled, self.bar / 2.0, cx.theme.accent);
            }
        }
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
