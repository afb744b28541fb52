//! A heading and paragraphs, with a code where there is an address.

use super::page_label;
use crate::{
    layout::{
        block::Block,
        chrome::Footer,
        code_card::CodeCard,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, Spread},
        row::{Row, RowMark},
        titled_page::TitledPage,
    },
    model::{FieldPath, Notice},
};

const PARAGRAPHS: Spread = Spread { gap: 0.45, card: None, rules: false, most: 6, condenses: false };

pub(super) fn pages(notice: &Notice, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "title", &notice.title);
    let hotline = cx.context.unit.hotline.clone();
    let card = notice.url.as_deref().map(|url| CodeCard::new(cx, url, Some(&hotline), frame.content));
    let room = card.as_ref().map_or(frame.content, |card| card.beside);
    let text = List::set(cx, room.w, room.h, PARAGRAPHS, |cx, look, width| {
        let style = look.text(cx.theme.body);
        let row = |(at, words): (usize, &String)| {
            let style = style.field(FieldPath::entry("body", at));
            Row::of(RowMark::None, Block::filled(words, width, style, cx.fonts))
        };
        notice.body.iter().enumerate().map(row).collect()
    });
    let count = text.pages.len().max(1);
    cx.made_of(count)
        .map(|page| {
            let footer = Footer { label: page_label(page, count), hotline: Some(hotline.clone()), page: (page, count) };
            let mut builder = frame.page(cx, &footer);
            if let Some(card) = &card {
                card.draw(cx, &mut builder);
            }
            text.draw(page, cx, &mut builder, room);
            builder
        })
        .collect()
}
