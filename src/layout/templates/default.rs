//! What is shown when there is nothing else: calm, large, and what the hall is waiting for.

use crate::{
    layout::{
        block::{Align, Block, TextStyle},
        chrome::{self, Footer, FooterColors},
        headline::{self, HeadlineRoom},
        layout_context::{LayoutContext, PageBuilder},
        list::READ,
    },
    model::{self, FieldPath},
    scene::{Point, Rect},
};

pub(super) fn pages(default: &model::DefaultContent, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let area = cx.area();
    let margin = cx.margin();
    let mut builder = cx.builder();
    let middle = Point::new(area.w / 2.0, area.h * 0.46);
    builder.drum(middle, area.w.min(area.h) * 0.56, cx.theme.drum);

    let foot_h = chrome::height(cx);
    let footer = Rect::new(0.0, area.h - foot_h, area.w, foot_h);
    let width = area.w - 2.0 * margin;
    let note = default.note.as_deref().filter(|note| !note.trim().is_empty()).map(|note| {
        let mut size = cx.px(chrome::SIZE);
        loop {
            let style = TextStyle::chrome(size, cx.theme.body).field(FieldPath::of("note"));
            let block = Block::filled(note, width.min(cx.px(1300.0)), style, cx.fonts);
            if block.height() <= area.h * 0.35 || size < 2.0 {
                return block;
            }
            size *= 0.85;
        }
    });
    let note_h = note.as_ref().map_or(0.0, |note| note.height() + cx.px(24.0));
    let room = Rect::new(margin, margin.min(area.h * 0.1), width, 0.0);
    let room = Rect { h: (footer.y - note_h - room.y - cx.px(40.0)).max(1.0), ..room };
    let size = HeadlineRoom {
        width: room.w * 0.9,
        height: room.h * 0.8,
        most: cx.px(if cx.is_wide() { 160.0 } else { 132.0 }),
        enough: cx.px(96.0),
        read: cx.px(READ),
        lines: if cx.is_wide() { 3 } else { 5 },
        line: headline::worth_of_a_line(room),
        condensed: if cx.is_wide() { 0.86 } else { 0.95 },
    };
    let words = headline::fit(
        &default.text,
        size,
        TextStyle::headline(1.0, cx.theme.headline).field(FieldPath::of("text")),
        cx.fonts,
    );
    builder.text(words.centered(room, Align::Center));
    if let Some(note) = note {
        let y = (footer.y - cx.px(24.0) - note.height()).max(0.0);
        builder.text(note.at(margin, y, width, Align::Center));
    }
    let rule = cx.px(4.0).max(1.0);
    builder.fill(Rect::new(margin, footer.y - rule, width, rule), cx.theme.rule);
    let says = Footer { label: cx.context.unit.portal.clone(), ..Footer::default() };
    let inks = FooterColors { text: cx.theme.on_footer, lit: cx.theme.accent, unlit: cx.theme.rule };
    chrome::words(cx, &mut builder, &says, footer, inks);
    vec![builder]
}
