//! An emergency notice: level, danger, two actions a page, whom to call, how long it holds.
//!
//! Colours are those of QĐ 18/2021/QĐ-TTg Điều 4, whatever the theme, and the level is always said in words too.

use jiff::{Timestamp, civil::DateTime};

use crate::{
    layout::{
        block::{Align, Block, TextStyle},
        chrome::{self, FooterColors},
        headline::{self, HeadlineRoom},
        icons::Icon,
        layout_context::{LayoutContext, PageBuilder},
        list::{List, READ, Spread},
        row::{Row, RowMark},
    },
    model::{Alert, FieldPath, Zone},
    scene::{Color, Face, Rect, Scene},
    text::{self, ReadingSpeed},
};

const INK: Color = Color::hex(0x0E0E10);
const WHITE: Color = Color::hex(0xFFFFFF);

/// Grounds of the five levels: light blue, light yellow, orange, red, purple.
const GROUNDS: [Color; 5] =
    [Color::hex(0x8FD0F7), Color::hex(0xFFF1A0), Color::hex(0xFF9A1F), Color::hex(0xB80E14), Color::hex(0x6A1B9A)];

/// Whoever looks up must soon have seen all of it: the condensed face is a fair price for a page less.
const ACTIONS: Spread = Spread { gap: 0.36, card: None, rules: false, most: A_PAGE, condenses: true };
/// Actions a page: what one remembers.
const A_PAGE: usize = 2;

/// Level, ground and the colour of text on it.
struct Danger {
    level: usize,
    ground: Color,
    ink: Color,
}

impl Danger {
    fn of(alert: &Alert) -> Self {
        let level = usize::from(alert.level).clamp(1, GROUNDS.len());
        Self { level, ground: GROUNDS[level - 1], ink: if level <= 3 { INK } else { WHITE } }
    }

    /// A colour of this level that stands out on the dark bars above and below.
    fn signal(&self) -> Color {
        match self.level {
            4 => Color::hex(0xFF8A80),
            5 => Color::hex(0xE1B5F5),
            _ => self.ground,
        }
    }
}

pub(super) fn pages(alert: &Alert, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    let danger = Danger::of(alert);
    let area = cx.area();
    let margin = cx.margin();
    let (head_h, gap) = (head_height(cx), cx.px(34.0).min(area.h * 0.027));
    let footer = AlertFooter::new(alert, &danger, cx);
    let width = area.w - 2.0 * margin;
    let room = HeadlineRoom {
        width,
        height: if cx.is_wide() { cx.px(250.0) } else { cx.px(520.0) }.min(area.h * 0.30),
        most: cx.px(172.0),
        // A capital of 40′ of arc at 5 m on a 43″ screen.
        enough: cx.px(158.0),
        read: cx.px(READ),
        lines: if cx.is_wide() { 2 } else { 4 },
        line: headline::FLAT,
        condensed: 0.86,
    };
    let shout = text::upper(&alert.headline);
    let headline =
        headline::fit(&shout, room, TextStyle::headline(1.0, danger.ink).field(FieldPath::of("headline")), cx.fonts);
    let headline_y = head_h + gap;
    let top = headline_y + headline.height() + gap * 1.2;
    let content = Rect::new(margin, top, width, (area.h - footer.height - gap - top).max(1.0));

    let actions = actions(alert, &danger, content, cx);
    let count = actions.pages.len().max(1);
    let mut builders = Vec::with_capacity(count);
    for page in cx.made_of(count) {
        let mut builder = PageBuilder::new(Scene::new(cx.canvas, danger.ground.into()));
        builder.pace = ReadingSpeed::Alert;
        head(alert, &danger, cx, &mut builder);
        // Read again on every page: whoever looks up now must know at once what this is about.
        builder.text(headline.at(margin, headline_y, width, Align::Left));
        actions.draw(page, cx, &mut builder, content);
        footer.draw(cx, &mut builder);
        // The dots stand between the actions and the bar below.
        let strip = Rect::new(margin, content.bottom(), width, gap);
        let inks = FooterColors { text: danger.ink, lit: danger.ink, unlit: danger.ink.at(0.35) };
        chrome::dots(cx, &mut builder, (page, count), strip, inks, 0.0);
        builders.push(builder);
    }
    builders
}

/// The actions two by two, all in the size that the longest pair needs.
fn actions(alert: &Alert, danger: &Danger, content: Rect, cx: &mut LayoutContext) -> List {
    let mut list = List::set(cx, content.w, content.h, ACTIONS, |cx, look, width| {
        let strong = look.strong(danger.ink);
        let style = TextStyle { pitch: strong.pitch * 0.94, ..strong };
        let row = |(at, words): (usize, &String)| {
            let style = style.field(FieldPath::entry("actions", at));
            Row::of(RowMark::Icon(Icon::Diamond), Block::filled(words, width, style, cx.fonts))
        };
        alert.actions.iter().enumerate().map(row).collect()
    });
    list.pages.iter_mut().for_each(|sheet| sheet.look.accent = danger.ink);
    list
}

fn head_height(cx: &LayoutContext) -> f32 {
    // The accents of two lines of capitals, one upon the other in Ấ, keep clear of an edge that a television may cut.
    cx.px(if cx.is_wide() { 150.0 } else { 290.0 })
}

/// The bar above: the level in words and on the scale of five, and whether it is a drill.
fn head(alert: &Alert, danger: &Danger, cx: &mut LayoutContext, builder: &mut PageBuilder) {
    let area = cx.area();
    let margin = cx.margin();
    let bar = Rect::new(0.0, 0.0, area.w, head_height(cx));
    builder.fill(bar, INK);
    let inner = Rect::new(margin, 0.0, area.w - 2.0 * margin, bar.h);
    let (left, right) = if cx.is_wide() {
        (inner, inner)
    } else {
        // The plate below is high enough for the accents of DIỄN TẬP.
        (Rect { y: bar.h * 0.05, h: bar.h * 0.46, ..inner }, Rect { y: bar.h * 0.51, h: bar.h * 0.49, ..inner })
    };
    let mut end = right.right();
    if alert.exercise {
        let style = TextStyle::body(cx.px(READ), INK).face(Face::ExtraBold).condensed();
        let words = Block::one_line("DIỄN TẬP", right.w * 0.6, 0.3, style, cx.fonts);
        let w = words.width() + cx.px(52.0);
        // Upright, the accents of the words need all of the plate.
        let rim = if cx.is_wide() { cx.px(10.0) } else { 0.0 };
        let plate = Rect { x: end - w, y: right.y + rim, w, h: right.h - 2.0 * rim };
        builder.fill(plate, WHITE);
        builder.text(words.at(plate.x, plate.y + (plate.h - words.height()) / 2.0, plate.w, Align::Center));
        end -= w + cx.px(36.0);
    }
    let style = TextStyle::body(cx.px(READ), danger.signal()).face(Face::ExtraBold);
    let words = format!("RỦI RO THIÊN TAI CẤP {}", danger.level);
    let room = if cx.is_wide() { end - left.x } else { left.w };
    let level = Block::one_line_as_high(&words, room, 0.3, style, cx.fonts);
    builder.text(level.centered(left, Align::Left));
    let begin = if cx.is_wide() { left.x + level.width() + cx.px(40.0) } else { right.x };
    scale(danger, Rect::new(begin, right.y, (end - begin).max(0.0), right.h), cx, builder);
}

/// The five levels as five plates, the present one large.
fn scale(danger: &Danger, area: Rect, cx: &LayoutContext, builder: &mut PageBuilder) {
    let (small, large, gap) = (cx.px(28.0), cx.px(54.0), cx.px(12.0));
    let wide = 4.0 * (small + gap) + large;
    if area.w < wide {
        return;
    }
    let mut x = if cx.is_wide() { area.right() - wide } else { area.x };
    for (at, color) in GROUNDS.into_iter().enumerate() {
        let present = at + 1 == danger.level;
        let side = if present { large } else { small };
        let plate = Rect::new(x, area.center().y - side / 2.0, side, side);
        if present {
            builder.round(plate.inset(-cx.px(5.0)), cx.px(12.0), WHITE);
        }
        builder.round(plate, cx.px(8.0), color);
        x += side + gap;
    }
}

/// The bar below: whom to call, who says so, from when until when.
struct AlertFooter {
    rows: Vec<AlertFooterRow>,
    height: f32,
    handset: Color,
}

/// One row of it: a text at the left, behind a handset perhaps, and at the right another.
struct AlertFooterRow {
    left: Block,
    call: bool,
    right: Option<Block>,
}

impl AlertFooterRow {
    fn of(left: Block) -> Self {
        Self { left, call: false, right: None }
    }

    /// Pixels free at the right of it.
    fn room(&self, width: f32, cx: &LayoutContext) -> f32 {
        let used = self.left.width() + if self.call { cx.px(HANDSET) } else { 0.0 };
        if self.right.is_some() { 0.0 } else { width - used - cx.px(48.0) }
    }

    /// Takes `right` beside what is there if both fit into `width`; else gives it back.
    fn beside(&mut self, right: Block, width: f32, cx: &LayoutContext) -> Option<Block> {
        if right.width() > self.room(width, cx) {
            return Some(right);
        }
        self.right = Some(right);
        None
    }

    fn height(&self) -> f32 {
        self.right.as_ref().map_or(0.0, Block::height).max(self.left.height())
    }
}

/// Pixels a handset and the space after it take, on a canvas 1080 high.
const HANDSET: f32 = 86.0;
const FOOT_PAD: f32 = 15.0;
const FOOT_GAP: f32 = 12.0;

impl AlertFooter {
    fn new(alert: &Alert, danger: &Danger, cx: &mut LayoutContext) -> Self {
        let width = cx.area().w - 2.0 * cx.margin();
        let style = TextStyle::chrome(cx.px(42.0), WHITE);
        let mut rows: Vec<AlertFooterRow> = Vec::new();
        if let Some(contact) = alert.contact.as_deref().filter(|contact| !contact.trim().is_empty()) {
            let style = TextStyle::body(cx.px(READ), WHITE).face(Face::Bold).field(FieldPath::of("contact"));
            // On a wide canvas whoever says so stands beside it.
            let room = if cx.is_wide() { width * 0.62 } else { width };
            let left = Block::one_line_as_high(contact, room - cx.px(HANDSET), 0.6, style, cx.fonts);
            rows.push(AlertFooterRow { call: true, ..AlertFooterRow::of(left) });
        }
        let issued_by = style.field(FieldPath::of("issuer"));
        let issuer = format!("Nguồn: {}", alert.issuer);
        let beside = rows.last().map(|row| Block::filled(&issuer, row.room(width, cx), issued_by, cx.fonts));
        let beside = beside.filter(|block| block.line_count() <= 2 && !block.torn);
        let left_over = match (rows.last_mut(), beside) {
            (Some(row), Some(block)) => row.beside(block, width, cx).map(AlertFooterRow::of),
            _ => Some(AlertFooterRow::of(Block::one_line(&issuer, width, 0.8, issued_by, cx.fonts))),
        };
        rows.extend(left_over);
        let times = times(alert, cx.context.time_zone);
        if !times.is_empty() {
            // Each time stays whole with its label; between them a line may end.
            let whole: Vec<String> = times.split(" · ").map(|part| part.replace(' ', "\u{A0}")).collect();
            rows.push(AlertFooterRow::of(Block::filled(&whole.join(" · "), width, style, cx.fonts)));
        }
        if let Some(mark) = cx.context.unit.mark.clone().filter(|mark| !mark.trim().is_empty()) {
            let words = Block::one_line(&mark, width * 0.4, 0.6, style.tracking(0.03), cx.fonts);
            let mut left_over = Some(words);
            for row in rows.iter_mut().rev() {
                left_over = left_over.and_then(|words| row.beside(words, width, cx));
            }
            rows.extend(left_over.map(AlertFooterRow::of));
        }
        let rows_h: f32 = rows.iter().map(|row| row.height() + cx.px(FOOT_GAP)).sum();
        Self { rows, height: rows_h - cx.px(FOOT_GAP) + 2.0 * cx.px(FOOT_PAD), handset: danger.signal() }
    }

    fn draw(&self, cx: &mut LayoutContext, builder: &mut PageBuilder) {
        let area = cx.area();
        let margin = cx.margin();
        let bar = Rect::new(0.0, area.h - self.height, area.w, self.height);
        builder.fill(bar, INK);
        let mut y = bar.y + cx.px(FOOT_PAD);
        for row in &self.rows {
            let line = Rect::new(margin, y, area.w - 2.0 * margin, row.height());
            let baseline = y + (line.h - row.left.height()) / 2.0 + row.left.ascent();
            let mut x = margin;
            if row.call {
                let side = cx.px(66.0);
                let middle = baseline - 0.37 * row.left.style.size;
                builder.icon(Icon::Phone, Rect::new(x, middle - side / 2.0, side, side), self.handset);
                x += cx.px(HANDSET);
            }
            builder.text(row.left.on_baseline(x, baseline, row.left.width(), Align::Left));
            if let Some(right) = &row.right {
                builder.text(right.centered(line, Align::Right));
            }
            y += line.h + cx.px(FOOT_GAP);
        }
    }
}

/// "Phát lúc 14:05 ngày 12/9 · Hết hiệu lực 20:00 · Tin tiếp theo 17:00": the day again only where it is another.
fn times(alert: &Alert, zone: &Zone) -> String {
    let local = |at: Timestamp| zone.local(at.into());
    let issued = alert.issued.map(local);
    let mut parts = Vec::new();
    if let Some(issued) = &issued {
        parts.push(format!("Phát lúc {}", spoken(issued, None)));
    }
    for (label, at) in [("Hết hiệu lực", alert.expires), ("Tin tiếp theo", alert.next_update)] {
        if let Some(at) = at.map(local) {
            parts.push(format!("{label} {}", spoken(&at, issued.as_ref())));
        }
    }
    parts.join(" · ")
}

fn spoken(at: &DateTime, known: Option<&DateTime>) -> String {
    let hour = format!("{:02}:{:02}", at.hour(), at.minute());
    if known.is_some_and(|known| known.date() == at.date()) {
        hour
    } else {
        format!("{hour} ngày {}/{}", at.day(), at.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_can_be_read_on_its_ground() {
        for level in 1..=5 {
            let alert = Alert {
                headline: String::new(),
                level,
                actions: Vec::new(),
                issuer: String::new(),
                exercise: false,
                issued: None,
                expires: None,
                next_update: None,
                contact: None,
            };
            let danger = Danger::of(&alert);
            assert!(
                danger.ink.contrast(danger.ground) >= 7.0 || level == 4 && danger.ink.contrast(danger.ground) > 6.5
            );
            assert!(danger.signal().contrast(INK) >= 7.0, "{level}");
        }
    }

    #[test]
    fn times_are_said_in_the_programmes_zone_and_the_day_once() {
        let alert = Alert {
            headline: "BÃO".into(),
            level: 3,
            actions: Vec::new(),
            issuer: "Ban Chỉ huy".into(),
            exercise: true,
            issued: Some("2026-09-12T07:05:00Z".parse().unwrap()),
            expires: Some("2026-09-12T18:00:00Z".parse().unwrap()),
            next_update: Some("2026-09-12T10:00:00Z".parse().unwrap()),
            contact: None,
        };
        let said = times(&alert, &Zone::default());
        assert_eq!(said, "Phát lúc 14:05 ngày 12/9 · Hết hiệu lực 01:00 ngày 13/9 · Tin tiếp theo 17:00");
    }
}
