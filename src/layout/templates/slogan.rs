//! A short exact sentence, as large as the canvas allows.

use crate::{
    layout::{
        block::{Align, TextStyle},
        chrome::{self, Footer, FooterColors},
        headline::{self, HeadlineRoom},
        layout_context::{LayoutContext, PageBuilder},
        list::READ,
    },
    model::{FieldPath, Slogan},
    scene::{Point, Rect},
    text,
};

pub(super) fn pages(slogan: &Slogan, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let area = cx.area();
    let margin = cx.margin();
    let mut builder = cx.builder();
    let center =
        if cx.is_wide() { Point::new(area.w * 0.80, area.h * 0.86) } else { Point::new(area.w * 0.5, area.h * 0.80) };
    builder.drum(center, area.w.max(area.h) * 0.42, cx.theme.drum);

    let (kicker_h, foot_h) = (cx.px(if cx.is_wide() { 168.0 } else { 220.0 }), chrome::height(cx));
    let footer = Rect::new(0.0, area.h - foot_h, area.w, foot_h);
    let rule = cx.px(4.0).max(1.0);
    for y in [kicker_h, footer.y - rule] {
        builder.fill(Rect::new(margin, y, area.w - 2.0 * margin, rule), cx.theme.rule);
    }
    let kicker = slogan.kicker.clone().unwrap_or_else(|| text::upper(&cx.context.unit.kicker));
    let top = Rect::new(margin, kicker_h * 0.12, area.w - 2.0 * margin, kicker_h * 0.88);
    chrome::kicker(cx, &mut builder, &kicker, top, cx.theme.body, cx.theme.accent);

    let air = cx.px(46.0);
    let room = Rect::new(margin, kicker_h + rule + air, area.w - 2.0 * margin, 0.0);
    let room = Rect { h: (footer.y - rule - air - room.y).max(1.0), ..room };
    let size = HeadlineRoom {
        width: room.w,
        height: room.h,
        most: cx.px(236.0),
        enough: cx.px(if cx.is_wide() { 128.0 } else { 112.0 }),
        read: cx.px(READ),
        lines: if cx.is_wide() { 4 } else { 7 },
        line: headline::worth_of_a_line(room),
        condensed: if cx.is_wide() { 0.86 } else { 0.95 },
    };
    let words = headline::fit(
        &slogan.text,
        size,
        TextStyle::headline(1.0, cx.theme.headline).field(FieldPath::of("text")),
        cx.fonts,
    );
    builder.text(words.centered(room, Align::Center));

    let says = Footer { label: cx.context.unit.portal.clone(), ..Footer::default() };
    let inks = FooterColors { text: cx.theme.on_footer, lit: cx.theme.accent, unlit: cx.theme.rule };
    chrome::words(cx, &mut builder, &says, footer, inks);
    vec![builder]
}
