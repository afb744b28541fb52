//! What is written over the page, as a scene of the window's size. Pure.

use super::state::OverlayPanel;
use crate::{
    fonts::Fonts,
    model::Size,
    scene::{Color, Face, Item, Paint, Rect, Scene, Shape, Text, TextLine, TextRole},
    text,
};

/// The keys, as the help shows them.
const KEYS: [(&str, &str); 15] = [
    ("N, phải", "trang sau"),
    ("P, trái", "trang trước"),
    ("Cách", "tạm dừng, chạy tiếp"),
    ("F, F11", "toàn màn hình"),
    ("R", "xoay ngang, dọc"),
    ("O, Tab", "thông tin trang: tên, trang, số giây còn lại"),
    ("W", "cảnh báo của trang này"),
    ("D", "nhìn từ 3, 5, 8 mét"),
    ("T", "xem tại một thời điểm: gõ ngày giờ rồi Enter"),
    ("T, trái phải", "đến lúc lịch phát thay đổi"),
    ("A", "thôi xem theo giờ, xem lần lượt mọi trang"),
    ("S", "lưu trang thành ảnh PNG"),
    ("?, F1", "bảng phím này"),
    ("Esc", "đóng bảng, thôi toàn màn hình"),
    ("Q", "thoát"),
];

/// Most lines of a list that are shown; a wall of mistakes helps nobody.
const LINES: usize = 14;

const DARK: Color = Color::hex(0x10141C);
const WRONG: Color = Color::hex(0x7A1010);
const LIGHT: Color = Color::hex(0xF4F6FA);
const DIM: Color = Color::hex(0xB9C2D2);
const BRIGHT: Color = Color::hex(0xFFD65A);

/// Lays panels out over a window.
pub struct Panels<'a> {
    fonts: &'a mut Fonts,
    window: Size,
    /// Pixels of the text's em.
    em: f32,
    scene: Scene,
}

/// Where a panel stands.
#[derive(Clone, Copy)]
enum Corner {
    Top,
    BottomLeft,
    BottomRight,
    Middle,
}

impl<'a> Panels<'a> {
    /// The scene of those panels. `scale` is the window's: 2 on a screen of twice the usual density.
    pub fn scene(panels: &[OverlayPanel], window: Size, scale: f32, fonts: &'a mut Fonts) -> Scene {
        let em = (17.0 * scale).max(window.short_side() as f32 / 60.0).max(11.0);
        let scene = Scene::new(window, Color::hex(0).into());
        let mut desk = Panels { fonts, window, em, scene };
        for panel in panels {
            desk.add(panel);
        }
        desk.scene
    }

    fn add(&mut self, panel: &OverlayPanel) {
        let wide = self.window.width as f32 - 4.0 * self.em;
        match panel {
            OverlayPanel::Mistakes(lines) => self.list(Corner::Top, "Thư mục có lỗi:", lines, WRONG, wide),
            OverlayPanel::Warnings(lines) if lines.is_empty() => {
                self.list(Corner::BottomRight, "Trang này không có cảnh báo.", &[], DARK, wide);
            }
            OverlayPanel::Warnings(lines) => {
                self.list(Corner::BottomRight, "Cảnh báo", lines, DARK, wide.min(44.0 * self.em))
            }
            OverlayPanel::Facts(lines) => self.list(Corner::BottomLeft, &lines[0], &lines[1..], DARK, wide),
            OverlayPanel::Note(note) => self.list(Corner::Top, note, &[], DARK, wide),
            OverlayPanel::Prompt(typed, wrong) => {
                let title = format!("Xem lúc: {typed}_");
                let hint = "Enter: xem · mũi tên trái, phải: lúc lịch thay đổi · Esc: thôi".to_owned();
                let lines: Vec<String> = wrong.iter().cloned().chain([hint]).collect();
                self.list(Corner::Middle, &title, &lines, DARK, wide);
            }
            OverlayPanel::Help => self.help(),
        }
    }

    /// A title and lines, wrapped to `width`, in a box at that corner.
    fn list(&mut self, corner: Corner, title: &str, lines: &[String], ground: Color, width: f32) {
        let mut rows: Vec<(String, Face, Color)> = Vec::new();
        for row in self.wrapped(title, Face::Bold, width) {
            rows.push((row, Face::Bold, LIGHT));
        }
        for line in lines {
            rows.extend(self.wrapped(line, Face::Medium, width).into_iter().map(|row| (row, Face::Medium, LIGHT)));
        }
        if rows.len() > LINES {
            let left = rows.len() - LINES;
            rows.truncate(LINES);
            rows.push((format!("… và {left} dòng nữa"), Face::Medium, DIM));
        }
        let widths = rows.iter().map(|(row, face, _)| self.fonts.measure(*face, 0.0, row).advance * self.em);
        let widest = widths.fold(0.0_f32, f32::max);
        let rect = self.board(corner, widest, rows.len(), ground);
        for (index, (row, face, color)) in rows.into_iter().enumerate() {
            self.write(&row, face, color, rect.x + self.em, self.baseline(rect, index));
        }
    }

    fn help(&mut self) {
        let column = 7.0 * self.em;
        let widths = KEYS.iter().map(|(_, words)| self.fonts.measure(Face::Medium, 0.0, words).advance * self.em);
        let widest = widths.fold(0.0_f32, f32::max);
        let rect = self.board(Corner::Middle, column + widest, KEYS.len(), DARK);
        for (index, (key, words)) in KEYS.iter().enumerate() {
            let baseline = self.baseline(rect, index);
            self.write(key, Face::Bold, BRIGHT, rect.x + self.em, baseline);
            self.write(words, Face::Medium, LIGHT, rect.x + self.em + column, baseline);
        }
    }

    /// Breaks one message into lines no wider than `width`.
    fn wrapped(&mut self, line: &str, face: Face, width: f32) -> Vec<String> {
        // In a slide's text a bar breaks the line; here it is only a sign.
        let plain = line.replace('|', "¦");
        let (fonts, em) = (&mut *self.fonts, self.em);
        let mut measure = |run: &str| fonts.measure(face, 0.0, run).advance * em;
        text::filled(&plain, width - 2.0 * em, &mut measure).lines
    }

    /// A box for `rows` rows of that width.
    fn board(&mut self, corner: Corner, width: f32, rows: usize, ground: Color) -> Rect {
        let (w, h) = (width + 2.0 * self.em, (rows as f32 * 1.5 + 1.0) * self.em);
        let (right, bottom) = (self.window.width as f32 - w - self.em, self.window.height as f32 - h - self.em);
        let (x, y) = match corner {
            Corner::Top => (self.em, self.em),
            Corner::BottomLeft => (self.em, bottom),
            Corner::BottomRight => (right, bottom),
            Corner::Middle => ((right + self.em) / 2.0, (bottom + self.em) / 2.0),
        };
        let rect = Rect::new(x.round(), y.round(), w.round(), h.round());
        let shadow = Rect { y: rect.y + 0.2 * self.em, ..rect };
        let (radius, feather) = (0.5 * self.em, 0.8 * self.em);
        let soft = Shape::Box { rect: shadow, radius, feather };
        self.scene.items.push(Item::Shape { shape: soft, paint: Paint::Solid(Color::hex(0).at(0.5)) });
        let crisp = Shape::Box { rect, radius, feather: 0.0 };
        self.scene.items.push(Item::Shape { shape: crisp, paint: Paint::Solid(ground) });
        rect
    }

    fn baseline(&self, rect: Rect, row: usize) -> f32 {
        rect.y + ((row as f32 + 1.0) * 1.5 + 0.05) * self.em
    }

    fn write(&mut self, words: &str, face: Face, color: Color, x: f32, baseline: f32) {
        let measure = self.fonts.measure(face, 0.0, words);
        let (left, top) = (x + measure.left * self.em, baseline + measure.top * self.em);
        let (w, h) = ((measure.right - measure.left) * self.em, (measure.bottom - measure.top) * self.em);
        let line = TextLine { words: words.to_owned(), x, baseline, ink: Rect::new(left, top, w, h) };
        let (role, size) = (TextRole::Furniture, self.em);
        self.scene.items.push(Item::Text(Text {
            role,
            field: None,
            face,
            size,
            tracking: 0.0,
            color,
            lines: vec![line],
        }));
    }
}
