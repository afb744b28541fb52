//! What stands at the foot of every page: whose screen it is, whom to ask, where in the slide one is.

use super::{
    block::{Align, Block, Style},
    desk::{Desk, Draft},
    icons::Icon,
};
use crate::scene::{Color, Face, Rect, Shape};

/// What the foot says besides the unit's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Foot {
    /// The right end: where in the slide one is, or the portal.
    pub label: String,
    /// Telephone number after the unit's name.
    pub hotline: Option<String>,
    /// Which page of how many, both for the dots; no dots for one page.
    pub page: (usize, usize),
}

/// Most dots that are still counted at a glance.
const DOTS: usize = 8;

/// Em size of furniture, pixels of a canvas 1080 high: a capital of 10′ of arc at 5 m on a 43″ screen.
pub(super) const SIZE: f32 = 40.0;
/// Diameter of a page's dot, pixels of a canvas 1080 high; how long the present one is, and how far apart they are, in
/// diameters.
const DOT: f32 = 20.0;
const LIT: f32 = 2.6;
const APART: f32 = 0.75;

/// Pixels the foot takes.
pub(super) fn height(desk: &Desk) -> f32 {
    desk.px(if desk.is_wide() { 104.0 } else { 172.0 })
}

/// Colours of a foot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inks {
    pub text: Color,
    pub lit: Color,
    pub unlit: Color,
}

/// Draws the foot in a strip of the theme's colour.
pub(super) fn foot(desk: &mut Desk, draft: &mut Draft, foot: &Foot) {
    let area = desk.area();
    let strip = Rect::new(0.0, area.h - height(desk), area.w, height(desk));
    draft.fill(strip, desk.theme.foot);
    let inks = Inks { text: desk.theme.on_foot, lit: desk.theme.accent, unlit: desk.theme.rule };
    words(desk, draft, foot, strip, inks);
}

/// Draws what the foot says in `strip`, on whatever is there.
pub(super) fn words(desk: &mut Desk, draft: &mut Draft, foot: &Foot, strip: Rect, inks: Inks) {
    let margin = desk.margin();
    let inner = Rect::new(margin, strip.y, strip.w - 2.0 * margin, strip.h);
    if desk.is_wide() {
        let left = right_end(desk, draft, foot, inner, inks, 0.62);
        let gap = desk.px(48.0);
        left_end(desk, draft, foot, Rect { w: (left - gap - inner.x).max(1.0), ..inner }, inks);
    } else {
        let pad = strip.h * 0.08;
        let half = (strip.h - 2.0 * pad) / 2.0;
        left_end(desk, draft, foot, Rect { y: strip.y + pad, h: half, ..inner }, inks);
        right_end(desk, draft, foot, Rect { y: strip.y + pad + half, h: half, ..inner }, inks, 1.0);
    }
}

/// The unit's name, and a telephone with its number where there is room.
fn left_end(desk: &mut Desk, draft: &mut Draft, foot: &Foot, area: Rect, inks: Inks) {
    let style = Style::furniture(desk.px(SIZE), inks.text);
    let gap = desk.px(44.0);
    let name = Block::one_line(&desk.context.unit.name, area.w, 0.9, style, desk.fonts);
    draft.text(name.centered(area, Align::Left));
    let Some(hotline) = foot.hotline.as_deref().filter(|number| !number.trim().is_empty()) else { return };
    let number = Block::of(vec![hotline.to_owned()], style, desk.fonts);
    let handset = desk.px(46.0);
    if name.width() + gap + handset + desk.px(10.0) + number.width() > area.w {
        return;
    }
    let x = area.x + name.width() + gap;
    draft.icon(Icon::Phone, Rect::new(x, area.y + (area.h - handset) / 2.0, handset, handset), inks.lit);
    let x = x + handset + desk.px(10.0);
    draft.text(number.centered(Rect { x, w: number.width(), ..area }, Align::Left));
}

/// Mark, dots and label, right-aligned; says where they begin.
fn right_end(desk: &mut Desk, draft: &mut Draft, foot: &Foot, area: Rect, inks: Inks, share: f32) -> f32 {
    let style = Style::furniture(desk.px(SIZE), inks.text);
    let gap = desk.px(30.0);
    let mut right = area.right();
    if !foot.label.is_empty() {
        let label = Block::one_line(&foot.label, area.w * share * 0.6, 0.8, style, desk.fonts);
        draft.text(label.centered(Rect { w: right - area.x, ..area }, Align::Right));
        right -= label.width() + gap;
    }
    right = dots(desk, draft, foot.page, Rect { w: right - area.x, ..area }, inks, gap);
    if let Some(mark) = desk.context.unit.mark.clone().filter(|mark| !mark.trim().is_empty()) {
        let left = if desk.is_wide() { right } else { area.x + pill_width(desk, &mark, area.w * 0.45) };
        right = right.min(left);
        pill(desk, draft, &mark, Rect { x: area.x, w: right - area.x, ..area }, inks);
        right -= pill_width(desk, &mark, right - area.x) + gap;
    }
    right.max(area.x)
}

/// Pixels that the dots of so many pages take.
pub(super) fn dots_width(desk: &Desk, count: usize) -> f32 {
    let side = desk.px(DOT);
    side * LIT + count.saturating_sub(1) as f32 * side * (1.0 + APART)
}

/// One dot a page, the present one drawn out; says where they begin.
pub(super) fn dots(
    desk: &Desk,
    draft: &mut Draft,
    (page, count): (usize, usize),
    area: Rect,
    inks: Inks,
    gap: f32,
) -> f32 {
    if !(2..=DOTS).contains(&count) {
        return area.right();
    }
    let side = desk.px(DOT);
    let (lit, apart) = (side * LIT, side * APART);
    let mut x = area.right() - dots_width(desk, count);
    let y = area.center().y - side / 2.0;
    let begin = x;
    for at in 0..count {
        let (w, color) = if at == page { (lit, inks.lit) } else { (side, inks.unlit) };
        draft.round(Rect::new(x, y, w, side), side / 2.0, color);
        x += w + apart;
    }
    begin - gap
}

fn mark_block(desk: &mut Desk, mark: &str, width: f32, inks: Inks) -> Block {
    let style = Style::furniture(desk.px(SIZE), inks.text).tracking(0.03);
    let pad = desk.px(22.0);
    Block::one_line(mark, (width - 2.0 * pad).max(1.0), 0.8, style, desk.fonts)
}

fn pill_width(desk: &mut Desk, mark: &str, width: f32) -> f32 {
    let inks = Inks { text: desk.theme.on_foot, lit: desk.theme.accent, unlit: desk.theme.rule };
    mark_block(desk, mark, width, inks).width() + 2.0 * desk.px(22.0)
}

/// The unit's mark, such as "DỮ LIỆU MẪU", in an outline at the right end of `area`.
fn pill(desk: &mut Desk, draft: &mut Draft, mark: &str, area: Rect, inks: Inks) {
    let words = mark_block(desk, mark, area.w, inks);
    let (w, h) = (words.width() + 2.0 * desk.px(22.0), desk.px(76.0).min(area.h));
    let rect = Rect::new(area.right() - w, area.center().y - h / 2.0, w, h);
    outline(draft, rect, desk.px(3.0).max(1.0), inks.lit);
    draft.text(words.centered(rect, Align::Center));
}

/// A box drawn as four strokes, so that what lies under it is seen.
pub(super) fn outline(draft: &mut Draft, rect: Rect, width: f32, color: Color) {
    let corner = |x, y| crate::scene::Point::new(x, y);
    let corners = [
        corner(rect.x, rect.y),
        corner(rect.right(), rect.y),
        corner(rect.right(), rect.bottom()),
        corner(rect.x, rect.bottom()),
    ];
    for at in 0..4 {
        draft.shape(Shape::Stroke { a: corners[at], b: corners[(at + 1) % 4], width }, color);
    }
}

/// A label in small tracked capitals, centred between two diamonds.
pub(super) fn kicker(desk: &mut Desk, draft: &mut Draft, words: &str, area: Rect, color: Color, diamonds: Color) {
    let style = Style::furniture(desk.px(46.0), color).tracking(0.12).face(Face::Bold);
    let side = desk.px(26.0);
    let gap = desk.px(34.0);
    let block = Block::one_line(words, area.w - 2.0 * (side + gap), 0.75, style, desk.fonts);
    let (middle, wide) = (area.center(), block.width());
    draft.text(block.centered(area, Align::Center));
    for x in [middle.x - wide / 2.0 - gap - side, middle.x + wide / 2.0 + gap] {
        draft.icon(Icon::Diamond, Rect::new(x, middle.y - side / 2.0, side, side), diamonds);
    }
}
