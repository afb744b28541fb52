//! What people ask, and the answer below it.

use super::page_label;
use crate::{
    layout::{
        block::{Block, Style},
        code_card::CodeCard,
        desk::{Desk, Draft},
        frame::Frame,
        furniture::Foot,
        icons::Icon,
        list::{List, Spread},
        row::{Mark, Row},
    },
    model::Question,
};

const ANSWER: Spread = Spread { gap: 0.40, card: None, rules: false, most: 6, worth: 14.0 };

pub(super) fn pages(question: &Question, desk: &mut Desk) -> Vec<Draft> {
    let frame = Frame::new(desk, &question.question);
    let hotline = desk.context.unit.hotline.clone();
    let card = question.url.as_deref().map(|url| CodeCard::new(desk, url, Some(&hotline), frame.content));
    let room = card.as_ref().map_or(frame.content, |card| card.beside);
    let answer = List::set(desk, room.w, room.h, ANSWER, |desk, look, width| {
        let style = Style::body(look.size, desk.theme.body);
        let row = |words: &String| Row::of(Mark::Icon(Icon::Arrow), Block::filled(words, width, style, desk.fonts));
        question.answer.iter().map(row).collect()
    });
    let count = answer.pages.len().max(1);
    (0..count)
        .map(|page| {
            let label = if count < 2 { "Hỏi – đáp".to_owned() } else { page_label(page, count) };
            let foot = Foot { label, hotline: Some(hotline.clone()), page: (page, count) };
            let mut draft = frame.page(desk, &foot);
            if let Some(card) = &card {
                card.draw(desk, &mut draft);
            }
            answer.draw(page, desk, &mut draft, room);
            draft
        })
        .collect()
}
