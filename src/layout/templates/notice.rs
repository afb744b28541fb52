//! A heading and paragraphs, with a code where there is an address.

use super::page_label;
use crate::{
    layout::{
        block::{Block, Style},
        code_card::CodeCard,
        desk::{Desk, Draft},
        frame::Frame,
        furniture::Foot,
        list::{List, Spread},
        row::{Mark, Row},
    },
    model::Notice,
};

const PARAGRAPHS: Spread = Spread { gap: 0.45, card: None, rules: false, most: 6, worth: 14.0 };

pub(super) fn pages(notice: &Notice, desk: &mut Desk) -> Vec<Draft> {
    let frame = Frame::new(desk, &notice.title);
    let hotline = desk.context.unit.hotline.clone();
    let card = notice.url.as_deref().map(|url| CodeCard::new(desk, url, Some(&hotline), frame.content));
    let room = card.as_ref().map_or(frame.content, |card| card.beside);
    let text = List::set(desk, room.w, room.h, PARAGRAPHS, |desk, look, width| {
        let style = Style::body(look.size, desk.theme.body);
        notice.body.iter().map(|words| Row::of(Mark::None, Block::filled(words, width, style, desk.fonts))).collect()
    });
    let count = text.pages.len().max(1);
    (0..count)
        .map(|page| {
            let foot = Foot { label: page_label(page, count), hotline: Some(hotline.clone()), page: (page, count) };
            let mut draft = frame.page(desk, &foot);
            if let Some(card) = &card {
                card.draw(desk, &mut draft);
            }
            text.draw(page, desk, &mut draft, room);
            draft
        })
        .collect()
}
