//! The footer of every page: whose screen it is, whom to ask, where in the slide one is.

use super::{
    block::{Align, Block, TextStyle},
    icons::Icon,
    layout_context::{LayoutContext, PageBuilder},
};
use crate::scene::{Color, Face, Rect, Shape};

/// What the footer says besides the unit's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Footer {
    /// The right end: where in the slide one is, or the portal.
    pub label: String,
    /// Telephone number after the unit's name.
    pub hotline: Option<String>,
    /// Which page of how many, both for the dots; no dots for one page.
    pub page: (usize, usize),
}

/// Most dots that are still counted at a glance.
const DOTS: usize = 8;

/// Em size of page chrome, pixels of a canvas 1080 high: a capital of 10′ of arc at 5 m on a 43″ screen.
pub(super) const SIZE: f32 = 40.0;
/// Diameter of a page's dot, pixels of a canvas 1080 high; how long the present one is, and how far apart they are, in
/// diameters.
const DOT: f32 = 20.0;
const LIT: f32 = 2.6;
const APART: f32 = 0.75;

/// Pixels the footer takes.
pub(super) fn height(cx: &LayoutContext) -> f32 {
    cx.px(if cx.is_wide() { 104.0 } else { 172.0 })
}

/// Colours of a footer.
#[derive(Debug, Clone, Copy)]
pub(super) struct FooterColors {
    pub text: Color,
    pub lit: Color,
    pub unlit: Color,
}

/// Draws the footer in a strip of the theme's colour.
pub(super) fn footer(cx: &mut LayoutContext, builder: &mut PageBuilder, footer: &Footer) {
    let area = cx.area();
    let strip = Rect::new(0.0, area.h - height(cx), area.w, height(cx));
    builder.fill(strip, cx.theme.footer);
    let inks = FooterColors { text: cx.theme.on_footer, lit: cx.theme.accent, unlit: cx.theme.rule };
    words(cx, builder, footer, strip, inks);
}

/// Draws what the footer says in `strip`, on whatever is there.
pub(super) fn words(
    cx: &mut LayoutContext,
    builder: &mut PageBuilder,
    footer: &Footer,
    strip: Rect,
    inks: FooterColors,
) {
    let margin = cx.margin();
    let inner = Rect::new(margin, strip.y, strip.w - 2.0 * margin, strip.h);
    if cx.is_wide() {
        let left = right_end(cx, builder, footer, inner, inks, 0.62);
        let gap = cx.px(48.0);
        left_end(cx, builder, footer, Rect { w: (left - gap - inner.x).max(1.0), ..inner }, inks);
    } else {
        let pad = strip.h * 0.08;
        let half = (strip.h - 2.0 * pad) / 2.0;
        left_end(cx, builder, footer, Rect { y: strip.y + pad, h: half, ..inner }, inks);
        right_end(cx, builder, footer, Rect { y: strip.y + pad + half, h: half, ..inner }, inks, 1.0);
    }
}

/// The unit's name, and a telephone with its number where there is room.
fn left_end(cx: &mut LayoutContext, builder: &mut PageBuilder, footer: &Footer, area: Rect, inks: FooterColors) {
    let style = TextStyle::chrome(cx.px(SIZE), inks.text);
    let gap = cx.px(44.0);
    let name = Block::one_line(&cx.context.unit.name, area.w, 0.9, style, cx.fonts);
    builder.text(name.centered(area, Align::Left));
    let Some(hotline) = footer.hotline.as_deref().filter(|number| !number.trim().is_empty()) else { return };
    let number = Block::of(vec![hotline.to_owned()], style, cx.fonts);
    let handset = cx.px(46.0);
    if name.width() + gap + handset + cx.px(10.0) + number.width() > area.w {
        return;
    }
    let x = area.x + name.width() + gap;
    builder.icon(Icon::Phone, Rect::new(x, area.y + (area.h - handset) / 2.0, handset, handset), inks.lit);
    let x = x + handset + cx.px(10.0);
    builder.text(number.centered(Rect { x, w: number.width(), ..area }, Align::Left));
}

/// Mark, dots and label, right-aligned; says where they begin.
fn right_end(
    cx: &mut LayoutContext,
    builder: &mut PageBuilder,
    footer: &Footer,
    area: Rect,
    inks: FooterColors,
    share: f32,
) -> f32 {
    let style = TextStyle::chrome(cx.px(SIZE), inks.text);
    let gap = cx.px(30.0);
    let mut right = area.right();
    if !footer.label.is_empty() {
        let label = Block::one_line(&footer.label, area.w * share * 0.6, 0.8, style, cx.fonts);
        builder.text(label.centered(Rect { w: right - area.x, ..area }, Align::Right));
        right -= label.width() + gap;
    }
    right = dots(cx, builder, footer.page, Rect { w: right - area.x, ..area }, inks, gap);
    if let Some(mark) = cx.context.unit.mark.clone().filter(|mark| !mark.trim().is_empty()) {
        let left = if cx.is_wide() { right } else { area.x + pill_width(cx, &mark, area.w * 0.45) };
        right = right.min(left);
        pill(cx, builder, &mark, Rect { x: area.x, w: right - area.x, ..area }, inks);
        right -= pill_width(cx, &mark, right - area.x) + gap;
    }
    right.max(area.x)
}

/// Pixels that the dots of so many pages take.
pub(super) fn dots_width(cx: &LayoutContext, count: usize) -> f32 {
    let side = cx.px(DOT);
    side * LIT + count.saturating_sub(1) as f32 * side * (1.0 + APART)
}

/// One dot a page, the present one drawn out; says where they begin.
pub(super) fn dots(
    cx: &LayoutContext,
    builder: &mut PageBuilder,
    (page, count): (usize, usize),
    area: Rect,
    inks: FooterColors,
    gap: f32,
) -> f32 {
    if !(2..=DOTS).contains(&count) {
        return area.right();
    }
    let side = cx.px(DOT);
    let (lit, apart) = (side * LIT, side * APART);
    let mut x = area.right() - dots_width(cx, count);
    let y = area.center().y - side / 2.0;
    let begin = x;
    for at in 0..count {
        let (w, color) = if at == page { (lit, inks.lit) } else { (side, inks.unlit) };
        builder.round(Rect::new(x, y, w, side), side / 2.0, color);
        x += w + apart;
    }
    begin - gap
}

fn mark_block(cx: &mut LayoutContext, mark: &str, width: f32, inks: FooterColors) -> Block {
    let style = TextStyle::chrome(cx.px(SIZE), inks.text).tracking(0.03);
    let pad = cx.px(22.0);
    Block::one_line(mark, (width - 2.0 * pad).max(1.0), 0.8, style, cx.fonts)
}

fn pill_width(cx: &mut LayoutContext, mark: &str, width: f32) -> f32 {
    let inks = FooterColors { text: cx.theme.on_footer, lit: cx.theme.accent, unlit: cx.theme.rule };
    mark_block(cx, mark, width, inks).width() + 2.0 * cx.px(22.0)
}

/// The unit's mark, such as "DỮ LIỆU MẪU", in an outline at the right end of `area`.
fn pill(cx: &mut LayoutContext, builder: &mut PageBuilder, mark: &str, area: Rect, inks: FooterColors) {
    let words = mark_block(cx, mark, area.w, inks);
    // High enough that the outline never touches a stacked accent.
    let (w, h) = (words.width() + 2.0 * cx.px(22.0), cx.px(76.0));
    let rect = Rect::new(area.right() - w, area.center().y - h / 2.0, w, h);
    outline(builder, rect, cx.px(3.0).max(1.0), inks.lit);
    builder.text(words.centered(rect, Align::Center));
}

/// A box drawn as four strokes, so that what lies under it is seen.
pub(super) fn outline(builder: &mut PageBuilder, rect: Rect, width: f32, color: Color) {
    let corner = |x, y| crate::scene::Point::new(x, y);
    let corners = [
        corner(rect.x, rect.y),
        corner(rect.right(), rect.y),
        corner(rect.right(), rect.bottom()),
        corner(rect.x, rect.bottom()),
    ];
    for at in 0..4 {
        builder.shape(Shape::Stroke { a: corners[at], b: corners[(at + 1) % 4], width }, color);
    }
}

/// A label in small tracked capitals, centred between two diamonds.
pub(super) fn kicker(
    cx: &mut LayoutContext,
    builder: &mut PageBuilder,
    words: &str,
    area: Rect,
    color: Color,
    diamonds: Color,
) {
    let style = TextStyle::chrome(cx.px(46.0), color).tracking(0.12).face(Face::Bold);
    let side = cx.px(26.0);
    let gap = cx.px(34.0);
    let block = Block::one_line(words, area.w - 2.0 * (side + gap), 0.75, style, cx.fonts);
    let (middle, wide) = (area.center(), block.width());
    builder.text(block.centered(area, Align::Center));
    for x in [middle.x - wide / 2.0 - gap - side, middle.x + wide / 2.0 + gap] {
        builder.icon(Icon::Diamond, Rect::new(x, middle.y - side / 2.0, side, side), diamonds);
    }
}
