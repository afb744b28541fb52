//! QR codes as filled boxes, crisp at any size, with their quiet zone.

use qrcodegen::{QrCode, QrCodeEcc};

use super::pages::Qr;
use crate::scene::{Color, Item, Paint, Rect, Shape};

/// Light modules round the code, on every side (ISO/IEC 18004 asks for four).
const QUIET: i32 = 4;

const DARK: Color = Color::hex(0x0B0F14);
const LIGHT: Color = Color::hex(0xFFFFFF);

/// The code of `url`, no larger than `room` on each side and centred in it, and the boxes that draw it: white ground
/// first, then the dark modules, merged into runs. Modules are whole pixels. `None` where the text is too long for a code
/// or the room too small for whole pixels.
pub(super) fn code(url: &str, room: Rect) -> Option<(Qr, Vec<Item>)> {
    let code = QrCode::encode_text(url, QrCodeEcc::Medium).ok()?;
    let across = code.size() + 2 * QUIET;
    let module = (room.w.min(room.h) / across as f32).floor();
    if module < 1.0 {
        return None;
    }
    let side = module * across as f32;
    let (x, y) = ((room.x + (room.w - side) / 2.0).round(), (room.y + (room.h - side) / 2.0).round());
    let area = Rect::new(x, y, side, side);
    let mut items = vec![fill(area, LIGHT)];
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            if !code.get_module(column, row) {
                column += 1;
                continue;
            }
            let from = column;
            while column < code.size() && code.get_module(column, row) {
                column += 1;
            }
            let at = |n: i32| (n + QUIET) as f32 * module;
            items.push(fill(Rect::new(x + at(from), y + at(row), (column - from) as f32 * module, module), DARK));
        }
    }
    Some((Qr { url: url.to_owned(), area, module }, items))
}

fn fill(rect: Rect, color: Color) -> Item {
    Item::Shape { shape: Shape::Box { rect, radius: 0.0, feather: 0.0 }, paint: Paint::Solid(color) }
}

/// An address as people say it: without the scheme and a last slash.
pub(super) fn spoken(url: &str) -> &str {
    let bare = url.strip_prefix("https://").or(url.strip_prefix("http://")).unwrap_or(url);
    bare.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_whole_pixels_with_a_quiet_zone_round_them() {
        let (qr, items) = code("https://dichvucong.gov.vn", Rect::new(10.3, 20.7, 380.0, 400.0)).unwrap();
        assert_eq!(qr.module.fract(), 0.0);
        assert_eq!(qr.area.w / qr.module, (25 + 8) as f32);
        let inner = qr.area.inset(4.0 * qr.module - 0.01);
        for item in &items[1..] {
            let Item::Shape { shape: Shape::Box { rect, .. }, .. } = item else { panic!("{item:?}") };
            assert!(inner.contains(*rect) && rect.x.fract() == 0.0);
        }
    }

    #[test]
    fn a_book_is_no_code() {
        assert!(code(&"x".repeat(5_000), Rect::new(0.0, 0.0, 400.0, 400.0)).is_none());
    }
}
