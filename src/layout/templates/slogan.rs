//! A short exact sentence, as large as the canvas allows.

use crate::{
    layout::{
        block::{Align, Style},
        desk::{Desk, Draft},
        furniture::{self, Foot, Inks},
        headline::{self, Room},
    },
    model::Slogan,
    scene::{Point, Rect},
    text,
};

pub(super) fn pages(slogan: &Slogan, desk: &mut Desk) -> Vec<Draft> {
    let area = desk.area();
    let margin = desk.margin();
    let mut draft = desk.draft();
    let center =
        if desk.is_wide() { Point::new(area.w * 0.80, area.h * 0.86) } else { Point::new(area.w * 0.5, area.h * 0.80) };
    draft.drum(center, area.w.max(area.h) * 0.42, desk.theme.drum);

    let (kicker_h, foot_h) = (desk.px(if desk.is_wide() { 168.0 } else { 220.0 }), furniture::height(desk));
    let foot = Rect::new(0.0, area.h - foot_h, area.w, foot_h);
    let rule = desk.px(4.0).max(1.0);
    for y in [kicker_h, foot.y - rule] {
        draft.fill(Rect::new(margin, y, area.w - 2.0 * margin, rule), desk.theme.rule);
    }
    let kicker = slogan.kicker.clone().unwrap_or_else(|| text::upper(&desk.context.unit.kicker));
    let top = Rect::new(margin, kicker_h * 0.12, area.w - 2.0 * margin, kicker_h * 0.88);
    furniture::kicker(desk, &mut draft, &kicker, top, desk.theme.body, desk.theme.accent);

    let air = desk.px(46.0);
    let room = Rect::new(margin, kicker_h + rule + air, area.w - 2.0 * margin, 0.0);
    let room = Rect { h: (foot.y - rule - air - room.y).max(1.0), ..room };
    let size = Room {
        width: room.w,
        height: room.h,
        most: desk.px(236.0),
        enough: desk.px(if desk.is_wide() { 128.0 } else { 96.0 }),
        lines: if desk.is_wide() { 4 } else { 7 },
    };
    let words = headline::fit(&slogan.text, size, Style::headline(1.0, desk.theme.headline), desk.fonts);
    draft.text(words.centered(room, Align::Center));

    let says = Foot { label: desk.context.unit.portal.clone(), ..Foot::default() };
    let inks = Inks { text: desk.theme.on_foot, lit: desk.theme.accent, unlit: desk.theme.rule };
    furniture::words(desk, &mut draft, &says, foot, inks);
    vec![draft]
}
