//! A QR code on a white card, with its address in words, and whom to call.

use super::{
    block::{Align, Block, TextStyle},
    chrome,
    icons::Icon,
    layout_context::{LayoutContext, PageBuilder},
    pages::Qr,
    qr,
};
use crate::{
    model::{FieldPath, FindingKind},
    scene::{Color, Face, Item, Rect},
};

const INK: Color = Color::hex(0x0B1A14);
const PAPER: Color = Color::hex(0xFFFFFF);

/// The card's place beside or below what else is on the page.
pub(super) struct CodeCard {
    url: String,
    hotline: Option<String>,
    card: Rect,
    /// The code, made once for all pages; `None` where the address makes none.
    code: Option<(Qr, Vec<Item>)>,
    words: Rect,
    /// What is left for the rest of the page.
    pub beside: Rect,
}

impl CodeCard {
    /// A card for `url` in `room`: at the right of a wide canvas, at the foot of a tall one.
    pub fn new(cx: &mut LayoutContext, url: &str, hotline: Option<&str>, room: Rect) -> Self {
        let (pad, gap) = (cx.px(20.0), cx.px(56.0));
        let words_h = cx.px(if hotline.is_some() { 190.0 } else { 130.0 });
        let (card, code, words, beside);
        if cx.is_wide() {
            let side = cx.px(430.0).min(room.w * 0.34).min((room.h - words_h - pad).max(1.0));
            card = Rect::new(room.right() - side, room.y, side, (side + words_h).min(room.h));
            let card_y = room.y + (room.h - card.h) / 2.0;
            code = Rect::new(card.x + pad, card_y + pad, side - 2.0 * pad, side - 2.0 * pad);
            words = Rect::new(card.x + pad, code.bottom(), side - 2.0 * pad, card.h - side + pad * 0.2);
            beside = Rect { w: (room.w - side - gap).max(1.0), ..room };
            return Self::made(url, hotline, Rect { y: card_y, ..card }, code, words, beside);
        }
        let side = cx.px(400.0).min(room.w * 0.42).min(room.h * 0.36);
        card = Rect::new(room.x, room.bottom() - side, room.w, side);
        code = Rect::new(card.x + pad, card.y + pad, side - 2.0 * pad, side - 2.0 * pad);
        words = Rect::new(code.right() + pad, card.y + pad, card.w - side - 2.0 * pad, side - 2.0 * pad);
        beside = Rect { h: (room.h - side - gap * 0.6).max(1.0), ..room };
        Self::made(url, hotline, card, code, words, beside)
    }

    fn made(url: &str, hotline: Option<&str>, card: Rect, code: Rect, words: Rect, beside: Rect) -> Self {
        let code = qr::code(url, code);
        Self { url: url.to_owned(), hotline: hotline.map(str::to_owned), card, code, words, beside }
    }

    /// Draws card, code and words.
    pub fn draw(&self, cx: &mut LayoutContext, builder: &mut PageBuilder) {
        let radius = cx.px(22.0);
        builder.shadow(self.card, radius, cx.px(26.0), 0.16);
        builder.round(self.card, radius, PAPER);
        if let Some(code) = &self.code {
            builder.code(code);
        } else {
            let url = self.url.chars().take(80).collect();
            cx.find(FindingKind::QrTooLong { url }, Some(FieldPath::of("url")));
        }
        let style = TextStyle::chrome(cx.px(chrome::SIZE), INK);
        let address = style.sized(cx.px(46.0)).field(FieldPath::of("url"));
        let mut blocks = vec![
            Block::one_line("Quét mã để mở", self.words.w, 0.6, style.face(Face::Medium), cx.fonts),
            Block::one_line_as_high(qr::spoken(&self.url), self.words.w, 0.55, address, cx.fonts),
        ];
        let hotline = self.hotline.as_deref().filter(|number| !number.trim().is_empty());
        let handset = cx.px(48.0);
        if let Some(number) = hotline {
            let width = (self.words.w - handset - cx.px(12.0)).max(1.0);
            blocks.push(Block::one_line(number, width, 0.5, style.sized(cx.px(50.0)), cx.fonts));
        }
        let gap = cx.px(12.0);
        let tall: f32 = blocks.iter().map(Block::height).sum::<f32>() + gap * (blocks.len() - 1) as f32;
        let mut y = self.words.y + ((self.words.h - tall) / 2.0).max(0.0);
        let calls = blocks.len() - if hotline.is_some() { 1 } else { 0 };
        for (at, block) in blocks.iter().enumerate() {
            let shift = if at == calls { handset + cx.px(12.0) } else { 0.0 };
            let left = self.words.x + (self.words.w - block.width() - shift) / 2.0;
            if at == calls {
                let square =
                    Rect::new(left, y + block.ascent() - 0.37 * block.style.size - handset / 2.0, handset, handset);
                builder.icon(Icon::Phone, square, INK);
            }
            builder.text(block.at(left + shift, y, block.width(), Align::Left));
            y += block.height() + gap;
        }
    }
}
