//! Artwork, whole, in its frame over a blurred ground of itself.

use crate::{
    layout::{
        block::{Align, TextStyle},
        chrome::{self, Footer, FooterColors},
        headline::{self, HeadlineRoom},
        layout_context::{LayoutContext, PageBuilder},
        list::READ,
        pages::Qr,
    },
    model::{FieldPath, FindingKind, Poster, Rendition, Size},
    scene::{Color, Item, PictureItem, Rect},
    text::ReadingLoad,
};

const SHADE: Color = Color::hex(0x05080F);
const WHITE: Color = Color::hex(0xFFFFFF);

pub(super) fn pages(poster: &Poster, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let area = cx.area();
    let mut builder = cx.builder();
    let strip_h = chrome::height(cx);
    let strip = Rect::new(0.0, area.h - strip_h, area.w, strip_h);
    let edge = cx.px(30.0);
    let room = Rect::new(edge, edge, (area.w - 2.0 * edge).max(1.0), (strip.y - edge * 1.2).max(1.0));
    match artwork(poster, cx) {
        Some(rendition) => hang(&rendition, room, poster, cx, &mut builder),
        None => stand_in(poster, room, cx, &mut builder),
    }
    let inks = FooterColors { text: WHITE, lit: Color::hex(0xFFD95C), unlit: WHITE.at(0.4) };
    // The ground may be light down there; the page chrome must be read on any of them.
    builder.fill(strip, SHADE.at(0.62));
    let says = Footer { label: cx.context.unit.portal.clone(), ..Footer::default() };
    chrome::words(cx, &mut builder, &says, strip, inks);
    vec![builder]
}

/// The rendition for this canvas: portrait artwork on a portrait canvas where there is some.
fn artwork(poster: &Poster, cx: &mut LayoutContext) -> Option<Rendition> {
    let key = cx.slide.picture_for(cx.canvas).unwrap_or(&poster.picture).to_owned();
    let found = cx.context.assets.get(&key).and_then(|asset| asset.rendition_for(cx.canvas)).cloned();
    if found.is_none() {
        let field = if key == poster.picture { "picture" } else { "portrait" };
        cx.find(FindingKind::PictureMissing { picture: key }, Some(FieldPath::of(field)));
    }
    found
}

fn hang(rendition: &Rendition, room: Rect, poster: &Poster, cx: &mut LayoutContext, builder: &mut PageBuilder) {
    let area = cx.area();
    let whole = rendition.size;
    // The ground covers the canvas and a little more, so that the blur has no edge to show.
    let cover = (area.w / whole.width.max(1) as f32).max(area.h / whole.height.max(1) as f32) * 1.12;
    let (w, h) = (whole.width as f32 * cover, whole.height as f32 * cover);
    let ground = Rect::new((area.w - w) / 2.0, (area.h - h) / 2.0, w, h);
    picture(builder, rendition, ground, cx.px(42.0));
    builder.fill(area, SHADE.at(0.62));

    let bounds = Size::new(room.w as u32, room.h as u32);
    let fit = whole.contained_in(bounds);
    let (w, h) = (fit.width as f32, fit.height as f32);
    let place = Rect::new((room.x + (room.w - w) / 2.0).round(), (room.y + (room.h - h) / 2.0).round(), w, h);
    builder.shadow(place, 0.0, cx.px(44.0), 0.55);
    let mat = cx.px(5.0).max(1.0);
    builder.fill(place.inset(-mat), WHITE);
    picture(builder, rendition, place, 0.0);

    builder.reading = ReadingLoad::of(&poster.alt);
    if let Some(url) = &poster.url {
        builder.reading.scan = true;
        builder.qr = Some(Qr { url: url.clone(), area: place, module: 0.0 });
    }
}

fn picture(builder: &mut PageBuilder, rendition: &Rendition, rect: Rect, blur: f32) {
    builder.scene.items.push(Item::Picture(PictureItem { digest: rendition.digest, rect, blur }));
}

/// The poster's words, where its picture is missing.
fn stand_in(poster: &Poster, room: Rect, cx: &mut LayoutContext, builder: &mut PageBuilder) {
    let size = HeadlineRoom {
        width: room.w * 0.9,
        height: room.h * 0.9,
        most: cx.px(150.0),
        enough: cx.px(80.0),
        read: cx.px(READ),
        lines: if cx.is_wide() { 4 } else { 7 },
        line: headline::worth_of_a_line(room),
        condensed: if cx.is_wide() { 0.86 } else { 0.95 },
    };
    let words = headline::fit(
        &poster.alt,
        size,
        TextStyle::headline(1.0, cx.theme.headline).field(FieldPath::of("alt")),
        cx.fonts,
    );
    builder.text(words.centered(room, Align::Center));
}
