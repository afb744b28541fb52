//! An online service step by step: what to have ready, the steps by twos and threes, then fee, time and the code.

use super::page_label;
use crate::{
    layout::{
        block::{Block, TextStyle},
        chrome::{self, Footer},
        code_card::CodeCard,
        icons::Icon,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, Spread},
        qr,
        row::{IconText, ListStyle, Row, RowMark},
        titled_page::TitledPage,
    },
    model::{FieldPath, Guide},
};

/// A page to be, before it is known how many there are.
struct PlannedPage<'l> {
    list: &'l List,
    at: usize,
    label: String,
    code: bool,
}

const STEPS: Spread = Spread { gap: 0.42, card: None, rules: true, most: 3, condenses: false };
const ITEMS: Spread = Spread { gap: 0.26, card: None, rules: false, most: 6, condenses: false };

pub(super) fn pages(guide: &Guide, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let frame = TitledPage::new(cx, "title", &guide.title);
    let room = frame.content;
    let hotline = guide.hotline.clone().unwrap_or_else(|| cx.context.unit.hotline.clone());
    let card = guide.url.as_deref().map(|url| CodeCard::new(cx, url, Some(&hotline), room));
    let facts_room = card.as_ref().map_or(room, |card| card.beside);

    let ready = List::set(cx, room.w, room.h, ITEMS, |cx, look, width| ready_rows(guide, cx, look, width));
    let spread = Spread { most: if cx.is_wide() { 3 } else { 4 }, ..STEPS };
    let steps = List::set(cx, room.w, room.h, spread, |cx, look, width| {
        let row = |(at, step): (usize, &String)| {
            text_row(RowMark::Number(at + 1), FieldPath::entry("steps", at), step, cx, look, width)
        };
        guide.steps.iter().enumerate().map(row).collect()
    });
    let facts = List::set(cx, facts_room.w, facts_room.h, ITEMS, |cx, look, width| fact_rows(guide, cx, look, width));

    let mut planned: Vec<PlannedPage> = Vec::new();
    for at in 0..ready.pages.len() {
        planned.push(PlannedPage { list: &ready, at, label: "Chuẩn bị".to_owned(), code: false });
    }
    for at in 0..steps.pages.len() {
        planned.push(PlannedPage { list: &steps, at, label: step_label(&steps, at, guide.steps.len()), code: false });
    }
    for at in 0..facts.pages.len() {
        let label = if has_facts(guide) { "Lệ phí, thời hạn" } else { "" };
        planned.push(PlannedPage { list: &facts, at, label: label.to_owned(), code: true });
    }
    let count = planned.len();
    let mut builders = Vec::with_capacity(count);
    for (page, plan) in planned.into_iter().enumerate().take(cx.made_of(count).len()) {
        let label = if plan.label.is_empty() { page_label(page, count) } else { plan.label };
        let footer = Footer { label, hotline: Some(hotline.clone()), page: (page, count) };
        let mut builder = frame.page(cx, &footer);
        let area = match (&card, plan.code) {
            (Some(card), true) => {
                card.draw(cx, &mut builder);
                card.beside
            }
            _ => room,
        };
        plan.list.draw(plan.at, cx, &mut builder, area);
        builders.push(builder);
    }
    builders
}

fn text_row(mark: RowMark, field: FieldPath, words: &str, cx: &mut LayoutContext, look: &ListStyle, width: f32) -> Row {
    Row::of(mark, Block::filled(words, width, look.text(cx.theme.body).field(field), cx.fonts))
}

/// The subtitle as a lead, then what to have ready with a tick each.
fn ready_rows(guide: &Guide, cx: &mut LayoutContext, look: &ListStyle, width: f32) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(sub) = &guide.sub {
        // The lead begins where the ticks stand, so it has their column too.
        let width = width + if guide.prepare.is_empty() { 0.0 } else { look.column(RowMark::Icon(Icon::Tick)) };
        let style = look.strong(cx.theme.accent).field(FieldPath::of("sub"));
        rows.push(Row::of(RowMark::None, Block::filled(sub, width, style, cx.fonts)));
    }
    for (at, item) in guide.prepare.iter().enumerate() {
        rows.push(text_row(RowMark::Icon(Icon::Tick), FieldPath::entry("prepare", at), item, cx, look, width));
    }
    rows
}

fn has_facts(guide: &Guide) -> bool {
    guide.fee.is_some() || guide.time.is_some() || guide.authority.is_some()
}

/// Fee, time and place, each below its small drawing and label; without any, what the code beside them is for.
fn fact_rows(guide: &Guide, cx: &mut LayoutContext, look: &ListStyle, width: f32) -> Vec<Row> {
    let facts = [
        (Icon::Coin, "Lệ phí", "fee", &guide.fee),
        (Icon::Clock, "Thời hạn", "time", &guide.time),
        (Icon::House, "Nơi giải quyết", "authority", &guide.authority),
    ];
    let mut rows = Vec::new();
    for (icon, label, field, words) in facts {
        let Some(words) = words else { continue };
        let style = look.text(cx.theme.body).field(FieldPath::of(field));
        let label_style = TextStyle::chrome((look.size * 0.56).max(cx.px(chrome::SIZE)), cx.theme.accent);
        let indent = IconText::indent(Some(icon), label_style.size);
        let label = Block::one_line(label, (width - indent).max(1.0), 0.5, label_style, cx.fonts);
        let words = Block::filled(words, width, style, cx.fonts);
        let tracks =
            vec![vec![IconText { icon: Some(icon), block: label }], vec![IconText { icon: None, block: words }]];
        rows.push(Row { mark: RowMark::None, tracks, gap: 0.06 * look.size });
    }
    if let (Some(url), false) = (guide.url.as_deref(), has_facts(guide)) {
        let words = format!("Quét mã bằng điện thoại, hoặc vào {}", qr::spoken(url));
        rows.push(text_row(RowMark::None, FieldPath::of("url"), &words, cx, look, width));
    }
    rows
}

/// "Bước 1–3 trên 7".
fn step_label(steps: &List, page: usize, count: usize) -> String {
    let numbers: Vec<usize> = steps
        .rows_on(page)
        .iter()
        .filter_map(|row| if let RowMark::Number(number) = row.mark { Some(number) } else { None })
        .collect();
    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if first != last => format!("Bước {first}–{last} trên {count}"),
        (Some(only), _) => format!("Bước {only} trên {count}"),
        _ => String::new(),
    }
}
