//! A row of a list: a mark, and beside it lines of text, some of them with a small drawing in front.

use super::{
    block::{Align, Block, TextStyle, capital},
    icons::Icon,
    layout_context::{LayoutContext, PageBuilder},
};
use crate::scene::{Color, Face, Rect, TextRole};

/// What stands before a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowMark {
    /// Nothing, and no column for it.
    None,
    /// Nothing, in line with rows that have a mark.
    Blank,
    /// A number in a disc.
    Number(usize),
    /// A drawing.
    Icon(Icon),
}

/// A block with its small drawing.
#[derive(Debug, Clone)]
pub(super) struct IconText {
    pub icon: Option<Icon>,
    pub block: Block,
}

impl IconText {
    /// Pixels the drawing takes before the block.
    pub fn indent(icon: Option<Icon>, size: f32) -> f32 {
        if icon.is_some() { 1.12 * size } else { 0.0 }
    }

    pub fn width(&self) -> f32 {
        Self::indent(self.icon, self.block.style.size) + self.block.width()
    }
}

/// One row: tracks below each other, pieces beside each other.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub mark: RowMark,
    pub tracks: Vec<Vec<IconText>>,
    /// Pixels between tracks.
    pub gap: f32,
}

/// Colours and measures of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListStyle {
    /// Em size of its text, pixels.
    pub size: f32,
    /// Its text is set in the condensed face, with capitals as high as those of `size`.
    pub is_condensed: bool,
    /// Diameter of a number's disc, em.
    pub disc: f32,
    pub accent: Color,
    pub on_accent: Color,
}

impl ListStyle {
    /// Text to be read in this list.
    pub fn text(&self, color: Color) -> TextStyle {
        self.in_face(TextStyle::body(self.size, color))
    }

    /// The same, strong.
    pub fn strong(&self, color: Color) -> TextStyle {
        self.in_face(TextStyle::body(self.size, color).face(Face::Bold))
    }

    fn in_face(&self, style: TextStyle) -> TextStyle {
        if self.is_condensed { style.condensed() } else { style }
    }

    /// Pixels the mark's column takes.
    pub fn column(&self, mark: RowMark) -> f32 {
        match mark {
            RowMark::None => 0.0,
            RowMark::Number(_) => (self.disc + 0.32) * self.size,
            RowMark::Blank | RowMark::Icon(_) => 1.25 * self.size,
        }
    }
}

impl Row {
    /// A row of one block.
    pub fn of(mark: RowMark, block: Block) -> Self {
        Self { mark, tracks: vec![vec![IconText { icon: None, block }]], gap: 0.0 }
    }

    /// Whether any of its text is torn where it should be whole.
    pub fn is_torn(&self) -> bool {
        self.tracks.iter().flatten().any(|piece| piece.block.torn)
    }

    /// Lines of all its text.
    pub fn line_count(&self) -> usize {
        self.tracks.iter().flatten().map(|piece| piece.block.line_count()).sum()
    }

    pub fn height(&self, look: &ListStyle) -> f32 {
        let tracks: f32 = self.tracks.iter().map(|track| track_height(track)).sum();
        let text = tracks + self.gap * self.tracks.len().saturating_sub(1) as f32;
        if matches!(self.mark, RowMark::Number(_)) { text.max(disc(look)) } else { text }
    }

    /// The row in parts no taller than `room`: between tracks if it must be, between lines if even a track is too
    /// tall. The mark stays with the first.
    pub fn parts(self, room: f32, look: &ListStyle) -> Vec<Self> {
        if self.height(look) <= room {
            return vec![self];
        }
        let (gap, mut mark) = (self.gap, self.mark);
        let mut parts: Vec<Self> = Vec::new();
        for track in self.tracks {
            for track in track_parts(track, room) {
                if let Some(part) = parts.last_mut() {
                    part.tracks.push(track.clone());
                    if part.height(look) <= room {
                        continue;
                    }
                    part.tracks.pop();
                }
                parts.push(Self { mark, tracks: vec![track], gap });
                mark = if mark == RowMark::None { RowMark::None } else { RowMark::Blank };
            }
        }
        parts
    }

    /// Draws the row with its top left corner at (`x`, `y`) and the text `indent` further right.
    pub fn draw(
        &self,
        cx: &mut LayoutContext,
        builder: &mut PageBuilder,
        look: &ListStyle,
        x: f32,
        y: f32,
        indent: f32,
    ) {
        let height = self.height(look);
        let tracks: f32 = self.tracks.iter().map(|track| track_height(track)).sum::<f32>()
            + self.gap * self.tracks.len().saturating_sub(1) as f32;
        let indent = if self.mark == RowMark::None { 0.0 } else { indent };
        let mut top = y + (height - tracks) / 2.0;
        self.draw_mark(cx, builder, look, x, y, height);
        for track in &self.tracks {
            let mut left = x + indent;
            // Pieces of different size stand on one baseline.
            let ascent = track.iter().map(|piece| piece.block.ascent()).fold(0.0, f32::max);
            for piece in track {
                let size = piece.block.style.size;
                let icon_indent = IconText::indent(piece.icon, size);
                if let Some(icon) = piece.icon {
                    let middle = top + ascent - 0.37 * size;
                    let square = Rect::new(left, middle - 0.40 * size, 0.80 * size, 0.80 * size);
                    builder.icon(icon, square, look.accent);
                }
                builder.text(piece.block.on_baseline(
                    left + icon_indent,
                    top + ascent,
                    piece.block.width(),
                    Align::Left,
                ));
                left += piece.width() + 0.9 * size;
            }
            top += track_height(track) + self.gap;
        }
    }

    fn draw_mark(
        &self,
        cx: &mut LayoutContext,
        builder: &mut PageBuilder,
        look: &ListStyle,
        x: f32,
        y: f32,
        height: f32,
    ) {
        match self.mark {
            RowMark::None | RowMark::Blank => {}
            RowMark::Number(number) => {
                let side = disc(look);
                let square = Rect::new(x, y + (height - side) / 2.0, side, side);
                builder.round(square, side / 2.0, look.accent);
                let style = TextStyle::body(look.size * look.disc * 0.64, look.on_accent)
                    .face(Face::ExtraBold)
                    .role(TextRole::Mark);
                let number = Block::one_line(&number.to_string(), side * 0.72, 0.2, style, cx.fonts);
                let caps = capital(Face::ExtraBold) * number.style.size;
                builder.text(number.on_baseline(x, square.y + (side + caps) / 2.0, side, Align::Center));
            }
            RowMark::Icon(icon) => {
                let Some(first) = self.tracks.first().and_then(|track| track.first()) else { return };
                let middle = y + first.block.ascent() - 0.37 * look.size;
                let side = 0.86 * look.size;
                builder.icon(icon, Rect::new(x, middle - side / 2.0, side, side), look.accent);
            }
        }
    }
}

/// Side of a number's disc, pixels.
fn disc(look: &ListStyle) -> f32 {
    look.disc * look.size
}

fn track_height(track: &[IconText]) -> f32 {
    let ascent = track.iter().map(|piece| piece.block.ascent()).fold(0.0, f32::max);
    let below = track.iter().map(|piece| piece.block.height() - piece.block.ascent()).fold(0.0, f32::max);
    ascent + below
}

fn track_parts(track: Vec<IconText>, room: f32) -> Vec<Vec<IconText>> {
    if track_height(&track) <= room {
        return vec![track];
    }
    let mut parts = Vec::new();
    for piece in track {
        let IconText { mut icon, mut block } = piece;
        while block.line_count() > 0 {
            let fitting = block.lines_within(room).max(1);
            let kept = if fitting < block.line_count() { block.lines_before_part(fitting) } else { fitting };
            let (part, rest) = block.split_at(kept);
            parts.push(vec![IconText { icon: icon.take(), block: part }]);
            block = rest;
        }
    }
    parts
}
