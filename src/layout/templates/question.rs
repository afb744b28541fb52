//! What people ask, and the answer below it.

use super::page_label;
use crate::{
    layout::{
        block::Block,
        chrome::Footer,
        code_card::CodeCard,
        icons::Icon,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, Spread},
        row::{Row, RowMark},
        titled_page::TitledPage,
    },
    model::{FieldPath, Question},
};

const ANSWER: Spread = Spread { gap: 0.40, card: None, rules: false, most: 6, condenses: false };

pub(super) fn pages(question: &Question, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "question", &question.question);
    let hotline = cx.context.unit.hotline.clone();
    let card = question.url.as_deref().map(|url| CodeCard::new(cx, url, Some(&hotline), frame.content));
    let room = card.as_ref().map_or(frame.content, |card| card.beside);
    let answer = List::set(cx, room.w, room.h, ANSWER, |cx, look, width| {
        let style = look.text(cx.theme.body);
        let row = |(at, words): (usize, &String)| {
            let style = style.field(FieldPath::entry("answer", at));
            Row::of(RowMark::Icon(Icon::Arrow), Block::filled(words, width, style, cx.fonts))
        };
        question.answer.iter().enumerate().map(row).collect()
    });
    let count = answer.pages.len().max(1);
    cx.made_of(count)
        .map(|page| {
            let label = if count < 2 { "Hỏi – đáp".to_owned() } else { page_label(page, count) };
            let footer = Footer { label, hotline: Some(hotline.clone()), page: (page, count) };
            let mut builder = frame.page(cx, &footer);
            if let Some(card) = &card {
                card.draw(cx, &mut builder);
            }
            answer.draw(page, cx, &mut builder, room);
            builder
        })
        .collect()
}
