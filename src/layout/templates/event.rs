//! Something that happens at a place and hour: a leaf of the calendar, and beside it what, when and where.

use jiff::civil::Date;

use super::page_label;
use crate::{
    layout::{
        block::{Align, Block, TextStyle},
        chrome::Footer,
        icons::Icon,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, Spread},
        row::{Row, RowMark},
        titled_page::TitledPage,
    },
    model::{Event, FieldPath},
    scene::{Color, Face, Rect, TextRole},
    text,
};

const LINES: Spread = Spread { gap: 0.34, card: None, rules: false, most: 6, condenses: true };

pub(super) fn pages(event: &Event, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "title", &event.title);
    let content = frame.content;
    // The day is what people take home: its leaf is large where the lines beside it stay as large and as few pages.
    let small = Setting::new(event, event.date.map(|_| leaf_place(cx, content, SMALL_LEAF)), content, cx);
    let setting = match event.date {
        Some(_) if cx.is_wide() => {
            let large = Setting::new(event, Some(leaf_place(cx, content, LARGE_LEAF)), content, cx);
            if large.cost() <= small.cost() { large } else { small }
        }
        _ => small,
    };
    let Setting { leaf, room, list } = setting;
    let count = list.pages.len().max(1);
    cx.made_of(count)
        .map(|page| {
            let hotline = Some(cx.context.unit.hotline.clone());
            let footer = Footer { label: page_label(page, count), hotline, page: (page, count) };
            let mut builder = frame.page(cx, &footer);
            if let (Some(date), Some(place)) = (event.date, leaf) {
                draw_leaf(date, place, cx, &mut builder);
            }
            list.draw(page, cx, &mut builder, room);
            builder
        })
        .collect()
}

/// The lines beside a leaf of one size.
struct Setting {
    leaf: Option<Rect>,
    room: Rect,
    list: List,
}

impl Setting {
    fn new(event: &Event, leaf: Option<Rect>, content: Rect, cx: &mut LayoutContext) -> Self {
        let room = match leaf {
            Some(leaf) if cx.is_wide() => {
                let x = leaf.right() + cx.px(72.0);
                Rect { x, w: (content.right() - x).max(1.0), ..content }
            }
            Some(leaf) => {
                let y = leaf.bottom() + cx.px(56.0);
                Rect { y, h: (content.bottom() - y).max(1.0), ..content }
            }
            None => content,
        };
        let list = List::set(cx, room.w, room.h, LINES, |cx, look, width| {
            let strong = look.strong(cx.theme.headline);
            let plain = look.text(cx.theme.body);
            let [when, place] = ["when", "place"].map(|name| strong.field(FieldPath::of(name)));
            let first = [(Icon::Clock, &event.when, when), (Icon::Pin, &event.place, place)];
            let entry = |at| plain.field(FieldPath::entry("lines", at));
            let rest = event.lines.iter().enumerate().map(|(at, line)| (Icon::Tick, line, entry(at)));
            first
                .into_iter()
                .chain(rest)
                .filter(|(_, words, _)| !words.trim().is_empty())
                .map(|(icon, words, style)| Row::of(RowMark::Icon(icon), Block::filled(words, width, style, cx.fonts)))
                .collect()
        });
        Self { leaf, room, list }
    }

    /// What is worse about it, the worst first: more pages, the condensed face, smaller letters.
    fn cost(&self) -> (usize, bool, f32) {
        let look = self.list.pages.first().map(|page| &page.look);
        (self.list.pages.len(), look.is_some_and(|look| look.is_condensed), look.map_or(0.0, |look| -look.size))
    }
}

/// Width of the leaf on a wide canvas 1080 high, pixels, and the largest share of the width it takes.
const LARGE_LEAF: (f32, f32) = (560.0, 0.34);
const SMALL_LEAF: (f32, f32) = (410.0, 0.32);

fn leaf_place(cx: &LayoutContext, content: Rect, (wide, share): (f32, f32)) -> Rect {
    if cx.is_wide() {
        let w = cx.px(wide).min(content.w * share);
        let h = (w * 1.2).min(content.h);
        Rect::new(content.x, content.y + (content.h - h) / 2.0, w, h)
    } else {
        let h = cx.px(430.0).min(content.h * 0.34);
        let w = (h * 0.86).min(content.w);
        Rect::new(content.x + (content.w - w) / 2.0, content.y, w, h)
    }
}

const HEAD: Color = Color::hex(0xB01217);
const SHEET: Color = Color::hex(0xFFFDF6);
const INK: Color = Color::hex(0x1C1410);
const WHITE: Color = Color::hex(0xFFFFFF);

/// A leaf of a tear-off calendar: weekday, day, month and year.
fn draw_leaf(date: Date, leaf: Rect, cx: &mut LayoutContext, builder: &mut PageBuilder) {
    let radius = cx.px(24.0);
    builder.shadow(leaf, radius, cx.px(30.0), 0.30);
    builder.round(leaf, radius, SHEET);
    let head = Rect { h: leaf.h * 0.24, ..leaf };
    builder.round(head, radius, HEAD);
    builder.fill(Rect { y: head.y + head.h / 2.0, h: head.h / 2.0, ..head }, HEAD);
    let mut put = |words: String, area: Rect, size: f32, color: Color, face: Face| {
        let style = TextStyle::body(size, color).face(face).role(TextRole::Mark);
        let block = Block::one_line(&words, area.w * 0.88, 0.3, style, cx.fonts);
        builder.text(block.centered(area, Align::Center));
    };
    put(text::weekday(date.weekday()).to_uppercase(), head, leaf.h * 0.125, WHITE, Face::Bold);
    let day = Rect { y: head.bottom(), h: leaf.h * 0.52, ..leaf };
    put(date.day().to_string(), day, leaf.h * 0.50, HEAD, Face::ExtraBold);
    let month = Rect { y: day.bottom() - leaf.h * 0.02, h: leaf.h * 0.20, ..leaf };
    put(format!("Tháng {} năm {}", date.month(), date.year()), month, leaf.h * 0.108, INK, Face::Bold);
}
