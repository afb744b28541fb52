//! What is shown when there is nothing else: calm, large, and what the hall is waiting for.

use crate::{
    layout::{
        block::{Align, Block, Style},
        desk::{Desk, Draft},
        furniture::{self, Foot, Inks},
        headline::{self, Room},
    },
    model,
    scene::{Point, Rect},
};

pub(super) fn pages(default: &model::DefaultContent, desk: &mut Desk) -> Vec<Draft> {
    let area = desk.area();
    let margin = desk.margin();
    let mut draft = desk.draft();
    let middle = Point::new(area.w / 2.0, area.h * 0.46);
    draft.drum(middle, area.w.min(area.h) * 0.56, desk.theme.drum);

    let foot_h = furniture::height(desk);
    let foot = Rect::new(0.0, area.h - foot_h, area.w, foot_h);
    let width = area.w - 2.0 * margin;
    let note = default.note.as_deref().filter(|note| !note.trim().is_empty()).map(|note| {
        let mut size = desk.px(furniture::SIZE);
        loop {
            let style = Style::furniture(size, desk.theme.body);
            let block = Block::filled(note, width.min(desk.px(1300.0)), style, desk.fonts);
            if block.height() <= area.h * 0.35 || size < 2.0 {
                return block;
            }
            size *= 0.85;
        }
    });
    let note_h = note.as_ref().map_or(0.0, |note| note.height() + desk.px(24.0));
    let room = Rect::new(margin, margin.min(area.h * 0.1), width, 0.0);
    let room = Rect { h: (foot.y - note_h - room.y - desk.px(40.0)).max(1.0), ..room };
    let size = Room {
        width: room.w * 0.9,
        height: room.h * 0.8,
        most: desk.px(if desk.is_wide() { 160.0 } else { 132.0 }),
        enough: desk.px(96.0),
        lines: if desk.is_wide() { 3 } else { 5 },
    };
    let words = headline::fit(&default.text, size, Style::headline(1.0, desk.theme.headline), desk.fonts);
    draft.text(words.centered(room, Align::Center));
    if let Some(note) = note {
        let y = (foot.y - desk.px(24.0) - note.height()).max(0.0);
        draft.text(note.at(margin, y, width, Align::Center));
    }
    let rule = desk.px(4.0).max(1.0);
    draft.fill(Rect::new(margin, foot.y - rule, width, rule), desk.theme.rule);
    let says = Foot { label: desk.context.unit.portal.clone(), ..Foot::default() };
    let inks = Inks { text: desk.theme.on_foot, lit: desk.theme.accent, unlit: desk.theme.rule };
    furniture::words(desk, &mut draft, &says, foot, inks);
    vec![draft]
}
