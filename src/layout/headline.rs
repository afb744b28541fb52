//! A headline as large as its place allows: other line counts, then the condensed face, before it is set smaller.

use super::block::{Block, TextStyle, capital};
use crate::{
    fonts::Fonts,
    scene::{Face, Rect},
    text,
};

/// The room a headline has.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeadlineRoom {
    /// Pixels across.
    pub width: f32,
    /// Pixels down, accents included.
    pub height: f32,
    /// Largest em size, pixels.
    pub most: f32,
    /// Em size at which the condensed face is not asked for, pixels.
    pub enough: f32,
    /// Em size of the style's face below which it cannot be read from where people sit, pixels.
    pub read: f32,
    /// Most lines.
    pub lines: usize,
    /// What a line more than the author's own leaves of a size's worth, from 0 to 1.
    pub line: f32,
    /// What the condensed face leaves of it.
    pub condensed: f32,
}

/// What a line more leaves of a headline's worth in a place wider than high.
pub(super) const FLAT: f32 = 0.94;

/// The same in `area`, where the headline is the page.
pub(super) fn worth_of_a_line(area: Rect) -> f32 {
    if area.h > area.w { 0.98 } else { FLAT }
}

/// A headline in one face and number of lines, and what it is worth.
struct Candidate {
    block: Block,
    score: f32,
}

/// `words` in the best face and number of lines for `room`. The author's breaks are always among the lines. Text too
/// long for any of that is set as small as it must be.
pub(super) fn fit(words: &str, room: HeadlineRoom, style: TextStyle, fonts: &mut Fonts) -> Block {
    let authored = text::segments(words).len().max(1);
    let mut best: Option<Candidate> = None;
    for face in [style.face, Face::Condensed] {
        if best.as_ref().is_some_and(|candidate| candidate.block.style.size >= room.enough) {
            break;
        }
        for count in authored..=room.lines.max(authored) {
            let Some(candidate) = candidate(words, count, count - authored, room, style.face(face), fonts) else {
                continue;
            };
            if best.as_ref().is_none_or(|known| candidate.score > known.score) {
                best = Some(candidate);
            }
        }
    }
    match best {
        Some(candidate) if candidate.block.style.size >= 0.4 * room.enough => candidate.block,
        _ => squeezed(words, room, style, fonts),
    }
}

fn candidate(
    words: &str,
    count: usize,
    added: usize,
    room: HeadlineRoom,
    style: TextStyle,
    fonts: &mut Fonts,
) -> Option<Candidate> {
    let broken = text::balanced(words, count, &mut |run| fonts.measure(style.face, style.tracking, run).advance)?;
    let cost = broken.cost.max(0) as f32;
    // Set at one pixel to the em, its extent is in em.
    let block = Block::of(broken.lines, style.sized(1.0), fonts);
    let size = room.most.min(room.width / block.width().max(0.01)).min(room.height / block.height().max(0.01));
    // A line more, an ugly break and the condensed face must each be paid for in size.
    let condensed = if style.face == Face::Condensed { room.condensed } else { 1.0 };
    let height = size * capital(style.face);
    // What cannot be read from the benches is worth little, however well it breaks.
    let legible = if height < room.read * capital(Face::ExtraBold) { 0.7 } else { 1.0 };
    let lone = 0.66_f32.powi(block.lone_lines() as i32);
    let score = height * legible * condensed * lone * room.line.powi(added as i32) * (-cost / 420.0).exp();
    Some(Candidate { block: block.scaled(size), score })
}

/// Running lines, smaller and smaller until they fit.
fn squeezed(words: &str, room: HeadlineRoom, style: TextStyle, fonts: &mut Fonts) -> Block {
    let mut size = room.enough.min(room.most);
    loop {
        let block = Block::filled(words, room.width, style.face(Face::Condensed).sized(size), fonts);
        if (block.height() <= room.height && block.width() <= room.width + 0.5) || size < 2.0 {
            return block;
        }
        size *= 0.88;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Color;

    const ROOM: HeadlineRoom = HeadlineRoom {
        width: 1728.0,
        height: 640.0,
        most: 240.0,
        enough: 118.0,
        read: 88.0,
        lines: 4,
        line: FLAT,
        condensed: 0.86,
    };

    fn set(words: &str, room: HeadlineRoom) -> Block {
        fit(words, room, TextStyle::headline(1.0, Color::hex(0)), &mut Fonts::bundled())
    }

    #[test]
    fn a_slogan_takes_a_third_line_before_it_gets_small() {
        let block = set("NGƯỜI DÂN HÀI LÒNG|LÀ THƯỚC ĐO CỦA CHÍNH QUYỀN", ROOM);
        assert_eq!(block.words().collect::<Vec<_>>(), ["NGƯỜI DÂN HÀI LÒNG", "LÀ THƯỚC ĐO", "CỦA CHÍNH QUYỀN"]);
        assert!(block.style.size >= 118.0, "{}", block.style.size);
    }

    #[test]
    fn a_headline_in_a_low_room_turns_condensed_before_it_shrinks() {
        let block = set("BÃO SỐ … ĐANG VÀO GẦN BỜ", HeadlineRoom { height: 230.0, enough: 150.0, ..ROOM });
        assert_eq!(block.style.face, Face::Condensed);
        assert!(block.style.size >= 150.0, "{}", block.style.size);
    }

    #[test]
    fn a_page_of_text_still_fits() {
        let room = HeadlineRoom {
            width: 250.0,
            height: 80.0,
            most: 40.0,
            enough: 30.0,
            read: 0.0,
            lines: 3,
            line: FLAT,
            condensed: 0.86,
        };
        let block = set(&"thông báo về việc ".repeat(60), room);
        assert!(block.height() <= 80.0 && block.width() <= 250.5);
    }
}
