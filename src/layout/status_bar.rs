//! The status bar along the foot of a screen: date and hour in a plate, and beside it room for the ticker.

use std::ops::Range;

use super::{
    block::{Align, Block, TextStyle},
    icons::{Icon, icon},
};
use crate::{
    fonts::Fonts,
    model::{Size, StatusBar, WallTime, Zone},
    scene::{Color, Face, Item, Rect, Scene, Shape, TextRole},
    text,
};

const GROUND: Color = Color::hex(0x0B1B33);
const PLATE: Color = Color::hex(0x1D3F70);
const EDGE: Color = Color::hex(0xE0A93A);
const WORDS: Color = Color::hex(0xF3F7FF);
const HOUR: Color = Color::hex(0xFFE04A);

/// Em size of everything in the status bar as a share of its height: 65 pixels at 1080, whose capitals are 16′ high at 5 m
/// from a panel of 43″ (docs/legibility.md §2).
const TICKER_EM: f32 = 0.60;

/// Pixels a second the ticker moves, as a share of its em: 4 em, at which Vietnamese of 4.57 letters a
/// syllable passes at under the 2 syllables a second of docs/legibility.md §4.
const TICKER_PACE: f32 = 4.0;

/// Pixels a second at which the ticker runs on that canvas, but for the rounding to whole pixels an interval.
pub fn ticker_pace(canvas: Size) -> f32 {
    StatusBar::size(canvas).height as f32 * TICKER_EM * TICKER_PACE
}

/// The status bar at rest.
#[derive(Debug, Clone)]
pub struct StatusBarScene {
    /// What stands in it.
    pub scene: Scene,
    /// Pixels across, from the left, over which the ticker runs.
    pub ticker: Range<u32>,
}

/// Date and hour as they stand in the status bar; without a time that can be believed, that it is not known.
pub fn clock_words(at: Option<WallTime>, zone: &Zone) -> (String, String) {
    let Some(at) = at else { return ("Giờ chưa xác nhận".to_owned(), String::new()) };
    let local = zone.local(at);
    let date = format!("{}, {}/{}/{}", text::weekday(local.weekday()), local.day(), local.month(), local.year());
    (date, local.strftime("%H:%M").to_string())
}

/// The status bar for a screen of `canvas`. `clock` is a date and an hour; `ticker` says whether room is kept for one, and
/// `sentence` stands still in that room.
pub fn status_bar_scene(
    clock: Option<(&str, &str)>,
    ticker: bool,
    sentence: Option<&str>,
    canvas: Size,
    fonts: &mut Fonts,
) -> StatusBarScene {
    let size = StatusBar::size(canvas);
    let area = Rect::new(0.0, 0.0, size.width as f32, size.height as f32);
    let margin = area.w * 0.05;
    let mut scene = Scene::new(size, GROUND.into());
    let mut free = area;
    if let Some((date, hour)) = clock {
        let pad = area.h * 0.36;
        let between = if hour.is_empty() { 0.0 } else { pad };
        let hours = widest(hour, style(area.h, HOUR).face(Face::ExtraBold), fonts);
        let hour = Block::of(vec![hour.to_owned()], style(area.h, HOUR).face(Face::ExtraBold), fonts);
        let room = if ticker { area.w * 0.42 - 2.0 * pad } else { area.w - 2.0 * margin } - hours - between;
        let date = Block::one_line(date, room.max(1.0), 0.6, style(area.h, WORDS), fonts);
        let inner = if ticker {
            let wide = (pad + date.width() + between + hours + pad).ceil();
            let plate = Rect { x: area.right() - wide, w: wide, ..area };
            fill(&mut scene, plate, PLATE);
            free.w = plate.x;
            Rect { x: plate.x + pad, w: plate.w - 2.0 * pad, ..plate }
        } else {
            Rect { x: margin, w: area.w - 2.0 * margin, ..area }
        };
        scene.items.push(Item::Text(date.centered(inner, Align::Left)));
        scene.items.push(Item::Text(hour.centered(inner, Align::Right)));
    }
    if let Some(sentence) = sentence {
        let inner = Rect { x: margin, w: (free.w - margin - area.h * 0.36).max(1.0), ..free };
        let block = Block::one_line(sentence, inner.w, 0.5, style(area.h, WORDS), fonts);
        scene.items.push(Item::Text(block.centered(inner, Align::Left)));
    }
    fill(&mut scene, Rect { h: edge(size), ..area }, EDGE);
    StatusBarScene { scene, ticker: 0..free.w as u32 }
}

/// Milliseconds a sentence stands where nothing may move: 20 syllables at the pace of reading of docs/legibility.md §3.
pub const STANDS_MS: i64 = 10_000;

/// The status bar on a screen on which nothing may move: of the ticker's sentences the one whose turn it is stands still,
/// turns being counted on without end.
pub fn resting(
    status_bar: &StatusBar,
    clock: Option<(&str, &str)>,
    turn: i64,
    canvas: Size,
    fonts: &mut Fonts,
) -> StatusBarScene {
    let ticks = !status_bar.ticker.is_empty();
    let empty = status_bar_scene(clock, ticks, None, canvas, fonts);
    if !ticks {
        return empty;
    }
    let line = standing(&status_bar.ticker, turn, empty.ticker.end, canvas, fonts);
    status_bar_scene(clock, ticks, line.as_deref(), canvas, fonts)
}

/// A page and the status bar below it, at rest, as one scene of the whole screen. Without a status bar it is the page.
pub fn screenful(
    page: Scene,
    status_bar: &StatusBar,
    clock: Option<(&str, &str)>,
    turn: i64,
    screen: Size,
    fonts: &mut Fonts,
) -> Scene {
    if status_bar.is_empty() { page } else { page.above(resting(status_bar, clock, turn, screen, fonts).scene) }
}

/// The sentences of a ticker as pieces of one long ribbon, to be laid end to end; together at least `room` pixels
/// long. No piece is wider than a graphics device takes.
pub fn ticker(sentences: &[String], room: u32, canvas: Size, fonts: &mut Fonts) -> Vec<Scene> {
    let height = StatusBar::size(canvas).height;
    let h = height as f32;
    let mut pieces = Vec::new();
    for sentence in sentences {
        for length in lengths(sentence, fonts, h) {
            let block = Block::of(vec![length.words], style(h, WORDS), fonts);
            let space = if length.ends_word { SPACE * TICKER_EM * h } else { 0.0 };
            let wide = (block.width() + space).ceil().max(1.0);
            let mut scene = piece(wide as u32, height);
            let area = Rect::new(0.0, 0.0, wide, h);
            scene.items.push(Item::Text(block.centered(area, Align::Left)));
            edged(&mut scene);
            pieces.push(scene);
        }
        let mut gap = piece((h * 1.6) as u32, height);
        let side = h * 0.3;
        let middle = gap.size.width as f32 / 2.0;
        let square = Rect::new(middle - side / 2.0, (h - side) / 2.0, side, side);
        gap.items.extend(icon(Icon::Diamond, square, EDGE));
        edged(&mut gap);
        pieces.push(gap);
    }
    let mut rest = room.saturating_sub(pieces.iter().map(|piece| piece.size.width).sum());
    while rest > 0 {
        let wide = rest.min(WIDEST);
        let mut blank = piece(wide, height);
        edged(&mut blank);
        pieces.push(blank);
        rest -= wide;
    }
    pieces
}

/// How long a sentence of the ticker is on that canvas, pixels.
pub fn sentence_width(sentence: &str, canvas: Size, fonts: &mut Fonts) -> f32 {
    let h = StatusBar::size(canvas).height as f32;
    Block::of(vec![one_line(sentence)], style(h, WORDS), fonts).width()
}

/// The line whose turn it is, of all sentences in lines that stand in `room` pixels beside the clock, for screens on which
/// nothing may move. Only its own sentence is evened out.
fn standing(sentences: &[String], turn: i64, room: u32, canvas: Size, fonts: &mut Fonts) -> Option<String> {
    let (h, width) = standing_room(room, canvas);
    let counts: Vec<usize> =
        sentences.iter().map(|sentence| Block::filled(sentence, width, style(h, WORDS), fonts).line_count()).collect();
    let mut turn = usize::try_from(turn.rem_euclid(counts.iter().sum::<usize>().max(1) as i64)).unwrap_or(0);
    for (sentence, count) in sentences.iter().zip(counts) {
        if turn < count {
            return standing_lines(sentence, room, canvas, fonts).into_iter().nth(turn);
        }
        turn -= count;
    }
    None
}

/// A sentence in as many lines as are needed, about equally long where they can be, for each is read alone.
fn standing_lines(sentence: &str, room: u32, canvas: Size, fonts: &mut Fonts) -> Vec<String> {
    let (h, width) = standing_room(room, canvas);
    let filled = Block::filled(sentence, width, style(h, WORDS), fonts);
    let measure = &mut |run: &str| fonts.measure(Face::Bold, 0.0, run).advance;
    let even = text::balanced(sentence, filled.line_count(), measure);
    let even = even.map(|broken| Block::of(broken.lines, style(h, WORDS), fonts));
    even.filter(|even| even.width() <= width).unwrap_or(filled).words().map(str::to_owned).collect()
}

/// Height of the status bar, and pixels across in which a line stands.
fn standing_room(room: u32, canvas: Size) -> (f32, f32) {
    let h = StatusBar::size(canvas).height as f32;
    (h, room as f32 - canvas.width as f32 * 0.05 - h * 0.36)
}

/// Pixels of a piece at most: every graphics device takes textures as wide.
const WIDEST: u32 = 2_048;
/// A space between words, em.
const SPACE: f32 = 0.28;

/// As much of a sentence as one piece takes.
struct Length {
    words: String,
    /// A space follows; if not, the word goes on in the next length.
    ends_word: bool,
}

/// A sentence cut between words where it would be too wide for one piece, and within a word only where that alone is.
fn lengths(sentence: &str, fonts: &mut Fonts, h: f32) -> Vec<Length> {
    let mut fits = |words: &str| Block::of(vec![words.to_owned()], style(h, WORDS), fonts).width() + h < WIDEST as f32;
    let mut lengths: Vec<Length> = Vec::new();
    for word in one_line(sentence).split(' ') {
        if let Some(last) = lengths.last_mut() {
            let joined = format!("{} {word}", last.words);
            if fits(&joined) {
                last.words = joined;
                continue;
            }
        }
        let mut part = String::new();
        for letter in word.chars() {
            part.push(letter);
            if !fits(&part) && part.pop().is_some() {
                lengths.push(Length { words: std::mem::replace(&mut part, letter.into()), ends_word: false });
            }
        }
        lengths.push(Length { words: part, ends_word: true });
    }
    lengths
}

/// A sentence without the author's breaks, single spaces between its words.
fn one_line(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split(|c: char| c == '|' || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// Pixels the words take at most, whichever digits stand in them: digits differ in width, and nothing may jump when
/// the minute turns.
fn widest(words: &str, style: TextStyle, fonts: &mut Fonts) -> f32 {
    let with = |digit: char| words.replace(|c: char| c.is_ascii_digit(), &digit.to_string());
    ('0'..='9').map(|digit| Block::of(vec![with(digit)], style, fonts).width()).fold(0.0, f32::max)
}

fn style(h: f32, color: Color) -> TextStyle {
    TextStyle::body(h * TICKER_EM, color).face(Face::Bold).role(TextRole::Furniture)
}

fn piece(width: u32, height: u32) -> Scene {
    Scene::new(Size::new(width.max(1), height), GROUND.into())
}

/// Draws the edge across a piece, as the strip has it.
fn edged(scene: &mut Scene) {
    let rect = Rect::new(0.0, 0.0, scene.size.width as f32, edge(scene.size));
    fill(scene, rect, EDGE);
}

fn edge(size: Size) -> f32 {
    (size.height as f32 / 27.0).round().max(1.0)
}

fn fill(scene: &mut Scene, rect: Rect, color: Color) {
    scene.items.push(Item::Shape { shape: Shape::Box { rect, radius: 0.0, feather: 0.0 }, paint: color.into() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::TICKER_CHARS;

    #[test]
    fn date_and_hour_are_said_in_the_programmes_zone_or_not_at_all() {
        let at: jiff::Timestamp = "2026-11-24T07:05:00Z".parse().unwrap();
        let said = clock_words(Some(at.into()), &Zone::default());
        assert_eq!(said, ("Thứ Ba, 24/11/2026".to_owned(), "14:05".to_owned()));
        assert_eq!(clock_words(None, &Zone::default()).0, "Giờ chưa xác nhận");
    }

    #[test]
    fn a_ticker_fills_its_room_and_loses_no_word() {
        let mut fonts = Fonts::bundled();
        let sentence =
            "Chưa quen làm trên điện thoại? Đến nhà văn hóa thôn tối thứ Năm, có người hướng dẫn. ".repeat(4);
        let canvas = Size::FULL_HD;
        let pieces = ticker(std::slice::from_ref(&sentence), 30_000, canvas, &mut fonts);
        assert_eq!(pieces.iter().map(|piece| piece.size.width).sum::<u32>(), 30_000);
        assert!(pieces.iter().all(|piece| piece.size.width <= WIDEST && piece.size.height == 108));
        let said: Vec<String> =
            pieces.iter().flat_map(Scene::texts).flat_map(|text| &text.lines).map(|line| line.words.clone()).collect();
        assert_eq!(said.join(" "), sentence.trim());
    }

    #[test]
    fn a_sentence_that_stands_is_parted_evenly() {
        let mut fonts = Fonts::bundled();
        let sentence = "Chưa quen làm trên điện thoại? Đến nhà văn hóa thôn tối thứ Năm.".to_owned();
        let lines = standing_lines(&sentence, 1_120, Size::FULL_HD, &mut fonts);
        assert!(lines.len() > 1 && lines.iter().all(|line| text::count(line) >= 3), "{lines:?}");
        let turns = (0..2 * lines.len() as i64)
            .map(|turn| standing(std::slice::from_ref(&sentence), turn, 1_120, Size::FULL_HD, &mut fonts).unwrap());
        assert_eq!(turns.collect::<Vec<_>>(), [lines.clone(), lines].concat(), "and each has its turn");
    }

    #[test]
    fn a_word_longer_than_any_piece_loses_no_letter() {
        let mut fonts = Fonts::bundled();
        let word = "nghiêng".repeat(90);
        let canvas = Size::new(3840, 2160);
        let pieces = ticker(&[format!("Xem {word} nhé")], 0, canvas, &mut fonts);
        assert!(pieces.iter().all(|piece| piece.size.width <= WIDEST));
        let said: String =
            pieces.iter().flat_map(Scene::texts).flat_map(|text| &text.lines).map(|line| line.words.as_str()).collect();
        assert_eq!(said, format!("Xem{word} nhé"));
    }

    #[test]
    fn a_ticker_at_the_limit_is_held_in_bounded_memory() {
        let mut fonts = Fonts::bundled();
        let sentences = vec!["Nghiêng mình ".repeat(11); TICKER_CHARS / 143];
        for (canvas, most_mb) in [(Size::FULL_HD, 64), (Size::new(3840, 2160), 256)] {
            let pieces = ticker(&sentences, canvas.width, canvas, &mut fonts);
            let pixels: u64 = pieces.iter().map(|piece| u64::from(piece.size.width * piece.size.height)).sum();
            assert!(pixels * 4 <= most_mb << 20, "{canvas}: {} MB", (pixels * 4) >> 20);
        }
    }

    #[test]
    fn the_plate_keeps_its_width_whatever_the_hour() {
        let mut fonts = Fonts::bundled();
        let mut room =
            |hour| status_bar_scene(Some(("Thứ Ba, 24/11/2026", hour)), true, None, Size::FULL_HD, &mut fonts).ticker;
        let first = room("00:00");
        assert!(["11:11", "14:47", "20:08"].into_iter().all(|hour| room(hour) == first));
    }

    #[test]
    fn the_clock_leaves_the_ticker_most_of_the_band() {
        let mut fonts = Fonts::bundled();
        for canvas in [Size::FULL_HD, Size::FULL_HD_PORTRAIT, Size::new(1024, 768), Size::new(3840, 2160)] {
            let strip = status_bar_scene(Some(("Chủ nhật, 29/11/2026", "14:05")), true, None, canvas, &mut fonts);
            assert!(strip.ticker.end * 100 > canvas.width * 50, "{canvas}: {:?}", strip.ticker);
        }
    }
}
