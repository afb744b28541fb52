//! Artwork, whole, in its frame over a blurred ground of itself.

use crate::{
    layout::{
        block::{Align, Style},
        desk::{Desk, Draft},
        furniture::{self, Foot, Inks},
        headline::{self, Room},
        pages::Qr,
    },
    model::{Poster, Rendition, Severity, Size},
    scene::{Color, Item, Picture, Rect},
    text::Reading,
};

const SHADE: Color = Color::hex(0x05080F);
const WHITE: Color = Color::hex(0xFFFFFF);

pub(super) fn pages(poster: &Poster, desk: &mut Desk) -> Vec<Draft> {
    let area = desk.area();
    let mut draft = desk.draft();
    let strip_h = furniture::height(desk);
    let strip = Rect::new(0.0, area.h - strip_h, area.w, strip_h);
    let edge = desk.px(30.0);
    let room = Rect::new(edge, edge, (area.w - 2.0 * edge).max(1.0), (strip.y - edge * 1.2).max(1.0));
    match artwork(poster, desk) {
        Some(rendition) => hang(&rendition, room, poster, desk, &mut draft),
        None => stand_in(poster, room, desk, &mut draft),
    }
    let inks = Inks { text: WHITE, lit: Color::hex(0xFFD95C), unlit: WHITE.at(0.4) };
    // The ground may be light down there; the furniture must be read on any of them.
    draft.fill(strip, SHADE.at(0.62));
    let says = Foot { label: desk.context.unit.portal.clone(), ..Foot::default() };
    furniture::words(desk, &mut draft, &says, strip, inks);
    vec![draft]
}

/// The rendition for this canvas: portrait artwork on a portrait canvas where there is some.
fn artwork(poster: &Poster, desk: &mut Desk) -> Option<Rendition> {
    let key = desk.slide.picture_for(desk.canvas).unwrap_or(&poster.picture).to_owned();
    let found = desk.context.assets.get(&key).and_then(|asset| asset.rendition_for(desk.canvas)).cloned();
    if found.is_none() {
        desk.warn(
            Severity::Error,
            "picture-missing",
            format!("there is no picture `{key}`"),
            "The poster is not seen; its words are shown instead.",
            "Put the file into the slide folder, or mend the field `picture`.",
        );
    }
    found
}

fn hang(rendition: &Rendition, room: Rect, poster: &Poster, desk: &mut Desk, draft: &mut Draft) {
    let area = desk.area();
    let whole = rendition.size;
    // The ground covers the canvas and a little more, so that the blur has no edge to show.
    let cover = (area.w / whole.width.max(1) as f32).max(area.h / whole.height.max(1) as f32) * 1.12;
    let (w, h) = (whole.width as f32 * cover, whole.height as f32 * cover);
    let ground = Rect::new((area.w - w) / 2.0, (area.h - h) / 2.0, w, h);
    picture(draft, rendition, ground, desk.px(42.0));
    draft.fill(area, SHADE.at(0.62));

    let bounds = Size::new(room.w as u32, room.h as u32);
    let fit = whole.contained_in(bounds);
    let (w, h) = (fit.width as f32, fit.height as f32);
    let place = Rect::new((room.x + (room.w - w) / 2.0).round(), (room.y + (room.h - h) / 2.0).round(), w, h);
    draft.shadow(place, 0.0, desk.px(44.0), 0.55);
    let mat = desk.px(5.0).max(1.0);
    draft.fill(place.inset(-mat), WHITE);
    picture(draft, rendition, place, 0.0);

    draft.reading = Reading::of(&poster.alt);
    if let Some(url) = &poster.url {
        draft.reading.scan = true;
        draft.qr = Some(Qr { url: url.clone(), area: place, module: 0.0 });
    }
}

fn picture(draft: &mut Draft, rendition: &Rendition, rect: Rect, blur: f32) {
    draft.scene.items.push(Item::Picture(Picture { digest: rendition.digest, rect, blur }));
}

/// The poster's words, where its picture is missing.
fn stand_in(poster: &Poster, room: Rect, desk: &mut Desk, draft: &mut Draft) {
    let size = Room {
        width: room.w * 0.9,
        height: room.h * 0.9,
        most: desk.px(150.0),
        enough: desk.px(80.0),
        lines: if desk.is_wide() { 4 } else { 7 },
    };
    let words = headline::fit(&poster.alt, size, Style::headline(1.0, desk.theme.headline), desk.fonts);
    draft.text(words.centered(room, Align::Center));
}
