//! The procedure table as cards: a table of columns would be too small to read.

use super::page_label;
use crate::{
    layout::{
        block::{Block, TextStyle},
        chrome::{self, Footer},
        icons::Icon,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, Spread},
        row::{IconText, ListStyle, Row, RowMark},
        titled_page::TitledPage,
    },
    model::{FieldPath, Procedure, Procedures},
};

const CARDS: Spread = Spread { gap: 0.15, card: Some(0.15), rules: false, most: 3, condenses: false };

pub(super) fn pages(procedures: &Procedures, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "title", &procedures.title);
    let room = frame.content;
    let spread = Spread { most: if cx.is_wide() { 3 } else { 4 }, ..CARDS };
    let cards = List::set(cx, room.w, room.h, spread, |cx, look, width| {
        procedures.rows.iter().enumerate().map(|(at, row)| card(at, row, cx, look, width)).collect()
    });
    let count = cards.pages.len().max(1);
    cx.made_of(count)
        .map(|page| {
            let hotline = Some(cx.context.unit.hotline.clone());
            let footer = Footer { label: page_label(page, count), hotline, page: (page, count) };
            let mut builder = frame.page(cx, &footer);
            cards.draw(page, cx, &mut builder, room);
            builder
        })
        .collect()
}

/// The name with the office small beside it, and below it time and fee, beside each other if they fit.
fn card(at: usize, procedure: &Procedure, cx: &mut LayoutContext, look: &ListStyle, width: f32) -> Row {
    let field = FieldPath::entry("row", at);
    let name_style = look.strong(cx.theme.headline).field(field.part("name"));
    let name = Block::filled(&procedure.name, width, name_style, cx.fonts);
    let mut tracks = vec![vec![IconText { icon: None, block: name }]];
    let style = TextStyle { pitch: 1.22, ..look.text(cx.theme.on_card) };
    let facts = [(Icon::Clock, "time", procedure.time.as_str()), (Icon::Coin, "fee", &procedure.fee)];
    let mut used = f32::INFINITY;
    for (icon, part, words) in facts {
        if words.trim().is_empty() {
            continue;
        }
        let indent = IconText::indent(Some(icon), look.size);
        let style = style.field(field.part(part));
        let block = Block::filled(words, (width - indent).max(look.size), style, cx.fonts);
        let piece = IconText { icon: Some(icon), block };
        let needs = 0.9 * look.size + piece.width();
        let single = piece.block.line_count() == 1;
        match tracks.last_mut() {
            Some(track) if single && used + needs <= width => {
                used += needs;
                track.push(piece);
            }
            _ => {
                used = if single { piece.width() } else { f32::INFINITY };
                tracks.push(vec![piece]);
            }
        }
    }
    if let Some(office) = procedure.authority.as_deref().filter(|office| !office.trim().is_empty()) {
        place_office(office, field.part("authority"), &mut tracks, cx, look, width);
    }
    Row { mark: RowMark::None, tracks, gap: 0.10 * look.size }
}

/// The office at the end of the first line that has room for it, from the bottom up; else on a line of its own.
fn place_office(
    office: &str,
    field: FieldPath,
    tracks: &mut Vec<Vec<IconText>>,
    cx: &mut LayoutContext,
    look: &ListStyle,
    width: f32,
) {
    let size = (look.size * 0.62).max(cx.px(chrome::SIZE));
    let style = TextStyle::chrome(size, cx.theme.accent).field(field);
    let block =
        Block::one_line(office, (width - IconText::indent(Some(Icon::House), size)).max(1.0), 0.5, style, cx.fonts);
    let piece = IconText { icon: Some(Icon::House), block };
    for track in tracks.iter_mut().rev() {
        let single = track.iter().all(|piece| piece.block.line_count() == 1);
        let used: f32 = track.iter().map(|piece| piece.width() + 0.9 * piece.block.style.size).sum();
        if single && used + piece.width() <= width {
            track.push(piece);
            return;
        }
    }
    tracks.push(vec![piece]);
}
