//! The status bar under a page: what stands in it, and the ticker that runs through it.

use std::ops::Range;

use super::{ComposedPage, RenderError};
use crate::model::Size;

/// A status bar as it is at one moment.
#[derive(Debug, Clone)]
pub struct StatusBarLayer<'a> {
    /// What stands in it.
    pub strip: &'a ComposedPage,
    /// Where its left upper corner lies on the output, pixels: below the page, or on a page as large as the output.
    pub at: (u32, u32),
    /// What runs through it.
    pub ticker: Option<TickerLayer<'a>>,
}

/// A ribbon of pieces, laid end to end and round again, seen through a part of the status bar.
#[derive(Debug, Clone)]
pub struct TickerLayer<'a> {
    /// The pieces, each as high as the status bar.
    pub pieces: &'a [ComposedPage],
    /// Pixels across through which it is seen.
    pub room: Range<u32>,
    /// Pixels of the ribbon that have gone by.
    pub offset: u64,
}

/// A part of a piece that is seen.
#[derive(Debug)]
pub(super) struct VisiblePiece<'a> {
    pub piece: &'a ComposedPage,
    /// The piece's first pixel that is seen.
    pub from: u32,
    /// Where on the status bar it is seen, pixels across.
    pub at: Range<u32>,
}

impl TickerLayer<'_> {
    /// What is seen, from left to right: the whole room is covered, unless there are no pieces.
    pub(super) fn seen(&self) -> Vec<VisiblePiece<'_>> {
        let long: u64 = self.pieces.iter().map(|piece| u64::from(piece.size().width)).sum();
        let mut seen = Vec::new();
        if long == 0 {
            return seen;
        }
        let mut skip = self.offset % long;
        let mut at = self.room.start;
        for piece in self.pieces.iter().cycle() {
            if at >= self.room.end {
                break;
            }
            let width = piece.size().width;
            if skip >= u64::from(width) {
                skip -= u64::from(width);
                continue;
            }
            let from = skip as u32;
            let end = (at + width - from).min(self.room.end);
            seen.push(VisiblePiece { piece, from, at: at..end });
            (at, skip) = (end, 0);
        }
        seen
    }
}

impl StatusBarLayer<'_> {
    /// Whether page and status bar together are what an output of `size` shows, texel for texel.
    pub(super) fn fits(&self, page: Size, size: Size) -> bool {
        let ((left, top), own) = (self.at, self.strip.size());
        let below = page.width == size.width && page.height == top && left == 0 && own.width == size.width;
        let inside = left + own.width <= size.width && top + own.height <= size.height;
        inside && (page == size || below && top + own.height == size.height)
    }

    /// The rows of the output in which it lies.
    pub(super) fn rows(&self) -> Range<u32> {
        self.at.1..self.at.1 + self.strip.size().height
    }

    /// Draws it on the processor over `out`, pixels of an output `width` across that it fits.
    pub(super) fn draw(&self, out: &mut [u32], width: u32) -> Result<(), RenderError> {
        let mut lay = |piece: &ComposedPage, from: u32, at: Range<u32>| -> Result<(), RenderError> {
            let (left, top) = (self.at.0 as usize, self.at.1 as usize);
            let (from, at) = (from as usize, left + at.start as usize..left + at.end as usize);
            let lines = out.chunks_exact_mut(width as usize).skip(top);
            for (line, row) in lines.zip(piece.pixels()?.chunks_exact(piece.size().width as usize)) {
                line[at.clone()].copy_from_slice(&row[from..from + at.len()]);
            }
            Ok(())
        };
        lay(self.strip, 0, 0..self.strip.size().width)?;
        for VisiblePiece { piece, from, at } in self.ticker.as_ref().map(TickerLayer::seen).unwrap_or_default() {
            lay(piece, from, at)?;
        }
        Ok(())
    }
}
